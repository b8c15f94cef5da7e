"""Random reports on the shipped forms and on an invented one survive every format."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_disclose.exporting.jsonfile import render_json
from tui_disclose.exporting.markdown import render_markdown
from tui_disclose.exporting.plain import render_plain
from tui_disclose.exporting.readback import verify
from tui_disclose.importing import read_report
from tui_disclose.records.report import Report
from tui_disclose.report.flat import flatten
from tui_disclose.statutory.form_files import load_forms, read_form
from tui_disclose.statutory.forms import Form, Forms

# Another law's form: other keys, other parts, equal labels in two groups, a block across and one down in one table.
INVENTED = """
id = "2031"
first_year = 2031
title = "数据公开工作年度报告"
source = "虚构"

[[parts]]
numeral = "一"
heading = "一、数据目录"
table = "catalogue"

[[parts]]
numeral = "二"
heading = "二、说明"

[[parts]]
numeral = "三"
heading = "三、投诉情况"
table = "complaints"

[[tables]]
key = "catalogue"
numeral = "一"

[[tables.blocks]]
banner = "甲类|数据"
corner = "（单位：项）"
stub = 2
columns = [
    { key = "open_count", label = "数量", short = "开放数", groups = ["情况", "开放"] },
    { key = "open_size", label = "容量", short = "开放量", kind = "money", groups = ["情况", "开放"] },
    { key = "shared_count", label = "数量", short = "共享数", groups = ["情况", "共享"] },
    { key = "shared_size", label = "容量", short = "共享量", kind = "money", groups = ["情况", "共享"] },
]
rows = [
    { key = "map_new", label = "新增", short = "新增", groups = ["地图"] },
    { key = "map_old", label = "存量", short = "存量", groups = ["地图"] },
    { key = "text_new", label = "新增", short = "新增", groups = ["文本"] },
    { key = "text_old", label = "存量", short = "存量", groups = ["文本"] },
    { key = "all", label = "全部", short = "全部" },
]

[[tables.blocks]]
corner = "类别"
columns = [{ key = "times", label = "下载\\n次数", short = "下载", span = 4 }]
rows = [
    { key = "map", label = "地图下载", short = "地图下载" },
    { key = "text", label = "文本下载", short = "文本下载" },
]

[[tables]]
key = "complaints"
numeral = "三"

