"""A form over the screen it was asked from: filled in, checked in words, kept as a draft, saved as one act."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui_disclose.problems import Changed, Problem
from tui_disclose.records.fields import Field, Values, editable_text
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.commands import Command, bindings, hints
from tui_disclose.tui.form_words import DayWords, field_words, option_lines, weekday_words
from tui_disclose.tui.screens.conflict import Conflict
from tui_disclose.tui.screens.form_drafts import DraftedForm
from tui_disclose.tui.widgets.form import FieldLeft, FieldOpened, FieldReached, FormBox, FormEnd, NotAnOption
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.wording import broken

Save = Callable[[Values, Values], str]
"""Saves the changed values, given what each was when the form was opened; returns the sentence that says so.

A Refused is shown and the form stays; a Changed is decided field by field.
"""

_ABOUT = 3
_MESSAGE = 2


class FormScreen(DraftedForm):
    """Asks for the values of fields; answers what was saved in words, or None where nothing was."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("ctrl+s", "finish", "保存", "核对各项并保存。"),
        Command("escape", "back", "返回", "返回原处；内容还没保存的先问。"),
        Command("f1", "law", "依据", "本项的说明和法律依据。"),
        Command("f3", "pick", "挑选", "填编号、栏目等的项目，从列表中挑选。", hint=False),
        Command("ctrl+z", "restore", "还原", "还原光标所在的一项；恢复了草稿时丢弃草稿。"),
    )
    KEYS_TITLE = "表单"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    PICKED: ClassVar[frozenset[str]] = frozenset()
    """The fields beside those naming other records for which there is a list to pick from."""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        values: Mapping[str, Any],
        save: Save,
        draft: str,
        day_words: DayWords = weekday_words,
        others: Callable[[], str] = lambda: "别人",
    ) -> None:
        """`values` are those stored, none for a new record; `draft` names the form among the person's drafts.

        `others` says who changed the record meanwhile, where that is asked.
        """
        super().__init__(fields, values, draft)
        self.what = title
        self._save = save
        self._day_words = day_words
        self._others = others
        self._complained = False
        """Whether the message line says what is wrong with the field under the cursor."""

    def compose(self) -> ComposeResult:
        """Lay out title, fields, what is to be known of the field, message and hints."""
        self.begin()
        yield Lines(id="title")
        yield FormBox(self.model, id="body")
        about = Lines(id="about")
        about.styles.height = _ABOUT
        yield about
        message = Lines(id="message")
        message.styles.height = _MESSAGE
        yield message
        yield Lines(hints((*self.KEYS, *FormBox.KEYS), 78), id="hints")

    def on_mount(self) -> None:
        """Begin in the first field that has to be filled in."""
        self.box.focus()
        self._show_about()

    def say(self, text: str) -> None:
        """Show one sentence until the next one."""
        self.query_one("#message", Lines).show("\n".join(broken(one_line(text), self.app.size.width)))

    # ---- what is said of the field ----

    def on_field_reached(self, event: FieldReached) -> None:  # noqa: ARG002
        """Say what belongs into the field."""
        self.typed_on()
        if self._complained and not self.box.slot.wrong:
            self._complained = False
            self.say("")
        self._show_about()

    def _show_about(self) -> None:
        page, pages = self.box.page
        self.query_one("#title", Lines).show(
            self.what + (f"（第{page}/{pages}页，PgDn PgUp 翻页）" if pages > 1 else "")
        )
        slot = self.box.slot
        first = slot.wrong or ("必填。" if slot.field.required else "") + slot.field.help
        picked = bool(slot.field.of) or slot.field.key in self.PICKED
        more = field_words(slot, self.model.today, self._day_words, picked)
        options = option_lines(slot, self.size.width, _ABOUT - 1)
        if any(words not in "".join(options) for words in slot.options):
            first += f"共{len(slot.options)}项，F1 看全部。"
        about = [*broken(one_line(first), self.size.width), *(more or options)]
        self.query_one("#about", Lines).show("\n".join(about[:_ABOUT]))

    def on_field_left(self, event: FieldLeft) -> None:  # noqa: ARG002
        """Keep what was typed as a draft."""
        if not self.drafted:
            self.say("")
        self.save_pending()

    def on_form_end(self, event: FormEnd) -> None:  # noqa: ARG002
        """Say what comes now."""
        self.say("已是最后一项，按 Ctrl+S 保存。")

    def on_not_an_option(self, event: NotAnOption) -> None:
        """Say that a key chooses nothing."""
        self.say(f"“{event.typed}”不在可选项中，请按序号选择。")

    def action_law(self) -> None:
        """Show the legal text of the field."""
        from tui_disclose.tui.screens.reader import ReaderScreen

        field = self.box.slot.field
        options = "\n".join(f"{number}  {words}" for number, words in enumerate(self.box.slot.options, 1))
        text = "\n\n".join(part for part in (field.help, options, field.law) if part)
        lines = broken(text or "本项没有另外的说明。", self.size.width)
        self.app.push_screen(ReaderScreen(f"{field.label}：依据", "\n".join(lines)))

    def offered(self, field: Field) -> Mapping[str, str]:
        """Return what can be picked for a field: what it would hold, and what that is called; empty for most."""
        from tui_disclose.office.links import linkable

        return linkable(self.disclosure.office, field) if field.of else {}

    def action_pick(self) -> None:
        """Pick what belongs into the field from a list."""
        from tui_disclose.tui.screens.picking import pick_into

        pick_into(self)

    # ---- long texts ----

    def on_field_opened(self, event: FieldOpened) -> None:
        """Type the field on as many lines as it takes."""
        from tui_disclose.tui.screens.long_text import LongTextScreen

        slot = self.box.slot

        def put(text: str | None) -> None:
            if text is not None and text != slot.text:
                slot.put(text)
                self.box.changed()
                self.save_pending()

        office = self.disclosure.office
        editor = office.settings.editor.external and not office.read_only
        self.app.push_screen(LongTextScreen(slot.field, slot.text, event.typed, put, editor), put)

    # ---- leaving ----

    def action_finish(self) -> None:
        """Check all fields and save what was changed."""
        wrong = self.model.first_wrong()
        self.box.refresh()
        if wrong is not None:
            self.box.cursor = wrong
            self._show_about()
            self.say(self.model.slots[wrong].wrong)
            self._complained = True
            return
        self._show_about()
        changed = self.model.changed()
        if not changed and self.model.began_from:
            self._end("没有改动。")
            return
        self._apply(changed, {key: self.model.began_from.get(key) for key in changed})

    def _apply(self, changed: Values, seen: Values) -> None:
        try:
            said = self._save(changed, seen)
        except Changed as problem:
            self.save_pending()
            if problem.fields.keys() <= changed.keys():
                self._decide(changed, seen, problem.fields)
            else:
                self.say(str(problem))
        except Problem as problem:
            self.save_pending()
            self.say(str(problem))
        else:
            self._end(said)

    def _decide(self, mine: Values, seen: Values, theirs: Mapping[str, Any]) -> None:
        from tui_disclose.tui.screens.conflict import ConflictScreen

        conflicts = [
            Conflict(field.key, field.label, editable_text(field, mine[field.key]), editable_text(field, now))
            for field, now in ((each, theirs[each.key]) for each in self.fields if each.key in theirs)
        ]

        def decided(chosen: frozenset[str] | None) -> None:
            if chosen is None:
                self.say("没有保存，内容留作草稿。")
                return
            wanted = {key: value for key, value in mine.items() if key not in theirs or key in chosen}
            self._apply(wanted, {**seen, **theirs})

        self.app.push_screen(ConflictScreen(self._others(), conflicts), decided)

    def _end(self, said: str) -> None:
        self.drop_kept()
        self.dismiss(said)

    def action_back(self) -> None:
        """Return; ask first where something would be lost."""
        if not self.model.touched:
            self._end("")
            return
        from tui_disclose.tui.screens.prompts import AskChoice

        def answered(answer: int | None) -> None:
            if answer == 1:
                self.action_finish()
            elif answer == 2:
                self.save_pending()
                if self.all_kept:
                    self.dismiss("内容留作草稿，下次打开时恢复。")
            elif answer == 3:
                self._end("")

        answers = ["继续填写", "保存", "留作草稿，以后再填", "丢弃所填内容"]
        self.app.push_screen(AskChoice("填写的内容还没有保存：", answers), answered)
