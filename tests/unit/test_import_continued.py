"""What stands on the next line goes on with a figure only as its unit or remark; rows of numbers are never prose."""

import pytest

from tui_disclose.exporting.markdown import render_markdown
from tui_disclose.exporting.readback import verify
from tui_disclose.importing import read_report
from tui_disclose.importing.draft import Draft
from tui_disclose.importing.numbers import continues_figure, numbers_only, read_figure
from tui_disclose.records.report import Report
from tui_disclose.statutory.figures import NotAFigure
from tui_disclose.statutory.form_files import load_forms

FORMS = load_forms()
TITLE = "甲局2021年政府信息公开工作年度报告\n"
HEADS = (
    "行政复议 行政诉讼\n结果维持 结果纠正 其他结果 尚未审结 总计 未经复议直接起诉 复议后起诉\n"
    "结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计\n"
)
COURT = "0 0 1954 0 1954 1308 1374 9 0 2691 8 0 24 3 35"


def read(text: str, name: str = "报告.txt") -> Draft:
    return read_report(name, (TITLE + text).encode(), FORMS, None)


@pytest.mark.parametrize("head", ["第二十条第（八）项", "信息内容", "本年处理决定数量"])
def test_a_head_behind_a_short_row_is_no_part_of_its_figure(head: str) -> None:
    draft = read(f"行政规范性文件 | 0 | 1434 | 8 |  | \n行政许可 | \n行政强制 | 961\n{head} |  | ")
    assert draft.cells == {
        "proactive.normative_documents.issued": 0,
        "proactive.normative_documents.repealed": 1434,
        "proactive.normative_documents.in_force": 8,
        "proactive.coercion.decisions": 961,
    }


def test_heads_between_short_rows_part_them() -> None:
    draft = read(
        "二、主动公开政府信息情况\n第二十条第（一）项\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数\n"
        "规章 | 0 | 0 | 70\n行政规范性文件 | 0 | 1434 | 8 |  | \n第二十条第（五）项\n信息内容 | 本年处理决定数量 |  | "
        "\n行政许可 | \n第二十条第（六）项\n信息内容 | 本年处理决定数量\n行政处罚 | 87 |  | \n行政强制 | 961\n"
        "第二十条第（八）项 |  | \n信息内容 | 本年收费金额（单位：万元） |  | \n行政事业性收费 | 4068.208\n"
    )
    assert draft.cells == {
        "proactive.regulations.issued": 0,
        "proactive.regulations.repealed": 0,
        "proactive.regulations.in_force": 70,
        "proactive.normative_documents.issued": 0,
        "proactive.normative_documents.repealed": 1434,
        "proactive.normative_documents.in_force": 8,
        "proactive.penalties.decisions": 87,
        "proactive.coercion.decisions": 961,
        "proactive.fees.amount": "4068.208",
    }
    assert draft.unread == ("第9行：“行政许可”应有1个数字，实有0个，未读入。",)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("251000\n元", "251000元"),
        ("45.82\n万元", "45.82万元"),
        ("22\n（其中修订16件）", "22（其中修订16件）"),
        ("22\n件\n（其中修订\n16件）", "22件（其中修订16件）"),
    ],
)
def test_a_unit_or_remark_goes_on_with_the_figure(text: str, figure: str) -> None:
    assert read_figure(text) == (figure, True)


@pytest.mark.parametrize(
    "words", ["第二十条第（八）项", "信息内容", "行政强制", "总计", "（七）总计", "（一）予以公开"]
)
def test_other_words_do_not(words: str) -> None:
    assert not continues_figure(words)
    with pytest.raises(NotAFigure):
        read_figure(f"961\n{words}")


@pytest.mark.parametrize("cell", ["961<br>第二十条第（八）项", "961第二十条第（八）项", "961行政强制", "961总计"])
def test_a_label_in_the_cell_of_a_figure_is_named(cell: str) -> None:
    page = "<table><tr><th>信息内容</th><th>本年处理决定数量</th></tr><tr><td>行政许可</td><td>7</td></tr>"
    draft = read_report(
        "报告.html", f"<p>{TITLE}</p>{page}<tr><td>行政强制</td><td>{cell}</td></tr></table>".encode(), FORMS, None
    )
    assert draft.cells == {"proactive.licences.decisions": 7}
    assert ["961" in line for line in draft.unread] == [True]


