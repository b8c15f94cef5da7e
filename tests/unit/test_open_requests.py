"""Open requests are worked out once a day: anew only where a request, the calendar or the day became another."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from tui_disclose.duties.requests import Running
from tui_disclose.duties.values import Duty
from tui_disclose.office import duties, requests
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.ledgers import take_out
from tui_disclose.office.request_events import add_event, correct_event
from tui_disclose.office.requests import REQUESTS, View, due_list, in_hand_first, register
from tui_disclose.office.undoing import undo_last
from tui_disclose.records.request import Request
from tui_disclose.statutory.working_days import Calendar

TODAY = date(2024, 3, 12)
VALUES = {"channel": "in_person", "arrived_on": "2024-03-01", "applicant.kind": "natural_person", "content": "决算"}
EXTENDED = {"kind": "extended", "on": "2024-03-12", "days": 20, "approved_by": "李四"}
REPLY = {"kind": "replied", "on": "2024-03-12", "outcome": "granted", "ground": "条", "letter": "1号", "method": "post"}
ONE, TWO, THREE = "〔2024〕1号", "〔2024〕2号", "〔2024〕3号"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = create_office(tmp_path / "data", "某局", TODAY)
    assert [register(made, VALUES) for _ in range(3)] == [ONE, TWO, THREE]
    return made


@pytest.fixture
def worked(office: Office, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the requests that are worked out from here on, in turn; all of them were once."""
    found: list[str] = []
    real = requests.view_of

    def view_of(request: Request, calendar: Calendar, today: date) -> View:
        found.append(request.number)
        return real(request, calendar, today)

    monkeypatch.setattr(requests, "view_of", view_of)
    owed(office)
    assert found == [ONE, TWO, THREE]
    found.clear()
    return found


def owed(office: Office, today: date = TODAY) -> dict[str, str]:
    return {each.number: str(each.clock.owed_on) for each in due_list(office, today)}


def test_nothing_is_worked_out_twice(office: Office, worked: list[str]) -> None:
    # Art. 33: 20 working days from 1 March 2024 end on Friday 29 March.
    assert owed(office) == {ONE: "2024-03-29", TWO: "2024-03-29", THREE: "2024-03-29"}
    assert worked == []


def test_after_an_event_only_its_request_is_worked_out(office: Office, worked: list[str]) -> None:
    add_event(office, TWO, EXTENDED)
    worked.clear()
    # 20 more: 1 to 3 April, worked Sunday the 7th, three weeks of five from the 8th, worked Sunday the 28th.
    assert owed(office) == {ONE: "2024-03-29", THREE: "2024-03-29", TWO: "2024-04-28"}
    assert worked == [TWO]
    correct_event(office, TWO, 1, {**EXTENDED, "days": 1}, "记错")
    assert owed(office)[TWO] == "2024-04-01"
    undo_last(office)
    undo_last(office)
    assert owed(office)[TWO] == "2024-03-29"
    assert set(worked) == {TWO}


def test_what_a_colleague_saves_is_seen(office: Office, worked: list[str]) -> None:
    colleague = open_office(office.folder)
    add_event(colleague, ONE, EXTENDED)
    add_event(colleague, THREE, REPLY)
    worked.clear()
    assert owed(office) == {TWO: "2024-03-29", ONE: "2024-04-28"}
    assert worked == [ONE]
    take_out(colleague, REQUESTS, TWO, "重复登记", TODAY)
    assert list(owed(office)) == [ONE]


def test_another_day_counts_the_days_left_anew(office: Office, worked: list[str]) -> None:
    left = {each.number: each.days_left for each in due_list(office, date(2024, 3, 28))}
    assert left == {ONE: 1, TWO: 1, THREE: 1}
    assert worked == [ONE, TWO, THREE]


def test_another_calendar_moves_the_dates(office: Office, worked: list[str]) -> None:
    notice = '[[notice]]\nsource = "某通知"\nrest = [2024-03-29]\n'
    (office.folder / "calendar.toml").write_text(notice, encoding="utf-8")
    assert set(owed(office).values()) == {"2024-04-01"}
    assert worked == [ONE, TWO, THREE]


def test_what_is_owed_is_worked_out_anew_only_where_something_happened(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[str] = []
    real = duties.request_duties

    def request_duties(running: Iterable[Running], today: date, days: Calendar) -> list[Duty]:
        kept = list(running)
        found.extend(each.number for each in kept)
        return real(kept, today, days)

    monkeypatch.setattr(duties, "request_duties", request_duties)
    first = duties.owed(office, TODAY)
    assert [each.due_on for each in first if each.kind == "reply"] == [date(2024, 3, 29)] * 3
    assert duties.owed(office, TODAY) == first
    assert found == [ONE, TWO, THREE]
    found.clear()
    add_event(office, TWO, REPLY)
    add_event(office, THREE, EXTENDED)
    owed_now = {each.number: each.due_on for each in duties.owed(office, TODAY) if each.kind == "reply"}
    assert owed_now == {ONE: date(2024, 3, 29), THREE: date(2024, 4, 28)}
    assert found == [THREE]


def test_a_list_begins_with_what_is_in_hand_the_first_due_on_top_then_the_newest(office: Office) -> None:
    old = register(office, {**VALUES, "arrived_on": "2024-02-20"})
    late = register(office, {**VALUES, "arrived_on": "2024-02-21"})
    for number in (ONE, old):
        add_event(office, number, {**REPLY, "letter": number})
    add_event(office, TWO, EXTENDED)
    add_event(office, late, {"kind": "correction_requested", "on": "2024-02-22", "until": "2024-03-29"})
    newest = register(office, {**VALUES, "arrived_on": "2024-03-11", "channel": "in_person"})
    add_event(office, newest, {**REPLY, "letter": "2号"})
    records = office.store.records("requests")
    # Three and two are owed, the other waits for its applicant; of those answered the last to arrive is first.
    assert in_hand_first(office, records, TODAY) == [THREE, TWO, late, newest, ONE, old]
    del records[THREE]
    assert in_hand_first(office, records, TODAY) == [TWO, late, newest, ONE, old]
