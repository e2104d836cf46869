"""Analyses of two countries: how they stand, what may follow, what if; and briefs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Request
from starlette.responses import Response

from dateline.analyse.acts import load_acts
from dateline.analyse.brief_pages import render_html, render_markdown
from dateline.analyse.briefing import Brief, brief_dyad, brief_happenings
from dateline.analyse.forecasts import due_forecasts, save_forecasts, score_rows, settle
from dateline.analyse.ladder import load_ladder
from dateline.analyse.mediators import rank_mediators
from dateline.analyse.outlook import Outlook
from dateline.analyse.panel import last_day
from dateline.analyse.parties import Party, parse_party
from dateline.analyse.scenario import find_intervention, load_interventions, run_scenario
from dateline.analyse.series import load_volume
from dateline.analyse.state import make_state
from dateline.analyse.wording import say_date
from dateline.errors import SettingsError, StoreError
from dateline.store import Store
from dateline.store.incidents import story_incidents
from dateline.store.paging import Key
from dateline.web.answers import JSON, encode
from dateline.web.desk import Desk, TheDesk
from dateline.web.lists import Cursor, Limit, page
from dateline.web.outlooks import (
    first_week,
    say_brief,
    say_kept,
    say_mediator,
    say_outlook,
    say_picture,
    say_scenario,
    say_score,
)
from dateline.web.problems import Refusal
from dateline.web.routes import FINDING, LISTING, WRITING
from dateline.web.routes.charts import Country
from dateline.web.schemas.base import Rows
from dateline.web.schemas.studies import (
    BriefView,
    ForecastPage,
    ForecastRow,
    InterventionOut,
    KeepIn,
    Kept,
    MediatorOut,
    OutlookView,
    PictureView,
    ScenarioView,
    ScoreOut,
    ScoresView,
)
from dateline.web.studies import SECONDS
from dateline.web.tables import columns_of

router = APIRouter(tags=["analyses"])
_FIRST, _LAST = date(1900, 1, 1), date(2200, 1, 1)
Today = Annotated[
    date | None, Query(ge=_FIRST, le=_LAST, description="As of this day; by default, the day of the last report.")
]
Code = Annotated[str | None, Query(pattern=r"^[A-Z]{3}$", description="A country.", examples=["IRN"])]
Since = Annotated[date | None, Query(ge=_FIRST, le=_LAST, description="From this day on.")]
_KEPT = (Key("made", True, date), Key("one"), Key("other"), Key("horizon", False, int), Key("target"))
_FILES = {"markdown": ("text/markdown; charset=utf-8", "md"), "html": ("text/html; charset=utf-8", "html")}


@router.get("/api/dyads/{left}/{right}/picture", response_model=PictureView, responses=FINDING)
def get_picture(request: Request, desk: TheDesk, left: Country, right: Country, today: Today = None) -> Response:
    """How two countries stand: acts counted once, tension by week, ladder, turning points, and past look-alikes."""
    dyad = _pair(left, right)

    def make(store: Store) -> dict[str, Any]:
        day = today or last_day(store)
        acts = load_acts(store, dyad)
        since = first_week(acts, day) or day
        return say_picture(
            make_state(dyad, acts, load_ladder(), volume=load_volume(store), since=since, until=day), day
        )

    return desk.study(request, make)


@router.get("/api/dyads/{left}/{right}/outlook", response_model=OutlookView, responses=FINDING)
def get_outlook(request: Request, desk: TheDesk, left: Country, right: Country, today: Today = None) -> Response:
    """Chances of force, talks and another rung, and numbers of acts, within 7, 30 and 90 days, beside baselines."""
    dyad = _pair(left, right)

    def make(store: Store) -> dict[str, Any]:
        outlook = _outlook(desk, store, dyad, today)
        names = [one.forecast_id for one in outlook.forecasts]
        known = store.rows("SELECT count(*) AS n FROM forecasts WHERE forecast_id IN (SELECT unnest(?))", [names])
        return say_outlook(outlook, kept=known[0]["n"] == len(names))

    return desk.study(request, make)


@router.get("/api/dyads/{left}/{right}/mediators", response_model=Rows[MediatorOut], responses={**FINDING, **LISTING})
def list_mediators(request: Request, desk: TheDesk, left: Country, right: Country, today: Today = None) -> Response:
    """Third countries with ties to both, the best placed first."""
    dyad = _pair(left, right)

    def make(store: Store) -> dict[str, Any]:
        return {"items": [say_mediator(one) for one in rank_mediators(store, dyad, today=today)]}

    return desk.study(request, make, columns_of(MediatorOut))


@router.get("/api/scenarios", response_model=Rows[InterventionOut], responses={**FINDING, **LISTING})
def list_scenarios(request: Request, desk: TheDesk) -> Response:
    """What can be put into the simulation; `{one}` and `{other}` stand for the two."""
    items = [{"name": one.name, "says": one.says} for one in load_interventions().values()]
    return desk.answer(request, lambda _: {"items": items}, columns_of(InterventionOut))


@router.get("/api/scenarios/{left}/{right}", response_model=ScenarioView, responses=FINDING)
def get_scenario(
    request: Request,
    desk: TheDesk,
    left: Country,
    right: Country,
    what: Annotated[str, Query(alias="if", max_length=40, description="One of /api/scenarios.")] = "strike",
    days: Annotated[int, Query(ge=1, le=180)] = 30,
    paths: Annotated[int, Query(ge=100, le=10_000, description="Simulated futures.")] = 2000,
    seed: Annotated[int, Query(ge=0, le=2**31)] = 7,
    today: Today = None,
) -> Response:
    """What an act of the first country would change, beside the same futures without it."""
    dyad = _pair(left, right)
    try:
        put_in = find_intervention(what)
    except SettingsError as error:
        raise Refusal(422, str(error)) from error

    def make(store: Store) -> dict[str, Any]:
        outlook = _outlook(desk, store, dyad, today)
        return say_scenario(outlook, run_scenario(outlook, put_in, horizon=days, paths=paths, seed=seed))

    return desk.study(request, make)


@router.get("/api/forecasts", response_model=ForecastPage, responses={**FINDING, **LISTING})
def list_forecasts(
    request: Request,
    desk: TheDesk,
    left: Code = None,
    right: Code = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """Forecasts that were kept, the latest first; with two countries, theirs."""
    named = [left, left, left, right, right, right]

    def make(store: Store) -> dict[str, Any]:
        today = last_day(store)
        told = page(
            store, select="SELECT * FROM forecasts",
            where="(? IS NULL OR one = ? OR other = ?) AND (? IS NULL OR one = ? OR other = ?)", parameters=named,
            keys=_KEPT, mark=f"forecasts {left} {right}", cursor=cursor, limit=limit,
            total="SELECT count(*) FROM forecasts",
        )  # fmt: skip
        settle(store, told["items"], today)
        return {**told, "items": [say_kept(row) for row in told["items"]], "today": today}

    return desk.study(request, make, columns_of(ForecastRow))


@router.post("/api/forecasts", response_model=Kept, responses=WRITING)
def post_forecasts(request: Request, desk: TheDesk, given: Annotated[KeepIn, Body()]) -> Response:
    """Keeps the outlook of two countries, to be scored when its days are past; what is kept already stays."""
    desk.must_write()
    dyad = _pair(given.left, given.right)
    with desk.studies.turn():
        with desk.shared.reading(SECONDS) as store:
            outlook = _outlook(desk, store, dyad, given.today)
        with desk.writing() as store:
            kept = save_forecasts(store, outlook.forecasts)
    return Response(encode({"kept": kept, "made": outlook.made}), media_type=JSON)


@router.get("/api/forecasts/scores", response_model=ScoresView, responses={**FINDING, **LISTING})
def get_scores(request: Request, desk: TheDesk, today: Today = None) -> Response:
    """How the kept forecasts did whose days are past, beside simple baselines."""

    def make(store: Store) -> dict[str, Any]:
        day = today or last_day(store)
        return {"today": day, "items": [say_score(one) for one in score_rows(due_forecasts(store, today=day))]}

    return desk.study(request, make, columns_of(ScoreOut))


@router.get(
    "/api/brief", response_model=BriefView,
    responses={**FINDING, 200: {"description": "A brief; as a file where `format` asks for one.", "content": {
        kind.partition(";")[0]: {"schema": {"type": "string"}} for kind, _ in _FILES.values()}}},
)  # fmt: skip
def get_brief(
    request: Request,
    desk: TheDesk,
    left: Code = None,
    right: Code = None,
    country: Code = None,
    story: Annotated[str | None, Query(max_length=100, description="A story's id.")] = None,
    since: Since = None,
    today: Today = None,
    shape: Annotated[Literal["json", "markdown", "html"], Query(alias="format")] = "json",
) -> Response:
    """A brief of two countries, of one, of a story, or of what the last day's reports brought."""
    if (left is None) != (right is None) or sum(one is not None for one in (left, country, story)) > 1:
        raise Refusal(422, "name two countries (left and right), one country, a story, or nothing")
    dyad = _pair(left, right) if left and right else None

    def make(store: Store) -> Brief:
        try:
            if dyad is not None:
                return brief_dyad(store, dyad, since=since, today=today, outlook=_outlook(desk, store, dyad, today))
            return _brief(store, country, story, since, today)
        except StoreError as error:
            if "is told of" in str(error):
                raise Refusal(404, "nothing is told of it") from error
            raise

    if shape == "json":
        return desk.study(request, lambda store: say_brief(make(store)))
    with desk.studies.turn(), desk.shared.reading(SECONDS) as store:
        brief = make(store)
    kind, suffix = _FILES[shape]
    text = render_html(brief) if shape == "html" else render_markdown(brief)
    return Response(text, media_type=kind, headers={
        "Content-Disposition": f'attachment; filename="brief.{suffix}"', "Cache-Control": "private, no-store",
    })  # fmt: skip


