"""An opened record of a ledger: all that is stored of it, and what can be done with it."""

from collections.abc import Iterable
from typing import ClassVar

from msgspec.structs import replace
from textual.binding import BindingType
from textual.widget import Widget

from tui_disclose.office.ledgers import OUT_ON, OUT_REASON, find_row, place_of
from tui_disclose.office.position import Place
from tui_disclose.problems import Problem
from tui_disclose.records.fields import Values
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.screens.ledger_acts import FOLLOW_EVERY, LedgerActs
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.widgets.text_pages import Part, TextPages


class RecordScreen(LedgerActs):
    """A record, every field of it, personal data masked for those who only look; subclasses name `PLACE`, `LEDGER`."""

    KEYS: ClassVar[tuple[Command, ...]] = (Command("escape", "back", "返回", "返回列表。"),)
    KEYS_TITLE = "打开的记录"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number
        self._mark = (0, 0)

    @property
    def number(self) -> str:
        """The record's number."""
        return self._number

    def save_pending(self) -> None:
        """Remember the record: the next session opens the list with the cursor on it."""
        place = self.disclosure.list_places.get(self.LEDGER, Place())
        self.disclosure.list_places[self.LEDGER] = replace(place, number=self._number)

    @property
    def undo_place(self) -> str:
        """Take back what was done to this record."""
        return place_of(self.ledger, self._number)

    def parts(self, fields: Values, plain: bool) -> list[Part]:
        """Return what is shown of the record: label and text."""
        out = f"已于{fields[OUT_ON]}{self.ledger.take_out}，理由：{fields[OUT_REASON]}" if OUT_ON in fields else ""
        shown = [(f.label, self.shown(f, fields.get(f.key), plain)) for f in self.ledger.fields]
        empty = "、".join(label for label, text in shown if not text)
        return [
            *([("", out)] if out else []),
            *((label, text) for label, text in shown if text),
            *([("", f"未填：{empty}")] if empty else []),
        ]

    def compose_body(self) -> Iterable[Widget]:
        """Return title and texts."""
        yield Lines(f"{self.ledger.name}{self._number}", id="title")
        yield TextPages(id="body")

    def on_mount(self) -> None:
        """Show the record and what is saved of it."""
        self.query_one("#body").focus()
        self.follow()
        self.set_interval(FOLLOW_EVERY, self._look)

    def _look(self) -> None:
        try:
            if self.office.store.mark != self._mark:
                self.follow()
        except Problem as problem:
            self.say(str(problem))

    def follow(self, number: str = "") -> None:  # noqa: ARG002
        """Show the record as it is now."""
        try:
            self._mark = self.office.store.mark
            row = find_row(self.office, self.ledger, self._number)
        except Problem as problem:
            self.query_one(TextPages).show([("", str(problem))])
            return
        self.query_one(TextPages).show(self.parts(row.fields, self.reads(self._number)))

    def action_back(self) -> None:
        """Return to the list."""
        self.dismiss()
