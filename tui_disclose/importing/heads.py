"""Which figure of a line belongs to which column, read from the heads above it; never against what the heads say."""

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from tui_disclose.importing.grid import GridRow, Spot, without_padding
from tui_disclose.importing.labels import column_names, corner_keys, key_of, nearest
from tui_disclose.report.flat import row_name
from tui_disclose.statutory.forms import Block, Row

_UNIT = re.compile(r"\(?(?:单位:?)?((?:万|亿|千|百万)?元)\)?$")


class Order(msgspec.Struct, frozen=True):
    """The columns (by place in the block) that the figures of a line stand in, or why that is not known."""

    columns: tuple[int, ...] = ()
    note: str = ""
    trouble: str = ""


def column_order(block: Block, heads: Sequence[GridRow], figures: int) -> Order:
    """Return the order of columns for lines of so many figures under these head lines."""
    size = len(block.columns)
    own = tuple(range(size))
    if figures != size:
        return Order(trouble=f"应有{size}个数字，实有{figures}个")
    if not heads:
        return Order(own, "未见表头，按格式的列序读入")
    if (other := _other_unit(block, heads)) is not None:
        return Order(trouble=other)
    corner = corner_keys(block)
    last = [key for spot in heads[-1] if (key := key_of(spot.text)) and key not in corner]
    if last == [key_of(column.words) for column in block.columns]:
        return Order(own)
    known = [place for key in last if (place := _place(block, key)) is not None]
    if len(last) == len(known) == len(set(known)) == size:
        if tuple(known) == own:
            return Order(own, _misprints(block, last))
        return Order(tuple(known), "列序与格式不同，已按列名对应")
    return _by_position(block, [[key_of(s.text) for s in row if not (s.covered or s.blank)] for row in heads])


def _other_unit(block: Block, heads: Sequence[GridRow]) -> str | None:
    """Return what is wrong where a head gives another unit than the form's; a figure is not converted unasked."""
    keys = [key_of(spot.text) for row in heads for spot in row if not spot.blank]
    for column in (column for column in block.columns if column.unit):
        own, unit = _unit(key_of(column.words))
        for base, other in map(_unit, keys):
            if base == own and other and other != unit:
                return f"表头单位为{other}，格式为{column.unit}，请换算后填写"
    return None


def _unit(key: str) -> tuple[str, str]:
    """Return a head without its unit, and the unit."""
    match = _UNIT.search(key)
    return (key[: match.start()], match[1]) if match else (key, "")


def _by_position(block: Block, rows: list[list[str]]) -> Order:
    found: list[int] = []
    for row in rows:
        known = [place for key in row if (place := _place(block, key)) is not None]
        if known != sorted(set(known)) and known != _as_read(block):
            return Order(trouble="表头的列序与格式不同")
        found += known
    if len(found) != len(set(found)) or 2 * len(found) < len(block.columns):
        return Order(trouble="表头与格式不符")
    missing = [column.words for at, column in enumerate(block.columns) if at not in found]
    note = f"表头未见“{'”“'.join(missing)}”，按格式的列序读入" if missing else ""
    return Order(tuple(range(len(block.columns))), note)


def _as_read(block: Block) -> list[int]:
    """Return the columns in the order in which their heads are read line by line, where one line holds them all."""
    depths = [len(column.groups) for column in block.columns]
    return sorted(range(len(depths)), key=lambda at: depths[at])


def _place(block: Block, key: str) -> int | None:
    """Return the column that a head names; None where none or several may be meant."""
    names = [column_names(block, at) for at in range(len(block.columns))]
    exact = [at for at, known in enumerate(names) if key in known]
    base, unit = _unit(key)
    exact = exact or [at for at, c in enumerate(block.columns) if c.unit and _unit(key_of(c.words)) == (base, unit)]
    if exact:
        return exact[0] if len(exact) == 1 else None
    meant = nearest(key, {name: str(at) for at, known in enumerate(names) for name in known})
    return None if meant is None else int(meant)


