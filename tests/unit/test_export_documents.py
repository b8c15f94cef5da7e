"""Reports as Word files and web pages: every label and figure in its place, the page as GB/T 9704 asks."""

import io
import re
import zipfile
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx import Document as WordDocument

from tests.conftest import FORMS, REPORTS, sample_sheet
from tui_disclose.exporting.document import Cell, Document, Heading, PageBreak, Paragraph, Signature, TableBlock, placed
from tui_disclose.exporting.document_markdown import render_markdown
from tui_disclose.exporting.document_proof import document_differences
from tui_disclose.exporting.docx import render_docx
from tui_disclose.exporting.docx_reading import read_docx_page
from tui_disclose.exporting.html import render_html
from tui_disclose.exporting.html_reading import read_html_page
from tui_disclose.exporting.markdown_blocks import blocks_of
from tui_disclose.exporting.report_document import report_document
from tui_disclose.importing import read_report
from tui_disclose.office.exporting import render_report
from tui_disclose.records.report import Report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "（一）主动公开情况\n\n公开**信息**3条。\n续行。\n\n- 甲\n- 乙\n\n| 平台 | 条数 |\n| --- | --- |\n| 网站 | 12 |"


def report_of(name: str, **sections: str) -> Report:
    sample = REPORTS[name]
    return Report(sample["unit"], sample["year"], sample["form"], sample["cells"], sections)


def word(name: str = "huaian-2024", **sections: str) -> bytes:
    report = report_of(name, **sections)
    return render_docx(report_document(FORMS.for_year(report.year), report))


def part(content: bytes, name: str) -> ET.Element:
    return ET.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))


def printed(sample: dict[str, Any]) -> list[str]:
    return [str(sample["cells"].get(address, "")) for address in FORMS.for_year(sample["year"]).cells]


@pytest.mark.parametrize("sample", REPORTS.values(), ids=REPORTS)
def test_word_tables_hold_the_figures_in_printed_order(sample: dict[str, Any]) -> None:
    content = render_report(sample_sheet(sample["id"]), "docx").content
    tables = WordDocument(io.BytesIO(content)).tables
    assert [len(table.columns) for table in tables] == [4, 10, 15]
    figures = []
    for table in tables:
        for row in table._tbl.tr_lst:
            assert sum(cell.grid_span for cell in row.tc_lst) == len(table.columns)
            # The heads and labels of every form are words; a figure cell is blank or begins with a figure.
            texts = ["".join(p.text or "" for p in tc.iter(f"{W}t")) for tc in row.tc_lst if tc.vMerge != "continue"]
            figures += [text for text in texts if text == "" or re.match(r"[-+/]?\d+(?!\.[^\d])|/", text)]
    assert figures == printed(sample)


def test_word_merges_what_the_form_merges() -> None:
    """The spans are those of the notices (statutory forms of 2019 and 2021): 20 and 22 outcome rows under one label."""
    for name, rows in (("baiyin-2019", 20), ("huaian-2024", 22)):
        table = WordDocument(io.BytesIO(word(name))).tables[1]._tbl
        first = [row.tc_lst[0] for row in table.tr_lst]
        label = next(n for n, tc in enumerate(first) if "三、本年度办理结果" in "".join(tc.itertext()))
        assert [tc.vMerge for tc in first[label : label + rows + 1]] == ["restart", *["continue"] * (rows - 1), None]
        assert [tc.grid_span for tc in first[label - 2 : label + 1]] == [3, 3, 1]
        assert [row.tc_lst[-1].grid_span for row in table.tr_lst[:2]] == [7, 1]


