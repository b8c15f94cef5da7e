"""What the events of a request consist of (events.toml): the fields of each kind, which may follow, what is impossible.

An event is kept as a dict of the JSON contract's keys; keys that the program does not know are kept as they came. One
that was struck out stays, with the reason in STRUCK.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import tomli

from tui_disclose.problems import Refused
from tui_disclose.records.fields import Field, Ledger, checked_value, shown_value
from tui_disclose.records.identity import scrubbed
from tui_disclose.statutory.events import EVENT_KINDS, Event
from tui_disclose.statutory.text import one_line

STRUCK = "struck_out"
"""The key of the reason for which an event was struck out; it then counts for nothing."""

OVERRIDE = "close_override"
"""The key of the reason for which a case was closed although something was missing (REQ-CLOSE)."""

_FILE = Path(__file__).parent / "events.toml"
_KNOWN = frozenset(Event.__struct_fields__) - {"extra"}
_STRICT = frozenset({"on", "until", "served_on", "days", "pieces", "pages", "amount", "outcome", "ground", "letter"})
"""Fields whose values are checked wherever they come from; others that do not fit are kept as they came, and said."""

MOST_PIECES = 10_000
"""Requests of one applicant in one month; more are a slip of the hand, and the fee is worked out tier by tier."""

_MOST_DAYS = 366
"""Working days that an extension or an order gives at most; more are a slip of the hand that no calendar holds."""

_NO_EARLIER = ("until", "served_on")
"""Days of an event that cannot lie before the event itself."""


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of event as events.toml has it."""

    key: str
    fields: tuple[str, ...]
    needs: tuple[str, ...] = ()
    """Fields without which it says too little: asked of whoever types it, not of what is imported."""
    labels: dict[str, str] = {}
    """What a field is called here, where that is not its common label."""
    helps: dict[str, str] = {}
    """What to say about a field here, where that is not its common help."""
    law: str = ""
    answers: str = ""
    """The kind that it answers."""
    closes: bool = False
    after_closing: bool = False
    """It follows a reply."""
    always: bool = False
    """It may come at any time."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fields: tuple[Field, ...]
    kinds: tuple[Kind, ...]


@cache
def _file() -> _File:
    return msgspec.convert(tomli.loads(_FILE.read_text(encoding="utf-8")), _File)


@cache
def _fields() -> dict[str, Field]:
    return {field.key: field for field in _file().fields}


@cache
def event_kind(key: str) -> Kind:
    """Return a kind of event; Refused names those there are."""
    for kind in _file().kinds:
        if kind.key == key:
            return kind
    raise Refused(f"不认识事件“{one_line(str(key))}”；可用：{'、'.join(EVENT_KINDS)}。")


@cache
def event_ledger(key: str) -> Ledger:
    """Return the fields of a kind of event as a ledger, so that it is typed, checked and shown like any record."""
    kind = event_kind(key)
    fields = (_field(kind, _fields()[name]) for name in kind.fields)
    return Ledger(key, EVENT_KINDS[key], tuple(fields))


def _field(kind: Kind, field: Field) -> Field:
    return msgspec.structs.replace(
        field,
        label=kind.labels.get(field.key, field.label),
        required=field.required or field.key in kind.needs,
        help=kind.helps.get(field.key, field.help),
        law=field.law or kind.law,
    )


def may_follow(events: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the kinds of event that may lawfully come next, in the order of the file.

    A person is offered these; what happened otherwise is recorded all the same, and flagged by the clock.
    """
    effective = [event for event in events if STRUCK not in event]
    happened = [event["kind"] for event in effective]
    closed = any(event_kind(kind).closes for kind in happened)
    reordered = happened.count("re_reply_ordered") > max(happened.count("replied") - 1, 0)
    return tuple(kind.key for kind in _file().kinds if _may(kind, happened, closed, reordered))


