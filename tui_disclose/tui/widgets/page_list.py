"""A list of any length, one line a row, that turns whole pages: only what is on screen is ever drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui_disclose.statutory.text import harmless
from tui_disclose.tui.commands import LIST_KEYS, Command, bindings
from tui_disclose.tui.wording import fit

_HERE = Style(reverse=True)


@dataclass
class RowOpened(Message):
    """Enter was pressed on a row."""

    index: int


class PageList(Widget, can_focus=True):
    """Rows of plain text, the cursor on one of them."""

    DEFAULT_CSS = "PageList { height: 1fr; }"
    KEYS: ClassVar[tuple[Command, ...]] = (Command("enter", "open", "打开", "打开光标所在的一行。"), *LIST_KEYS)
    KEYS_TITLE = "长的列表"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows: Sequence[str] = ()
        self.cursor = 0

    @property
    def page(self) -> tuple[int, int]:
        """The page shown, from 1, and how many there are."""
        height = max(self.size.height, 1)
        return self.cursor // height + 1, max(1, -(-len(self._rows) // height))

    def show(self, rows: Sequence[str], cursor: int) -> None:
        """Show these rows with the cursor on one of them."""
        self._rows = rows
        self.cursor = max(0, min(cursor, len(rows) - 1))
        self.refresh()

    def action_move(self, step: int) -> None:
        """Move the cursor; only the two rows are drawn again, unless the page turns."""
        before, height = self.cursor, max(self.size.height, 1)
        self.cursor = max(0, min(before + step, len(self._rows) - 1))
        if before // height != self.cursor // height:
            self.refresh()
        else:
            rows = {before % height, self.cursor % height}
            self.refresh(*(Region(0, row, self.size.width, 1) for row in rows))

    def action_page(self, step: int) -> None:
        """Turn the page."""
        self.action_move(step * max(self.size.height, 1))

    def action_first(self) -> None:
        """Go to the first row."""
        self.action_move(-self.cursor)

    def action_last(self) -> None:
        """Go to the last row."""
        self.action_move(len(self._rows))

    @property
    def copied_text(self) -> str:
        """The row under the cursor."""
        return self._rows[self.cursor].strip() if self._rows else ""

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self._rows:
            self.post_message(RowOpened(self.cursor))

    def render_line(self, y: int) -> Strip:
        """Return one row."""
        width, height = self.size.width, max(self.size.height, 1)
        index = self.cursor // height * height + y
        text = harmless(self._rows[index].replace("\n", " ")) if index < len(self._rows) else ""
        style = self.rich_style + (_HERE if index == self.cursor and self._rows else Style())
        return Strip([Segment(fit(text, width), style)], width)
