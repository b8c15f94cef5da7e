"""The part of a drawn table that is on the screen: its sheet and its page at one size, with the cursor in view."""

from tui_disclose.statutory.layout import Layout
from tui_disclose.tui.widgets.grid_drawing import Band, Drawing, Piece, Place, Sheet, draw


class GridView:
    """Which lines and columns of a table are shown; pages turn whole, so that a move seldom repaints the screen."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._drawing: Drawing = draw(layout, 80)
        self._size = (80, 24)
        self._sheet_number = 0
        self._pages = pages(self.sheet, 24)
        self._page_number = 0

    @property
    def sheet(self) -> Sheet:
        """The columns shown."""
        return self._drawing.sheets[self._sheet_number]

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines of the sheet that are shown, from the top of the screen."""
        return self._pages[self._page_number]

    @property
    def rows(self) -> int:
        """How many rows of figures are shown."""
        return len({place.line for place in self.sheet.places.values()}.intersection(self.lines))

    @property
    def number(self) -> tuple[int, int]:
        """The number of the page shown, from 1, and how many pages the table has at this size."""
        counts = [len(pages(sheet, self._size[1])) for sheet in self._drawing.sheets]
        return sum(counts[: self._sheet_number]) + self._page_number + 1, sum(counts)

    def resize(self, width: int, height: int, address: str) -> None:
        """Draw for a new size and show the page with a cell."""
        if (width, height) == self._size:
            return
        self._size = (width, height)
        self._drawing = draw(self._layout, max(width, 1))
        self._sheet_number = self._page_number = -1
        self.turn(address)

    def turn(self, address: str) -> bool:
        """Show the page with a cell; tell whether that is another page."""
        number = self._drawing.sheet_of(address)
        line = self._drawing.sheets[number].places[address].line
        if number == self._sheet_number and line in self.lines:
            return False
        if number != self._sheet_number:
            self._sheet_number = number
            self._pages = pages(self.sheet, self._size[1])
        self._page_number = next(at for at, lines in enumerate(self._pages) if line in lines)
        return True

    def place(self, address: str) -> Place | None:
        """Return where on the screen a cell is shown, or None."""
        place = self.sheet.places.get(address)
        if place is None or place.line not in self.lines:
            return None
        return Place(self.lines.index(place.line), place.x, place.width)

    def on_line(self, y: int) -> tuple[tuple[Piece, ...], list[tuple[str, Place]]]:
        """Return what a screen line holds: texts of the form, and cells by their addresses."""
        if y >= len(self.lines):
            return (), []
        line = self.lines[y]
        cells = [(address, place) for address, place in self.sheet.places.items() if place.line == line]
        return self.sheet.lines[line], cells


def pages(sheet: Sheet, height: int) -> tuple[tuple[int, ...], ...]:
    """Return the lines of each page: as many rows as the height holds under their heads; the last page is full."""
    rows = [(line, band) for band in sheet.bands for line in band.rows]
    starts, filled = [0], _page(rows, 0, height)
    found = [filled[0]]
    while filled[1] < len(rows):
        starts.append(filled[1])
        filled = _page(rows, filled[1], height)
        found.append(filled[0])
    if len(found) > 1:
        start = starts[-1]
        while start and _page(rows, start - 1, height)[1] == len(rows):
            start -= 1
        found[-1] = _page(rows, start, height)[0]
    return tuple(found)


def _page(rows: list[tuple[int, Band]], start: int, height: int) -> tuple[tuple[int, ...], int]:
    """Return the lines of the page that begins with row number `start`, and the number of the row after it."""
    lines: list[int] = []
    shown: Band | None = None
    at = start
    while at < len(rows):
        line, band = rows[at]
        head = [] if band is shown else list(band.head)
        if not lines:
            head = head[: max(height - 1, 0)]
        elif len(lines) + len(head) + 1 > height:
            break
        lines += [*head, line]
        shown = band
        at += 1
    return tuple(lines), at
