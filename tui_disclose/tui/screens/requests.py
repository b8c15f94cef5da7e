"""Place 4 依申请: the register of requests, with what is left of each period. No applicant is named in it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from textual.binding import BindingType

from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.requests import change_request, in_hand_first, register, view_of
from tui_disclose.office.transfer import export_lines
from tui_disclose.problems import Problem
from tui_disclose.records.fields import Values, shown_value
from tui_disclose.records.masking import masked_document
from tui_disclose.records.request import from_document
from tui_disclose.records.request_status import STATUSES
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.request_words import KINDS, due_cell
from tui_disclose.tui.screens.form import FormScreen
from tui_disclose.tui.screens.ledger import Export, LedgerScreen
from tui_disclose.tui.screens.ledger_acts import ledger_keys
from tui_disclose.tui.screens.request import RequestScreen
from tui_disclose.tui.screens.request_forms import RegistrationForm
from tui_disclose.tui.widgets.record_list import Column


class RequestsScreen(LedgerScreen):
    """The list of requests."""

    PLACE = 4
    LEDGER = "requests"
    RECORD = RequestScreen
    KEYS: ClassVar[tuple[Command, ...]] = ledger_keys(
        "request", "注销登记", "take-out", "导出全部申请（姓名、联系方式等隐去），或者选中、列出的清单。"
    )
    KEYS_TITLE = "依申请"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self.labels = ["编号", "状态", "期限", "收到", *(field.label for field in self.ledger.fields)]
        self.rows.order = "在办的在前"

    def list_columns(self) -> Sequence[Column]:
        """Return the columns: what is most looked for first, for narrow windows."""
        return [
            Column("编号", 13),
            Column("类别", 6),
            Column("申请内容", 16, grows=True),
            Column("期限、工作日", 24),
            Column("状态", 14),
            Column("收到", 10),
        ]

    def in_order(self) -> list[str]:
        """Return what is in hand first, the first due on top, then the newest."""
        try:
            return in_hand_first(self.office, self.records, self.disclosure.today())
        except Problem:
            # What cannot be worked out says so in its row.
            return list(self.records)[::-1]

    def cells(self, number: str) -> Sequence[str]:
        """Return the texts of a request's columns."""
        due, status, received = self._derived(number)
        request = from_document(number, self.records[number])
        return number, KINDS.get(request.kind, ""), request.matter[:200], due, status, received

    def _derived(self, number: str) -> tuple[str, str, str]:
        try:
            each = view_of(
                from_document(number, self.records[number]), calendar_of(self.office), self.disclosure.today()
            )
        except Problem as problem:
            return str(problem), "", ""
        return due_cell(each), STATUSES[each.status], each.clock.received_on.isoformat()

    def fields(self, number: str) -> Mapping[str, str]:
        """Return what the filter looks into."""
        due, status, received = self._derived(number)
        found = {"状态": status, "期限": due, "收到": received, **super().fields(number)}
        if self.office.masks_personal:
            shown = masked_document(self.records[number])
            found |= {field.label: shown_value(field, shown.get(field.key)) for field in self.ledger.fields}
        return found

    def new_form(self, *settings: Any) -> FormScreen:
        """Return the form of a registration."""
        form = RegistrationForm(*settings)
        if settings[2]:
            form.number = self.number
        return form

    def add_record(self, values: Values) -> str:
        """Register a request and return its number."""
        return register(self.office, values)

    def save_changes(self, number: str, changed: Values, seen: Values) -> None:
        """Save what a form changed."""
        change_request(self.office, number, changed, seen)

    def exports(self) -> list[Export]:
        """Return what can be written: all requests as JSON Lines, personal data masked."""
        write = partial(export_lines, self.office, "requests", personal=False, year=None, output=None)
        return [("全部申请，每行一件，姓名、联系方式等隐去", write)]
