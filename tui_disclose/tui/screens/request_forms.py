"""The forms of a request: its registration, with what to look at before, and what happened to it."""

from collections.abc import Sequence
from typing import Any, ClassVar

import msgspec
from textual.binding import BindingType

from tui_disclose.office.house import Office
from tui_disclose.office.request_events import add_event, correct_event, what_is_missing
from tui_disclose.office.request_hints import hints
from tui_disclose.office.request_previews import registered_view, view_after
from tui_disclose.office.requests import find_request, view
from tui_disclose.problems import Problem
from tui_disclose.records.closing import Lack
from tui_disclose.records.events import event_kind, event_ledger
from tui_disclose.records.facts import EVENTS
from tui_disclose.records.fields import Values
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.request_words import (
    after_words,
    confirming_words,
    fee_words,
    ground_for,
    registration_words,
)
from tui_disclose.tui.screens.form import FormScreen
from tui_disclose.tui.screens.preview_form import PreviewForm, typed_so_far


class RegistrationForm(PreviewForm):
    """A request being registered or changed: the due date as it is typed, similar requests before it is saved."""

    number = ""
    """The request's number where it is registered already."""

    def preview(self, values: Values) -> Sequence[str]:
        """Return the day of receipt and the due date."""
        if self.number:
            values = {**find_request(self.disclosure.office, self.number).document, **values}
        found = registered_view(self.disclosure.office, values, self.disclosure.today())
        return registration_words(found) if found else ["填了收到渠道和到达日期，这里显示收到申请之日和答复期限。"]

    def prepare(self, key: str) -> None:
        """Say what the day of confirmation is for this channel."""
        words = confirming_words(typed_so_far(self.model).get("channel"))
        slot = self.box.slot
        if key == "confirmed_on" and words:
            slot.field = msgspec.structs.replace(slot.field, help=words)

    def action_finish(self) -> None:
        """Save; where the applicant or the matter is known already, say so first."""
        if self.number or self.model.first_wrong() is not None:
            super().action_finish()
            return
        said = hints(self.disclosure.office, typed_so_far(self.model)).sentences
        if not said:
            super().action_finish()
            return
        from tui_disclose.tui.screens.prompts import AskChoice

        def answered(answer: int | None) -> None:
            if answer == 1:
                FormScreen.action_finish(self)
            else:
                self.say("还没有登记。")

        self.app.push_screen(AskChoice("登记前请看：\n" + "\n".join(said), ["回到表单", "仍然登记"]), answered)


class EventForm(PreviewForm):
    """Something that happened to a request, typed or put right; a reply is checked for what its outcome needs."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        *FormScreen.KEYS,
        Command("f2", "letter", "文书", "按所填内容预览这件事的文书，不必先保存。", cli="request letter"),
    )
    KEYS_TITLE = "登记申请的一件事"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, office: Office, number: str, kind: str, n: int = 0, **settings: Any) -> None:
        """`n` is the event that is put right, 0 for a new one; `settings` are the form's day_words and others."""
        own = event_ledger(kind)
        self.request, self.kind, self.n = number, kind, n
        self.before = find_request(office, number)
        self.raw = dict(self.before.document[f"{EVENTS}{n}"]) if n else {}
        self.reason = ""
        """Why the case is closed although something is missing, or why the event is put right."""
        self._offered = ""
        """The outcome whose usual ground was put into its field."""
        title = f"{'更正' if n else '登记'}申请{number}的{own.name}"
        super().__init__(title, own.fields, self.raw, self._keep, f"requests-{number}-{kind}-{n or 'new'}", **settings)

    def _values(self) -> Values:
        return {"kind": self.kind, **typed_so_far(self.model)}

    def _keep(self, changed: Values, seen: Values) -> str:  # noqa: ARG002
        office = self.disclosure.office
        if self.n:
            values = {**self.raw, **changed}
            entry = correct_event(office, self.request, self.n, values, self.reason, self.raw)
            return f"已{entry.why}。" if entry else "没有改动。"
        added = add_event(office, self.request, {"kind": self.kind, **changed}, self.reason)
        if added is None:
            return "已有完全相同的一项，没有重复登记。"
        return "".join([f"已{added.entry.why}。", *(f"注意：{sentence}" for sentence in added.said)])

    def preview(self, values: Values) -> Sequence[str]:
        """Return what would follow, what the outcome still needs, the fee of a fee notice."""
        office, today = self.disclosure.office, self.disclosure.today()
        event = {"kind": self.kind, **values}
        working = fee_words(values) if self.kind == "fee_notified" else ""
        if "on" not in event or (self.kind == "replied" and "outcome" not in event):
            return [working]
        after = view_after(office, self.request, event, today, self.n)
        lacks = () if self.n else what_is_missing(office, self.request, event)
        wanting = f"办结还缺：{'；'.join(lack.sentence for lack in lacks)}。" if lacks else ""
        flags = view(office, self.request, today).clock.flags
        return [line for line in (working, wanting, *after_words(after, flags)) if line]

    def prepare(self, key: str) -> None:
        """Offer the article that usually applies to the outcome, once for each; say which letter number is next."""
        outcome = str(typed_so_far(self.model).get("outcome", ""))
        slot = self.box.slot
        if key == "ground" and not slot.text and outcome and outcome != self._offered:
            slot.put(ground_for(outcome))
            self.box.refresh()
        if key == "ground":
            self._offered = outcome
        if key == "letter":
            self._say_next_number()

    def _say_next_number(self) -> None:
        from tui_disclose.office.letters import next_letter_number

        slot = self.box.slot
        following = next_letter_number(self.disclosure.office, self.disclosure.today().year)
        if following:
            words = f"发出的文书的文号；按设置的写法，接着是“{following}”。"
            slot.field = msgspec.structs.replace(slot.field, help=words)

    # ---- saving ----

    def action_finish(self) -> None:
        """Save; ask for the reason where an event is put right, or a case closed that lacks something."""
        if self.model.first_wrong() is not None:
            super().action_finish()
        elif self.n:
            self._ask_reason("更正的理由：")
        elif lacks := self._lacks():
            needs = "\n".join(f"  {lack.sentence}（{lack.basis}）" for lack in lacks)
            self._ask_reason(f"办结还缺：\n{needs}\n按 Esc 回去补齐；确需现在办结的，写明理由：")
        else:
            super().action_finish()

    def _lacks(self) -> tuple[Lack, ...]:
        if not event_kind(self.kind).closes:
            return ()
        try:
            return what_is_missing(self.disclosure.office, self.request, self._values())
        except Problem:
            # Saving says what is wrong.
            return ()

    def _ask_reason(self, question: str) -> None:
        from tui_disclose.tui.screens.prompts import AskLine

        def answered(reason: str | None) -> None:
            if not reason:
                self.say("没有保存，请补齐或写明理由。")
                return
            self.reason = reason
            FormScreen.action_finish(self)

        self.app.push_screen(AskLine(question, draft=f"{self.request} {question}"), answered)

    def action_letter(self) -> None:
        """Show the letter about what is being typed."""
        from tui_disclose.tui.screens.letters import show_letters

        show_letters(self, self.disclosure, self.request, self._values())
