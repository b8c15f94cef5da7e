"""The office of the real 2019 report rebuilt from records: its figures come out of queries, its text out of them."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from tests.conftest import SAMPLES
from tui_disclose.office import ledgers
from tui_disclose.office.catalogue import CATALOGUE
from tui_disclose.office.catalogue_import import plan_items
from tui_disclose.office.derivation import derived_figures
from tui_disclose.office.entering import set_figure
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.ledger_import import apply_records
from tui_disclose.office.narrative import behind, draft_text, figures
from tui_disclose.office.reports import findings_of, sheet_to_fill
from tui_disclose.office.rules import add_preset
from tui_disclose.office.works import add_work
from tui_disclose.problems import Refused

TODAY = date(2020, 1, 10)
TEXT = (SAMPLES / "baiyin-2019.txt").read_text(encoding="utf-8")

# What the report names (statutory.md §9.5); 4 of the 97 stand in categories that it does not name.
COLUMNS = {
    "政策解读": 27,
    "建议提案办理结果": 2,
    "回应关切": 3,
    "新闻发布会": 7,
    "财政资金使用情况": 4,
    "重大决策和重要征求意见及反馈情况": 11,
    "政策法规": 17,
    "规划计划": 3,
    "部门要闻": 97 - 74,
}
INTERPRETATIONS = {"expert": 7, "leader": 3, "authority": 6, "graphic": 5, "video": 6}
AREAS = ("三大攻坚战", "放管服改革", "重点民生", "财政信息")


def items() -> Iterator[dict[str, Any]]:
    """Yield 97 items published in 2019 and two normative documents of the year before."""
    forms = [key for key, count in INTERPRETATIONS.items() for _ in range(count)]
    documents = iter(range(6))
    for column, count in COLUMNS.items():
        for n in range(count):
            day = f"2019-{n % 12 + 1:02}-{n % 28 + 1:02}"
            item: dict[str, Any] = {"name": f"{column}之{n + 1}", "column": column, "made_on": day, "published_on": day}
            if column == "政策解读":
                item["interpretation"] = forms[n]
            if column == "部门要闻" and n < 19:
                item["areas"] = [AREAS[n % 4]]
            if column == "政策法规" and next(documents, None) is not None:
                item["document_type"] = "normative"
            yield item
    for n in range(2):
        yield {"name": f"旧办法{n}", "column": "政策法规", "document_type": "normative"} | dict.fromkeys(
            ("made_on", "published_on"), "2018-05-04"
        )


PROBLEMS = (
    (
        "主动公开政务信息内容还不够丰富",
        "以企业创新需求为导向，丰富政务公开内容",
        "以贯彻落实《条例》和《意见》为抓手，加大政务公开力度",
    ),
    (
        "公开形式的便民性有待提升",
        "以服务企业、服务群众为目的，加强政务公开基础性工作",
        "按机构改革后重新梳理的政务服务事项优化流程、减少材料",
    ),
)
"""Part 五 of the sample: its two problems, and its four measures in their order."""


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("sample") / "data"
    office = create_office(folder, "白银市科学技术局", TODAY, ledger_since=date(2019, 1, 1))
    add_preset(office, date(2019, 1, 2))
    lines = "\n".join(json.dumps(item, ensure_ascii=False) for item in items())
    apply_records(
        office, plan_items(office, "items.jsonl", lines.encode(), TODAY, "启用前已在门户网站发布"), "items.jsonl"
    )
    staff = {"kind": "staff", "name": "政务公开服务工作机构", "section": "成果与技术市场管理科（行政审批科）"}
    add_work(office, {**staff, "count": 1, "on": "2018-06-01"}, TODAY)
    for name in ("新修订的《中华人民共和国政府信息公开条例》", "《白银市2019年政务公开工作要点》"):
        add_work(office, {"kind": "training", "name": name, "on": "2019-06-12"}, TODAY)
    for name, *measures in PROBLEMS:
        problem = {"kind": "problem", "name": name, "measures": "；".join(measures), "on": "2019-12-20"}
        add_work(office, problem, TODAY)
    for column in ("natural_person", "business"):
        set_figure(office, 2019, f"requests.received.{column}", "0", TODAY)
    return office


NAMED = {
    "信息.总数": 97,
    "解读.总数": 27,
    "解读.专家": 7,
    "解读.领导": 3,
    "解读.权威": 6,
    "解读.图解": 5,
    "解读.视频": 6,
    "栏目.建议提案办理结果": 2,
    "栏目.回应关切": 3,
    "栏目.新闻发布会": 7,
    "重点领域.总数": 19,
    "栏目.财政资金使用情况": 4,
    "栏目.重大决策和重要征求意见及反馈情况": 11,
    "栏目.政策法规": 17,
    "栏目.规划计划": 3,
    "人员.数量": 1,
    "目录.个数": 5,
    "栏目.个数": 7,
    "制度.公开": 19,
    "制度.决策": 4,
    "规范性文件.制作": 6,
    "规范性文件.公开": 6,
    "规范性文件.总数": 8,
}


@pytest.fixture(scope="module")
def answers(bureau: Office) -> dict[str, Any]:
    return {name: found.value for name, found in figures(bureau, 2019, TODAY).items()}


@pytest.mark.parametrize("name", NAMED)
def test_a_figure_of_the_report_comes_out_of_a_query(answers: dict[str, Any], name: str) -> None:
    assert answers[name] == NAMED[name]


def test_every_item_is_counted_once_marked_as_backfilled_and_can_be_opened(bureau: Office) -> None:
    assert len(behind(bureau, 2019, "信息.补录", TODAY)) == 97
    assert [row.fields["interpretation"] for row in behind(bureau, 2019, "解读.领导", TODAY)] == ["leader"] * 3
    made = behind(bureau, 2019, "规范性文件.制作", TODAY)
    assert {row.fields["document_type"] for row in made} == {"normative"}
    assert len(made) == 6
    assert len(ledgers.rows(bureau, CATALOGUE)) == 99
    with pytest.raises(Refused, match="没有名为“解读"):
        behind(bureau, 2019, "解读.歌曲", TODAY)


def counted(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+[条个]", text))


def test_the_drafted_text_carries_the_figures_of_the_real_one(bureau: Office) -> None:
    printed = TEXT.split("一、总体情况", 1)[1].split("二、主动公开政府信息情况", 1)[0]
    drafted = draft_text(bureau, 2019, "一", TODAY)
    assert counted(drafted.text) == counted(printed)
    assert "本年度未收到政府信息公开申请" in drafted.text
    assert "{{" not in drafted.text
    assert drafted.figures["解读.总数"].value == 27
    assert len(drafted.figures["解读.总数"].numbers) == 27
    six = draft_text(bureau, 2019, "六", TODAY).text
    assert "工作人员1人" in six
    assert all(name in six for name in TEXT.split("先后建立了")[1].split("、信息公开时")[0].split("、"))
    assert "信息处理费" not in six
    text = draft_text(bureau, 2019, "五", TODAY).text
    said = [words for problem in PROBLEMS for words in problem]
    assert all(words in text for words in said)
    measures = [words for _, *two in PROBLEMS for words in two]
    assert [text.index(words) for words in measures] == sorted(text.index(words) for words in measures)


def test_what_is_drafted_passes_the_checks_of_texts(bureau: Office) -> None:
    sheet = sheet_to_fill(bureau, 2019, TODAY)
    sections = {key: draft_text(bureau, 2019, key, TODAY).text for key in ("一", "五", "六")}
    written = msgspec.structs.replace(sheet, report=msgspec.structs.replace(sheet.report, sections=sections))
    assert [f.message for f in findings_of(bureau, written) if f.id.startswith(("TXT", "SIM", "SEC-"))] == []


def test_table_two_is_that_of_the_report(bureau: Office) -> None:
    found = derived_figures(bureau, bureau.forms.for_year(2019), 2019).figures
    row = "proactive.normative_documents"
    assert [found[f"{row}.{cell}"] for cell in ("made", "published", "total_public")] == [6, 6, 8]
    assert [found[f"proactive.regulations.{cell}"] for cell in ("made", "published", "total_public")] == [0, 0, 0]


def test_another_year_says_what_is_known_of_it(bureau: Office) -> None:
    assert figures(bureau, 2018, TODAY)["信息.总数"].value == 2
    text = draft_text(bureau, 2020, "一", TODAY).text
    assert "已发布各类政务信息" not in text


def test_an_office_has_templates_of_its_own(bureau: Office) -> None:
    own = """[[queries]]
name = "信息.平台"
table = "catalogue"
where = {column = "创新平台"}

[[sections]]
key = "五"
paragraphs = [{sentences = [{text = "{{单位}}{{年}}年平台信息{{信息.平台}}条，{{没有的}}"}]}]
"""
    path = bureau.folder / "narrative.toml"
    try:
        path.write_text(own.replace("，{{没有的}}", "。"), encoding="utf-8")
        assert draft_text(bureau, 2019, "五", TODAY).text == "白银市科学技术局2019年平台信息0条。"
        path.write_text(own, encoding="utf-8")
        found = draft_text(bureau, 2019, "五", TODAY)
        assert found.text == "白银市科学技术局2019年平台信息0条，【待填：没有的】"
        assert ["没有名为“没有的”的数字" in problem for problem in found.problems] == [True]
        path.write_text("sections = 1", encoding="utf-8")
        found = draft_text(bureau, 2019, "五", TODAY)
        assert ["narrative.toml" in problem for problem in found.problems] == [True]
        assert PROBLEMS[0][0] in found.text
    finally:
        path.unlink()
    with pytest.raises(Refused, match="“二前”部分没有模板"):
        draft_text(bureau, 2019, "二前", TODAY)
