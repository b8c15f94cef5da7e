"""Word files hold to the schema that Word insists on: elements in their order, cells on their grid, ids once."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.conftest import FORMS, REPORTS
from tests.word_schema import faults
from tests.year_host import TODAY, YEAR, office_with_report
from tui_disclose.exporting.docx import render_docx
from tui_disclose.exporting.report_document import report_document
from tui_disclose.office.approval_forms import form_document
from tui_disclose.office.catalogue import add_item
from tui_disclose.office.letters import letter_offers, write_letter
from tui_disclose.office.requests import register
from tui_disclose.office.trend_files import export_trend
from tui_disclose.office.trends import trend
from tui_disclose.office.year_papers import paper
from tui_disclose.records.report import Report

LONG = (
    "（一）**主动**公开\n续行\t有制表符\n\n1. 甲\n   - 乙\n     1. 丙\n2. 丁\n\n> 引文\n\n    代码\n\n---\n\n"
    "| 一 | 二 | 三 |\n| --- | --- | --- |\n| 1 | | `x` |\n"
)
CELLS = {
    "none": lambda form: {},
    "plain": lambda form: dict.fromkeys(form.cells, 1234),
    "long": lambda form: dict.fromkeys(form.cells, 12_345_678),
    "words": lambda form: dict.fromkeys(form.cells, "22（其中修订16件）"),
}


@pytest.mark.parametrize("year", [2019, 2024])
@pytest.mark.parametrize("cells", CELLS)
@pytest.mark.parametrize("sections", [{}, dict.fromkeys(("前言", "一", "二前", "二后", "三后", "五", "落款"), LONG)])
def test_reports_hold_to_the_schema(year: int, cells: str, sections: dict[str, str]) -> None:
    form = FORMS.for_year(year)
    report = Report("某自治州" * 12, year, form.id, CELLS[cells](form), sections)
    assert faults(render_docx(report_document(form, report))) == []


def test_letters_forms_and_papers_hold_to_the_schema(tmp_path: Path) -> None:
    office = office_with_report(tmp_path / "data")
    item = add_item(office, {"name": "通知", "column": "政策法规", "section": "规划科", "made_on": "2025-01-02"}, TODAY)
    asked = {"channel": "in_person", "arrived_on": "2025-01-02", "applicant.kind": "business", "content": "合同"}
    number = register(office, asked)
    documents = [
        paper(office, YEAR, "审签单", TODAY),
        paper(office, YEAR, "核对表", TODAY),
        form_document(office, item),
    ]
    offers = letter_offers(office, number)
    assert len(offers) >= 3
    documents += [write_letter(office, number, offer.template.key, TODAY).document for offer in offers]
    for document in documents:
        assert faults(render_docx(document)) == [], document.title
    assert faults(export_trend(office, trend(office, (), "", None, None), "docx", None).read_bytes()) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('<w:tblLayout w:type="fixed"/>', '<w:tblLook/><w:tblLayout w:type="fixed"/>', "order"),
        ('<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="3"/>', "columns"),
        ('<w:vMerge w:val="restart"/>', "", "not above it"),
        ('<w:vMerge/>', '<w:vMerge w:val="begin"/>', "cannot be begin"),
        ('<w:pStyle w:val="TableText"/>', '<w:pStyle w:val="Nothing"/>', "style Nothing is not there"),
        ('<w:pStyle w:val="Body"/>', '<w:jc w:val="left"/><w:pStyle w:val="Body"/>', "order"),
        ('r:id="rId3"', 'r:id="rId9"', "rId9 is used and not there"),
        ("<w:cantSplit/>", "<w:cantSplit/><w:gridAfter w:val=\"1\"/>", "columns, the grid"),
    ],
)  # fmt: skip
def test_the_rules_notice_what_word_would(before: str, after: str, fault: str) -> None:
    sample = REPORTS["huaian-2024"]
    content = render_docx(report_document(FORMS.for_year(2024), Report("某局", 2024, "2021", sample["cells"], {})))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "word/document.xml":
                assert before in text
                text = text.replace(before, after, 1)
            new.writestr(name, text)
    assert fault in "\n".join(faults(out.getvalue()))
