"""A field's text on as many lines as it takes: what is typed goes back into the form, whichever way it is left."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui_disclose.records.fields import Field
from tui_disclose.statutory.text import clean_text, one_line
from tui_disclose.tui.base import Fitting
from tui_disclose.tui.commands import Command, bindings, hints
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.widgets.section_text import DraftDue, SectionText


class LongTextScreen(Fitting[str | None]):
    """A text area; answers its text."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("escape,ctrl+s", "done", "写好", "带着所写的回到表单，表单保存后才算数。"),
        Command("f4", "editor", "外部编辑", "在设置允许时用系统的编辑器写。", hint=False),
    )
    KEYS_TITLE = "表单中的多行文字"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, field: Field, text: str, typed: str, keep: Callable[[str], None], editor: bool = False) -> None:
        """`typed` is what opened the text, put at its end; `keep` gets the text now and then, for the form's draft."""
        super().__init__()
        self.field = field
        self.text = text
        self._typed = typed
        self._keep = keep
        self._editor = editor

    def compose(self) -> ComposeResult:
        """Lay out title, text and hints."""
        how = "一行一项" if self.field.kind in ("lines", "records") else "空一行分段"
        yield Lines(one_line(f"{self.field.label}（{how}）：{self.field.help}"), id="title")
        yield SectionText(self.text, id="body")
        yield Lines(id="message")
        yield Lines(hints(self.KEYS, 78), id="hints")

    @property
    def area(self) -> SectionText:
        """The text area."""
        return self.query_one(SectionText)

    def on_mount(self) -> None:
        """Go on at the end of the text."""
        self.area.focus()
        self.area.move_cursor(self.area.document.end)
        if self._typed:
            self.area.insert(self._typed)

    def on_draft_due(self, event: DraftDue) -> None:  # noqa: ARG002
        """Keep what was typed in the form's draft."""
        self.save_pending()

    def save_pending(self) -> None:
        """Hand what was typed to the form, which keeps it as a draft."""
        self._keep(clean_text(self.area.text))

    def action_done(self) -> None:
        """Return with the text."""
        self.dismiss(clean_text(self.area.text))

    def action_editor(self) -> None:
        """Type the text in the person's own editor, where the office's settings allow it."""
        if not self._editor:
            self.query_one("#message", Lines).show("本单位的设置不允许使用外部编辑器。")
            return
        from tui_disclose.tui.external_editor import edited

        with self.app.suspend():
            text = edited(self.area.text)
        if text is None:
            self.query_one("#message", Lines).show("编辑器没有正常结束，文字没有改动。")
        else:
            self.area.load_text(clean_text(text))
