"""Reviews and lawsuits (行政复议、行政诉讼, place 5): tied to the reply they attack; one case counts once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.ledgers import find_row, place_of
from tui_disclose.office.requests import REQUESTS, event_field
from tui_disclose.problems import Refused
from tui_disclose.records.events import checked_event
from tui_disclose.records.fields import checked_values, missing
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.remedy import TABLE, Remedy, from_document, refuse_impossible
from tui_disclose.records.request import TABLE as REQUEST_TABLE
from tui_disclose.records.request import next_event, refuse_impossible_event
from tui_disclose.statutory.deadlines import Deadline, deadline
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Change, Entry

REMEDIES = ledger(TABLE)


class Owed(msgspec.Struct, frozen=True):
    """A case in which the office has to answer a review authority or a court."""

    number: str
    what: str
    """答复 or 答辩."""
    due: Deadline


def register(office: Office, number: str, values: Mapping[str, Any], why: str = "") -> Entry:
    """Register a case under the number that the office gives it; Refused for what cannot be taken."""
    given = one_line(number).strip()
    kept = {key: value for key, value in checked_values(REMEDIES, values).items() if value is not None}
    if not given:
        raise Refused("案件编号还没有填写。")
    for sentence in missing(REMEDIES, kept).values():
        raise Refused(sentence)
    _refuse(office, given, kept)
    entry = ledgers.add_as(office, REMEDIES, given, kept, why)
    if entry is None:
        raise Refused(f"编号{given}已经有了，编号不能重复使用。")
    return entry


def change_case(
    office: Office, number: str, values: Mapping[str, Any], seen: Mapping[str, Any] | None = None, why: str = ""
) -> Entry | None:
    """Save values of a case as one act, None taking one away; Refused for what cannot be, Changed where overtaken."""
    row = find_row(office, REMEDIES, number)
    fields = checked_values(REMEDIES, values)
    after = {key: value for key, value in {**row.fields, **fields}.items() if value is not None}
    for sentence in missing(REMEDIES, after).values():
        raise Refused(sentence)
    _refuse(office, number, after)
    return ledgers.change(office, REMEDIES, number, fields, seen, why)


def _refuse(office: Office, number: str, fields: Mapping[str, Any]) -> None:
    refuse_impossible(number, fields)
    request = office.store.record(REQUEST_TABLE, fields["request"])
    if not request:
        raise Refused(f"没有编号为“{one_line(fields['request'])}”的申请，所涉申请请核对。")
    if fields["filed_on"] < request["arrived_on"]:
        raise Refused(f"申请、起诉之日（{fields['filed_on']}）早于申请{fields['request']}到达之日，请核对日期。")
    if after := fields.get("after"):
        before = office.store.record(TABLE, after)
        if not before or before["path"] != "reconsideration":
            raise Refused(f"没有编号为“{one_line(after)}”的复议案件，先行复议请核对。")


def decide(
    office: Office,
    number: str,
    decided_on: date,
    result: str,
    re_reply: Mapping[str, Any] | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Entry | None:
    """Save a case's decision as one act; with `re_reply` (until or days) it orders a new reply (责令重新答复).

    The order is an event of the request with a limit of its own; it changes no figure of 三. Refused for what cannot
    be.
    """
    values = {"decided_on": decided_on.isoformat(), "result": result}
    if re_reply is None:
        return change_case(office, number, values, seen)
    refuse_read_only(office)
    row = find_row(office, REMEDIES, number)
    ledgers.refuse_taken_out(REMEDIES, number, row.fields)
    fields = checked_values(REMEDIES, values)
    _refuse(office, number, {**row.fields, **fields})
    concerned = row.fields["request"]
    request = find_row(office, REQUESTS, concerned).fields
    event = {"kind": "re_reply_ordered", "on": decided_on.isoformat(), "case": number, **re_reply}
    raw, _ = checked_event(event)
    refuse_impossible_event(concerned, request, raw)
    n = event_field(next_event(request))
    expected = {
        (TABLE, number): {key: (seen or row.fields).get(key) for key in fields},
        (REQUEST_TABLE, concerned): {n: None},
    }
    return office.store.apply(
        [Change(TABLE, number, dict(fields)), Change(REQUEST_TABLE, concerned, {n: raw})],
        office.who,
        f"登记案件{number}审结，责令重新答复申请{concerned}",
        expected,
        place=place_of(REMEDIES, number),
    )


def find_case(office: Office, number: str) -> Remedy:
    """Return a case by its number; Refused where there is none."""
    return from_document(number, find_row(office, REMEDIES, number).fields)


def cases(office: Office, with_taken_out: bool = False) -> list[Remedy]:
    """Return all cases in the order of registration."""
    return [from_document(row.number, row.fields) for row in ledgers.rows(office, REMEDIES, with_taken_out)]


def cases_about(office: Office, request: str) -> list[Remedy]:
    """Return the cases about one request."""
    return [case for case in cases(office) if case.request == request]


def answers_owed(office: Office) -> list[Owed]:
    """Return the answers and defences that the office still owes, the first due first."""
    found = (answer_owed(office, row.number, row.fields) for row in ledgers.rows(office, REMEDIES))
    return sorted((owed for owed in found if owed), key=lambda owed: (owed.due.on, owed.number))


def answer_owed(office: Office, number: str, fields: Mapping[str, Any]) -> Owed | None:
    """Return what the office owes in a case of these fields; None where it owes nothing (yet or any more)."""
    received = fields.get("copy_received_on")
    if not received or fields.get("answered_on") or fields.get("decided_on"):
        return None
    simplified = fields.get("procedure") == "simplified"
    review = "simplified_answer" if simplified else "reconsideration_answer"
    in_court = fields["path"] == "litigation"
    due = deadline("defence" if in_court else review, date.fromisoformat(received), calendar_of(office))
    return Owed(number, "答辩" if in_court else "书面答复", due)
