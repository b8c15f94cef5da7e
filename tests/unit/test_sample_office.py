"""The office of the real 2019 report rebuilt by commands: its figures come out of queries, its text out of them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from tests.conftest import REPORTS, SAMPLES
from tui_disclose.cli.main import run
from tui_disclose.office import ledgers
from tui_disclose.office.catalogue import CATALOGUE
from tui_disclose.office.house import Office, open_office
from tui_disclose.office.narrative import behind, draft_text, figures
from tui_disclose.office.reports import findings_of, sheet_of, sheet_to_fill
from tui_disclose.problems import Refused
from tui_disclose.report.findings import Finding
from tui_disclose.statutory.figures import number_of

TODAY = date(2020, 1, 10)
TEXT = (SAMPLES / "baiyin-2019.txt").read_text(encoding="utf-8")

PRINTED = {
    "信息.总数": r"各类政务信息(\d+)条",
    "解读.总数": r"政策解读(\d+)条",
    "解读.专家": r"专家解读(\d+)条",
    "解读.领导": r"领导解读(\d+)条",
    "解读.权威": r"权威解读(\d+)条",
    "解读.图解": r"图解解读(\d+)条",
    "解读.视频": r"视频解读(\d+)条",
    "栏目.建议提案办理结果": r"建议提案办理结果发布(\d+)条",
    "栏目.回应关切": r"回应关切发布(\d+)条",
    "栏目.新闻发布会": r"新闻发布会发布(\d+)条",
    "重点领域.总数": r"重点领域信息发布(\d+)条",
    "栏目.财政资金使用情况": r"财政资金使用情况发布(\d+)条",
    "栏目.重大决策和重要征求意见及反馈情况": r"重大决策和重要征求意见及反馈情况发布(\d+)条",
    "栏目.政策法规": r"政策法规发布(\d+)条",
    "栏目.规划计划": r"规划计划发布(\d+)条",
    "目录.个数": r"等(\d+)个公开目录",
    "人员.数量": r"工作人员(\d+)人",
}
"""Each named figure with where the real report prints it."""

NAMED = {name: int(re.findall(pattern, TEXT)[0]) for name, pattern in PRINTED.items()}
COLUMNS = [name.partition(".")[2] for name in NAMED if name.startswith("栏目.")]
FORMS = {name.partition(".")[2]: figure for name, figure in NAMED.items() if name[3:] in "专家领导权威图解视频"}
AREAS = ("三大攻坚战", "放管服改革", "重点民生", "财政信息")
HEADS = [
    "名称",
    "栏目",
    "文件性质",
    "信息来源",
    "生成日期",
    "发布日期",
    "公开属性",
    "不公开理由",
    "重点领域",
    "解读形式",
    "数量",
]

Row = dict[str, str]


def items() -> Iterator[Row]:
    """Yield what the portal held: the year's items, and what a count of that year must leave alone."""
    kinds = [f"{form}解读" for form, count in FORMS.items() for _ in range(count)]
    named = [("图解" if kind == "图解解读" else "政策解读", kind) for kind in kinds]
    named += [(column, "") for column in COLUMNS for _ in range(NAMED[f"栏目.{column}"])]
    # What the report names makes 74; the rest of its 97 stands where it does not look.
    named += [("部门要闻", "")] * (NAMED["信息.总数"] - len(named))
    for n, (column, kind) in enumerate(named):
        day = f"2019-{n % 12 + 1:02}-{n % 28 + 1:02}"
        row = {"名称": f"{column}第{n + 1}号", "栏目": column, "生成日期": day, "发布日期": day, "解读形式": kind}
        if n % 5 == 0 and n < 5 * NAMED["重点领域.总数"]:
            # Some belong to two areas, and are one item all the same.
            row["重点领域"] = "\n".join({AREAS[n % 4], AREAS[n % 3]})
        if column == "政策法规" and [each for each, _ in named[:n]].count("政策法规") < 6:
            row["文件性质"] = "规范性文件"
        yield row
    for n, column in enumerate(("政策法规", "政策法规", "政策解读", "回应关切")):
        last = {"名称": f"上年{n}", "栏目": column, "生成日期": "2018-12-29", "发布日期": "2018-12-31"}
        yield last | ({"文件性质": "规范性文件"} if n < 2 else {"解读形式": "专家解读"} if n == 2 else {})
    yield {
        "名称": "次年",
        "栏目": "政策解读",
        "解读形式": "领导解读",
        "生成日期": "2019-12-31",
        "发布日期": "2020-01-02",
    }
    yield {"名称": "未发布", "栏目": "新闻发布会", "信息来源": "原创", "生成日期": "2019-11-04"}
    yield {"名称": "评审意见", "公开属性": "不予公开", "不公开理由": "过程性信息", "生成日期": "2019-05-06"}
    yield {"公开属性": "涉密", "数量": "3", "生成日期": "2019-05-06"}
    yield {"名称": "撤下的", "栏目": "规划计划", "生成日期": "2019-03-04", "发布日期": "2019-03-05"}


