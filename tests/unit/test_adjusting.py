"""Openings that differ from last year's closing for a reason that was given, and reports that come late (DUE)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import only
from tests.year_host import URL, YEAR, office_with_report, to
from tui_disclose.office.adjusting import adjust
from tui_disclose.office.entering import acknowledge, choose_findings, set_figures, set_text
from tui_disclose.office.finishing import Said, advance
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.offering import offers
from tui_disclose.office.reports import due_of, findings_of, sheet_of
from tui_disclose.office.undoing import undo_last
from tui_disclose.problems import Refused
from tui_disclose.report.findings import Finding
from tui_disclose.store.interface import Change

TODAY = date(2025, 1, 24)
COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Make an office that opened 2024 with one request of a person more and two of businesses less than 2023 closed."""
    office = create_office(tmp_path / "data", "某局", TODAY)
    closing = {"natural_person": 3, "business": 4}
    opening = {"natural_person": 4, "business": 2}
    for year, row, figures in ((2023, "carried_out", closing), (2024, "carried_in", opening)):
        set_figures(office, year, {f"requests.{row}.{c}": figures.get(c, 0) for c in COLUMNS}, TODAY)
    return office


def open_findings(office: Office) -> dict[str, Finding]:
    found = findings_of(office, sheet_of(office, 2024))
    return {f.where[0].rpartition(".")[2]: f for f in found if f.id == "T3-OPEN" and f.severity != "unassessable"}


def severities(office: Office) -> dict[str, str]:
    return {column: finding.severity for column, finding in open_findings(office).items()}


def test_an_adjustment_makes_the_difference_a_warning_with_date_and_reason(office: Office) -> None:
    assert severities(office) == {"natural_person": "error", "business": "error", "total": "error"}
    adjust(office, 2024, "自然人", "机构改革并入一件", TODAY, date(2024, 3, 5))
    assert severities(office) == {"natural_person": "warning", "business": "error", "total": "error"}
    message = open_findings(office)["natural_person"].message
    assert message.endswith("相差1件；已说明：2024年3月5日调整，机构改革并入一件。")
    adjust(office, 2024, "requests.carried_in.business", "上年误报两件", TODAY)
    assert severities(office) == {"natural_person": "warning", "business": "warning", "total": "warning"}
    undo_last(office)
    assert severities(office)["total"] == "error"


def test_another_difference_is_not_explained(office: Office) -> None:
    adjust(office, 2024, "natural_person", "机构改革", TODAY)
    set_figures(office, 2024, {"requests.carried_in.natural_person": 5}, TODAY)
    assert severities(office)["natural_person"] == "error"
    adjust(office, 2024, "natural_person", "", TODAY)
    assert sheet_of(office, 2024).report.adjustments == {}


@pytest.mark.parametrize(
    ("year", "column", "on", "message"),
    [
        (2024, "research", TODAY, "没有差异"),
        (
            2024,
            "requests.received.business",
            TODAY,
            "不是上年结转的列，可用：自然人（requests.carried_in.natural_person）、",
        ),
        (2024, "business", date(2025, 2, 1), "还没有到"),
        (2023, "business", TODAY, "没有2022年的报告"),
    ],
)
def test_what_needs_no_adjustment_is_refused(office: Office, year: int, column: str, on: date, message: str) -> None:
    with pytest.raises(Refused, match=message):
        adjust(office, year, column, "理由", TODAY, on)


NO_FEES = "本年度未收取政府信息公开信息处理费。"


def test_a_sentence_is_offered_for_the_last_part_and_printed_by_nobody(office: Office) -> None:
    assert offers(office, 2024, "六") == (NO_FEES,)
    adjust(office, 2024, "自然人", "机构改革并入一件", TODAY, date(2024, 3, 5))
    adjust(office, 2024, "商业企业", "上年误报", TODAY, date(2025, 1, 6))
    assert offers(office, 2024, "六") == (
        "本年度“上年结转政府信息公开申请数量”与上一年度报告“结转下年度继续办理”的数字相比："
        "“自然人”多1件（2024年3月5日调整，原因：机构改革并入一件）；"
        "“商业企业”少2件（2025年1月6日调整，原因：上年误报）。",
        NO_FEES,
    )
    assert offers(office, 2024, "一") == ()
    assert sheet_of(office, 2024).report.sections == {}
    with pytest.raises(Refused, match="没有“七”"):
        offers(office, 2024, "七")


def test_what_fees_came_to_is_offered_by_the_year_of_notice_and_of_payment(office: Office) -> None:
    for number, (asked, amount, paid, money) in enumerate(
        [
            ("2023-12-05", 700, "2024-01-03", None),
            ("2024-03-05", 130, "2024-03-20", 100),
            ("2024-12-05", "40.5", "", 0),
        ]
    ):
        values: dict[str, Any] = {
            "channel": "in_person",
            "arrived_on": f"{asked[:4]}-01-02",
            "applicant.kind": "business",
        }
        values |= {"events.1": {"kind": "fee_notified", "on": asked, "amount": amount}}
        if paid:
            values["events.2"] = {"kind": "fee_paid", "on": paid} | ({"amount": money} if money else {})
        office.store.apply([Change("requests", f"申{number}", values)], "zhangsan", "登记申请")
    assert offers(office, 2024, "六") == (
        "本年度发出政府信息公开信息处理费收费通知2件，通知收取170.5元，实际收取800元。",
    )
    set_text(office, 2024, "六", "信息处理费见上。", TODAY)
    assert offers(office, 2024, "六") == ()
    # Before 2021 a report does not speak of it.
    set_figures(office, 2020, {"requests.received.total": 0}, TODAY)
    assert offers(office, 2020, "六") == ()


