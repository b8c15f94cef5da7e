"""What a page is made of before it means anything: lines of text, and tables as lines of cells.

Every format (web page, Word, Excel, pasted text) is first cut into these; `page` reads them, whatever they came from.
"""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from tui_disclose.importing.numbers import looks_like_figure

_LOST = "（行末缺）"


class Spot(msgspec.Struct, frozen=True):
    """One cell on a page: its text, the line of the file it stands in, and whether a merged cell reaches into it."""

    text: str
    line: int
    covered: bool = False
    place: int = 0
    """The grid column it begins in, where the page tells."""

    @property
    def blank(self) -> bool:
        """Tell whether nothing is printed in it."""
        return not self.text.strip()


GridRow = tuple[Spot, ...]
"""One printed line of a table; an empty one stands between two tables."""


class Paragraph(msgspec.Struct, frozen=True):
    """One line of text and the line of the file it stands in."""

    line: int
    text: str
    markdown: bool = False
    """It is Markdown already and goes on in the next line, as a table does."""


class Grid(msgspec.Struct, frozen=True):
    """A table as lines of cells."""

    rows: tuple[GridRow, ...]
    statutory: bool = False
    """Whoever cut the page has seen that its lines belong to the form; otherwise its labels and heads decide."""
    loose: bool = False
    """Lines of text may stand among its rows, as on a sheet."""


Piece = Paragraph | Grid


class Page(msgspec.Struct, frozen=True):
    """A page from top to bottom."""

    pieces: tuple[Piece, ...]
    names: dict[int, str] = {}
    """What people call a line where its number alone does not lead there (a sheet's row, a table's row)."""
    notes: tuple[str, ...] = ()
    """What was left out or read loosely while the page was cut, one Chinese sentence each."""
    texts: dict[str, str] = {}
    """Texts that the file holds word for word, by section key."""
    furniture: bool = False
    """Navigation, buttons and a footer may stand around the report."""
    pictures: bool = False
    """It shows pictures, whose text nobody reads here."""

    def where(self, line: int) -> str:
        """Return what people call a line."""
        return self.names.get(line, f"第{line}行")


def in_place(rows: Sequence[GridRow]) -> list[GridRow]:
    """Return lines of cells with their places, if merged cells were written out to the grid; elsewhere none is known.

    A cell that was merged is followed by blanks or by its own text again. Where merged cells left their blanks at the
    ends of lines, or none, no line has a blank before a filled cell.
    """
    if any(_again(before, after) for row in rows for before, after in pairwise(row)):
        return _without_copies(rows)
    if not any(before.blank and not after.blank for row in rows for before, after in pairwise(row)):
        return list(rows)
    width = max(map(len, rows))
    # Blanks at the ends of lines may be left out; behind the last line it may as well be the end of what was saved.
    ends = [*[""] * (len(rows) - 1), _LOST]
    padded = [
        (*row, *[Spot(end, row[-1].line, covered=True)] * (width - len(row)))
        for row, end in zip(rows, ends, strict=True)
    ]
    return [tuple(Spot(spot.text, spot.line, spot.covered, at) for at, spot in enumerate(row, 1)) for row in padded]


def without_padding(row: GridRow) -> GridRow:
    """Return a line of cells without those that were put at its end to make it as long as the others."""
    end = len(row)
    while end and row[end - 1].covered and row[end - 1].text in ("", _LOST):
        end -= 1
    return row[:end]


def _again(before: Spot, after: Spot) -> bool:
    return not before.blank and before.text == after.text and not looks_like_figure(before.text)


def _without_copies(rows: Sequence[GridRow]) -> list[GridRow]:
    """Return lines of cells with their places, labels that are written out once in a line, marked where from above."""
    written: list[GridRow] = []
    above: dict[int, str] = {}
    for row in rows:
        spots: list[Spot] = []
        for at, spot in enumerate(row, 1):
            if at > 1 and _again(row[at - 2], spot):
                continue
            covered = above.get(at) == spot.text and not spot.blank and not looks_like_figure(spot.text)
            spots.append(Spot(spot.text, spot.line, covered, at))
        above = {at: spot.text for at, spot in enumerate(row, 1)}
        written.append(tuple(spots))
    return written


def spanned(rows: list[list[tuple[str, int, int, int]]]) -> list[GridRow]:
    """Return lines of cells written out to the grid; a cell is (text, line of the file, colspan, rowspan).

    A cell stands once in every line that it reaches, and is marked as covered where it began above.
    """
    written: list[GridRow] = []
    above: dict[int, tuple[int, int]] = {}
    cells: list[tuple[str, int]] = []
    for row in rows:
        grid: dict[int, tuple[int, int, bool]] = {at: (number, left, True) for at, (number, left) in above.items()}
        at = 0
        for text, line, colspan, rowspan in row:
            while at in grid:
                at += 1
            cells.append((text, line))
            for place in range(at, at + colspan):
                grid.setdefault(place, (len(cells) - 1, rowspan, False))
            at += colspan
        above = {place: (number, left - 1) for place, (number, left, _) in grid.items() if left > 1}
        spots: dict[int, Spot] = {}
        for place in sorted(grid):
            number, _, covered = grid[place]
            spots.setdefault(number, Spot(*cells[number], covered, place))
        written.append(tuple(spots.values()))
    return written
