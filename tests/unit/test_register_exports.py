"""Rules, their list, the index of Art. 12 and the kept texts as Word and web pages: every word is in them."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document
from lxml import html

from tui_disclose.office.approval_forms import export_form
from tui_disclose.office.catalogue import add_item, submit
from tui_disclose.office.catalogue_exports import export_index, export_text, set_text
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.rule_exports import export_rules
from tui_disclose.office.rules import add_preset, add_rule
from tui_disclose.problems import Refused

TODAY = date(2024, 3, 1)
TEXT = """第一条 为规范信息发布|公开，制定本制度。

1. 及时
2. 准确

| 项目 | 时限 |
| --- | --- |
| 公开 | 20个工作日 |"""
SAID = ("第一条 为规范信息发布|公开，制定本制度。", "及时", "准确", "20个工作日")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "白银市科学技术局", TODAY)


def words(path: Path) -> str:
    """Return all that a file says, as another program reads it."""
    if path.suffix == ".html":
        return " ".join(html.fromstring(path.read_bytes()).itertext())
    body = Document(str(path)).element.body
    return "".join(body.itertext())


@pytest.mark.parametrize("file_format", ["docx", "html"])
def test_one_rule_and_all_of_them(office: Office, file_format: str) -> None:
    number = add_rule(office, {"name": "信息<报送>*制度*", "text": TEXT, "section": "办公室"}, TODAY)
    add_preset(office, TODAY)
    one = words(export_rules(office, number, False, None, file_format))
    assert all(said in one for said in ("信息<报送>*制度*", "办公室", *SAID))
    listed = words(export_rules(office, None, False, None, file_format))
    assert "邀请利益相关方列席会议制度" in listed
    assert SAID[0] not in listed
    assert all(said in words(export_rules(office, None, True, None, file_format)) for said in SAID)


@pytest.mark.parametrize("file_format", ["docx", "html"])
def test_the_index_and_the_guide(office: Office, file_format: str) -> None:
    values = {"name": "关于项目申报的通知", "column": "政策法规", "summary": "=概述", "made_on": "2024-02-01"}
    values |= {"source": "reprint", "origin": "市政府", "link": "https://example.gov.cn", "published_on": "2024-02-02"}
    values["entered_by"] = "张三"
    number = add_item(office, values, TODAY)
    index = words(export_index(office, "", None, file_format))
    # 索引号、名称、内容概述、生成日期 (Art. 12).
    assert all(said in index for said in (number, "关于项目申报的通知", "=概述", "2024-02-01"))
    set_text(office, "指南", TEXT, "2024-03-01")
    guide = words(export_text(office, "指南", None, file_format))
    assert all(said in guide for said in ("白银市科学技术局政府信息公开指南", "2024年3月1日修订", *SAID))


@pytest.mark.parametrize("file_format", ["docx", "html"])
def test_both_copies_of_an_approval_form(office: Office, file_format: str) -> None:
    values = {"name": "通知", "column": "政策法规", "section": "规划科", "made_on": "2024-02-01"}
    number = add_item(office, values, TODAY)
    submit(office, number, TODAY)
    form = words(export_form(office, number, None, file_format))
    for copy, holder in ((1, "局办公室"), (2, "信息发布科室")):
        assert f"一式二份，第{copy}份，由{holder}留存" in form


def test_an_unknown_format_leaves_no_file(office: Office) -> None:
    add_preset(office, TODAY)
    with pytest.raises(Refused, match="pdf"):
        export_rules(office, None, False, None, "pdf")
    assert not office.exports.exists() or not list(office.exports.iterdir())
