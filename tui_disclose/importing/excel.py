"""Cuts an Excel workbook (.xlsx) into lines of text and tables: one table a sheet, or all of them on one."""

import io
import re
import zipfile
from decimal import Decimal
from typing import Any

from tui_disclose.importing.grid import Grid, GridRow, Page, Piece, Spot
from tui_disclose.importing.sums import sum_of
from tui_disclose.problems import Refused
from tui_disclose.report.marks import TEXT_SHEET, TEXT_SHEET_HEAD, UNFILLED

_ROWS, _COLUMNS = 3_000, 200
"""A sheet beyond this holds no report."""
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?"')
NO_RESULT = "公式没有存下结果"


def excel_page(name: str, content: bytes) -> Page:
    """Return the visible sheets of a workbook, one after the other; Refused where it cannot be opened.

    A formula gives the result that was saved with it; where none was, a plain sum is added up and noted, and any
    other formula says so in its cell.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _check_merged(name, content)
    try:
        values = load_workbook(io.BytesIO(content), data_only=True)
        formulas = load_workbook(io.BytesIO(content))
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError):
        # openpyxl passes on whatever its reading of a damaged part ends with; a parse error is a SyntaxError.
        raise Refused(f"{name} 已损坏或不完整，不能打开；请重新下载或另存。") from None
    pieces: list[Piece] = []
    texts: dict[str, str] = {}
    names: dict[int, str] = {}
    summed = 0
    for sheet in values.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if sheet.max_row > _ROWS or sheet.max_column > _COLUMNS:
            raise Refused(f"{name} 的工作表“{sheet.title}”有{sheet.max_row}行{sheet.max_column}列，不像一份年度报告。")
        if _holds_texts(sheet):
            texts |= _texts(sheet)
        else:
            summed += _add_up(sheet, formulas[sheet.title])
            pieces.append(_sheet(sheet, formulas[sheet.title], names))
    notes = (f"有{summed}格求和公式没有存下结果，已按所加各格算出。",) if summed else ()
    return Page(tuple(pieces), names, notes, texts)


def _holds_texts(sheet: Any) -> bool:  # noqa: ANN401 - openpyxl's sheet
    """Tell whether a sheet is that of the texts in a workbook of this program."""
    return sheet.title == TEXT_SHEET and tuple(sheet.cell(2, at).value for at in (1, 2)) == TEXT_SHEET_HEAD


def _texts(sheet: Any) -> dict[str, str]:  # noqa: ANN401 - openpyxl's sheet
    """Return the texts by section key; rows without a key go on with the text above."""
    lines: dict[str, list[str]] = {}
    key = ""
    for named, words in sheet.iter_rows(min_row=3, max_col=2, values_only=True):
        key = str(named).strip() if named is not None else key
        lines.setdefault(key, []).append("" if words is None else str(words))
    texts = {key: "\n".join(each) for key, each in lines.items()}
    return {key: text for key, text in texts.items() if text.strip() not in ("", UNFILLED)}


def _check_merged(name: str, content: bytes) -> None:
    """Refuse a merged cell of absurd size before the library writes out each of its cells."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.namelist():
            if member.startswith("xl/worksheets/") and member.endswith(".xml"):
                for left, top, right, bottom in _MERGED.findall(archive.read(member)):
                    if int(bottom or top) - int(top) > _ROWS or len(right) > 2 > len(left):
                        raise Refused(f"{name} 的合并单元格过大，不像一份年度报告，没有打开。")


def _add_up(sheet: Any, formulas: Any) -> int:  # noqa: ANN401 - openpyxl's sheets
    """Fill in the sums whose results were not saved, and return how many show a number."""
    found = [
        (cell.row, cell.column, result)
        for row in formulas.iter_rows()
        for cell in row
        if cell.data_type == "f" and sheet.cell(cell.row, cell.column).value is None
        if (result := sum_of(formulas, cell.value)) is not None
    ]
    for row, column, result in found:
        sheet.cell(row, column).value = result
    return sum(result != "" for _, _, result in found)


def _sheet(sheet: Any, formulas: Any, names: dict[int, str]) -> Grid:  # noqa: ANN401 - openpyxl's sheets
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    inside = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    width = max((c for row in sheet.iter_rows() for c in (x.column for x in row if x.value is not None)), default=0)
    rows: list[GridRow] = []
    for number in range(1, sheet.max_row + 1):
        line = len(names) + 1
        names[line] = f"工作表“{sheet.title}”第{number}行"
        spots = []
        for column in range(1, width + 1):
            top = inside.get((number, column), (number, column))
            if top in merged and column > merged[top].min_col:
                continue
            text = _text(sheet.cell(*top).value, formulas.cell(*top).value)
            spots.append(Spot(text, line, covered=top[0] < number, place=column))
        rows.append(tuple(spots))
    return Grid(tuple(rows), loose=True)


def _text(value: Any, formula: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    """Return what a cell shows: whole numbers without a fraction, other numbers as short as they are kept."""
    if value is None:
        return NO_RESULT if isinstance(formula, str) and formula.startswith("=") else ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f") if value == value and abs(value) < 1e15 else str(value)
    return str(value)
