"""The shapes of time expressions, over the letters that the lexer gives to words.

M month, W weekday, D number up to 31, O ordinal, Y year, I other number, N number word, X vague number,
U unit and V its plural, B century, k quarter, P part of the day, S season, R today and the like, K weekend,
H feast, d decade, J numeric date, C clock time, a its suffix, Z era, l last, b previous, n next, f following,
h this, t that, s same, G ago, E earlier, F later, m early or late, q about, r now and the like, y every,
j daily, o of, T the, A a, L half.
"""

from __future__ import annotations

import re

_QUANTITY = r"(?:A?Xo?|LA|A?N(?:-?N){0,5}(?:&AL)?|[DIY](?:&AL)?|A)\+?"
_SPECIFIED = r"(?:o?[tT]U|[hlnb]U|,?o?Y)"
_DATE = (
    r"(?:(?:W,?i?T?)?[lnhb]?M[DO](?:,?Y|o[tT]U|[hlnb]U)?"
    r"|(?:W,?i?T?)?T?[DO]o?M(?:,?Y|o[tT]U|[hlnb]U)?"
    rf"|[lnhb]?M{_SPECIFIED}?)"
)
_BEFORE = r"(?:T?Po|T?mo|m-|mi|m|TUo)?T?"
_SHAPES = (
    ("numeric", r"J"),
    ("days_then_month", r"[DO](?:[->&][DO]){1,3}o?M(?:,?Y)?"),
    ("month_then_days", r"M[DO](?:[->&][DO](?![_MU])){1,3}(?:,?Y)?"),
    ("date", rf"{_BEFORE}{_DATE}P?"),
    ("part_of_year", r"T?z(?:k|L)(?:o(?:Y|T?U|[Tthlnb]U))?"),
    ("century", r"(?:m-?|T?mo|m)?T?[zO]-?B"),
    ("decade", r"(?:m-?|T?mo)?T?m?-?d"),
    ("season", r"(?:T?mo|mi|m-?)?[TAlnhbftsy]?S(?:o?Y|oT?[hlntb]?U)?"),
    ("bygone", r"(?:[DIY][->])?[DIY]Z"),
    ("years", r"(?:T?Uo|T?mo|m-?|mi|T)?Y(?:Z|(?:-Y(?![UVMDI$%a])|[->&][YD](?![_UVM,DI$%a])))?"),
    ("deictic", r"TU[vx]R|[EFm]?R(?:-?P)?"),
    ("clock", r"q?(?:C|[DIY](?=a))a{0,3}(?:[EFm]?i?(?:W|R|TP|TU))?|c"),
    ("feast", r"(?:T?mo|m-?)?[lnh]?HP?(?:,?Y)?"),
    ("repeated", r"y(?:[zN])?(?:\+)?[UVWPBSK]|w|j"),
    ("weekday", r"(?:T?Po|T?mVo|mi|T?m)?(?:[lnhfTbt])?W(?:-?P)?"),
    ("weekend", r"(?:[EFm]i?)?T?[lnhbft]?K"),
    ("part_today", r"(?:[EFm])?[lh]P|(?:[EFm])?[ts]P|[EFm]?T?[nfb]P|TP(?=[vE])|TPo"),
    ("ago", rf"q?{_QUANTITY}-?[UVB]GR?"),
    ("offset", rf"q?(?:{_QUANTITY}[UVB]|V)[EF]"),
    ("stretch", rf"(?:T|h)?[lnbf](?:{_QUANTITY})?V|T?[lnb]{_QUANTITY}U|rV"),
    ("relative", r"(?:[EFm]i?|T?mo)?T?[lnhbfts]{1,3}[UB]|(?:T?mo|[EFm]i)TU|U'm"),
    ("beside", r"TU(?:E|F)|TU[vx]"),
    ("duration", rf"q?{_QUANTITY}-?[UVB](?:-?g)?(?!-?u)"),
    ("plural", r"V(?:-?g)?|U-g"),
    ("vague", r"T?r"),
    ("part", r"TP"),
)
GRAMMAR = re.compile("|".join(f"(?P<{name}>{shape})" for name, shape in _SHAPES))
