"""What the checks find in a report: each finding leads to its cell and can be accepted for a reason."""

from typing import ClassVar

from textual.app import ComposeResult

from tui_disclose.office.entering import acknowledge
from tui_disclose.problems import Problem
from tui_disclose.tui.report_parts import finding_line, first_place
from tui_disclose.tui.screens.pane import Pane
from tui_disclose.tui.screens.prompts import AskLine
from tui_disclose.tui.widgets.choice_list import ChoiceList, ChoiceMade, ChoiceReached


class FindingsPane(Pane):
    """What the checks find."""

    KIND: ClassVar[str] = "findings"

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        yield ChoiceList(id="findings")

    @property
    def chosen(self) -> ChoiceList:
        """The list."""
        return self.query_one(ChoiceList)

    def begin(self) -> None:
        """Show the findings."""
        self.renew()

    def renew(self) -> None:
        """Show the findings, the cursor where it was."""
        if self.ready:
            self.chosen.show([finding_line(finding) for finding in self.report.open.findings])

    def about(self) -> str:
        """Return what the finding under the cursor rests on."""
        at = self.chosen.highlighted if self.ready else None
        if at is None or at >= len(self.report.open.findings):
            return "没有发现问题。"
        return f"依据：{self.report.open.findings[at].basis}"

    def on_choice_reached(self, event: ChoiceReached) -> None:  # noqa: ARG002
        """Show what the finding rests on."""
        self.report.show_about()

    def on_choice_made(self, event: ChoiceMade) -> None:
        """Go to the cell that the finding concerns."""
        finding = self.report.open.findings[event.index]
        if target := first_place(self.sheet, finding):
            self.report.lead_to(*target, finding)

    def accept(self) -> None:
        """Ask for the reason and accept the finding under the cursor."""
        at = self.chosen.highlighted
        if at is None or not self.report.open.findings:
            return
        finding = self.report.open.findings[at]

        def keep(reason: str | None) -> None:
            if reason is None or reason == (finding.acknowledged or ""):
                return
            try:
                acknowledge(self.report.office, self.report.year, [finding], reason)
            except Problem as problem:
                self.report.say(str(problem))
            else:
                self.report.reload()
                if reason or finding.acknowledged:
                    self.report.say("已认可。" if reason else "已取消认可。")

        draft = f"{self.report.year} {finding.id} {' '.join(finding.where)}"
        self.app.push_screen(AskLine("认可的理由（留空为取消认可）：", finding.acknowledged or "", draft), keep)
