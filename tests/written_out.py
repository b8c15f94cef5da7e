"""Lays a report out with its merged cells written out to the grid, pushed to line ends, or beside other things."""

import io
from itertools import pairwise
from typing import Any

from openpyxl import Workbook

from tests.layouts import Layout, Sample, html_table, web
from tests.pasted_layouts import _text, only_begun
from tui_disclose.statutory.forms import Table
from tui_disclose.statutory.layout import lay_out


def _grid(sample: Sample, table: Table, copies: bool = False) -> list[list[str]]:
    """Each printed line with a text for each grid column: a merged cell's text in its first place or in all."""
    layout = lay_out(table)
    grid = [[""] * layout.width for _ in range(layout.height)]
    for cell in layout.cells:
        for line in range(cell.line, cell.line + (cell.rowspan if copies else 1)):
            for column in range(cell.column, cell.column + (cell.colspan if copies else 1)):
                grid[line][column] = sample.text(cell).replace("\n", "")
    return grid


def tabs_with_blanks(sample: Sample) -> tuple[str, bytes]:
    """As a spreadsheet copies merged cells: the others that they cover are empty."""
    return _text(sample, sample.body(lambda t: "".join("\t".join(line) + "\n" for line in _grid(sample, t))))


def tabs_with_copies(sample: Sample) -> tuple[str, bytes]:
    """As conversions write merged cells out: each place that they cover holds their text."""
    return _text(sample, sample.body(lambda t: "".join("\t".join(x) + "\n" for x in _grid(sample, t, copies=True))))


def bars_with_blanks(sample: Sample) -> tuple[str, bytes]:
    draw = lambda t: "".join(f"| {' | '.join(line)} |\n" for line in _grid(sample, t))  # noqa: E731
    return _text(sample, sample.body(draw))


def markdown_with_copies(sample: Sample) -> tuple[str, bytes]:
    def draw(table: Table) -> str:
        head, *lines = (f"|{'|'.join(line)}|\n" for line in _grid(sample, table, copies=True))
        return f"\n{head}{'|---' * lay_out(table).width}|\n{''.join(lines)}\n"

    body = sample.body(draw, "## {}\n\n", "{}\n\n")
    return "a.md", f"# {sample.unit}{sample.title}\n\n{body}".encode()


def excel_set_in(sample: Sample) -> tuple[str, bytes]:
    """Empty lines above and empty columns before each table, full-width digits."""
    book = Workbook()
    book.remove(book.active)
    digits = str.maketrans("0123456789", "０１２３４５６７８９")
    for table in sample.tables():
        sheet: Any = book.create_sheet(f"表{table.numeral}")
        sheet.cell(3, 3, f"{sample.unit}{sample.title}")
        for cell in lay_out(table).cells:
            row, column, text = 5 + cell.line, 3 + cell.column, sample.text(cell)
            sheet.cell(row, column, (text.translate(digits) if cell.cell and text.isdigit() else text) or None)
            if cell.colspan > 1 or cell.rowspan > 1:
                sheet.merge_cells(None, row, column, row + cell.rowspan - 1, column + cell.colspan - 1)
    saved = io.BytesIO()
    book.save(saved)
    return "a.xlsx", saved.getvalue()


def web_of_sheets(sample: Sample) -> tuple[str, bytes]:
    """As a spreadsheet saves itself for the web: title and headings are rows of the tables."""
    found = []
    for part in sample.form.parts:
        if part.table:
            drawn = html_table(sample, sample.form.table(part.table), lambda cell, text: text or "<br>")
            lines = (f"<b>{sample.unit}{sample.title}</b>", part.heading)
            top = "".join(f"<tr><td colspan=9>{line}</td></tr>" for line in lines)
            found.append(f"<a><h1>表{part.numeral}</h1></a>" + drawn.replace("<tr>", f"{top}<tr>", 1))
    return "a.html", f"<html><body><center><h1>Overview</h1></center>{''.join(found)}</body></html>".encode()


def web_upright(sample: Sample) -> tuple[str, bytes]:
    """Labels with a line break behind each character, everything on one line of the file."""
    draw = lambda t: html_table(sample, t, lambda c, x: x if c.cell else "<br>".join(x))  # noqa: E731
    page = sample.body(draw, "<p>{}</p>", "<p>{}</p>")
    return "a.html", f"<h1>{sample.unit}{sample.title}</h1>{page}".replace("\n", "").encode()


