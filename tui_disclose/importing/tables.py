"""Tells which statutory table a table of a page is, by its row labels and its heads; never by its place."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from tui_disclose.importing.cuts import totals_along
from tui_disclose.importing.grid import GridRow, Spot
from tui_disclose.importing.labels import Labels, Target, column_names, key_of
from tui_disclose.importing.numbers import looks_like_figure, read_figure
from tui_disclose.statutory.figures import NotAFigure, number_of
from tui_disclose.statutory.forms import Block, Form, Row, Table
from tui_disclose.statutory.text import without_number

_PLACEHOLDER = re.compile(r"(?:数据|数值|列|column|col)?\d{0,2}|-+|—+", re.IGNORECASE)
"""A head that a conversion puts where it read none."""

_WIDEST = 100
_SAID = 40
_ROWS, _ROW = 2, 3
"""Without any heads, so many rows of so many figures make a table of the form."""


class Recognised(msgspec.Struct, frozen=True):
    """A table of a page that is one of the form's: its lines as they are to be read, and what was assumed."""

    table: Table
    rows: tuple[GridRow, ...]
    note: str = ""
    placed: bool = False
    """Its heads say nothing: a conversion lost them."""


def recognised(form: Form, labels: Labels, rows: Sequence[GridRow], title: Spot | None) -> Recognised | None:
    """Return the statutory table that a table is, by its heads or else by its rows; None for any other.

    `title` is the line above it, which names the row of a table that was printed for one row only.
    """
    if (own := _titled(form, rows, title)) is not None:
        return own
    if (table := claimed(form, labels, rows)) is not None:
        return Recognised(table, tuple(rows))
    if (table := without_heads(form, labels, rows)) is not None:
        return Recognised(table, tuple(rows), placed=True)
    return _by_sums(form, labels, rows)


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
    heads = [row for row in rows if row and not any(looks_like_figure(spot.text) for spot in row)]
    found = _full_rows(labels, rows, form.tables)
    if any(not any(_stands_in(row, target.block) for target in found) for row in heads):
        return None
    if not heads and sum(len(target.block.columns) >= _ROW for target in found) < _ROWS:
        # A list of things counted names them as the form does; it is no table of it.
        return None
    tables = {target.table.key: target.table for target in found}
    return next(iter(tables.values())) if len(tables) == 1 else None


def names_across(form: Form, text: str) -> bool:
    """Tell whether a line names a row of a block that is printed across."""
    blocks = (block for table in form.tables for block in table.blocks if block.across)
    return any(_row_in(block, text) is not None for block in blocks)


def placeholders(row: GridRow) -> bool:
    """Tell whether a line of heads says nothing (数据1, 数据2 …), but for a total at its end."""
    said = [spot for spot in row[1:] if not spot.blank]
    empty = [bool(_PLACEHOLDER.fullmatch(key_of(spot.text))) for spot in said]
    return len(said) > 0 and all(empty[:-1]) and (empty[-1] or (len(said) > 1 and _says_total(said[-1])))


def _stands_in(row: GridRow, block: Block) -> bool:
    """Tell whether a line of heads may stand over a block: placeholders, or its own heads in their places."""
    for at, spot in enumerate(row[1:]):
        key = key_of(spot.text)
        if not _PLACEHOLDER.fullmatch(key) and not (at < len(block.columns) and key in column_names(block, at)):
            return False
    return True


def _says_total(spot: Spot) -> bool:
    return key_of(spot.text) in ("总计", "合计")


def _titled(form: Form, rows: Sequence[GridRow], title: Spot | None) -> Recognised | None:
    """Return a table of one line of a block that is printed across, its row named by the line above the table."""
    if title is None or not rows:
        return None
    *heads, figures = rows
    keys = [key_of(spot.text) for row in heads for spot in row if not (spot.blank or spot.covered)]
    for table in form.tables:
        for block in (block for block in table.blocks if block.across):
            own = [at for key in keys for at in range(len(block.columns)) if key in column_names(block, at)]
            row = _row_in(block, title.text)
            fits = own == list(range(len(block.columns))) and len(keys) == len(own) == len(figures)
            if row is not None and fits and all(spot.blank or looks_like_figure(spot.text) for spot in figures):
                corner = Spot(row.words, title.line)
                return Recognised(table, ((corner, *(s for line in heads for s in line)), figures))
    return None


