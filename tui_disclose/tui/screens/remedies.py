"""Place 5 复议诉讼: the cases, each tied to the reply it attacks."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

import msgspec
from textual.binding import BindingType

from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import find_row
from tui_disclose.office.remedies import REMEDIES, answer_owed, change_case, decide, register
from tui_disclose.office.request_findings import review_first
from tui_disclose.office.requests import number_meant
from tui_disclose.office.transfer import export_lines
from tui_disclose.problems import Problem
from tui_disclose.records.events import event_ledger
from tui_disclose.records.fields import Field, Values
from tui_disclose.records.remedy import from_document
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.remedy_words import owed_words
from tui_disclose.tui.screens.form import FormScreen
from tui_disclose.tui.screens.ledger import Export, LedgerScreen
from tui_disclose.tui.screens.ledger_acts import LedgerActs, ledger_keys, record_keys
from tui_disclose.tui.screens.preview_form import PreviewForm
from tui_disclose.tui.screens.record import RecordScreen
from tui_disclose.tui.widgets.record_list import Column
from tui_disclose.tui.widgets.text_pages import Part

_NUMBER = Field(
    "number", "案件编号", required=True, help="本机关给的编号，如 复议〔2024〕1号；登记以后不能改，也不能再用。"
)
_REQUEST_HELP = "所针对的答复属于哪一件申请；可以只写 3（今年第3号）或 2024-3。"
_REORDERED = Field(
    "reordered", "责令重答", "flag", help="决定或者判决责令重新答复的填 1（是）；所涉申请随即有新的答复期限。"
)


class RemedyForm(PreviewForm):
    """A case being registered or changed: its deadlines and what should have gone before."""

    def preview(self, values: Values) -> Sequence[str]:
        """Return the office's own deadline, and whether a review should have come first."""
        fields = {**self.stored, **_named(self.disclosure.office, values, self.disclosure.today())}
        if not {"path", "request", "filed_on"} <= fields.keys():
            return []
        return about(self.disclosure.office, fields, self.disclosure.today())


def _named(office: Office, values: Mapping[str, Any], today: date) -> Values:
    """Return values with the number of the request in full where only “3” or “2024-3” was typed."""
    typed = values.get("request")
    return {**values, **({"request": number_meant(office, typed, today.year)} if typed else {})}


def about(office: Office, fields: Mapping[str, Any], today: date) -> list[str]:
    """Return what is to be known of a case: deadline, what should have gone before."""
    first = review_first(office, fields)
    owed = answer_owed(office, "", fields)
    return [*([first] if first else []), owed_words(owed, fields, calendar_of(office), today)]


def open_new(screen: LedgerActs, request: str = "") -> None:
    """Open the form of a new case, about a request where one is named."""
    fields = [
        msgspec.structs.replace(field, initial=request, help=_REQUEST_HELP) if field.key == "request" else field
        for field in (_NUMBER, *REMEDIES.fields)
    ]

    def save(values: Values, seen: Values) -> str:  # noqa: ARG001
        kept = _named(screen.office, {"request": request, **values}, screen.disclosure.today())
        number = str(kept.pop("number"))
        said = f"已{register(screen.office, number, kept).why}。"
        # In the list of cases the cursor goes to the new one, in that of requests it stays.
        screen.follow(number if screen.ledger is REMEDIES else "")
        return said

    def saved(said: str | None) -> None:
        screen.follow()
        if said:
            screen.say(said)

    form = RemedyForm("登记复议诉讼案件", fields, {}, save, f"remedies-new-{request}", screen.day_words)
    screen.app.push_screen(form, saved)