def _misprints(block: Block, keys: Sequence[str]) -> str:
    strange = [
        f"“{key}”按“{block.columns[at].words}”读入" for at, key in enumerate(keys) if key not in column_names(block, at)
    ]
    return f"表头{'、'.join(strange)}" if strange else ""


def in_columns(block: Block, heads: Sequence[GridRow], spots: Sequence[Spot], lines: int = 1) -> Sequence[Spot]:
    """Return one cell for each figure of a line that has more cells than figures, as merged cells written out leave it.

    Full figures are those that are not blank; where some are blank, each stands below its head, if the page tells its
    cells' places. Otherwise the cells are returned as they are.
    """
    size = lines * len(block.columns)
    names = [column_names(block, at) for at in range(len(block.columns))]
    found = sorted(
        (spot.place, at)
        for row in heads
        for spot in row
        for at, known in enumerate(names)
        if spot.place and not spot.covered and key_of(spot.text) in known
    )
    places = [place for place, _ in found]
    own = without_padding(tuple(spots))
    spots = own if set(places) <= {spot.place for spot in own} else spots
    known = {spot.place for spot in spots}
    in_order = [at for _, at in found] == list(range(len(names))) * lines
    if len(spots) > size and in_order and len(set(places)) == size == len(set(places) & known):
        return _below(places, spots)
    return own if len(own) <= size else _together(heads, own, size)


def _below(places: Sequence[int], spots: Sequence[Spot]) -> Sequence[Spot]:
    """Return the cell below each head; all of them where one stands below none."""
    below: dict[int, Spot] = {}
    for spot in (spot for spot in spots if not spot.blank):
        # A merged cell may be written out in each place that it covers.
        head = max((place for place in places if place <= spot.place), default=0)
        if not head or (head != spot.place and (head not in below or below[head].text != spot.text)):
            return spots
        below.setdefault(head, spot)
    return [below.get(place, Spot("", spots[0].line)) for place in places]


def _together(heads: Sequence[GridRow], spots: Sequence[Spot], size: int) -> Sequence[Spot]:
    """Return the figures of a line where blanks stand before and behind a full set of them only."""
    filled = [at for at, spot in enumerate(spots) if not spot.blank]
    if not filled:
        return spots[:size]
    copied = any(after.place - before.place > 1 for row in heads for before, after in pairwise(row) if before.place)
    if len(filled) != size or filled[-1] - filled[0] != size - 1 or copied:
        return spots
    return [spots[at] for at in filled]


def across_rows(block: Block, heads: Sequence[GridRow]) -> tuple[Row, ...]:
    """Return the rows of a block printed across that head lines name, each with every column below it; else none.

    A page may print such a block as one table or as a table for some of its rows.
    """
    columns = [column_names(block, at) for at in range(len(block.columns))]
    names = {key_of(name): row for row in block.rows for name in (row.words, row_name(row), *row.aliases)}
    # A head that reaches down over several lines counts once. Where the grid is known its columns give the order
    # (the sort is stable: elsewhere every place is 0, and reading order stays).
    spots = [spot for row in heads for spot in row if not (spot.covered or spot.blank)]
    if not spots or not any(key_of(spots[-1].text) in known for known in columns):
        # A name that stands below the columns is not one that stands above them.
        return ()
    for ordered in (sorted(spots, key=lambda spot: spot.place), spots):
        keys = [key_of(spot.text) for spot in ordered]
        named = [names[key] for key in keys if key in names]
        order = [at for key in keys for at, known in enumerate(columns) if key in known]
        as_printed = [row for row in block.rows if row in named]
        if named == as_printed and order == list(range(len(columns))) * len(named):
            return tuple(named)
        # The third line of heads is trusted, what stands above it need not be.
        places = [place for key in keys if (place := _place(block, key)) is not None]
        if places == list(range(len(columns))) * len(block.rows) and all(row in as_printed for row in named):
            return block.rows if [row.key for row in named] == [row.key for row in as_printed] else ()
    return ()
