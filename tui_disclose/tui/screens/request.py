"""A request opened: its facts, what is next by law and by when, what happened, on one screen."""

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.widget import Widget

from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.remedies import cases_about
from tui_disclose.office.request_splits import children
from tui_disclose.office.requests import change_request, view
from tui_disclose.problems import Problem
from tui_disclose.records.events import event_ledger
from tui_disclose.records.fields import Values, shown_value
from tui_disclose.records.masking import masked_document
from tui_disclose.records.next_steps import Next, next_steps
from tui_disclose.records.request import events_of
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.request_rows import Linked, Row, rows
from tui_disclose.tui.screens import request_acts as acts
from tui_disclose.tui.screens.form import FormScreen
from tui_disclose.tui.screens.ledger_acts import record_keys
from tui_disclose.tui.screens.reader import ReaderScreen
from tui_disclose.tui.screens.record import RecordScreen
from tui_disclose.tui.screens.request_forms import RegistrationForm
from tui_disclose.tui.widgets.choice_list import ChoiceList, ChoiceMade
from tui_disclose.tui.widgets.lines import Lines

_EDIT, _UNDO, _TAKE_OUT, _HISTORY = record_keys("request", "注销登记", "take-out")

REQUEST_KEYS: tuple[Command, ...] = (
    *RecordScreen.KEYS,
    Command("n", "next", "登记", "登记依法可以接着发生的一件事，按序号选。", cli="request event"),
    Command("w", "why", "为什么", "答复期限为什么是这一天：每一步、每一天，可导出。", cli="request why"),
    Command("l", "letters", "文书", "选一份文书，预览，导出。", cli="request letter"),
    Command("e", "edit", "修改", "光标在经过中的一件事上时更正它，否则修改登记的内容。", cli="request change"),
    Command("x", "take_out", "划去", "光标在一件事上时划去它，否则注销登记；写明理由。", cli="request strike"),
    _UNDO,
    Command("a", "any", "任何事", "登记任何一件事，不合规定的照实登记并提示。", hint=False, cli="request event"),
    Command("f", "fee", "费用", "信息处理费和算法。", hint=False, cli="request fee"),
    Command("s", "split", "拆分", "把一封申请中的多件事拆成几件。", hint=False, cli="request split"),
    Command("i", "similar", "相近", "同一申请人、相近内容的其他申请。", hint=False, cli="request hints"),
    Command("r", "remedy", "复议诉讼", "登记针对这件申请的复议或者诉讼。", hint=False, cli="remedy add"),
    Command("c", "contents", "卷内目录", "这件申请归档的卷内目录。", hint=False, cli="request contents"),
    Command("t", "attach", "附件", "登记一个附件：路径和哈希，文件留在原处。", hint=False, cli="request attach"),
    _HISTORY,
)