def test_word_page_is_gb_t_9704() -> None:
    """A4, margins 37/35/28/26 mm, 22 lines; lengths in twips as the standard's values come out (1 mm = 56.69)."""
    content = word(一="总体。", 落款="某局\n2025年1月15日")
    section = part(content, "word/document.xml").find(f".//{W}sectPr")
    assert section is not None
    values = {child.tag.removeprefix(W): child for child in section}
    size, margins, grid = values["pgSz"], values["pgMar"], values["docGrid"]
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    assert [margins.get(W + side) for side in ("top", "bottom", "left", "right")] == ["2098", "1984", "1588", "1474"]
    assert grid.get(f"{W}type") == "linesAndChars"
    assert int(grid.get(f"{W}linePitch", "0")) == (16838 - 2098 - 1984) // 22
    styles = {s.get(f"{W}styleId"): s for s in part(content, "word/styles.xml").iter(f"{W}style")}
    faces = {"Title": "方正小标宋简体", "Heading1": "黑体", "Heading2": "楷体_GB2312"}
    for key, face in faces.items():
        assert styles[key].find(f".//{W}rFonts").get(f"{W}eastAsia") == face  # type: ignore[union-attr]
    assert styles["Title"].find(f".//{W}sz").get(f"{W}val") == "44"  # type: ignore[union-attr]
    body = styles["Body"]
    assert body.find(f".//{W}sz").get(f"{W}val") == "32"  # type: ignore[union-attr]
    assert body.find(f".//{W}ind").get(f"{W}firstLineChars") == "200"  # type: ignore[union-attr]
    # 28 characters of 16 pt less what each gives way fill the 156 mm (8,844 twips), 29 do not.
    advance = 320 + int(body.find(f".//{W}rPr/{W}spacing").get(f"{W}val"))  # type: ignore[union-attr, arg-type]
    assert 28 * advance <= 8844 < 29 * advance
    defaults = part(content, "word/styles.xml").find(f"{W}docDefaults//{W}rFonts")
    assert defaults is not None
    assert (defaults.get(f"{W}eastAsia"), defaults.get(f"{W}ascii")) == ("仿宋_GB2312", "Times New Roman")
    assert not [b for s in styles.values() for b in s.iter(f"{W}b")]


def test_word_page_numbers_are_outside_with_dashes() -> None:
    content = word()
    assert part(content, "word/settings.xml").find(f"{W}evenAndOddHeaders") is not None
    for name, side in (("word/footer1.xml", "right"), ("word/footer2.xml", "left")):
        footer = part(content, name)
        assert footer.find(f".//{W}jc").get(f"{W}val") == side  # type: ignore[union-attr]
        assert "".join(footer.itertext()) == "—  PAGE 1 —"


def test_word_tables_fit_the_page_and_repeat_their_heads() -> None:
    document = part(word(三后=TEXT), "word/document.xml")
    for table in document.iter(f"{W}tbl"):
        assert sum(int(column.get(f"{W}w", "0")) for column in table.iter(f"{W}gridCol")) == 8844
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.iter(f"{W}tr"))
    heads = [len(list(table.iter(f"{W}tblHeader"))) for table in document.iter(f"{W}tbl")]
    assert heads == [2, 3, 1, 3]


def test_a_long_figure_widens_its_column_and_not_the_table() -> None:
    report = report_of("huaian-2024")
    cells = report.cells | {"requests.received.natural_person": 1_234_567_890}
    report = Report(report.unit, report.year, report.form, cells)
    form = FORMS.for_year(2024)
    table = next(b for b in report_document(form, report).blocks if getattr(b, "caption", "").startswith("收到和处理"))
    assert isinstance(table, TableBlock)
    assert sum(table.widths_mm) == pytest.approx(156)
    # Ten digits of 10.5 pt are 18.5 mm wide.
    assert table.widths_mm[3] > 18.5
    assert min(table.widths_mm[4:]) >= 9


@pytest.mark.parametrize(("figure", "sizes"), [(1234, (10.5, 10.5)), (12345, (10.5, 9)), (12_345_678, (9, 7.5))])
def test_long_figures_are_printed_smaller_rather_than_folded(figure: int, sizes: tuple[float, float]) -> None:
    form = FORMS.for_year(2024)
    report = Report("某局", 2024, "2021", dict.fromkeys(form.cells, figure))
    tables = [block for block in report_document(form, report).blocks if isinstance(block, TableBlock)]
    assert tuple(table.points for table in tables[1:]) == sizes
    document = part(render_docx(report_document(form, report)), "word/document.xml")
    styles = {10.5: "TableText", 9: "TableSmall", 7.5: "TableSmallest"}
    for table, printed in list(zip(tables, document.iter(f"{W}tbl"), strict=True))[1:]:
        (of_figures,) = {
            str(p.find(f"{W}pPr/{W}pStyle").get(f"{W}val"))  # type: ignore[union-attr]
            for p in printed.iter(f"{W}p")
            if "".join(p.itertext()) == str(figure)
        }
        assert of_figures == styles[table.points]
        assert sum(table.widths_mm) == pytest.approx(156)
    # A digit is half as wide as its size (1 pt is 25.4 / 72 mm); the margins of a cell are 0.5 mm each.
    needed = len(str(figure)) * tables[1].points / 2 * 25.4 / 72 + 1
    assert min(tables[1].widths_mm[3:]) >= needed


