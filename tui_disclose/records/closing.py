"""What a closed request must have by its outcome (REQ-CLOSE), read from closing.toml."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import tomli

from tui_disclose.records.request import Request
from tui_disclose.statutory.clock_values import Clock
from tui_disclose.statutory.events import Event, in_order
from tui_disclose.statutory.remedies import route
from tui_disclose.statutory.rules import period
from tui_disclose.statutory.working_days import Calendar

_FILE = Path(__file__).parent / "closing.toml"


class Need(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that a closed request must have."""

    key: str
    test: Literal["field", "event", "lapsed", "late", "objected", "overruled"]
    of: str
    """The field of the reply, or the kind of event."""
    sentence: str
    """What is said where it is missing."""
    basis: str


class _Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    keys: tuple[str, ...]
    needs: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    needs: tuple[Need, ...]
    outcomes: tuple[_Outcome, ...]


class Lack(msgspec.Struct, frozen=True):
    """Something that a closed request lacks."""

    key: str
    sentence: str
    basis: str


@cache
def _file() -> _File:
    return msgspec.convert(tomli.loads(_FILE.read_text(encoding="utf-8")), _File)


@cache
def needs_of(outcome: str) -> tuple[Need, ...]:
    """Return what a request closed with an outcome (or “withdrawn”) must have."""
    wanted = next((each.needs for each in _file().outcomes if outcome in each.keys), ())
    return tuple(need for key in wanted for need in _file().needs if need.key == key)


def lacks(request: Request, clock: Clock, calendar: Calendar) -> tuple[Lack, ...]:
    """Return what a closed request lacks of what its outcome needs; nothing for an open one."""
    events = in_order(request.effective)
    closing = next((event for event in events if event.kind in ("replied", "withdrawn")), None)
    if closing is None:
        return ()
    outcome = closing.kind if closing.kind == "withdrawn" else closing.outcome
    before = events[: events.index(closing)]
    late = bool(clock.due_on and closing.on > clock.due_on)
    found = [
        Lack(need.key, need.sentence, need.basis)
        for need in needs_of(outcome)
        if not _has(need, closing, before, late, calendar)
    ]
    if closing.kind == "replied" and (wrong := _wrong_remedy(closing)):
        found.append(wrong)
    return tuple(found)


def _has(need: Need, closing: Event, before: list[Event], late: bool, calendar: Calendar) -> bool:
    match need.test:
        case "field":
            return bool(_value(closing, need.of))
        case "late":
            return not late or bool(_value(closing, need.of))
        case "objected":
            # Whoever was told of the decision (Art. 32) was told that the part is given.
            said = _value(closing, need.of) or _value(closing, "third_party_told_on")
            return not _objected(before) or bool(said)
        case "overruled":
            given = closing.outcome == "granted" or _value(closing, "objected_part") == "given"
            return not (given and _objected(before)) or bool(_value(closing, need.of))
        case "event":
            return any(event.kind == need.of and not event.extra.get("waived") for event in before)
        case "lapsed":
            limits = [
                _limit(event, calendar) for event in before if event.kind == need.of and not event.extra.get("waived")
            ]
            # Without any such event another need says so; a limit that was not written down cannot be tested.
            return not limits or any(limit is None or closing.on > limit for limit in limits)


def _limit(event: Event, calendar: Calendar) -> date | None:
    """Return the last day that an event gives the applicant, None where it was not written down."""
    if event.kind == "fee_notified":
        return calendar.add(event.served_on or event.on, period("fee", event.on).days)
    return event.until


def _objected(before: list[Event]) -> bool:
    """Tell whether a third party objects; what one says last counts, where it is named."""
    opinions = [event for event in before if event.kind == "third_party_replied"]
    last = {event.extra.get("party") or n: event.extra.get("opinion") for n, event in enumerate(opinions)}
    return bool({"refused", "partly"} & set(last.values()))


def _value(event: Event, key: str) -> object:
    return getattr(event, key) if key in Event.__struct_fields__ else event.extra.get(key)


def _wrong_remedy(closing: Event) -> Lack | None:
    """Return what is wrong with the remedies that a letter told, where that was written down."""
    told = closing.extra.get("remedy")
    right = route(closing.outcome, closing.on)
    if told is None or right.key in (told, "none"):
        return None
    what = "先申请行政复议" if right.key == "reconsideration_first" else "可以申请行政复议或者提起行政诉讼"
    return Lack("remedy", f"答复书的救济告知不对，应写明{what}", right.article)
