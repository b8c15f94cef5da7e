"""A printed table as screen lines: which text stands where, and which cells of the screen each figure has.

Pure: a `Layout` and a width go in, a `Drawing` comes out. No boxes and no ambiguous-width characters: merged heads
are centred over their columns, spaces and a few “|” keep neighbours apart.
"""

from itertools import pairwise
from math import ceil
from typing import Literal

import msgspec
from rich.cells import cell_len

from tui_disclose.statutory.layout import GridCell, Layout
from tui_disclose.tui.widgets.label_text import balanced, by_clauses, fit, wrap

PieceRole = Literal["banner", "corner", "head", "stub"]

NARROWEST = 5
"""The least width of a figure's cell: four digits and the gap."""
WIDEST = 24
"""The greatest width of a grid column; wider ones would tear a row apart."""
PRINTED_STUB_FROM = 110
"""From this width on, row labels stand in merged columns as on paper."""
_PRINTED_UNIT = 8
_SHORT_STUB = 25
_LEAST_LEAF = 20
_HEAD_LINES = 3


class Piece(msgspec.Struct, frozen=True):
    """A text of the form itself at a screen column of its line."""

    x: int
    text: str
    role: PieceRole


class Place(msgspec.Struct, frozen=True):
    """Where a figure stands; the last of its `width` cells is the gap to its neighbour."""

    line: int
    x: int
    width: int


class Band(msgspec.Struct, frozen=True):
    """The lines of one block of a table: its head, which stays, and its rows, which page."""

    head: range
    rows: range


class Sheet(msgspec.Struct, frozen=True):
    """As many columns of a table as the width holds, with the row labels; most tables have one sheet."""

    width: int
    lines: tuple[tuple[Piece, ...], ...]
    places: dict[str, Place]
    bands: tuple[Band, ...]


class Drawing(msgspec.Struct, frozen=True):
    """A table drawn for one width."""

    sheets: tuple[Sheet, ...]

    def sheet_of(self, address: str) -> int:
        """Return the number of the sheet that shows a cell."""
        return next(number for number, sheet in enumerate(self.sheets) if address in sheet.places)


class _Block(msgspec.Struct, frozen=True):
    """The part of a layout that is one block: its cells, its lines, its label columns and figure columns."""

    cells: tuple[GridCell, ...]
    top: int
    first_row: int
    end: int
    stub: int
    columns: tuple[tuple[int, int], ...]
    """Each figure column's first grid column and span."""

    @property
    def units(self) -> int:
        """Grid columns that its figures take."""
        return sum(span for _, span in self.columns)

    @property
    def shorts(self) -> dict[int, str]:
        """Each row's line → its label on one narrow line: short, unless the printed one says it all."""
        rows = {cell.line: cell.cell.row for cell in self.cells if cell.cell}
        whole = {line: not row.groups and cell_len(row.words) < _SHORT_STUB - 1 for line, row in rows.items()}
        return {line: row.words if whole[line] else row.short for line, row in rows.items()}