[[tables.blocks]]
across = true
stub = 0
columns = [{ key = "won", label = "支持", short = "支持" }, { key = "lost", label = "驳回", short = "驳回" }]
rows = [
    { key = "phone", label = "电话", short = "电话", groups = ["远程"] },
    { key = "mail", label = "信件", short = "信件", groups = ["远程"] },
    { key = "visit", label = "来访", short = "来访" },
]
"""

FORMS = Forms((*load_forms().forms, read_form("invented.toml", INVENTED.encode())))

remarks = st.text("甲乙修订其中16 |\\*<>&_`[]", max_size=12).map(lambda text: f"（{text}）" if text.strip() else "")
figures = st.one_of(
    st.integers(-99_999_999, 99_999_999),
    st.sampled_from(["", "/", None, 0]),
    st.decimals(0, 10_000, places=3).map(lambda d: format(d, "f")),
    st.tuples(st.integers(1, 999), remarks).map(lambda pair: f"{pair[0]}{pair[1]}" if pair[1] else pair[0]),
    st.integers(1, 9_999_999).map(lambda n: f"{n}元"),
)
lines = st.one_of(
    st.text("总体情况，。年2019、（）“”《》<>-*_#|`~ab ", max_size=40).map(str.strip),
    st.sampled_from(
        ["## 另一标题", "（一）主动公开情况", "1. 甲", "- 乙", "> 丙", "**粗** `x`", "<关于…>", "    缩进", "---"]
    ),
    st.sampled_from(["| 通知 | 金额 |\n| --- | --- |\n| 3 | 90 |", "```\n## 二、说明\n```", "2020年1月1日", "规章 3"]),
)
texts = st.lists(lines, max_size=6).map("\n\n".join)


def broken(text: str) -> bool:
    """Tell whether a text may swallow what stands behind it, or says a row of the form: verify() judges those."""
    return text.count("```") % 2 == 1 or "~~~" in text or "规章 3" in text or "<" in text or "``" in text


@st.composite
def reports(draw: st.DrawFn, year: int) -> Report:
    form = FORMS.for_year(year)
    few = draw(st.lists(figures, min_size=1, max_size=8))
    start = draw(st.integers(0, 7))
    cells = {a: few[(start + n) % len(few)] for n, a in enumerate(form.cells)}
    addresses = draw(st.lists(st.sampled_from(list(form.cells)), max_size=6))
    cells |= {address: draw(figures) for address in addresses}
    sections = {key: draw(texts) for key in draw(st.sets(st.sampled_from(form.sections), max_size=4))}
    return Report(draw(st.sampled_from(["某局", "甲|乙_局*", "第12中学2018年"])), year, form.id, cells, sections)


def kept(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def as_printed(report: Report, form: Form) -> dict[str, Any]:
    shown = {address: report.cells.get(address) for address in form.cells}
    return {a: "" if v is None else " ".join(v.split()) if isinstance(v, str) else v for a, v in shown.items()}


@pytest.mark.parametrize("style", ["pipe", "html", "txt"])
@pytest.mark.parametrize("year", [2019, 2024, 2031])
@settings(max_examples=25)
@given(data=st.data())
def test_random_reports_come_back_or_are_stopped(year: int, style: str, data: st.DataObject) -> None:
    report = data.draw(reports(year))
    form = FORMS.for_year(year)
    kind = "txt" if style == "txt" else "md"
    text = render_plain(form, report) if kind == "txt" else render_markdown(form, report, style)
    said = verify(form, report, text, kind, style)
    if not any(map(broken, report.sections.values())):
        assert said == []
    if said == []:
        draft = read_report(f"a.{kind}", text.encode(), FORMS, None)
        assert draft.cells == as_printed(report, form)
        assert draft.sections == {k: kept(t) for k, t in report.sections.items() if kept(t)}
        assert (draft.unit, draft.year) == (report.unit, year)


@settings(max_examples=30)
@given(data=st.data(), year=st.sampled_from([2019, 2024, 2031]))
def test_random_reports_as_json(data: st.DataObject, year: int) -> None:
    report = data.draw(reports(year))
    form = FORMS.for_year(year)
    text = render_json(form, report)
    assert verify(form, report, text, "json") == []
    assert json.loads(text)["cells"] == {a: v for a, v in report.cells.items() if v is not None}


@pytest.mark.parametrize("year", [2019, 2024, 2031])
def test_a_report_without_any_figure_is_printed_and_read(year: int) -> None:
    form = FORMS.for_year(year)
    report = Report("某局", year, form.id)
    for style in ("pipe", "html"):
        text = render_markdown(form, report, style)
        assert verify(form, report, text, "md", style) == []
        assert set(read_report("a.md", text.encode(), FORMS, None).cells.values()) == {""}
    assert verify(form, report, render_plain(form, report), "txt") == []


def test_the_invented_form_has_its_own_names() -> None:
    form = FORMS.for_year(2031)
    down, second = flatten(form.table("catalogue"))
    assert down.head == ("甲类|数据·情况（单位：项）", "开放·数量", "开放·容量", "共享·数量", "共享·容量")
    assert [row.label for row in down.rows] == ["地图·新增", "地图·存量", "文本·新增", "文本·存量", "全部"]
    assert second.head == ("类别", "下载次数")
    (across,) = flatten(form.table("complaints"))
    assert across.head == ("", "支持", "驳回")
    assert [row.label for row in across.rows] == ["远程·电话", "远程·信件", "来访"]


def test_the_invented_form_is_read_from_tabbed_text() -> None:
    page = """某局
2031年数据公开工作年度报告

一、数据目录
\t甲类|数据\n\t\n
\t（单位：项）\n\t情况\n\t\n
\t\n\t开放\n\t共享\n\t\n
\t\n\t数量\n\t容量\n\t数量\n\t容量\n\t\n
\t地图\n\t新增\n\t1\n\t2\n\t3\n\t4\n\t\n
\t\n\t存量\n\t5\n\t6.5\n\t\n\t8\n\t\n
\t文本\n\t新增\n\t9\n\t10\n\t11\n\t12\n\t\n
\t\n\t存量\n\t13\n\t14\n\t15\n\t16\n\t\n
\t全部\n\t17\n\t18\n\t19\n\t20\n\t\n
二、说明
没有说明。
三、投诉情况
\t远程\n\t来访\n\t\n
\t电话\n\t信件\n\t\n\t\n
\t支持\n\t驳回\n\t支持\n\t驳回\n\t支持\n\t驳回\n\t\n
\t31\n\t32\n\t33\n\t34\n\t35\n\t36\n\t\n
"""
    draft = read_report("a.txt", page.encode(), FORMS, None)
    expected = dict(
        zip((a for a in FORMS.for_year(2031).cells if a.startswith("catalogue.")), range(1, 21), strict=False)
    )
    expected |= {"catalogue.map_old.open_size": "6.5", "catalogue.map_old.shared_count": ""}
    assert {a: v for a, v in draft.cells.items() if a.startswith("catalogue.")} == expected
    assert draft.sections == {"二": "没有说明。"}
    # The page prints 来访 on the line above 电话: which figures are whose is not certain, so none is taken.
    assert not [a for a in draft.cells if a.startswith("complaints.")]
    assert any("31" in u for u in draft.unread)
