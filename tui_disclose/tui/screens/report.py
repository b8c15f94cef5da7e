"""A year's report: what its keys do."""

from typing import ClassVar

from textual.actions import parse
from textual.binding import BindingType

from tui_disclose.office.entering import place
from tui_disclose.report.findings import Finding
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.report_keys import REPORT_KEYS
from tui_disclose.tui.report_parts import finding_line
from tui_disclose.tui.screens.report_view import ReportView
from tui_disclose.tui.screens.table_pane import TablePane
from tui_disclose.tui.widgets.parts_bar import PartChosen, PartEntered, PartsBar


class ReportScreen(ReportView):
    """One year's report and its keys, which are declared in `REPORT_KEYS`."""

    KEYS: ClassVar[tuple[Command, ...]] = REPORT_KEYS
    KEYS_TITLE = "年度报告"
    BINDINGS: ClassVar[list[BindingType]] = bindings(REPORT_KEYS)

    def on_part_chosen(self, event: PartChosen) -> None:
        """Show the part that the bar moved to."""
        self.open_part(event.index, enter=False)

    def on_part_entered(self, event: PartEntered) -> None:  # noqa: ARG002
        """Put the cursor into the part shown."""
        self.action_enter_part()

    def run_key(self, key: str) -> bool:
        """Do what a key pressed in a table means, at once; False where it means nothing there."""
        for command in self.current_commands():
            if command.action and key in command.key.split(","):
                _, name, arguments = parse(command.action)
                getattr(self, f"action_{name}")(*arguments)
                return True
        return False

    def action_enter_part(self) -> None:
        """Put the cursor into the part shown."""
        if self.pane:
            self.pane.enter()

    def action_back(self) -> None:
        """Go from the part to the bar, and from the bar to the years."""
        if self.context() == "bar":
            self.save_pending()
            self.disclosure.go(self.PLACE)
            return
        self.save_pending()
        self.query_one(PartsBar).focus()

    def action_table(self, step: int) -> None:
        """Go to the next table."""
        index = self.here + step
        while 0 <= index < len(self.open.parts):
            if self.open.parts[index].kind in ("table", "findings"):
                self.open_part(index)
                return
            index += step

    def action_save(self) -> None:
        """Save the text being typed."""
        self.save_pending()

    def action_zeros(self) -> None:
        """Fill the rest of the table with 0."""
        if isinstance(self.pane, TablePane):
            self.pane.fill_zeros()

    def action_carry(self) -> None:
        """Copy last year's 结转."""
        if isinstance(self.pane, TablePane):
            self.pane.carry()

    def action_accept(self) -> None:
        """Accept the finding under the cursor."""
        if self.pane:
            self.pane.accept()

    def action_draft(self) -> None:
        """Offer a text to begin the part from, with the figures in it."""
        if self.pane:
            self.pane.draft()

    def action_last_year(self) -> None:
        """Show last year's text beside, page by page, then no longer."""
        if self.pane:
            self.pane.last_year()

    def action_undo(self) -> None:
        """Take back this person's last act in this report; what was not done just now only when that is meant."""
        from tui_disclose.tui.screens.undo import take_back

        def after(said: str) -> None:
            self.say(said)
            self.reload()

        self.save_pending()
        take_back(self, place(self.year), after)

    def action_next_finding(self) -> None:
        """Go to the cell of the next finding."""
        here = self.pane.part.key if self.pane else ""
        found = self.open.next_to_do(here, self.pane.address if self.pane else "")
        if found is None:
            self.say("没有需要处理的核对问题。")
            return
        self.lead_to(*found)

    def lead_to(self, key: str, address: str, finding: Finding) -> None:
        """Go to the part and the cell that a finding concerns, and say what it is."""
        index = self.open.part_index(key)
        if index is not None:
            # Into a table at once; a text only from the bar, or the next `f` would be typed into it.
            self.open_part(index, address, enter=self.open.parts[index].kind != "text")
            self.say(finding_line(finding))

    def action_preview(self) -> None:
        """Show the whole report."""
        from tui_disclose.tui.screens.report_output import preview

        preview(self)

    def action_history(self) -> None:
        """Show who changed what in the report."""
        from tui_disclose.tui.screens.report_output import history

        history(self)

    def action_export(self) -> None:
        """Ask for a format and write the file."""
        from tui_disclose.tui.screens.report_output import export

        export(self)

    def action_stages(self) -> None:
        """Show where the report stands and what is next."""
        from tui_disclose.tui.screens.stages import StagesScreen

        self.save_pending()
        self.app.push_screen(StagesScreen(self.year))

    def action_trends(self) -> None:
        """Show the years side by side, beginning with the table shown."""
        from tui_disclose.tui.screens.trends import TrendsScreen

        self.save_pending()
        self.app.push_screen(TrendsScreen(self.pane.part.key if isinstance(self.pane, TablePane) else ""))


def report_screen(number: str) -> ReportScreen:
    """Return the screen of a report by its number in the store."""
    return ReportScreen(int(number))
