"""Text to read page by page: help, previews, what an import would change."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui_disclose.statutory.text import harmless
from tui_disclose.tui.base import Fitting, half_width_key, is_chinese
from tui_disclose.tui.commands import Command, bindings, help_lines, hints
from tui_disclose.tui.widgets.lines import Lines


class ReaderScreen(Fitting[None]):
    """A page of text over the screen it was asked from."""

    DEFAULT_CSS = "ReaderScreen VerticalScroll { height: 1fr; scrollbar-size: 0 0; }"

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("escape,q,question_mark,enter", "dismiss", "返回", "返回原处。"),
        Command("down,j", "line(1)", "下移", "下移一行。", hint=False),
        Command("up,k", "line(-1)", "上移", "上移一行。", hint=False),
        Command("pagedown,space", "page(1)", "下页", "下一页。"),
        Command("pageup", "page(-1)", "上页", "上一页。"),
    )
    KEYS_TITLE = "阅读帮助、预览、来历"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.title_text = title
        self.text = text

    def compose(self) -> ComposeResult:
        """Lay out title, text and hints."""
        yield Lines(self.title_text, id="title")
        with VerticalScroll(id="body", can_focus=False):
            yield Static(harmless(self.text), markup=False)
        yield Lines(hints(self.KEYS, 78), id="hints")

    def on_key(self, event: events.Key) -> None:
        """Say so where a key does something elsewhere and nothing here."""
        super().on_key(event)
        known = {key for command in self.KEYS for key in command.keys}
        meant = half_width_key(event.key, event.character)
        if event.is_printable and meant not in known and not is_chinese(event.character):
            self.say(f"这里只供阅读，“{event.character}”不起作用；按 Esc 返回原处再按。")

    def action_line(self, lines: int) -> None:
        """Move by lines."""
        self.query_one("#body", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Turn the page."""
        body = self.query_one("#body", VerticalScroll)
        body.scroll_relative(y=pages * max(1, body.size.height - 1), animate=False)


def help_text(commands: Iterable[Command]) -> str:
    """Return the help of a place, made from its commands."""
    return "\n".join(help_lines(tuple(commands)))
