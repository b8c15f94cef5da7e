"""The statutory tables without merged cells: one name per column, one name per row, derived from the form alone.

Pipe tables and plain text cannot merge cells, so every merged label is written out in the names below it.
"""

import msgspec

from tui_disclose.records.report import Report
from tui_disclose.statutory.figures import Figure, shown
from tui_disclose.statutory.forms import Block, Cell, Column, Row, Table
from tui_disclose.statutory.text import clean_text, one_line

JOINT = "·"
"""Between the labels of one name."""


class FlatRow(msgspec.Struct, frozen=True):
    """One line of a flat table: its full name, its short name, and the cells it shows."""

    label: str
    short: str
    cells: tuple[Cell, ...]


class FlatTable(msgspec.Struct, frozen=True):
    """A block of a statutory table with one head line; the first head cell stands over the row names."""

    head: tuple[str, ...]
    short_head: tuple[str, ...]
    rows: tuple[FlatRow, ...]


def flatten(table: Table) -> tuple[FlatTable, ...]:
    """Return the blocks of a table as flat tables, in printed order; a block printed across is turned."""
    return tuple(_flatten_block(table, block) for block in table.blocks)


def _flatten_block(table: Table, block: Block) -> FlatTable:
    rows = tuple(
        FlatRow(row_name(row), short_row(table, row), tuple(table.grid[row.key, c.key] for c in block.columns))
        for row in block.rows
    )
    corner = first_head(block)
    names = tuple(column_name(block, column) for column in block.columns)
    shorts = tuple(short_column(block, column) for column in block.columns)
    return FlatTable((corner, *names), (short_first_head(block), *shorts), rows)


def row_name(row: Row) -> str:
    """Return a row's merged labels and label in one name."""
    return JOINT.join((*row.groups, row.words)).replace("\n", "")


def column_name(block: Block, column: Column) -> str:
    """Return a column's heads and label in one name, without the heads that the whole block shares."""
    return JOINT.join(block.column_path(column)).replace("\n", "")


def first_head(block: Block) -> str:
    """Return what stands over the row names: the banner, the heads all columns share, and the printed note."""
    shared = block.columns[0].groups[: block.shared_groups]
    return _joined((block.banner, *shared, block.corner))


def short_first_head(block: Block) -> str:
    """Return what stands over the row names in few words: the banner, or nothing."""
    return block.banner.replace("\n", "")


def short_row(table: Table, row: Row) -> str:
    """Return a row's short label, or its full name where another row of the table has the same short label."""
    alike = [r for block in table.blocks for r in block.rows if r.short == row.short]
    return row.short if len(alike) == 1 else row_name(row)


def short_column(block: Block, column: Column) -> str:
    """Return a column's short label, or its full name where another column of the block has the same one."""
    alike = [c for c in block.columns if c.short == column.short]
    return column.short if len(alike) == 1 else column_name(block, column)


def printed(report: Report, cell: Cell) -> str:
    """Return a cell's figure as it is printed: on one line, without control characters, unknown as a blank."""
    return printed_figure(report.cells.get(cell.address))


def printed_figure(figure: Figure) -> str:
    """Return a figure as it is printed: on one line, without control characters, unknown as a blank."""
    return one_line(clean_text(shown(figure)))


def printed_unit(report: Report) -> str:
    """Return the unit's name as it is printed: on one line, without control characters."""
    return one_line(clean_text(report.unit))


def _joined(words: tuple[str, ...]) -> str:
    name = ""
    for word in (w.replace("\n", "") for w in words if w):
        # A note in brackets follows its head directly, as printed.
        name += word if not name or word.startswith(("（", "(")) else JOINT + word
    return name
