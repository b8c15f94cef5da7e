"""The checks: exactly what real reports break, every single change found, nothing found that is not there."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FORMS, REPORTS, only, sample_sheet, sheet_with
from tui_disclose.records.report import Report
from tui_disclose.report.check import check
from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Derived, Sheet, build_sheet

KINDS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
COLUMNS = (*KINDS, "total")
OUTCOMES = {
    form: [
        row
        for row in dict.fromkeys(a.split(".")[1] for a in FORMS.by_id(form).cells if a.startswith("requests."))
        if row not in ("received", "carried_in", "concluded", "carried_out")
    ]
    for form in ("2019", "2021")
}
GROUPS = ("reconsideration", "litigation_direct", "litigation_after")
RESULTS = ("upheld", "corrected", "other", "pending")


def expected_violations(report: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return (check, line) for what breaks in a complete report, computed from its JSON alone."""
    cell, broken = report["cells"], set()
    outcomes = OUTCOMES[report["form"]]
    for column in COLUMNS:
        at = {row: cell[f"requests.{row}.{column}"] for row in (*outcomes, *FOUR)}
        if at["received"] + at["carried_in"] != at["concluded"] + at["carried_out"]:
            broken.add(("T3-ID", column))
        if at["concluded"] != sum(at[row] for row in outcomes):
            broken.add(("T3-TOT", column))
    for row in (*outcomes, *FOUR):
        if cell[f"requests.{row}.total"] != sum(cell[f"requests.{row}.{kind}"] for kind in KINDS):
            broken.add(("T3-ROW", row))
    for group in GROUPS:
        if cell[f"remedies.{group}.total"] != sum(cell[f"remedies.{group}.{result}"] for result in RESULTS):
            broken.add(("T4-SUM", group))
    return broken


FOUR = ("received", "carried_in", "concluded", "carried_out")


def line_of(finding: Finding) -> str:
    """Return the row or column that all cells of a finding share."""
    rows, columns = ({where.split(".")[part] for where in finding.where} for part in (1, 2))
    return (rows if len(rows) == 1 else columns).pop()


def violations(sheet: Sheet) -> set[tuple[str, str]]:
    return {(f.id, line_of(f)) for f in check(sheet) if f.id[:2] in ("T3", "T4") and f.severity == "error"}


@pytest.mark.parametrize("sample", REPORTS)
def test_real_reports_break_exactly_what_an_independent_sum_says(sample: str) -> None:
    assert violations(sample_sheet(sample)) == expected_violations(REPORTS[sample])


def test_the_samples_are_not_all_in_order() -> None:
    assert {s for s in REPORTS if expected_violations(REPORTS[s])} == {"pt-2020", "pt-gaj-2021"}


BALANCED = ("huaian-2024", "pt-2019", "sh-office-2025")
CHANGED = [a for a in FORMS.by_id("2021").cells if not a.startswith("proactive.")]


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize("address", CHANGED)
def test_one_changed_cell_is_found_and_its_line_named(address: str, step: int) -> None:
    sheet = sample_sheet("huaian-2024", {address: REPORTS["huaian-2024"]["cells"][address] + step})
    found = violations(sheet)
    assert found
    _, row, column = address.split(".")
    assert {line for _, line in found} <= {row, column}


@given(st.sampled_from(BALANCED), st.data())
def test_any_change_of_any_balanced_report_is_found(sample: str, data: st.DataObject) -> None:
    cells = REPORTS[sample]["cells"]
    address = data.draw(st.sampled_from([a for a in cells if not a.startswith("proactive.")]))
    step = data.draw(st.integers(-50, 50).filter(bool))
    found = [
        f
        for f in check(sample_sheet(sample, {address: cells[address] + step}))
        if f.severity == "error" and f.id[:2] in ("T3", "T4")
    ]
    assert found
    assert all(address in finding.where for finding in found)
    assert all(abs(finding.difference or 0) == abs(step) for finding in found)


@given(
    st.dictionaries(st.sampled_from([f"requests.{r}.{k}" for r in OUTCOMES["2021"] for k in KINDS]), st.integers(1, 99))
)
def test_a_report_whose_sums_are_left_to_the_form_balances(cells: dict[str, int]) -> None:
    received = {f"requests.received.{k}": sum(n for a, n in cells.items() if a.endswith(f".{k}")) for k in KINDS}
    zeros = {
        a: 0 for a in FORMS.by_id("2021").cells if a.startswith("requests.") and a not in FORMS.by_id("2021").totals
    }
    assert not violations(sheet_with(2024, {**zeros, **cells, **received}))


