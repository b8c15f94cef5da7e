"""Errors of each kind seeded into the real report's text: all are found where they stand, and nothing else is."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.conftest import SAMPLES
from tui_disclose.office.entering import set_figures, set_text
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.importing import apply_import, plan_import
from tui_disclose.office.reports import findings_of, sheet_of
from tui_disclose.office.rules import add_preset
from tui_disclose.report.findings import Finding
from tui_disclose.report.text_sentences import plain_text

TODAY = date(2021, 6, 1)
TEXT = (SAMPLES / "baiyin-2019.txt").read_text(encoding="utf-8")
OURS = ("TXT-SUM", "TXT-PCT", "TXT-CELL", "TXT-YEAR", "SIM", "SEC-RULES", "SEC-FEE")
NO_REQUEST = "依申请公开全年没有出现过申请事项"
NINETY_SEVEN = "已发布各类政务信息97条"
STAFF = "工作人员1人"
OPINIONS = "并向工作服务对象发送征求意见书和召开座谈会"

SEEDS: dict[str, list[tuple[str, str]]] = {
    "TXT-SUM": [
        ("政策解读27条", "政策解读28条"),
        ("视频解读6条", "视频解读7条"),
        ("专家解读7条", "专家解读1条"),
        ("图解解读5条", "图解解读15条"),
        ("等5个公开目录", "等6个公开目录"),
        ("等5个公开目录", "等四个公开目录"),
        ("建议提案办理结果、依申请公开、", "建议提案办理结果、"),
        (NINETY_SEVEN, "网站发布60条、新媒体发布37条，合计98条"),
        (NINETY_SEVEN, "已发布各类政务信息97条，其中：动态60条；公告20条；其他16条"),
        (NINETY_SEVEN, "已发布各类政务信息97条，包括动态（60条）、公告（20条）、通知（15条）"),
        (NINETY_SEVEN, "已发布各类政务信息97条。其中，动态60条，公告20条，其他18条"),
    ],
    "TXT-CELL": [
        (NO_REQUEST, "依申请公开全年收到申请3件"),
        (NO_REQUEST, "全年受理政府信息公开申请12件"),
        (NO_REQUEST, "政府信息公开申请上年结转2件"),
        (NO_REQUEST, "政府信息公开申请办结4件"),
        (NO_REQUEST, "依申请公开结转下年度1件"),
        (NO_REQUEST, "政府信息公开申请予以公开5件"),
        (NO_REQUEST, "依申请公开全年有3件结转至下年办理"),
        (OPINIONS, "因政府信息公开引起行政复议1件"),
        (OPINIONS, "全年制发规范性文件7件"),
        (OPINIONS, "全年公开规范性文件5件"),
    ],
    "TXT-YEAR": [
        ("2019年，已发布", "2018年，已发布"),
        ("2019年截止目前，发布", "2018年截止目前，发布"),
        ("2019年，重点领域", "2020年，重点领域"),
        ("2019年，市科技局政务公开工作以", "2018年，市科技局政务公开工作以"),
        ("2019年，已发布", "二〇一八年，已发布"),
        ("2019年，已发布", "1019年，已发布"),
        ("2019年，重点领域", "20190年，重点领域"),
        (OPINIONS, "并于11月31日发送征求意见书"),
        (OPINIONS, "并于2019年2月29日发送征求意见书"),
        (OPINIONS, "并于2019-13-02发送征求意见书"),
        (OPINIONS, "数据统计期限为2018年1月1日至2019年12月31日"),
    ],
    "TXT-PCT": [
        (NINETY_SEVEN, "已发布各类政务信息97条，其中网站60条，占71.9%"),
        (NINETY_SEVEN, "已发布各类政务信息97条，比上年的80件增加17件，增长12.3%".replace("件", "条")),
        (NINETY_SEVEN, "已发布各类政务信息97条，较2018年的100条增长3%"),
        (NINETY_SEVEN, "公开形式中，图文占60.1%，视频占20.2%，其他占29.7%"),
        (NINETY_SEVEN, "来信中自然人占50.5%、企业占30.3%、组织占20.2%"),
        (NINETY_SEVEN, "答复留言8条，其中网上6条（76%）、当面2条（25%）"),
    ],
    "SEC-RULES": [
        ("、澄清制度、", "、澄清说明制度、"),
        ("、救济制度、", "、救援制度、"),
        ("、舆情监测制度、", "、舆论监督制度、"),
        ("《行政决策听证制度》", "《行政决策听取意见制度》"),
        ("《白银市规范信息发布制度》", "《白银市信息报送制度》"),
        ("执行相应制度", "执行20项公开制度"),
        ("执行相应制度", "执行十八项公开制度"),
    ],
}


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = create_office(tmp_path_factory.mktemp("seeds") / "data", "白银市科学技术局", TODAY)
    add_preset(office, TODAY)
    return office


def found_in(office: Office, text: str, year: int = 2019) -> list[Finding]:
    apply_import(office, plan_import(office, "a.txt", text.encode(), year, TODAY), "a.txt", True)
    return [f for f in findings_of(office, sheet_of(office, year)) if f.id in OURS]


def paragraph(office: Office, found: Finding, year: int = 2019) -> str:
    text = sheet_of(office, year).report.sections[found.where[0].removeprefix("section.")]
    return [line for line in text.splitlines() if line.strip()][found.paragraph - 1]


def quoted(found: Finding) -> str:
    return found.message.split("段“")[1].rpartition("”：")[0].strip("…")


def test_the_untouched_report_has_no_finding(bureau: Office) -> None:
    assert found_in(bureau, TEXT) == []


@pytest.mark.parametrize(("check", "right", "wrong"), [(key, *pair) for key, pairs in SEEDS.items() for pair in pairs])
def test_a_seeded_error_is_found_where_it_stands(bureau: Office, check: str, right: str, wrong: str) -> None:
    assert TEXT.count(right) == 1
    (found,) = found_in(bureau, TEXT.replace(right, wrong))
    assert (found.id, found.severity) == (check, "warning")
    squeezed = "".join(wrong.split())
    assert squeezed in "".join(paragraph(bureau, found).split())
    said = plain_text(paragraph(bureau, found)).translate(str.maketrans("“”", "‘’"))
    assert quoted(found) in said
    assert any(part in found.message for part in re.findall(r"\d+|[^\d、，]{4,}", plain_text(wrong)))


def test_a_count_is_wrong_for_the_register_and_for_what_it_counts(bureau: Office) -> None:
    # The report names four, the last of them after “和”; three 决策制度 are in its register.
    found = found_in(bureau, TEXT.replace("等决策制度", "等5项决策制度"))
    assert [each.id for each in found] == ["TXT-SUM", "SEC-RULES"]


def test_tables_changed_under_a_text_are_found(bureau: Office) -> None:
    found_in(bureau, TEXT)
    for cells in (
        {"requests.received.natural_person": "2", "requests.received.total": "2"},
        {"remedies.reconsideration.upheld": "1"},
    ):
        set_figures(bureau, 2019, cells, TODAY)
    found = [f for f in findings_of(bureau, sheet_of(bureau, 2019)) if f.id in OURS]
    assert [(f.id, f.left, f.right) for f in found] == [("TXT-CELL", 0, 2)]
    assert "没有出现过" in found[0].message


COPIES: list[tuple[str, Callable[[str], str]]] = [
    ("all of it", lambda text: text),
    ("other figures", lambda text: re.sub(r"\d+条", "8条", text)),
    ("other words here and there", lambda text: text.replace("我局", "本局").replace("积极", "大力")),
    ("other headings", lambda text: text.replace("1、大力推进政务阳光透明", "1、推进阳光政务")),
    ("other punctuation", lambda text: text.replace("；", "。")),
]


@pytest.mark.parametrize(("what", "copied"), COPIES, ids=[what for what, _ in COPIES])
def test_last_year_s_text_is_known_again(bureau: Office, what: str, copied: Callable[[str], str]) -> None:
    found_in(bureau, TEXT)
    last = sheet_of(bureau, 2019).report.sections
    for key in ("一", "五", "六"):
        set_text(bureau, 2020, key, copied(last[key]).replace("2019年", "2020年"), TODAY)
    found = [f for f in findings_of(bureau, sheet_of(bureau, 2020)) if f.id == "SIM"]
    assert len(found) == 1, what
    assert int(found[0].left or 0) >= 90
    assert "“五”第" in found[0].message or "等" in found[0].message


FEES: list[tuple[str, bool]] = [
    ("无其他事项。", True),
    ("本年度未收取费用。", True),
    ("我局政府信息公开不收取任何费用。", True),
    ("本年度未产生信息公开收费。", True),
    ("其他事项：组织培训2次，处理费未发生。", True),
    ("本年度未收取政府信息公开信息处理费。", False),
    ("依申请公开信息处理费收取总金额0元。", False),
]


@pytest.mark.parametrize(("text", "missing"), FEES)
def test_fees_are_spoken_of_by_their_name(bureau: Office, text: str, missing: bool) -> None:
    set_text(bureau, 2021, "六", text, TODAY)
    found: list[Any] = [f for f in findings_of(bureau, sheet_of(bureau, 2021)) if f.id == "SEC-FEE"]
    assert (len(found) == 1) is missing
