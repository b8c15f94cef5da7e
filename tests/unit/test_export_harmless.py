"""Whatever people write comes out as what they wrote, in no format as something that acts."""

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from tests.conftest import FORMS
from tui_disclose.choices import FORMATS
from tui_disclose.office.exporting import render_report
from tui_disclose.records.report import Report, checked_cells, checked_sections, checked_unit
from tui_disclose.report.sheet import build_sheet

FORMULAS = ['=HYPERLINK("http://x","点")', "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "＝1+1", "\t=1"]
MARKUP = ["<script>alert(1)</script>", '<img src="x" onerror="alert(1)">', "</td></tr></table><b>", "]]>&lt;&amp;"]
LINKS = ["[点](javascript:alert(1))", "![图](http://x/y.png)", '[a]: http://x "t"', "_x0041_ &#x41;"]
CONTROL = ["\x1b]0;名\x07", "\x9b31m红", "左\u202e右\u200b", "空\x00\x7f", "末\uffff\ufffe", "行\u2028段\u2029"]
ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069]")
TAGS = {
    *("html", "head", "meta", "title", "body", "h1", "h2", "h3", "h4", "h5", "p", "br", "ul", "ol", "li", "hr", "pre"),
    *("table", "caption", "colgroup", "col", "tr", "th", "td", "strong", "em", "code"),
    *("figure", "svg", "text", "rect", "desc", "thead", "tbody"),
}


def content_of(bad: str, file_format: str, style: str = "pipe") -> bytes:
    """Export a report that says it everywhere: in the unit's name, in a figure's remark, in texts and their tables."""
    row = bad.replace("|", "").strip() or "空"
    table = f"| 甲 | 乙 |\n| --- | --- |\n| {row} | 1 |"
    form = FORMS.for_year(2024)
    sections = checked_sections(form, {"一": f"总体。\n\n{bad}\n\n{table}", "六": bad, "落款": f"某局{bad}"})
    # A remark has no brackets in its brackets, or it is no figure.
    remark = f"22（{re.sub('[()（）]', '', bad)}）"
    cells = checked_cells(form, {"proactive.regulations.issued": remark, "requests.received.natural_person": -5})
    sheet = build_sheet(form, Report(checked_unit(f"某{bad}局"), 2024, "2021", cells, sections))
    return render_report(sheet, file_format, style, past={}).content


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, _ in attrs]))


def texts(content: bytes, file_format: str) -> list[str]:
    """Return every text of a file, an archive's parts included."""
    if file_format not in ("docx", "xlsx"):
        return [content.decode("utf-8-sig")]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name).decode() for name in archive.namelist()]


@pytest.mark.parametrize("bad", [*FORMULAS, *MARKUP, *LINKS, *CONTROL], ids=ascii)
@pytest.mark.parametrize("file_format", FORMATS)
def test_no_text_acts(file_format: str, bad: str) -> None:
    content = content_of(bad, file_format)
    for text in texts(content, file_format):
        assert not ACTING.search(text)
    {"html": web, "docx": word, "xlsx": excel, "csv": comma, "md": markdown}.get(file_format, str)(content)  # type: ignore[operator]


def web(content: bytes) -> None:
    for tag, names in Tags(content.decode()).found:
        assert tag in TAGS
        assert not [name for name in names if name.startswith("on") or name in ("href", "src", "action")]


def word(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            root = ET.fromstring(archive.read(name))
            names = {element.tag.rpartition("}")[2] for element in root.iter()}
            assert not names & {"hyperlink", "altChunk", "object", "fldSimple", "drawing"}
            assert {element.text for element in root.iter() if element.tag.endswith("}instrText")} <= {" PAGE "}
            assert not [element for element in root.iter() if element.get("TargetMode")]


def excel(content: bytes) -> None:
    for sheet in load_workbook(io.BytesIO(content)):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f" or re.fullmatch(r"=IF\(COUNT\([A-Z0-9:,]+\)=0,\"\",SUM\(.*\)\)", cell.value)
            assert cell.hyperlink is None


def comma(content: bytes) -> None:
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        for field in row:
            assert not re.match(r"\s*[=+@＝＋－＠\t|]", field)
            assert not field.lstrip().startswith("-") or field == "-5"


def markdown(content: bytes) -> None:
    # A section is Markdown of its author's own; the title and the tables' figures are text.
    text = content.decode()
    head, _, rest = text.partition("## 一")
    tables = "\n\n".join(re.findall(r"^\|.*第二十条.*\n(?:\|.*\n)+", rest, re.MULTILINE))
    for tag, _ in Tags(MarkdownIt("commonmark").enable("table").render(head + tables)).found:
        assert tag in {"h1", "table", "thead", "tbody", "tr", "th", "td", "br"}


@pytest.mark.parametrize("bad", [*FORMULAS, *MARKUP], ids=ascii)
def test_what_was_written_is_what_is_shown(bad: str) -> None:
    shown = bad.strip()
    html = re.sub(r"<[^>]*>", "", content_of(bad, "html").decode())
    for escaped, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        html = html.replace(escaped, character)
    if "&lt;" not in bad:
        assert shown in html
        archive = zipfile.ZipFile(io.BytesIO(content_of(bad, "docx")))
        words = "".join(ET.fromstring(archive.read("word/document.xml")).itertext())
        assert shown in words
    book = load_workbook(io.BytesIO(content_of(bad, "xlsx")))
    assert bad.strip() in [str(cell.value).strip() for cell in book["文字"]["B"]]
