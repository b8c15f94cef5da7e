"""A text drafted from the records for a part of the yearly report, and the records behind each figure in it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui_disclose.office.ledgers import Row
from tui_disclose.office.narrative import draft_text, records_behind
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

    report.app.push_screen(DraftScreen(report.year, heading, found), answered)


class DraftScreen(Fitting[str | None]):
    """A drafted text to look at; answers it where it is wanted."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("escape,q", "dismiss(None)", "返回", "不采用，返回正文。"),
        Command("enter", "adopt", "采用", "放进正文，接着修改；正文已有文字的先问。", cli="report text"),
        Command("f", "figures", "数字", "文中的数字，按 Enter 看每个数字背后的记录。", cli="report figures"),
    )
    KEYS_TITLE = "起草的文字"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, year: int, heading: str, found: Draft) -> None:
        super().__init__()
        self.year = year
        self.heading = heading
        self.found = found

    def compose(self) -> ComposeResult:
        """Lay out title, text, message and hints."""
        count = len(self.found.figures)
        yield Lines(f"{self.year}年“{self.heading}”的草稿：{count}个数字由台账得出，还没有写入报告", id="title")
        yield TextPages(id="body")
        yield Lines(id="message")
        yield Lines(hints((*self.KEYS, *TextPages.KEYS), 78), id="hints")

    def on_mount(self) -> None:
        """Show the text."""
        pages = self.query_one(TextPages)
        pages.show([("", self.found.text or "台账中还没有可以写的内容。")])
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
        figures = self.app.screen
        try:
            found = records_behind(self.disclosure.office, self.year, name, self.disclosure.today())
        except Problem as problem:
            if isinstance(figures, Fitting):
                figures.say(str(problem))
            return
        rows = {f"{table}/{row.number}": (row.number.rpartition("/")[2], _title(table, row)) for table, row in found}

        def opened(key: str) -> None:
            table, _, number = key.partition("/")
            if can_open(table):
                self.app.push_screen(record_screen(table, number))

        columns = (Column("编号", 14), Column("记录", 50, grows=True))
        self.app.push_screen(PickingScreen(f"“{name}”背后的记录", "记录", columns, lambda: rows, opened))


def _title(table: str, row: Row) -> str:
    kind = ledger(table)
    shown = kind.title and not kind.field(kind.title).personal
    return one_line(shown_value(kind.field(kind.title), row.fields.get(kind.title))) if shown else ""
