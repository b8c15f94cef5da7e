"""三 and 四 out of the records: equal to an independent count, balanced, carried over by the very requests."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FORMS
from tui_disclose.records.facts import CaseFact, Fact, Groups, case_fact, request_fact
from tui_disclose.records.remedy import from_json as remedy_from_json
from tui_disclose.records.report import Report
from tui_disclose.records.request import from_document, from_json
from tui_disclose.report.check import check
from tui_disclose.report.derive import derive_remedies, derive_requests, requests_between, requests_of_year
from tui_disclose.report.sheet import Derived, Sheet, build_sheet
from tui_disclose.statutory import forms as forms_folder
from tui_disclose.statutory.calendar_files import national_calendar

KINDS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
CHANNELS = ("in_person", "oral", "registered_mail", "ordinary_mail", "internet", "fax")
OUTCOMES = (
    *("granted", "partial", "state_secret", "prohibited_by_law", "security", "third_party", "internal_affairs"),
    *("deliberative", "enforcement_file", "administrative_query", "not_held", "needs_creation", "unclear", "petition"),
    *("repeated", "publications", "excessive", "confirmation", "not_corrected", "fee_unpaid", "other"),
)
YEARS = range(2016, 2027)
FIRST, LAST = date(2016, 1, 1), date(2025, 12, 31)


@st.composite
def requests(draw: st.DrawFn, number: int = 0) -> dict[str, Any]:
    """Draw a request as JSON: any channel, any applicant, open, replied (again and again) or withdrawn."""
    arrived = draw(st.dates(FIRST, LAST))
    confirmed = arrived + timedelta(days=draw(st.integers(0, 20))) if draw(st.booleans()) else None
    base = max(arrived, confirmed or arrived)
    events: list[dict[str, Any]] = [{"kind": "note", "on": arrived.isoformat()}]
    for _ in range(draw(st.integers(0, 3))):
        on = (base + timedelta(days=draw(st.integers(0, 1_500)))).isoformat()
        kind = draw(st.sampled_from(["replied", "replied", "withdrawn", "served"]))
        event = {"kind": kind, "on": on}
        if kind == "replied":
            event["outcome"] = draw(st.sampled_from(OUTCOMES))
        if draw(st.integers(0, 5)) == 0:
            event["struck_out"] = "误录"
        events.append(event)
    effective = [event for event in events if "struck_out" not in event]
    return {
        "number": f"〔{arrived.year}〕{number}号",
        "channel": draw(st.sampled_from(CHANNELS)),
        "arrived_on": arrived.isoformat(),
        "confirmed_on": confirmed and confirmed.isoformat(),
        "applicant": {"kind": draw(st.sampled_from(KINDS)), "name": "某"},
        "events": effective,
        "struck_events": [event for event in events if "struck_out" in event],
    }


def fact(data: dict[str, Any]) -> Fact:
    number, document, _ = from_json(data)
    found = request_fact(number, document)
    assert found
    return found


def independent(data: list[dict[str, Any]], year: int, form: str) -> Counter[str]:
    """Count a year's 三 from the requests as JSON, day by day as the law words it."""
    counted: Counter[str] = Counter()
    for request in data:
        arrived, confirmed = request["arrived_on"], request["confirmed_on"]
        by_confirmation = request["channel"] in ("ordinary_mail", "internet", "fax")
        received = date.fromisoformat((confirmed or arrived) if by_confirmation else arrived)
        closings = [e for e in request["events"] if e["kind"] in ("replied", "withdrawn")]
        # A reply goes before a withdrawal of the same day; of two replies of one day the outcome's name decides.
        closings.sort(key=lambda e: (e["on"], e["kind"] != "replied", e.get("outcome", "")))
        closed = date.fromisoformat(closings[0]["on"]) if closings else None
        column = request["applicant"]["kind"]
        open_before = received < date(year, 1, 1) and (closed is None or closed.year >= year)
        if received.year == year:
            counted[f"requests.received.{column}"] += 1
        if open_before:
            counted[f"requests.carried_in.{column}"] += 1
        if closed and closed.year == year:
            outcome = closings[0].get("outcome", "other")
            if form == "2019" and outcome in ("not_corrected", "fee_unpaid"):
                outcome = "other"
            counted[f"requests.{outcome}.{column}"] += 1
        if received.year <= year and (closed is None or closed.year > year):
            counted[f"requests.carried_out.{column}"] += 1
    return counted


def sheets(facts: list[Fact], cases: list[CaseFact], years: range = YEARS) -> list[Sheet]:
    """Return the sheets of years on the form of each, nothing typed in any of them."""
    found: list[Sheet] = []
    for year in years:
        form = FORMS.for_year(year)
        derived = derive_requests(form, facts, year)
        more = derive_remedies(form, cases, year)
        both = Derived({**derived.figures, **more.figures}, {**derived.records, **more.records})
        found.append(build_sheet(form, Report("某局", year, form.id), both, found[-1] if found else None))
    return found


