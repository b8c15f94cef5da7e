"""A short list of texts of one or several lines to choose from; it turns whole pages and draws only what changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui_disclose.statutory.text import harmless
from tui_disclose.tui.commands import LIST_KEYS, Command, bindings
from tui_disclose.tui.wording import broken, fit

_HERE = Style(reverse=True)


@dataclass
class ChoiceReached(Message):
    """The cursor came to a text."""

    index: int


@dataclass
class ChoiceMade(Message):
    """Enter was pressed on a text."""

    index: int


class ChoiceList(Widget, can_focus=True):
    """Texts, the cursor on one of them; never markup."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter", "select", "打开", "打开或选定光标所在的一项。"),
        *LIST_KEYS,
    )
    KEYS_TITLE = "短的列表"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    DEFAULT_CSS = "ChoiceList { height: 1fr; }"

    def __init__(self, texts: Iterable[str] = (), id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._texts = list(texts)
        self._here = 0
        self._pages: list[list[tuple[int, str]]] = []
        """The lines of each page, with the text that each belongs to."""

    @property
    def highlighted(self) -> int | None:
        """The text under the cursor, or None where there are none."""
        return self._here if self._texts else None

    @highlighted.setter
    def highlighted(self, index: int) -> None:
        before, page = self._here, self._page
        self._here = max(0, min(index, len(self._texts) - 1))
        if self._page is not page:
            self.refresh()
        else:
            lines = [y for y, (owner, _) in enumerate(page) if owner in (before, self._here)]
            self.refresh(*(Region(0, y, self.size.width, 1) for y in lines))
        if self._texts:
            self.post_message(ChoiceReached(self._here))

    @property
    def copied_text(self) -> str:
        """The text under the cursor."""
        return self._texts[self._here] if self._texts else ""

    def show(self, texts: list[str]) -> None:
        """Show these texts, the cursor where it was."""
        self._texts = list(texts)
        self._lay_out()
        self.refresh()
        self.highlighted = self._here

    def on_resize(self) -> None:
        """Break the texts for the new size."""
        self._lay_out()
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the lines of all texts."""
        return sum(len(_lines(text, width)) for text in self._texts)

    def _lay_out(self) -> None:
        width, height = max(self.size.width, 1), max(self.size.height, 1)
        pages: list[list[tuple[int, str]]] = [[]]
        for index, text in enumerate(self._texts):
            lines = [(index, line) for line in _lines(text, width)][:height]
            if len(pages[-1]) + len(lines) > height:
                pages.append([])
            pages[-1] += lines
        self._pages = pages

    @property
    def _page(self) -> list[tuple[int, str]]:
        pages = (page for page in self._pages if page and page[0][0] <= self._here <= page[-1][0])
        return next(pages, self._pages[0] if self._pages else [])

    def action_move(self, lines: int) -> None:
        """Move the cursor by so many texts."""
        self.highlighted = self._here + lines

    def action_page(self, pages: int) -> None:
        """Turn the page."""
        page = self._page
        if page:
            self.highlighted = page[-1][0] + 1 if pages > 0 else page[0][0] - 1

    def action_first(self) -> None:
        """Go to the first text."""
        self.highlighted = 0

    def action_last(self) -> None:
        """Go to the last text."""
        self.highlighted = len(self._texts) - 1

    def action_select(self) -> None:
        """Choose the text under the cursor."""
        if self._texts:
            self.post_message(ChoiceMade(self._here))

    def render_line(self, y: int) -> Strip:
        """Return one line of the page."""
        width, page = self.size.width, self._page
        owner, line = page[y] if y < len(page) else (-1, "")
        style = self.rich_style + (_HERE if owner == self._here else Style())
        return Strip([Segment(fit(line, width), style)], width)


def _lines(text: str, width: int) -> list[str]:
    return broken(harmless(text).expandtabs(4), max(width, 2))
