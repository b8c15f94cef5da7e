"""Numbers of records: given in order by the office's pattern, never given twice."""

import re
from collections.abc import Iterable

from tui_disclose.problems import Refused
from tui_disclose.statutory.text import one_line

_NAMES = {"year": "年度", "code": "代码", "n": "序号"}
"""The places of a pattern by what they are called in files of before they had Chinese names."""

_PLACE = re.compile(r"\{(年度|代码|序号(?::0?([1-9]))?)\}")
_FORMER = re.compile(r"\{(year|code|n)(:[^}]*)?\}")


def in_words(pattern: str) -> str:
    """Return a pattern with its places called as people read them: {year} is {年度}, {n:06} is {序号:6}."""
    named = _FORMER.sub(lambda found: f"{{{_NAMES[found[1]]}{found[2] or ''}}}", pattern.replace("：", ":"))
    return re.sub(r"\{序号:0([1-9])\}", r"{序号:\1}", named)


def checked_pattern(pattern: str) -> str:
    """Return a pattern of numbers in words; Refused where it does not count once or names what there is not."""
    named = in_words(pattern)
    counted = [found for found in _PLACE.finditer(named) if found[1].startswith("序号")]
    if len(counted) != 1 or re.search(r"[{}]", _PLACE.sub("", named)):
        raise Refused(
            f"“{one_line(pattern)}”应含且只含一个 {{序号}}（{{序号:6}} 补足六位），还可用 {{年度}} 和 {{代码}}。"
        )
    return named


def next_number(pattern: str, taken: Iterable[str], year: int, code: str = "") -> str:
    """Return the number after the highest one of `taken` that the pattern gives in this year.

    A pattern is text with {年度}, {代码} (统一社会信用代码) and one {序号}, or {序号:6} with leading zeros:
    “〔{年度}〕{序号}号”, “{代码}/{年度}-{序号:6}”. Refused where it is none.
    """
    whole = checked_pattern(pattern)
    shape = re.compile("".join(_piece(part, year, code) for part in re.split(r"(\{[^}]*\})", whole)))
    highest = max((int(found["n"]) for number in taken if (found := shape.fullmatch(number))), default=0)
    return number_at(whole, year, highest + 1, code)


def number_at(pattern: str, year: int, n: int, code: str = "") -> str:
    """Return the n-th number of a year by a pattern."""
    named = {"年度": str(year), "代码": code}
    return _PLACE.sub(lambda found: named.get(found[1], str(n).zfill(int(found[2] or 0))), in_words(pattern))


def _piece(part: str, year: int, code: str) -> str:
    match = _PLACE.fullmatch(part)
    if match is None:
        return re.escape(part)
    return {"年度": str(year), "代码": re.escape(code)}.get(match[1], r"(?P<n>\d+)")
