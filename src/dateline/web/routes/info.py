"""The store as a whole: what is in it, and what may be asked."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from dateline import __version__
from dateline.export.wording import load_words, say_type
from dateline.ontology import load_plover
from dateline.ontology.types import QUAD_CLASSES
from dateline.store import Store
from dateline.store.filters import filter_fields, load_filters
from dateline.web.desk import Desk, TheDesk
from dateline.web.places import RADII
from dateline.web.routes import READING
from dateline.web.schemas.info import Info

router = APIRouter(tags=["store"])
_COUNTED = ("reports", "flat_events", "claims", "incidents", "stories", "quarantined", "feeds", "runs", "reviews")


@router.get("/api/info", response_model=Info, responses=READING)
def get_info(request: Request, desk: TheDesk) -> Response:
    """What the store holds, and the words that filters and codes are made of."""
    return desk.answer(request, lambda store: _info(store, desk))


def _info(store: Store, desk: Desk) -> dict[str, Any]:
    known = {row["table_name"] for row in store.rows("SELECT table_name FROM duckdb_tables()")}
    counts = {
        "events" if name == "flat_events" else name: store.rows(f"SELECT count(*) AS n FROM {name}")[0]["n"]
        for name in _COUNTED
        if name in known
    }
    days = store.rows("SELECT min(earliest) AS first_day, max(latest) AS last_day FROM flat_events")[0]
    publishers = store.rows(
        "SELECT publisher, count(*) AS reports FROM reports WHERE publisher IS NOT NULL GROUP BY publisher "
        "ORDER BY reports DESC, publisher LIMIT 200"
    )
    tables, plover, words = load_filters(), load_plover(), load_words()
    return {
        "version": __version__, "store": desk.name, "read_only": desk.shared.read_only,
        "token_required": desk.token_required, "counts": counts, **days, "publishers": publishers,
        "fields": [{"name": one.name, "kind": one.kind, "says": one.says} for one in filter_fields().values()],
        "has": list(tables["has"]), "sorts": list(tables["sorts"]), "groups": list(tables["groups"]),
        "types": [
            {
                "name": one.name, "label": say_type(one.name, ()), "quad": QUAD_CLASSES.index(one.quad_class) + 1,
                "score": one.score, "definition": one.definition,
                "modes": {mode: say_type(one.name, (mode,)) for mode in one.modes},
            }
            for one in plover.types.values()
        ],
        "contexts": plover.contexts, "statuses": words["statuses"], "precisions": RADII,
    }  # fmt: skip
