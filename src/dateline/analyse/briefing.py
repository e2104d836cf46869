"""A brief: what happened, what is disputed, who says what and why, where it stands, what may follow, what is not known.

Every sentence that says what happened, or what somebody said, has the sentences of reports that say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dateline.analyse.acts import Act, Cite, group_rows, load_acts, no_collecting
from dateline.analyse.ask import Row, ask_named
from dateline.analyse.ladder import Ladder, load_ladder
from dateline.analyse.likelihood import say_chance
from dateline.analyse.outlook import Outlook, make_outlook, what_if
from dateline.analyse.panel import last_day
from dateline.analyse.parties import Party
from dateline.analyse.series import load_volume
from dateline.analyse.state import DyadState, load_state, make_state
from dateline.analyse.wording import join_words, say_act, say_claim, say_date, say_deed, say_source
from dateline.errors import StoreError
from dateline.export.wording import plural
from dateline.store import Store

Kind = Literal["fact", "said", "judgement", "likelihood", "confidence", "gap"]
_MOST = 25  # acts, and claims, that a brief tells
_PAST = 8  # acts of the past
_LEAST_WORDS = 4  # of a claim's content
_NOISE = 0.025  # a difference of chances that simulation alone can make


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence, without its full stop. Facts and what was said have cites; so has what is judged from acts."""

    text: str
    kind: Kind
    cites: tuple[Cite, ...] = ()
    grade: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, what to know before reading, and its sentences."""

    title: str
    statements: tuple[Statement, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The whole brief."""

    title: str
    made: date | None
    sections: tuple[Section, ...]
    reports: int

    def cites(self) -> list[Cite]:
        """Every sentence that is cited, once, in the order of first use."""
        seen: dict[tuple[str, int], Cite] = {}
        for section in self.sections:
            for statement in section.statements:
                for cite in statement.cites:
                    seen.setdefault((cite.report_id, cite.sentence), cite)
        return list(seen.values())


def brief_dyad(
    store: Store, dyad: tuple[Party, Party], *, since: date | None = None, today: date | None = None,
    ladder: Ladder | None = None, paths: int = 2000, outlook: Outlook | None = None,
) -> Brief:  # fmt: skip
    """The brief of two parties, with ladder and outlook (one of the same day that was made before, or a new one)."""
    ladder, whole = ladder or load_ladder(), since is None and today is None
    today = today or last_day(store)
    state, acts = _state_and_acts(store, dyad, since, today, ladder, whole=whole)
    if not acts:
        raise StoreError(f"{store.path}: no act between {dyad[0].label} and {dyad[1].label} is told of")
    if not state.standing:
        outlook = None
    elif outlook is None:
        known = None if since else state.acts
        outlook = make_outlook(store, dyad, today=today, ladder=ladder, paths=paths, acts=known)
    told = {cite.report_id for act in acts for cite in act.cites}
    past = ask_named(store, "background", [dyad[0].key, dyad[1].key, told])
    background = group_rows(past, ladder)
    parties = {party.country: party.label for party in dyad if party.country}
    soils = {"ab": dyad[1].label, "ba": dyad[0].label}
    claims = _load_claims(store, acts, parties, near_acts=True)
    sections = [
        _bottom_line(state, outlook),
        _happened(acts, soils),
        _background(background, {}),
        _disputed(acts, claims, parties),
        _who_says(claims, parties),
        _why(store, acts, claims, parties),
        _standing(state),
        _outlook(state, outlook),
        _expected_by_others(claims, parties),
        _unknown(acts, claims, dyad),
        _would_change(state, outlook),
    ]
    return _finish(f"{dyad[0].label} and {dyad[1].label}", outlook.made if outlook else today, sections)


