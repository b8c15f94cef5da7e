"""What has to be put right in a request (补正事项), point by point: one notice names them all (Art. 30)."""

import re

_MARK = r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)])"
_NUMBERED = re.compile(rf"\s*{_MARK}\s*")
_BEGINS = re.compile(rf"(?:^|(?<=[；;。\s])){_MARK}")
_DIGITS = ("", *"一二三四五六七八九")
_ENDS = " \t；;。，,"


def points(text: str) -> list[str]:
    """Return the points of a text, one for each line or for each of 一、二、 on one line, without number and stop."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == 1:
        starts = [match.start() for match in _BEGINS.finditer(lines[0].strip())]
        line = lines[0].strip()
        if len(starts) > 1 and starts[0] == 0:
            lines = [line[at:until] for at, until in zip(starts, [*starts[1:], len(line)], strict=True)]
    found = [_NUMBERED.sub("", line, count=1) if _NUMBERED.match(line) else line for line in lines]
    return [point for point in (each.strip(_ENDS) for each in found) if point]


def numbered(found: list[str]) -> str:
    """Return points as a letter prints them, one a line; a single one is not numbered."""
    if len(found) < 2:
        return "".join(f"{point}。" for point in found)
    ends = ["；"] * (len(found) - 1) + ["。"]
    return "\n".join(
        f"（{_numeral(n)}）{point}{end}" for n, (point, end) in enumerate(zip(found, ends, strict=True), 1)
    )


def _numeral(n: int) -> str:
    """Return a number up to 99 in Chinese, as points are numbered (GB/T 9704)."""
    tens, ones = divmod(n, 10)
    return f"{_DIGITS[tens] if tens > 1 else ''}{'十' * (tens > 0)}{_DIGITS[ones]}"
