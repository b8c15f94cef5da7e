"""What stands below the parts bar of a report: the base of its table, text and findings panes."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.containers import Container

from tui_disclose.report.sheet import Sheet
from tui_disclose.tui.report_parts import ReportPart

if TYPE_CHECKING:
    from tui_disclose.tui.screens.report import ReportScreen


class Pane(Container):
    """The part of a report that is shown; one pane serves all parts of its kind."""

    KIND: ClassVar[str] = ""
    DEFAULT_CSS = "Pane { height: 1fr; }"

    def __init__(self, part: ReportPart) -> None:
        super().__init__()
        self.part = part
        self._entered = False
        self._target = ""

    @property
    def report(self) -> "ReportScreen":
        """The screen that the pane stands on."""
        return cast("ReportScreen", self.screen)

    @property
    def sheet(self) -> Sheet:
        """The report as it was last read."""
        return self.report.open.sheet

    @property
    def ready(self) -> bool:
        """Whether its widget is there: the first time it is shown that takes a moment."""
        return bool(self.children) and self.children[0].is_mounted

    @property
    def address(self) -> str:
        """The cell under the cursor, or "" where the pane has none."""
        return ""

    def open(self, part: ReportPart) -> None:
        """Show another part of the pane's kind."""
        self.part = part
        if self.ready:
            self.begin()

    def begin(self) -> None:
        """Show the part from its beginning; its widget is there."""

    def renew(self) -> None:
        """Show what was read anew."""

    def save(self) -> None:
        """Save what is being typed."""

    def move_to(self, address: str) -> None:
        """Put the cursor on a cell or a paragraph, as soon as the pane's widget is there."""
        self._target = address

    def accept(self) -> None:
        """Accept what is under the cursor, where the pane has something to accept."""

    def draft(self) -> None:
        """Offer a text to begin from, where the pane is one of text."""

    def last_year(self) -> None:
        """Show last year's text beside, where the pane is one of text."""

    def about(self) -> str:
        """Return the lines below a pane without cells."""
        return ""

    def enter(self) -> None:
        """Give the keys to the pane's widget, as soon as it is there."""
        self._entered = True
        if self.ready:
            self.children[0].focus()

    def leave(self) -> None:
        """Take the keys away again."""
        self._entered = False

    def on_mount(self) -> None:
        """Begin, now that the widget is there."""
        self.begin()
        if self._target:
            self.move_to(self._target)
        if self._entered:
            self.children[0].focus()
        self.report.show_about()
