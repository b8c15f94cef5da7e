"""“为什么是这一天”: the derivation of a request's due date, in steps or with every single day; written out as text."""

from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.widgets import Static

from tui_disclose.office.house import Office
from tui_disclose.office.request_papers import export_why, why_text
from tui_disclose.problems import Problem
from tui_disclose.statutory.text import harmless
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.screens.letters import show_exported
from tui_disclose.tui.screens.reader import ReaderScreen
from tui_disclose.tui.widgets.label_text import wrap


class WhyScreen(ReaderScreen):
    """Why a request is due on that day."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        *ReaderScreen.KEYS,
        Command("d", "days", "逐日", "列出每一天计或不计，再按一次收起。", cli="request why"),
        Command("o", "export", "导出", "写成文本文件，供打印、附卷。", cli="request why"),
    )
    KEYS_TITLE = "为什么是这一天"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, office: Office, number: str, today: date) -> None:
        super().__init__("为什么是这一天", why_text(office, number, today))
        self.office = office
        self.number = number
        self.today = today
        self.by_day = False

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines for the new width: a day stays beside what happened on it."""
        self._show(event.size.width)

    def _show(self, width: int) -> None:
        lines = [line for text in self.text.split("\n") for line in wrap(text, max(width, 2))]
        self.query_one("#body Static", Static).update(harmless("\n".join(lines)))

    def action_days(self) -> None:
        """Show every single day, or no longer."""
        self.by_day = not self.by_day
        try:
            self.text = why_text(self.office, self.number, self.today, self.by_day)
        except Problem as problem:
            self.say(str(problem))
            return
        self._show(self.size.width)

    def action_export(self) -> None:
        """Write it out and say where."""
        try:
            path = export_why(self.office, self.number, self.today)
        except Problem as problem:
            self.say(str(problem))
        else:
            show_exported(self, path)