def test_a_finding_says_both_sides_the_difference_and_the_records() -> None:
    sheet = sheet_with(
        2024,
        {
            "requests.received.legal_service": 3,
            "requests.carried_in.legal_service": 1,
            "requests.granted.legal_service": 3,
            "requests.carried_out.legal_service": 0,
        },
        derived=Derived(records={"requests.received.legal_service": ("〔2019〕17号",)}),
    )
    finding = next(f for f in check(sheet) if f.id == "T3-ID" and f.severity == "error")
    assert finding.message == (
        "表三‘法律服务机构’列勾稽关系不符：一（3）＋二（1）＝4，三（七）（3）＋四（0）＝3，相差1件；涉及〔2019〕17号。"
    )
    assert finding.as_json() | {"basis": ""} == {
        "id": "T3-ID",
        "severity": "error",
        "where": [f"requests.{row}.legal_service" for row in FOUR],
        "left": 4,
        "right": 3,
        "difference": 1,
        "records": ["〔2019〕17号"],
        "message": finding.message,
        "basis": "",
        "acknowledged": None,
    }


def test_a_blank_sum_cannot_be_assessed() -> None:
    cells = dict(REPORTS["huaian-2024"]["cells"])
    cells["requests.concluded.business"] = ""
    cells["requests.granted.total"] = ""
    found = check(sheet_with(2024, cells))
    assert {f.id for f in found if f.severity == "error" and f.id.startswith("T3")} == set()
    unassessable = {(f.id, line_of(f)) for f in found if f.severity == "unassessable" and f.left is None}
    assert {("T3-ID", "business"), ("T3-TOT", "business"), ("T3-ROW", "granted"), ("T3-TOT", "total")} <= unassessable


def test_a_blank_part_counts_as_nothing() -> None:
    cells = dict(REPORTS["huaian-2024"]["cells"])
    assert cells["requests.granted.research"] == 0
    cells["requests.granted.research"] = ""
    assert not violations(sheet_with(2024, cells))


