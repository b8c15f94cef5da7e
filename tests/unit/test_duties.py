"""What the request log and the year owe: every sentence with its day, counted in working days by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import program
from tui_disclose.duties.requests import Running, request_duties
from tui_disclose.office.duties import glance, owed
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.remedies import register as register_case
from tui_disclose.office.request_events import add_event
from tui_disclose.office.requests import register
from tui_disclose.records.request import from_document, from_json
from tui_disclose.statutory.calendar_files import national_calendar

DAYS = national_calendar()
FRIDAY = "2024-03-01"


def running(*events: dict[str, Any], channel: str = "in_person", arrived_on: str = FRIDAY, **more: Any) -> Running:
    data = {"number": "〔2024〕1号", "channel": channel, "arrived_on": arrived_on, "applicant": {"kind": "other"}}
    number, document, _ = from_json({**data, "events": list(events)})
    return Running(number, from_document(number, document).clock(DAYS), "办理中", **more)


def sentences(each: Running, today: date) -> dict[str, tuple[str, str]]:
    return {duty.kind: (duty.severity, duty.sentence) for duty in request_duties([each], today, DAYS)}


# From Friday 1 March 2024 twenty working days end on Friday 29 March; 4 to 6 April were off, Sunday 7 April was worked.
@pytest.mark.parametrize(
    ("today", "severity", "words"),
    [
        (date(2024, 3, 27), "due", "还剩2个工作日"),
        (date(2024, 3, 29), "due", "今天到期"),
        (date(2024, 3, 30), "late", "已逾期"),
        (date(2024, 4, 8), "late", "已逾期5个工作日"),
    ],
)
def test_a_reply_is_owed_in_working_days(today: date, severity: str, words: str) -> None:
    found = sentences(running(section="法规科"), today)["reply"]
    assert found == (severity, f"〔2024〕1号应在2024-03-29前答复，{words}（办理中，法规科）。")


def test_while_the_applicant_has_to_act_nothing_is_owed_until_the_limit_is_over() -> None:
    asked = {"kind": "correction_requested", "on": "2024-03-05", "until": "2024-03-15"}
    assert sentences(running(asked), date(2024, 3, 15)) == {}
    found = sentences(running(asked), date(2024, 3, 16))
    assert set(found) == {"correction_lapsed"}
    assert "2024-03-15" in found["correction_lapsed"][1]


def test_receipt_has_to_be_confirmed_the_same_day() -> None:
    found = sentences(running(channel="internet"), date(2024, 3, 4))
    assert found["confirm"][0] == "late"
    assert found["reply"][1].startswith("〔2024〕1号应在2024-03-29前（待确认）答复")
    assert sentences(running(channel="internet"), date(2024, 3, 1))["confirm"][0] == "due"


def test_a_third_party_that_does_not_answer_and_a_section_that_is_late_are_said() -> None:
    consulted = {"kind": "third_party_consulted", "on": "2024-03-04", "served_on": "2024-03-04"}
    # Fifteen working days from Monday 4 March end on Monday 25 March.
    assert "opinion_lapsed" not in sentences(running(consulted), date(2024, 3, 25))
    assert "2024-03-25" in sentences(running(consulted), date(2024, 3, 26))["opinion_lapsed"][1]
    given = running(section="法规科", internal_limit=date(2024, 3, 8), in_section=True)
    assert "法规科还没有拟稿" in sentences(given, date(2024, 3, 11))["internal_limit"][1]
    assert "internal_limit" not in sentences(given, date(2024, 3, 8))


def test_a_closed_request_owes_nothing_but_a_reply_that_was_ordered() -> None:
    replied = {"kind": "replied", "on": "2024-03-20", "outcome": "granted"}
    assert sentences(running(replied), date(2024, 6, 1)) == {}
    ordered = {"kind": "re_reply_ordered", "on": "2024-06-03", "until": "2024-06-20"}
    found = sentences(running(replied, ordered), date(2024, 6, 19))
    assert found == {"re_reply": ("due", "〔2024〕1号被责令重新答复，应在2024-06-20前答复，还剩1个工作日。")}


def test_what_is_owed_in_a_year_whose_days_off_are_not_known_is_provisional() -> None:
    replied = {"kind": "replied", "on": "2026-11-02", "outcome": "granted"}
    ordered = {"kind": "re_reply_ordered", "on": "2026-12-04"}
    found = sentences(running(replied, ordered), date(2026, 12, 31))
    assert found["re_reply"][1] == "〔2024〕1号被责令重新答复，应在2027-01-01前（暂定）答复，还剩1个工作日。"
    open_ = sentences(running(arrived_on="2026-12-04", channel="fax"), date(2026, 12, 31))
    assert open_["reply"][1].startswith("〔2024〕1号应在2027-01-01前（待确认、暂定）答复")


def test_an_answer_to_a_review_in_an_unknown_year_is_provisional(office: Office) -> None:
    # Ten working days from 25 December 2026, a Friday, run into January.
    case = {"path": "reconsideration", "request": "〔2024〕3号", "filed_on": "2026-12-21"}
    register_case(office, "复议2", {**case, "copy_received_on": "2026-12-25"})
    (said,) = [duty for duty in owed(office, date(2026, 12, 28)) if duty.number == "复议2"]
    assert said.provisional
    assert "应在2027-01-08前（暂定）提交书面答复" in said.sentence


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = create_office(tmp_path / "data", "某局", date(2024, 1, 2))
    for day in ("2024-01-15", FRIDAY, "2024-03-04"):
        register(office, {"channel": "in_person", "arrived_on": day, "applicant.kind": "natural_person"})
    add_event(office, "〔2024〕1号", {"kind": "replied", "on": "2024-01-18", "outcome": "granted"}, override="只作测试")
    register_case(
        office,
        "复议1",
        {"path": "reconsideration", "request": "〔2024〕1号", "filed_on": "2024-02-28", "copy_received_on": FRIDAY},
    )
    return office


def test_everything_owed_stands_in_one_list_the_late_first(office: Office) -> None:
    today = date(2024, 3, 30)
    found = [(duty.severity, duty.table, duty.number, str(duty.due_on)) for duty in owed(office, today)]
    # Ten working days from 1 March end on 15 March; the report on 2023 was due on 31 January.
    assert found == [
        ("late", "reports", "2023", "2024-01-31"),
        ("late", "remedies", "复议1", "2024-03-15"),
        ("late", "requests", "〔2024〕2号", "2024-03-29"),
        ("due", "requests", "〔2024〕3号", "2024-04-01"),
    ]


def test_the_figures_of_the_year(office: Office) -> None:
    today = date(2024, 3, 30)
    seen = glance(office, today, owed(office, today))
    assert (seen.received, seen.concluded, seen.running, seen.late, seen.cases) == (3, 1, 2, 1, 1)
    assert seen.months == (1, 0, 2, *[0] * 9)
    assert seen.published == 0


def test_the_command_lists_them(office: Office) -> None:
    done = program("--data", office.folder, "due", cwd=office.folder.parent)
    assert done.returncode == 0
    assert "逾期  2024-03-29  〔2024〕2号应在2024-03-29前答复，已逾期" in done.stdout.decode()
