"""Reads back an Excel workbook that this program wrote: as stored, and as a spreadsheet program would compute it."""

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, cast
from zipfile import BadZipFile

from tui_disclose.exporting.pages import Book, ReadCell, ReadTable
from tui_disclose.exporting.xlsx import TOP
from tui_disclose.problems import Refused
from tui_disclose.report.marks import TEXT_SHEET, UNFILLED

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_FORMULA = re.compile(r'=IF\(COUNT\(([A-Z0-9:,]+)\)=0,"",SUM\(\1\)\)')
Value = int | float | str | None


def read_books(content: bytes) -> tuple[Book, Book]:
    """Return a workbook as it is stored and as its formulas give it; Refused where it is none of this program's."""
    from openpyxl import load_workbook

    try:
        formulas = load_workbook(io.BytesIO(content))
        stored = load_workbook(io.BytesIO(content), data_only=True)
    except (BadZipFile, KeyError, SyntaxError, TypeError, ValueError) as error:
        raise Refused(f"Excel 文件不能打开：{error}。") from None
    return _book(stored, lambda _: _stored), _book(formulas, _computed)


def _book(book: "Workbook", values: "Callable[[Worksheet], Callable[[Cell], Value]]") -> Book:
    sheets: list[Worksheet] = [book[name] for name in book.sheetnames]
    titles = tuple(str(sheet.cell(1, 1).value) for sheet in sheets)
    tables = tuple(
        (str(sheet.cell(2, 1).value), _table(sheet, values(sheet))) for sheet in sheets if sheet.title != TEXT_SHEET
    )
    texts: dict[str, list[str]] = {}
    key = ""
    for named, words in sheets[-1].iter_rows(min_row=3, max_col=2, values_only=True):
        key = str(named) if named is not None else key
        texts.setdefault(key, []).append("" if words is None else str(words))
    return Book(titles, tables, {key: "" if lines == [UNFILLED] else "\n".join(lines) for key, lines in texts.items()})


def _table(sheet: "Worksheet", value: "Callable[[Cell], Value]") -> ReadTable:
    merged = {(r.min_row, r.min_col): (r.size["rows"], r.size["columns"]) for r in sheet.merged_cells.ranges}
    covered = {place for r in sheet.merged_cells.ranges for place in r.cells} - merged.keys()
    found = []
    for row in sheet.iter_rows(min_row=TOP + 1):
        for cell in cast("tuple[Cell, ...]", row):
            place = (cell.row, cell.column)
            if place in covered or not cell.has_style:
                continue
            rows, columns = merged.get(place, (1, 1))
            found.append(ReadCell(cell.row - TOP - 1, cell.column - 1, rows, columns, _text(value(cell))))
    return ReadTable(tuple(found))


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _stored(cell: "Cell") -> Value:
    value = cell.value
    return value if isinstance(value, int | float | str) else None


def _computed(sheet: "Worksheet") -> "Callable[[Cell], Value]":
    def value(cell: "Cell") -> Value:
        if cell.data_type != "f":
            return _stored(cell)
        match = _FORMULA.fullmatch(str(cell.value))
        if match is None:
            raise Refused(f"Excel 文件中有意外的公式：{cell.value}。")
        numbers = [
            number
            for area in match[1].split(",")
            for line in _lines(sheet, area)
            for part in line
            if isinstance(number := value(part), int | float)
        ]
        return sum(numbers) if numbers else None

    return value


def _lines(sheet: "Worksheet", area: str) -> "list[list[Cell]]":
    found = sheet[area]
    return [list(line) for line in found] if isinstance(found, tuple) else [[found]]
