"""The network of parties: ties, blocs, brokers, and how they change."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dateline.analyse.networks import Frame, Level, Network, Span, load_network, tie_dict
from dateline.store import Store
from dateline.web.desk import TheDesk
from dateline.web.lists import Q
from dateline.web.routes import READING
from dateline.web.schemas.network import NetworkView

router = APIRouter(tags=["analyses"])


@router.get("/api/network", response_model=NetworkView, responses=READING)
def get_network(
    request: Request,
    desk: TheDesk,
    q: Q = "",
    span: Annotated[Span, Query(description="The width of a frame.")] = "month",
    level: Annotated[Level, Query(description="`group` tells a country's sectors apart.")] = "country",
    parties: Annotated[int, Query(ge=2, le=100, description="At most so many, the busiest.")] = 40,
    least: Annotated[int, Query(ge=1, le=1000, description="The acts that a tie must have.")] = 1,
) -> Response:
    """Who works with and against whom, which blocs that makes, and who stands between them."""

    def make(store: Store) -> dict[str, Any]:
        return say_network(load_network(store, q, span=span, level=level, parties=parties, least=least))

    return desk.study(request, make)


def say_network(network: Network) -> dict[str, Any]:
    """The network in the shape of `NetworkView`."""
    return {
        "span": network.span, "level": network.level, "modularity": network.modularity, "undated": network.undated,
        "parties": [asdict(one) for one in network.nodes], "ties": [tie_dict(one) for one in network.ties],
        "blocs": [asdict(one) for one in network.blocs],
        "brokers": [
            {
                **asdict(one),
                "ties": [dict(zip(("bloc", "party", "cooperation"), tie, strict=True)) for tie in one.ties],
            }
            for one in network.brokers
        ],
        "frames": [_frame(one) for one in network.frames],
    }  # fmt: skip


def _frame(frame: Frame) -> dict[str, Any]:
    return {
        "start": frame.start, "acts": frame.acts, "cooperation": frame.cooperation, "conflict": frame.conflict,
        "modularity": frame.modularity, "blocs": frame.blocs,
        "ties": [
            {"left": one.left, "right": one.right, "acts": one.acts, "balance": one.balance} for one in frame.ties
        ],
    }  # fmt: skip