class TestAcrossYears:
    def year(self, year: int, **cells: Any) -> Sheet:
        return sheet_with(year, {a.replace("__", "."): v for a, v in cells.items()})

    def test_the_opening_figure_is_last_years_closing_one(self) -> None:
        last = sheet_with(2023, {"requests.carried_out.business": 5})
        sheet = sheet_with(2024, {"requests.carried_in.business": 4}, previous=last)
        finding = next(f for f in check(sheet) if f.id == "T3-OPEN" and f.severity == "error")
        assert (finding.left, finding.right, finding.difference) == (4, 5, -1)
        assert "上年四（5）" in finding.message

    def test_it_holds_from_form_2019_to_form_2021(self) -> None:
        last = sheet_with(2020, {"requests.carried_out.business": 5})
        sheet = sheet_with(2021, {"requests.carried_in.business": 4}, previous=last)
        assert any(f.id == "T3-OPEN" and f.severity == "error" for f in check(sheet))

    def test_an_unknown_last_year_is_said_once(self) -> None:
        assert only(check(sheet_with(2024, {"requests.carried_in.business": 4})), "T3-OPEN").severity == "unassessable"

    @pytest.mark.parametrize(
        ("issued", "repealed", "in_force", "found"),
        [(3, 1, 12, False), (3, 1, 11, True), ("3（其中修订2件）", 1, 10, False), ("3（其中修订2件）", 1, 11, True)],
    )
    def test_documents_in_force(self, issued: int | str, repealed: int, in_force: int, found: bool) -> None:
        last = sheet_with(2023, {"proactive.normative_documents.in_force": 10})
        row = "proactive.normative_documents"
        cells = {f"{row}.issued": issued, f"{row}.repealed": repealed, f"{row}.in_force": in_force}
        findings = [f for f in check(sheet_with(2024, cells, previous=last)) if f.id == "T2-21-FORCE"]
        assert bool(findings) == found
        assert all(f.severity == "warning" for f in findings)

    def test_no_relation_of_table_two_is_made_up_where_the_form_changed(self) -> None:
        last = sheet_with(2020, {"proactive.normative_documents.total_public": 8})
        cells = {"proactive.normative_documents.in_force": 99, "proactive.normative_documents.issued": 1}
        sheet = sheet_with(2021, {**cells, "proactive.normative_documents.repealed": 0}, previous=last)
        assert not [f for f in check(sheet) if f.id == "T2-21-FORCE"]

    def test_items_of_last_year(self) -> None:
        last = sheet_with(2019, {"proactive.licences.previous": 10, "proactive.licences.change": -3})
        good = sheet_with(2020, {"proactive.licences.previous": 7, "proactive.licences.change": 0}, previous=last)
        wrong = sheet_with(2020, {"proactive.licences.previous": 8, "proactive.licences.change": 0}, previous=last)
        assert not [f for f in check(good) if f.id == "T2-19-ITEM"]
        assert only(check(wrong), "T2-19-ITEM").severity == "warning"

    def test_fewer_items_than_none_is_an_error(self) -> None:
        sheet = sheet_with(2019, {"proactive.licences.previous": 2, "proactive.licences.change": -3})
        found = [f for f in check(sheet) if f.id == "T2-19-ITEM" and f.severity == "error"]
        assert [f.right for f in found] == [-1]

    def test_more_published_than_public(self) -> None:
        cells = {"proactive.regulations.published": 5, "proactive.regulations.total_public": 4}
        found = [f for f in check(sheet_with(2019, cells)) if f.id == "T2-19-TOTAL" and f.severity == "warning"]
        assert [(f.left, f.right) for f in found] == [(5, 4)]

    @pytest.mark.parametrize(
        ("this", "last", "found"), [(19, 0, False), (20, 0, True), (100, 20, False), (101, 20, True), (3, 20, True)]
    )
    def test_a_jump_is_more_than_five_times(self, this: int, last: int, found: bool) -> None:
        sheet = sheet_with(
            2024,
            {"requests.received.business": this},
            previous=sheet_with(2023, {"requests.received.business": last}),
        )
        assert [f.where for f in check(sheet) if f.id == "JUMP"] == ([("requests.received.total",)] if found else [])

    def test_three_rows_that_were_one_are_compared_together(self) -> None:
        last = sheet_with(2020, {"requests.other.business": 30})
        rows = {"not_corrected": 10, "fee_unpaid": 10, "other": 10}
        sheet = sheet_with(2021, {f"requests.{row}.business": n for row, n in rows.items()}, previous=last)
        assert not [f for f in check(sheet) if f.id == "JUMP"]
        rows["other"] = 200
        sheet = sheet_with(2021, {f"requests.{row}.business": n for row, n in rows.items()}, previous=last)
        jumps = {f.where for f in check(sheet) if f.id == "JUMP"}
        together = tuple(f"requests.{row}.total" for row in rows)
        assert jumps == {together, ("requests.concluded.total",)}

    def test_rows_are_merged_with_those_of_the_form_before_and_no_other(self) -> None:
        other = msgspec.structs.replace(FORMS.by_id("2021"), id="between")
        last = build_sheet(other, Report("某局", 2023, "between", {"requests.other.business": 30}))
        form = FORMS.by_id("2021")
        sheet = build_sheet(form, Report("某局", 2024, "2021", {"requests.other.business": 31}), previous=last)
        assert sheet.faces["requests.other.business"].last_year == 30
        rows = {"not_corrected": 90, "fee_unpaid": 90, "other": 30}
        sheet = build_sheet(
            form, Report("某局", 2024, "2021", {f"requests.{r}.business": n for r, n in rows.items()}), previous=last
        )
        assert tuple(f"requests.{row}.total" for row in rows) not in {f.where for f in check(sheet) if f.id == "JUMP"}

    def test_yuan_typed_for_ten_thousand_yuan(self) -> None:
        last = sheet_with(2023, {"proactive.fees.amount": "9.5"})
        sheet = sheet_with(2024, {"proactive.fees.amount": 95000}, previous=last)
        assert only(check(sheet), "T2-UNIT").left == 95000


@pytest.mark.parametrize(
    ("address", "value", "severity"),
    [
        ("requests.received.business", -1, "error"),
        ("requests.received.business", "1.5", "error"),
        ("requests.received.business", "2（含1件撤回）", None),
        ("proactive.fees.amount", "0.123456", None),
        ("proactive.fees.amount", "0.1234567", "error"),
        ("proactive.fees.amount", "-1", "error"),
        ("requests.received.business", "/", "warning"),
        ("requests.received.business", "", "warning"),
    ],
)
def test_what_may_stand_in_a_cell(address: str, value: int | str, severity: str | None) -> None:
    cells = {**REPORTS["huaian-2024"]["cells"], address: value}
    found = [f for f in check(sheet_with(2024, cells)) if f.id == "VAL" and address in f.where]
    assert [f.severity for f in found] == ([severity] if severity else [])


def test_a_negative_change_is_lawful() -> None:
    assert not [
        f for f in check(sheet_with(2019, {"proactive.licences.change": -3})) if f.severity == "error" and f.id == "VAL"
    ]


def test_blanks_are_one_finding_a_table() -> None:
    found = [f for f in check(sheet_with(2024, {"requests.received.business": 1})) if f.id == "VAL"]
    assert {f.where[0].split(".")[0]: len(f.where) for f in found} == {
        "proactive": 10,
        "requests": 24 * 6 - 1,
        "remedies": 12,
    }


def test_purchases_have_number_and_amount_together() -> None:
    cells = {"proactive.procurement.count": 3, "proactive.procurement.amount": 0}
    assert only(check(sheet_with(2019, cells)), "T2-19-BUY").severity == "warning"
    cells["proactive.procurement.amount"] = "251000元"
    assert not [f for f in check(sheet_with(2019, cells)) if f.id == "T2-19-BUY"]


