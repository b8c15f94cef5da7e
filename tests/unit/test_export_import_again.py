"""What this program exports, this program imports: every cell, and the texts of those formats that hold them."""

from typing import Any

import pytest

from tests.command_line import Cli
from tests.conftest import FORMS, REPORTS, sample_file
from tui_disclose.importing import read_report
from tui_disclose.office.exporting import render_report
from tui_disclose.records.report import Report
from tui_disclose.report.sheet import build_sheet

SECTIONS = {
    "前言": "根据《条例》编制。",
    "一": "2019年工作如下：\n\n（一）主动公开情况\n\n公开信息3条。",
    "二前": "数据截至12月31日。",
    "三后": "| 通知收取件数 | 实际收取金额（元） |\n| --- | --- |\n| 3 | 90 |",
    "五": "不足。\n\n改进。",
    "六": "无。",
}
MARKDOWN = "总体**情况**。\n\n- =甲\n- 乙\n\n    缩进\n\n'引"


FORMATS = ["docx", "html", "xlsx", "csv", "md", "txt", "json"]


def content_of(sample: dict[str, Any], file_format: str, sections: dict[str, str], style: str = "pipe") -> bytes:
    form = FORMS.for_year(sample["year"])
    report = Report(sample["unit"], sample["year"], sample["form"], sample["cells"], sections)
    return render_report(build_sheet(form, report), file_format, style, past={}).content


@pytest.mark.parametrize(("file_format", "style"), [*((each, "pipe") for each in FORMATS), ("md", "html")])
@pytest.mark.parametrize("sample", REPORTS.values(), ids=REPORTS)
def test_every_cell_and_text_comes_back(sample: dict[str, Any], file_format: str, style: str) -> None:
    draft = read_report(f"a.{file_format}", content_of(sample, file_format, SECTIONS, style), FORMS, None)
    form = FORMS.for_year(sample["year"])
    assert {a: draft.cells.get(a, "") for a in form.cells} == {a: sample["cells"].get(a, "") for a in form.cells}
    assert (draft.unit, draft.year) == (sample["unit"], sample["year"])
    assert draft.sections == SECTIONS


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_texts_come_back_word_for_word(file_format: str) -> None:
    sections = {"一": MARKDOWN, "落款": "某局\n2025年1月15日"}
    draft = read_report(f"a.{file_format}", content_of(REPORTS["huaian-2024"], file_format, sections), FORMS, None)
    assert draft.sections == sections


@pytest.mark.parametrize("file_format", FORMATS)
def test_an_import_of_an_export_changes_nothing(office: Cli, file_format: str) -> None:
    office("report", "import", sample_file("pt-2020", sections=SECTIONS))
    office("report", "export", 2020, "--format", file_format, "--output", f"again.{file_format}")
    again = office("report", "import", f"again.{file_format}", "--dry-run")
    assert again.code == 0
    assert "其中与已有内容不同的0处" in again.out


def test_a_csv_file_of_another_kind_is_refused(office: Cli) -> None:
    with open("other.csv", "w", encoding="utf-8") as file:
        file.write("姓名,数\n甲,1\n")
    result = office("report", "import", "other.csv", "--year", 2024)
    assert result.code == 3
    assert "地址" in result.err


@pytest.mark.parametrize("file_format", ["docx", "html"])
def test_a_sentence_as_short_as_a_heading_is_no_heading(file_format: str) -> None:
    sections = {"一": "总体情况。\n\n其他情况。", "六": "没有其他需要报告的事项。"}
    draft = read_report(f"a.{file_format}", content_of(REPORTS["huaian-2024"], file_format, sections), FORMS, None)
    assert draft.sections == sections
