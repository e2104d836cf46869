"""Whether a stretch with the shape of a time expression is one, by the words around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dateline.annotate.timex_lexer import Lexeme
from dateline.lexicon.timex import TimexWords

_NUMBERS = frozenset("DOYIN")
_PREPOSITIONS = frozenset("ivx>oE")
_EARLIEST_NAMED = 1600  # 'the 1784 treaty'; numbers after 'the' are seldom years before that


def is_time(name: str, lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    """Whether `lexemes[start:end]`, of shape `name`, is a time expression where it stands."""
    check = _CHECKS.get(name)
    return check is None or check(lexemes, start, end, words)


def _letter(lexemes: Sequence[Lexeme], index: int) -> str:
    return lexemes[index].letter if 0 <= index < len(lexemes) else ""


def _word(lexemes: Sequence[Lexeme], index: int) -> str:
    return lexemes[index].text if 0 <= index < len(lexemes) else ""


def _date(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    inside = lexemes[start:end]
    month = next(lexeme for lexeme in inside if lexeme.letter == "M")
    if month.text.lower().strip(".") not in words.doubtful_months:
        return True
    if any(lexeme.letter in _NUMBERS for lexeme in inside):
        return month.text[0].isupper() or month.text.lower() in ("may", "march")
    if len(inside) > 1 and inside[0].letter in "lnhm":
        return True
    if month.text.lower() in ("march", "may") and month.text[0].islower():
        return False
    if month.text.isupper() or month.text[0].islower() or (len(month.text) < 4 and month.text != "May"):
        before = _word(lexemes, start - 1).lower()
        return before in ("in", "since", "until", "till", "by", "during") and _letter(lexemes, end) != "_"
    if start == 0 and inside[0] is month and month.text in ("May", "March"):
        return False
    named = _letter(lexemes, start - 1) == "_" and _word(lexemes, start - 1)[:1].isupper()
    return month.text != "March" or not (named or _word(lexemes, end).lower() in ("for", "of", "on"))


def _years(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    inside = lexemes[start:end]
    year = next(lexeme for lexeme in inside if lexeme.letter == "Y")
    after, before = _word(lexemes, end).lower(), _letter(lexemes, start - 1)
    if len(inside) > 1 and inside[0].letter != "T":
        return True
    if _word(lexemes, start - 1).lower() == "at" and inside[0] is year:  # 'at 2030': a time of day
        return False
    if before == "-":
        return _word(lexemes, start - 2).lower() in ("post", "pre", "mid")
    if before in ("$", "q", "+"):
        return False
    if after in words.counted or (
        (_letter(lexemes, end) in "%V-" and _letter(lexemes, end) != "") and after != "-"
    ):
        return False
    if _letter(lexemes, end) == "'" or year.text[0] in "'’":
        return year.text[0] not in "'’" or before in _PREPOSITIONS or _letter(lexemes, start) == "T"
    if before in _PREPOSITIONS or (_word(lexemes, start - 1).lower() in ("and", "or") and before != "_"):
        return not (year.value < 1899 and before not in _PREPOSITIONS) and not _plural(
            after, year.value, before
        )
    if before == "(" and _word(lexemes, end) == ")":
        return True
    if not (_EARLIEST_NAMED if inside[0].letter == "T" else 1900) <= year.value <= 2039:
        return False
    if inside[0].letter == "T":
        return year.value >= 1900 or not _plural(after, year.value, before)
    return not _plural(after, year.value, before)


def _plural(word: str, year: int, before: str) -> bool:
    """Whether a number before `word` counts it: 'in 2000 villages'."""
    if before and before in "ivx>" and year % 100 != 0:
        return False
    return len(word) > 3 and word.islower() and word.endswith("s") and not word.endswith("ss")


def _season(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    inside = lexemes[start:end]
    at = next(i for i, lexeme in enumerate(inside) if lexeme.letter == "S")
    if any(lexeme.letter in "YU" for lexeme in inside[at:]) or any(
        lexeme.letter in "lnhbm" for lexeme in inside[:at]
    ):
        return True
    if inside[0].letter == "A" or _letter(lexemes, end) == "o":
        return False
    if len(inside) > 1:
        return (
            inside[at].text.lower() not in ("fall", "spring") or _letter(lexemes, start - 1) in _PREPOSITIONS
        )
    return _letter(lexemes, start - 1) in _PREPOSITIONS and inside[at].text.lower() != "fall"


def _weekday(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    inside = lexemes[start:end]
    day = next(lexeme for lexeme in inside if lexeme.letter == "W")
    name = day.text.lower()
    if _word(lexemes, end).lower() in words.names_after_weekday and _word(lexemes, end)[:1].isupper():
        return False
    if name not in words.short_weekdays or len(name) > 5:
        return True
    return day.text[:1].isupper() and (
        day.end - day.start > len(name)
        or (_letter(lexemes, end) in (",", "P", "D") and _letter(lexemes, end) != "")
    )


def _deictic(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    word, before = _word(lexemes, end - 1), _word(lexemes, start - 1)
    name = word[:1].isupper() and not word.isupper() and before[:1].isupper()
    return not (name and _letter(lexemes, start - 1) == "_")


def _clock(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    inside = lexemes[start:end]
    if any(lexeme.letter in "ac" for lexeme in inside):
        return True
    return _letter(lexemes, start - 1) in ("i", "q", "v", "x", ">", "(") or inside[0].letter == "q"


def _plural_unit(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    before = _letter(lexemes, start - 1)
    if lexemes[end - 1].letter == "g":
        return True
    if _letter(lexemes, end) == "u" or lexemes[start].value in ("second", "minute"):
        return False
    if before == "i":
        return _word(lexemes, start - 1).lower() in ("for", "in", "within", "over", "since", "after")
    return (before == "T" and _letter(lexemes, end) in ("v", "x", "f", "i")) or before == "x"


def _duration(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    before = _word(lexemes, start - 1).lower()
    article = lexemes[start].letter == "A" and end - start == 2
    if article and (_letter(lexemes, start - 1) in ("V", "I", "D", "Y") or before == "on"):
        return False  # '24 hours a day', '$15 an hour', 'on a day when'
    return before not in ("aged", "age", "$") and not (
        lexemes[start].letter == "A" and end - start == 2 and lexemes[end - 1].value in ("minute", "night")
    )


def _relative(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    unit = next(lexeme.value for lexeme in lexemes[start:end] if lexeme.letter in "UB")
    return unit not in ("minute", "second") and not (unit == "hour" and end - start < 2)


def _beside(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    unit = lexemes[start + 1].value
    return unit in ("day", "week", "month", "year") and (
        _letter(lexemes, end - 1) not in "EF" or unit != "hour"
    )


def _repeated(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    return lexemes[start].letter != "j" or not _word(lexemes, end)[:1].isupper()


def _bygone(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    return not lexemes[start].text.startswith("0") and lexemes[end - 1].start - lexemes[end - 2].end < 2


def _vague(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    return lexemes[end - 1].text.lower() not in ("recent", "soon") and (
        end - start == 1 or lexemes[end - 1].text.lower() == "future"
    )


def _part(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    return _word(lexemes, start - 1).lower() in ("in", "during", "through", "into")


def _feast(lexemes: Sequence[Lexeme], start: int, end: int, words: TimexWords) -> bool:
    name = next(lexeme for lexeme in lexemes[start:end] if lexeme.letter == "H")
    return name.text != "tet" or _letter(lexemes, start - 1) in _PREPOSITIONS


_Check = Callable[[Sequence[Lexeme], int, int, TimexWords], bool]
_CHECKS: dict[str, _Check] = {
    "date": _date,
    "years": _years,
    "season": _season,
    "weekday": _weekday,
    "deictic": _deictic,
    "clock": _clock,
    "plural": _plural_unit,
    "duration": _duration,
    "relative": _relative,
    "beside": _beside,
    "vague": _vague,
    "part": _part,
    "feast": _feast,
    "repeated": _repeated,
    "bygone": _bygone,
}
