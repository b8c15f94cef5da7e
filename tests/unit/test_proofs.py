"""Drafts and their differences, the hash beside an export, `verify FILE`, and heads that finished reports keep."""

import hashlib
import json
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.year_host import BUSINESS, TEXTS, TODAY, URL, YEAR, office_with_report, to
from tui_disclose.choices import BINARY, FORMATS
from tui_disclose.office import derivation
from tui_disclose.office.comparing import faces_apart
from tui_disclose.office.entering import set_figure, set_text
from tui_disclose.office.exporting import export_report
from tui_disclose.office.finishing import Said, unseal
from tui_disclose.office.house import Office, open_office
from tui_disclose.office.manuscripts import draft_apart, drafts, drafts_apart, keep_draft, text_changes, version_apart
from tui_disclose.office.proofs import Proof, proof_path, verify_file
from tui_disclose.office.reports import sheet_of
from tui_disclose.office.trail import verify_trail
from tui_disclose.office.undoing import undo_last
from tui_disclose.problems import Refused
from tui_disclose.report.sheet import Derived


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_with_report(tmp_path / "data")


def exported(office: Office, file_format: str = "md", style: str = "pipe", output: Path | None = None) -> Path:
    return export_report(office, sheet_of(office, YEAR), file_format, style, output)


def verified(office: Office, path: Path) -> Proof:
    return verify_file(office, path, path.read_bytes())


# ---- drafts ----


def test_drafts_are_numbered_and_compared(office: Office) -> None:
    keep_draft(office, YEAR, "初稿", TODAY, "张三")
    with pytest.raises(Refused, match="与第1稿相同"):
        keep_draft(office, YEAR, "", TODAY)
    before = sheet_of(office, YEAR).faces[BUSINESS].entered
    assert isinstance(before, int)
    set_figure(office, YEAR, BUSINESS, str(before + 2), TODAY)
    set_text(office, YEAR, "一", "总体情况。\n\n又一段。", TODAY)
    keep_draft(office, YEAR, "", TODAY)
    assert [(d.on, d.by, d.note) for d in drafts(office, YEAR)] == [
        ("2025-01-24", "张三", "初稿"),
        ("2025-01-24", office.who, ""),
    ]
    cell, text = drafts_apart(office, YEAR, 1, 2)
    assert (cell["address"], cell["figures"]) == (BUSINESS, {"第1稿": before, "第2稿": before + 2})
    assert (text["section"], text["lines"]) == ("一", ["＋又一段。"])
    assert draft_apart(office, sheet_of(office, YEAR), 2) == []
    set_text(office, YEAR, "一", "又一段。", TODAY)
    (row,) = draft_apart(office, sheet_of(office, YEAR), 2)
    assert row["lines"] == ["－总体情况。"]
    with pytest.raises(Refused, match="没有第3稿，现有2个"):
        draft_apart(office, sheet_of(office, YEAR), 3)
    with pytest.raises(Refused, match="没有2023年"):
        keep_draft(office, 2023, "", TODAY)


def test_undo_takes_back_what_was_typed_and_no_draft(office: Office) -> None:
    set_text(office, YEAR, "一", "第二种说法。", TODAY)
    keep_draft(office, YEAR, "", TODAY)
    undo_last(office)
    assert sheet_of(office, YEAR).report.sections["一"] == TEXTS["一"]
    assert [d.sections["一"] for d in drafts(office, YEAR)] == ["第二种说法。"]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("", "甲", ["＋甲"]),
        ("甲\n\n乙\n\n丙", "甲\n\n丁\n\n丙", ["－乙", "＋丁"]),
        ("甲\n乙", "乙\n甲", ["＋乙", "－乙"]),
        ("甲\n\n乙", "甲\n乙", []),
    ],
)
def test_texts_are_compared_by_paragraph(before: str, after: str, lines: list[str]) -> None:
    assert sorted(text_changes(before, after)) == sorted(lines)