@pytest.mark.parametrize(
    ("count", "amount", "found"),
    [(3, "", True), ("", "251000元", True), (3, "/", True), ("", "", False), (0, "", False), (3, None, False)],
)
def test_an_amount_printed_blank_is_none_and_an_unknown_one_is_not_known(
    count: int | str, amount: int | str | None, found: bool
) -> None:
    cells = {"proactive.procurement.count": count, "proactive.procurement.amount": amount}
    assert bool([f for f in check(sheet_with(2019, cells)) if f.id == "T2-19-BUY"]) == found


@pytest.mark.parametrize(
    ("parts", "severities"),
    [((0, 0, 0, 0), []), (("/", "/", "/", "/"), []), (("", 0, "/", ""), []), ((0, 3, 0, 0), ["unassessable"])],
)
def test_a_slash_for_a_total_says_that_there_is_nothing(parts: tuple[int | str, ...], severities: list[str]) -> None:
    cells = {f"remedies.reconsideration.{result}": part for result, part in zip(RESULTS, parts, strict=True)}
    cells["remedies.reconsideration.total"] = "/"
    found = [f for f in check(sheet_with(2024, cells)) if f.id == "T4-SUM"]
    assert [f.severity for f in found] == severities
    assert all("“/”" in f.message for f in found)


def test_a_slash_for_what_was_concluded_leaves_the_balance_open() -> None:
    cells = {**REPORTS["huaian-2024"]["cells"], "requests.concluded.business": "/"}
    found = {f.id: f.severity for f in check(sheet_with(2024, cells)) if "requests.concluded.business" in f.where}
    assert {found["T3-ID"], found["T3-TOT"]} == {"unassessable"}


@pytest.mark.parametrize(("level", "found"), [("department", True), ("government", False)])
def test_a_department_makes_no_rules(level: str, found: bool) -> None:
    findings = check(sheet_with(2024, {"proactive.regulations.in_force": 1}), level)
    assert bool([f for f in findings if f.id == "T2-REG"]) == found


def test_an_acknowledgement_survives_and_ends_with_other_figures() -> None:
    cells = {**REPORTS["huaian-2024"]["cells"], "requests.received.business": 54}
    finding = next(f for f in check(sheet_with(2024, cells)) if f.id == "T3-ID")
    accepted = {finding.key: "原报告如此"}
    again = check(sheet_with(2024, {**cells, "proactive.licences.decisions": 1}, acknowledged=accepted))
    assert [f.acknowledged for f in again if f.key == finding.key] == ["原报告如此"]
    assert not [f for f in again if f.key == finding.key and f.open_error]
    other = check(sheet_with(2024, {**cells, "requests.received.business": 60}, acknowledged=accepted))
    assert all(f.acknowledged is None for f in other)


class TestFaces:
    def test_the_entered_figure_counts_then_the_derived_then_the_computed(self) -> None:
        derived = Derived({"requests.received.business": 7, "requests.received.research": 2})
        sheet = sheet_with(2024, {"requests.received.business": 5}, derived=derived)
        assert sheet.figure("requests.received.business") == 5
        assert sheet.figure("requests.received.research") == 2
        assert sheet.figure("requests.received.other") is None
        assert sheet.figure("requests.received.total") == 7
        assert sheet.faces["requests.received.total"].computed == 7

    def test_a_printed_blank_counts_before_the_records(self) -> None:
        sheet = sheet_with(2024, {"requests.received.business": ""}, derived=Derived({"requests.received.business": 7}))
        assert sheet.figure("requests.received.business") == ""

    def test_an_entered_total_stands_as_printed(self) -> None:
        sheet = sheet_with(2024, {"requests.received.business": 5, "requests.received.total": 9})
        assert sheet.figure("requests.received.total") == 9
        assert sheet.faces["requests.received.total"].computed == 5

    def test_a_difference_is_a_finding_and_a_reason_acknowledges_it(self) -> None:
        derived = Derived({"requests.received.business": 7}, {"requests.received.business": ("〔2024〕1号",)})
        cells = {"requests.received.business": 5}
        finding = only(check(sheet_with(2024, cells, derived=derived)), "DERIVED")
        assert (finding.left, finding.right, finding.records) == (5, 7, ("〔2024〕1号",))
        reasons = {"requests.received.business": "两件并案"}
        assert (
            only(check(sheet_with(2024, cells, derived=derived, reasons=reasons)), "DERIVED").acknowledged == "两件并案"
        )

    def test_decimals_add_exactly(self) -> None:
        sheet = sheet_with(2024, {"requests.received.business": "0.1", "requests.received.research": "0.2"})
        assert sheet.figure("requests.received.total") == "0.3"
        assert sheet.number("requests.received.total") == Decimal("0.3")