def test_equal_reports_are_equal_files() -> None:
    assert word(一="总体。") == word(一="总体。")
    assert word(一="总体。") != word(一="总体！")


def test_word_names_the_office_and_nobody_else() -> None:
    properties = WordDocument(io.BytesIO(word())).core_properties
    assert (properties.author, properties.last_modified_by) == ("淮安市人民政府", "")
    assert properties.title == "淮安市人民政府2024年政府信息公开工作年度报告"


def test_markdown_is_carried_over_to_word() -> None:
    paragraphs = WordDocument(io.BytesIO(word(一=TEXT))).paragraphs
    styles = {p.text: p.style.style_id for p in paragraphs if p.text and p.style}
    assert styles["一、总体情况"] == "Heading1"
    assert styles["（一）主动公开情况"] == "Heading2"
    assert (styles["公开信息3条。"], styles["续行。"]) == ("Body", "Continued")
    assert (styles["•甲"], styles["•乙"]) == ("Item", "Item")
    assert [r.text for p in paragraphs for r in p.runs if r.bold] == ["信息"]
    table = WordDocument(io.BytesIO(word(一=TEXT))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["平台", "条数"], ["网站", "12"]]


class Elements(HTMLParser):
    """An independent reader: every element with its attributes, and the text of figure cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[int, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        at = len(self.found) - 1
        self.texts[at] = self.texts.get(at, "") + data.strip()

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def web(name: str = "huaian-2024", charts: bool = False) -> str:
    return render_report(sample_sheet(name), "html", past={} if charts else None).content.decode()


@pytest.mark.parametrize("sample", REPORTS.values(), ids=REPORTS)
def test_web_page_holds_the_figures_and_needs_nothing_else(sample: dict[str, Any]) -> None:
    page = Elements(web(sample["id"], charts=True))
    figures = [page.texts.get(at, "") for at, (tag, _) in enumerate(page.found) if tag == "td"]
    assert figures == printed(sample)
    assert page.all("html") == [{"lang": "zh-CN"}]
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.found}
    assert not [a for _, a in page.found if {"src", "href", "class"} & a.keys()]


def test_web_tables_say_what_their_cells_stand_under() -> None:
    page = Elements(web())
    assert len(page.all("caption")) == 3
    assert all(head["scope"] in ("col", "colgroup", "row", "rowgroup") for head in page.all("th"))
    names = {str(a["id"]): page.texts[at] for at, (tag, a) in enumerate(page.found) if tag == "th"}
    assert len(names) == len(page.all("th"))
    under = [[names[key] for key in str(a["headers"]).split()] for tag, a in page.found if tag == "td"]
    # The first figure of table 二, requests.state_secret.business, and the last cell of 四, as the forms print them.
    assert under[0] == ["第二十条第（一）项", "本年制发件数", "规章"]
    assert under[10 + 4 * 7 + 1] == [
        "申请人情况", "法人或其他组织", "商业企业", "三、本年度办理结果", "（三）不予公开", "1.属于国家秘密",
    ]  # fmt: skip
    assert under[-1] == ["行政诉讼", "复议后起诉", "总计"]


@pytest.mark.parametrize("name", ["huaian-2024", "pt-2020"])
def test_what_a_portal_leaves_of_a_page_still_reads(name: str) -> None:
    """Editors of portals take styles, names and drawings away, and often put the table into one of their own."""
    page = web(name, charts=True)
    page = re.sub(r"<figure.*?</figure>", "", page[page.index("<h1") : page.index("</body>")], flags=re.DOTALL)
    left = re.sub(r' (?:style|id|headers|scope|data-part)="[^"]*"', "", page)
    assert left.count('<table border="1">') == 3
    draft = read_report("a.html", f"<table><tr><td><div>{left}</div></td></tr></table>".encode(), FORMS, None)
    sample = REPORTS[name]
    form = FORMS.for_year(sample["year"])
    assert {a: draft.cells.get(a, "") for a in form.cells} == {a: sample["cells"].get(a, "") for a in form.cells}
    assert draft.unread == ()


def test_printed_tables_repeat_their_heads() -> None:
    heads = [each.count("<tr>") for each in re.findall("<thead>.*?</thead>", web(), re.DOTALL)]
    assert heads == [2, 3, 3]


def test_charts_show_the_tables_figures_in_words_too() -> None:
    """huaian-2024: 3,001 natural persons of 3,119 requests; 1,362 granted; refused 2+31+5+6+8+12+9+105."""
    page = web(charts=True)
    labels = [str(a["aria-label"]) for a in Elements(page).all("svg")]
    assert re.findall("<title>(.*?)</title>\n<desc>(.*?)</desc>", page) == [(s.partition("：")[0], s) for s in labels]
    assert labels[0].startswith("申请类别（本年新收，件）：自然人3001，商业企业53，")
    assert "（一）予以公开1362，" in labels[1]
    assert "（三）不予公开178，" in labels[1]
    assert len(labels) == 2
    assert Elements(web()).all("svg") == []
    past = {2023: Report("淮安市人民政府", 2023, "2021", {"requests.received.total": 2500})}
    with_past = render_report(sample_sheet("huaian-2024"), "html", past=past).content.decode()
    assert str(Elements(with_past).all("svg")[2]["aria-label"]) == "历年新收申请（件）：2023年2500，2024年3119"


def test_another_document_is_printed_in_each_way() -> None:
    """Letters and forms use the same blocks as the report."""
    rows = ((Cell("收文", rowspan=2, head=True), Cell("甲")), (Cell("乙|丙"),))
    table = TableBlock(rows, (30.0, 40.0), caption="登记表")
    document = Document("告知书", (Heading(1, "一、事由"), Paragraph("正文\n第二行"), table, PageBreak()), "某局")
    assert [(p.line, p.column) for p in placed(rows)] == [(0, 0), (0, 1), (1, 1)]
    read = WordDocument(io.BytesIO(render_docx(document)))
    assert [p.text for p in read.paragraphs if p.text.strip()] == ["告知书", "一、事由", "正文", "第二行"]
    assert [cell.text for cell in read.tables[0].columns[1].cells] == ["甲", "乙|丙"]
    assert [tag for tag, _ in Elements(render_html(document)).found[6:10]] == ["h1", "h2", "p", "br"]
    text = render_markdown(document)
    assert text.startswith("# 告知书\n\n## 一、事由\n\n正文<br>第二行\n\n<table>")
    assert '<th rowspan="2">收文</th>' in text


def test_a_document_is_proven_word_by_word() -> None:
    table = TableBlock(((Cell("甲"), Cell("乙\n丙")),), (30.0, 40.0))
    document = Document("告知书", (Heading(1, "一、事由"), *blocks_of("- 一项\n\n正文"), table, Signature("某局")))
    for page in (read_docx_page(render_docx(document)), read_html_page(render_html(document))):
        assert document_differences(document, page) == []
        for other in ("正文。", "别的"):
            changed = Document("告知书", (*document.blocks[:2], Paragraph(other), *document.blocks[3:]))
            assert document_differences(changed, page)


def test_lists_keep_their_numbers_and_depth() -> None:
    blocks = blocks_of("3. 甲\n4. 乙\n   - 丙\n\n     续\n\n后")
    assert [(b.marker, b.depth) for b in blocks if hasattr(b, "marker")] == [("3.", 0), ("4.", 0), ("•", 1), ("", 1)]
    page = render_html(Document("题", blocks))
    assert re.sub(r' style="[^"]*"', "", page[page.index("<ol") : page.index("</body>")]) == (
        '<ol data-part="列表"><li value="3">甲</li><li value="4">乙'
        '<ul data-part="分段列表"><li>丙<div>续</div></li></ul>'
        "</li></ol>\n<p>后</p>\n"
    )
