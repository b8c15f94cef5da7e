"""Reads the lines of printed tables into cells: by label, never by place; what does not fit is named, not guessed.

Every layout (tabbed text, pipe tables, HTML, plain text) is first cut into lines of cells; this module reads them.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from tui_disclose.importing.draft import Choice, Cut, Source
from tui_disclose.importing.gathered import Gathered
from tui_disclose.importing.grid import GridRow, Page, Spot
from tui_disclose.importing.heads import Order, across_rows, column_order, in_columns
from tui_disclose.importing.labels import Labels, Target, begun, key_of, labels_of, nearest
from tui_disclose.importing.runs import Run, holds_figures, offer, parted_by_spaces, ranked, run_together
from tui_disclose.importing.tables import placeholders
from tui_disclose.problems import Refused
from tui_disclose.statutory.figures import Figure
from tui_disclose.statutory.forms import Block, Form, Row, Table
from tui_disclose.statutory.text import one_line

_WIDEST = 500
"""More cells than this are no line of a form, nor a whole table of one that lost its line ends."""


class Reading(msgspec.Struct, frozen=True):
    """What the lines of tables hold."""

    cells: dict[str, Figure]
    sources: dict[str, Source]
    choices: tuple[Choice, ...]
    notes: tuple[str, ...]
    unread: tuple[str, ...]
    unplaced: tuple[dict[str, Any], ...]


def read_rows(
    form: Form, rows: Iterable[GridRow], page: Page | None = None, picks: Mapping[str, int] | None = None
) -> Reading:
    """Return the cells that lines of tables hold, with everything assumed and everything that could not be read.

    `page` names the lines; `picks` says which way to part figures that run together, by row. Raises Refused where
    there is no such way.
    """
    rows = list(rows)
    times = Counter(next((spot.line for spot in row if not spot.covered), 0) for row in rows)
    reader = _Reader(form, page or Page(()), {line for line, count in times.items() if count > 1})
    for row in rows:
        reader.take(row)
    reader.finish(picks or {})
    got = reader.got
    unread = tuple(text for _, text in sorted(got.unread, key=lambda item: item[0]))
    sources = {address: got.sources[address] for address in got.cells}
    return Reading(got.cells, sources, tuple(reader.choices), tuple(got.notes), unread, tuple(got.unplaced))


class _Pending(msgspec.Struct, frozen=True):
    """A line whose label no row has; it may be a misprint of a row that is not found elsewhere."""

    label: Spot
    figures: GridRow
    heads: tuple[GridRow, ...]


class _Reader:
    """Takes lines one after the other and keeps what the next line needs to know."""

    def __init__(self, form: Form, page: Page, crowded: Collection[int]) -> None:
        self.form = form
        self.page = page
        self.labels: Labels = labels_of(form)
        self.got = Gathered(page, self.labels, crowded)
        self.choices: list[Choice] = []
        self._pending: list[_Pending] = []
        self._runs: dict[str, list[Run]] = {}
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
        if len(row) > _WIDEST:
            self.got.name_unread(row[0].line, f"一行有{len(row)}格，不像年度报告的表格，未读入")
            return
        printed = [spot for spot in row if not spot.blank]
        if not printed:
            if any(len(row) == len(named) * len(b.columns) for _, b, named in self._across_blocks()):
                self._take_across(row)
            return
        named = [at for at, spot in enumerate(row) if self.labels.exactly(spot.text)]
        names = set(named)
        figures = [
            at
            for at, spot in enumerate(row)
            if at not in names and holds_figures(spot.text) and not self.labels.knows(spot.text)
        ]
        if not figures and placeholders(row):
            self._heads, self._heads_used = [], False
            self._remember_groups(row[:1])
        elif not figures and self._is_head(row) and not self._is_blank_line(row):
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
            self.got.name_unread(row[0].line, f"“{_joined(row)}”不是格式中的行，未读入")

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

    def _across_blocks(self) -> list[tuple[Table, Block, tuple[Row, ...]]]:
        """Return the blocks printed across that the heads in force are those of, with the rows that the heads name."""
        blocks = [(table, block) for table in self.form.tables for block in table.blocks if block.across]
        found = ((table, block, across_rows(block, self._heads)) for table, block in blocks)
        return [(table, block, rows) for table, block, rows in found if rows]

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
                self.got.refuse(row[at], figures, "格式中有几行同名，不能确定是哪一行，未读入")
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
        size = len(target.block.columns)
        figures = parted_by_spaces(figures, size)
        run = run_together(figures, size)
        figures = in_columns(target.block, heads, figures)
        order = column_order(target.block, heads, size if run else len(figures))
        if order.trouble:
            self.got.refuse(label, figures, f"{order.trouble}，未读入")
            return
        self._say_order(target, label, order)
        if run:
            key = f"{target.table.key}.{target.row.key}"
            self._runs.setdefault(key, []).append(Run(key, label, run, (target,), order.columns))
            return
        by_column = dict(zip(order.columns, figures, strict=True))
        spots = [by_column[at] for at in range(size)]
        self.got.keep(target, label, tuple(self.got.figure(label, spot) for spot in spots), spots)

    def _say_order(self, target: Target, label: Spot, order: Order) -> None:
        words = f"表{target.table.numeral}“{target.block.rows[0].words}”所在部分" if target.block.rows else ""
        note = f"{words}{order.note}。"
        if order.note and not any(said.endswith(note) for said in self.got.notes):
            self.got.notes.append(f"{self.page.where(label.line)}起：{note}")

    def _take_across(self, row: GridRow) -> None:
        """Read a line of figures without a label: it belongs to a table printed across, if the heads say so."""
        for table, block, rows in self._across_blocks():
            size = len(rows) * len(block.columns)
            figures = parted_by_spaces(in_columns(block, self._heads, _trimmed(row, size), len(rows)), size)
            by_key = {t.row.key: t for t in self.labels.targets if t.table is table and t.block is block}
            targets = tuple(by_key[row.key] for row in rows)
            self._named |= {(table.key, row.key) for row in rows}
            if run := run_together(figures, size):
                key = table.key if len(rows) > 1 else f"{table.key}.{rows[0].key}"
                label = Spot(f"表{table.numeral}", run.line)
                self._runs.setdefault(key, []).append(Run(key, label, run, targets, tuple(range(size))))
                return
            if len(figures) != size:
                found = sum(len(spot.text.split()) or 1 for spot in figures)
                self.got.refuse(row[0], figures, f"表{table.numeral}应有{size}个数字，实有{found}个，未读入")
                return
            for at, target in enumerate(targets):
                part = figures[at * len(block.columns) : (at + 1) * len(block.columns)]
                label = Spot(target.row.words, part[0].line)
                self.got.keep(target, label, tuple(self.got.figure(label, spot) for spot in part), part)
            self._heads_used = True
            return
        self.got.refuse(row[0], row, "数字没有行名，或表头与格式不符，未读入")

    def _postpone(self, row: GridRow, first_figure: int) -> None:
        labels = [at for at in range(first_figure) if not row[at].blank]
        if not labels:
            self.got.refuse(row[0], row, "数字前没有行名，未读入")
            return
        at = labels[-1]
        self._remember_groups(row[:at])
        self._heads_used = True
        self._pending.append(_Pending(row[at], row[at + 1 :], tuple(self._heads)))

    def finish(self, picks: Mapping[str, int]) -> None:
        """Read the lines with misprinted labels and those that run together, then name the rows that were not found."""
        free = [t for t in self.labels.targets if (t.table.key, t.row.key) not in self._named]
        names = {key: f"{t.table.key}.{t.row.key}" for t in free for key in t.exact | t.loose}
        by_place = {f"{t.table.key}.{t.row.key}": t for t in free}
        exact = {key: place for key, place in names.items() if self.labels.prints(key)}
        keys = [key_of(line.label.text) for line in self._pending]
        meanings = [nearest(key, names) or begun(key, exact) for key in keys]
        times = Counter(meanings)
        for line, meant in zip(self._pending, meanings, strict=True):
            if self._take_merged(line):
                continue
            if meant is None or times[meant] > 1:
                self.got.refuse(line.label, line.figures, "不是格式中的行，未读入")
                continue
            target = by_place[meant]
            self.got.notes.append(
                f"{self.page.where(line.label.line)}：“{one_line(line.label.text)}”与格式用词不同，"
                f"按“{target.row.words}”读入。"
            )
            self._take_under(target, line.label, _trimmed(line.figures, len(target.block.columns)), line.heads)
        self._part_runs(picks)
        self._name_missing()

    def _take_merged(self, line: _Pending) -> bool:
        """Read a line that the form before had as one row and this has as several; only noughts say what each is."""
        for merged in self.form.merged_rows:
            rows = [t for t in self.labels.targets if t.table.key == merged.table and t.row.key in merged.rows]
            label = key_of(line.label.text)
            if not rows or label not in rows[0].groups or self._named & {(t.table.key, t.row.key) for t in rows}:
                continue
            self._named |= {(t.table.key, t.row.key) for t in rows}
            size = len(rows[0].block.columns)
            figures = parted_by_spaces(_trimmed(line.figures, size), size)
            names = "”“".join(target.row.words for target in rows)
            order = column_order(rows[0].block, line.heads, len(figures))
            if order.trouble or any(spot.covered or spot.text.strip() != "0" for spot in figures):
                why = f"在格式{self.form.id}分为“{names}”，不能确定各是多少，未读入"
                self.got.refuse(line.label, line.figures, why)
                return True
            for target in rows:
                self.got.keep(target, line.label, (0,) * size, figures)
            where = self.page.where(line.label.line)
            self.got.notes.append(f"{where}：“{one_line(line.label.text)}”各格为0，“{names}”都按0读入。")
            return True
        return False

    def _part_runs(self, picks: Mapping[str, int]) -> None:
        """Offer the ways to part figures that run together and take those that were picked."""
        single = {key: runs[0] for key, runs in self._runs.items() if len(runs) == 1}
        offers = {key: offer(run) for key, run in single.items()}
        sole = {
            address: figure
            for key, found in offers.items()
            if found.count == len(found.ways) == 1
            for address, figure in zip(single[key].addresses, found.ways[0], strict=True)
        }
        # What is picked changes no order: the numbers of the ways stay what they were shown as.
        first = {**sole, **self.got.cells}
        shown = {key: ranked(single[key], found, first) for key, found in offers.items()}
        for key, runs in self._runs.items():
            for run in runs:
                found = offers.get(key)
                ways = shown.get(key, ())
                picked = picks.get(key) if ways else None
                if found is None:
                    self.got.refuse(run.label, (run.spot,), "重复而各格连在一起，未读入")
                elif not found.count:
                    self.got.refuse(run.label, (run.spot,), f"各格连在一起，分不成{len(run.kinds)}个数字，未读入")
                elif not ways:
                    why = f"各格连在一起，有{found.count}种分法，太多不能一一列出，请照原文填写，未读入"
                    self.got.refuse(run.label, (run.spot,), why)
                elif picked is None:
                    self.got.refuse(run.label, (run.spot,), f"各格连在一起，有{found.count}种分法，须由人选定，未读入")
                elif not 1 <= picked <= len(ways):
                    raise Refused(f"“{run.words}”可选的分法为1至{len(ways)}，没有第{picked}种。")
                else:
                    self._take_way(run, ways[picked - 1], picked)
                if found and ways:
                    known = {**sole, **self.got.cells}
                    along = found.agree if run.totals else None
                    cuts = tuple(Cut(way, along, run.down(way, known)) for way in ways)
                    self.choices.append(Choice(key, run.words, self.got.printed(run.spot), cuts, found.count, picked))

    def _take_way(self, run: Run, way: Sequence[Figure], picked: int) -> None:
        figures = dict(zip(run.addresses, way, strict=True))
        for target in run.targets:
            cells = [target.table.grid[target.row.key, column.key].address for column in target.block.columns]
            self.got.keep(target, run.label, tuple(figures[address] for address in cells), [run.spot] * len(cells))
        self.got.notes.append(
            f"{self.page.where(run.label.line)}：“{run.words}”各格连在一起，按选定的第{picked}种分法读入。"
        )

    def _name_missing(self) -> None:
        for table in self.form.tables:
            rows = [row for block in table.blocks for row in block.rows]
            missing = [row for row in rows if (table.key, row.key) not in self._named]
            if len(missing) == len(rows):
                self.got.notes.append(f"未见表{table.numeral}，其中各格按未知处理。")
            elif missing:
                names = "”“".join(row.words for row in missing)
                self.got.notes.append(f"表{table.numeral}未见“{names}”，各格按未知处理。")


def _trimmed(figures: Sequence[Spot], size: int) -> Sequence[Spot]:
    """Leave out blank cells after a full set of figures; where one of the set is blank, which one is not known."""
    extra = figures[size:]
    if extra and all(s.blank for s in extra) and not any(s.blank for s in figures[:size]):
        return figures[:size]
    return figures


def _joined(row: GridRow) -> str:
    return " ".join(one_line(spot.text) for spot in row if not spot.blank)