def _state_and_acts(
    store: Store, dyad: tuple[Party, Party], since: date | None, today: date | None, ladder: Ladder, *, whole: bool
) -> tuple[DyadState, list[Act]]:
    """The state, and its acts with those that have no day: they cannot be told to lie within, but may be told of."""
    everything = load_acts(store, dyad, ladder=ladder)
    if whole:
        known = [act for act in everything if today is None or (act.day and act.day <= today)]
        state = make_state(dyad, known, ladder, volume=load_volume(store), until=today)
    else:
        state = load_state(store, dyad, since=since, until=today, ladder=ladder)
    if whole and today is None:  # all of them are in the state
        return state, everything
    reports = {cite.report_id for act in state.acts for cite in act.cites}
    undated = [act for act in everything if act.day is None and any(cite.report_id in reports for cite in act.cites)]
    return state, [*state.acts, *undated]


def brief_happenings(
    store: Store, *, title: str, country: str | None = None, story: str | None = None, since: date | None = None,
    until: date | None = None, by_report: bool = False,
) -> Brief:  # fmt: skip
    """The brief of a country, of a story, or of what reports of some days brought; without ladder and outlook."""
    ladder = load_ladder()
    with no_collecting():
        acts = group_rows(ask_named(store, "happenings", [country, story, since, until, by_report]), ladder)
    if not acts:
        raise StoreError(f"{store.path}: nothing is told of {title}")
    claims = _load_claims(store, acts, {})
    parties = {code: code for code in [country] if code}
    sections = [
        _happened(acts, {}),
        _disputed(acts, claims, parties),
        _who_says(claims, {}),
        _why(store, acts, claims, {}),
        _expected_by_others(claims, {}),
        _unknown(acts, claims, None),
    ]
    return _finish(title, until, sections)


def _finish(title: str, made: date | None, sections: Sequence[Section | None]) -> Brief:
    kept = tuple(section for section in sections if section is not None and section.statements)
    reports = {cite.report_id for section in kept for one in section.statements for cite in one.cites}
    return Brief(title=title, made=made, sections=kept, reports=len(reports))


def _fact(act: Act, soils: Mapping[str, str]) -> Statement:
    return Statement(
        text=say_act(act, soil=soils.get(act.side)), kind="fact", cites=_few(act.cites), grade=act.grade
    )  # fmt: skip


def _few(cites: Sequence[Cite], most: int = 3) -> tuple[Cite, ...]:
    """At most three sentences, of different publishers where there are."""
    kept: list[Cite] = []
    for cite in cites:
        if all(cite.publisher != one.publisher for one in kept):
            kept.append(cite)
    kept += [cite for cite in cites if cite not in kept]
    unique = {(cite.report_id, cite.sentence): cite for cite in reversed(kept)}
    return tuple(cite for cite in kept if unique.get((cite.report_id, cite.sentence)) is cite)[:most]


def _bottom_line(state: DyadState, outlook: Outlook | None) -> Section | None:
    now = state.standing
    if now is None or outlook is None:
        return None
    name = state.ladder.name(now.rung)
    strongest = _rung_acts(state, now.rung)
    rungs = f"rung {now.rung} of {state.ladder.top}" if now.rung else "below the first rung"
    text = f"On {say_date(now.day)} they stand at “{name}”, {rungs}: they {state.ladder.says(now.rung)}"
    statements = [Statement(text=text, kind="judgement", cites=_cites_of(strongest))]
    force, talks = outlook.find("force", 30), outlook.find("talks", 30)
    if force.chance is not None and talks.chance is not None:
        within = f"by {say_date(force.due)}"
        statements.append(
            Statement(text=f"Further use of force {within}: {say_chance(force.chance)}", kind="likelihood")
        )
        statements.append(Statement(text=f"Talks or promises {within}: {say_chance(talks.chance)}", kind="likelihood"))
    statements.append(Statement(
        text=f"Confidence in this outlook is {outlook.confidence}: {outlook.confidence_reason}", kind="confidence",
    ))  # fmt: skip
    return Section(title="In short", statements=tuple(statements))


def _rung_acts(state: DyadState, rung: int) -> list[Act]:
    """The acts within the window that put the parties on the rung."""
    now, ladder = state.standing, state.ladder
    if now is None or rung <= 0:
        return []
    near = [act for act in state.dated if act.day and 0 <= (now.day - act.day).days < ladder.window]
    step = min(rung, ladder.force) if rung >= ladder.force else rung
    return [act for act in near if (act.step >= step if rung >= ladder.force else act.step == step)]


