"""Ways through a printed table: beside, above and below, the next figure to type, and where pasted figures go."""

from collections.abc import Collection, Sequence

import msgspec

from tui_disclose.statutory.layout import GridCell, Layout

FAR = 1_000_000
"""More cells than a line has."""


class Spread(msgspec.Struct, frozen=True):
    """Pasted figures by the cells they fall on."""

    values: dict[str, str]
    """For cells that are typed."""
    totals: dict[str, str]
    """What fell on totals, which the form adds up itself."""
    left_over: tuple[str, ...]
    """What the table has no cell for."""


class Moves:
    """The cells of a table in printed order and the ways between them, whatever the width they are drawn for."""

    def __init__(self, layout: Layout, totals: Collection[str]) -> None:
        lines: dict[int, list[GridCell]] = {}
        for cell in layout.cells:
            if cell.cell:
                lines.setdefault(cell.line, []).append(cell)
        self._lines = [lines[line] for line in sorted(lines)]
        self._totals = totals
        self._found = {
            _address(cell): (line, number)
            for line, cells in enumerate(self._lines)
            for number, cell in enumerate(cells)
        }
        self.order = tuple(self._found)
        """Every cell in printed order."""

    def __contains__(self, address: str) -> bool:
        return address in self._found

    def column(self, address: str) -> int:
        """Return the grid column of a cell: the one to keep to on the way up or down."""
        return self._cell(address).column

    def beside(self, address: str, step: int) -> str:
        """Return the cell `step` cells to the right (left where negative), at most the last of its line."""
        line, number = self._found[address]
        cells = self._lines[line]
        return _address(cells[min(max(number + step, 0), len(cells) - 1)])

    def lines_away(self, address: str, step: int, column: int) -> str:
        """Return the cell under grid column `column` some lines down (up where negative), at most the last line's."""
        line = min(max(self._found[address][0] + step, 0), len(self._lines) - 1)
        if line == self._found[address][0]:
            return address
        cells = self._lines[line]
        return _address(next((c for c in reversed(cells) if c.column <= column), cells[0]))

    def next_typed(self, address: str, step: int) -> str | None:
        """Return the next cell (the one before where `step` is -1) that is not a total, or None."""
        at = self.order.index(address) + step
        while 0 <= at < len(self.order):
            if self.order[at] not in self._totals:
                return self.order[at]
            at += step
        return None

    def spread(self, address: str, rows: Sequence[Sequence[str]]) -> Spread:
        """Return where a pasted rectangle goes, its first figure on `address`.

        Cell for cell as in a spreadsheet; where it has just as many columns (rows) as can be typed from here on,
        the totals between them are passed over.
        """
        line, number = self._found[address]
        values: dict[str, str] = {}
        totals: dict[str, str] = {}
        left_over: list[str] = []
        column = self._lines[line][number].column
        below = self._lines[line:]
        typed = [cells for cells in below if any(_address(c) not in self._totals for c in cells)]
        for cells, row in zip(typed if len(rows) == len(typed) else below, rows, strict=False):
            reached = [c for c in cells if c.column >= column]
            typed_cells = [c for c in reached if _address(c) not in self._totals]
            targets = typed_cells if len(row) == len(typed_cells) else reached
            for cell, text in zip(targets, row, strict=False):
                (totals if _address(cell) in self._totals else values)[_address(cell)] = text
            left_over += row[len(targets) :]
        left_over += [text for row in rows[len(below) :] for text in row]
        return Spread(values, totals, tuple(left_over))

    def _cell(self, address: str) -> GridCell:
        line, number = self._found[address]
        return self._lines[line][number]


def _address(cell: GridCell) -> str:
    return cell.cell.address if cell.cell else ""
