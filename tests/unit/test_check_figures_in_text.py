"""Checks of the texts: nothing false in the real report, each seeded error found where it is."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPORTS, SAMPLES, only, sheet_with
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.importing import apply_import, plan_import
from tui_disclose.office.reports import findings_of, sheet_of
from tui_disclose.office.rules import add_preset
from tui_disclose.report.check import check
from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import build_sheet

TODAY = date(2020, 6, 1)
TEXT = (SAMPLES / "baiyin-2019.txt").read_text(encoding="utf-8")
OURS = ("TXT-SUM", "TXT-PCT", "TXT-CELL", "TXT-YEAR", "SIM", "SEC-RULES", "SEC-FEE")


@pytest.fixture
def bureau(tmp_path: Path) -> Office:
    office = create_office(tmp_path / "data", "白银市科学技术局", TODAY)
    add_preset(office, TODAY)
    return office


def found_in(office: Office, text: str) -> list[Finding]:
    apply_import(office, plan_import(office, "a.txt", text.encode(), 2019, TODAY), "a.txt", True)
    return [f for f in findings_of(office, sheet_of(office, 2019)) if f.id in OURS]


def test_the_real_report_has_no_false_finding(bureau: Office) -> None:
    assert found_in(bureau, TEXT) == []


@pytest.mark.parametrize(
    ("right", "wrong", "finding", "section", "figures"),
    [
        ("政策解读27条", "政策解读28条", "TXT-SUM", "一", (28, 27)),
        ("视频解读6条", "视频解读7条", "TXT-SUM", "一", (27, 28)),
        ("政策解读27条", "政策解读二十八条", "TXT-SUM", "一", (28, 27)),
        ("视频解读6条", "视频解读七条", "TXT-SUM", "一", (27, 28)),
        ("2019年，已发布", "2018年，已发布", "TXT-YEAR", "一", (2018, 2019)),
        ("全年没有出现过申请事项", "收到申请3件", "TXT-CELL", "一", (3, 0)),
        ("、澄清制度、", "、澄清说明制度、", "SEC-RULES", "六", (None, None)),
        ("执行相应制度", "执行20项公开制度", "SEC-RULES", "六", (20, 19)),
    ],
)
def test_a_seeded_error_is_found_where_it_is(
    bureau: Office, right: str, wrong: str, finding: str, section: str, figures: tuple[int | None, int | None]
) -> None:
    assert TEXT.count(right) == 1
    (found,) = found_in(bureau, TEXT.replace(right, wrong))
    assert (found.id, found.where[0], found.left, found.right) == (finding, f"section.{section}", *figures)
    assert found.severity == "warning"


@pytest.mark.parametrize(("right", "same"), [("视频解读6条", "视频解读六条"), ("政策解读27条", "政策解读二十七条")])
def test_counts_written_in_chinese_are_counted(bureau: Office, right: str, same: str) -> None:
    assert TEXT.count(right) == 1
    assert found_in(bureau, TEXT.replace(right, same)) == []


def in_text(text: str, year: int = 2024, section: str = "一", **cells: Any) -> list[str]:
    kept = REPORTS["huaian-2024"]["cells"] | cells
    return [f.id for f in check(sheet_with(year, kept, sections={section: text})) if f.id in OURS]


RECEIVED = REPORTS["huaian-2024"]["cells"]["requests.received.total"]
CARRIED_IN = REPORTS["huaian-2024"]["cells"]["requests.carried_in.total"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        # A list of examples is no list of parts.
        ("发布信息100条，其中政策解读10条、部门动态20条。", []),
        ("发布信息100条，其中政策解读70条、部门动态40条。", ["TXT-SUM"]),
        ("发布信息100条（其中动态60条，公告30条，其他9条）。", ["TXT-SUM"]),
        ("发布政策解读1条，其中图解解读1条；重点领域信息发布2条；规划发布1条。", []),
        ("发布信息97条，其中：动态60条；公告20条；其他16条。", ["TXT-SUM"]),
        ("主动公开信息总数171条：动态124条，公告34条，预算10条，其他4条。", ["TXT-SUM"]),
        ("发布信息40条，内容涵盖动态20条、文件10件、解读10条。", []),
        ("发布信息50条。在主动公开的信息中，动态20条，文件类20条，其他11条。", ["TXT-SUM"]),
        (
            "报告由总体情况、主动公开情况、申请情况、政府信息公开行政复议、行政诉讼情况、问题及改进情况、其他事项等六项内容组成。",
            [],
        ),
        ("解读形式包括文字解读、图片解读、视频解读等4种。", ["TXT-SUM"]),
        ("制定了《甲制度》《乙制度》《丙、丁制度》等4项制度。", ["TXT-SUM"]),
        ("制定了《甲制度》《乙制度》《丙、丁制度》等3项制度。", []),
        ("制定了《甲制度》、《乙制度》和《丙制度》等2项制度。", ["TXT-SUM"]),
        ("制定了《甲制度》、《乙制度》及《丙制度》等3项制度。", []),
        ("制定了《甲制度》、《乙制度》、《丙制度》与《丁制度》等5项决策制度。", ["TXT-SUM"]),
        ("发布信息一百二十条，其中动态六十条、公告六十条。", []),
        ("发布信息一百零五条（其中动态两条，其他一百零四条）。", ["TXT-SUM"]),
        ("发布信息十条，其中第三项一条、第四项三条。", []),
        ("发布信息10条（其中一次性告知3条，其他7条）。", []),
        ("发布信息10条，其中“三个一”5条、《两个清单》5条。", []),
        ("公布随机抽查事项清单、负面清单等7项清单。", []),
        ("收到政府信息公开申请10件，其中自然人7件。", ["TXT-CELL", "TXT-CELL"]),
        (f"收到政府信息公开申请{RECEIVED}件。", []),
        (f"共受理依申请公开{RECEIVED + CARRIED_IN}件。", []),
        ("收到提案99件，全部办结。", []),
        ("本年未收到政府信息公开申请。", ["TXT-CELL"]),
        ("申请共8件，其中网上6件（75%）、当面2件（25%）。", []),
        ("申请共8件，其中网上6件（76%）、当面2件（25%）。", ["TXT-PCT"]),
        ("三类各1件，即1件，占33.3%；1件，占33.4%。", []),
        ("收到信函3件，占比33.3%，电话3件，占比33.3%，网上3件，占比33.4%。", ["TXT-PCT"]),
        ("2023年，公开信息50条。", ["TXT-YEAR"]),
        ("2024年公开信息50条，比2023年公开40条增加10条。", []),
        ("统计期限为2023年1月1日至2023年12月31日。", ["TXT-YEAR"]),
        ("统计期限为2024年1月1日至12月31日。", []),
        ("2月30日召开会议，4月31日培训。", ["TXT-YEAR", "TXT-YEAR"]),
        ("落实《2023年政务公开工作要点》，发布信息8条。", []),
        ("截至2025年1月10日，发布信息8条。", []),
        ("数据的统计期限自2024年1月1日起，至2024年12月31日止。", []),
        ("统计期限为2024年1月1日至2024年11月30日。", ["TXT-YEAR"]),
        (f"收到政府信息公开申请{RECEIVED}件，其中网络申请2件。", []),
        ("通过网站收到政府信息公开申请2件。", []),
        ("上半年收到政府信息公开申请2件。", []),
        ("收到网民留言9件，办结9件，答复9件。", []),
        ("政府信息公开申请上年结转99件。", ["TXT-CELL"]),
        ("政府信息公开申请中，予以公开99件、部分公开98件。", ["TXT-CELL", "TXT-CELL"]),
        ("予以公开及部分公开政府信息公开申请的99件。", []),
        ("因政府信息公开引起的行政复议99件。", ["TXT-CELL"]),
        ("发布信息120条，比上年的100条增长20%。", []),
        ("发布信息120条，比上年的100条增长25%。", ["TXT-PCT"]),
        ("发布信息80条，较2023年的100条下降20%。", []),
        ("发布信息120条，比上年的100条增加30条。", ["TXT-CELL"]),
        ("满意率提高5%，收到留言9件，办结率达100%。", []),
    ],
)
def test_sentences(text: str, ids: list[str]) -> None:
    assert in_text(text) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("收到政府信息公开申请12件，同比增长20%。", []),
        ("收到政府信息公开申请12件，同比增长25%。", ["TXT-PCT"]),
        ("收到政府信息公开申请12件，较上年下降20%。", ["TXT-PCT"]),
        ("收到政府信息公开申请12件，比上年增加2件，增长20.0%。", []),
        ("收到政府信息公开申请12件，比上年增加3件。", ["TXT-CELL"]),
        ("收到政府信息公开申请12件，办结12件，比上年增长50%。", []),
        ("收到政府信息公开申请12件，办结12件，比上年增长5%。", ["TXT-PCT"]),
        ("因政府信息公开引起的行政复议1件，同比增长100%。", ["TXT-PCT"]),
    ],
)
def test_growth_is_that_over_last_year_s_cells(text: str, ids: list[str]) -> None:
    """Last year 10 came in and 8 were concluded: 12 are 20% and 50% more; of 0 nothing is a percentage."""
    cells = {"requests.received.total": 12, "requests.concluded.total": 12, "remedies.reconsideration.total": 1}
    last = {"requests.received.total": 10, "requests.concluded.total": 8, "remedies.reconsideration.total": 0}
    sheet = sheet_with(2024, cells, sheet_with(2023, last), sections={"一": text})
    assert [f.id for f in check(sheet) if f.id in OURS] == ids


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("某局\n\n2025年1月20日", False),
        ("某局\n2025-01-20", False),
        ("某局\n二〇二五年一月二十日", False),
        ("某局\n2024年12月31日", False),
        ("某局\n\n2023年1月20日", True),
        ("某局\n2024年1月20日", True),
        ("某局\n二○二三年一月二十日", True),
        ("某局\n2026.1.20", True),
        ("某局\n2025年1月32日", True),
    ],
)
def test_a_signature_is_of_the_year_after(text: str, wrong: bool) -> None:
    assert in_text(text, section="落款") == ["TXT-YEAR"] * wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("现公布某局2024年政府信息公开工作年度报告。", 0),
        ("根据《某市关于做好2023年政府信息公开工作年度报告编制工作的通知》编制。", 0),
        ("现公布《某局2023年度政府信息公开工作年度报告》。", 1),
        ("现公布某局2025年政府信息公开年度报告。", 1),
        ("统计期限为2023年1月1日至2023年12月31日。", 1),
        ("数据的统计期限自2023年1月1日起，至2024年12月31日止。", 1),
        ("统计期限：2023.1.1-2023.12.31。", 1),
        ("统计期限为2024年1月1日至2024年12月30日。", 1),
    ],
)
def test_the_first_words_name_the_year(text: str, wrong: int) -> None:
    assert in_text(text, section="前言") == ["TXT-YEAR"] * wrong


def test_from_2021_part_six_speaks_of_fees() -> None:
    assert in_text("无其他事项。", section="六") == ["SEC-FEE"]
    assert in_text("本年度未收取政府信息公开信息处理费。", section="六") == []
    kept = REPORTS["baiyin-2019"]["cells"]
    assert [f.id for f in check(sheet_with(2019, kept, sections={"六": "无其他事项。"})) if f.id in OURS] == []


def test_half_of_last_year_s_text_is_found_and_its_paragraphs_named(bureau: Office) -> None:
    found_in(bureau, TEXT)
    last = sheet_of(bureau, 2019)
    lines = [line for line in last.report.sections["一"].splitlines() if line.strip()]
    form = bureau.forms.for_year(2020)
    own = ["今年新建了平台并改进了检索。", "全年组织了培训，开放日接待了市民。"]

    def similar(text: str) -> list[Finding]:
        report = type(last.report)("某局", 2020, form.id, sections={"一": text})
        return [f for f in check(build_sheet(form, report, None, last)) if f.id == "SIM"]

    copied = [line.replace("2019", "2020").replace("97", "117") for line in lines]
    found = only(similar("\n\n".join([*own, *copied])), "SIM")
    assert found.where == ("section.一",)
    assert "“一”第1段" not in found.message
    assert f"“一”第{len(lines) + 2}段" in found.message or "等" in found.message
    assert similar("\n\n".join(own)) == []
    # Exactly half, by paragraphs: as many characters of one's own as were copied; one more and it is less than half.
    kept = "全局上下一致努力完成了各项任务"
    last_year = type(last.report)("某局", 2019, "2019", sections={"一": kept})
    half = build_sheet(bureau.forms.for_year(2019), last_year)

    def against(text: str) -> list[Finding]:
        report = type(last.report)("某局", 2020, form.id, sections={"一": text})
        return [f for f in check(build_sheet(form, report, None, half)) if f.id == "SIM"]

    assert "50%" in only(against(f"{kept}。\n\n{'新' * len(kept)}。"), "SIM").message
    assert against(f"{kept}。\n\n{'新' * (len(kept) + 1)}。") == []
    fresh = "\n\n".join(
        f"第{n}项工作由第{n}科室在本年完成并且写得与以前都不相同" + "甲乙丙丁戊己庚辛"[n % 8] * 60 for n in range(40)
    )
    assert similar(copied[0] + "\n\n" + fresh) == []