def _cites_of(acts: Iterable[Act], most: int = 4) -> tuple[Cite, ...]:
    return _few([act.cites[0] for act in acts], most)


def _happened(acts: Sequence[Act], soils: Mapping[str, str]) -> Section:
    """The acts in order of days; where they are many, the weightiest."""
    weighty = sorted(acts, key=lambda act: (-abs(act.score), -len(act.publishers), act.day or date.min, act.act_id))
    kept = {act.act_id for act in weighty[:_MOST]}
    told = [_fact(act, soils) for act in acts if act.act_id in kept]
    note = f"The {_MOST} weightiest of {len(acts)} acts." if len(acts) > _MOST else ""
    return Section(title="What happened", statements=tuple(told), note=note)


def _background(acts: Sequence[Act], soils: Mapping[str, str]) -> Section | None:
    return Section(title="Background", statements=tuple(_fact(act, soils) for act in acts[-_PAST:])) if acts else None


@dataclass(frozen=True, slots=True)
class _Said:
    """One content, with all sources that say it in one sentence."""

    rows: tuple[Row, ...]
    sources: tuple[str, ...]
    about_act: bool

    @property
    def stance(self) -> str:
        return str(self.rows[0]["stance"])

    @property
    def cite(self) -> Cite:
        row = self.rows[0]
        return Cite(
            report_id=row["report_id"], sentence=row["sentence"], event_id=row["claim_id"], text=row["text"],
            publisher=row["publisher"], published=row["published"], title=row["title"],
        )  # fmt: skip

    def statement(self) -> Statement:
        """The sentence that tells it."""
        return Statement(
            text=say_claim(self.sources, self.stance, self.rows[0]["content"]), kind="said", cites=(self.cite,)
        )  # fmt: skip


def _load_claims(
    store: Store, acts: Sequence[Act], parties: Mapping[str, str], *, near_acts: bool = False
) -> list[_Said]:
    """What sources say of the acts; with `near_acts` also what they expect or explain in reports of two or more."""
    events = {event for act in acts for event in act.events}
    told: dict[str, int] = defaultdict(int)
    for act in acts:
        for report in {cite.report_id for cite in act.cites}:
            told[report] += 1
    groups: dict[tuple[str, int, str, str], list[Row]] = defaultdict(list)
    for row in ask_named(store, "claims", [set(told)]) if told else []:
        about = bool(events & set(row["events"]))
        near = (
            near_acts
            and told[row["report_id"]] >= 2
            and (row["stance"] != "asserts" or row["source_kind"] == "analyst")
        )
        if (about or near) and len(row["content"].split()) >= _LEAST_WORDS:
            groups[row["report_id"], row["sentence"], row["stance"], row["content"]].append(row)
    found = []
    for rows in groups.values():
        sources = [name for row in rows if (name := say_source(row, parties))]
        if sources:
            about = any(events & set(row["events"]) for row in rows)
            found.append(_Said(rows=tuple(rows), sources=tuple(sources), about_act=about))
    return found


def _disputed(acts: Sequence[Act], claims: Sequence[_Said], parties: Mapping[str, str]) -> Section:
    statements = []
    for act in acts:
        if act.disputed:
            fields = join_words([_FIELDS.get(name, name) for name in act.disputed])
            told = f"Accounts differ on {fields}: {say_act(act)}"
            statements.append(Statement(text=told, kind="fact", cites=_few(act.cites), grade=act.grade))
    statements += [one.statement() for one in claims if one.stance == "denies"]
    if not statements:
        statements.append(Statement(text="No report here contradicts another on these acts", kind="gap"))
    return Section(title="What is disputed", statements=tuple(statements[:_MOST]))


_FIELDS = {"happened": "whether it happened", "killed": "the number of dead", "injured": "the number of injured",
           "actor": "who did it", "recipient": "whom it hit"}  # fmt: skip


def _who_says(claims: Sequence[_Said], parties: Mapping[str, str]) -> Section:
    said = [one.statement() for one in claims if one.stance in ("asserts", "claims_responsibility", "suspects")]
    return Section(title="Who says what", statements=tuple(said[:_MOST]))


