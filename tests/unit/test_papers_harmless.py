"""Whatever people write into records comes out of letters, forms, lists, lines and logs as text that does nothing."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from tests.command_line import Cli
from tests.year_host import TODAY, YEAR, office_with_report, to
from tui_disclose.choices import LETTER_FORMATS, PAPER_FORMATS, TREND_FORMATS
from tui_disclose.office.approval_forms import export_form
from tui_disclose.office.catalogue import add_item, submit
from tui_disclose.office.catalogue_exports import export_index, export_items, export_text, set_text
from tui_disclose.office.house import Office
from tui_disclose.office.ledger_lines import export_lines
from tui_disclose.office.ledgers import find_row
from tui_disclose.office.letters import export_letter, write_letter
from tui_disclose.office.request_events import add_event
from tui_disclose.office.request_files import export_contents
from tui_disclose.office.request_papers import export_why
from tui_disclose.office.requests import register
from tui_disclose.office.rule_exports import export_rules
from tui_disclose.office.rules import RULES, add_rule
from tui_disclose.office.signing import sign
from tui_disclose.office.transfer import export_lines as export_requests
from tui_disclose.office.trend_files import export_trend
from tui_disclose.office.trends import trend
from tui_disclose.office.work_views import export_works
from tui_disclose.office.works import add_work
from tui_disclose.office.year_papers import export_paper
from tui_disclose.problems import Refused

BAD = (
    *("=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠A1"),
    *("{{ 7*7 }}", "{单位}", "<script>alert(1)</script>", '<img src="x" onerror="a()">', "</td></tr></table>"),
    *("甲]]>乙", "&lt;&amp;", "[点](javascript:a)", "![图](http://x/y.png)", "# 题", "| 甲 | 乙 |", "`码`", "_x0041_"),
    *("甲\x00乙", "甲\u202e乙", "甲\u200b乙", "甲\u2028乙", "\x1b]0;名\x07", "\x9b31m红", "末\uffff"),
    "𠮷野家",
)
ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\uffff]")
TAGS = {
    *("html", "head", "meta", "title", "body", "h1", "h2", "h3", "h4", "h5", "p", "br", "ul", "ol", "li", "hr", "pre"),
    *(
        "table",
        "caption",
        "colgroup",
        "col",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "strong",
        "em",
        "code",
        "div",
        "small",
    ),
    *("figure", "svg", "text", "rect", "desc", "thead", "tbody"),
}
FIRST = "〔2025〕1号"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office in which every field that takes words holds every bad text once."""
    office = office_with_report(tmp_path_factory.mktemp("bad") / "data")
    for at, bad in enumerate(BAD):
        on = TODAY.isoformat()
        add_rule(office, {"name": f"{at}{bad}", "text": f"第一条 {bad}", "section": f"科{bad}"}, TODAY)
        item = {"name": f"{at}通{bad}", "column": "政策法规", "summary": bad, "section": f"科{bad}", "made_on": on}
        submit(office, add_item(office, item, TODAY), TODAY)
        add_work(office, {"kind": "training", "on": on, "name": f"{at}培{bad}", "section": f"科{bad}"}, TODAY)
        asked = {"channel": "in_person", "arrived_on": "2025-01-02", "applicant.kind": "natural_person"}
        number = register(
            office, {**asked, "applicant.name": f"王{bad}", "applicant.contact": bad, "content": f"要{bad}"}
        )
        add_event(office, number, {"kind": "note", "on": "2025-01-03", "text": bad})
        replied = {"kind": "replied", "on": "2025-01-06", "outcome": "granted", "letter": f"某复{bad}"}
        add_event(office, number, replied, f"另行{bad}")
    set_text(office, "指南", "\n\n".join(f"说明 {bad}" for bad in BAD), TODAY.isoformat())
    sign(office, YEAR, "proactive.fees", TODAY, f"财务科{BAD[0]}", "<b>钱五</b>\u202e", "=张三")
    to(office, "核对", by="<b>赵\u202e六</b>", note="=1+1")
    return office


def letter(office: Office, file_format: str, key: str, number: str = FIRST) -> Path:
    return export_letter(office, number, write_letter(office, number, key, TODAY), file_format)


