"""Numbers of records: given in order by the office's pattern, never given twice."""

import re
from collections.abc import Iterable

from tui_disclose.problems import Refused

_PLACE = re.compile(r"\{(year|n|code)(?::0?(\d+))?\}")


def next_number(pattern: str, taken: Iterable[str], year: int, code: str = "") -> str:
    """Return the number after the highest one of `taken` that the pattern gives in this year.

    A pattern is text with {year}, {code} (统一社会信用代码) and one {n}, or {n:06} with leading zeros:
    “〔{year}〕{n}号”, “{code}/{year}-{n:06}”. Refused where it has no {n}.
    """
    if len(re.findall(r"\{n[:}]", pattern)) != 1:
        raise Refused(f"编号规则“{pattern}”应有且只有一个 {{n}}，请在设置中修改。")
    shape = re.compile("".join(_piece(part, year, code) for part in _split(pattern)))
    highest = max((int(found["n"]) for number in taken if (found := shape.fullmatch(number))), default=0)
    return _filled(pattern, year, highest + 1, code)


def _split(pattern: str) -> list[str]:
    return re.split(r"(\{[^}]*\})", pattern)


def _piece(part: str, year: int, code: str) -> str:
    match = _PLACE.fullmatch(part)
    if match is None:
        return re.escape(part)
    return {"year": str(year), "code": re.escape(code), "n": r"(?P<n>\d+)"}[match[1]]


def _filled(pattern: str, year: int, n: int, code: str) -> str:
    values = {"year": year, "n": n}

    def fill(match: re.Match[str]) -> str:
        return code if match[1] == "code" else str(values[match[1]]).zfill(int(match[2] or 0))

    return _PLACE.sub(fill, pattern)
