"""Lines of plain text whose height is fixed: changing them moves nothing else on the screen."""

from itertools import zip_longest

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui_disclose.statutory.text import harmless
from tui_disclose.tui.wording import fit


class Lines(Widget):
    """Plain text, never markup, each line cut at the widget's width."""

    DEFAULT_CSS = "Lines { height: 1; }"

    def __init__(self, text: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.text = text

    def show(self, text: str) -> None:
        """Show another text; only lines that are others are drawn again."""
        before, after = self.text.split("\n"), text.split("\n")
        self.text = text
        changed = [y for y, (old, new) in enumerate(zip_longest(before, after)) if old != new]
        if changed:
            self.refresh(*(Region(0, y, max(self.size.width, 1), 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        lines = self.text.split("\n")
        line = harmless(lines[y]) if y < len(lines) else ""
        return Strip([Segment(fit(line, self.size.width), self.rich_style)], self.size.width)
