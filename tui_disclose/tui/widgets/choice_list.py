"""A flat list of a few lines of plain text to choose from."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui_disclose.statutory.text import harmless
from tui_disclose.tui.commands import LIST_KEYS, Command, bindings


class ChoiceList(OptionList, inherit_bindings=False):
    """A list without borders or scrollbars whose texts are never markup."""

    DEFAULT_CSS = """
    ChoiceList, ChoiceList:focus { border: none; padding: 0; height: 1fr; scrollbar-size: 0 0; }
    ChoiceList > .option-list--option-highlighted, ChoiceList:focus > .option-list--option-highlighted {
        text-style: reverse;
    }
    """

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter", "select", "打开", "打开或选定光标所在的一项。"),
        *LIST_KEYS,
    )
    KEYS_TITLE = "短的列表"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, texts: Iterable[str] = (), id: str | None = None) -> None:  # noqa: A002
        self._texts = list(texts)
        super().__init__(*(_option(text) for text in self._texts), id=id, compact=True, markup=False)

    def action_move(self, lines: int) -> None:
        """Move the cursor by one line."""
        if lines > 0:
            self.action_cursor_down()
        else:
            self.action_cursor_up()

    def action_page(self, pages: int) -> None:
        """Turn the page."""
        if pages > 0:
            self.action_page_down()  # type: ignore[no-untyped-call]
        else:
            self.action_page_up()  # type: ignore[no-untyped-call]

    @property
    def copied_text(self) -> str:
        """The text under the cursor."""
        return self._texts[self.highlighted] if self.highlighted is not None else ""

    def show(self, texts: list[str]) -> None:
        """Show these texts, the cursor where it was."""
        at = self.highlighted or 0
        self._texts = list(texts)
        self.clear_options()
        self.add_options([_option(text) for text in texts])
        if texts:
            self.highlighted = min(at, len(texts) - 1)


def _option(text: str) -> Option:
    return Option(Content(harmless(text)))
