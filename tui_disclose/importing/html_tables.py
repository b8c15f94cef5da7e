"""Cuts HTML tables into lines of cells, merged cells written out to the grid."""

import re
from html.parser import HTMLParser

from tui_disclose.importing.grid import GridRow, Spot

_WIDEST = 100
"""A span beyond this is a mistake of the page, not a table."""


class _Cell:
    def __init__(self, line: int, colspan: int, rowspan: int) -> None:
        self.line = line
        self.colspan = colspan
        self.rowspan = rowspan
        self.text = ""


class _Tables(HTMLParser):
    def __init__(self, first_line: int) -> None:
        super().__init__(convert_charrefs=True)
        self._first = first_line
        self.tables: list[list[list[_Cell]]] = []
        self._cell: _Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        spans = dict(attrs)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            if not self.tables[-1]:
                self.tables[-1].append([])
            line = self._first + self.getpos()[0] - 1
            self._cell = _Cell(line, _span(spans.get("colspan")), _span(spans.get("rowspan")))
            self.tables[-1][-1].append(self._cell)
        elif tag in ("br", "p", "div") and self._cell is not None:
            self._cell.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._cell = None
        elif tag in ("p", "div") and self._cell is not None:
            self._cell.text += "\n"

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.text += re.sub(r"[ \t\r\n]+", " ", data)


def html_tables(html: str, first_line: int = 1) -> list[list[GridRow]]:
    """Return the tables in a piece of HTML that begins on a line of the file, each as lines of cells.

    A cell stands once in every line that it reaches, and is marked as covered where it began above.
    """
    parser = _Tables(first_line)
    parser.feed(html)
    parser.close()
    return [_expanded(table) for table in parser.tables if table]


def _expanded(table: list[list[_Cell]]) -> list[GridRow]:
    rows: list[GridRow] = []
    above: dict[int, tuple[_Cell, int]] = {}
    for line in table:
        grid: dict[int, tuple[_Cell, int, bool]] = {at: (cell, left, True) for at, (cell, left) in above.items()}
        at = 0
        for cell in line:
            while at in grid:
                at += 1
            for place in range(at, at + cell.colspan):
                grid.setdefault(place, (cell, cell.rowspan, False))
            at += cell.colspan
        above = {place: (cell, left - 1) for place, (cell, left, _) in grid.items() if left > 1}
        spots: dict[int, Spot] = {}
        for place in sorted(grid):
            cell, _, covered = grid[place]
            text = "\n".join(part.strip() for part in cell.text.split("\n") if part.strip())
            spots.setdefault(id(cell), Spot(text, cell.line, covered, place))
        rows.append(tuple(spots.values()))
    return rows


def _span(value: str | None) -> int:
    return min(int(value), _WIDEST) if value and value.isascii() and value.isdigit() and int(value) else 1