def _brief(store: Store, country: str | None, story: str | None, since: date | None, today: date | None) -> Brief:
    if country is not None:
        party = parse_party(country)
        return brief_happenings(store, title=party.label, country=party.key, since=since, until=today)
    if story is not None:
        if not store.rows("SELECT 1 FROM stories WHERE story_id = ?", [story]):
            raise Refusal(404, "no story has that id")
        found, _ = story_incidents(store, story)
        return brief_happenings(store, title=found["title"], story=found["story_id"], since=since, until=today)
    day = today or last_day(store)
    if day is None:
        raise Refusal(404, "no report has a date")
    return brief_happenings(store, title=f"Reports of {say_date(day)}", since=since or day, until=day, by_report=True)


def _pair(left: str, right: str) -> tuple[Party, Party]:
    """The two countries; raises Refusal for one that nobody knows, or the same twice."""
    try:
        one, other = parse_party(left), parse_party(right)
    except SettingsError as error:
        raise Refusal(422, str(error)) from error
    if one == other:
        raise Refusal(422, "these are not two countries")
    return one, other


def _outlook(desk: Desk, store: Store, dyad: tuple[Party, Party], today: date | None) -> Outlook:
    """The outlook of two countries; raises Refusal where no report has a date."""
    if today is None and last_day(store) is None:
        raise Refusal(404, "no report has a date, so nothing can be foretold")
    return desk.studies.outlook(store, desk.shared.version, dyad, today)