class RequestScreen(RecordScreen):
    """A request."""

    PLACE = 4
    LEDGER = "requests"
    KEYS: ClassVar[tuple[Command, ...]] = REQUEST_KEYS
    KEYS_TITLE = "打开的申请"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.rows: list[Row] = []
        self.steps: tuple[Next, ...] = ()

    def compose_body(self) -> Iterable[Widget]:
        """Return title and rows."""
        yield Lines(f"申请{self.number}", id="title")
        yield ChoiceList(id="body")

    @property
    def chosen(self) -> ChoiceList:
        """The rows."""
        return self.query_one(ChoiceList)

    @property
    def row(self) -> Row:
        """The row under the cursor."""
        at = self.chosen.highlighted
        return self.rows[at] if at is not None and at < len(self.rows) else Row("")

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Cut long texts for the new width."""
        if self.rows:
            self.follow()

    def follow(self, number: str = "") -> None:  # noqa: ARG002
        """Show the request as it is now, the cursor where it was; at first on what is next."""
        office, today = self.office, self.disclosure.today()
        try:
            plain = self.reads(self.number)
            self._mark = office.store.mark
            each = view(office, self.number, today)
            linked = Linked(cases_about(office, self.number), children(office, self.number))
            calendar = calendar_of(office)
        except Problem as problem:
            self.rows = [Row(str(problem))]
            self.chosen.show([str(problem)])
            return
        self.steps = next_steps(each.request, each.clock, today, calendar)
        document = each.request.document if plain else masked_document(each.request.document)
        here = (self.row.kind, self.row.ref)
        first = not self.rows
        self.rows = rows(each, document, self.steps, linked, calendar, today, max(self.app.size.width, 20))
        self.chosen.show([row.text for row in self.rows])
        places = [at for at, row in enumerate(self.rows) if (row.kind, row.ref) == here and row.kind]
        if first:
            places = [at for at, row in enumerate(self.rows) if row.kind == "next"]
        if places:
            self.chosen.highlighted = places[0]

    # ---- acts ----

    def on_choice_made(self, event: ChoiceMade) -> None:
        """Do what the row under the cursor offers: go on, open a record, show all of a text."""
        row = self.rows[event.index]
        match row.kind:
            case "next":
                if row.ref:
                    acts.open_event(self, row.ref)
                else:
                    self.action_next()
            case "confirm":
                self.action_edit()
            case "remedy":
                self.action_remedy()
            case "request":
                self.app.push_screen(RequestScreen(row.ref))
            case "case":
                from tui_disclose.tui.screens.remedies import RemedyScreen

                self.app.push_screen(RemedyScreen(row.ref))
            case "event":
                self.app.push_screen(ReaderScreen(f"申请{self.number}的一件事", self._event_text(int(row.ref))))
            case "facts":
                self.app.push_screen(ReaderScreen(f"申请{self.number}登记的内容", self._record_text()))

    def _shown_document(self) -> Values:
        document = view(self.office, self.number, self.disclosure.today()).request.document
        return dict(document if self.reads(self.number) else masked_document(document))

    def _record_text(self) -> str:
        # What is shown is masked already where it has to be.
        return "\n".join(
            f"{label}：{text}" if label else text for label, text in self.parts(self._shown_document(), True)
        )

    def _event_text(self, n: int) -> str:
        raw = dict(events_of(self._shown_document()))[n]
        own = event_ledger(raw["kind"])
        lines = [f"{field.label}：{shown_value(field, raw[field.key])}" for field in own.fields if field.key in raw]
        known = {field.key for field in own.fields} | {"kind"}
        lines += [f"{acts.EXTRA_LABELS.get(key, key)}：{value}" for key, value in raw.items() if key not in known]
        law = own.field("on").law
        return "\n".join([own.name, "", *lines, *(["", law] if law else [])])

    def new_form(self, *settings: Any) -> FormScreen:
        """Return the form of the registration."""
        form = RegistrationForm(*settings)
        form.number = self.number
        return form

    def save_changes(self, number: str, changed: Values, seen: Values) -> None:
        """Save what a form changed."""
        change_request(self.office, number, changed, seen)

    def action_edit(self) -> None:
        """Put right the event under the cursor, else change what was registered."""
        # Nothing is next where the request was taken out: that neither can be changed is said below.
        if self.row.kind == "event" and self.steps:
            acts.correct(self, int(self.row.ref))
        else:
            super().action_edit()

    def action_take_out(self) -> None:
        """Strike out the event under the cursor, else take the request off the register."""
        if self.row.kind == "event":
            acts.strike(self, int(self.row.ref))
        else:
            super().action_take_out()

    def action_next(self) -> None:
        """Choose what lawfully comes next and type it."""
        acts.choose_next(self)

    def action_any(self) -> None:
        """Choose any kind of event and type it."""
        acts.choose_any(self)

    def action_why(self) -> None:
        """Show why the due date is that day."""
        acts.show_why(self)

    def action_letters(self) -> None:
        """Show the letters that can be written."""
        acts.letters(self)

    def action_fee(self) -> None:
        """Show the fee with its working."""
        acts.fee(self)

    def action_split(self) -> None:
        """Split the request."""
        acts.split_request(self)

    def action_similar(self) -> None:
        """Show other requests of the applicant or about the same."""
        acts.similar(self)

    def action_remedy(self) -> None:
        """Register a review or lawsuit about this request."""
        acts.add_remedy(self)

    def action_contents(self) -> None:
        """Show the list of papers for the archive."""
        acts.contents(self)

    def action_attach(self) -> None:
        """Add a file."""
        acts.add_attachment(self)