Make = Callable[[Office, str], Path]
EXPORTS: list[tuple[str, tuple[str, ...], Make]] = [
    ("制度汇编", PAPER_FORMATS, lambda o, f: export_rules(o, None, True, None, f)),
    ("目录", PAPER_FORMATS, lambda o, f: export_index(o, "", None, f)),
    ("指南", PAPER_FORMATS, lambda o, f: export_text(o, "指南", None, f)),
    ("工作", PAPER_FORMATS, lambda o, f: export_works(o, "", None, None, f)),
    ("审签单", PAPER_FORMATS, lambda o, f: export_paper(o, YEAR, "审签单", TODAY, f)),
    ("核对表", PAPER_FORMATS, lambda o, f: export_paper(o, YEAR, "核对表", TODAY, f)),
    ("历年", TREND_FORMATS, lambda o, f: export_trend(o, trend(o, (), "", None, None), f, None)),
    ("制度行", ("jsonl",), lambda o, _: export_lines(o, RULES, "制度", None)),
    ("目录行", ("jsonl",), lambda o, _: export_items(o, None)),
    ("申请行", ("jsonl",), lambda o, _: export_requests(o, "requests", True, None, None)),
]
EACH: list[tuple[str, tuple[str, ...], Callable[[Office, str, int], Path]]] = [
    ("答复", LETTER_FORMATS, lambda o, f, n: letter(o, f, "granted", f"〔2025〕{n}号")),
    ("登记表", LETTER_FORMATS, lambda o, f, n: letter(o, f, "register", f"〔2025〕{n}号")),
    ("卷内", LETTER_FORMATS, lambda o, f, n: export_contents(o, f"〔2025〕{n}号", f)),
    ("期限", ("txt", *LETTER_FORMATS), lambda o, f, n: export_why(o, f"〔2025〕{n}号", TODAY, None, f)),
]


@pytest.mark.parametrize(("make", "file_format"), [(m, f) for _, formats, m in EXPORTS for f in formats])
def test_lists_forms_and_papers_hold_nothing_that_acts(office: Office, make: Make, file_format: str) -> None:
    check(make(office, file_format))


@pytest.mark.parametrize(("make", "file_format"), [(m, f) for _, formats, m in EACH for f in formats])
def test_letters_hold_nothing_that_acts(
    office: Office, make: Callable[[Office, str, int], Path], file_format: str
) -> None:
    for number in range(1, len(BAD) + 1):
        check(make(office, file_format, number))


def test_every_approval_form_holds_nothing_that_acts(office: Office) -> None:
    numbers = list(office.store.records("catalogue"))
    assert len(numbers) == len(BAD)
    for at, number in enumerate(numbers):
        check(export_form(office, number, None, PAPER_FORMATS[at % len(PAPER_FORMATS)]))


def test_what_the_log_and_a_history_say_holds_nothing_that_acts(office: Office, cli: Cli) -> None:
    logs = [("audit", "log"), ("audit", "log", "--json"), ("report", "sign", YEAR), ("report", "stage", YEAR)]
    logs += [("history", f"request/〔2025〕{number}号") for number in range(1, len(BAD) + 1)]
    for arguments in logs:
        found = cli("--data", office.folder, *arguments)
        assert found.code == 0, found.err
        assert not ACTING.search(found.out), arguments
    # An act is one line, whatever was written in it.
    assert len(cli("--data", office.folder, "audit", "log").out.splitlines()) == len(office.store.since(0))


def test_half_a_character_is_kept_as_a_sign_or_refused(office: Office) -> None:
    name = add_rule(office, {"name": "制度\ud800", "text": "第一条 \ud800"}, TODAY)
    assert "\ufffd" in find_row(office, RULES, name).fields["name"]
    before = len(office.store.since(0))
    with pytest.raises(Refused, match="无法保存的字符"):
        add_event(office, FIRST, {"kind": "note", "on": "2025-01-07", "text": "记\ud800"})
    assert len(office.store.since(0)) == before


def check(path: Path) -> None:
    data = path.read_bytes()
    if path.suffix == ".docx":
        word(data)
    elif path.suffix == ".xlsx":
        for sheet in load_workbook(io.BytesIO(data)):
            assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f" or c.hyperlink]
    else:
        text = data.decode()
        assert not ACTING.search(text)
        if path.suffix == ".jsonl":
            assert all(isinstance(json.loads(line), dict) for line in text.splitlines())
        elif path.suffix in (".md", ".html"):
            page(MarkdownIt("commonmark").enable("table").render(text) if path.suffix == ".md" else text, path)


def page(text: str, path: Path) -> None:
    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            # A rule's text is Markdown of its author's own; what is registered of it is text.
            if not (path.suffix == ".md" and ("汇编" in path.name or "指南" in path.name)):
                assert tag in TAGS, (tag, path.name)
                assert not [name for name, _ in attrs if name.startswith("on") or name in ("href", "src", "action")]

    Tags().feed(text)


def word(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode()
            assert not ACTING.search(content)
            root = ET.fromstring(content)
            names = {element.tag.rpartition("}")[2] for element in root.iter()}
            assert not names & {"hyperlink", "altChunk", "object", "fldSimple", "drawing"}
            assert not [element for element in root.iter() if element.get("TargetMode")]
