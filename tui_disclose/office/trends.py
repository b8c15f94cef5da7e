"""Years side by side (历年): every cell of the yearly reports through the years, over changes of the form."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from tui_disclose.office.house import Office
from tui_disclose.office.reports import sheet_of, years
from tui_disclose.problems import Refused
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import Figure, Number, as_json_number, figure_words, number_of
from tui_disclose.statutory.forms import Cell, Form

BAR = "█"
"""Stands last on its line: where a terminal draws it two cells wide nothing is moved by it."""


class Line(msgspec.Struct, frozen=True):
    """One cell through the years."""

    address: str
    form: str
    """The id of the newest form that prints it."""
    table: str
    words: str
    short: str
    figures: tuple[Figure, ...]
    """One a year; None where that year's report does not say it."""

    @property
    def numbers(self) -> tuple[Number | None, ...]:
        """The figures as numbers."""
        return tuple(number_of(figure) for figure in self.figures)


class Trend(msgspec.Struct, frozen=True):
    """Years and what each of them reports, cell by cell."""

    years: tuple[int, ...]
    """Oldest first."""
    lines: tuple[Line, ...]

    def figures_of(self, line: Line) -> dict[int, Figure]:
        """Return a line's figures by year."""
        return dict(zip(self.years, line.figures, strict=True))


def trend(
    office: Office,
    addresses: Sequence[str] = (),
    table: str = "",
    first: int | None = None,
    last: int | None = None,
) -> Trend:
    """Return the figures that count of the years that have a report, in the order of the newest form.

    Cells that only an older form prints follow behind those of the newer; a row of an older form that a newer one
    divides is the sum of its parts in the newer years. Raises Refused for an address that no form of these years has.
    """
    chosen = sorted(y for y in years(office) if (first is None or y >= first) and (last is None or y <= last))
    sheets = [sheet_of(office, year) for year in chosen]
    forms = _forms(office, sheets)
    cells = list(_cells(forms, [sheet.form for sheet in sheets]))
    known = {cell.address for _, cell in cells}
    for address in addresses:
        if address not in known:
            raise Refused(f"这些年度的报告没有单元格“{address}”。")
    tables = {key for form, _ in cells for key in (each.key for each in form.tables)}
    if table and table not in tables:
        raise Refused(f"没有“{table}”这张表，可用：{'、'.join(sorted(tables)) or '无'}。")
    lines = [
        _line(forms, form, cell, sheets)
        for form, cell in cells
        if (not addresses or cell.address in addresses) and (not table or cell.address.partition(".")[0] == table)
    ]
    return Trend(tuple(chosen), tuple(lines))


def series(office: Office, addresses: Sequence[str]) -> dict[str, dict[int, Figure]]:
    """Return the figures of some cells by address and year, for charts; Refused for an address that no form has."""
    found = trend(office, addresses)
    # Where two forms mean different things by an address, the newer form's line stands first.
    return {line.address: found.figures_of(line) for line in reversed(found.lines)}


def _forms(office: Office, sheets: Iterable[Sheet]) -> list[Form]:
    """Return the office's forms in the order of their years, with those that only a finished report has kept."""
    known = {form.id: form for form in (*(sheet.form for sheet in sheets), *office.forms.forms)}
    return sorted(known.values(), key=lambda form: form.first_year)


def _cells(forms: Sequence[Form], used: Sequence[Form]) -> Iterable[tuple[Form, Cell]]:
    """Yield the cells of the forms in use, newest form first, each meaning once."""
    ids = {form.id for form in used}
    newest_first = [form for form in reversed(forms) if form.id in ids]
    for at, form in enumerate(newest_first):
        newer = newest_first[:at]
        covered = {
            part
            for each in newer
            for address in each.cells
            if len(parts := _translated(forms, each, address, form)) == 1
            for part in parts
        }
        yield from ((form, cell) for address, cell in form.cells.items() if address not in covered)


def _line(forms: Sequence[Form], form: Form, cell: Cell, sheets: Sequence[Sheet]) -> Line:
    figures = tuple(_figure(sheet, _translated(forms, form, cell.address, sheet.form)) for sheet in sheets)
    return Line(cell.address, form.id, cell.address.partition(".")[0], cell.words, cell.short, figures)


def _figure(sheet: Sheet, addresses: Sequence[str]) -> Figure:
    if len(addresses) == 1:
        return sheet.figure(addresses[0])
    numbers = [number for each in addresses if (number := number_of(sheet.figure(each))) is not None]
    return as_json_number(sum(numbers, start=0)) if numbers else None


def _translated(forms: Sequence[Form], form: Form, address: str, other: Form) -> tuple[str, ...]:
    """Return the cells of another form that together say what a cell of `form` says; none where none do."""
    ids = [each.id for each in forms]
    here, there = ids.index(form.id), ids.index(other.id)
    found: tuple[str, ...] = (address,)
    for older, newer in pairwise(forms[here : there + 1]):
        steps = [_forward(older, newer, each) for each in found]
        found = tuple(part for step in steps for part in step) if all(steps) else ()
    for newer, older in pairwise(forms[there : here + 1][::-1]):
        found = found if all(_stays(newer, older, each) for each in found) else ()
    return found


def _forward(older: Form, newer: Form, address: str) -> tuple[str, ...]:
    """Return the cells of the next form that say what a cell of the form before it says."""
    table, row, column = address.split(".")
    for merged in newer.merged_from(older):
        if (merged.table, merged.previous_row) == (table, row):
            parts = tuple(f"{table}.{each}.{column}" for each in merged.rows)
            return parts if all(part in newer.cells for part in parts) else ()
    return (address,) if address in newer.cells and not _divided(newer, older, address) else ()


def _stays(newer: Form, older: Form, address: str) -> bool:
    return address in older.cells and not _divided(newer, older, address)


def _divided(newer: Form, older: Form, address: str) -> bool:
    """Tell whether a cell of the newer form is one of the rows that the older one has as one."""
    table, row, _ = address.split(".")
    return any(merged.table == table and row in merged.rows for merged in newer.merged_from(older))


def bars(trend: Trend, line: Line, width: int) -> list[str]:
    """Return a small chart: for each year the figure and a bar of at most `width` characters, then the change in words.

    The longest bar is the largest number; a number other than 0 has a bar, a negative one says so by its sign only.
    """
    largest = max((abs(Decimal(number)) for number in line.numbers if number is not None), default=Decimal(0))
    rows = [
        f"{year}年 {figure_words(figure):>12} {_bar(number, largest, width)}".rstrip()
        for year, figure, number in zip(trend.years, line.figures, line.numbers, strict=True)
    ]
    return [*rows, change_words(trend, line)]


def _bar(number: Number | None, largest: Decimal, width: int) -> str:
    if not number or number < 0:
        return ""
    return BAR * max(1, int(Decimal(number) * width / largest))


def change_words(trend: Trend, line: Line) -> str:
    """Return in words how the newest figure differs from the one before it."""
    known: list[tuple[int, Number]] = [
        (year, number) for year, number in zip(trend.years, line.numbers, strict=True) if number is not None
    ]
    if len(known) < 2:
        return "只有一年有数字。" if known else "各年都没有数字。"
    (before, old), (now, new) = known[-2:]
    if new == old:
        return f"{now}年与{before}年相同。"
    change = abs(Decimal(new) - Decimal(old))
    return f"{now}年比{before}年{'增加' if new > old else '减少'}{as_json_number(change)}。"
