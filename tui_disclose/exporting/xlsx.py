"""Prints a report as an Excel workbook: each statutory table on a sheet of its own, the texts on the last one.

A total is a formula where the formula gives the figure that counts; one that was printed otherwise stays as printed,
with a note. Every text is written as text: nothing in a report becomes a formula or a link.
"""

import io
import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tui_disclose.exporting.document import PAGE_WIDTH_MM, TableBlock, placed, words_of
from tui_disclose.exporting.report_document import statutory_table
from tui_disclose.exporting.sheet_values import Formula, SheetValues, sheet_values
from tui_disclose.exporting.widths import width_of
from tui_disclose.records.report import Report
from tui_disclose.report.flat import printed_unit
from tui_disclose.report.marks import TEXT_SHEET, TEXT_SHEET_HEAD, UNFILLED
from tui_disclose.statutory.forms import Form, Part
from tui_disclose.statutory.layout import GridCell, lay_out
from tui_disclose.statutory.text import clean_text, harmless

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

TOP = 2
"""The lines above a table: the report's title and the part's heading."""

_PIXELS_PER_MM = 96 / 25.4
_POINTS = 15
_HIGHEST = 409
"""A row is no higher in Excel."""
_TEXT_MM = 140
_FACE = {"font_name": "宋体", "font_size": 10.5}


def render_xlsx(form: Form, report: Report) -> bytes:
    """Return a report as an Excel workbook; equal reports give equal bytes."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    title = harmless(form.document_title(printed_unit(report), report.year))
    made = datetime(report.year + 1, 1, 1)
    book.set_properties({"title": title, "author": harmless(printed_unit(report)), "created": made})
    for part in form.parts:
        if part.table:
            _table_sheet(book, form, part, report, title)
    _text_sheet(book, form, report, title)
    book.close()
    return out.getvalue()


def _table_sheet(book: "Workbook", form: Form, part: Part, report: Report, title: str) -> None:
    table = form.table(part.table)
    block = statutory_table(table, part, report)
    sheet = book.add_worksheet(f"表{table.numeral}")
    _page(sheet)
    for column, width in enumerate(block.widths_mm):
        sheet.set_column_pixels(column, column, round(width * _PIXELS_PER_MM))
    last = table.width - 1
    sheet.set_row(0, _height(title, PAGE_WIDTH_MM))
    if block.head_rows:
        sheet.repeat_rows(TOP, TOP + block.head_rows - 1)
    _put(book, sheet, (0, 0, 0, last), title, {"align": "center", "bold": True})
    _put(book, sheet, (1, 0, 1, last), part.heading, {"align": "left"})
    for line, height in enumerate(_heights(block), TOP):
        sheet.set_row(line, height)
    values = sheet_values(table, report, TOP)
    for cell in lay_out(table).cells:
        _cell(book, sheet, cell, values, block.points)


def _cell(book: "Workbook", sheet: "Worksheet", cell: GridCell, values: SheetValues, points: float) -> None:
    top = TOP + cell.line
    area = (top, cell.column, top + cell.rowspan - 1, cell.column + cell.colspan - 1)
    if cell.cell is None:
        aligned = "left" if cell.role == "stub" and cell.rowspan == 1 else "center"
        _put(book, sheet, area, cell.text, {"align": aligned, "border": 1})
        return
    value = values.values[cell.cell.address]
    shape = {"align": "center", "border": 1, "font_size": points}
    if isinstance(value, Formula):
        written = _put(book, sheet, area, "", shape)
        sheet.write_formula(area[0], area[1], value.text, written, "" if value.result is None else value.result)
    elif isinstance(value, int | float):
        written = _put(book, sheet, area, "", shape)
        sheet.write_number(area[0], area[1], value, written)
    else:
        _put(book, sheet, area, value, shape)
    if note := values.notes.get(cell.cell.address):
        sheet.write_comment(area[0], area[1], note, {"author": "", "visible": False})


def _put(
    book: "Workbook", sheet: "Worksheet", area: tuple[int, int, int, int], text: str, shape: dict[str, object]
) -> "Format":
    """Write text into an area, merged where it is more than one cell, and return its format."""
    marked = {"quote_prefix": True} if text.startswith(("=", "+", "-", "@")) else {}
    written = book.add_format({**_FACE, "valign": "vcenter", "text_wrap": True, **shape, **marked})
    if area[0] != area[2] or area[1] != area[3]:
        sheet.merge_range(*area, "", written)
    if text:
        sheet.write_string(area[0], area[1], harmless(text), written)
    else:
        sheet.write_blank(area[0], area[1], None, written)
    return written


def _text_sheet(book: "Workbook", form: Form, report: Report, title: str) -> None:
    sheet = book.add_worksheet(TEXT_SHEET)
    _page(sheet)
    sheet.set_column_pixels(0, 0, 60)
    sheet.set_column_pixels(1, 1, round(_TEXT_MM * _PIXELS_PER_MM))
    sheet.set_row(0, _height(title, _TEXT_MM))
    _put(book, sheet, (0, 0, 0, 1), title, {"align": "center", "bold": True})
    for column, head in enumerate(TEXT_SHEET_HEAD):
        _put(book, sheet, (1, column, 1, column), head, {"align": "center", "border": 1})
    line = 2
    for key in form.sections:
        text = clean_text(report.sections.get(key, "")) or UNFILLED
        for number, words in enumerate(text.split("\n")):
            _put(book, sheet, (line, 0, line, 0), "" if number else key, {"align": "center", "border": 1})
            sheet.set_row(line, _height(words, _TEXT_MM))
            _put(book, sheet, (line, 1, line, 1), words, {"align": "left", "border": 1, "num_format": "@"})
            line += 1


def _height(text: str, room: float) -> float:
    """Return the height of a row in points that shows all of a text in a width in mm, as far as a row can."""
    return min(_POINTS * _lines_of([text], room) + 3, _HIGHEST)


def _page(sheet: "Worksheet") -> None:
    sheet.set_paper(9)
    sheet.set_margins(left=0.8, right=0.8, top=0.8, bottom=0.8)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)


def _heights(block: TableBlock) -> list[float]:
    """Return the height of each row in points: merged cells do not make their rows higher by themselves."""
    return [_POINTS * max(_lines(block, line)) + 3 for line in range(len(block.rows))]


def _lines(block: TableBlock, line: int) -> Iterable[int]:
    yield 1
    for one in placed(block.rows):
        cell = one.cell
        if one.line == line and cell.rowspan == 1:
            room = sum(block.widths_mm[one.column : one.column + cell.colspan])
            yield _lines_of(words_of(cell.text).split("\n"), room)


def _lines_of(texts: Sequence[str], room: float) -> int:
    return sum(max(1, math.ceil((width_of(text) - 0.5) / room)) for text in texts)
