"""The records behind a figure of the yearly report: exactly those that it counts, each to be opened."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui_disclose.office.ledgers import title_of
from tui_disclose.office.remedies import find_case
from tui_disclose.office.requests import view
from tui_disclose.problems import Problem
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.request_status import STATUSES
from tui_disclose.statutory.forms import Cell
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.base import Fitting
from tui_disclose.tui.commands import Command, bindings, hints
from tui_disclose.tui.places import can_open, record_screen
from tui_disclose.tui.request_rows import case_words
from tui_disclose.tui.request_words import KINDS
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.widgets.page_list import PageList, RowOpened
from tui_disclose.tui.wording import fit

_ELSEWHERE = ("catalogue", "works")
"""Where the records of other tables are kept."""


class CellRecords(Fitting[None]):
    """The records behind one cell; Esc returns to it."""

    KEYS: ClassVar[tuple[Command, ...]] = (Command("escape,q", "dismiss", "返回", "返回原来的一格。"),)
    KEYS_TITLE = "一格背后的记录"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, cell: Cell, numbers: Sequence[str]) -> None:
        super().__init__()
        self.cell = cell
        self.numbers = numbers

    def compose(self) -> ComposeResult:
        """Lay out the cell's name, its records, message and hints."""
        yield Lines(f"{self.cell.words}：台账{len(self.numbers)}条", id="title")
        yield NumberList(self.line, id="body")
        yield Lines(id="message")
        yield Lines(hints((*self.KEYS, *PageList.KEYS), 78), id="hints")

    def on_mount(self) -> None:
        """Show the records."""
        self.query_one(NumberList).show(self.numbers, 0)

    def on_screen_resume(self) -> None:
        """Show the records as they are now."""
        self.query_one(NumberList).refresh()

    def _table(self, number: str) -> str:
        """Return the store's table that holds a record of this cell."""
        table, store = self.cell.address.partition(".")[0], self.disclosure.office.store
        if table in ("requests", "remedies"):
            return table
        return next((each for each in _ELSEWHERE if store.record(each, number)), "")

    def line(self, number: str) -> str:
        """Return a record in one line."""
        try:
            match self._table(number):
                case "requests":
                    return one_line(self._request(number))
                case "remedies":
                    case = find_case(self.disclosure.office, number)
                    return one_line(f"{case_words(case)}，所涉申请{case.request}")
                case table:
                    fields = self.disclosure.office.store.record(table, number) or {}
                    return title_of(ledger(table), number, fields) if table else number
        except Problem as problem:
            return str(problem)

    def _request(self, number: str) -> str:
        each = view(self.disclosure.office, number, self.disclosure.today())
        closed = f"{each.clock.closed_on}办结" if each.clock.closed_on else ""
        parts = (
            fit(number, 14),
            fit(KINDS.get(each.request.kind, ""), 6),
            f"{each.clock.received_on}收到",
            fit(closed, 14),
            fit(STATUSES[each.status], 12),
            each.request.matter[:100],
        )
        return " ".join(parts)

    def on_row_opened(self, event: RowOpened) -> None:
        """Open the record under the cursor."""
        number = self.numbers[event.index]
        table = self._table(number)
        if can_open(table):
            self.app.push_screen(record_screen(table, number))
        else:
            self.say(f"{number}不能从这里打开。")


class NumberList(PageList, inherit_bindings=False):
    """Records by number; the line of each is made when it is shown."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(PageList.KEYS)

    def __init__(self, line: Callable[[str], str], id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._line = line

    def row_text(self, index: int) -> str:
        """Return the text of a row."""
        return self._line(self._rows[index])
