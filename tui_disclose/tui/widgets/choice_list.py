"""A flat list of a few lines of plain text to choose from."""

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui_disclose.statutory.text import harmless


class ChoiceList(OptionList):
    """A list without borders or scrollbars whose texts are never markup."""

    DEFAULT_CSS = """
    ChoiceList, ChoiceList:focus { border: none; padding: 0; height: 1fr; scrollbar-size: 0 0; }
    ChoiceList > .option-list--option-highlighted, ChoiceList:focus > .option-list--option-highlighted {
        text-style: reverse;
    }
    """

    def __init__(self, texts: Iterable[str] = (), id: str | None = None) -> None:  # noqa: A002
        super().__init__(*(_option(text) for text in texts), id=id, compact=True, markup=False)

    def show(self, texts: list[str]) -> None:
        """Show these texts, the cursor where it was."""
        at = self.highlighted or 0
        self.clear_options()
        self.add_options([_option(text) for text in texts])
        if texts:
            self.highlighted = min(at, len(texts) - 1)


def _option(text: str) -> Option:
    return Option(Content(harmless(text)))
