"""Words and marks that published pages print otherwise than the form: read as meant, or refused by name."""

import io

import pytest
from docx import Document

from tests.conftest import FORMS, REPORTS
from tests.layouts import Sample, web
from tui_disclose.importing import Draft, read_report
from tui_disclose.statutory.figures import NotAFigure, parse_figure


def sample_of(name: str) -> Sample:
    report = REPORTS[name]
    return Sample(FORMS.for_year(report["year"]), report["unit"], report["year"], report["cells"])


NEW, OLD = sample_of("huaian-2024"), sample_of("pt-2019")
RECEIVED = NEW.cells["requests.received.natural_person"]


def read(sample: Sample, before: str, after: str) -> Draft:
    name, page = web(sample)
    text = page.decode()
    assert before in text
    return read_report(name, text.replace(before, after).encode(), FORMS, None)


def is_whole(sample: Sample, draft: Draft) -> bool:
    return {a: str(v) for a, v in draft.cells.items()} == {a: str(sample.cells.get(a, "")) for a in sample.form.cells}


@pytest.mark.parametrize("mark", ["①", "<sup>1</sup>", " ②", "*", "[1]", "<sup>[2]</sup>", "²"])
def test_the_mark_of_a_note_is_no_digit(mark: str) -> None:
    draft = read(NEW, f"<td>{RECEIVED}</td>", f"<td>{RECEIVED}{mark}</td>")
    assert is_whole(NEW, draft)
    assert any("注码" in note for note in draft.notes)


def test_a_raised_digit_in_word_is_no_digit() -> None:
    document = Document()
    document.add_paragraph("某局2024年政府信息公开工作年度报告")
    document.add_paragraph("二、主动公开政府信息情况")
    table = document.add_table(3, 4)
    for at, text in enumerate(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]):
        table.cell(0, at).text = text
    for line, label in enumerate(["规章", "行政规范性文件"], 1):
        for at, text in enumerate([label, "5", "0", "7"]):
            table.cell(line, at).text = text
    table.cell(1, 1).paragraphs[0].add_run("1").font.superscript = True
    saved = io.BytesIO()
    document.save(saved)
    draft = read_report("a.docx", saved.getvalue(), FORMS, None)
    assert draft.cells["proactive.regulations.issued"] == 5


@pytest.mark.parametrize("typed", ["5①", "5¹", "①", "2²"])
def test_a_mark_that_is_typed_is_no_figure(typed: str) -> None:
    with pytest.raises(NotAFigure):
        parse_figure(typed)


@pytest.mark.parametrize(
    ("sample", "before", "after"),
    [
        (NEW, "一、本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数量①"),
        (NEW, ">规章<", ">规章①<"),
        (NEW, "行政复议<", "行政法复议<"),
        (NEW, "尚未审结", "尚未审理"),
        (NEW, "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1.申请人无正当理由逾期不补正"),
        (NEW, "1.申请人无正当理由逾期不补正、行政机关", "1.申请人无正当理由逾期不补正,行政机关"),
        (NEW, "本年收费金额（单位：万元）", "本年收费金额（万元）"),
        (OLD, "（六）其他处理", "（六）其他"),
        (OLD, "采购总金额", "采购总金额（元）"),
    ],
)
def test_other_words_for_labels(sample: Sample, before: str, after: str) -> None:
    assert is_whole(sample, read(sample, before, after))


@pytest.mark.parametrize(
    ("before", "after", "section"),
    [
        ("二、主动公开政府信息情况", "二、行政机关主动公开政府信息情况", "二前"),
        ("三、收到和处理政府信息公开申请情况", "三、行政机关收到和处理政府信息公开申请情况", "三前"),
        (
            "四、政府信息公开行政复议、行政诉讼情况",
            "四、因政府信息公开工作被申请行政复议、提起行政诉讼的情况",
            "四前",
        ),
    ],
)
def test_other_words_for_headings(before: str, after: str, section: str) -> None:
    draft = read(NEW, before, after)
    assert is_whole(NEW, draft)
    assert draft.sections[section] == "表前的话。"


def test_a_figure_under_another_unit_is_not_read_as_the_forms() -> None:
    draft = read(NEW, "本年收费金额（单位：万元）", "本年收费金额（单位：元）")
    assert NEW.form.cells.keys() - draft.cells.keys() == {"proactive.fees.amount"}
    assert any("表头单位为元，格式为万元" in said for said in draft.unread)


@pytest.mark.parametrize("printed", ["—", "无", "约3001", "3 001", "3001。"])
def test_what_is_no_figure_is_named(printed: str) -> None:
    draft = read(NEW, f"<td>{RECEIVED}</td>", f"<td>{printed}</td>")
    assert NEW.form.cells.keys() - draft.cells.keys() == {"requests.received.natural_person"}
    assert any(f"“{printed}”不是一个数字" in said for said in draft.unread)
