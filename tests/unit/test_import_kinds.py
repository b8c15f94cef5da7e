"""Files as offices have them: other encodings, wrong suffixes, years outside the title, pictures, text boxes."""

import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from tests.conftest import FORMS, REPORTS
from tests.layouts import Sample, excel, web, word
from tests.pasted_layouts import one_cell_a_line
from tui_disclose.importing import Draft, read_report
from tui_disclose.problems import Refused, YearUnknown


def sample_of(name: str) -> Sample:
    report = REPORTS[name]
    return Sample(FORMS.for_year(report["year"]), report["unit"], report["year"], report["cells"])


SAMPLE = sample_of("huaian-2024")
PAGE = web(SAMPLE)[1].decode()


def is_whole(draft: Draft) -> bool:
    cells = {a: str(SAMPLE.cells.get(a, "")) for a in SAMPLE.form.cells}
    return draft.year == 2024 and {a: str(v) for a, v in draft.cells.items()} == cells


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (PAGE.encode("utf-16-le"), "UTF-16"),
        (PAGE.encode("utf-16-be"), "UTF-16"),
        (PAGE.replace("utf-8", "big5").encode("gb18030"), "GB 18030"),
        (PAGE.replace("utf-8", "gb2312").encode("gb18030"), ""),
        (PAGE.replace("utf-8", "gb2312").encode(), ""),
    ],
    ids=["utf-16-le", "utf-16-be", "wrong name", "gb2312", "utf-8 named gb2312"],
)
def test_encodings(content: bytes, said: str) -> None:
    draft = read_report("a.html", content, FORMS, None)
    assert is_whole(draft)
    assert any(said in note for note in draft.notes) or not said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.doc", PAGE.encode(), "内容是网页"),
        ("a.xls", PAGE.encode(), "内容是网页"),
        ("a.wps", word(SAMPLE)[1], "内容是.docx 文件"),
        ("a.et", excel(SAMPLE)[1], "内容是.xlsx 文件"),
    ],
)
def test_names_of_old_formats_on_files_of_new_ones(name: str, content: bytes, said: str) -> None:
    draft = read_report(name, content, FORMS, None)
    assert is_whole(draft)
    assert said in draft.notes[0]


@pytest.mark.parametrize("name", ["a.rtf", "a.odt", "a.ods", "a.jpg", "a.7z", "a.ofd", "a.wps"])
def test_other_formats_are_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(Refused, match=r"另存|找文字版|解压") as refused:
        read_report(name, b"\x01\x02", FORMS, None)
    assert name in str(refused.value)


NAMELESS = PAGE.replace("2024年", "")


@pytest.mark.parametrize(
    ("name", "page", "said"),
    [
        ("a.html", NAMELESS.replace("各位：", "数据的统计期限自2024年1月1日起至2024年12月31日止。"), "统计期限"),
        ("a.html", NAMELESS.replace("各位：", "统计时限为2024 年 1 月 1 日至 12 月 31 日"), "统计期限"),
        ("某局2024年度政府信息公开工作年度报告.html", NAMELESS, "文件名"),
    ],
)
def test_the_year_is_taken_from_elsewhere_and_said(name: str, page: str, said: str) -> None:
    draft = read_report(name, page.encode(), FORMS, None)
    assert is_whole(draft)
    assert f"按{said}读作2024年" in draft.notes[0]


@pytest.mark.parametrize("name", ["nb_2024.html", "2024年第3号.html", "20250108.html"])
def test_a_number_in_a_file_name_is_no_year(name: str) -> None:
    with pytest.raises(YearUnknown):
        read_report(name, NAMELESS.encode(), FORMS, None)


def test_two_reports_in_a_file_are_refused() -> None:
    other = sample_of("pt-2022")
    both = PAGE.replace("</body></html>", web(other)[1].decode().partition("<body>")[2])
    texts = one_cell_a_line(SAMPLE)[1] + b"\n" + one_cell_a_line(other)[1]
    for name, content in (("a.html", both.encode()), ("a.txt", texts)):
        with pytest.raises(Refused, match="两份报告"):
            read_report(name, content, FORMS, None)


def test_tables_that_are_pictures_are_said() -> None:
    head, _, rest = PAGE.partition("<table")
    page = f"{head}<img src=a.png>{rest.rpartition('</table>')[2]}"
    draft = read_report("a.html", page.encode(), FORMS, None)
    assert draft.cells == {}
    assert any("图片" in said for said in draft.unread)


def test_a_table_in_a_text_box_is_read_once() -> None:
    document = Document(io.BytesIO(word(SAMPLE)[1]))
    table = next(element for element in document.element.body if element.tag.endswith("}tbl"))
    inside = f"<w:txbxContent>{etree.tostring(table).decode()}</w:txbxContent>"
    spaces = f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    old = f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback>"
    drawn = f"<mc:AlternateContent><mc:Choice><w:drawing>{inside}</w:drawing></mc:Choice>{old}</mc:AlternateContent>"
    table.addprevious(parse_xml(f"<w:p {spaces}><w:r>{drawn}</w:r></w:p>"))
    document.element.body.remove(table)
    saved = io.BytesIO()
    document.save(saved)
    draft = read_report("a.docx", saved.getvalue(), FORMS, None)
    assert is_whole(draft)
    assert not draft.unread