class RemedyActs(LedgerActs):
    """What can be done with a case, in the list and where it is open."""

    def new_form(self, *settings: Any) -> FormScreen:
        """Return the form of a case."""
        return RemedyForm(*settings)

    def save_changes(self, number: str, changed: Values, seen: Values) -> None:
        """Save what a form changed."""
        change_case(self.office, number, _named(self.office, changed, self.disclosure.today()), seen)

    def action_decide(self) -> None:
        """Type the decision, and whether it orders a new reply."""
        if not (self.number and self.may_change()):
            return
        number, seen_before = self.number, self._case_fields()
        if not seen_before:
            return
        order = event_ledger("re_reply_ordered")
        fields = (
            msgspec.structs.replace(REMEDIES.field("decided_on"), required=True, initial="今天"),
            msgspec.structs.replace(REMEDIES.field("result"), required=True),
            _REORDERED,
            order.field("until"),
            order.field("days"),
        )

        def save(values: Values, seen: Values) -> str:  # noqa: ARG001
            given = {key: values[key] for key in ("until", "days") if values.get(key)}
            ordered = given if values.get("reordered") or given else None
            on = date.fromisoformat(values["decided_on"])
            entry = decide(self.office, number, on, values["result"], ordered, seen_before)
            return f"已{entry.why}。" if entry else "没有变化。"

        def saved(said: str | None) -> None:
            self.follow()
            if said:
                self.say(said)

        form = FormScreen(f"案件{number}审结", fields, {}, save, f"remedies-{number}-decide", self.day_words)
        self.app.push_screen(form, saved)

    def action_request(self) -> None:
        """Open the request that the case is about."""
        fields = self._case_fields() if self.number else {}
        if fields:
            from tui_disclose.tui.screens.request import RequestScreen

            self.app.push_screen(RequestScreen(fields["request"]))

    def _case_fields(self) -> Mapping[str, Any]:
        """Return what is stored of the case; nothing, and say so, where it is no more."""
        try:
            return find_row(self.office, REMEDIES, self.number).fields
        except Problem as problem:
            self.say(str(problem))
            return {}


_OWN_KEYS = (
    Command("d", "decide", "审结", "登记审结的日期和结果；责令重新答复的一并登记到所涉申请。", cli="remedy decide"),
    Command("r", "request", "看申请", "打开所涉的申请。", cli="request show"),
)


class RemedyScreen(RemedyActs, RecordScreen):
    """A case."""

    PLACE = 5
    LEDGER = "remedies"
    KEYS: ClassVar[tuple[Command, ...]] = (
        *RecordScreen.KEYS,
        *_OWN_KEYS,
        *record_keys("remedy", "注销登记", "take-out"),
    )
    KEYS_TITLE = "打开的案件"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def parts(self, fields: Values, plain: bool) -> list[Part]:
        """Return what is shown of a case: what is to be known first."""
        try:
            said = about(self.office, fields, self.disclosure.today())
        except Problem as problem:
            said = [str(problem)]
        status = from_document(self.number, fields).status
        return [("状态", status), *(("", sentence) for sentence in said), *super().parts(fields, plain)]


class RemediesScreen(RemedyActs, LedgerScreen):
    """The list of cases."""

    PLACE = 5
    LEDGER = "remedies"
    RECORD = RemedyScreen
    KEYS: ClassVar[tuple[Command, ...]] = (
        *ledger_keys("remedy", "注销登记", "take-out", "导出全部案件，或者选中、列出的清单。"),
        *_OWN_KEYS,
    )
    KEYS_TITLE = "复议诉讼"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def list_columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("编号", 16, grows=True),
            Column("途径", 8),
            Column("所涉申请", 13),
            Column("提起", 10),
            Column("审结", 10),
            Column("结果", 8),
            Column("案号", 20),
        ]

    def cells(self, number: str) -> Sequence[str]:
        """Return the texts of a case's columns."""
        fields = self.records[number]
        keys = ("path", "request", "filed_on", "decided_on", "result", "case_number")
        mark = "【已注销】" if "taken_out.on" in fields else ""
        return [mark + number, *(self.shown(self.ledger.field(key), fields.get(key), plain=True) for key in keys)]

    def action_new(self) -> None:
        """Ask for the values of a new case."""
        if self.may_change():
            open_new(self)

    def exports(self) -> list[Export]:
        """Return what can be written: all cases as JSON Lines."""
        write = partial(export_lines, self.office, "remedies", personal=False, year=None, output=None)
        return [("全部案件，每行一件", write)]
