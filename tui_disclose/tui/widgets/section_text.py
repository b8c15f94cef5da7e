"""The text of one section: typed, kept as a draft within seconds, saved when it is left."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.text_keys import AREA_KEYS

_DRAFT_AFTER = 1.5
"""Seconds without a key after which what was typed is kept as a draft."""


@dataclass
class TextLeft(Message):
    """The keys go elsewhere: what was typed should be saved now."""


@dataclass
class DraftDue(Message):
    """What was typed should be kept as a draft now."""


class SectionText(TextArea, inherit_bindings=False):
    """A text area for Markdown, without line numbers, wrapped at the window's width."""

    DEFAULT_CSS = """
    SectionText, SectionText:focus { border: none; padding: 0; height: 1fr; scrollbar-size: 0 0; }
    """

    KEYS: ClassVar[tuple[Command, ...]] = AREA_KEYS
    KEYS_TITLE = "输入几段文字"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, text: str, read_only: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(text, id=id, soft_wrap=True, show_line_numbers=False, read_only=read_only)
        self.cursor_blink = False
        self._due: Timer | None = None

    def on_text_area_changed(self) -> None:
        """Begin to wait; each key begins anew only where nothing is waited for, so that steady typing is kept too."""
        if self._due is None:
            self._due = self.set_timer(_DRAFT_AFTER, self._draft)

    def _draft(self) -> None:
        self._due = None
        self.post_message(DraftDue())

    def undo(self) -> None:
        """Take the last typing back."""
        self._without_cursor(super().undo)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._without_cursor(super().redo)

    def _without_cursor(self, act: Callable[[], None]) -> None:
        """Change the text with the cursor at its start: TextArea scrolls to it when its line may be gone."""
        before, at = self.text, self.cursor_location
        self.move_cursor((0, 0))
        act()
        if self.text == before:
            self.move_cursor(at)

    def on_blur(self) -> None:
        """Ask for what was typed to be saved, unless only the terminal's window was left."""
        if self.app.app_focus:
            self.post_message(TextLeft())
