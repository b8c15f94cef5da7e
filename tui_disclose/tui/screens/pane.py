"""What stands below the parts bar of a report: the base of its table, text and findings panes."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.containers import Container
from textual.widget import Widget

from tui_disclose.report.sheet import Sheet
from tui_disclose.tui.report_parts import ReportPart

if TYPE_CHECKING:
    from tui_disclose.tui.screens.report import ReportScreen


class Pane(Container):
    """The part of a report that is shown."""

    KIND: ClassVar[str] = ""
    DEFAULT_CSS = "Pane { height: 1fr; }"

    def __init__(self, part: ReportPart) -> None:
        super().__init__()
        self.part = part

    @property
    def report(self) -> "ReportScreen":
        """The screen that the pane stands on."""
        return cast("ReportScreen", self.screen)

    @property
    def sheet(self) -> Sheet:
        """The report as it was last read."""
        sheet = self.report.sheet
        assert sheet is not None
        return sheet

    @property
    def worker(self) -> Widget:
        """The widget that keys go to."""
        return self.children[0]

    @property
    def address(self) -> str:
        """The cell under the cursor, or "" where the pane has none."""
        return ""

    def renew(self) -> None:
        """Show what was read anew."""

    def save(self) -> None:
        """Save what is being typed."""

    def move_to(self, address: str) -> None:
        """Put the cursor on a cell."""

    def about(self) -> str:
        """Return the lines below a pane without cells."""
        return ""