def _may(kind: Kind, happened: list[str], closed: bool, reordered: bool) -> bool:
    if kind.always:
        return True
    if closed:
        again = reordered and (kind.key == "replied" or kind.key in ("assigned", "drafted", "reviewed", "signed"))
        return kind.after_closing or again
    if kind.after_closing:
        return False
    if kind.key == "correction_requested":
        return kind.key not in happened
    return not kind.answers or happened.count(kind.answers) > happened.count(kind.key)


def checked_event(values: Mapping[str, Any], where: str = "") -> tuple[dict[str, Any], list[str]]:
    """Return an event as it is kept and the keys that the program does not know.

    Raises Refused, beginning with `where`, for an unknown kind, a missing or impossible day, a value that a field
    cannot have.
    """
    try:
        return _checked(values)
    except Refused as problem:
        raise Refused(f"{where}{problem}") from None


def _checked(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    if not isinstance(values, Mapping) or not isinstance(values.get("kind"), str):
        raise Refused("事件应有 kind（事件种类）。")
    kind = event_kind(values["kind"])
    ledger = event_ledger(kind.key)
    if values.get("on") is None:
        raise Refused(f"{ledger.name}没有日期（on）。")
    kept: dict[str, Any] = {"kind": kind.key}
    unknown: list[str] = []
    own = {field.key: field for field in ledger.fields}
    for key, value in values.items():
        if key == "kind" or value is None or value == "":
            continue
        field = own.get(key) or (_fields()[key] if key in _KNOWN else None)
        if field is None:
            kept[key] = scrubbed(value)
            if key not in (STRUCK, OVERRIDE):
                unknown.append(key)
        elif key == "amount" and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            kept[key] = value
        else:
            kept[key], fits = _value(ledger, field, value)
            unknown += [] if fits else [key]
    if kind.key == "replied" and "outcome" not in kept:
        raise Refused("答复没有办理结果（outcome）。")
    _refuse_impossible(ledger, kept)
    return kept, unknown


def _value(ledger: Ledger, field: Field, value: object) -> tuple[object, bool]:
    """Return a value as it is kept, and whether it is one that its field can have."""
    try:
        return checked_value(field, value), True
    except Refused as problem:
        if field.key in _STRICT:
            raise Refused(f"{ledger.name}的{problem}") from None
        return scrubbed(value), False


def _refuse_impossible(ledger: Ledger, event: Mapping[str, Any]) -> None:
    for key in _NO_EARLIER:
        if key in event and event[key] < event["on"]:
            raise Refused(f"{ledger.name}的{_label(ledger, key)}（{event[key]}）早于{event['on']}，请核对日期。")
    if isinstance(event.get("days"), int) and event["days"] > _MOST_DAYS:
        raise Refused(f"{ledger.name}的{_label(ledger, 'days')}（{event['days']}）太大，请核对。")
    if event.get("pieces", 0) > MOST_PIECES:
        raise Refused(f"{ledger.name}的{_label(ledger, 'pieces')}（{event['pieces']}）太大，请核对。")


def _label(ledger: Ledger, key: str) -> str:
    return next((field.label for field in ledger.fields if field.key == key), _fields()[key].label)


def event_words(kept: Mapping[str, Any]) -> str:
    """Return a kept event in words on one line: its day, what it was, what is known of it."""
    declared = event_ledger(kept["kind"])
    known = (field for field in declared.fields if field.key != "on" and field.key in kept)
    words = "，".join(f"{field.label}{_on_one_line(shown_value(field, kept[field.key]))}" for field in known)
    struck = f"（已划去：{kept[STRUCK]}）" if STRUCK in kept else ""
    return one_line(f"{kept['on']} {declared.name}{struck} {words}").strip()


def _on_one_line(text: str) -> str:
    """Return the lines of a text one after the other, as points of a list."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "；".join([*(line.rstrip("；。") for line in lines[:-1]), *lines[-1:]])


def as_event(kept: Mapping[str, Any]) -> Event:
    """Return a kept event as the value that the clock takes."""
    known = {key: value for key, value in kept.items() if key in _KNOWN}
    extra = {key: value for key, value in kept.items() if key not in _KNOWN}
    return msgspec.convert({**known, "extra": extra}, Event)
