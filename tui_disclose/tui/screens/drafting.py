"""A text drafted from the records for a part of the yearly report, and the records behind each figure in it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui_disclose.office.ledgers import Row
from tui_disclose.office.narrative import draft_text, records_behind
from tui_disclose.office.narrative import hints as what_to_enter
from tui_disclose.problems import Problem
from tui_disclose.records.fields import shown_value
from tui_disclose.records.ledger_files import ledger
from tui_disclose.report.narrative.drafting import Draft
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.base import Fitting
from tui_disclose.tui.commands import Command, bindings, hints
from tui_disclose.tui.places import can_open, record_screen
from tui_disclose.tui.screens.picking import PickingScreen, Rows
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.widgets.record_list import Column
from tui_disclose.tui.widgets.text_pages import TextPages

if TYPE_CHECKING:
    from tui_disclose.tui.screens.report_view import ReportView


def offer_draft(report: "ReportView", key: str, heading: str, adopt: Callable[[str], None]) -> None:
    """Show the drafted text of a part; `adopt` gets it where the person wants it."""
    try:
        found = draft_text(report.office, report.year, key, report.disclosure.today())
    except Problem as problem:
        report.say(str(problem))
        return

    def answered(text: str | None) -> None:
        if text:
            adopt(text)

    to_enter = what_to_enter(report.office, report.year, found.figures)
    report.app.push_screen(DraftScreen(report.year, heading, found, to_enter), answered)


class DraftScreen(Fitting[str | None]):
    """A drafted text to look at; answers it where it is wanted."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("escape,q", "dismiss(None)", "返回", "不采用，返回正文。"),
        Command("enter", "adopt", "采用", "放进正文，接着修改；正文已有文字的先问。", cli="report text"),
        Command("f", "figures", "数字", "文中的数字，按 Enter 看每个数字背后的记录。", cli="report figures"),
    )
    KEYS_TITLE = "起草的文字"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, year: int, heading: str, found: Draft, to_enter: Mapping[str, str]) -> None:
        """Take what is to be entered where, so that the figures left blank are known."""
        super().__init__()
        self.year = year
        self.heading = heading
        self.found = found
        self.to_enter = to_enter

    def compose(self) -> ComposeResult:
        """Lay out title, text, message and hints."""
        count = sum(each.value is not None for each in self.found.figures.values())
        blank = f"，{len(self.found.blanks)}处待填" if self.found.blanks else ""
        counted = f"{count}个数字由台账得出{blank}，" if self.found.figures else ""
        yield Lines(f"{self.year}年“{self.heading}”的草稿：{counted}还没有写入报告", id="title")
        yield TextPages(id="body")
        yield Lines(id="message")
        yield Lines(hints((*self.KEYS, *TextPages.KEYS), 78), id="hints")

    def on_mount(self) -> None:
        """Show the text."""
        pages = self.query_one(TextPages)
        notes = [("待填", f"{name}：{what}。") for name, what in self.to_enter.items()]
        notes += [("注意", problem) for problem in self.found.problems]
        text = self.found.text or "模板中没有可以写的内容。"
        pages.show([("", text), *([("", ""), *notes] if notes else [])])
        pages.focus()

    def action_adopt(self) -> None:
        """Answer with the text."""
        self.dismiss(self.found.text)

    def action_figures(self) -> None:
        """Show the figures; each opens the records behind it."""
        columns = (Column("数字的名称", 36, grows=True), Column("数字", 12), Column("记录", 6))

        def rows() -> Rows:
            return {
                name: (name, "没有" if found.value is None else str(found.value), str(len(found.numbers)))
                for name, found in self.found.figures.items()
            }

        self.app.push_screen(PickingScreen(f"{self.year}年草稿中的数字", "数字", columns, rows, self._behind))

    def _behind(self, name: str) -> None:
        try:
            found = records_behind(self.disclosure.office, self.year, name, self.disclosure.today())
        except Problem as problem:
            self._say(str(problem))
            return
        if not found:
            known = self.found.figures[name].value is not None
            self._say("台账中没有计入的记录。" if known else f"{self.to_enter.get(name, '不知道要填什么')}。")
            return
        rows = {f"{table}/{row.number}": (row.number.rpartition("/")[2], _title(table, row)) for table, row in found}

        def opened(key: str) -> None:
            table, _, number = key.partition("/")
            if can_open(table):
                self.app.push_screen(record_screen(table, number))
            else:
                self._say("栏目在 data/columns.toml 中设置。")

        columns = (Column("编号", 14), Column("记录", 50, grows=True))
        self.app.push_screen(PickingScreen(f"“{name}”背后的记录", "记录", columns, lambda: rows, opened))

    def _say(self, sentence: str) -> None:
        """Say something on the list that is in front."""
        if isinstance(self.app.screen, Fitting):
            self.app.screen.say(sentence)


def _title(table: str, row: Row) -> str:
    if table == "columns":
        return ""
    kind = ledger(table)
    shown = kind.title and not kind.field(kind.title).personal
    return one_line(shown_value(kind.field(kind.title), row.fields.get(kind.title))) if shown else ""
