"""Reads the lines of printed tables into cells: by label, never by place; what does not fit is named, not guessed.

Every layout (tabbed text, pipe tables, HTML, plain text) is first cut into lines of cells; this module reads them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from tui_disclose.importing.grid import GridRow, Spot
from tui_disclose.importing.heads import Order, column_order, is_across_head
from tui_disclose.importing.labels import Labels, Target, key_of, labels_of, nearest
from tui_disclose.importing.numbers import looks_like_figure, read_figure
from tui_disclose.statutory.figures import Figure, NotAFigure
from tui_disclose.statutory.forms import Block, Form
from tui_disclose.statutory.text import one_line


class Reading(msgspec.Struct, frozen=True):
    """What the lines of tables hold."""

    cells: dict[str, Figure]
    notes: tuple[str, ...]
    unread: tuple[str, ...]
    unplaced: tuple[dict[str, Any], ...]


def read_rows(form: Form, rows: Iterable[GridRow]) -> Reading:
    """Return the cells that lines of tables hold, with everything assumed and everything that could not be read."""
    reader = _Reader(form)
    for row in rows:
        reader.take(row)
    reader.finish()
    unread = tuple(text for _, text in sorted(reader.unread, key=lambda item: item[0]))
    return Reading(reader.cells, tuple(reader.notes), unread, tuple(reader.unplaced))


class _Pending(msgspec.Struct, frozen=True):
    """A line whose label no row has; it may be a misprint of a row that is not found elsewhere."""

    label: Spot
    figures: GridRow
    heads: tuple[GridRow, ...]


class _Reader:
    """Takes lines one after the other and keeps what the next line needs to know."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.labels: Labels = labels_of(form)
        self.cells: dict[str, Figure] = {}
        self.notes: list[str] = []
        self.unread: list[tuple[int, str]] = []
        self.unplaced: list[dict[str, Any]] = []
        self._pending: list[_Pending] = []
        self._seen: dict[tuple[str, str], tuple[int, tuple[Figure, ...]]] = {}
        self._named: set[tuple[str, str]] = set()
        self._start()

    def _start(self) -> None:
        self._heads: list[GridRow] = []
        self._heads_used = False
        self._merged: dict[int, str] = {}
        self._last: Target | None = None

    def take(self, row: GridRow) -> None:
        """Read one line."""
        if not row:
            self._start()
            return
        printed = [spot for spot in row if not spot.blank]
        if not printed:
            if any(len(row) == len(b.rows) * len(b.columns) for b in self._across_blocks()):
                self._take_across(row)
            return
        named = [at for at, spot in enumerate(row) if self.labels.exactly(spot.text)]
        figures = [at for at, spot in enumerate(row) if at not in named and looks_like_figure(spot.text)]
        if not figures and self._is_head(row) and not self._is_blank_line(row):
            self._take_head(row)
        elif named:
            self._take_named(row, named)
        elif figures and len(figures) == len(printed):
            self._take_across(row)
        elif figures:
            self._postpone(row, figures[0])
        elif all(key_of(spot.text) in self.labels.groups for spot in printed):
            self._remember_groups(row)
        else:
            self._name_unread(row[0].line, f"“{_joined(row)}”不是格式中的行，未读入")

    def _is_head(self, row: GridRow) -> bool:
        keys = [key_of(spot.text) for spot in row if not spot.blank]
        if all(key in self.labels.heads or key in self.labels.groups for key in keys):
            return any(key in self.labels.heads for key in keys)
        own_rows = any(
            not target.block.across and key_of(spot.text) not in self.labels.heads
            for spot in row
            for target in self.labels.exactly(spot.text)
        )
        return not own_rows and any(key in self.labels.heads for key in keys)

    def _is_blank_line(self, row: GridRow) -> bool:
        """Tell whether a line that could be a head is a row without a figure: its block's heads are above it."""
        return any(
            len(row) == 1 + len(target.block.columns)
            and all(spot.blank for spot in row[1:])
            and bool(self._heads)
            and not column_order(target.block, self._heads, len(target.block.columns)).trouble
            for target in self.labels.exactly(row[0].text)
        )

    def _across_blocks(self) -> list[Block]:
        """Return the blocks printed across that the heads in force are those of."""
        blocks = [block for table in self.form.tables for block in table.blocks if block.across]
        return [block for block in blocks if is_across_head(block, self._heads)]

    def _take_head(self, row: GridRow) -> None:
        if self._heads_used:
            self._heads, self._heads_used = [], False
        self._heads.append(row)
        self._merged = {}

    def _remember_groups(self, spots: Sequence[Spot]) -> tuple[str, ...]:
        """Return the merged labels that stand before a row label, taking blank ones from the lines above."""
        for at, spot in enumerate(spots):
            if not spot.blank:
                self._merged = {place: key for place, key in self._merged.items() if place < at}
                self._merged[at] = key_of(spot.text)
        self._merged = {place: key for place, key in self._merged.items() if place < len(spots)}
        return tuple(self._merged[at] for at in sorted(self._merged))

    def _take_named(self, row: GridRow, named: Sequence[int]) -> None:
        begin = 0
        for place, at in enumerate(named):
            end = named[place + 1] if place + 1 < len(named) else len(row)
            before = row[begin:at]
            if any(self._is_head((spot,)) for spot in before):
                self._take_head(before)
                groups: tuple[str, ...] = ()
            else:
                groups = self._remember_groups(before)
            if end == at + 1 and place + 1 < len(named):
                continue
            figures = row[at + 1 : end]
            # Where lines run into each other, the merged labels of the next one stand after the last figure.
            ends = self.labels.groups | self.labels.heads
            cut = next((n for n, s in enumerate(figures) if key_of(s.text) in ends), len(figures))
            figures, begin = figures[:cut], at + 1 + cut
            target = self._target(row[at], groups, figures)
            if target is None:
                self._refuse(row[at], figures, "格式中有几行同名，不能确定是哪一行，未读入")
            else:
                self._take_line(target, row[at], _trimmed(figures, len(target.block.columns)))

    def _target(self, label: Spot, groups: tuple[str, ...], figures: Sequence[Spot]) -> Target | None:
        """Return the one row that a label means, by what stands around it; None where several are left."""
        found = self.labels.exactly(label.text)
        last = self._last
        tests: tuple[Callable[[Target], bool], ...] = (
            lambda t: t.groups == groups,
            lambda t: bool(groups) and t.groups[-1:] == groups[-1:],
            lambda t: len(t.block.columns) == len(_trimmed(figures, len(t.block.columns))),
            lambda t: bool(self._heads) and not column_order(t.block, self._heads, len(t.block.columns)).trouble,
            lambda t: last is not None and t.block is last.block,
            lambda t: last is not None and t.table is last.table,
        )
        for test in tests:
            if len(found) > 1 and (kept := [target for target in found if test(target)]):
                found = kept
        return found[0] if len(found) == 1 else None

    def _take_line(self, target: Target, label: Spot, figures: Sequence[Spot]) -> None:
        # Heads that already stood over another block are this one's only if they fit it.
        fresh = not self._heads_used or (self._last is not None and self._last.block is target.block)
        fits = fresh or not column_order(target.block, self._heads, len(target.block.columns)).trouble
        if not fits:
            self._heads = []
        self._heads_used, self._last = True, target
        self._take_under(target, label, figures, self._heads)

    def _take_under(self, target: Target, label: Spot, figures: Sequence[Spot], heads: Sequence[GridRow]) -> None:
        self._named.add((target.table.key, target.row.key))
        order = column_order(target.block, heads, len(figures))
        if order.trouble:
            self._refuse(label, figures, f"{order.trouble}，未读入")
            return
        self._say_order(target, label, order)
        by_column = {place: self._figure(label, spot) for place, spot in zip(order.columns, figures, strict=True)}
        self._keep(target, label, tuple(by_column[at] for at in range(len(target.block.columns))))

    def _say_order(self, target: Target, label: Spot, order: Order) -> None:
        words = f"表{target.table.numeral}“{target.block.rows[0].words}”所在部分" if target.block.rows else ""
        note = f"{words}{order.note}。"
        if order.note and not any(said.endswith(note) for said in self.notes):
            self.notes.append(f"第{label.line}行起：{note}")

    def _figure(self, label: Spot, spot: Spot) -> Figure:
        """Return a cell's figure; None where it cannot be read, which is said."""
        if spot.covered:
            self._refuse(label, (spot,), "一格跨了几行，不能确定属于哪一行，未读入")
            return None
        try:
            figure, stacked = read_figure(spot.text)
        except NotAFigure:
            self._refuse(label, (spot,), "不是一个数字，未读入")
            return None
        if stacked:
            lines = "”“".join(one_line(line) for line in spot.text.split("\n") if line.strip())
            self.notes.append(f"第{spot.line}行：“{one_line(label.text)}”一格内分行写“{lines}”，读作“{figure}”。")
        return figure

    def _keep(self, target: Target, label: Spot, figures: tuple[Figure, ...]) -> None:
        place = (target.table.key, target.row.key)
        addresses = [target.table.grid[target.row.key, column.key].address for column in target.block.columns]
        if place in self._seen:
            line, before = self._seen[place]
            if before == figures:
                self.notes.append(f"第{label.line}行：“{target.row.words}”与第{line}行重复，数字相同。")
                return
            for address in addresses:
                self.cells.pop(address, None)
            text = f"“{target.row.words}”与第{line}行重复而数字不同，两行都未读入"
            self._name_unread(label.line, text)
            self.unplaced.append({"line": label.line, "label": target.row.words, "text": _shown(figures)})
            self.unplaced.append({"line": line, "label": target.row.words, "text": _shown(before)})
            return
        self._seen[place] = (label.line, figures)
        self.cells |= {a: f for a, f in zip(addresses, figures, strict=True) if f is not None}

    def _take_across(self, row: GridRow) -> None:
        """Read a line of figures without a label: it belongs to a table printed across, if the heads say so."""
        across = self._across_blocks()
        for table in self.form.tables:
            for block in table.blocks:
                if block not in across:
                    continue
                size = len(block.rows) * len(block.columns)
                figures = _trimmed(row, size)
                if len(figures) != size:
                    self._refuse(row[0], figures, f"表{table.numeral}应有{size}个数字，实有{len(figures)}个，未读入")
                    self._named |= {(table.key, r.key) for r in block.rows}
                    return
                for at, own in enumerate(block.rows):
                    target = next(t for t in self.labels.targets if t.table is table and t.row is own)
                    part = figures[at * len(block.columns) : (at + 1) * len(block.columns)]
                    self._named.add((table.key, own.key))
                    label = Spot(own.words, part[0].line)
                    self._keep(target, label, tuple(self._figure(label, spot) for spot in part))
                self._heads_used = True
                return
        self._refuse(row[0], row, "数字没有行名，或表头与格式不符，未读入")

    def _postpone(self, row: GridRow, first_figure: int) -> None:
        labels = [at for at in range(first_figure) if not row[at].blank]
        if not labels:
            self._refuse(row[0], row, "数字前没有行名，未读入")
            return
        at = labels[-1]
        self._remember_groups(row[:at])
        self._heads_used = True
        self._pending.append(_Pending(row[at], row[at + 1 :], tuple(self._heads)))

    def finish(self) -> None:
        """Read the lines with misprinted labels, then name the rows that were not found."""
        free = [t for t in self.labels.targets if (t.table.key, t.row.key) not in self._named]
        names = {key: f"{t.table.key}.{t.row.key}" for t in free for key in t.exact | t.loose}
        by_place = {f"{t.table.key}.{t.row.key}": t for t in free}
        meanings = [nearest(key_of(line.label.text), names) for line in self._pending]
        times = Counter(meanings)
        for line, meant in zip(self._pending, meanings, strict=True):
            if meant is None or times[meant] > 1:
                self._refuse(line.label, line.figures, "不是格式中的行，未读入")
                continue
            target = by_place[meant]
            self.notes.append(
                f"第{line.label.line}行：“{one_line(line.label.text)}”与格式用词不同，按“{target.row.words}”读入。"
            )
            self._take_under(target, line.label, _trimmed(line.figures, len(target.block.columns)), line.heads)
        self._name_missing()

    def _name_missing(self) -> None:
        for table in self.form.tables:
            rows = [row for block in table.blocks for row in block.rows]
            missing = [row for row in rows if (table.key, row.key) not in self._named]
            if len(missing) == len(rows):
                self.notes.append(f"未见表{table.numeral}，其中各格按未知处理。")
            elif missing:
                names = "”“".join(row.words for row in missing)
                self.notes.append(f"表{table.numeral}未见“{names}”，各格按未知处理。")

    def _refuse(self, label: Spot, figures: Iterable[Spot], why: str) -> None:
        text = " ".join(one_line(spot.text) or "空白" for spot in figures)
        name = one_line(label.text)
        self._name_unread(label.line, f"“{name}”{f'“{text}”' if text and text != name else ''}{why}")
        self.unplaced.append({"line": label.line, "label": name, "text": text})

    def _name_unread(self, line: int, text: str) -> None:
        self.unread.append((line, f"第{line}行：{text}。"))


def _trimmed(figures: Sequence[Spot], size: int) -> Sequence[Spot]:
    """Leave out blank cells after a full set of figures; where one of the set is blank, which one is not known."""
    extra = figures[size:]
    if extra and all(s.blank for s in extra) and not any(s.blank for s in figures[:size]):
        return figures[:size]
    return figures


def _shown(figures: Sequence[Figure]) -> str:
    return " ".join("空白" if figure in ("", None) else str(figure) for figure in figures)


def _joined(row: GridRow) -> str:
    return " ".join(one_line(spot.text) for spot in row if not spot.blank)
