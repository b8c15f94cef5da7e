"""Lists, tables and full-width spaces in a text come back from Word files and web pages as the Markdown they were."""

import msgspec
import pytest

from tests.conftest import FORMS, REPORTS
from tui_disclose.exporting.docx import render_docx
from tui_disclose.exporting.docx_reading import read_docx_page
from tui_disclose.exporting.html import render_html
from tui_disclose.exporting.html_reading import read_html_page
from tui_disclose.exporting.pages import Page
from tui_disclose.exporting.readback import verify_page
from tui_disclose.exporting.report_document import report_document
from tui_disclose.importing import read_report
from tui_disclose.records.report import Report

TABLE = "| 甲　项 | 乙 |\n| --- | --- |\n| 1 | 2 |"
TEXTS = {
    "a list below a table": f"第一段 =1+1\n\n{TABLE}\n\n- 项\n- 另一项",
    "a text below a table": f"{TABLE}\n\n其后一段。",
    "two tables": f"{TABLE}\n\n{TABLE}",
    "numbers that go on": "3. 丙\n4. 丁\n\n其后一段。",
    "lists in lists": "- 甲\n  - 乙\n    1. 丙\n    2. 丁\n- 戊",
    "items apart": "- 甲\n\n- 乙\n\n  乙的第二段\n\n- 丙",
    "lines of an item": "10. 甲\n    第二行\n11. 乙",
    "signs that are no markers": "- \\- 甲\n- 1\\. 乙",
    "full-width spaces": "无　。\n\n一　二　　三",
}


def report_of(text: str) -> Report:
    sample = REPORTS["huaian-2024"]
    return Report(sample["unit"], sample["year"], sample["form"], sample["cells"], {"一": text, "六": text})


def page_of(file_format: str, report: Report) -> tuple[bytes, Page]:
    document = report_document(FORMS.for_year(report.year), report)
    if file_format == "docx":
        content = render_docx(document)
        return content, read_docx_page(content)
    page = render_html(document)
    return page.encode(), read_html_page(page)


@pytest.mark.parametrize("file_format", ["docx", "html"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_comes_back_as_the_same_markdown(text: str, file_format: str) -> None:
    report = report_of(text)
    content, page = page_of(file_format, report)
    assert verify_page(FORMS.for_year(report.year), report, page) == []
    assert read_report(f"a.{file_format}", content, FORMS, None).sections == report.sections


@pytest.mark.parametrize("file_format", ["docx", "html"])
def test_a_signature_leaves_the_list_above_it_whole(file_format: str) -> None:
    report = report_of(f"{TABLE}\n\n- 项\n- 另一项")
    signed = msgspec.structs.replace(report, sections=report.sections | {"落款": f"{report.unit}\n\n2025年1月15日"})
    content, _ = page_of(file_format, signed)
    assert read_report(f"a.{file_format}", content, FORMS, None).sections == signed.sections


@pytest.mark.parametrize("file_format", ["docx", "html"])
@pytest.mark.parametrize(
    ("text", "other"),
    [("- 甲\n- 乙", "1. 甲\n2. 乙"), ("- 甲\n- 乙", "甲\n\n乙"), ("3. 甲", "4. 甲"), ("无　。", "无。")],
)
def test_the_proof_sees_another_marker_or_space(text: str, other: str, file_format: str) -> None:
    _, page = page_of(file_format, report_of(other))
    said = verify_page(FORMS.for_year(2024), report_of(text), page)
    assert [sentence[:3] for sentence in said] == ["“一”", "“六”"]


def test_the_list_of_another_page_is_lines_of_text() -> None:
    page = render_html(report_document(FORMS.for_year(2024), report_of("- 甲项工作。\n- 乙项工作。")))
    foreign = page.replace(' data-part="列表"', "")
    sections = read_report("a.html", foreign.encode(), FORMS, None).sections
    assert sections["一"] == "甲项工作。\n\n乙项工作。"
