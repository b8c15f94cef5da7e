"""Small questions at the bottom of the screen: one line of text, or one of several answers."""

import contextlib
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui_disclose.office.drafts import drop_draft, find_draft, keep_draft
from tui_disclose.office.house import Office
from tui_disclose.statutory.text import half_width
from tui_disclose.tui.base import input_method_on, is_chinese
from tui_disclose.tui.commands import ANSWER_KEYS, Command, bindings, hints
from tui_disclose.tui.text_keys import LINE_KEYS
from tui_disclose.tui.widgets.choice_list import ChoiceList, ChoiceMade
from tui_disclose.tui.wording import broken

if TYPE_CHECKING:
    from tui_disclose.tui.app import DisclosureApp

Answer = TypeVar("Answer")

_NAMES = 12
"""How many file names are listed."""


class Question(ModalScreen[Answer | None], Generic[Answer], inherit_bindings=False):
    """A question at the bottom of the screen; Esc answers None."""

    DEFAULT_CSS = """
    Question { align: left bottom; }
    Question Vertical { height: auto; max-height: 20; width: 100%; border-top: ascii ansi_default; }
    Question Static { height: auto; }
    Question ChoiceList { height: auto; max-height: 16; }
    """
    KEYS: ClassVar[tuple[Command, ...]] = (Command("escape", "dismiss(None)", "取消", "不回答，回到原处。"),)
    KEYS_TITLE = "屏幕下方的提问"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def say(self, text: str) -> None:
        """Show one sentence in place of the keys."""
        self.query(Static).last().update(Content(text))

    def on_key(self, event: events.Key) -> None:
        """Say that an input method is on where keys are meant."""
        if is_chinese(event.character):
            event.stop()
            self.say(input_method_on(event.character))


class AskLine(Question[str]):
    """Asks for one line of text; what was typed when the line dropped is there again when the same is asked again."""

    def __init__(self, question: str, suggestion: str = "", draft: str = "") -> None:
        """`draft` says what is asked about what, where the answer is worth keeping; "" keeps nothing."""
        super().__init__()
        self.question = question
        self.suggestion = suggestion
        # The name of a file cannot be as long as a question.
        self._draft = f"ask-{sha256(draft.encode()).hexdigest()[:16]}" if draft else ""

    @property
    def _office(self) -> Office:
        return cast("DisclosureApp", self.app).office

    def compose(self) -> ComposeResult:
        """Lay out the question and the line."""
        kept = find_draft(self._office, self._draft) if self._draft else None
        said = "已恢复上次没有写完的内容。" if kept else ""
        with Vertical():
            yield Static("\n".join(broken(self.question, self.app.size.width)), markup=False)
            yield LineInput(self.suggestion if kept is None else kept)
            yield Static(said + hints((*LineInput.KEYS, *self.KEYS), 78 - 2 * len(said)), markup=False)

    def save_pending(self) -> None:
        """Keep what is typed as a draft."""
        typed = self.query_one(LineInput).value
        if self._draft and typed != self.suggestion:
            with contextlib.suppress(OSError):
                keep_draft(self._office, self._draft, typed)

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        """Answer; nothing is left to be offered again."""
        if self._draft:
            drop_draft(self._office, self._draft)
        return super().dismiss(result)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the line."""
        self.dismiss(event.value.strip())


class AskPath(AskLine):
    """Asks for the path of a file; Tab finds the rest of a name."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("tab", "complete", "补全", "按已写的开头补全文件名；有几个时列出来。"),
        *Question.KEYS,
    )
    KEYS_TITLE = "输入文件的路径"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def action_complete(self) -> None:
        """Complete the name before the cursor and list what it may go on with."""
        from tui_disclose.office.paths import completed_path

        line = self.query_one(LineInput)
        found, names = completed_path(line.value)
        line.value = found
        line.cursor_position = len(found)
        if len(names) != 1:
            listed = "  ".join(names[:_NAMES]) + (f"  等{len(names)}个" if len(names) > _NAMES else "")
            self.say(listed or "没有以此开头的文件。")


class LineInput(Input, inherit_bindings=False):
    """A flat line of text that takes a paste of several lines as one, nothing cut; all of it is selected at first."""

    DEFAULT_CSS = """
    LineInput, LineInput:focus { border: none; height: 1; padding: 0; }
    LineInput:focus { text-style: underline; }
    """

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter", "submit", "确定", "确定，或到下一项。"),
        *LINE_KEYS,
    )
    KEYS_TITLE = "输入一行文字"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, value: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(value, id=id, select_on_focus=True)
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(" ".join(event.text.split()))


class AskChoice(Question[int]):
    """Asks for one of several answers by its number or with the arrows."""

    def __init__(self, question: str, answers: list[str]) -> None:
        super().__init__()
        self.question = question
        self.answers = answers

    def compose(self) -> ComposeResult:
        """Lay out the question and the answers."""
        with Vertical():
            yield Static("\n".join(broken(self.question, self.app.size.width)), markup=False)
            yield ChoiceList(f"{key} {answer}" for key, answer in zip(ANSWER_KEYS, self.answers, strict=False))
            typed = "数字" if len(self.answers) < 10 else "数字、字母"
            yield Static(f"{typed}或方向键选择，Enter 确定，Esc 取消", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Answer by number or letter, full-width ones included."""
        typed = half_width(event.character or "")
        at = ANSWER_KEYS.find(typed) if len(typed) == 1 else -1
        if 0 <= at < len(self.answers):
            event.stop()
            self.dismiss(at)
        else:
            super().on_key(event)

    def on_choice_made(self, event: ChoiceMade) -> None:
        """Answer with the option under the cursor."""
        self.dismiss(event.index)
