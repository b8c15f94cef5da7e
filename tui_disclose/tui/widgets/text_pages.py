"""Text to read, a page at a time: only what is on screen is drawn."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.strip import Strip
from textual.widget import Widget

from tui_disclose.statutory.text import harmless
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.wording import broken, fit, width_of

Part = tuple[str, str]
"""A label and its text; without a label the text stands alone."""


class TextPages(Widget, can_focus=True):
    """Labelled texts below each other, broken at the width of the window."""

    DEFAULT_CSS = "TextPages { height: 1fr; }"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("pagedown,space,down,j", "page(1)", "下页", "下一页。"),
        Command("pageup,up,k", "page(-1)", "上页", "上一页。", hint=False),
        Command("home,g", "first", "首页", "到第一页。", hint=False),
        Command("end,G", "last", "末页", "到最后一页。", hint=False),
    )
    KEYS_TITLE = "打开的记录的内容"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._parts: Sequence[Part] = ()
        self._lines: list[str] = []
        self._page = 0

    def show(self, parts: Sequence[Part]) -> None:
        """Show these texts, the page as it was."""
        self._parts = parts
        self._break()

    def on_resize(self) -> None:
        """Break the lines for the new size."""
        self._break()

    def _break(self) -> None:
        width = self.size.width
        label = max((width_of(name) for name, _ in self._parts), default=0) + 2
        self._lines = []
        for name, text in self._parts:
            indent = label if name else 0
            for at, line in enumerate(broken(harmless(text), max(width - indent, 2))):
                head = fit(f"{name}：", label) if name and at == 0 else " " * indent
                self._lines.append(head + line)
        self._page = max(0, min(self._page, self._pages - 1))
        self.refresh()

    @property
    def _pages(self) -> int:
        height = max(self.size.height, 1)
        return 1 if len(self._lines) <= height else -(-len(self._lines) // max(height - 1, 1))

    @property
    def page(self) -> tuple[int, int]:
        """The page shown, from 1, and how many there are."""
        return self._page + 1, self._pages

    def action_page(self, step: int) -> None:
        """Turn the page."""
        before = self._page
        self._page = max(0, min(before + step, self._pages - 1))
        if self._page != before:
            self.refresh()

    def action_first(self) -> None:
        """Turn to the first page."""
        self.action_page(-self._pages)

    def action_last(self) -> None:
        """Turn to the last page."""
        self.action_page(self._pages)

    def render_line(self, y: int) -> Strip:
        """Return one line; where there are several pages the last line says which this is."""
        height, width = max(self.size.height, 1), self.size.width
        if self._pages > 1 and y == height - 1:
            text = f"（第{self._page + 1}/{self._pages}页，PgDn PgUp 翻页）"
        else:
            index = self._page * (height - 1) + y if self._pages > 1 else y
            text = self._lines[index] if index < len(self._lines) else ""
        return Strip([Segment(fit(text, width), self.rich_style)], width)
