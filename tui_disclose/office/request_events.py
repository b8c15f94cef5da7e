"""What happens to a request: added, put right, struck out. Each is one act; nothing is erased or closes by itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.ledgers import find_row, place_of
from tui_disclose.office.requests import REQUESTS, event_field
from tui_disclose.problems import Changed, Refused, Unavailable
from tui_disclose.records.closing import Lack, lacks
from tui_disclose.records.events import OVERRIDE, STRUCK, checked_event, event_kind, event_ledger
from tui_disclose.records.facts import EVENTS
from tui_disclose.records.identity import without_identity_numbers
from tui_disclose.records.request import TABLE, events_of, from_document, next_event, refuse_impossible_event
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Change, Entry, Fields

_TRIES = 100


class Incomplete(Refused):
    """A request cannot be closed yet; `lacks` are the sentences that say what its outcome needs (REQ-CLOSE)."""

    def __init__(self, message: str, lacks: tuple[Lack, ...]) -> None:
        super().__init__(message)
        self.lacks = lacks


class Added(msgspec.Struct, frozen=True):
    """An event that was added, and what has to be said about it."""

    n: int
    entry: Entry
    said: tuple[str, ...]
    """What was filled in, and what the clock flags now and did not before, one sentence each."""


def add_event(office: Office, number: str, values: Mapping[str, Any], override: str = "") -> Added | None:
    """Add an event to a request as one act; None where the very same one is there already.

    Two people who add events at once both succeed. Raises Refused for what is impossible or a request that was taken
    out, Incomplete where an event would close it and something is missing that its outcome needs; `override` is the
    reason for closing it all the same.
    """
    refuse_read_only(office)
    raw, _ = checked_event(values)
    raw, said = _with_internal_limit(office, raw)
    for _ in range(_TRIES):
        fields = _open_row(office, number)
        refuse_impossible_event(number, fields, raw)
        if any(each == raw for _, each in events_of(fields)):
            return None
        kept = _closing(office, number, raw, override)
        n = next_event(fields)
        words = f"登记申请{number}的{event_ledger(raw['kind']).name}（{raw['on']}）"
        reason = f"，未齐备仍办结，理由：{kept[OVERRIDE]}" if OVERRIDE in kept else ""
        # Counted before it is saved: what cannot be counted is refused.
        flags = _new_flags(office, number, fields, {**fields, event_field(n): kept})
        try:
            entry = _save(office, number, {event_field(n): kept}, {event_field(n): None}, words + reason)
        except Changed:
            continue
        return Added(n, entry, (*said, *flags)) if entry else None
    raise Unavailable("事件序号一再被他人占用，没有保存，请再试一次。")


def _with_internal_limit(office: Office, raw: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return an event that gives a request to a section with the office's own limit where it names none."""
    days = office.settings.requests.internal_limit
    if raw["kind"] != "assigned" or "until" in raw or not days:
        return raw, ()
    until = calendar_of(office).add(date.fromisoformat(raw["on"]), days).isoformat()
    return {**raw, "until": until}, (f"内部时限按设置的{days}个工作日为{until}。",)


def what_is_missing(office: Office, number: str, values: Mapping[str, Any]) -> tuple[Lack, ...]:
    """Return what a request would lack if this event closed it; nothing for an event that does not."""
    raw, _ = checked_event(values)
    fields = find_row(office, REQUESTS, number).fields
    if not event_kind(raw["kind"]).closes or from_document(number, fields).clock(calendar_of(office)).closed_on:
        return ()
    after = from_document(number, {**fields, event_field(next_event(fields)): raw})
    calendar = calendar_of(office)
    return lacks(after, after.clock(calendar), calendar)


def _closing(office: Office, number: str, raw: dict[str, Any], override: str) -> dict[str, Any]:
    """Return an event as it is to be kept: where it closes the request, complete or with the reason why not."""
    wanting = what_is_missing(office, number, raw)
    if not wanting:
        return raw
    reason = without_identity_numbers(one_line(override).strip())
    if not reason:
        what = "；".join(lack.sentence for lack in wanting)
        raise Incomplete(f"申请{number}还不能办结：{what}。请补齐，或写明仍要办结的理由。", wanting)
    return {**raw, OVERRIDE: reason}


def correct_event(
    office: Office, number: str, n: int, values: Mapping[str, Any], reason: str, seen: Mapping[str, Any] | None = None
) -> Entry | None:
    """Put an event right: `values` stand in place of the former ones; the trail keeps those with the reason.

    None where nothing differs. Raises Refused for what is impossible or no reason, Changed where somebody changed the
    event since `seen`.
    """
    refuse_read_only(office)
    fields = _open_row(office, number)
    former = _event(fields, number, n)
    if STRUCK in former:
        raise Refused(f"申请{number}的第{n}个事件已经划去，不能更正。")
    kept_before = {key: former[key] for key in (OVERRIDE,) if key in former}
    raw, _ = checked_event({**kept_before, **values})
    refuse_impossible_event(number, fields, raw)
    words = _reason(reason, "更正事件")
    why = f"更正申请{number}的{event_ledger(former['kind']).name}（{former['on']}），理由：{words}"
    expected = dict(seen) if seen is not None else former
    return _save(office, number, {event_field(n): raw}, {event_field(n): expected}, why)


def strike_event(office: Office, number: str, n: int, reason: str) -> Entry | None:
    """Strike an event out for a reason: it stays, marked, and counts for nothing. Refused where it is already."""
    refuse_read_only(office)
    fields = _open_row(office, number)
    former = _event(fields, number, n)
    if STRUCK in former:
        raise Refused(f"申请{number}的第{n}个事件已经划去。")
    words = _reason(reason, "划去事件")
    why = f"划去申请{number}的{event_ledger(former['kind']).name}（{former['on']}），理由：{words}"
    return _save(office, number, {event_field(n): {**former, STRUCK: words}}, {event_field(n): former}, why)


def _open_row(office: Office, number: str) -> Fields:
    row = find_row(office, REQUESTS, number)
    if row.taken_out:
        raise Refused(f"申请{number}已注销登记，不能再登记事件。")
    return row.fields


def _event(fields: Fields, number: str, n: int) -> dict[str, Any]:
    found = fields.get(f"{EVENTS}{n}")
    if not isinstance(found, dict):
        raise Refused(f"申请{number}没有第{n}个事件。")
    return found


def _reason(text: str, what: str) -> str:
    words = without_identity_numbers(one_line(text).strip())
    if not words:
        raise Refused(f"{what}须写明理由。")
    return words


def _save(office: Office, number: str, fields: Fields, expected: Fields, why: str) -> Entry | None:
    return office.store.apply(
        [Change(TABLE, number, fields)],
        office.who,
        why,
        {(TABLE, number): expected},
        place=place_of(REQUESTS, number),
    )


def _new_flags(office: Office, number: str, before: Fields, after: Fields) -> tuple[str, ...]:
    calendar = calendar_of(office)
    flags = [{flag.text for flag in from_document(number, each).clock(calendar).flags} for each in (before, after)]
    return tuple(sorted(flags[1] - flags[0]))