def web_two(sample: Sample) -> tuple[str, bytes]:
    """Table two as a table for each of its parts, table four as one for 复议 and one for 诉讼."""

    def draw(table: Table) -> str:
        layout = lay_out(table)
        tops = [cell.line for cell in layout.cells if cell.text.startswith("第二十条")]
        cuts = [range(a, b) for a, b in pairwise([*tops, layout.height])]
        plain = lambda cell, text: text.replace("\n", "")  # noqa: E731
        if cuts:
            return "<p>&nbsp;</p>".join(html_table(sample, table, plain, lines) for lines in cuts)
        if not any(block.across for block in table.blocks):
            return html_table(sample, table, plain)
        [block] = table.blocks
        heads = "".join(f"<td>{column.words}</td>" for column in block.columns)
        figures = [
            "".join(f"<td>{sample.cells.get(table.grid[row.key, c.key].address, '')}</td>" for c in block.columns)
            for row in block.rows
        ]
        first = f"<p>（一）行政复议情况</p><table><tr>{heads}</tr><tr>{figures[0]}</tr></table>"
        names = "".join(f"<td colspan=5>{row.words}</td>" for row in block.rows[1:])
        rest = f"<tr>{names}</tr><tr>{heads * 2}</tr><tr>{figures[1]}{figures[2]}</tr>"
        return f"{first}<p>（二）行政诉讼情况</p><table>{rest}</table>"

    return "a.html", f"<h1>{sample.unit}{sample.title}</h1>{sample.body(draw, '<p>{}</p>', '<p>{}</p>')}".encode()


def saved_by_chrome(sample: Sample) -> tuple[str, bytes]:
    """A page saved as 单个文件: quoted-printable inside MIME, styles beside it."""
    import quopri

    part = "Content-Type: {}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    edge = "------MultipartBoundary--x"
    kind = f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{edge[2:]}"'
    head = f"MIME-Version: 1.0\r\n{kind}\r\n\r\n"
    page = quopri.encodestring(web(sample)[1]).decode().replace("\n", "\r\n")
    parts = f"{edge}\r\n{part.format('text/html')}{page}\r\n{edge}\r\n{part.format('text/css')}p=3D\r\n{edge}--\r\n"
    return "a.mhtml", f"From: <Saved by Blink>\r\n{head}{parts}".encode()


def _bars_pushed(sample: Sample, table: Table, end: str) -> str:
    layout = lay_out(table)
    lines = []
    for cells in only_begun(sample, table):
        filled = [text for text in cells if text]
        lines.append(end.join(filled) + end.rstrip("\n") + "|" * (layout.width - len(filled)) + "\n")
    return "".join(lines)


def bars_pushed(sample: Sample) -> tuple[str, bytes]:
    """A row on each line, bars between cells, what is merged or blank as bars at its end, heads too (C)."""
    return _text(sample, sample.body(lambda t: _bars_pushed(sample, t, " | ")))


def bars_pushed_on_lines(sample: Sample) -> tuple[str, bytes]:
    """The same, a cell on each line (C)."""
    return _text(sample, sample.body(lambda table: _bars_pushed(sample, table, " |\n")))


def figures_first(sample: Sample) -> tuple[str, bytes]:
    """As PDF text comes out: each row's figures above its label (E)."""

    def draw(table: Table) -> str:
        lines = []
        for block in table.blocks:
            lines += [block.banner, block.corner, *(column.words for column in block.columns)]
            for row in block.rows:
                lines += [str(sample.cells.get(table.grid[row.key, c.key].address, "")) for c in block.columns]
                lines.append(row.words)
        return "\n".join(lines) + "\n"

    return _text(sample, sample.body(draw))


WRITTEN_OUT: tuple[Layout, ...] = (
    tabs_with_blanks, tabs_with_copies, bars_with_blanks, markdown_with_copies, excel_set_in, web_of_sheets,
    web_upright, web_two, saved_by_chrome,
)  # fmt: skip
"""Layouts that keep every cell."""

PUSHED: tuple[Layout, ...] = (bars_pushed, bars_pushed_on_lines)
"""Layouts that lose the places of blanks: what they lost is named."""
