"""The register of requests (依申请公开, place 4): registered, looked at, changed, taken out."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.facts import request_facts, worked_out
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.numbering import next_number, number_at
from tui_disclose.office.reading import note_reading
from tui_disclose.problems import Refused
from tui_disclose.records.facts import EVENTS
from tui_disclose.records.fields import checked_values, missing
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.masking import masked_document
from tui_disclose.records.request import (
    TABLE,
    Request,
    from_document,
    refuse_impossible,
    to_json,
)
from tui_disclose.records.request_status import fee_of, status_of
from tui_disclose.statutory.clock_values import Clock
from tui_disclose.statutory.text import half_width, one_line
from tui_disclose.statutory.working_days import Calendar
from tui_disclose.store.interface import Entry

REQUESTS = ledger(TABLE)
_SHORT = re.compile(r"(?:(\d{4})[-./])?(\d{1,9})")


class View(msgspec.Struct, frozen=True):
    """A request with what follows from its events on a day."""

    request: Request
    clock: Clock
    status: str
    """A key of `records.request_status.STATUSES`."""
    days_left: int | None
    """Working days until the day something is owed, negative once it has passed; None where nothing is owed."""

    @property
    def number(self) -> str:
        """The request's number."""
        return self.request.number


def request_number(office: Office, taken: list[str], year: int) -> str:
    """Return the number that the next request of a year gets by the office's pattern (〔2024〕1号)."""
    return next_number(office.settings.numbers.request, taken, year, office.settings.letters.code)


def number_meant(office: Office, typed: str, year: int) -> str:
    """Return the number of the request that “3” or “2024-3” means by the office's pattern, else what was typed."""
    text = half_width(one_line(typed)).strip()
    match = _SHORT.fullmatch(text)
    if match is None or office.store.record(TABLE, typed):
        return typed
    settings = office.settings
    meant = number_at(settings.numbers.request, int(match[1] or year), int(match[2]), settings.letters.code)
    return meant if office.store.record(TABLE, meant) else typed


def register(office: Office, values: Mapping[str, Any], number: str = "", why: str = "") -> str:
    """Register a request and return its number: the next one of the year in which it arrived, or the one given.

    Raises Refused for values that cannot be taken, a number that is taken, or days that cannot be.
    """
    kept = {key: value for key, value in checked_values(REQUESTS, values).items() if value is not None}
    for sentence in missing(REQUESTS, kept).values():
        raise Refused(sentence)
    refuse_impossible("", kept)
    _refuse_parent(office, kept.get("parent"), number)
    if not number:
        year = date.fromisoformat(kept["arrived_on"]).year
        return ledgers.add(office, REQUESTS, kept, lambda taken: request_number(office, taken, year), why)
    given = one_line(number).strip()
    if ledgers.add_as(office, REQUESTS, given, kept, why) is None:
        raise Refused(f"编号{given}已经有了，编号不能重复使用。")
    return given


def _refuse_parent(office: Office, parent: str | None, number: str = "") -> None:
    if parent and (parent == number or not office.store.record(TABLE, parent)):
        raise Refused(f"没有编号为“{one_line(parent)}”的申请，原申请编号请核对。")


def change_request(
    office: Office,
    number: str,
    values: Mapping[str, Any],
    seen: Mapping[str, Any] | None = None,
    why: str = "",
) -> Entry | None:
    """Save values of a request as one act, None taking one away; None where nothing differs.

    Raises Refused for what cannot be, Changed where somebody changed a field since `seen`.
    """
    row = ledgers.find_row(office, REQUESTS, number)
    fields = checked_values(REQUESTS, values)
    _refuse_parent(office, fields.get("parent"), number)
    after = {key: value for key, value in {**row.fields, **fields}.items() if value is not None}
    if all(after.get(key) for key in ("channel", "arrived_on")):
        refuse_impossible(number, after)
    return ledgers.change(office, REQUESTS, number, fields, seen, why)


def find_request(office: Office, number: str) -> Request:
    """Return a request by its number, taken out or not; Refused where there is none."""
    return from_document(number, ledgers.find_row(office, REQUESTS, number).fields)


def view(office: Office, number: str, today: date) -> View:
    """Return a request with what follows from its events by a day."""
    return view_of(find_request(office, number), calendar_of(office), today)


def view_of(request: Request, calendar: Calendar, today: date) -> View:
    """Return what follows from a request's events by a day; Refused names one from whose days nothing is counted."""
    try:
        clock = request.clock(calendar, today)
    except Refused as problem:
        raise Refused(f"申请{request.number}：{problem}") from None
    owed = clock.owed_on
    left = None if owed is None or "taken_out.on" in request.document else calendar.between(today, owed)
    return View(request, clock, status_of(request, clock), left)