BALANCES = ("T3-ID", "T3-TOT", "T3-ROW", "T3-OPEN", "T3-CASE", "T4-SUM", "T4-CARRY")


@given(st.lists(requests(), max_size=40))
def test_ten_years_equal_an_independent_count_and_balance(drawn: list[dict[str, Any]]) -> None:
    data = [{**request, "number": f"{n}号"} for n, request in enumerate(drawn)]
    for sheet in sheets([fact(request) for request in data], []):
        counted = independent(data, sheet.report.year, sheet.form.id)
        assert {a: n for a, n in sheet.derived.figures.items() if n and a.startswith("requests.")} == counted
        assert {a: len(r) for a, r in sheet.derived.records.items() if a not in sheet.form.totals} == counted
        assert not [f for f in check(sheet) if f.id in BALANCES and f.severity == "error"]


@given(st.lists(requests(), min_size=1, max_size=20), st.data())
def test_removing_a_request_changes_exactly_its_own_cells(drawn: list[dict[str, Any]], data: st.DataObject) -> None:
    every = [{**request, "number": f"{n}号"} for n, request in enumerate(drawn)]
    gone = data.draw(st.sampled_from(every))
    year = data.draw(st.sampled_from(YEARS))
    form = FORMS.for_year(year)
    with_it = derive_requests(form, map(fact, every), year)
    without = derive_requests(form, (fact(r) for r in every if r is not gone), year)
    changed = {a: with_it.figures[a] - n for a, n in without.figures.items() if n != with_it.figures[a]}  # type: ignore[operator]
    assert changed == independent([gone], year, form.id)
    behind = {a for a, numbers in with_it.records.items() if gone["number"] in numbers}
    assert {a for a in behind if a not in form.totals} == changed.keys()
    assert {a for a in behind if a in form.totals} == {a for a in form.totals if _reaches(form.totals, a, set(changed))}


def _reaches(totals: dict[str, tuple[str, ...]], address: str, cells: set[str]) -> bool:
    return any(part in cells or (part in totals and _reaches(totals, part, cells)) for part in totals[address])


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_has_its_row_in_every_column(outcome: str, kind: str, form: str) -> None:
    facts = [Fact("1号", kind, "2019-12-30", "2021-02-01", outcome)]
    year = 2021
    derived = derive_requests(FORMS.by_id(form), facts, year)
    row = "other" if form == "2019" and outcome in ("not_corrected", "fee_unpaid") else outcome
    assert {a for a, n in derived.figures.items() if n} == {f"requests.{row}.{kind}", f"requests.carried_in.{kind}"}


def test_a_form_that_names_neither_outcome_nor_applicant_counts_them_as_other() -> None:
    facts = [Fact("1号", "co-operative", "2021-02-01", "2021-03-01", "transferred")]
    derived = derive_requests(FORMS.by_id("2021"), facts, 2021)
    assert {a for a, n in derived.figures.items() if n} == {"requests.received.other", "requests.other.other"}


def test_a_form_without_these_tables_has_no_derived_figures() -> None:
    from tests.conftest import SAMPLES
    from tui_disclose.statutory.form_files import read_form

    form = read_form("form-2031.toml", (SAMPLES / "form-2031.toml").read_bytes())
    facts = [Fact("1号", "other", "2024-02-01", "", "")]
    assert derive_requests(form, facts, 2024) == derive_remedies(form, [], 2024) == Derived()


@given(requests())
def test_the_facts_are_those_of_the_clock(data: dict[str, Any]) -> None:
    number, document, _ = from_json(data)
    found, clock = fact(data), from_document(number, document).clock(national_calendar())
    assert found.received_on == clock.received_on.isoformat()
    assert found.closed_on == (clock.closed_on.isoformat() if clock.closed_on else "")
    assert found.outcome == clock.outcome


def test_what_was_taken_out_or_taken_back_counts_nowhere() -> None:
    _, document, _ = from_json(
        {"number": "1", "channel": "fax", "arrived_on": "2024-01-02", "applicant": {"kind": "other"}}
    )
    assert request_fact("1", document) is not None
    assert request_fact("1", {**document, "taken_out.on": "2024-02-01"}) is None
    assert request_fact("1", {"number": "1"}) is None


# ---- 四 ----

PATHS = ("reconsideration", "litigation")
RESULTS = ("upheld", "corrected", "other")


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    filed = draw(st.dates(FIRST, LAST))
    path = draw(st.sampled_from(PATHS))
    decided = draw(st.none() | st.integers(0, 1_200))
    return {
        "path": path,
        "request": "〔2016〕1号",
        "after": draw(st.sampled_from([None, "复议x"])) if path == "litigation" else None,
        "filed_on": filed.isoformat(),
        "decided_on": None if decided is None else (filed + timedelta(days=decided)).isoformat(),
        "result": None if decided is None else draw(st.sampled_from(RESULTS)),
    }


