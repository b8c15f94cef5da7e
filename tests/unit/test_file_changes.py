"""`verify FILE` of a file that another program saved again: what a person changed in it, without the noise."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.year_host import BUSINESS, TODAY, YEAR, office_with_report, to
from tui_disclose.importing import read_report
from tui_disclose.office.entering import set_figure, set_text
from tui_disclose.office.exporting import export_report
from tui_disclose.office.finishing import Said, unseal
from tui_disclose.office.house import Office
from tui_disclose.office.proofs import proof_path, verify_file
from tui_disclose.office.reports import sheet_of

Edit = Callable[[bytes], bytes]

TEXT = "全年主动公开**一百**条。\n\n1. 第一项\n2. 第二项\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n\n又一段。"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = office_with_report(tmp_path / "data")
    set_text(office, YEAR, "一", TEXT, TODAY)
    set_figure(office, 2023, "requests.received.total", "11", TODAY)
    to(office, "定稿")
    return office


def saved_by_openpyxl(change: Callable[..., None] | None = None) -> Edit:
    """Save a workbook as a program does that computes nothing: the results of all formulas are gone."""

    def edit(data: bytes) -> bytes:
        from openpyxl import load_workbook

        book, out = load_workbook(io.BytesIO(data)), io.BytesIO()
        if change:
            change(book)
        book.save(out)
        return out.getvalue()

    return edit


def saved_by_python_docx(before: str = "", after: str = "") -> Edit:
    """Save a Word file by another library, with another type face, some words changed."""

    def edit(data: bytes) -> bytes:
        from docx import Document

        document, out = Document(io.BytesIO(data)), io.BytesIO()
        for paragraph in document.element.body.iter("{*}t"):
            if before and before in (paragraph.text or ""):
                paragraph.text = paragraph.text.replace(before, after)
        document.styles["Normal"].font.name = "Arial"
        document.save(out)
        return out.getvalue()

    return edit


def saved_by_a_browser(data: bytes) -> bytes:
    """Write a page as a browser does: values it adds, other quotes, lines ended by CR LF, a mark at the start."""
    text = data.decode().replace('<table border="1"', "<table border='1' cellspacing=0").replace("<br>", "<br />")
    return ("\ufeff" + text.replace("\n", "\r\n")).encode()


def with_charts_as_words(data: bytes) -> bytes:
    """Write a page as LibreOffice does: what is drawn becomes words in one paragraph."""

    def in_words(found: re.Match[str]) -> str:
        drawn = re.split(r"<text[^>]*>|</text>", found[0])[1::2]
        return f"<p>{' '.join(re.findall('[^0-9]+(?:[0-9]+年)?[0-9]*', ''.join(drawn)))}</p>"

    return re.sub(r"(?:<figure.*?</figure>\s*)+", in_words, data.decode(), flags=re.DOTALL).encode()


def windows_lines(data: bytes) -> bytes:
    return b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")


def said(office: Office, path: Path, edit: Edit, name: str = "另存") -> list[str]:
    changed = path.with_name(name + path.suffix)
    changed.write_bytes(edit(path.read_bytes()))
    proof = verify_file(office, changed, changed.read_bytes())
    assert not proof.good
    return list(proof.sentences)


def exported(office: Office, file_format: str) -> Path:
    return export_report(office, sheet_of(office, YEAR), file_format, "pipe", None)


@pytest.mark.parametrize(
    ("file_format", "edit"),
    [
        ("xlsx", saved_by_openpyxl()),
        ("docx", saved_by_python_docx()),
        ("html", saved_by_a_browser),
        ("html", with_charts_as_words),
        ("md", windows_lines),
        ("csv", lambda data: data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")),
        ("txt", windows_lines),
        ("json", lambda data: data.replace(b"\n", b"\n ")),
    ],
)
def test_a_file_saved_again_says_that_nothing_but_the_file_differs(
    office: Office, file_format: str, edit: Edit
) -> None:
    first, second = said(office, exported(office, file_format), edit)
    assert "各格数字、各部分文字都与2024年报告第1次定稿相同" in first
    assert "另存" in second


def test_one_cell_changed_in_a_workbook_saved_again_stands_first_with_its_totals(office: Office) -> None:
    path = exported(office, "xlsx")
    figure = sheet_of(office, YEAR).figure(BUSINESS)
    total = sheet_of(office, YEAR).figure("requests.received.total")
    assert isinstance(figure, int)
    assert isinstance(total, int)

    def change(book: dict[str, list[list[object]]]) -> None:
        sheet = book["表三"]
        (cell,) = [each for row in sheet for each in row if each.value == figure and each.row == 6]  # type: ignore[attr-defined]
        cell.value = figure + 7

    verdict, cell, its_total, saved = said(office, path, saved_by_openpyxl(change))
    assert "有2处不同" in verdict
    assert cell == (
        f"一、本年新收政府信息公开申请数量·法人或其他组织·商业企业（{BUSINESS}）：定稿{figure}，文件{figure + 7}"
    )
    assert its_total.endswith(f"（requests.received.total）：定稿{total}，文件{total + 7}")
    assert "另存" in saved


def test_a_text_changed_in_a_word_file_shows_the_words_that_were_and_are(office: Office) -> None:
    sentences = said(office, exported(office, "docx"), saved_by_python_docx("一百", "二百"))
    assert "有1处不同" in sentences[0]
    assert sentences[1].startswith("“一”部分的文字：")
    before, after = sentences[1].split("，文件“")
    assert ("公开一百条" in before, "公开二百条" in after) == (True, True)


def test_the_changed_file_beside_its_hash_names_the_change_too(office: Office) -> None:
    path = exported(office, "md")
    path.write_bytes(path.read_bytes().replace("又一段。".encode(), "另一段。".encode()))
    first, verdict, text, _ = verify_file(office, path, path.read_bytes()).sentences
    assert proof_path(path).name in first
    assert "有1处不同" in verdict
    assert "“一”部分的文字" in text
    assert ("又一段" in text, "另一段" in text) == (True, True)


def test_a_file_is_compared_with_the_version_it_is_nearest_to(office: Office) -> None:
    path = exported(office, "json")
    path.rename(path.with_name("旧.json"))
    unseal(office, YEAR, Said(reason="补充"), TODAY)
    for address in (BUSINESS, "requests.received.research"):
        set_figure(office, YEAR, address, "77", TODAY)
    again = said(office, path.with_name("旧.json"), lambda data: data.replace("又一段".encode(), "再一段".encode()))
    assert "第1次定稿有1处不同" in again[0]


def test_sums_saved_without_their_results_are_added_up_and_noted(office: Office) -> None:
    data = saved_by_openpyxl()(exported(office, "xlsx").read_bytes())
    draft = read_report("表.xlsx", data, office.forms, None)
    cells = dict(sheet_of(office, YEAR).published().cells.items())
    assert draft.cells == cells
    assert draft.unread == ()
    assert "已按所加各格算出" in "".join(draft.notes)
