"""Checks that rest on the registers: T3-CASE, T4-CARRY, T4-PRE, CAL, REQ-CLOSE, REQ-LATE, DERIVED, records named."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FORMS, only
from tui_disclose.office.entering import set_figure
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.reports import findings_of, sheet_of, sheet_to_fill
from tui_disclose.office.transfer import apply_plan, plan_remedies, plan_requests
from tui_disclose.problems import Refused
from tui_disclose.records.facts import Fact
from tui_disclose.records.report import Report
from tui_disclose.report.check import check
from tui_disclose.report.derive import derive_requests
from tui_disclose.report.findings import Finding, named
from tui_disclose.report.sheet import Derived, Sheet, build_sheet

TODAY = date(2026, 3, 2)
WHOLE = {"ground": "条例", "letter": "1号", "method": "post"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某局", TODAY, ledger_since=date(2023, 1, 1))


def lines(records: list[dict[str, Any]]) -> bytes:
    import json

    return "\n".join(json.dumps(record) for record in records).encode()


def put(office: Office, *records: dict[str, Any]) -> None:
    base = {"channel": "in_person", "arrived_on": "2024-03-01", "applicant": {"kind": "business"}}
    apply_plan(
        office, plan_requests(office, lines([{**base, **each} for each in records]), "f", TODAY), "f", replace=False
    )


def put_cases(office: Office, *records: dict[str, Any]) -> None:
    apply_plan(office, plan_remedies(office, lines(list(records)), "f", TODAY), "f", replace=False)


def reply(on: str, outcome: str = "granted", **values: Any) -> dict[str, Any]:
    return {"kind": "replied", "on": on, "outcome": outcome, **WHOLE, **values}


def found(office: Office, year: int, check_id: str) -> list[Finding]:
    return [f for f in findings_of(office, sheet_of(office, year)) if f.id == check_id]


def test_a_year_in_order_has_no_findings_of_its_records(office: Office) -> None:
    put(office, {"number": "1号", "events": [reply("2024-03-20")]}, {"number": "2号", "arrived_on": "2023-12-29"})
    ids = {f.id for f in findings_of(office, sheet_of(office, 2024))}
    assert not ids & {"T3-CASE", "T4-CARRY", "T4-PRE", "CAL", "REQ-CLOSE", "REQ-LATE", "DERIVED", "T3-ID", "T3-OPEN"}


def test_a_late_reply_is_said_with_its_request(office: Office) -> None:
    late = {"late_reason": "调档", "late_person": "李四"}
    # Received 1 March 2024, due on the 29th.
    put(
        office,
        {"number": "1号", "events": [reply("2024-03-29")]},
        {"number": "2号", "events": [reply("2024-04-02", **late)]},
    )
    finding = only(findings_of(office, sheet_of(office, 2024)), "REQ-LATE")
    assert (finding.severity, finding.records, finding.where) == ("warning", ("2号",), ("2号",))
    assert finding.message == "申请2号应在2024-03-29或以前答复，实际2024-04-02答复，迟了2个工作日。"
    with pytest.raises(Refused):
        sheet_of(office, 2023)


def test_an_incomplete_case_is_a_warning_and_its_reason_accepts_it(office: Office) -> None:
    put(
        office,
        {"number": "1号", "events": [{"kind": "replied", "on": "2024-03-20", "outcome": "granted", "letter": "1号"}]},
        {
            "number": "2号",
            "events": [{"kind": "replied", "on": "2024-03-20", "outcome": "other", "close_override": "已寄出"}],
        },
    )
    one, two = found(office, 2024, "REQ-CLOSE")
    assert (one.records, one.severity, one.acknowledged) == (("1号",), "warning", None)
    assert one.message == "申请1号已办结：没有写明法律依据；没有写明送达方式。"
    assert (two.records, two.acknowledged) == (("2号",), "已寄出")


def test_a_date_that_rests_on_unknown_days_off_is_said(office: Office) -> None:
    put(office, {"number": "1号", "arrived_on": "2026-12-10"}, {"number": "2号", "arrived_on": "2026-11-02"})
    (finding,) = found(office, 2026, "CAL")
    assert (finding.records, finding.severity) == (("1号",), "warning")
    assert "2027年的放假安排尚未录入" in finding.message


@pytest.mark.parametrize(
    ("outcome", "replied", "filed", "warned"),
    [
        ("state_secret", "2024-03-20", "2024-06-03", True),
        ("partial", "2024-03-20", "2024-06-03", True),
        ("third_party", "2024-03-20", "2024-06-03", True),
        ("administrative_query", "2024-03-20", "2024-06-03", False),
        ("not_held", "2024-03-20", "2024-06-03", False),
        ("petition", "2024-03-20", "2024-06-03", False),
        ("granted", "2024-03-20", "2024-06-03", False),
        ("", "", "2024-06-03", True),
    ],
)
def test_a_refusal_taken_to_court_without_review_is_pointed_out(
    office: Office, outcome: str, replied: str, filed: str, warned: bool
) -> None:
    put(office, {"number": "1号", "events": [reply(replied, outcome)] if outcome else []})
    base = {"request": "1号", "filed_on": filed}
    put_cases(
        office,
        {"number": "诉1", "path": "litigation", **base},
        {"number": "复1", "path": "reconsideration", **base},
        {"number": "诉2", "path": "litigation", "after": "复1", **base},
    )
    assert [f.records for f in found(office, 2024, "T4-PRE")] == ([("诉1", "1号")] if warned else [])


def test_a_refusal_of_2023_could_be_taken_to_court(office: Office) -> None:
    put(office, {"number": "1号", "arrived_on": "2023-12-04", "events": [reply("2023-12-29", "state_secret")]})
    put_cases(office, {"number": "诉1", "path": "litigation", "request": "1号", "filed_on": "2024-02-01"})
    assert found(office, 2024, "T4-PRE") == []


@pytest.mark.parametrize(
    ("arrived", "events", "filed", "warned"),
    [
        # Received on Friday 1 December 2023, due on the 29th: nothing failed in 2024, whenever it is sued over.
        ("2023-12-01", [], "2024-02-01", False),
        # Received on 4 December 2023, 20 working days later is 2 January 2024.
        ("2023-12-04", [], "2024-01-02", False),
        ("2023-12-04", [], "2024-01-03", True),
        ("2023-12-04", [reply("2024-02-05")], "2024-01-03", True),
        # A reply that came before the suit is what is sued over.
        ("2023-12-04", [reply("2024-01-03")], "2024-01-03", False),
        # While the applicant has to correct, and in the period that then begins anew, no reply is owed.
        ("2024-03-01", [{"kind": "correction_requested", "on": "2024-03-04"}], "2024-06-03", False),
        (
            "2024-03-01",
            [{"kind": "correction_requested", "on": "2024-03-04"}, {"kind": "correction_received", "on": "2024-05-27"}],
            "2024-06-03",
            False,
        ),
    ],
)
def test_no_reply_is_a_failure_from_the_day_it_was_overdue(
    office: Office, arrived: str, events: list[dict[str, Any]], filed: str, warned: bool
) -> None:
    put(office, {"number": "1号", "arrived_on": arrived, "events": events})
    put_cases(office, {"number": "诉1", "path": "litigation", "request": "1号", "filed_on": filed})
    said = [f.message for f in found(office, 2024, "T4-PRE")]
    assert [("答复期限到2024-01-02为止" in message) for message in said] == [True] * warned


def test_an_entered_figure_names_the_requests_that_it_leaves_out(office: Office) -> None:
    put(office, {"number": "〔2024〕1号"}, {"number": "〔2024〕17号"})
    set_figure(office, 2024, "requests.carried_out.business", "1", TODAY)
    findings = findings_of(office, sheet_of(office, 2024))
    derived = only(findings, "DERIVED")
    assert (derived.left, derived.right, derived.records) == (1, 2, ("〔2024〕1号", "〔2024〕17号"))
    balance = next(f for f in findings if f.id == "T3-ID" and f.where[0].endswith(".business"))
    assert balance.records == ("〔2024〕1号", "〔2024〕17号")
    assert balance.message.endswith("相差1件；涉及〔2024〕1号、〔2024〕17号。")


def test_long_lists_are_cut_in_the_sentence_only() -> None:
    assert named([f"{n}号" for n in range(1, 8)]) == "1号、2号、3号、4号、5号等7件"
    assert named(["1号"]) == "1号"


def _sheet(year: int, facts: list[Fact], previous: Sheet | None = None) -> Sheet:
    form = FORMS.for_year(year)
    return build_sheet(form, Report("某局", year, form.id), derive_requests(form, facts, year), previous)


def test_as_many_requests_that_are_others_are_an_error() -> None:
    before = _sheet(2023, [Fact("1号", "business", "2023-12-01", "", "")])
    this = _sheet(2024, [Fact("2号", "business", "2023-12-01", "", "")], before)
    assert [f for f in check(this) if f.id == "T3-OPEN" and f.severity == "error"] == []
    finding = only(check(this), "T3-CASE")
    assert (finding.severity, finding.where) == ("error", ("requests.carried_in.business",))
    assert (finding.left, finding.right, finding.records) == (1, 1, ("1号", "2号"))
    assert "上年结转而本年没有的：1号；本年有而上年没有结转的：2号" in finding.message


def test_without_last_years_records_the_very_requests_cannot_be_held_together() -> None:
    this = _sheet(2024, [Fact("2号", "business", "2023-12-01", "", "")])
    assert only(check(this), "T3-CASE").severity == "unassessable"
    assert "2023年不在台账中" in only(check(this), "T3-CASE").message
    assert not [f for f in check(_sheet(2024, [Fact("3号", "other", "2024-02-01", "", "")])) if f.id == "T3-CASE"]


def _cases(year: int, previous: Sheet | None = None, **cells: int) -> Sheet:
    form = FORMS.for_year(year)
    group = "remedies.reconsideration."
    return build_sheet(
        form, Report("某局", year, form.id, {f"{group}{k}": n for k, n in cells.items()}), Derived(), previous
    )


@pytest.mark.parametrize(("pending", "total", "warned"), [(2, 1, True), (2, 2, False), (0, 0, False), (1, 3, False)])
def test_cases_left_open_reappear(pending: int, total: int, warned: bool) -> None:
    sheet = _cases(2024, _cases(2023, pending=pending, total=pending), upheld=total, total=total)
    assert [(f.severity, f.left, f.right) for f in check(sheet) if f.id == "T4-CARRY"] == (
        [("warning", total, pending)] if warned else []
    )


def _figures(office: Office, year: int) -> Iterator[tuple[str, Any]]:
    yield from ((a, n) for a, n in sheet_to_fill(office, year, TODAY).derived.figures.items() if n)


def test_a_year_in_which_nothing_happened_is_still_known(office: Office) -> None:
    put(office, {"number": "1号", "arrived_on": "2023-03-01"}, {"number": "2号", "arrived_on": "2025-03-03"})
    with pytest.raises(Refused, match="没有2024年的年度报告"):
        sheet_of(office, 2024)
    sheet = sheet_of(office, 2025)
    assert sheet.derived.records["requests.carried_in.business"] == ("1号",)
    assert not [f for f in findings_of(office, sheet) if f.id in ("T3-CASE", "T3-OPEN")]


def test_years_before_the_ledger_and_offices_without_requests_have_no_derived_face(office: Office) -> None:
    assert dict(_figures(office, 2024)) == {}
    put(office, {"number": "1号", "arrived_on": "2022-03-01"})
    assert sheet_to_fill(office, 2022, TODAY).derived.figures == {}
    assert dict(_figures(office, 2024)) == {"requests.carried_in.business": 1, "requests.carried_out.business": 1}
    assert sheet_to_fill(office, 2024, TODAY).derived.figures["requests.granted.business"] == 0
    assert sheet_to_fill(office, 2024, TODAY).derived.figures["remedies.reconsideration.upheld"] == 0
