"""What the register says against a year's requests and cases: REQ-CLOSE, REQ-LATE, CAL, T4-PRE."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.facts import case_facts, request_facts, worked_out
from tui_disclose.office.house import Office
from tui_disclose.records.closing import Lack, lacks
from tui_disclose.records.events import OVERRIDE, STRUCK
from tui_disclose.records.facts import CaseFact, Fact, case_fact
from tui_disclose.records.request import TABLE, events_of, from_document
from tui_disclose.report.derive import RECEIVED, REMEDIES, REQUESTS
from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.remedies import route
from tui_disclose.statutory.working_days import Calendar, provisional_words

_NO_REPLY = "state_secret"
"""Not to reply in time goes the way of a refusal: 《行政复议法》第二十三条第一款第三项、第四项 name both."""

_DIRECT = "litigation_direct"
_CAL_BASIS = "国务院办公厅每年的放假安排"
_LATE_BASIS = "《政府信息公开条例》第三十三条"


class Examined(msgspec.Struct, frozen=True):
    """What follows from one request's events that a year's report should say."""

    due_on: date | None
    late: int
    """Working days by which the reply was late."""
    lacks: tuple[Lack, ...]
    override: str
    """Why it was closed although something was missing."""
    unknown_from: date | None


def examined(office: Office, number: str, calendar: Calendar) -> Examined:
    """Return what follows from a request's events, worked out anew only where they or the calendar changed."""
    (found,) = worked_out(office, "examined", [number], (calendar,), lambda each: _examine(office, each, calendar))
    return found


def _examine(office: Office, number: str, calendar: Calendar) -> Examined:
    request = from_document(number, office.store.record(TABLE, number) or {})
    clock = request.clock(calendar)
    late = calendar.between(clock.due_on, clock.closed_on) if clock.due_on and clock.closed_on else 0
    replied = any(event.kind == "replied" for event in request.effective)
    overrides = [raw[OVERRIDE] for _, raw in events_of(request.document) if OVERRIDE in raw and STRUCK not in raw]
    return Examined(
        due_on=clock.due_on,
        late=max(late, 0) if replied and clock.outcome else 0,
        lacks=lacks(request, clock, calendar),
        override=str(overrides[-1]) if overrides else "",
        unknown_from=clock.unknown_from,
    )


def findings_in_records(office: Office, sheet: Sheet) -> list[Finding]:
    """Return what the register says against the requests and cases of a year that it gives the figures of."""
    first = next(iter(a for a in sheet.form.cells if a.startswith(f"{REQUESTS}.{RECEIVED}.")), "")
    if first not in sheet.derived.figures:
        return []
    return [*_of_requests(office, sheet.report.year), *_of_cases(office, sheet)]


def _of_requests(office: Office, year: int) -> Iterator[Finding]:
    calendar = calendar_of(office)
    begun, ended = f"{year:04}-01-01", f"{year:04}-12-31"
    for number, fact in request_facts(office).items():
        if fact.received_on > ended or (fact.closed_on and fact.closed_on < begun):
            continue
        concluded = begun <= fact.closed_on <= ended
        if not concluded and not _near_unknown(fact, calendar):
            continue
        found = examined(office, number, calendar)
        if concluded and found.lacks:
            yield _lacking(number, found)
        if concluded and found.late:
            yield _late(number, fact, found)
        if found.unknown_from:
            due = f"（{found.due_on}）" if found.due_on else ""
            message = f"申请{number}的答复期限{due}为暂定：{provisional_words(found.unknown_from)}。"
            yield Finding("CAL", "warning", (number,), message, _CAL_BASIS, records=(number,))


def _near_unknown(fact: Fact, calendar: Calendar) -> bool:
    """Tell whether a request's dates may rest on a year that the calendar does not know."""
    from_year = int(fact.received_on[:4])
    until = int(fact.closed_on[:4]) if fact.closed_on else from_year + 3
    return any(year not in calendar.complete for year in range(from_year, until + 2))


def _lacking(number: str, found: Examined) -> Finding:
    what = "；".join(lack.sentence for lack in found.lacks)
    basis = "；".join(dict.fromkeys(lack.basis for lack in found.lacks))
    kind = ",".join(lack.key for lack in found.lacks)
    return Finding(
        "REQ-CLOSE",
        "warning",
        (number,),
        f"申请{number}已办结：{what}。",
        basis,
        records=(number,),
        acknowledged=found.override or None,
        kind=kind,
    )


def _late(number: str, fact: Fact, found: Examined) -> Finding:
    message = f"申请{number}应在{found.due_on}或以前答复，实际{fact.closed_on}答复，迟了{found.late}个工作日。"
    return Finding("REQ-LATE", "warning", (number,), message, _LATE_BASIS, records=(number,), kind=fact.closed_on)


def _of_cases(office: Office, sheet: Sheet) -> Iterator[Finding]:
    facts = case_facts(office)
    cells = [a for a in sheet.form.cells if a.startswith(f"{REMEDIES}.{_DIRECT}.") and a not in sheet.form.totals]
    for number in (number for address in cells for number in sheet.derived.records.get(address, ())):
        case = facts[number]
        if why := _first_to_review(office, case):
            message = _review_words(number, case.request, why)
            basis = route("state_secret", date.fromisoformat(case.filed_on)).article
            yield Finding("T4-PRE", "warning", (number,), message, basis, records=(number, case.request))


def review_first(office: Office, fields: Mapping[str, Any]) -> str:
    """Return the sentence that a case of these fields should have been preceded by a review, nothing otherwise."""
    case = case_fact("", fields)
    if case is None or case.group != _DIRECT:
        return ""
    why = _first_to_review(office, case)
    return _review_words("", case.request, why) if why else ""


def _review_words(number: str, request: str, why: str) -> str:
    return f"案件{number}未经复议直接起诉，而申请{request}{why}，应当先申请行政复议，请核对途径。"


def _first_to_review(office: Office, case: CaseFact) -> str:
    """Return why a lawsuit should have been preceded by a review (复议前置), nothing where it need not.

    What is sued over is the reply, or that there was none: that has a day too, the one on which the reply was overdue.
    """
    fact = request_facts(office).get(case.request)
    if fact is None:
        return ""
    if fact.closed_on and fact.closed_on <= case.filed_on:
        refused = _needs_review(fact.outcome, date.fromisoformat(fact.closed_on))
        return f"于{fact.closed_on}答复不予公开或部分公开" if refused else ""
    filed = date.fromisoformat(case.filed_on)
    request = from_document(case.request, office.store.record(TABLE, case.request) or {})
    due = request.clock_on(calendar_of(office), filed).due_on
    # Before the period ends, or while the applicant has to act, nobody has failed to reply.
    failed = due is not None and due < filed and _needs_review(_NO_REPLY, due + timedelta(days=1))
    return f"答复期限到{due}为止，起诉时逾期没有答复" if failed else ""


def _needs_review(outcome: str, on: date) -> bool:
    return route(outcome, on).key == "reconsideration_first"
