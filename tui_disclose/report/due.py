"""DUE: whether the yearly report was submitted (已报送) and made public (已公开) by the day it is due."""

from collections.abc import Iterator
from datetime import date

import msgspec

from tui_disclose.records.report import Report
from tui_disclose.records.stages import last_step, shipped
from tui_disclose.report.findings import Finding
from tui_disclose.statutory.dates import date_words

KINDS = ("reported", "published")
"""The stages that have a last day."""


class Due(msgspec.Struct, frozen=True):
    """The last day for the yearly report."""

    on: date
    last_working_day: date
    """That day, or the last working day before it: a fixed date does not move."""
    basis: str

    @property
    def words(self) -> str:
        """The day, and the last working day where it is another."""
        before = (
            f"（此前最后一个工作日为{date_words(self.last_working_day)}）" if self.last_working_day < self.on else ""
        )
        return date_words(self.on) + before


def check_due(report: Report, due: Due, today: date | None) -> Iterator[Finding]:
    """Yield DUE for each step that came late; of last year's report also for one that is late and not recorded.

    Older years without steps are history that nobody recorded here. Without `today` only recorded steps are looked at.
    """
    for kind in KINDS:
        name = shipped().by_key(kind).name
        step = _first_step(report, kind)
        if step is not None:
            late = step > due.on
            message = f"{date_words(step)}{name}，晚于{due.words}。"
        else:
            done = kind == "reported" and last_step(report.steps, "published") is not None
            late = today is not None and today.year == report.year + 1 and today > due.on and not done
            message = f"应于{due.words}前{name.removeprefix('已')}，还没有记录。"
        if late:
            yield Finding("DUE", "warning", (f"stage.{kind}",), message, due.basis, kind=str(step or ""))


def _first_step(report: Report, kind: str) -> date | None:
    """Return when a report first reached a stage: what was corrected later was still on time."""
    return next((step.on for step in report.steps if step.stage == kind), None)
