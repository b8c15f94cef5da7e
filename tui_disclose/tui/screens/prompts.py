"""Small questions at the bottom of the screen: one line of text, or one of several answers."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from tui_disclose.statutory.text import half_width


class AskLine(ModalScreen[str | None]):
    """Asks for one line of text; Esc answers None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "取消", show=False)]

    def __init__(self, question: str, suggestion: str = "") -> None:
        super().__init__()
        self.question = question
        self.suggestion = suggestion

    def compose(self) -> ComposeResult:
        """Lay out the question and the line."""
        with Vertical(classes="prompt"):
            yield Static(self.question, markup=False)
            yield LineInput(self.suggestion)
            yield Static("Enter 确定  Esc 取消", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the line."""
        self.dismiss(event.value.strip())


class LineInput(Input):
    """A flat line of text that takes a paste of several lines as one, nothing cut; all of it is selected at first."""

    def __init__(self, value: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(value, id=id, select_on_focus=True)
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(" ".join(event.text.split()))


class AskChoice(ModalScreen[int | None]):
    """Asks for one of several answers by its number or with the arrows; Esc answers None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "取消", show=False)]

    def __init__(self, question: str, answers: list[str]) -> None:
        super().__init__()
        self.question = question
        self.answers = answers

    def compose(self) -> ComposeResult:
        """Lay out the question and the answers."""
        with Vertical(classes="prompt"):
            yield Static(self.question, markup=False)
            yield OptionList(*(Content(f"{n} {answer}") for n, answer in enumerate(self.answers, 1)), compact=True)
            yield Static("数字或方向键选择，Enter 确定，Esc 取消", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Answer by number, full-width digits included."""
        digit = half_width(event.character or "")
        if len(digit) == 1 and digit.isdigit() and 1 <= int(digit) <= len(self.answers):
            event.stop()
            self.dismiss(int(digit) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the option under the cursor."""
        self.dismiss(event.option_index)
