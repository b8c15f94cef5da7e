"""Years side by side (历年): the cells of a table as rows, the years as columns, a small chart of each."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from tui_disclose.office.trends import Line, Trend, bars, trend
from tui_disclose.problems import Problem
from tui_disclose.statutory.figures import figure_words
from tui_disclose.tui.base import PlaceScreen
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.widgets.page_list import PageList, RowOpened
from tui_disclose.tui.wording import fit, width_of

_COLUMN = 10
_NAME = 30
_BAR = 24


class TrendsScreen(PlaceScreen):
    """The years side by side, one table at a time."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("escape", "back", "返回", "回到原处。"),
        Command("right_square_bracket", "table(1)", "下一表", "看下一张表。", cli="report trend"),
        Command("left_square_bracket", "table(-1)", "上一表", "看上一张表。", hint=False, cli="report trend"),
        Command("left,h", "shift(-1)", "更早", "看更早的年度。", cli="report trend"),
        Command("right,l", "shift(1)", "更近", "看更近的年度。", cli="report trend"),
    )
    KEYS_TITLE = "历年对比"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, table: str = "") -> None:
        super().__init__()
        self.table = table
        self.found = Trend((), ())
        self.before = 0
        """How many of the newest years are not shown."""

    def compose_body(self) -> Iterable[Widget]:
        """Return the title, the heads and the rows."""
        return Lines(id="title"), Lines(id="heads"), PageList(id="body")

    def on_mount(self) -> None:
        """Show the years."""
        try:
            self.found = trend(self.office)
        except Problem as problem:
            self.say(str(problem))
        tables = self.tables
        if self.table not in tables:
            self.table = tables[0] if tables else ""
        self._show(0)
        if len(self.found.years) < 2:
            self.say("不足两个年度，没有可以对比的；以前的报告可用 tui-disclose report import 导入。")
        else:
            self.say("按 Enter 看一格逐年的长短。")

    @property
    def tables(self) -> list[str]:
        """The keys of the tables that some year prints."""
        return list(dict.fromkeys(line.table for line in self.found.lines))

    @property
    def lines(self) -> list[Line]:
        """The cells of the table shown."""
        return [line for line in self.found.lines if line.table == self.table]

    def _shown(self) -> slice:
        """Return which years fit, the newest first to be shown."""
        fits = max(1, (self.app.size.width - _NAME) // _COLUMN)
        end = len(self.found.years) - self.before
        return slice(max(0, end - fits), end)

    def _show(self, cursor: int) -> None:
        years, lines, shown = self.found.years, self.lines, self._shown()
        numeral = next((t.numeral for f in self.office.forms.forms[::-1] for t in f.tables if t.key == self.table), "")
        about = f"表{numeral}，{years[0]}年至{years[-1]}年，共{len(years)}个年度" if years else "还没有年度报告"
        self.query_one("#title", Lines).show(f"历年对比：{about}")
        heads = "".join(_right(f"{year}年") for year in years[shown])
        self.query_one("#heads", Lines).show(fit("", _NAME) + heads)
        rows = self.query_one(PageList)
        rows.show([_row(line, shown, line.form != lines[0].form) for line in lines], cursor)
        rows.focus()

    def on_row_opened(self, event: RowOpened) -> None:
        """Show one cell through the years."""
        from tui_disclose.tui.screens.reader import ReaderScreen

        line = self.lines[event.index]
        text = "\n".join(["", *(f"  {row}" for row in bars(self.found, line, _BAR))])
        self.app.push_screen(ReaderScreen(line.words, text))

    def action_back(self) -> None:
        """Go back to where it was asked from."""
        self.dismiss()

    def action_table(self, step: int) -> None:
        """Show another table."""
        tables = self.tables
        if tables:
            self.table = tables[(tables.index(self.table) + step) % len(tables)]
            self._show(0)

    def action_shift(self, step: int) -> None:
        """Show earlier or later years."""
        shown = self._shown()
        if (step < 0 and shown.start > 0) or (step > 0 and self.before > 0):
            self.before -= step
            self._show(self.query_one(PageList).cursor)


def _row(line: Line, shown: slice, older: bool) -> str:
    name = f" {line.short}" + (f"（格式{line.form}）" if older else "")
    return fit(name, _NAME) + "".join(_right(figure_words(figure)) for figure in line.figures[shown])


def _right(text: str) -> str:
    """Return text in a column of its own, on the right."""
    cut = fit(text, _COLUMN - 1) if width_of(text) > _COLUMN - 1 else text
    return " " * (_COLUMN - width_of(cut)) + cut