def _why(store: Store, acts: Sequence[Act], claims: Sequence[_Said], parties: Mapping[str, str]) -> Section:
    """Motives that sources give, and what reports say came of what."""
    statements = [one.statement() for one in claims if one.stance == "explains"]
    by_event = {event: act for act in acts for event in act.events}
    done: set[tuple[str, str]] = set()
    reports = {cite.report_id for act in acts for cite in act.cites}
    for row in ask_named(store, "causes", [reports]):
        effect, cause = by_event.get(row["left_event"]), by_event.get(row["right_event"])
        if effect is None or cause is None or effect is cause or (effect.act_id, cause.act_id) in done:
            continue
        done.add((effect.act_id, cause.act_id))
        pair = (row["left_event"], row["right_event"])
        told = [one for act in (effect, cause) for one in act.cites if one.event_id in pair]
        text = f"{say_deed(effect)}: by a report, this answers or follows from this: {say_deed(cause)}"
        # the first sentences hold the words that are quoted, those of the pair that one came of the other
        statements.append(Statement(text=text, kind="fact", cites=_few([effect.cites[0], cause.cites[0], *told], 4)))
    note = "Motives are what sources give as such." if statements else ""
    return Section(title="Why", statements=tuple(statements[:_MOST]), note=note)


def _standing(state: DyadState) -> Section | None:
    """Where things stand: the steps that were trodden, the highest first; the way down; what turned."""
    now, ladder = state.standing, state.ladder
    if now is None:
        return None
    statements = []
    for step in sorted({act.step for act in state.dated if act.step > 0}, reverse=True):
        on = [act for act in state.dated if act.step == step]
        name = "use of force" if step >= ladder.force else ladder.name(step)
        text = (
            f"Rung {step}, {name}: {plural(len(on), 'act')}, the last on {say_date(on[-1].day)}" if on[-1].day else name
        )
        statements.append(Statement(text=text, kind="judgement", cites=_cites_of(on[-3:])))
    if now.descent:
        last = [act for act in state.dated if act.step == now.descent][-1:]
        text = f"On the way down they have come to “{ladder.name(now.descent)}”: they {ladder.says(now.descent)}"
        statements.append(Statement(text=text, kind="judgement", cites=_cites_of(last)))
    elif now.rung:
        statements.append(Statement(text="No step down is told of since the last act against the other", kind="gap"))
    for like in state.likenesses[:2]:
        text = (
            f"It last looked alike from {say_date(like.start)} to {say_date(like.end)} (likeness {like.score:.2f}); "
            f"the highest rung in the month that followed was “{ladder.name(like.followed)}”"
        )
        statements.append(Statement(text=text, kind="judgement", cites=_cites_of(like.acts)))
    note = f"They are {now.trend}: rung {now.rung} now, rung {now.before} a window of {ladder.window} days before."
    return Section(title="Where things stand", statements=tuple(statements), note=note)


def _outlook(state: DyadState, outlook: Outlook | None) -> Section | None:
    if outlook is None:
        return None
    statements = []
    for one in outlook.forecasts:
        if one.chance is not None and one.target.name != "rung_down":
            text = f"Within {one.horizon} days {one.target.says}: {say_chance(one.chance)}"
            statements.append(Statement(text=text, kind="likelihood"))
        elif one.chance is None and one.horizon == 30:
            low, middle, high = (one.quantile(share) for share in (0.05, 0.5, 0.95))
            text = f"Within {one.horizon} days, {one.target.says}: {middle}, and {low} to {high} in nine of ten cases"
            statements.append(Statement(text=text, kind="likelihood"))
    for number, driver in enumerate(outlook.find("force", 30).drivers):
        text = f"{'It also' if number else 'It'} weighs in the chance of force that {_mid(say_act(driver.act))}"
        statements.append(Statement(text=text, kind="fact", cites=_few(driver.act.cites)))
    statements.append(Statement(
        text=f"Confidence is {outlook.confidence}: {outlook.confidence_reason}", kind="confidence"
    ))  # fmt: skip
    note = f"By a model, as of {say_date(outlook.made)}: {outlook.find('force', 30).reason}."
    return Section(title="Outlook", statements=tuple(statements), note=note)


