"""A report as one Markdown file, its tables as pipe tables or as HTML tables with the printed merged cells."""

import io
import re
from html import escape

from tui_disclose.choices import STYLES
from tui_disclose.problems import Refused
from tui_disclose.records.report import Report
from tui_disclose.report.flat import FlatTable, flatten, printed, printed_unit
from tui_disclose.report.marks import SIGNATURE_MARK
from tui_disclose.statutory.forms import Form, Table
from tui_disclose.statutory.layout import GridCell, lay_out
from tui_disclose.statutory.text import clean_text

# Characters that Markdown reads as markup inside a table cell or a heading.
_ACTIVE = re.compile(r"([\\|*_`\[\]<>&~])")


def render_markdown(form: Form, report: Report, style: str = "pipe") -> str:
    """Return the report as Markdown: title, 前言, each part under its heading with its texts and tables, 落款.

    Raises Refused for an unknown style.
    """
    if style not in STYLES:
        raise Refused(f"不能用“{style}”样式导出，可用：{'、'.join(STYLES)}。")
    tables = _pipe_tables if style == "pipe" else _html_table
    pieces = ["# " + escape_markup(form.document_title(printed_unit(report), report.year))]
    pieces.append(_text(report, "前言"))
    for part in form.parts:
        pieces.append(f"## {part.heading}")
        if part.table:
            before, after = part.sections
            pieces += [_text(report, before), tables(form.table(part.table), report), _text(report, after)]
        else:
            pieces += [_text(report, key) for key in part.sections]
    if signature := _text(report, "落款"):
        pieces += [SIGNATURE_MARK, signature]
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def escape_markup(text: str) -> str:
    """Return `text` so that Markdown shows every character of it and no more."""
    return _ACTIVE.sub(r"\\\1", text).replace("\n", "<br>")


def _text(report: Report, key: str) -> str:
    return clean_text(report.sections.get(key, ""))


def _pipe_tables(table: Table, report: Report) -> str:
    return "\n\n".join(_pipe_table(flat, report) for flat in flatten(table))


def _pipe_table(flat: FlatTable, report: Report) -> str:
    # Rich is imported where it draws: most commands never need it.
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    lines = [flat.head, *((row.label, *(printed(report, cell) for cell in row.cells)) for row in flat.rows)]
    escaped = [[escape_markup(text) for text in line] for line in lines]
    drawn = RichTable(box=box.MARKDOWN)
    for name in escaped[0]:
        drawn.add_column(Text(name), no_wrap=True, overflow="ignore")
    for line in escaped[1:]:
        drawn.add_row(*(Text(text) for text in line))
    # A console of its own, wider than any line can be: the default one cuts cells to the terminal's width.
    width = 1_000 + sum(2 * max(len(line[at]) for line in escaped) + 3 for at in range(len(flat.head)))
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, markup=False, emoji=False, highlight=False)
    console.print(drawn)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n") if line.strip())


def _html_table(table: Table, report: Report) -> str:
    layout = lay_out(table)
    lines = ["<table>"]
    for line in range(layout.height):
        lines += ["<tr>", *(_html_cell(cell, report) for cell in layout.on_line(line)), "</tr>"]
    return "\n".join([*lines, "</table>"])


def _html_cell(cell: GridCell, report: Report) -> str:
    spans = "".join(
        f' {name}="{length}"' for name, length in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if length > 1
    )
    if cell.cell is not None:
        return f"<td{spans}>{escape(printed(report, cell.cell))}</td>"
    scope = {
        "banner": "colgroup",
        "head": "col" if cell.colspan == 1 else "colgroup",
        "stub": "row" if cell.rowspan == 1 else "rowgroup",
    }.get(cell.role)
    text = "<br>".join(escape(line) for line in cell.text.split("\n"))
    return f'<th{spans} scope="{scope}">{text}</th>' if scope else f"<th{spans}>{text}</th>"
