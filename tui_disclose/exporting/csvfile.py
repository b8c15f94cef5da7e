"""A report as CSV: one row for each cell, for statistics programs and spreadsheets.

A spreadsheet takes a field that begins with “=”, “+”, “-” or “@” for a formula. Such a field that is not a plain
number gets an apostrophe before it, and so does one that begins with an apostrophe: reading takes one away.
"""

import csv
import io
import re

from tui_disclose.records.report import Report
from tui_disclose.report.flat import printed, printed_unit
from tui_disclose.report.marks import CSV_HEAD
from tui_disclose.statutory.forms import Cell, Form, Table
from tui_disclose.statutory.text import clean_text

_ACTS = re.compile(r"\s*['=+\-@＝＋－＠\t|%]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def render_csv(form: Form, report: Report) -> str:
    """Return a report as CSV with a byte order mark, which Excel needs: unit, year and form, cells, texts."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_HEAD)
    for address, name, value in (
        ("unit", "单位", printed_unit(report)),
        ("year", "年度", str(report.year)),
        ("form", "格式", report.form),
    ):
        writer.writerow((address, "", name, "", harmless_field(value)))
    for table in form.tables:
        for cell in table.cells:
            labels = map(harmless_field, labels_of(table, cell))
            writer.writerow((cell.address, *labels, harmless_field(printed(report, cell))))
    for key in form.sections:
        if text := clean_text(report.sections.get(key, "")):
            writer.writerow((f"sections.{key}", "文字", key, "", harmless_field(text)))
    return "\ufeff" + out.getvalue()


def labels_of(table: Table, cell: Cell) -> tuple[str, str, str]:
    """Return the names of a cell's table, row and column, with every merged label over them."""
    row, column = ("·".join((*label.groups, label.words)).replace("\n", "") for label in (cell.row, cell.column))
    return f"表{table.numeral}", row, column


def harmless_field(text: str) -> str:
    """Return a field that no spreadsheet takes for a formula."""
    return f"'{text}" if _ACTS.match(text) and not _NUMBER.fullmatch(text) else text
