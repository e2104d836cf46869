"""What analyses answer: how two parties stand, what may follow, what if, and briefs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from dateline.web.schemas.base import Page, Shape

CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["IRN"])]


class CiteOut(Shape):
    """A sentence of a report. `of`: the event or claim that it tells."""

    report_id: str
    sentence: int
    of: str
    text: str
    publisher: str | None
    title: str | None
    published: str | None


class ActOut(Shape):
    """One thing that one party did to, or with, the other, counted once. `says`: the same as a sentence."""

    act_id: str
    side: str
    day: str | None
    day_method: str
    event_type: str
    label: str
    quad: int
    step: int
    says: str
    grade: str | None
    events: list[str]
    cite: CiteOut


class RungOut(Shape):
    """A rung of the ladder, above nought up, below it down, with the acts that stand on it."""

    step: int
    name: str
    says: str
    acts: int
    last: str | None
    events: list[str]


class StandingOut(Shape):
    """Where the two stand on a day. `before`: one window of the ladder earlier."""

    day: str
    rung: int
    name: str
    says: str
    trend: str
    before: int
    peak: int
    peak_name: str
    peak_day: str | None
    descent: int
    last_force: str | None


class WeekOut(Shape):
    """A week: sums of scores below and above nought, `low` and `high` over draws of sources, and the acts' events."""

    start: str
    conflict: float
    low: float | None
    high: float | None
    cooperation: float
    rung: int
    forth: int
    back: int
    hostile: int
    reciprocity: float | None
    reports: int
    events: list[str]


class TurnOut(Shape):
    """A week from which on the mean of weekly conflict is another."""

    start: str
    before: float
    after: float
    p: float


class AnomalyOut(Shape):
    """A week with more hostile acts than the pair's own habit explains."""

    start: str
    count: int
    expected: float
    p: float


class LikenessOut(Shape):
    """A past month whose acts resemble the last one's, and what followed."""

    start: str
    end: str
    score: float
    followed: int
    followed_name: str
    acts: list[ActOut]
    next: list[ActOut]


class PictureView(Shape):
    """How two countries stand, and how they came to.

    `earlier`: acts before the first week; `inferred`: acts that stand on the day of their report.
    """

    left: str
    right: str
    left_name: str
    right_name: str
    today: str | None
    acts: int
    undated: int
    inferred: int
    earlier: int
    sources: int
    window: int
    force: int
    standing: StandingOut | None
    ladder: list[RungOut]
    weeks: list[WeekOut]
    turns: list[TurnOut]
    anomalies: list[AnomalyOut]
    likenesses: list[LikenessOut]


class Spread(Shape):
    """A distribution of counts by the counts that 5, 25, 50, 75 and 95 of 100 outcomes do not exceed."""

    q05: int
    q25: int
    q50: int
    q75: int
    q95: int


class BaselineOut(Shape):
    """What a simple method says of the same."""

    name: str
    chance: float | None
    spread: Spread | None


class DriverOut(Shape):
    """An act, and how many further acts are expected of it."""

    act: ActOut
    expected: float


class Question(Shape):
    """What a forecast asks, and its answer: a chance, or for counts a spread."""

    forecast_id: str
    target: str
    says: str
    kind: str
    horizon: int
    due: str
    method: str
    chance: float | None
    spread: Spread | None
    baselines: list[BaselineOut]


class ForecastOut(Question):
    """A forecast of today, with the chance in a word and what weighs in it."""

    word: str | None
    reason: str
    drivers: list[DriverOut]


class AnswerOut(Shape):
    """What the model expects in answer to the latest act, by its own side or the other."""

    kind: str
    by: str
    chance: float
    expected: float
    half_after: float
    most_after: float


class OutlookView(Shape):
    """What may follow between two countries, as of a day."""

    left: str
    right: str
    left_name: str
    right_name: str
    made: str
    confidence: str
    confidence_reason: str
    forecasts: list[ForecastOut]
    latest: ActOut | None
    answers: list[AnswerOut]
    kept: bool


class ForecastRow(Question):
    """A forecast that was kept. `outcome`: what came, where its days are past: 1 or 0, or a count."""

    made: str
    saved: str
    left: str
    right: str
    left_name: str
    right_name: str
    reason: str
    outcome: int | None


class ForecastPage(Page[ForecastRow]):
    """Forecasts that were kept; what is due by `today` has its outcome."""

    today: str | None


class KeepIn(Shape):
    """Whose outlook to keep."""

    left: CountryCode
    right: CountryCode
    today: Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))] | None = None


class Kept(Shape):
    """How many forecasts are new in the store."""

    kept: int
    made: str


class MethodScore(Shape):
    """A method's mean Brier score or CRPS, and log score; the lower the better."""

    name: str
    score: float
    log: float | None


class BinOut(Shape):
    """Forecasts of like chance: their mean, and how often it came so."""

    mean: float
    share: float
    forecasts: int


class ScoreOut(Shape):
    """How the kept forecasts of a question did."""

    target: str
    says: str
    horizon: int
    measure: Literal["Brier", "CRPS"]
    forecasts: int
    happened: float
    best: str
    methods: list[MethodScore]
    bins: list[BinOut]
    error: float


class ScoresView(Shape):
    """Scores of all forecasts that are due by `today`."""

    today: str | None
    items: list[ScoreOut]


class InterventionOut(Shape):
    """Something that can be put into the simulation."""

    name: str
    says: str


class MeasureOut(Shape):
    """A figure without and with the intervention; `low` and `high` bound the difference (90 %)."""

    name: str
    chance: bool
    without: float
    with_it: float
    low: float
    high: float


class SensitivityOut(Shape):
    """The chance of force where the rate of a class is multiplied by a factor."""

    kind: str
    factor: float
    chance: float


class ScenarioView(Shape):
    """What an intervention would change, beside the same futures without it."""

    left: str
    right: str
    left_name: str
    right_name: str
    made: str
    name: str
    says: str
    days: int
    paths: int
    seed: int
    acts: int
    confidence: str
    measures: list[MeasureOut]
    sensitivity: list[SensitivityOut]


class MediatorReason(Shape):
    """A tie, a mediation or a hostile act, with its sentence."""

    kind: str
    party: str
    event_type: str
    label: str
    day: str | None
    cite: CiteOut


class MediatorOut(Shape):
    """A third country by its ties with both."""

    country: str
    name: str
    score: float
    ties: list[float]
    hostility: float
    mediated: int
    reasons: list[MediatorReason]


class StatementOut(Shape):
    """A sentence of a brief; `cites` are numbers of the brief's list, from 1."""

    text: str
    kind: str
    grade: str | None
    cites: list[int]


class SectionOut(Shape):
    """A heading with its sentences."""

    title: str
    note: str
    statements: list[StatementOut]


class BriefView(Shape):
    """A brief with every sentence that it cites."""

    title: str
    made: str | None
    reports: int
    sections: list[SectionOut]
    cites: list[CiteOut]
