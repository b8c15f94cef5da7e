"""The value of one cell of a statutory table: a figure kept exactly as written, “/”, a printed blank, or unknown.

A value is an int (whole number), a str (a decimal such as "9116.36", a figure with its unit or remark such as
"251000元" or "22（其中修订16件）", "/" or "" for a printed blank), or None for unknown: blank, 0, “/” and unknown
are four different things (`Figure` in type annotations; JSON as in the report contract).
"""

import re
from decimal import Decimal

from tui_disclose.statutory.text import half_width

Figure = int | str | None
Number = int | Decimal

SLASH = "/"
BLANK = ""

_WHOLE = re.compile(r"[+-]?\d+")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
# A unit is Chinese characters or a percent sign; a remark stands in brackets; nothing else may follow a figure.
_TAIL = re.compile(r"[\u4e00-\u9fff%‰]*(?:\([^()]*\))*[\u4e00-\u9fff]*")
_LONGEST = 200
# Unicode's folding makes digits of the marks that lead to a note: “5①” is five, never fifty-one.
_MARK = re.compile("[\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf\u00b2\u00b3\u00b9\u2070-\u209c]")


class NotAFigure(ValueError):
    """The text is not a figure in any of the ways a statutory table prints one."""


def parse_figure(text: str) -> int | str:
    """Return the value that printed or typed `text` stands for; white space only is a printed blank.

    Raises NotAFigure where the text does not begin with a figure or goes on with something that is neither
    unit nor remark.
    """
    stripped = text.strip()
    if _MARK.search(stripped):
        raise NotAFigure(text)
    folded = half_width(stripped).strip()
    if not folded:
        return BLANK
    if folded == SLASH:
        return SLASH
    if len(folded) > _LONGEST or "\n" in folded:
        raise NotAFigure(text)
    if _WHOLE.fullmatch(folded):
        return int(folded)
    if _NUMBER.fullmatch(folded):
        return folded
    match = _GROUPED.match(folded) or _NUMBER.match(folded)
    if match is None or not _TAIL.fullmatch(folded[match.end() :]):
        raise NotAFigure(text)
    return stripped


def number_of(figure: Figure) -> Number | None:
    """Return the number that counts in sums (“22（其中修订16件）” → 22), or None for blank, “/” and unknown."""
    if figure is None or isinstance(figure, int):
        return figure
    folded = half_width(figure)
    match = _GROUPED.match(folded) or _NUMBER.match(folded)
    if match is None:
        return None
    digits = match.group().replace(",", "")
    return Decimal(digits) if "." in digits else int(digits)


def remark_number(figure: Figure, word: str) -> int:
    """Return the number behind `word` in a figure's remark (“22（其中修订16件）”, “修订” → 16), or 0."""
    if not isinstance(figure, str):
        return 0
    match = re.search(re.escape(word) + r"\D{0,2}(\d+)", half_width(figure))
    return int(match.group(1)) if match else 0


def is_missing(figure: Figure) -> bool:
    """Tell whether the cell holds nothing: unknown or a printed blank (“/” is something)."""
    return figure is None or figure == BLANK


def shown(figure: Figure) -> str:
    """Return the figure as it is printed; unknown looks like a blank."""
    return "" if figure is None else str(figure)


def figure_words(figure: Figure) -> str:
    """Return a figure in words: 无 for none, 空白 for a printed blank."""
    return "无" if figure is None else shown(figure) or "空白"


def as_json_number(number: Number) -> int | str:
    """Return a computed number as a cell value: an int where it is whole, else a decimal as text."""
    if isinstance(number, int):
        return number
    return int(number) if number == number.to_integral_value() else format(number.normalize(), "f")