def _row_in(block: Block, text: str) -> Row | None:
    """Return the row of a block that a line names, alone or behind its merged label; None where it names none."""
    key = re.sub("[()]", "", without_number(key_of(text))).removesuffix("情况")
    for row in block.rows:
        if key in {key_of("".join((*row.groups[at:], row.words))) for at in range(len(row.groups) + 1)}:
            return row
    return None


def _by_sums(form: Form, labels: Labels, rows: Sequence[GridRow]) -> Recognised | None:
    """Return a table whose heads are not known but whose lines have as many figures as they should, and add up.

    Lines that do not stay under their heads and are named by whoever reads them.
    """
    found = {at: table for at, row in enumerate(rows) if (table := _adding_up(form, labels, row)) is not None}
    tables = {table.key: table for table in found.values()}
    first = next((at for at, row in enumerate(rows) if any(looks_like_figure(spot.text) for spot in row)), len(rows))
    heads = rows[:first]
    if len(tables) != 1 or any(_against(table, heads) for table in tables.values()):
        return None
    [table] = tables.values()
    read = [_whole(table, row) for at, row in enumerate(rows) if at in found]
    rest = [row for at, row in enumerate(rows) if at >= first and at not in found]
    said = "、".join(spot.text.strip() for row in heads for spot in row if not spot.blank)
    note = f"表头“{said[:_SAID]}”认不出；每行数字不多不少且与总计相符，按格式的列序读入，请核对列序" if said else ""
    under = ((), *heads, *rest) if rest else ()
    return Recognised(table, tuple(part for row in read for part in row) + under, note)


def _adding_up(form: Form, labels: Labels, row: GridRow) -> Table | None:
    """Return the table of a line that names a row as the form prints it, or a whole block printed across."""
    filled = [spot for spot in row if not spot.blank]
    named = [at for at, spot in enumerate(filled) if labels.prints(key_of(spot.text))]
    for table in form.tables:
        for block in table.blocks:
            keys = [column.key for column in block.columns]
            if block.across and not named:
                own, lines = filled, [each.key for each in block.rows]
            elif named and not block.across:
                own = filled[named[-1] + 1 :]
                target = labels.exactly(filled[named[-1]].text)
                lines = [t.row.key for t in target if t.block is block and t.table is table and len(target) == 1]
            else:
                continue
            totals = totals_along(table, lines, keys)
            if len(totals) == len(lines) > 0 and len(own) == len(lines) * len(keys) and _agree(own, totals):
                return table
    return None


def _agree(spots: Sequence[Spot], totals: Sequence[tuple[int, tuple[int, ...]]]) -> bool:
    try:
        numbers = [number_of(read_figure(spot.text)[0]) for spot in spots]
    except NotAFigure:
        return False
    return all(
        None not in (numbers[total], *(numbers[at] for at in parts))
        and numbers[total] == sum(numbers[at] or 0 for at in parts)
        for total, parts in totals
    )


def _against(table: Table, heads: Sequence[GridRow]) -> bool:
    """Tell whether what is known of the heads says another order of columns than the form's."""
    keys = [key_of(spot.text) for row in heads for spot in row if not spot.blank]
    for block in table.blocks:
        if block.across:
            continue
        known = [at for key in keys for at in range(len(block.columns)) if key in column_names(block, at)]
        if known != sorted(set(known)):
            return True
    return False


def _whole(table: Table, row: GridRow) -> list[GridRow]:
    """Return a line for reading without its heads; one without a label under those of its block."""
    if all(spot.blank or looks_like_figure(spot.text) for spot in row):
        [block] = [block for block in table.blocks if block.across]
        names = tuple(Spot(each.words, row[0].line) for each in block.rows)
        columns = tuple(Spot(c.words, row[0].line) for _ in block.rows for c in block.columns)
        return [names, columns, tuple(spot for spot in row if not spot.blank)]
    return [tuple(spot for spot in row if not spot.blank)]


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
                sizes = {len(figures), _placed_figures(labels, rows, row)}
                found += [t for t in meant if len(t.block.columns) in sizes]
    return found


def _placed_figures(labels: Labels, rows: Sequence[GridRow], row: GridRow) -> int:
    """Return how many figures a line has with its blank ones, where no place of the table is left for labels; else 0.

    Every line of the table is as long, its first cell is a label as the form prints it, its last one a figure.
    """
    if len({len(other) for other in rows if other}) > 1 or any(spot.covered for spot in row):
        return 0
    return len(row) - 1 if labels.prints(key_of(row[0].text)) and looks_like_figure(row[-1].text) else 0


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
