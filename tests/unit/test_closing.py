"""REQ-CLOSE as a decision table: what each outcome lacks when nothing is there, and nothing once it is."""

from datetime import date
from typing import Any

import pytest

from tui_disclose.records.closing import lacks, needs_of
from tui_disclose.records.request import from_document, from_json
from tui_disclose.statutory.calendar_files import national_calendar
from tui_disclose.tui.request_words import ground_for

CALENDAR = national_calendar()
LETTER = {"letter": "市科公复〔2024〕1号", "method": "post"}
WHOLE = {**LETTER, "ground": "条例"}
ASKED = {"kind": "correction_requested", "on": "2024-03-05", "until": "2024-03-12"}
CORRECTED = {"kind": "correction_received", "on": "2024-03-08"}
EXPLAINED = {"kind": "explanation_requested", "on": "2024-03-05"}
CONSULTED = {"kind": "third_party_consulted", "on": "2024-03-05"}
FEE = {"kind": "fee_notified", "on": "2024-03-05", "amount": 700}

# Outcome → what a bare reply in time lacks (the Regulation, Art. 30, 32, 35, 36; the fee measure).
_ONLY_A_LETTER = (
    *("granted", "partial", "state_secret", "prohibited_by_law", "security", "internal_affairs", "deliberative"),
    *("enforcement_file", "administrative_query", "not_held", "needs_creation", "petition", "repeated", "publications"),
)
TABLE: dict[str, set[str]] = {
    **{outcome: {"ground", "letter", "method"} for outcome in _ONLY_A_LETTER},
    "third_party": {"ground", "letter", "method", "third_party_consulted"},
    "unclear": {"ground", "letter", "method", "correction_requested"},
    "excessive": {"ground", "letter", "method", "explanation_requested"},
    "not_corrected": {"ground", "letter", "method", "correction_requested"},
    "fee_unpaid": {"ground", "letter", "method", "fee_notified"},
    # No article was found for these two (statutory.md §11), so none is asked for.
    "confirmation": {"letter", "method"},
    "other": {"letter", "method"},
}

# Outcome → what must have happened before a complete reply.
BEFORE: dict[str, list[dict[str, Any]]] = {
    "third_party": [CONSULTED],
    "unclear": [ASKED, CORRECTED],
    "excessive": [EXPLAINED],
    "not_corrected": [ASKED],
    "fee_unpaid": [FEE],
}


def lacking(outcome: str, on: str = "2024-03-20", *before: dict[str, Any], **values: Any) -> set[str]:
    reply = {"kind": "replied", "on": on, "outcome": outcome, **values}
    return _of([*before, reply])


def _of(events: list[dict[str, Any]]) -> set[str]:
    data = {
        "number": "1",
        "channel": "in_person",
        "arrived_on": "2024-03-01",
        "applicant": {"kind": "other"},
        "events": events,
    }
    number, document, _ = from_json(data)
    request = from_document(number, document)
    return {lack.key for lack in lacks(request, request.clock(CALENDAR), CALENDAR)}


def test_the_table_has_every_outcome() -> None:
    from tui_disclose.records.events import event_ledger

    assert {choice.key for choice in event_ledger("replied").field("outcome").choices} == set(TABLE)


@pytest.mark.parametrize("outcome", TABLE)
def test_a_bare_reply_lacks_what_its_outcome_needs(outcome: str) -> None:
    assert lacking(outcome) == TABLE[outcome]


@pytest.mark.parametrize("outcome", TABLE)
def test_a_complete_reply_lacks_nothing(outcome: str) -> None:
    # The fee notice of 5 March leaves the applicant until 2 April.
    on = "2024-04-03" if outcome == "fee_unpaid" else "2024-03-20"
    assert lacking(outcome, on, *BEFORE.get(outcome, []), **WHOLE) == set()


@pytest.mark.parametrize("outcome", [each for each in TABLE if each not in ("not_corrected", "fee_unpaid")])
def test_a_late_reply_needs_reason_and_person(outcome: str) -> None:
    before = BEFORE.get(outcome, [])
    assert lacking(outcome, "2024-06-03", *before, **WHOLE) == {"late_reason", "late_person"}
    late = {"late_reason": "档案调阅", "late_person": "李四"}
    assert lacking(outcome, "2024-06-03", *before, **WHOLE, **late) == set()


def test_a_limit_that_has_not_passed_closes_nothing() -> None:
    assert lacking("not_corrected", "2024-03-12", ASKED, **WHOLE) == {"correction_lapsed"}
    assert lacking("not_corrected", "2024-03-13", ASKED, **WHOLE) == set()
    # 20 working days after 5 March 2024: 2 April; Qingming begins on the 4th.
    assert lacking("fee_unpaid", "2024-04-02", FEE, **WHOLE) == {"fee_lapsed"}
    assert lacking("fee_unpaid", "2024-04-03", FEE, **WHOLE) == set()


