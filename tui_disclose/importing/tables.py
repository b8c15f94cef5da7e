"""Tells which statutory table a table of a page is, by its row labels and its heads; never by its place."""

import re
from collections.abc import Iterable, Sequence

from tui_disclose.importing.grid import GridRow
from tui_disclose.importing.labels import Labels, Target, column_names, key_of
from tui_disclose.importing.numbers import looks_like_figure
from tui_disclose.statutory.forms import Block, Form, Table

_PLACEHOLDER = re.compile(r"(?:数据|数值|列|column|col)?\d{0,2}|-+|—+", re.IGNORECASE)
"""A head that a conversion puts where it read none."""

_WIDEST = 100
_ROWS, _ROW = 2, 3
"""Without any heads, so many rows of so many figures make a table of the form."""


def claimed(form: Form, labels: Labels, rows: Sequence[GridRow]) -> Table | None:
    """Return the statutory table that a table is: half of a block's heads and one of its rows; None for any other."""
    scores = ((_score(labels, table, rows), table) for table in form.tables)
    best = max(scores, key=lambda item: item[0])
    return best[1] if best[0] else None


def goes_on(labels: Labels, table: Table | None, rows: Sequence[GridRow]) -> bool:
    """Tell whether a table without heads goes on with the rows of the table before it, as a page break leaves them."""
    return table is not None and bool(_full_rows(labels, rows, (table,)))


def without_heads(form: Form, labels: Labels, rows: Sequence[GridRow]) -> Table | None:
    """Return the statutory table whose rows stand under placeholders for heads; None for any other."""
    heads = [row for row in rows if row and not any(labels.exactly(spot.text) for spot in row)]
    if any(not _PLACEHOLDER.fullmatch(key_of(spot.text)) for row in heads for spot in row[1:]):
        return None
    found = _full_rows(labels, rows, form.tables)
    if not heads and sum(len(target.block.columns) >= _ROW for target in found) < _ROWS:
        # A list of things counted names them as the form does; it is no table of it.
        return None
    tables = {target.table.key: target.table for target in found}
    return next(iter(tables.values())) if len(tables) == 1 else None


def placeholders(row: GridRow) -> bool:
    """Tell whether a line of heads says nothing (数据1, 数据2 …)."""
    said = any(not spot.blank for spot in row[1:])
    return said and all(_PLACEHOLDER.fullmatch(key_of(spot.text)) for spot in row[1:])


def of_another_form(form: Form, own: Labels, others: Iterable[tuple[Form, Labels]], rows: Sequence[GridRow]) -> str:
    """Return the id of the form that a table is printed on, where it is another than the year's; else nothing."""
    mine = max(_exact_heads(table, rows) for table in form.tables)
    for other, labels in others:
        if other.id == form.id or (table := claimed(other, labels, rows)) is None:
            continue
        if _exact_heads(table, rows) > mine or claimed(form, own, rows) is None:
            return other.id
    return ""


def _full_rows(labels: Labels, rows: Sequence[GridRow], tables: Sequence[Table]) -> list[Target]:
    """Return the rows of tables that lines name, each with as many figures as its block has columns."""
    found = []
    for row in rows:
        for at, spot in enumerate(row[:_WIDEST]):
            figures = [s for s in row[at + 1 :] if not s.blank]
            meant = [t for t in labels.exactly(spot.text) if t.table in tables]
            if meant and all(looks_like_figure(s.text) for s in figures):
                found += [t for t in meant if len(t.block.columns) == len(figures)]
    return found


def _score(labels: Labels, table: Table, rows: Sequence[GridRow]) -> int:
    printed = _printed(rows)
    score = 0
    for block in table.blocks:
        own = [t for t in labels.targets if t.block is block and t.table is table]
        names = [column_names(block, at) for at in range(len(block.columns))]
        seen = sum(bool(known & printed) for known in names)
        rows_seen = sum(bool((target.exact | target.loose) & printed) for target in own)
        if 2 * seen >= len(names) and rows_seen:
            score += rows_seen
    return score


def _exact_heads(table: Table, rows: Sequence[GridRow]) -> int:
    printed = _printed(rows)
    return sum(_head_names(block, at) in printed for block in table.blocks for at in range(len(block.columns)))


def _head_names(block: Block, at: int) -> str:
    return key_of(block.columns[at].words)


def _printed(rows: Sequence[GridRow]) -> set[str]:
    return {key_of(spot.text) for row in rows for spot in row if not spot.blank}
