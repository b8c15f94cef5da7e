"""PDFs: what page ends cut in two is joined, and a file that cannot be read is named."""

import re

import pytest

from tests.conftest import FORMS
from tests.layouts import LOOK_ALIKES
from tests.pdf_layout import Paper, pdf
from tests.unit.test_import_layouts import sample_of
from tui_disclose.importing import read_report
from tui_disclose.problems import Refused
from tui_disclose.statutory.text import without_radicals

SAMPLE = sample_of("sh-office-2025")
LONG = "全年主动公开政府信息。" * 20


def test_tables_go_on_over_page_ends() -> None:
    content = pdf(SAMPLE)[1]
    assert content.count(b"/Type/Page/") == 3
    draft = read_report("a.pdf", content, FORMS, None)
    assert draft.cells.keys() == SAMPLE.form.cells.keys()
    # Table three begins on one page and ends on the next.
    pages = {source.where.partition("页")[0] for a, source in draft.sources.items() if a.startswith("requests.")}
    assert len(pages) > 1


def test_lines_that_fill_the_page_are_one_paragraph() -> None:
    sheet = Paper()
    for line in (SAMPLE.unit, SAMPLE.title):
        sheet.paragraph(line, indent=False)
    sheet.paragraph("一、总体情况")
    for _ in range(40):
        sheet.paragraph(LONG)
    draft = read_report("a.pdf", sheet.content(), FORMS, None)
    assert len(sheet.pages) > 1
    assert draft.sections["一"] == "\n\n".join([LONG] * 40)


def test_characters_that_look_alike_are_those_meant() -> None:
    text = "一、二〔长〕风（１）ＡＢ力大八人行业"
    assert without_radicals(text.translate(LOOK_ALIKES)) == text


def test_running_heads_are_left_out_and_named() -> None:
    sheet = Paper(head="打印日期 2025-01-08 第{}页")
    for line in (SAMPLE.unit, SAMPLE.title, "一、总体情况", *["平稳。"] * 80):
        sheet.paragraph(line)
    draft = read_report("a.pdf", sheet.content(), FORMS, None)
    assert draft.sections["一"] == "\n\n".join(["平稳。"] * 80)
    assert any("打印日期" in note for note in draft.notes)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"not a pdf", "不是 PDF"),
        (b"%PDF-1.4\n", "不能打开"),
        (pdf(SAMPLE)[1][:-2000].replace(b"trailer", b"xxxxxxx"), "不能打开"),
        (re.sub(rb"BT.*?ET", b"", pdf(SAMPLE)[1]), "没有"),
        (Paper().content(), "扫描件"),
        (
            pdf(SAMPLE)[1].replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/O()/U()/P 0>>"),
            "a.pdf",
        ),
    ],
    ids=["other", "empty", "cut", "no-text", "no-lines", "locked"],
)
def test_a_file_that_cannot_be_read_is_named(content: bytes, named: str) -> None:
    with pytest.raises(Refused, match=named) as refused:
        read_report("a.pdf", content, FORMS, 2025)
    assert "a.pdf" in str(refused.value)


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    sheet = Paper()
    for _ in range(61):
        sheet.turn()
    with pytest.raises(Refused, match="页"):
        read_report("a.pdf", sheet.content(), FORMS, 2025)