@given(st.lists(cases(), max_size=30))
def test_a_year_counts_cases_decided_in_it_and_those_open_at_its_end(drawn: list[dict[str, Any]]) -> None:
    data = [{**case, "number": f"案{n}"} for n, case in enumerate(drawn)]
    facts = []
    for each in data:
        number, document, _ = remedy_from_json(each)
        found = case_fact(number, document)
        assert found
        facts.append(found)
    for sheet in sheets([], facts):
        year = str(sheet.report.year)
        counted: Counter[str] = Counter()
        for case in data:
            group = {"reconsideration": "reconsideration"}.get(case["path"])
            group = group or ("litigation_after" if case["after"] else "litigation_direct")
            if case["decided_on"] and case["decided_on"][:4] == year:
                counted[f"remedies.{group}.{case['result']}"] += 1
            elif case["filed_on"][:4] <= year and not (case["decided_on"] and case["decided_on"][:4] < year):
                counted[f"remedies.{group}.pending"] += 1
        assert {a: n for a, n in sheet.derived.figures.items() if n} == counted
        assert not [f for f in check(sheet) if f.id in BALANCES and f.severity == "error"]


@given(st.lists(requests(), max_size=25), st.sampled_from([*YEARS, 2040]))
def test_groups_by_years_give_what_the_single_requests_give(drawn: list[dict[str, Any]], year: int) -> None:
    facts = [fact({**request, "number": f"{n}号"}) for n, request in enumerate(drawn)]
    form = FORMS.for_year(year)
    assert requests_of_year(form, Groups(facts), year) == derive_requests(form, facts, year)


@given(st.lists(requests(), min_size=1, max_size=9), st.data())
def test_groups_follow_what_is_registered_changed_and_taken_out(
    drawn: list[dict[str, Any]], data: st.DataObject
) -> None:
    before = [fact({**request, "number": f"{n}号"}) for n, request in enumerate(drawn)]
    groups = Groups(before)
    now = dict.fromkeys((each.number for each in before), None) | {each.number: each for each in before}
    for n in data.draw(st.lists(st.integers(0, len(before) + 2), max_size=9)):
        number = f"{n}号"
        after = fact({**data.draw(requests()), "number": number}) if data.draw(st.booleans()) else None
        if number in now or after:
            groups.put(now.get(number), after)
            now[number] = after
    for year in YEARS:
        form = FORMS.for_year(year)
        kept = [each for each in now.values() if each]
        assert requests_of_year(form, groups, year) == derive_requests(form, kept, year)


@given(st.lists(requests(), max_size=25))
def test_quarters_add_up_to_the_year(drawn: list[dict[str, Any]]) -> None:
    facts = [fact({**request, "number": f"{n}号"}) for n, request in enumerate(drawn)]
    form = FORMS.by_id("2021")
    spans = [("2022-01-01", "2022-03-31"), ("2022-04-01", "2022-06-30"), ("2022-07-01", "2022-12-31")]
    parts = [requests_between(form, facts, *span).figures for span in spans]
    whole = derive_requests(form, facts, 2022).figures
    for address, figure in whole.items():
        row = address.split(".")[1]
        if row == "carried_in":
            assert figure == parts[0][address]
        elif row == "carried_out":
            assert figure == parts[-1][address]
        else:
            assert figure == sum(int(part[address]) for part in parts)


def test_an_invented_form_with_other_outcome_rows_is_derived_without_any_code() -> None:
    """Rows are taken from the form's own map: here one row counts two outcomes, another has a new name."""
    from tui_disclose.statutory.form_files import read_form

    text = (Path(forms_folder.__file__).parent / "forms" / "2021.toml").read_text(encoding="utf-8")
    lapsed = text.replace('key = "not_corrected"', 'key = "lapsed"').replace(
        'outcomes = ["not_corrected"]', 'outcomes = ["not_corrected", "fee_unpaid"]'
    )
    lines = [line for line in lapsed.splitlines() if 'key = "fee_unpaid"' not in line]
    invented = "\n".join(lines).replace('"not_corrected", "fee_unpaid", "other"', '"lapsed", "other"')
    form = read_form("2041.toml", invented.replace('id = "2021"', 'id = "2041"').encode())
    facts = [
        Fact("1号", "business", "2041-02-01", "2041-03-01", "not_corrected"),
        Fact("2号", "business", "2041-02-01", "2041-03-01", "fee_unpaid"),
        Fact("3号", "business", "2041-02-01", "2041-03-01", "granted"),
    ]
    derived = derive_requests(form, facts, 2041)
    assert {a: n for a, n in derived.figures.items() if n} == {
        "requests.received.business": 3,
        "requests.lapsed.business": 2,
        "requests.granted.business": 1,
    }
    assert derived.records["requests.lapsed.business"] == ("1号", "2号")
