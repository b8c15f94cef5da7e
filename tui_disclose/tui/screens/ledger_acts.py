"""What can be done with a record of any ledger, in its list and where it is open: edit, take out, undo, history."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from tui_disclose.office.calendar import calendar_in
from tui_disclose.office.ledgers import (
    change,
    find_row,
    place_of,
    reasons_offered,
    refuse_taken_out,
    take_out,
    title_of,
)
from tui_disclose.office.links import still_named
from tui_disclose.office.reading import note_reading
from tui_disclose.problems import Problem
from tui_disclose.records.fields import Field, Ledger, Values, masked, shown_value
from tui_disclose.records.ledger_files import ledger
from tui_disclose.tui.base import PlaceScreen
from tui_disclose.tui.commands import Command
from tui_disclose.tui.screens.form import FormScreen, Save

FOLLOW_EVERY = 0.8
"""Seconds after which what others saved is looked for."""


def ledger_keys(noun: str, take_out: str, take_out_command: str, export: str) -> tuple[Command, ...]:
    """Return what can be done in the list of a ledger.

    `noun` is its name on the command line, `take_out` is taking out in words, `export` says what is exported.
    """
    return (
        Command("n", "new", "登记", "登记一条新的记录。", cli=f"{noun} add"),
        *record_keys(noun, take_out, take_out_command),
        Command("o", "export", "导出", export, hint=False, cli=f"{noun} export"),
        Command("t", "taken_out", f"含{take_out}", f"同时列出已{take_out}的记录，再按一次不列。", hint=False),
    )


def record_keys(noun: str, take_out: str, take_out_command: str) -> tuple[Command, ...]:
    """Return what can be done with a record of a ledger, in the list and where it is open."""
    words = f"{take_out}光标所在的记录，须写明理由；记录和编号都留着。"
    return (
        Command("e", "edit", "修改", "修改光标所在的记录。", cli=f"{noun} change"),
        Command("u", "undo", "撤销", "撤销您在本处的最近一次操作。", cli="undo"),
        Command("x", "take_out", take_out, words, cli=f"{noun} {take_out_command}"),
        Command("h", "history", "来历", "这条记录由谁、何时、改过什么。", hint=False, cli="history"),
    )


class LedgerActs(PlaceScreen):
    """A screen on records of one ledger; subclasses say which record is meant and show what was saved."""

    LEDGER: ClassVar[str] = ""
    """The ledger's table."""

    @property
    def ledger(self) -> Ledger:
        """The ledger."""
        return ledger(self.LEDGER)

    @property
    def number(self) -> str:
        """The number of the record that is meant, nothing where there is none."""
        raise NotImplementedError

    @property
    def undo_place(self) -> str:
        """Where `u` takes back."""
        return place_of(self.ledger)

    def follow(self, number: str = "") -> None:
        """Show what was saved meanwhile, the cursor on a record."""
        raise NotImplementedError

    def may_change(self) -> bool:
        """Tell whether anything can be changed; say so where it cannot."""
        if self.office.read_only:
            self.say("本次以只读方式打开，不能修改。")
        return not self.office.read_only

    def reads(self, number: str) -> bool:
        """Record that personal data of a record is about to be shown; False where it cannot be: show it masked."""
        if not any(field.personal for field in self.ledger.fields):
            return True
        what = f"{self.ledger.name}{number}的个人信息"
        try:
            note_reading(self.office, place_of(self.ledger, number), what, self.disclosure.readings)
        except Problem as problem:
            self.say(str(problem))
            return False
        return not self.office.masks_personal

    def day_words(self, day: date) -> str:
        """Return a day with its weekday and whether it is a working day, as far as the calendar is known."""
        try:
            calendar = calendar_in(self.office.folder)
        except Problem as problem:
            return f"{day.isoformat()} {problem}"
        unknown = "" if calendar.known(day) else "（该年放假安排尚未录入，暂定）"
        kind = "工作日" if calendar.is_working(day) else "非工作日"
        return f"{day.isoformat()} {calendar.reason(day)}，{kind}{unknown}"

    # ---- acts ----

    def action_edit(self) -> None:
        """Change the record in a form."""
        if not (self.number and self.may_change() and self.reads(self.number)):
            return
        number = self.number
        try:
            fields = find_row(self.office, self.ledger, number).fields
            refuse_taken_out(self.ledger, number, fields)
        except Problem as problem:
            self.say(str(problem))
            return
        since = self.office.store.sequence

        def save(changed: Values, seen: Values) -> str:
            self.save_changes(number, changed, seen)
            return f"{self.ledger.name}{number}已保存。"

        def others() -> str:
            record = (self.ledger.key, number)
            entries = self.office.store.since(since)
            who = {e.who for e in entries for c in e.changes if (c.table, c.number) == record}
            return "、".join(sorted(who - {self.office.who})) or "您在别的窗口"

        self.open_form(f"修改{self.ledger.name}{number}", fields, save, number, others)

    def save_changes(self, number: str, changed: Values, seen: Values) -> None:
        """Save what a form changed."""
        change(self.office, self.ledger, number, changed, seen)

    def form_fields(self, fields: Values) -> tuple[Field, ...]:  # noqa: ARG002
        """Return the fields that the form of a record asks for; a new record has no values."""
        return self.ledger.fields

    def new_form(self, *settings: Any) -> FormScreen:
        """Return the form of a record, given what a FormScreen takes."""
        return FormScreen(*settings)

    def open_form(self, title: str, fields: Values, save: Save, number: str, others: Callable[[], str]) -> None:
        """Open the form of a record, a new one where there are no fields, and show what was saved in it."""
        draft = f"{self.ledger.key}-{number or 'new'}"
        form = self.new_form(title, self.form_fields(fields), fields, save, draft, self.day_words, others)

        def saved(said: str | None) -> None:
            self.follow()
            if said:
                self.say(said)

        self.app.push_screen(form, saved)

    def action_take_out(self) -> None:
        """Take the record out, for a reason."""
        if not (self.number and self.may_change()):
            return
        from tui_disclose.tui.screens.prompts import AskChoice, AskLine

        number, kind = self.number, self.ledger
        fields = self.office.store.record(kind.key, number) or {}

        def answered(reason: str | None) -> None:
            if reason is None:
                return
            try:
                self.take_out_record(number, reason)
                said = f"{kind.name}{number}已{kind.take_out}，按 u 可撤销。"
            except Problem as problem:
                said = str(problem)
            self.follow()
            self.say(said)

        named = still_named(self.office, kind, number)
        called = title_of(kind, number, fields)
        question = f"{kind.take_out}{kind.name}{called}{f'（{named}）' if named else ''}，理由："
        if offered := reasons_offered(kind, fields):
            self.app.push_screen(
                AskChoice(question, list(offered)), lambda at: answered(None if at is None else offered[at])
            )
        else:
            self.app.push_screen(AskLine(question, draft=question), answered)

    def take_out_record(self, number: str, reason: str) -> None:
        """Take a record out."""
        take_out(self.office, self.ledger, number, reason, self.disclosure.today())

    def action_undo(self) -> None:
        """Take back this person's last act here; what was not done just now only when that is meant."""
        from tui_disclose.tui.screens.undo import take_back

        def after(said: str) -> None:
            self.follow()
            self.say(said)

        if self.may_change():
            take_back(self, self.undo_place, after)

    def action_history(self) -> None:
        """Show what each act changed in the record."""
        from tui_disclose.tui.screens.history import show_history

        if self.number:
            show_history(self, f"{self.ledger.key}/{self.number}", f"{self.ledger.name}{self.number}")

    # ---- texts ----

    def shown(self, field: Field, value: object, plain: bool) -> str:
        """Return a value as it is shown, personal data masked unless `plain`."""
        text = shown_value(field, value)
        return masked(text) if field.personal and not plain else text