def views(office: Office, today: date, with_taken_out: bool = False) -> Iterator[View]:
    """Yield every request in the order of registration with what follows from its events; each worked out in turn."""
    calendar = calendar_of(office)
    for row in ledgers.rows(office, REQUESTS, with_taken_out):
        yield view_of(from_document(row.number, row.fields), calendar, today)


def due_list(office: Office, today: date) -> list[View]:
    """Return the requests for which the office owes a reply, the first due first; those that wait for others last."""
    return sorted(open_views(office, today), key=lambda each: (each.clock.owed_on or date.max, each.number))


def open_views(office: Office, today: date) -> list[View]:
    """Return the requests that are not concluded or were ordered to be answered anew.

    Each is worked out once a day: anew where it, the calendar or the day became another.
    """
    found = (view for view in _open(office, today).values() if view)
    return [each for each in found if each.clock.closed_on is None or each.clock.owed_on]


def uncountable(office: Office, today: date) -> list[str]:
    """Return the numbers of the open requests from whose days no limit can be counted."""
    return [number for number, view in _open(office, today).items() if view is None]


def _open(office: Office, today: date) -> dict[str, View | None]:
    calendar = calendar_of(office)
    numbers = [number for number, fact in request_facts(office).items() if not fact.closed_on or fact.reordered]

    def work(number: str) -> View | None:
        try:
            return view_of(from_document(number, office.store.record(TABLE, number) or {}), calendar, today)
        except Refused:
            return None

    return dict(zip(numbers, worked_out(office, "view", numbers, (calendar, today), work), strict=True))


def in_hand_first(office: Office, records: Mapping[str, Mapping[str, Any]], today: date) -> list[str]:
    """Return the numbers of requests as a clerk looks for them: those in hand, the first due on top, then the newest.

    `records` are the documents by number, in the order of registration.
    """
    in_hand = dict.fromkeys(each.number for each in due_list(office, today) if each.number in records)
    newest = sorted(records, key=lambda number: records[number].get("arrived_on") or "")[::-1]
    return [*in_hand, *(number for number in newest if number not in in_hand)]


def derived_of(each: View) -> dict[str, Any]:
    """Return what `request show --json` adds: what follows from the events and is never stored."""
    clock = each.clock
    return {
        "received_on": clock.received_on.isoformat(),
        "due_on": clock.due_on.isoformat() if clock.due_on else None,
        "provisional": clock.provisional,
        "status": each.status,
        "outcome": clock.outcome or None,
        "fee": fee_of(each.request),
    }


def as_json(office: Office, each: View, personal: bool) -> dict[str, Any]:
    """Return a request as JSON with what is derived; masked without `personal` and for those who only look."""
    shown = to_json(each.number, each.request.document, personal and not office.masks_personal)
    return {**shown, "derived": derived_of(each)}


def shown_fields(office: Office, request: Request, shown: set[str]) -> Mapping[str, Any]:
    """Return a request's fields to show: as they are, with the entry that it was looked at, or masked.

    `shown` holds the records of which this session has seen personal data.
    """
    if office.masks_personal:
        return masked_document(request.document)
    note_reading(office, f"{TABLE}/{request.number}", f"申请{request.number}的申请人信息", shown)
    return request.document


def attach(office: Office, number: str, path: Path) -> Entry | None:
    """Add a file to a request by its path, with its SHA-256; the file stays where it is. Refused where unreadable."""
    import hashlib

    refuse_read_only(office)
    row = ledgers.find_row(office, REQUESTS, number)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise Refused(f"不能读取附件 {one_line(str(path))}，请核对路径。") from None
    name = str(path.absolute())
    if one_line(name) != name:
        raise Refused(f"附件的路径不能含连续的空格或控制字符：{one_line(name)}，请改名后重试。")
    # As `sha256sum --check` reads it.
    line = f"{digest} *{name}"
    kept = row.fields.get("attachments") or []
    if line in kept:
        return None
    # Not by its name: people call files after the applicant.
    why = f"为申请{number}登记第{len(kept) + 1}个附件"
    return ledgers.change(office, REQUESTS, number, {"attachments": [*kept, line]}, row.fields, why)


def changed_attachments(request: Request) -> list[str]:
    """Return a sentence for each attachment that is gone or no longer what it was when it was registered."""
    import hashlib

    found = []
    for line in request.document.get("attachments") or []:
        digest, _, name = line.partition(" *")
        try:
            with Path(name).open("rb") as file:
                now = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            found.append(f"附件 {name} 不在或不能读取。")
            continue
        if now != digest:
            found.append(f"附件 {name} 登记后被改动过。")
    return found


def event_field(n: int) -> str:
    """Return the field that holds a request's n-th event."""
    return f"{EVENTS}{n}"
