"""Lines of a table whose figures run together in one cell, and the ways to part them."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from tui_disclose.importing.cuts import Parting, Relations, agrees_down, may_run_together, part_figures, totals_along
from tui_disclose.importing.grid import Spot
from tui_disclose.importing.labels import Target
from tui_disclose.importing.numbers import looks_like_figure, numbers_only
from tui_disclose.statutory.figures import Figure
from tui_disclose.statutory.forms import Cell, CellKind

MOST_SHOWN = 20
"""More ways than a person can look through are no help; the count of all is said."""
_REMARK = re.compile(r"[(（][^()（）]*[)）]")


class Run(msgspec.Struct, frozen=True):
    """A line whose figures run together: its rows, and the order of their columns."""

    key: str
    label: Spot
    spot: Spot
    targets: tuple[Target, ...]
    columns: tuple[int, ...]

    @property
    def cells(self) -> list[Cell]:
        """Every cell in the order of the line."""
        every = [t.table.grid[t.row.key, column.key] for t in self.targets for column in t.block.columns]
        return [every[at] for at in self.columns]

    @property
    def addresses(self) -> list[str]:
        """The addresses of its cells."""
        return [cell.address for cell in self.cells]

    @property
    def kinds(self) -> list[CellKind]:
        """The kinds of its figures."""
        return [cell.column.kind for cell in self.cells]

    @property
    def words(self) -> str:
        """The row in words, or the table."""
        return self.targets[0].row.words if len(self.targets) == 1 else f"表{self.targets[0].table.numeral}"

    @property
    def totals(self) -> Relations:
        """Totals among its figures."""
        rows = [target.row.key for target in self.targets]
        keys = [column.key for column in self.targets[0].block.columns]
        ordered = [keys[at] for at in self.columns] if len(rows) == 1 else keys
        return totals_along(self.targets[0].table, rows, ordered)

    def down(self, way: Sequence[Figure], known: Mapping[str, Figure]) -> bool | None:
        """Tell whether a way to part it agrees with the columns of the table; None where that cannot be told."""
        if len(self.targets) > 1:
            return None
        figures = {cell.column.key: figure for cell, figure in zip(self.cells, way, strict=True)}
        return agrees_down(self.targets[0].table, self.targets[0].row.key, figures, known)


def offer(run: Run) -> Parting:
    """Return the ways to part a line whose figures run together."""
    return part_figures(run.spot.text, run.kinds, run.totals)


def ranked(run: Run, found: Parting, known: Mapping[str, Figure]) -> tuple[tuple[Figure, ...], ...]:
    """Return the ways that are shown, those first that agree with the columns of the table, those last that do not."""
    order = {True: 0, None: 1, False: 2}
    return tuple(sorted(found.ways, key=lambda way: order[run.down(way, known)])[:MOST_SHOWN])


def holds_figures(text: str) -> bool:
    """Tell whether a cell holds a figure, or several that run together on one line."""
    return looks_like_figure(text) or ("\n" not in text and (may_run_together(text) or numbers_only(text)))


def parted_by_spaces(figures: Sequence[Spot], size: int) -> Sequence[Spot]:
    """Return a cell each for figures that stand in one cell, where spaces part them into exactly so many."""
    filled = [spot for spot in figures if not spot.blank]
    if size < 2 or len(filled) != 1 or "\n" in filled[0].text or filled[0].covered:
        return figures
    parts = filled[0].text.split()
    if len(parts) != size or not all(map(looks_like_figure, parts)):
        return figures
    return [Spot(part, filled[0].line) for part in parts]


def run_together(figures: Sequence[Spot], size: int) -> Spot | None:
    """Return the only cell of a line where it holds the figures of several columns; None for any other line."""
    filled = [spot for spot in figures if not spot.blank]
    if size < 2 or len(filled) != 1 or filled[0].covered or not may_run_together(filled[0].text):
        return None
    # One figure in a full set of cells is that figure, unless no figure is written so; remarks may hold spaces.
    if len(figures) == size and not re.match(r"0\d|\S+\s+\S", _REMARK.sub("", filled[0].text).strip()):
        return None
    return filled[0]
