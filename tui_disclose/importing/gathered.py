"""What was read of a page so far: figures with their sources, what was assumed, and what could not be read."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from tui_disclose.importing.draft import Source
from tui_disclose.importing.grid import Page, Spot
from tui_disclose.importing.labels import Labels, Target
from tui_disclose.importing.marks import without_mark
from tui_disclose.importing.numbers import read_figure
from tui_disclose.statutory.figures import Figure, NotAFigure
from tui_disclose.statutory.text import one_line

TWICE = "重复而数字不同"
_LABEL = 20
"""So many characters of a label lead to its row in a line that holds several."""
_NUMBER = re.compile(r"^[-+]?\d[\d.,]*\s*")


class Gathered:
    """Takes the figures of one row after the other; two readings of a row that differ are both put aside."""

    def __init__(self, page: Page, labels: Labels, crowded: Collection[int] = ()) -> None:
        self.page = page
        self.labels = labels
        self.crowded = crowded
        self.cells: dict[str, Figure] = {}
        self.sources: dict[str, Source] = {}
        self.notes: list[str] = []
        self.unread: list[tuple[int, str]] = []
        self.unplaced: list[dict[str, Any]] = []
        self._seen: dict[tuple[str, str], tuple[int, tuple[Figure, ...]]] = {}

    def figure(self, label: Spot, spot: Spot) -> Figure:
        """Return a cell's figure; None where it cannot be read, which is said."""
        if spot.covered:
            self.refuse(label, (spot,), "一格跨了几行，不能确定属于哪一行，未读入")
            return None
        try:
            figure, stacked = read_figure(spot.text)
        except NotAFigure:
            self.refuse(label, (spot,), "不是一个数字，未读入")
            return None
        if isinstance(figure, str) and self.labels.knows(_NUMBER.sub("", figure)):
            self.refuse(label, (spot,), "数字后面是表格的行名或列名，未读入")
            return None
        if (mark := spot.text.strip()) != without_mark(mark):
            where = self.page.where(spot.line)
            self.notes.append(f"{where}：“{one_line(label.text)}”“{one_line(mark)}”后的注码未读入，读作“{figure}”。")
        if stacked:
            lines = "”“".join(one_line(line) for line in spot.text.split("\n") if line.strip())
            self.notes.append(
                f"{self.page.where(spot.line)}：“{one_line(label.text)}”一格内分行写“{lines}”，读作“{figure}”。"
            )
        return figure

    def keep(self, target: Target, label: Spot, figures: tuple[Figure, ...], spots: Sequence[Spot]) -> None:
        """Keep a row's figures; where it was read before with others, neither stands."""
        place = (target.table.key, target.row.key)
        addresses = [target.table.grid[target.row.key, column.key].address for column in target.block.columns]
        if place in self._seen:
            line, before = self._seen[place]
            here, there = self.page.where(label.line), self.page.where(line)
            if before == figures:
                self.notes.append(f"{here}：“{target.row.words}”与{there}重复，数字相同。")
                return
            for address in addresses:
                self.cells.pop(address, None)
            text = f"“{target.row.words}”与{there}{TWICE}，两行都未读入"
            self.name_unread(label.line, text)
            self.unplaced.append({"line": label.line, "label": target.row.words, "text": _shown(figures)})
            self.unplaced.append({"line": line, "label": target.row.words, "text": _shown(before)})
            return
        self._seen[place] = (label.line, figures)
        self.cells |= {a: f for a, f in zip(addresses, figures, strict=True) if f is not None}
        own = spots[:1] if len({id(spot) for spot in spots}) == 1 else spots
        row = " ".join(one_line(spot.text) or "空白" for spot in (label, *own))
        self.sources |= {a: self.source(spot, label, row) for a, spot in zip(addresses, spots, strict=True)}

    def source(self, spot: Spot, label: Spot, row: str = "") -> Source:
        """Return where a cell stands and what is printed there; a line that holds several rows does not say which."""
        where = self.page.where(spot.line)
        if spot.line in self.crowded:
            where += f"“{one_line(label.text)[:_LABEL]}”处"
        return Source(where, one_line(spot.text), row or f"{one_line(label.text)} {one_line(spot.text)}")

    def printed(self, spot: Spot) -> Source:
        """Return where figures that run together stand, whose row is named beside them."""
        return Source(self.page.where(spot.line), one_line(spot.text))

    def refuse(self, label: Spot, figures: Iterable[Spot], why: str) -> None:
        """Name figures that were not read, and keep them as figures without a place."""
        text = " ".join(one_line(spot.text) or "空白" for spot in figures)
        name = one_line(label.text)
        self.name_unread(label.line, f"“{name}”{f'“{text}”' if text and text != name else ''}{why}")
        self.unplaced.append({"line": label.line, "label": name, "text": text})

    def name_unread(self, line: int, text: str) -> None:
        """Name a line that was not read."""
        self.unread.append((line, f"{self.page.where(line)}：{text}。"))


def _shown(figures: Sequence[Figure]) -> str:
    return " ".join("空白" if figure in ("", None) else str(figure) for figure in figures)