def test_a_long_line_of_numbers_is_read_under_its_heads() -> None:
    draft = read(f"四、政府信息公开行政复议、行政诉讼情况\n{HEADS}{COURT}\n五、存在的主要问题及改进情况\n问题。")
    assert [draft.cells[a] for a in draft.cells if a.startswith("remedies.")] == list(map(int, COURT.split()))
    assert (draft.sections, draft.unread) == ({"五": "问题。"}, ())


@pytest.mark.parametrize("figures", [COURT, COURT + " 35", " ".join(["88774659"] * 15), "12345 " * 20, "7" * 70])
@pytest.mark.parametrize("heads", [HEADS.split("\n", 2)[2], "", "详见下表。\n"])
def test_numbers_that_are_not_read_are_named(figures: str, heads: str) -> None:
    draft = read(f"四、政府信息公开行政复议、行政诉讼情况\n{heads}{figures}\n五、存在的主要问题及改进情况\n问题。")
    assert draft.cells == {}
    assert any(figures.split()[0] in line for line in draft.unread)


def test_a_row_of_long_figures_is_read_behind_its_label() -> None:
    numbers = [12345678, 23456789, 34567890, 45678901, 56789012, 67890123, 240740393]
    draft = read(f"（七）总计 {' '.join(map(str, numbers))}\n四、结转下年度继续办理 0 0 0 21939729 0 0 0\n")
    assert list(draft.cells.values()) == [*numbers, 0, 0, 0, 21939729, 0, 0, 0]


def test_numbers_of_ones_own_beside_every_table_of_markdown_are_text() -> None:
    form = FORMS.for_year(2021)
    report = Report("甲局", 2021, form.id, {}, {"一": "1 2 3 4 5"})
    assert verify(form, report, render_markdown(form, report, "pipe"), "md", "pipe") == []
    lost = read("## 四、政府信息公开行政复议、行政诉讼情况\n\n1 2 3 4 5\n", "报告.md")
    assert lost.unread == ("第4行：“1 2 3 4 5”像是表格的一行，作为正文读入。",)


@pytest.mark.parametrize("line", ["2019年 2020年 2021年 2022年 2023年", "1 2 3 4", "- - - - -", "共 1 2 3 4 5 件"])
def test_other_lines_are_no_rows_of_numbers(line: str) -> None:
    assert not numbers_only(line)


PLACEHOLDERS = "| 项目 | 数据1 | 数据2 | 数据3 | 数据4 | 数据5 | 数据6 | 总计 |\n|---|---|---|---|---|---|---|---|\n"


def test_bars_keep_the_place_of_a_blank_under_heads_that_say_nothing() -> None:
    row = "| 一、本年新收政府信息公开申请数量 | 5 | 1 | | 0 | 0 | 0 | 6 |\n"
    draft = read(f"## 三、收到和处理政府信息公开申请情况\n{PLACEHOLDERS}{row}", "报告.md")
    assert list(draft.cells.values()) == [5, 1, "", 0, 0, 0, 6]


@pytest.mark.parametrize(
    "row",
    [
        "| 一、本年新收政府信息公开申请数量 | | 5 | 1 | 0 | 0 | 0 | 0 | 6 |\n",
        "| 一、本年新收政府信息公开申请数量 | 5 | 1 | | 0 | 0 | 0 |\n",
        "| 一、本年新收政府信息公开申请数量 | 5 | 1 | 0 | 0 | 0 | 6 | |\n",
    ],
)
def test_a_blank_whose_place_the_bars_do_not_tell_is_named(row: str) -> None:
    draft = read(f"## 三、收到和处理政府信息公开申请情况\n{PLACEHOLDERS}{row}", "报告.md")
    assert [figure for figure in draft.cells.values() if figure == ""] == []
    assert draft.cells or draft.unread
