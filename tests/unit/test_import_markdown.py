"""Markdown edited by hand is read, or what is wrong with it is named."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tui_disclose.exporting.markdown import render_markdown
from tui_disclose.exporting.readback import verify
from tui_disclose.importing import Draft, read_report, rows
from tui_disclose.importing.escape import as_markdown
from tui_disclose.records.report import Report
from tui_disclose.statutory.form_files import load_forms

FORMS = load_forms()
FORM = FORMS.for_year(2024)
SAMPLES = json.loads((Path(__file__).parents[1] / "samples" / "reports.json").read_text("utf-8"))
TRUE = next(s for s in SAMPLES if s["id"] == "huaian-2024")["cells"]
REPORT = Report("淮安市人民政府", 2024, "2021", TRUE, {"一": "正文。", "三后": "说明。"})
PIPE = render_markdown(FORM, REPORT, "pipe")
HTML = render_markdown(FORM, REPORT, "html")


def read(text: str) -> Draft:
    return read_report("报告.md", text.encode(), FORMS, None)


def no_padding(text: str) -> str:
    return re.sub(r" +\|", " |", re.sub(r"\| +", "|", text))


@pytest.mark.parametrize(
    "change",
    [
        no_padding,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n## ", "\n### "),
        lambda text: text.replace("\n## ", "\n"),
        lambda text: re.sub(r"\n## (.*)", r"\n**\1**", text),
        lambda text: re.sub(r"(\d) +\|", r"**\1** |", text).replace("**", ""),
        lambda text: re.sub("三、本年度办理结果·(（.）[^·|]*·)?", "", text),
        lambda text: text.replace("|--", "|:-"),
        lambda text: text.replace("## 二、主动公开政府信息情况", "## 三、主动公开政府信息的情况"),
    ],
)
def test_edits_by_hand_change_nothing(change: Callable[[str], str]) -> None:
    text = change(PIPE)
    assert text != PIPE
    draft = read(text)
    assert draft.cells == TRUE
    assert draft.sections == {"一": "正文。", "三后": "说明。"}
    assert draft.unread == ()


def test_html_indented_and_wrapped_by_hand() -> None:
    text = re.sub(r"<td>(\d+)</td>", r"<td align='right'>\n  <p><span> \1 </span></p>\n</td>", HTML)
    text = text.replace("<tr>", "  <tr>").replace("总计", "总 计").replace("行政许可", "行政<b>许可</b>")
    draft = read(text)
    assert draft.cells == TRUE
    assert draft.unread == ()


@pytest.mark.parametrize("cell", ["| 3001 ", "| 3119 "])
def test_a_line_that_lost_a_cell_is_named_not_filled_up(cell: str) -> None:
    draft = read(no_padding(PIPE).replace(no_padding(cell), "", 1))
    assert set(TRUE) - set(draft.cells) == {a for a in TRUE if a.startswith("requests.received.")}
    assert all(TRUE[a] == v for a, v in draft.cells.items())
    assert any("一、本年新收政府信息公开申请数量" in u and re.match(r"第\d+行", u) for u in draft.unread)


def test_columns_moved_with_their_heads_keep_their_meaning() -> None:
    lines = []
    for line in PIPE.split("\n"):
        cells = line.split("|")
        if len(cells) == 9 - 1 and "结果" in PIPE.partition("## 四")[2] and line in PIPE.partition("## 四")[2]:
            cells[2], cells[5] = cells[5], cells[2]
        lines.append("|".join(cells))
    text = "\n".join(lines)
    assert text != PIPE
    draft = read(text)
    assert draft.cells == TRUE
    assert any("列序" in n for n in draft.notes)


def test_a_cell_over_several_rows_is_not_spread() -> None:
    row = '<th scope="row">行政处罚</th>\n<td colspan="3">3985758</td>\n</tr>\n<tr>\n<th scope="row">行政强制</th>\n'
    assert row in HTML
    text = HTML.replace(
        row + '<td colspan="3">88283</td>\n', row.replace('<td colspan="3"', '<td rowspan="2" colspan="3"')
    )
    draft = read(text)
    assert draft.cells["proactive.penalties.decisions"] == 3985758
    assert "proactive.coercion.decisions" not in draft.cells
    assert any("行政强制" in u for u in draft.unread)


@pytest.mark.parametrize(
    "text",
    [
        "| 通知收取件数 | 实际收取金额（元） |\n| --- | --- |\n| 3 | 90 |",
        "| 事项 | 办件量 |\n| --- | --- |\n| 行政许可 | 120 |\n| 合计 | 120 |",
        "<table>\n<tr><td>收费</td><td>3</td></tr>\n</table>",
        "行政许可\n\n其他",
        "## 七、附件\n\n规章 3",
        "```\n## 二、主动公开政府信息情况\n```",
        "（一）主动公开情况\n\n甲 | 乙",
    ],
)
@pytest.mark.parametrize("style", ["pipe", "html"])
@pytest.mark.parametrize("key", ["一", "二前", "三后", "六"])
def test_other_tables_and_words_of_the_form_stay_text(style: str, key: str, text: str) -> None:
    report = Report("某局", 2024, "2021", TRUE, {key: text})
    out = render_markdown(FORM, report, style)
    assert verify(FORM, report, out, "md", style) == []
    assert read(out).sections == {key: text}


def test_a_lost_table_is_said() -> None:
    text = PIPE.partition("## 四")[0] + "## 四、政府信息公开行政复议、行政诉讼情况\n"
    draft = read(text)
    assert not [a for a in draft.cells if a.startswith("remedies")]
    assert any("表四" in n for n in draft.notes)


@settings(max_examples=300)
@given(st.text("甲，*_`~#->+|[]()!<>&;:=a1. \\", min_size=1, max_size=25).map(str.strip).filter(bool))
def test_plain_lines_mean_themselves_in_markdown(line: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(as_markdown(line))
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == line


@pytest.mark.parametrize(
    "line", ["<关于全面推进政务公开工作的意见>", "1、大力推进", "（一）加强*领导", "A_B", "2019年97条。"]
)
def test_ordinary_lines_stay_as_they_are(line: str) -> None:
    assert as_markdown(line) == line


@pytest.mark.parametrize(
    "line",
    [
        "# a" + " " * 200_000 + "b",
        "#" + "\t " * 100_000 + "b",
        "# " + "# " * 100_000 + "b",
        "-" + " " * 200_000 + "b",
        "|-" + "|-" * 100_000 + " " * 100_000 + "b",
        "<br" + " " * 200_000 + "b|",
        "<table>" + "</table" + " " * 200_000 + "b",
    ],
    ids=lambda line: line[:8].strip(),
)
def test_no_line_takes_long_to_read(line: str) -> None:
    begin = time.process_time()
    read_report("a.md", f"# 某局2024年政府信息公开工作年度报告\n\n甲 | 乙\n{line}\n".encode(), FORMS, 2024)
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "heading", ["## 一、总体情况", "##  一、总体情况 ##", "##\t一、总体情况\t#  ", "## 一、总体情况##"]
)
def test_a_heading_may_be_closed(heading: str) -> None:
    text = f"# 某局2024年政府信息公开工作年度报告 #\n\n{heading}\n\n平稳。\n"
    draft = read_report("a.md", text.encode(), FORMS, None)
    assert (draft.unit, draft.year, draft.sections) == ("某局", 2024, {"一": "平稳。"})


def test_misprinted_labels_are_looked_up_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(key: str, choices: dict[str, str]) -> str | None:
        asked.append(key)
        return None

    monkeypatch.setattr(rows, "nearest", counted)
    head = PIPE[: PIPE.index("\n| ") + 1]
    lines = "".join(f"| 甲{at} | 1 | 2 | 3 |\n" for at in range(50))
    table = PIPE[PIPE.index("| 第二十条第（一）项") :].split("\n", 3)
    read(head + "\n".join(table[:3]) + "\n" + lines)
    assert sorted(asked) == sorted(f"甲{at}" for at in range(50))


def test_a_row_that_lost_a_cell_in_a_table_without_heads_is_not_read() -> None:
    rule = "|---|---|---|---|---|---|---|---|"
    rows = f"| 3.其他 | 4 | 0 | 0 | 0 | 0 | 0 | 4 |\n{rule}\n| （七）总计 | 33 | 2 | 0 | 0 | 0 | 0 | 35 |\n"
    lost = "| 四、结转下年度继续办理 | 1 | 0 | 0 | 0 | 0 | 0 |  |\n"
    page = f"某局\n2024年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n{rows}{lost}"
    draft = read_report("a.md", page.encode(), FORMS, None)
    assert [draft.cells[f"requests.{row}.total"] for row in ("other", "concluded")] == [4, 35]
    assert len(draft.cells) == 14
    assert any("结转下年度继续办理" in said and "实有6个" in said for said in draft.unread)
