"""Works out the sums of a workbook that was saved without their results, as programs do that compute nothing."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

_AREA = r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}(?::\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6})?"
_AREAS = rf"({_AREA}(?:,{_AREA})*)"
_SUM = re.compile(rf"=SUM\({_AREAS}\)")
_SUM_OR_BLANK = re.compile(rf'=IF\(COUNT\({_AREAS}\)=0,"",SUM\(\1\)\)')
_DEEPEST = 8
"""A total of totals of totals: a longer chain of sums is none of a report, and a circle has no end."""
_MOST = 500
"""Cells that a sum may reach over."""

Number = int | float


def sum_of(sheet: Any, formula: object, depth: int = 0) -> Number | str | None:  # noqa: ANN401 - openpyxl's sheet
    """Return what a sum over cells of its sheet gives, "" where it shows a blank; None where it is no plain sum.

    `sheet` holds formulas, not results. Texts are passed over, as spreadsheets do.
    """
    if not isinstance(formula, str) or depth > _DEEPEST:
        return None
    blank = _SUM_OR_BLANK.fullmatch(formula)
    match = blank or _SUM.fullmatch(formula)
    if match is None:
        return None
    numbers: list[Number] = []
    for area in match[1].replace("$", "").split(","):
        cells = _cells(sheet, area)
        if cells is None:
            return None
        for cell in cells:
            value = cell.value
            if isinstance(value, str) and value.startswith("=") and cell.data_type == "f":
                value = sum_of(sheet, value, depth + 1)
                if value is None:
                    return None
            if isinstance(value, int | float) and not isinstance(value, bool):
                numbers.append(value)
    return "" if blank and not numbers else _total(numbers)


def _total(numbers: Iterable[Number]) -> Number:
    """Return a sum as people count: 0.1 and 0.2 are 0.3."""
    total = sum((Decimal(repr(number)) for number in numbers), Decimal(0))
    return int(total) if total == total.to_integral_value() else float(total)


def _cells(sheet: Any, area: str) -> list[Any] | None:  # noqa: ANN401 - openpyxl's sheet and cells
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(area))
    if not (0 < right - left + 1 <= _MOST and 0 < bottom - top + 1 <= _MOST):
        return None
    if (right - left + 1) * (bottom - top + 1) > _MOST:
        return None
    return [sheet.cell(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
