"""A finished report against every command that there is, and against a backup that is restored."""

from pathlib import Path

import pytest

from tests.command_line import Cli
from tests.unit import test_audit_commands
from tests.year_host import TODAY, URL, YEAR, office_with_report, to
from tui_disclose.office.backups import back_up, restore
from tui_disclose.office.exporting import render_report
from tui_disclose.office.house import open_office
from tui_disclose.office.reports import sheet_of
from tui_disclose.office.versions import VERSIONS

started, registered = test_audit_commands.started, test_audit_commands.registered
"""The office that every command has a call for."""

REPLACES = ("init", "restore")
"""What makes an office or puts another in its place."""


def test_no_command_changes_a_finished_report(registered: Path, cli: Cli) -> None:
    sealed = cli("report", "seal", 2019, "--as-published", "--on", "2020-01-20", "--url", URL)
    assert sealed.code == 0, sealed.err
    office = open_office(registered, read_only=True)
    document, versions = office.store.record("reports", "2019"), office.store.records(VERSIONS)
    printed = cli("report", "export", 2019, "--format", "json", "--output", "-").out
    for name, call in test_audit_commands.ACTS.items():
        if name in REPLACES:
            continue
        for earlier in test_audit_commands.BEFORE.get(name, ()):
            cli(*earlier)
        cli(*call)
        assert office.store.record("reports", "2019") == document, name
        assert {number: office.store.records(VERSIONS)[number] for number in versions} == versions, name
    assert cli("report", "export", 2019, "--format", "json", "--output", "-").out == printed


@pytest.mark.parametrize("records", [False, True], ids=["whole", "records"])
def test_a_finished_report_comes_back_from_a_backup(tmp_path: Path, records: bool) -> None:
    office = office_with_report(tmp_path / "data")
    to(office, "定稿")
    to(office, "公开", url=URL)
    page = render_report(sheet_of(office, YEAR), "md")
    path = tmp_path / ("all.jsonl" if records else "all.tar.gz")
    back_up(office, path, records)
    restore(tmp_path / "again", path, "lisi")
    again = open_office(tmp_path / "again")
    assert render_report(sheet_of(again, YEAR), "md") == page
    assert sheet_of(again, YEAR).report.steps == sheet_of(office, YEAR).report.steps
    assert TODAY.isoformat() == again.store.records(VERSIONS)[f"{YEAR}/1"]["on"]
