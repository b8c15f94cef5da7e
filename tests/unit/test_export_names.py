"""Exports never replace what somebody changed, and a failure leaves what stood there."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import Cli, files
from tests.year_host import BUSINESS, TODAY, YEAR, office_with_report, to
from tui_disclose.office.approval_forms import export_form
from tui_disclose.office.catalogue import add_item, submit
from tui_disclose.office.catalogue_exports import export_index, export_items
from tui_disclose.office.entering import set_figure
from tui_disclose.office.exporting import export_report
from tui_disclose.office.house import Office
from tui_disclose.office.letters import export_letter, write_letter
from tui_disclose.office.proofs import proof_path
from tui_disclose.office.reports import sheet_of
from tui_disclose.office.requests import register
from tui_disclose.office.rule_exports import export_rules
from tui_disclose.office.transfer import export_lines
from tui_disclose.office.trend_files import export_trend
from tui_disclose.office.trends import trend
from tui_disclose.office.work_views import export_works
from tui_disclose.office.year_papers import export_paper
from tui_disclose.problems import Unavailable


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_with_report(tmp_path / "data")


def report(office: Office, file_format: str = "md") -> Path:
    return export_report(office, sheet_of(office, YEAR), file_format, "pipe", None)


def test_a_file_that_somebody_changed_stays_and_the_export_goes_beside_it(office: Office, cli: Cli) -> None:
    first = report(office, "docx")
    set_figure(office, YEAR, BUSINESS, "77", TODAY)
    assert report(office, "docx") == first
    edited = first.read_bytes() + b"edited by hand"
    first.write_bytes(edited)
    second = report(office, "docx")
    assert second == first.with_name(f"{first.stem}（2）.docx")
    set_figure(office, YEAR, BUSINESS, "78", TODAY)
    assert report(office, "docx") == second
    second.write_bytes(edited)
    said = cli("--data", office.folder, "report", "export", YEAR, "--format", "docx")
    assert said.out.strip() == str(first.with_name(f"{first.stem}（3）.docx"))
    assert f"{first.name} 导出后被改动过，没有覆盖" in said.err
    assert (first.read_bytes(), second.read_bytes()) == (edited, edited)


def test_a_file_that_says_the_same_is_written_in_its_place_whoever_made_it(office: Office, tmp_path: Path) -> None:
    elsewhere = export_report(office, sheet_of(office, YEAR), "md", "pipe", tmp_path / "a.md")
    office.exports.mkdir()
    (office.exports / "某局2024年政府信息公开工作年度报告.md").write_bytes(elsewhere.read_bytes())
    assert report(office).name == "某局2024年政府信息公开工作年度报告.md"
    assert len(list(office.exports.iterdir())) == 1


def test_a_trail_that_cannot_be_written_leaves_the_file_that_was_there(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = report(office)
    before = files(office.exports)
    set_figure(office, YEAR, BUSINESS, "77", TODAY)

    def busy(*_: object) -> None:
        raise Unavailable("他人正在保存，请稍后再试。")

    with monkeypatch.context() as patch:
        patch.setattr(type(office.store), "note", busy)
        with pytest.raises(Unavailable, match="他人正在保存"):
            report(office)
    assert files(office.exports) == before
    assert report(office) == path
    assert files(office.exports) != before


EXPORTS: dict[str, Callable[[Office], Path]] = {
    "report": report,
    "word": lambda office: report(office, "docx"),
    "paper": lambda office: export_paper(office, YEAR, "审签单", TODAY),
    "rules": lambda office: export_rules(office, None, True, None),
    "index": lambda office: export_index(office, "", None),
    "items": lambda office: export_items(office, None),
    "works": lambda office: export_works(office, "", None, None),
    "form": lambda office: export_form(office, next(iter(office.store.records("catalogue"))), None),
    "letter": lambda office: export_letter(
        office, "〔2025〕1号", write_letter(office, "〔2025〕1号", "register", TODAY), "docx"
    ),
    "requests": lambda office: export_lines(office, "requests", False, None, None),
    "trend": lambda office: export_trend(office, trend(office, (), "", None, None), "xlsx", None),
}


def test_a_full_disk_is_said_of_every_export_and_leaves_nothing_half(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = {"name": "通知", "column": "政策法规", "section": "规划科", "made_on": "2025-01-02"}
    submit(office, add_item(office, item, TODAY), TODAY)
    asked = {"channel": "in_person", "arrived_on": "2025-01-02", "applicant.kind": "business", "content": "合同"}
    register(office, asked)
    to(office, "定稿")
    path = report(office, "xlsx")
    assert proof_path(path).exists()
    before = files(office.folder.parent)
    sync = os.fsync

    def full(handle: int) -> None:
        target = os.readlink(f"/proc/self/fd/{handle}")
        if target.endswith(".part"):
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)
    for name, export in EXPORTS.items():
        with pytest.raises(Unavailable, match=r"不能写入 .*磁盘.*请检查目录权限和磁盘空间"):
            export(office)
        assert files(office.folder.parent) == before, name
