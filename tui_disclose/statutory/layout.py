"""The printed table as a grid of merged cells, laid out from the form alone.

Grid entry, HTML, and every later renderer draw these same cells; the merging rule is one: neighbours that share a
group share one cell.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from tui_disclose.statutory.forms import Block, Cell, Table

Role = Literal["banner", "corner", "head", "stub", "figure"]


class GridCell(msgspec.Struct, frozen=True):
    """A printed cell: where it stands on the grid, how far it reaches, and its text or the cell it shows."""

    line: int
    column: int
    colspan: int
    rowspan: int
    role: Role
    text: str = ""
    cell: Cell | None = None


class Layout(msgspec.Struct, frozen=True):
    """A printed table: `width` grid columns, `height` lines, and its cells in reading order."""

    width: int
    height: int
    cells: tuple[GridCell, ...]

    def on_line(self, line: int) -> list[GridCell]:
        """Return the cells that begin on a line."""
        return [cell for cell in self.cells if cell.line == line]


def lay_out(table: Table) -> Layout:
    """Return the printed layout of a table."""
    cells: list[GridCell] = []
    line = 0
    for block in table.blocks:
        if block.banner:
            cells.append(GridCell(line, 0, table.width, 1, "banner", block.banner))
            line += 1
        block_cells = _lay_out_across(table, block, line) if block.across else _lay_out_down(table, block, line)
        cells += block_cells
        line = 1 + max(cell.line for cell in block_cells)
    cells.sort(key=lambda cell: (cell.line, cell.column))
    return Layout(table.width, line, tuple(cells))


def _lay_out_down(table: Table, block: Block, top: int) -> list[GridCell]:
    heads, depth = _merge([(*c.groups, c.label) for c in block.columns], [c.span for c in block.columns])
    cells = [GridCell(top, 0, block.stub, depth, "corner", block.corner)]
    cells += [
        GridCell(top + level, block.stub + offset, length, levels, "head", text)
        for offset, level, length, levels, text in heads
    ]
    # Row labels merge by the same rule with the page turned: what was across is now down.
    labels, _ = _merge([(*r.groups, r.label) for r in block.rows], [1] * len(block.rows), block.stub)
    cells += [
        GridCell(top + depth + offset, level, levels, length, "stub", text)
        for offset, level, length, levels, text in labels
    ]
    for line, row in enumerate(block.rows, top + depth):
        left = block.stub
        for column in block.columns:
            cells.append(GridCell(line, left, column.span, 1, "figure", cell=table.grid[row.key, column.key]))
            left += column.span
    return cells


def _lay_out_across(table: Table, block: Block, top: int) -> list[GridCell]:
    pairs = [(row, column) for row in block.rows for column in block.columns]
    paths = [(*row.groups, row.label, *column.groups, column.label) for row, column in pairs]
    heads, depth = _merge(paths, [column.span for _, column in pairs])
    cells = [
        GridCell(top + level, offset, length, levels, "head", text) for offset, level, length, levels, text in heads
    ]
    left = 0
    for row, column in pairs:
        cells.append(GridCell(top + depth, left, column.span, 1, "figure", cell=table.grid[row.key, column.key]))
        left += column.span
    return cells


def _merge(
    paths: Sequence[tuple[str, ...]], spans: Sequence[int], depth: int = 0
) -> tuple[list[tuple[int, int, int, int, str]], int]:
    """Merge label paths into cells: (offset along, level, length along, levels deep, text), and the depth.

    Neighbours with the same path down to a level share the cell of that level; the last label of a path reaches
    down to the full depth.
    """
    depth = max(depth, *(len(path) for path in paths))
    cells: list[tuple[int, int, int, int, str]] = []
    for level in range(depth):
        offset, at = 0, 0
        while at < len(paths):
            path, start, length = paths[at], offset, 0
            last = level == len(path) - 1
            begin = at
            while at < len(paths) and (at == begin or (not last and paths[at][: level + 1] == path[: level + 1])):
                length += spans[at]
                offset += spans[at]
                at += 1
            if level < len(path):
                cells.append((start, level, length, depth - level if last else 1, path[level]))
    return cells, depth