def counted_by_hand(rows: list[Row]) -> dict[str, int]:
    """Return the figures of 2019 counted from the file itself."""
    shown = [
        row
        for row in rows
        if row.get("发布日期", "").startswith("2019")
        and row.get("公开属性", "主动公开") == "主动公开"
        and row["名称"] != "撤下的"
    ]
    where = Counter(row["栏目"] for row in shown)
    kinds = Counter(row.get("解读形式", "") for row in shown)
    found = {"信息.总数": len(shown), "解读.总数": where["政策解读"] + where["图解"]}
    found |= {f"解读.{form}": kinds[f"{form}解读"] for form in FORMS}
    found |= {f"栏目.{column}": where[column] for column in COLUMNS}
    return found | {"重点领域.总数": sum(bool(row.get("重点领域")) for row in shown)}


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

WORK_HEADS = [
    "类别",
    "日期",
    "事项",
    "责任科室",
    "数量",
    "统计项目",
    "统计内容",
    "金额",
    "数据来源",
    "改进措施",
    "结果",
    "上报单位",
]


def works() -> Iterator[Row]:
    """Yield the work that the report tells of, and the counts of table 二 that no ledger holds: all of them 0."""
    section = "成果与技术市场管理科（行政审批科）"
    yield {"类别": "工作机构和人员", "日期": "2018-06-01", "事项": "服务工作机构", "责任科室": section, "数量": "1"}
    for name in re.findall("《[^》]+》", TEXT.split("组织学习了新修订的")[1].split("等相关文件")[0]):
        yield {"类别": "培训", "日期": "2019-06-12", "事项": name}
    for month in range(1, 13):
        check = {"类别": "新媒体检查", "日期": f"2019-{month:02}-20", "事项": "检查靖远县科技局微信公众平台"}
        yield check | {"结果": "正常", "上报单位": "市政务公开办"}
    for name, *measures in PROBLEMS:
        yield {"类别": "问题和措施", "日期": "2019-12-20", "事项": name, "改进措施": "；".join(measures)}
    count = {"类别": "统计数", "事项": "统计数", "数据来源": "各科室"}
    for subject in ("行政许可", "其他对外管理服务事项", "行政处罚", "行政强制", "行政事业性收费"):
        for day in ("2018-12-31", "2019-12-31"):
            yield count | {"统计项目": subject, "统计内容": "项目数量", "日期": day, "数量": "0"}
        if subject != "行政事业性收费":
            yield count | {"统计项目": subject, "统计内容": "处理决定数量", "日期": "2019-12-31", "数量": "0"}
    yield count | {"统计项目": "政府集中采购", "统计内容": "采购项目数量", "日期": "2019-12-31", "数量": "0"}
    yield count | {"统计项目": "政府集中采购", "统计内容": "金额（元）", "日期": "2019-12-31", "金额": "0"}