def draw(layout: Layout, width: int) -> Drawing:
    """Return the drawing of a table for a width in cells; columns beyond it go on further sheets."""
    blocks = _blocks(layout)
    printed = width >= PRINTED_STUB_FROM and all(_printed_fits(block, width) for block in blocks)
    label_width = max((_label_width(block, width, printed) for block in blocks), default=0)
    label_width = min(label_width, max(width - NARROWEST, 1))
    sliced = [_slices(block, width - (label_width if block.stub else 0)) for block in blocks]
    units = [
        min(WIDEST, max((width - (label_width if block.stub else 0)) // size, 2))
        for block, (size, _) in zip(blocks, sliced, strict=True)
    ]
    # What the columns leave over widens the labels, so that the figures stand at the right edge.
    spare = [
        width - label_width - unit * size
        for block, unit, (size, _) in zip(blocks, units, sliced, strict=True)
        if block.stub
    ]
    if spare:
        label_width += max(0, min(min(spare), _SHORT_STUB - label_width))
    sheets = []
    for number in range(max(len(slices) for _, slices in sliced)):
        parts = [
            (block, _edges(layout, block, label_width, unit, slices[number], printed))
            for block, unit, (_, slices) in zip(blocks, units, sliced, strict=True)
            if number < len(slices)
        ]
        sheets.append(_sheet(parts, printed))
    return Drawing(tuple(sheets))


def _blocks(layout: Layout) -> list[_Block]:
    figure_lines = sorted({cell.line for cell in layout.cells if cell.role == "figure"})
    ends = [before + 1 for before, after in pairwise(figure_lines) if after > before + 1] + [layout.height]
    blocks, top = [], 0
    for end in ends:
        cells = tuple(cell for cell in layout.cells if top <= cell.line < end)
        first_row = min(cell.line for cell in cells if cell.role == "figure")
        columns = tuple((c.column, c.colspan) for c in cells if c.role == "figure" and c.line == first_row)
        blocks.append(_Block(cells, top, first_row, end, columns[0][0], columns))
        top = end
    return blocks


def _group_width(cell: GridCell) -> int:
    """Return the cells that a merged row label needs: one line in a short group, up to three in a long one."""
    lines = max(1, min(_HEAD_LINES, cell.rowspan // 6))
    return next(w for w in range(2, cell_len(cell.text) + 3) if len(wrap(cell.text, w)) <= lines) + 1


def _group_columns(block: _Block) -> list[int]:
    """Return the widths of the label columns before the last, which hold merged labels."""
    return [
        max(
            (_group_width(c) for c in block.cells if c.role == "stub" and (c.column, c.colspan) == (column, 1)),
            default=2,
        )
        for column in range(block.stub - 1)
    ]


def _printed_fits(block: _Block, width: int) -> bool:
    return block.stub < 2 or width - _PRINTED_UNIT * block.units - sum(_group_columns(block)) >= _LEAST_LEAF


def _label_width(block: _Block, width: int, printed: bool) -> int:
    """Return the cells that a block's row labels take together."""
    if not block.stub:
        return 0
    if not printed or block.stub == 1:
        return min(max(cell_len(label) for label in block.shorts.values()) + 1, _SHORT_STUB)
    groups = _group_columns(block)
    needed = max(
        sum(groups[: cell.column]) + cell_len(cell.text.replace("\n", "")) + 1
        for cell in block.cells
        if cell.role == "stub" and cell.column + cell.colspan == block.stub
    )
    return min(needed, width - _PRINTED_UNIT * block.units)


def _slices(block: _Block, room: int) -> tuple[int, list[tuple[int, int]]]:
    """Return the grid columns of a full sheet, and the grid columns (from, to) of each sheet."""
    spans = dict(block.columns)
    # A column's own head should need no more than a few lines.
    narrowest = max(
        [NARROWEST]
        + [
            ceil((ceil(cell_len(c.text) / 2 / _HEAD_LINES) * 2 + 1) / c.colspan)
            for c in block.cells
            if c.role == "head" and c.line + c.rowspan == block.first_row and spans.get(c.column) == c.colspan
        ]
    )
    fitting = max(room // narrowest, 1)
    size = max(ceil(block.units / ceil(block.units / fitting)), *spans.values(), 1)
    slices: list[tuple[int, int]] = []
    for column, span in block.columns:
        if slices and column + span - slices[-1][0] <= size:
            slices[-1] = (slices[-1][0], column + span)
        else:
            slices.append((column, column + span))
    return size, slices


def _edges(
    layout: Layout, block: _Block, label_width: int, unit: int, columns: tuple[int, int], printed: bool
) -> list[int]:
    """Return the screen column where each grid column begins; those on other sheets have no width."""
    first, last = columns
    groups = _group_columns(block) if printed and block.stub > 1 else [0] * max(block.stub - 1, 0)
    labels = [sum(groups[:column]) for column in range(block.stub)]
    left = label_width if block.stub else 0
    return labels + [
        left + unit * (min(max(column, first), last) - first) for column in range(block.stub, layout.width + 1)
    ]


def _sheet(parts: list[tuple[_Block, list[int]]], printed: bool) -> Sheet:
    width = max(edges[-1] for _, edges in parts)
    lines: list[tuple[Piece, ...]] = []
    places: dict[str, Place] = {}
    bands = []
    for block, edges in parts:
        start = len(lines)
        lines += _head(block, edges, width)
        first = len(lines)
        labels = _printed_labels(block, edges) if printed and block.stub > 1 else _short_labels(block, edges)
        lines += [tuple(piece for line, piece in labels if line == row) for row in range(block.first_row, block.end)]
        bands.append(Band(range(start, first), range(first, len(lines))))
        for cell in block.cells:
            left, right = edges[cell.column], edges[cell.column + cell.colspan]
            if cell.cell and right > left:
                places[cell.cell.address] = Place(first + cell.line - block.first_row, left, right - left)
    return Sheet(width, tuple(lines), places, tuple(bands))


def _head(block: _Block, edges: list[int], width: int) -> list[tuple[Piece, ...]]:
    """Return the screen lines of a block's banner and heads, each wrapped in its merged cell."""
    texts = []
    heights = [1] * (block.first_row - block.top)
    for cell in sorted((c for c in block.cells if c.line < block.first_row), key=lambda c: c.rowspan):
        left = edges[cell.column]
        right = width if cell.role == "banner" else edges[cell.column + cell.colspan]
        if right - left < 2:
            continue
        lines = by_clauses(cell.text, right - left) if cell.role == "corner" else balanced(cell.text, right - left - 1)
        spanned = slice(cell.line - block.top, cell.line - block.top + cell.rowspan)
        heights[spanned.stop - 1] += max(0, len(lines) - sum(heights[spanned]))
        texts.append((cell, left, right, lines))
    drawn: list[list[Piece]] = [[] for _ in range(sum(heights))]
    for cell, left, right, lines in texts:
        top = sum(heights[: cell.line - block.top])
        bottom = top + sum(heights[cell.line - block.top :][: cell.rowspan])
        # The heads right above the figures stand on one line, whatever they are merged with.
        above = bottom if cell.line + cell.rowspan == block.first_row else (top + bottom + len(lines)) // 2
        at = (top + bottom - len(lines)) // 2 if cell.role == "corner" else above - len(lines)
        for line, text in enumerate(lines, at):
            x = left if cell.role == "corner" else left + max(0, right - 1 - left - cell_len(text)) // 2
            drawn[line].append(Piece(x, text, cell.role))  # type: ignore[arg-type]
        if cell.role == "head" and cell.line + cell.rowspan < block.first_row:
            first = edges[block.stub]
            for x in {left - 1} - {first - 1} | {right - 1} - {edges[-1] - 1}:
                _bar(drawn[top:], x)
    return [tuple(sorted(pieces, key=lambda piece: piece.x)) for pieces in drawn]


def _bar(lines: list[list[Piece]], x: int) -> None:
    """Draw the edge of a merged head down to the figures, in the gap between two columns."""
    for line in lines:
        if not any(piece.x <= x < piece.x + cell_len(piece.text) for piece in line):
            line.append(Piece(x, "|", "head"))


def _short_labels(block: _Block, edges: list[int]) -> list[tuple[int, Piece]]:
    if not block.stub:
        return []
    width = edges[block.stub] - 1
    return [(line, Piece(0, fit(text, width), "stub")) for line, text in block.shorts.items()]


def _printed_labels(block: _Block, edges: list[int]) -> list[tuple[int, Piece]]:
    """Return the row labels in their merged columns; a group's label begins beside its first row."""
    labels = []
    for cell in (c for c in block.cells if c.role == "stub"):
        x, width = edges[cell.column], edges[cell.column + cell.colspan] - edges[cell.column] - 1
        whole = cell.text.replace("\n", "")
        if cell.column + cell.colspan < block.stub:
            lines = wrap(whole, width)[: cell.rowspan]
        else:
            lines = [whole if cell_len(whole) <= width else fit(block.shorts[cell.line], width)]
        labels += [(line, Piece(x, text, "stub")) for line, text in enumerate(lines, cell.line)]
    return labels
