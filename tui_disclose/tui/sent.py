"""What the terminal shows, cell by cell, so that nothing is sent twice: Textual repaints regions, a slow line pays.

A cell is a character and its style; the second half of a wide character is an empty string.
"""

from collections.abc import Iterable, Iterator

from rich.cells import split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

_GAP = 6
"""Cells that are the same between two that are not, and cheaper to send again than to jump over."""

Cell = tuple[str, Style | None]
Piece = tuple[int, int, Strip]
"""Column, line, and what stands there."""


class Sent:
    """The cells that the terminal shows, as far as they are known."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, Cell]] = {}

    def forget(self) -> None:
        """Know nothing: the terminal may show anything."""
        self._rows.clear()

    def changes(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """Yield what of these pieces the terminal does not show yet, and take it as shown."""
        for x, y, strip in pieces:
            row = self._rows.setdefault(y, {})
            cells = list(_cells(strip))
            for start, end in _runs([row.get(x + n) != cell for n, cell in enumerate(cells)]):
                first = start - 1 if not cells[start][0] and start else start
                last = end + 1 if end < len(cells) and not cells[end][0] else end
                segments = [Segment(text, style) for text, style in cells[first:last] if text]
                yield x + first, y, Strip(segments).simplify()
            row.update((x + n, cell) for n, cell in enumerate(cells))
            _forget_half(row, x + len(cells))
            if x and not cells[0][0]:
                row.pop(x - 1, None)


def _forget_half(row: dict[int, Cell], column: int) -> None:
    """Forget the second half of a wide character whose first half was written over."""
    if column in row and not row[column][0]:
        del row[column]


def _cells(strip: Strip) -> Iterator[Cell]:
    for text, style, control in strip:
        if control:
            continue
        if text.isascii():
            yield from ((character, style) for character in text)
            continue
        for start, end, width in split_graphemes(text)[0]:
            if width:
                yield text[start:end], style
            if width == 2:
                yield "", style


def _runs(changed: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield the beginnings and ends of runs of changes, small gaps included."""
    start = end = -1
    for at, differs in enumerate(changed):
        if not differs:
            continue
        if start >= 0 and at - end > _GAP:
            yield start, end
            start = at
        elif start < 0:
            start = at
        end = at + 1
    if start >= 0:
        yield start, end
