"""A work record opened: what its kind keeps, the rules it carries out, its progress, carried over into this year."""

from collections.abc import Sequence
from typing import Any, ClassVar

import msgspec
from textual.binding import BindingType

from tui_disclose.duties.values import URGENCY_WORDS
from tui_disclose.office.ledgers import OUT_ON, OUT_REASON, Row, find_row, title_of
from tui_disclose.office.work_views import rules_of, work_duties_of
from tui_disclose.office.works import WORKS, carry_over, change_work
from tui_disclose.problems import Problem
from tui_disclose.records.fields import Field, Values
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.works import kind_of, progress_words, work_ledger
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.places import record_screen
from tui_disclose.tui.screens.form import FormScreen
from tui_disclose.tui.screens.ledger_acts import LedgerActs, record_keys
from tui_disclose.tui.screens.picking import PickingScreen
from tui_disclose.tui.screens.preview_form import PreviewForm
from tui_disclose.tui.screens.record import RecordScreen
from tui_disclose.tui.widgets.record_list import Column
from tui_disclose.tui.widgets.text_pages import Part

_PROGRESS = ("status", "progress", "closed_on", "closed_reason")
"""What tells how far a matter has come, for an account whether it is still in use."""


def asked_fields(kind: str) -> tuple[Field, ...]:
    """Return what the form of a kind asks for: its fields but the kind itself; what is begun is not finished."""
    begun = {"status": "未完成"}
    fields = (field for field in work_ledger(kind).fields if field.key != "kind")
    return tuple(msgspec.structs.replace(f, initial=begun.get(f.key, f.initial)) for f in fields)


class WorkForm(PreviewForm):
    """A work record being registered or changed: what its kind is for and which rule it carries out."""

    kind = ""

    def preview(self, values: Values) -> Sequence[str]:  # noqa: ARG002
        """Return what belongs into a record of this kind."""
        kind = kind_of(self.kind)
        return [f"{kind.help}。", *([f"实施《{kind.rule}》，不用另填。"] if kind.rule else [])]


class WorkActs(LedgerActs):
    """What can be done with a work record in its list and where it is open."""

    def form_fields(self, fields: Values) -> tuple[Field, ...]:
        """Return what the form of a record asks for by its kind."""
        return asked_fields(fields["kind"])

    def new_form(self, *settings: Any) -> FormScreen:
        """Return the form of a record."""
        form = WorkForm(*settings)
        form.kind = settings[2]["kind"]
        return form

    def save_changes(self, number: str, changed: Values, seen: Values) -> None:
        """Save what a form changed."""
        change_work(self.office, number, changed, seen)


class WorkScreen(WorkActs, RecordScreen):
    """A work record."""

    PLACE = 7
    LEDGER = "works"
    KEYS: ClassVar[tuple[Command, ...]] = (
        *RecordScreen.KEYS,
        Command("d", "progress", "进展", "任务、问题等办到哪里，是否完成；账号何时、为何关停。", cli="work change"),
        Command("c", "carry", "结转", "把以前年度没有解决的问题转到今年，接着登记措施。", cli="work carry-over"),
        *record_keys("work", "注销", "take-out"),
        Command("r", "rule", "看制度", "打开这项工作实施的制度。", cli="rule show"),
        Command("i", "items", "看条目", "打开关联的公开条目、接续的问题。", hint=False, cli="catalogue show"),
    )
    KEYS_TITLE = "打开的工作记录"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def parts(self, fields: Values, plain: bool) -> list[Part]:
        """Return what is shown of a record: what it owes first, then the fields of its kind that are filled."""
        row = Row(self.number, fields)
        own = work_ledger(fields["kind"])
        owed = work_duties_of(self.office, self.number, self.disclosure.today())
        rules = rules_of(self.office, row)
        shown = [(f.label, self.shown(f, fields.get(f.key), plain)) for f in own.fields if f.key != "rules"]
        state = progress_words(fields)
        out = f"已于{fields[OUT_ON]}注销，理由：{fields[OUT_REASON]}" if OUT_ON in fields else ""
        empty = "、".join(label for label, text in shown if not text)
        return [
            *([("", out)] if out else []),
            *(("", f"{URGENCY_WORDS[duty.severity]}：{duty.sentence}") for duty in owed if not out),
            *([("状态", state)] if state and "status" not in fields else []),
            *((label, text) for label, text in shown if text),
            ("实施制度", "\n".join(f"{number} {name}" for number, name in rules.items()) or "没有对应的制度"),
            *([("", f"未填：{empty}")] if empty else []),
        ]

    def action_progress(self) -> None:
        """Type how far the matter has come."""
        if not self.may_change():
            return
        row = find_row(self.office, WORKS, self.number)
        own = work_ledger(row.fields["kind"])
        fields = [field for field in own.fields if field.key in _PROGRESS]
        if not fields:
            self.say(f"“{kind_of(row.fields['kind']).words}”没有进展可登记，按 e 修改。")
            return

        def save(changed: Values, seen: Values) -> str:
            change_work(self.office, self.number, changed, seen)
            return "进展已登记。"

        title = f"{title_of(WORKS, self.number, row.fields)}的进展"
        form = FormScreen(title, fields, row.fields, save, f"works-{self.number}-progress", self.day_words)
        self.app.push_screen(form, self._saved)

    def _saved(self, said: str | None) -> None:
        self.follow()
        if said:
            self.say(said)

    def action_carry(self) -> None:
        """Carry the record over into this year and open what it became."""
        if not self.may_change():
            return
        try:
            number = carry_over(self.office, self.number, self.disclosure.today())
        except Problem as problem:
            self.say(str(problem))
        else:
            self.follow()
            self.app.push_screen(WorkScreen(number))

    def action_rule(self) -> None:
        """Open the rule that the record carries out; choose where there are several."""
        row = find_row(self.office, WORKS, self.number)
        self._open("rules", rules_of(self.office, row), "这项工作没有对应的制度；按 e 填“实施制度”。")

    def action_items(self) -> None:
        """Open an item that the record names, or the problem that it goes on with."""
        fields = find_row(self.office, WORKS, self.number).fields
        if fields.get("carried_from"):
            self.app.push_screen(WorkScreen(fields["carried_from"]))
            return
        items = ledger("catalogue")
        named = {
            number: title_of(items, number, self.office.store.record(items.key, number) or {})
            for number in fields.get("items") or ()
        }
        self._open(items.key, named, "没有关联的条目；按 e 填“关联条目”。")

    def _open(self, table: str, found: dict[str, str], none: str) -> None:
        if not found:
            self.say(none)
        elif len(found) == 1:
            self.app.push_screen(record_screen(table, *found))
        else:
            rows = {number: (number, name) for number, name in found.items()}

            def opened(number: str) -> None:
                self.app.push_screen(record_screen(table, number))

            columns = (Column("编号", 16), Column("名称", 40, grows=True))
            name = ledger(table).name
            self.app.push_screen(PickingScreen(f"{self.number}关联的{name}", name, columns, lambda: rows, opened))
