"""What stands in the figure cells of a spreadsheet: numbers, texts, and formulas where they give the figure."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from tui_disclose.records.report import Report
from tui_disclose.report.flat import printed_figure
from tui_disclose.statutory.figures import Figure, figure_words, number_of
from tui_disclose.statutory.forms import Table
from tui_disclose.statutory.layout import lay_out

_LARGEST = 10**15
"""A spreadsheet counts with 15 digits; longer numbers are written as text."""


class Formula(msgspec.Struct, frozen=True):
    """A formula and what it gives now; None where none of its parts is a number, which is shown as a blank."""

    text: str
    result: int | float | None


class SheetValues(msgspec.Struct, frozen=True):
    """The values of a table's cells by address, and notes on those whose printed total is not the sum."""

    values: dict[str, int | float | str | Formula]
    notes: dict[str, str]


def sheet_values(table: Table, report: Report, top: int) -> SheetValues:
    """Return what stands in each figure cell of a table whose first line is line `top` (from 0) of the sheet."""
    places = {c.cell.address: (top + c.line, c.column) for c in lay_out(table).cells if c.cell is not None}
    values: dict[str, int | float | str | Formula] = {}
    notes: dict[str, str] = {}

    def put(address: str) -> None:
        if address in values:
            return
        figure = report.cells.get(address)
        parts = table.totals.get(address)
        plain = plain_value(figure)
        values[address] = plain
        if parts is None:
            return
        for part in parts:
            put(part)
        result = _sum([values[part] for part in parts])
        if plain == ("" if result is None else result):
            values[address] = Formula(_formula([places[part] for part in parts]), result)
        elif (said := _apart(figure, [report.cells.get(part) for part in parts])) is not None:
            notes[address] = said

    for cell in table.cells:
        put(cell.address)
    return SheetValues(values, notes)


def plain_value(figure: Figure) -> int | float | str:
    """Return a figure as a spreadsheet keeps it: a number where it comes back digit for digit, else its text."""
    text = printed_figure(figure)
    if isinstance(figure, int):
        return figure if abs(figure) < _LARGEST else text
    try:
        number = float(text) if "." in text and text.isascii() else None
    except ValueError:
        return text
    if number is None or number.is_integer() or repr(number) != text or len(text.strip("-0.")) > 16:
        return text
    return number


def _sum(values: Sequence[int | float | str | Formula]) -> int | float | None:
    """Return what SUM gives: texts are passed over; None where there is no number."""
    known = [value.result if isinstance(value, Formula) else value for value in values]
    numbers = [value for value in known if isinstance(value, int | float)]
    return sum(numbers) if numbers else None


def _formula(places: Sequence[tuple[int, int]]) -> str:
    """Return the sum of cells, none of which gives a blank; neighbours in a row or a column stand as ranges."""
    ranges: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for place in places:
        first, last = ranges[-1] if ranges else (place, place)
        along = (place[0] - last[0], place[1] - last[1])
        straight = first[0] == place[0] or first[1] == place[1]
        if ranges and along in ((0, 1), (1, 0)) and straight:
            ranges[-1] = (first, place)
        else:
            ranges.append((place, place))
    cells = ",".join(_name(a) if a == b else f"{_name(a)}:{_name(b)}" for a, b in ranges)
    return f'=IF(COUNT({cells})=0,"",SUM({cells}))'


def _name(place: tuple[int, int]) -> str:
    line, column = place
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line + 1}"


def _apart(figure: Figure, parts: Sequence[Figure]) -> str | None:
    """Return a sentence where a total is not the sum of its parts as the report counts them."""
    known = [number for part in parts if (number := number_of(part)) is not None]
    total: int | Decimal = sum(known)
    if number_of(figure) == total or (number_of(figure) is None and not known):
        return None
    return f"印为{figure_words(figure)}，各项之和为{total}；照录，不用公式。"
