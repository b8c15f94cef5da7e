"""The years side by side as an Excel workbook: a sheet for each table, numbers as numbers, with a bar in each cell."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from tui_disclose.exporting.sheet_values import plain_value
from tui_disclose.statutory.figures import Figure, number_of
from tui_disclose.statutory.text import harmless

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


class TrendSheet(msgspec.Struct, frozen=True):
    """One table through the years: what each row is called and its figure of each year, None where there is none."""

    name: str
    rows: tuple[tuple[str, tuple[Figure, ...]], ...]


def render_trends(title: str, years: Sequence[int], sheets: Sequence[TrendSheet]) -> bytes:
    """Return a workbook; equal figures give equal bytes. Nothing in it becomes a formula or a link."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    book.set_properties({"title": harmless(title), "created": datetime(max(years, default=2019) + 1, 1, 1)})
    folded = book.add_format({"text_wrap": True, "align": "right", "valign": "vcenter"})
    for each in sheets:
        sheet = book.add_worksheet(each.name)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 1)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, max(len(years), 1), 11)
        sheet.write_string(0, 0, harmless(title))
        sheet.write_row(1, 0, ["", *(f"{year}年" for year in years)])
        sheet.freeze_panes(2, 1)
        for line, (words, figures) in enumerate(each.rows, 2):
            sheet.write_string(line, 0, harmless(words))
            for column, figure in enumerate(figures, 1):
                _write(sheet, line, column, figure, folded)
            if sum(number_of(figure) is not None for figure in figures) > 1:
                sheet.conditional_format(line, 1, line, len(years), {"type": "data_bar"})
    book.close()
    return out.getvalue()


def read_trends(content: bytes) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Return what a workbook of this kind shows: each sheet with its rows, figures as text."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    return [
        (
            sheet.title,
            [
                (str(words or ""), ["" if value is None else str(value) for value in figures])
                for words, *figures in sheet.iter_rows(min_row=3, values_only=True)
            ],
        )
        for sheet in book.worksheets
    ]


def shown_rows(sheet: TrendSheet) -> tuple[str, list[tuple[str, list[str]]]]:
    """Return a sheet as `read_trends` has to find it."""
    rows = [(harmless(words), [harmless(str(plain_value(f))) for f in figures]) for words, figures in sheet.rows]
    return sheet.name, rows


def _write(sheet: "Worksheet", line: int, column: int, figure: Figure, folded: "Format") -> None:
    value = plain_value(figure)
    if isinstance(value, str):
        sheet.write_string(line, column, harmless(value), folded)
    else:
        sheet.write_number(line, column, value)
