"""What every test may use: the forms, the real reports, sheets made of them, and a command line."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.command_line import Cli, Result
from tui_disclose.cli.main import run
from tui_disclose.records.report import Report, checked_cells
from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Derived, Sheet, build_sheet
from tui_disclose.statutory.form_files import load_forms

# How long a drawn case takes says more about the machine than about the program.
settings.register_profile("here", deadline=None, derandomize=False, print_blob=True)
settings.load_profile("here")

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


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run a command line in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Result:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return Result(code, *capsys.readouterr())

    return call


@pytest.fixture
def office(cli: Cli) -> Cli:
    """Run a command line where there is an office that began its ledger this year."""
    assert cli("init", "--unit", "某局").code == 0
    return cli


def sample_file(name: str, **changes: Any) -> Path:
    """Write a real report, some of its keys changed, and return its path."""
    report = {key: REPORTS[name][key] for key in ("unit", "year", "form", "cells")} | changes
    path = Path(f"{name}.json")
    path.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    return path


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


def only(findings: list[Finding], check_id: str) -> Finding:
    """Return the one finding of a check."""
    found = [finding for finding in findings if finding.id == check_id]
    assert len(found) == 1, found
    return found[0]