def as_csv(heads: list[str], rows: Iterator[Row]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, heads, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("sample")
    data = folder / "data"

    def do(*arguments: str) -> None:
        assert run(["--data", str(data), *arguments]) == 0

    do("init", "--unit", "白银市科学技术局", "--ledger-since", "2019-01-01")
    do("rule", "preset")
    (data / "columns.toml").write_text('[[columns]]\nname = "图解"\nparent = "政策解读"\n', encoding="utf-8")
    (folder / "items.csv").write_text(as_csv(HEADS, items()), encoding="utf-8")
    do("catalogue", "import", str(folder / "items.csv"), "--backfill", "启用前已在门户网站发布")
    (folder / "works.csv").write_text(as_csv(WORK_HEADS, works()), encoding="utf-8")
    do("work", "import", str(folder / "works.csv"))
    # The first request ever arrived the year after: of 2019 the register says that there was none.
    do("request", "add", "收到渠道=当面", "到达日期=20200103", "申请人类别=自然人")
    office = open_office(data)
    gone = next(row.number for row in ledgers.rows(office, CATALOGUE) if row.fields.get("name") == "撤下的")
    do("catalogue", "take-down", gone, "--reason", "重复发布")
    return open_office(data)


@pytest.fixture(scope="module")
def answers(bureau: Office) -> dict[str, Any]:
    return {name: found.value for name, found in figures(bureau, 2019, TODAY).items()}


@pytest.mark.parametrize("name", NAMED)
def test_a_figure_of_the_report_comes_out_of_a_query(answers: dict[str, Any], name: str) -> None:
    assert answers[name] == NAMED[name]


def test_the_figures_are_those_of_the_file_counted_by_hand(answers: dict[str, Any]) -> None:
    by_hand = counted_by_hand(list(items()))
    assert {name: answers[name] for name in by_hand} == by_hand
    assert by_hand == {name: NAMED[name] for name in by_hand}


def test_the_rules_and_columns_are_those_that_the_report_lists(answers: dict[str, Any]) -> None:
    listed = TEXT.split("先后建立了")[1].split("、信息公开时")[0].split("、")
    assert (answers["制度.公开"], answers["制度.公开名称"]) == (len(listed), "、".join(listed))
    decisions = re.findall(
        "《([^》]+)》", TEXT.split("制定了《行政决策")[1].join(("《行政决策", "")).split("等决策制度")[0]
    )
    assert answers["制度.决策"] == len(decisions) == 4
    portal = TEXT.split("政府信息公开栏目包括")[1].split("。")[0]
    assert (answers["栏目.名称"], answers["栏目.个数"]) == (portal, len(portal.split("、")))


def test_every_item_is_counted_once_marked_as_backfilled_and_can_be_opened(bureau: Office) -> None:
    assert len(behind(bureau, 2019, "信息.补录", TODAY)) == NAMED["信息.总数"]
    assert [row.fields["interpretation"] for row in behind(bureau, 2019, "解读.领导", TODAY)] == ["leader"] * 3
    made = behind(bureau, 2019, "规范性文件.制作", TODAY)
    assert {row.fields["document_type"] for row in made} == {"normative"}
    assert len(made) == 6
    assert len(ledgers.rows(bureau, CATALOGUE)) == len(list(items())) - 1
    with pytest.raises(Refused, match="没有名为“解读"):
        behind(bureau, 2019, "解读.歌曲", TODAY)


def counted(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+[条个]", text))


def test_the_drafted_text_carries_the_figures_of_the_real_one(bureau: Office) -> None:
    drafted = draft_text(bureau, 2019, "一", TODAY)
    assert counted(drafted.text) == counted(ONE)
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


def test_the_tables_are_those_of_the_report(bureau: Office) -> None:
    """All 198 cells come out of the registers, nothing typed."""
    sheet = sheet_of(bureau, 2019)
    assert not sheet.report.cells
    printed = {address: number_of(figure) for address, figure in REPORTS["baiyin-2019"]["cells"].items()}
    assert {address: number_of(sheet.figure(address)) for address in sheet.faces} == printed
    assert [f.message for f in findings_of(bureau, sheet) if f.id.startswith(("T2", "T3", "T4", "VAL"))] == [
        f.message for f in findings_of(bureau, sheet) if f.severity == "unassessable"
    ]


def found_in(office: Office, one: str) -> list[Finding]:
    sheet = sheet_to_fill(office, 2019, TODAY)
    written = msgspec.structs.replace(sheet, report=msgspec.structs.replace(sheet.report, sections={"一": one}))
    return [f for f in findings_of(office, written) if f.id.startswith("TXT")]


ONE = TEXT.split("一、总体情况", 1)[1].split("二、主动公开政府信息情况", 1)[0]


def test_the_text_of_the_report_agrees_with_the_records(bureau: Office) -> None:
    assert found_in(bureau, ONE) == []


@pytest.mark.parametrize("name", [name for name in NAMED if name != "人员.数量"])
def test_a_figure_in_the_text_that_the_records_do_not_give_is_found(bureau: Office, name: str) -> None:
    """97→60: what the text says is put beside what the records say, and they are named."""
    printed = next(re.finditer(PRINTED[name], ONE))
    wrong = NAMED[name] + 37
    text = ONE[: printed.start(1)] + str(wrong) + ONE[printed.end(1) :]
    (found,) = [f for f in found_in(bureau, text) if f.id == "TXT-CELL"]
    assert (found.left, found.right, len(found.records)) == (wrong, NAMED[name], NAMED[name])


def test_growth_is_that_over_last_year_s_records(bureau: Office) -> None:
    # 4 items were published in 2018; 97 are 2325% more.
    for said, wrong in (("2325%", False), ("20%", True)):
        found = found_in(bureau, ONE.replace("政务信息97条。", f"政务信息97条，同比增长{said}。"))
        assert [f.id for f in found] == ["TXT-PCT"] * wrong


def test_another_year_says_what_is_known_of_it(bureau: Office) -> None:
    assert figures(bureau, 2018, TODAY)["信息.总数"].value == 4
    text = draft_text(bureau, 2020, "一", TODAY).text
    assert "2020年，已发布各类政务信息1条。" in text
    assert "政策解读1条，其中领导解读1条" in text


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
