"""The report that a screen has open: what was read of it, and what others did to it since."""

from datetime import date

from tui_disclose.office.finished import finished_words, is_finished
from tui_disclose.office.house import Office
from tui_disclose.office.reports import findings_of, sheet_to_fill
from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Sheet
from tui_disclose.tui.report_parts import ReportPart, first_place, parts_of


class OpenReport:
    """A year's report as it was last read, with its findings and parts."""

    def __init__(self, office: Office, year: int, today: date) -> None:
        self.office = office
        self.year = year
        self._mark = office.store.mark
        self.sheet: Sheet = sheet_to_fill(office, year, today)
        self.parts: list[ReportPart] = parts_of(self.sheet.form)
        self.findings: list[Finding] = []
        """What the checks find; none until `read` has been called, so that the figures are on screen first."""
        self.checked = False
        """Whether `read` has been called."""

    def read(self, today: date) -> None:
        """Read and check the report anew; raises Problem where it cannot be read, and what was read before stays."""
        mark = self.office.store.mark
        sheet = sheet_to_fill(self.office, self.year, today)
        self.findings = findings_of(self.office, sheet, today)
        self.sheet, self.checked = sheet, True
        self.parts = parts_of(sheet.form)
        self._mark = mark

    @property
    def head(self) -> str:
        """The year, and the stage (办理环节) where a step was taken."""
        stage = self.sheet.report.stage
        return f"{self.year}年 {self.office.stages.by_key(stage).name}" if stage else f"{self.year}年"

    @property
    def locked(self) -> str:
        """Why the report cannot be changed, "" where it can."""
        return finished_words(self.office.stages, self.sheet.report) if is_finished(self.sheet.report) else ""

    @property
    def to_do(self) -> list[Finding]:
        """The findings that a person should deal with."""
        return [f for f in self.findings if f.acknowledged is None and f.severity != "unassessable"]

    def next_to_do(self, part: str, address: str) -> tuple[str, str, Finding] | None:
        """Return the part, cell and finding to deal with after a place, in printed order; from the top at the end."""
        first: dict[tuple[int, int], tuple[str, str, Finding]] = {}
        for finding in self.to_do:
            if place := first_place(self.sheet, finding):
                first.setdefault(self._order(*place), (*place, finding))
        here = self._order(part, address)
        ahead = [order for order in sorted(first) if order > here] or sorted(first)
        return first[ahead[0]] if ahead else None

    def _order(self, part: str, address: str) -> tuple[int, int]:
        index = self.part_index(part)
        cells = list(self.sheet.form.cells)
        return -1 if index is None else index, cells.index(address) if address in cells else -1

    def part_index(self, key: str) -> int | None:
        """Return where a part stands, or None where the report has none such."""
        return next((index for index, part in enumerate(self.parts) if part.key == key), None)

    def first_table(self) -> int:
        """Return where the first table stands: typing begins there."""
        return next((index for index, part in enumerate(self.parts) if part.kind == "table"), 0)

    def changed_by(self) -> list[str] | None:
        """Return who else saved since the report was read (nobody else: an empty list), or None where nobody did."""
        mark = self.office.store.mark
        if mark == self._mark:
            return None
        # After a restore all may be another, whoever saved it.
        newer = self.office.store.since(self._mark[1]) if mark[0] == self._mark[0] else []
        return list(dict.fromkeys(entry.who for entry in newer if entry.who != self.office.who))