def _mid(text: str) -> str:
    """A sentence for the middle of another."""
    return text[:1].lower() + text[1:] if text.startswith(("On ", "By ")) else text


def _expected_by_others(claims: Sequence[_Said], parties: Mapping[str, str]) -> Section:
    said = [one.statement() for one in claims if one.stance in ("predicts", "recommends")]
    return Section(title="What others expect or advise", statements=tuple(said[:_MOST]))


def _unknown(acts: Sequence[Act], claims: Sequence[_Said], dyad: tuple[Party, Party] | None) -> Section:
    """What the reports leave open, as counts over the acts."""
    found: list[str] = []
    undated = [act for act in acts if act.day is None or act.day_method == "publication"]
    if undated:
        found.append(
            f"The day of {len(undated)} of {len(acts)} acts is not told, or inferred from when reports appeared"
        )
    forced = [act for act in acts if act.event_type == "ASSAULT"]
    if forced:
        untold = sum(act.killed is None for act in forced)
        if untold:
            found.append(f"How many were killed is not told for {untold} of {len(forced)} uses of force")
        nowhere = sum(act.place is None for act in forced)
        if nowhere:
            found.append(f"Where it happened is not known to the town for {nowhere} of {len(forced)} uses of force")
    single = sum(len(act.publishers) == 1 for act in acts)
    if single:
        found.append(f"{single} of {len(acts)} acts are told by one publisher only")
    if dyad is not None:
        for party in dyad:
            if party.country and not any(row["source_country"] == party.country for one in claims for row in one.rows):
                found.append(f"No source that speaks for {party.label} is quoted in the reports on these acts")
    if not any(one.stance == "explains" for one in claims):
        found.append("No source gives a motive")
    anonymous = [one for one in claims if all(row["source_kind"] == "anonymous" for row in one.rows)]
    if anonymous:
        found.append(f"{len(anonymous)} of {len(claims)} statements come from sources that are not named")
    return Section(title="What is not known", statements=tuple(Statement(text=one, kind="gap") for one in found))


_MOVES = (
    ("force", "A further strike by"),
    ("talks", "An offer of talks by"),
    ("pressure", "New sanctions or pressure by"),
)


def _would_change(state: DyadState, outlook: Outlook | None) -> Section | None:
    """How the chance of force within 30 days would move with one more act, by the model."""
    if outlook is None:
        return None
    before = what_if(outlook, None, 0, seed=11)
    statements = []
    for kind, says in _MOVES:
        for side, party in enumerate(outlook.dyad):
            after = what_if(outlook, kind, side, seed=11)
            moves = (
                f"would hardly move the chance of force within 30 days ({100 * before:.0f} %)"
                if abs(after - before) < _NOISE else
                f"would move the chance of force within 30 days from {100 * before:.0f} % to {100 * after:.0f} %"
            )  # fmt: skip
            text = f"{says} {party.label} {moves}"
            statements.append(Statement(text=text, kind="likelihood"))
    statements.append(Statement(
        text="Reports from a second independent source, or a denial by a party named here, would change what is held "
        "to have happened", kind="gap",
    ))  # fmt: skip
    return Section(title="What would change this view", statements=tuple(statements))


def lines_of(brief: Brief) -> Iterator[tuple[Section, Statement]]:
    """Every sentence with its section."""
    for section in brief.sections:
        for statement in section.statements:
            yield section, statement


def as_rows(brief: Brief) -> list[dict[str, Any]]:
    """The brief for JSON: a row a sentence, with what it cites."""
    return [
        {
            "section": section.title, "text": one.text, "kind": one.kind, "grade": one.grade,
            "cites": [
                {"report_id": cite.report_id, "sentence": cite.sentence, "of": cite.event_id} for cite in one.cites
            ],
        }
        for section, one in lines_of(brief)
    ]  # fmt: skip