REFUSED = {"kind": "third_party_replied", "on": "2024-03-08", "opinion": "refused"}
TOLD = {"third_party_told_on": "2024-03-19"}


# Art. 32: only where the information is given against its will is the third party told of it.
@pytest.mark.parametrize(
    ("outcome", "said", "wanting"),
    [
        ("granted", {}, {"third_party_told"}),
        ("granted", TOLD, set()),
        ("partial", {}, {"third_party_part"}),
        ("partial", {"objected_part": "withheld"}, set()),
        ("partial", {"objected_part": "given"}, {"third_party_told"}),
        ("partial", {"objected_part": "given", **TOLD}, set()),
        ("partial", TOLD, set()),
        ("third_party", {}, set()),
    ],
)
def test_a_third_party_whose_objection_is_overruled_must_be_told(
    outcome: str, said: dict[str, str], wanting: set[str]
) -> None:
    assert lacking(outcome, "2024-03-20", CONSULTED, REFUSED, **WHOLE, **said) == wanting
    assert lacking(outcome, "2024-03-20", CONSULTED, {**REFUSED, "opinion": "agreed"}, **WHOLE, **said) == set()


def test_the_last_word_of_each_third_party_counts() -> None:
    one, other = {**REFUSED, "party": "甲公司"}, {**REFUSED, "party": "乙公司"}
    agreed = {"opinion": "agreed", "on": "2024-03-11"}
    assert lacking("granted", "2024-03-20", CONSULTED, one, {**one, **agreed}, **WHOLE) == set()
    assert lacking("granted", "2024-03-20", CONSULTED, one, {**other, **agreed}, **WHOLE) == {"third_party_told"}
    assert lacking("granted", "2024-03-20", CONSULTED, REFUSED, {**REFUSED, **agreed}, **WHOLE) == {"third_party_told"}


@pytest.mark.parametrize(
    ("outcome", "on", "remedy", "right"),
    [
        ("state_secret", "2024-03-20", "reconsideration_first", True),
        ("state_secret", "2024-03-20", "either", False),
        ("partial", "2024-03-20", "either", False),
        ("partial", "2024-03-20", "none", False),
        ("granted", "2024-03-20", "either", True),
        ("not_held", "2024-03-20", "reconsideration_first", False),
        ("administrative_query", "2024-03-20", "either", True),
    ],
)
def test_the_remedies_that_were_told_must_be_those_of_the_day(outcome: str, on: str, remedy: str, right: bool) -> None:
    assert lacking(outcome, on, **WHOLE, remedy=remedy) == (set() if right else {"remedy"})


def test_before_2024_a_refusal_could_be_taken_to_court() -> None:
    data = {
        "number": "1",
        "channel": "fax",
        "arrived_on": "2023-12-01",
        "applicant": {"kind": "other"},
        "events": [{"kind": "replied", "on": "2023-12-29", "outcome": "security", "remedy": "either", **WHOLE}],
    }
    number, document, _ = from_json(data)
    request = from_document(number, document)
    assert lacks(request, request.clock(CALENDAR), CALENDAR) == ()


def test_a_withdrawal_needs_nothing_and_an_open_request_lacks_nothing() -> None:
    assert _of([{"kind": "withdrawn", "on": "2024-06-05"}]) == set()
    assert _of([ASKED]) == set()
    assert needs_of("withdrawn") == ()


def test_what_an_outcome_needs_must_have_happened_before_it() -> None:
    for outcome, needed in (("third_party", CONSULTED), ("unclear", ASKED), ("excessive", EXPLAINED)):
        after = {"kind": "replied", "on": "2024-03-04", "outcome": outcome, **WHOLE}
        assert _of([after, needed]) == {needed["kind"]}


def test_only_the_first_reply_is_looked_at() -> None:
    again = {"kind": "replied", "on": "2024-05-20", "outcome": "third_party"}
    assert _of([{"kind": "replied", "on": "2024-03-20", "outcome": "granted", **WHOLE}, again]) == set()


def test_a_lapse_that_is_declared_late_needs_reason_and_person() -> None:
    # Neither notice stops the clock: Art. 30 gives 7 working days (12 March), the fee notice comes after 29 March.
    asked = {**ASKED, "on": "2024-03-20", "until": "2024-03-27"}
    charged = {**FEE, "on": "2024-04-08"}
    for outcome, notice in (("not_corrected", asked), ("fee_unpaid", charged)):
        assert lacking(outcome, "2024-06-03", notice, **WHOLE) == {"late_reason", "late_person"}
        assert lacking(outcome, "2024-06-03", BEFORE[outcome][0], **WHOLE) == set(), "in time the clock stands still"


def test_the_ground_that_the_form_offers_is_that_of_the_letter() -> None:
    assert ground_for("partial") == "《中华人民共和国政府信息公开条例》第三十七条"
    assert "第三十六条第三项" in ground_for("state_secret")
    assert ground_for("confirmation") == ground_for(None) == ""
    assert date(2024, 4, 2) == CALENDAR.add(date(2024, 3, 5), 20)
