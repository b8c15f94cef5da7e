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


@dataclass
class RowReached(Message):
    """The cursor came to a row."""

    index: int


class PageList(Widget, can_focus=True):
    """Rows of plain text, the cursor on one of them, below `HEAD` lines that stay."""

    HEAD: ClassVar[int] = 0
    DEFAULT_CSS = "PageList { height: 1fr; }"
    KEYS: ClassVar[tuple[Command, ...]] = (Command("enter", "open", "打开", "打开光标所在的一行。"), *LIST_KEYS)
    KEYS_TITLE = "长的列表"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows: Sequence[str] = ()
        self.cursor = 0

    @property
    def rows(self) -> int:
        """How many rows fit on a page."""
        return max(self.size.height - self.HEAD, 1)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def page(self) -> tuple[int, int]:
        """The page shown, from 1, and how many there are."""
        return self.cursor // self.rows + 1, max(1, -(-self.count // self.rows))

    def show(self, rows: Sequence[str], cursor: int) -> None:
        """Show these rows with the cursor on one of them."""
        self._rows = rows
        self.cursor = max(0, min(cursor, len(rows) - 1))
        self.refresh()

    def action_move(self, step: int) -> None:
        """Move the cursor; only the two rows are drawn again, unless the page turns."""
        before = self.cursor
        self.cursor = max(0, min(before + step, self.count - 1))
        if before // self.rows != self.cursor // self.rows:
            self.refresh()
        else:
            self.refresh_row(before)
            self.refresh_row(self.cursor)
        if before != self.cursor:
            self.post_message(RowReached(self.cursor))

    def refresh_row(self, index: int) -> None:
        """Draw one row again, if it is on the page shown."""
        if index // self.rows == self.cursor // self.rows:
            self.refresh(Region(0, self.HEAD + index % self.rows, self.size.width, 1))

    def action_page(self, step: int) -> None:
        """Turn the page."""
        self.action_move(step * self.rows)

    def action_first(self) -> None:
        """Go to the first row."""
        self.action_move(-self.cursor)

    def action_last(self) -> None:
        """Go to the last row."""
        self.action_move(self.count)

    @property
    def copied_text(self) -> str:
        """The row under the cursor."""
        return self.row_text(self.cursor).strip() if self.count else ""

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.count:
            self.post_message(RowOpened(self.cursor))

    def row_text(self, index: int) -> str:
        """Return the text of a row."""
        return self._rows[index]

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        return self.render_row(self.cursor // self.rows * self.rows + y)

    def render_row(self, index: int) -> Strip:
        """Return one row, an empty line behind the last."""
        text = harmless(self.row_text(index).replace("\n", " ")) if index < self.count else ""
        style = self.rich_style + (_HERE if index == self.cursor and self.count else Style())
        return Strip([Segment(fit(text, self.size.width), style)], self.size.width)
