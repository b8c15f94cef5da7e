"""What every test may use: the forms, the real reports, and sheets made of them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tui_disclose.records.report import Report, checked_cells
from tui_disclose.report.sheet import Derived, Sheet, build_sheet
from tui_disclose.statutory.form_files import load_forms

SAMPLES = Path(__file__).parent / "samples"
FORMS = load_forms()
REPORTS: dict[str, dict[str, Any]] = {
    report["id"]: report for report in json.loads((SAMPLES / "reports.json").read_text(encoding="utf-8"))
}


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own office and name out of the tests."""
    monkeypatch.delenv("TUI_DISCLOSE_DATA", raising=False)
    monkeypatch.delenv("SUDO_USER", raising=False)


def sheet_with(
    year: int,
    cells: Mapping[str, Any],
    previous: Sheet | None = None,
    derived: Derived | None = None,
    **parts: Any,
) -> Sheet:
    """Return the sheet of a report with these cells."""
    form = FORMS.for_year(year)
    report = Report("某局", year, form.id, checked_cells(form, cells), **parts)
    return build_sheet(form, report, derived, previous, FORMS.for_year(year - 1))


def sample_sheet(sample: str, changes: Mapping[str, Any] | None = None) -> Sheet:
    """Return the sheet of a real report, some of its cells changed."""
    report = REPORTS[sample]
    return sheet_with(report["year"], {**report["cells"], **(changes or {})})