# ---- DUE ----


def late(office: Office, today: date | None) -> list[str]:
    return [f.message for f in findings_of(office, sheet_of(office, YEAR), today) if f.id == "DUE"]


def test_what_is_not_done_by_the_day_is_said_with_the_last_working_day_before(tmp_path: Path) -> None:
    office = office_with_report(tmp_path / "data")
    assert late(office, date(2025, 1, 31)) == []
    # 31 January 2025 was in the Spring Festival; 27 January (Monday) was the last working day before it.
    due = "2025年1月31日（此前最后一个工作日为2025年1月27日）"
    assert late(office, date(2025, 2, 1)) == [
        f"应于{due}前报送，还没有记录。",
        f"应于{due}前公开，还没有记录。",
    ]
    assert late(office, date(2026, 2, 1)) == late(office, None) == []


def test_what_was_late_stays_late_and_can_be_accepted(tmp_path: Path) -> None:
    office = office_with_report(tmp_path / "data")
    to(office, "定稿")
    day = date(2025, 2, 10)
    advance(office, YEAR, office.stages.named("报送"), Said(on=date(2025, 1, 26)), day)
    assert late(office, day)[0].startswith("应于")
    advance(office, YEAR, office.stages.named("公开"), Said(on=day, url=URL), day)
    for today in (day, None, date(2027, 1, 1)):
        (message,) = late(office, today)
        assert message.startswith("2025年2月10日已公开，晚于2025年1月31日")
    finding = only(findings_of(office, sheet_of(office, YEAR)), "DUE")
    assert finding.severity == "warning"
    assert choose_findings(office, YEAR, "DUE", ()) == [finding]
    with pytest.raises(Refused, match="内容不能修改"):
        acknowledge(office, YEAR, [finding], "系统故障")


def test_the_day_is_the_offices_own_or_that_of_its_level(tmp_path: Path) -> None:
    office = create_office(tmp_path / "data", "某市人民政府", TODAY, "government")
    assert due_of(office, 2024).on == date(2025, 3, 31)
    settings = office.folder / "settings.toml"
    text = settings.read_text("utf-8")
    text = text.replace('due = ""', 'due = "01-20"') if 'due = ""' in text else text + '\n[report]\ndue = "01-20"\n'
    settings.write_text(text, "utf-8")
    own = due_of(open_office(office.folder), 2024)
    assert (own.on, own.last_working_day) == (date(2025, 1, 20), date(2025, 1, 20))
    assert own.words == "2025年1月20日"


def test_projects_that_were_adjusted_are_explained_too(tmp_path: Path) -> None:
    """表二: 12 with −3 leave 9; the year opens with 8 after a count, and the sentence for part 六 says so."""
    office = create_office(tmp_path / "data", "某局", TODAY)
    row = "proactive.licences"
    set_figures(office, 2019, {f"{row}.previous": 12, f"{row}.change": -3}, TODAY)
    set_figures(office, 2020, {f"{row}.previous": 8, f"{row}.change": 0}, TODAY)

    def found() -> Finding:
        carried = [f for f in findings_of(office, sheet_of(office, 2020)) if f.id == "T2-19-ITEM" and f.left == 8]
        return carried[0]

    assert (found().severity, found().acknowledged, found().right) == ("warning", None, 9)
    adjust(office, 2020, "行政许可", "清理后取消一项", TODAY, date(2020, 6, 1))
    assert found().acknowledged == "2020年6月1日调整，清理后取消一项"
    sentence = (
        "本年度“上一年项目数量”与上一年度报告的数字相比：“行政许可”少1项（2020年6月1日调整，原因：清理后取消一项）。"
    )
    assert offers(office, 2020, "六") == (sentence,)
    set_figures(office, 2020, {f"{row}.previous": 7}, TODAY)
    carried = [f for f in findings_of(office, sheet_of(office, 2020)) if f.id == "T2-19-ITEM" and f.left == 7]
    assert [f.acknowledged for f in carried] == [None]
    # What cannot be, a sum below nothing, is no adjustment.
    set_figures(office, 2020, {f"{row}.previous": 8, f"{row}.change": -9}, TODAY)
    negative = [
        f for f in findings_of(office, sheet_of(office, 2020)) if f.id == "T2-19-ITEM" and f.severity == "error"
    ]
    assert len(negative) == 1
    with pytest.raises(
        Refused, match=r"不是上一年项目数量的行、上年结转的列，可用：行政许可（proactive\.licences\.previous）"
    ):
        adjust(office, 2020, "规章", "误", TODAY)
