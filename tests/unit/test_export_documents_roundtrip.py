"""Random reports on every form survive Word, web pages, Excel and CSV: each figure, label and word read back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_export_roundtrip import FORMS, reports

from tui_disclose.exporting.csvfile import render_csv
from tui_disclose.exporting.docx import render_docx
from tui_disclose.exporting.docx_reading import read_docx_page
from tui_disclose.exporting.html import render_html
from tui_disclose.exporting.html_reading import read_html_page
from tui_disclose.exporting.readback import verify_book, verify_csv, verify_page
from tui_disclose.exporting.report_document import report_document
from tui_disclose.exporting.xlsx import render_xlsx
from tui_disclose.exporting.xlsx_reading import read_books
from tui_disclose.records.report import Report
from tui_disclose.statutory.forms import Form


def said_of(file_format: str, form: Form, report: Report) -> list[str]:
    if file_format == "xlsx":
        return [said for book in read_books(render_xlsx(form, report)) for said in verify_book(form, report, book)]
    if file_format == "csv":
        return verify_csv(form, report, render_csv(form, report))
    document = report_document(form, report)
    word = file_format == "docx"
    page = read_docx_page(render_docx(document)) if word else read_html_page(render_html(document))
    return verify_page(form, report, page)


@pytest.mark.parametrize("file_format", ["docx", "html", "xlsx", "csv"])
@pytest.mark.parametrize("year", [2019, 2024, 2031])
@settings(max_examples=6)
@given(data=st.data())
def test_random_reports_come_back(year: int, file_format: str, data: st.DataObject) -> None:
    form, report = FORMS.for_year(year), data.draw(reports(year))
    assert said_of(file_format, form, report) == []


@pytest.mark.parametrize("file_format", ["docx", "html", "xlsx", "csv"])
@pytest.mark.parametrize("year", [2019, 2024, 2031])
@settings(max_examples=6)
@given(data=st.data())
def test_another_report_is_told_apart(year: int, file_format: str, data: st.DataObject) -> None:
    """The proof would see any single figure changed."""
    form = FORMS.for_year(year)
    report = data.draw(reports(year))
    address = data.draw(st.sampled_from([a for a in form.cells if a not in form.totals]))
    other = Report(report.unit, year, form.id, report.cells | {address: 31_415_926}, report.sections)
    word = render_docx(report_document(form, other))
    said = {
        "docx": lambda: verify_page(form, report, read_docx_page(word)),
        "html": lambda: verify_page(form, report, read_html_page(render_html(report_document(form, other)))),
        "xlsx": lambda: verify_book(form, report, read_books(render_xlsx(form, other))[0]),
        "csv": lambda: verify_csv(form, report, render_csv(form, other)),
    }[file_format]()
    assert any("31415926" in sentence for sentence in said)