def test_later_changes_of_records_are_listed_and_leave_the_finished_report(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    to(office, "定稿")
    sealed = sheet_of(office, YEAR).figure(BUSINESS)
    assert faces_apart(sheet_of(office, YEAR)) == []
    source = Derived({BUSINESS: 1}, {BUSINESS: ("〔2024〕1号",)})
    monkeypatch.setattr(derivation, "SOURCES", (lambda *_: source,))
    settings = office.folder / "settings.toml"
    settings.write_text(settings.read_text("utf-8").replace("2025-01-01", "2024-01-01"), "utf-8")
    later = open_office(office.folder)
    (row,) = [each for each in faces_apart(sheet_of(later, YEAR)) if each["address"] == BUSINESS]
    assert row["figures"] == {"定稿数": sealed, "台账数": 1}
    assert version_apart(later, sheet_of(later, YEAR), 1) == []
    unseal(later, YEAR, Said(reason="补正"), TODAY)
    set_figure(later, YEAR, BUSINESS, "1", TODAY)
    assert version_apart(later, sheet_of(later, YEAR), 1)[0]["figures"] == {"第1次定稿": sealed, "现在": 1}


# ---- the hash beside an export ----


def test_only_a_finished_year_leaves_a_hash_which_other_tools_check(office: Office) -> None:
    assert not proof_path(exported(office)).exists()
    to(office, "定稿")
    path = exported(office)
    beside = proof_path(path)
    text = beside.read_text(encoding="utf-8")
    assert text.splitlines()[-1] == f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}"
    assert "第1次定稿" in text
    assert "哈希" not in path.read_text(encoding="utf-8")
    assert not re.search(r"[0-9a-f]{64}", path.read_text(encoding="utf-8"))
    checked = subprocess.run(["sha256sum", "-c", beside.name], cwd=path.parent, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert beside.stat().st_mode & 0o777 == 0o660
    unseal(office, YEAR, Said(reason="补充"), TODAY)
    assert exported(office) == path
    assert not beside.exists()


ALL_FORMATS = [("md", "html"), *((each, "pipe") for each in FORMATS)]


@pytest.mark.parametrize(("file_format", "style"), ALL_FORMATS)
@pytest.mark.parametrize("alone", [False, True], ids=["beside", "alone"])
def test_a_file_as_it_was_exported_is_good_and_a_changed_one_is_not(
    office: Office, file_format: str, style: str, alone: bool
) -> None:
    to(office, "定稿")
    path = exported(office, file_format, style)
    if alone:
        proof_path(path).unlink()
    good = verified(office, path)
    assert good.good
    assert "2024年报告第1次定稿" in good.sentences[-1]
    data = path.read_bytes()
    figure = str(sheet_of(office, YEAR).figure("requests.received.natural_person")).encode()
    if file_format in BINARY:
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        assert not verified(office, path).good
        return
    for changed in (data.replace(figure, b"7", 1), data + b" ", data.replace("总体情况。".encode(), b"", 1)):
        assert changed != data
        path.write_bytes(changed)
        bad = verified(office, path)
        assert not bad.good
        assert "改动" in "".join(bad.sentences)
    path.write_bytes(data.replace(figure, b"7", 1))
    if file_format in ("md", "txt", "json"):
        assert any(each.startswith("一、本年新收") for each in verified(office, path).sentences)


def test_a_web_page_of_a_finished_year_is_the_same_whatever_earlier_years_say_later(office: Office) -> None:
    set_figure(office, 2023, "requests.received.total", "11", TODAY)
    to(office, "定稿")
    page = exported(office, "html").read_bytes()
    assert "历年新收申请".encode() in page
    set_figure(office, 2023, "requests.received.total", "12", TODAY)
    set_figure(office, 2022, "requests.received.total", "13", TODAY)
    assert exported(office, "html").read_bytes() == page
    unseal(office, YEAR, Said(reason="补充"), TODAY)
    assert exported(office, "html").read_bytes() != page


def test_a_hash_written_anew_beside_a_changed_file_convinces_nobody(office: Office) -> None:
    to(office, "定稿")
    path = exported(office)
    path.write_bytes(path.read_bytes() + b" ")
    proof_path(path).write_text(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n", encoding="utf-8")
    proof = verified(office, path)
    assert not proof.good
    assert "相符" in proof.sentences[0]


def test_a_file_of_an_earlier_version_says_that_there_is_a_later_one(office: Office, tmp_path: Path) -> None:
    to(office, "定稿")
    first = exported(office, output=tmp_path / "first.md")
    proof_path(first).unlink()
    unseal(office, YEAR, Said(reason="补充"), TODAY)
    set_text(office, YEAR, "一", "补充后的总体情况。", TODAY)
    assert not verified(office, exported(office)).good
    to(office, "定稿")
    proof = verified(office, first)
    assert proof.good
    assert ("第1次定稿" in proof.sentences[0], "第2次定稿" in proof.sentences[1]) == (True, True)
    reader = open_office(office.folder, read_only=True)
    unnoted = export_report(reader, sheet_of(reader, YEAR), "md", "pipe", tmp_path / "unnoted.md")
    assert "第2次定稿" in verified(reader, unnoted).sentences[-1]


# ---- heads kept in finished reports ----


def test_a_cut_trail_is_noticed_by_what_was_exported(office: Office) -> None:
    to(office, "定稿")
    exported(office)
    assert verify_trail(office.folder).bad is None
    (path,) = (office.folder / "trail").glob("*.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]))
    bad = verify_trail(office.folder).bad
    assert bad
    assert ".sha256" in bad.text
    assert bad.sequence == 3
    # The exports of another office in the same folder say nothing about this one.
    office.folder.rename(office.folder.with_name("other"))
    assert verify_trail(office.folder.with_name("other")).bad is None


def chained(lines: list[bytes], change: Callable[[bytes], bytes]) -> bytes:
    """Return a trail whose every line was changed and whose hashes were computed anew."""
    previous, made = "0" * 64, []
    for line in lines:
        body = change(line).rpartition(b',"hash":"')[0]
        body = re.sub(rb'"previous":"[0-9a-f]{64}"', f'"previous":"{previous}"'.encode(), body)
        previous = hashlib.sha256(body).hexdigest()
        made.append(body + f',"hash":"{previous}"}}\n'.encode())
    return b"".join(made)


def test_a_trail_written_anew_is_caught_by_the_head_in_a_finished_version(office: Office) -> None:
    set_figure(office, 2023, BUSINESS, "5", TODAY)
    to(office, "定稿")
    (path,) = (office.folder / "trail").glob("*.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    assert chained(lines, lambda line: line) == b"".join(lines)
    path.write_bytes(chained(lines, lambda line: line.replace(b'business":5', b'business":6')))
    bad = verify_trail(office.folder).bad
    assert bad
    assert "2024年第1次定稿" in bad.text


def test_a_published_page_is_verified_like_any_finished_version(office: Office) -> None:
    from tui_disclose.office.finishing import seal_as_published

    seal_as_published(office, YEAR, Said(on=date(2025, 1, 20), url=URL), TODAY)
    path = exported(office, "json")
    assert verified(office, path).good
    assert json.loads(path.read_text("utf-8"))["sections"] == TEXTS
