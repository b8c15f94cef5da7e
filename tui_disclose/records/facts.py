"""What the figures of 三 and 四 rest on, taken from a stored document as cheaply as may be: no date is parsed."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import msgspec

from tui_disclose.records.events import STRUCK, as_event
from tui_disclose.statutory.events import in_order
from tui_disclose.statutory.receipt import CONFIRMED

EVENTS = "events."
"""What the names of a request's fields begin with that hold its events."""

_COUNTED = ("replied", "withdrawn", "re_reply_ordered")


class Fact(msgspec.Struct, frozen=True, gc=False):
    """One request as the figures see it; days are ISO texts, which sort and compare as days do."""

    number: str
    kind: str
    """Class of the applicant: a column of 三."""
    received_on: str
    closed_on: str
    """The day of the first reply or of the withdrawal; empty while open."""
    outcome: str
    reordered: bool = False
    """Whether a new reply was ever ordered (责令重新答复)."""


class CaseFact(msgspec.Struct, frozen=True, gc=False):
    """One review or lawsuit as the figures see it."""

    number: str
    group: str
    """A row of 四."""
    filed_on: str
    decided_on: str
    """Empty while open."""
    result: str
    request: str


class Groups:
    """Requests in groups of which no figure over whole periods tells one from another.

    A period is what so many `letters` of a day name: its year, or the day itself.
    """

    def __init__(self, facts: Iterable[Fact], letters: int = len("2024")) -> None:
        kept = list(facts)
        self.letters = letters
        self.numbers = [fact.number for fact in kept]
        """The requests in their order; a group holds places in it."""
        self.places: defaultdict[tuple[str, str, str, str], list[int]] = defaultdict(list)
        """By period of receipt, period of conclusion (empty while open), class of the applicant, outcome."""
        for place, fact in enumerate(kept):
            # As _group has it; calling it a hundred thousand times would take half as long again.
            self.places[fact.received_on[:letters], fact.closed_on[:letters], fact.kind, fact.outcome].append(place)

    def put(self, former: Fact | None, fact: Fact | None) -> None:
        """Take in that a request became another; None where it did not count before, or counts no more."""
        known = former or fact
        if known is None:
            return
        place = self._at.setdefault(known.number, len(self.numbers))
        if place == len(self.numbers):
            self.numbers.append(known.number)
        if former:
            group = self._group(former)
            del group[bisect_left(group, place)]
        if fact:
            insort(self._group(fact), place)

    @cached_property
    def _at(self) -> dict[str, int]:
        """Where each number is; only what follows changes needs to know."""
        return {number: place for place, number in enumerate(self.numbers)}

    def _group(self, fact: Fact) -> list[int]:
        days = fact.received_on[: self.letters], fact.closed_on[: self.letters]
        return self.places[*days, fact.kind, fact.outcome]


def request_fact(number: str, document: Mapping[str, Any]) -> Fact | None:
    """Return what counts of a stored request; None where it was taken out or is none any more."""
    arrived = document.get("arrived_on")
    if arrived is None or "taken_out.on" in document:
        return None
    confirmed = document.get("confirmed_on")
    if confirmed is None:
        received = arrived
    elif document["channel"] in CONFIRMED:
        received = confirmed
    else:
        received = min(arrived, confirmed)
    first: dict[str, Any] | None = None
    reordered = False
    for field, raw in document.items():
        # Events are nearly the only fields that are dicts: most others cost no more than this test.
        if type(raw) is not dict or field[:7] != EVENTS or raw["kind"] not in _COUNTED or STRUCK in raw:
            continue
        if raw["kind"] == "re_reply_ordered":
            reordered = True
        elif first is None or raw["on"] < first["on"]:
            first = raw
        elif raw["on"] == first["on"]:
            first = _earlier(first, raw)
    if first is None:
        return Fact(number, document["applicant.kind"], received, "", "")
    outcome = first["outcome"] if first["kind"] == "replied" else "other"
    return Fact(number, document["applicant.kind"], received, first["on"], outcome, reordered)


def re_reply_facts(number: str, document: Mapping[str, Any]) -> list[Fact]:
    """Return each order to reply anew (责令重新答复) as a request of its own: received when ordered, then answered.

    An order before the first reply is about that reply, which counts already.
    """
    events = in_order(
        as_event(raw)
        for field, raw in document.items()
        if field.startswith(EVENTS) and raw["kind"] in _COUNTED and STRUCK not in raw
    )
    orders: list[Fact] = []
    closed = False
    for event in events:
        on = event.on.isoformat()
        if event.kind == "re_reply_ordered":
            orders += [Fact(number, document["applicant.kind"], on, "", "")] if closed else []
            continue
        unanswered = next((n for n, fact in enumerate(orders) if not fact.closed_on), None)
        if unanswered is not None and event.kind == "replied":
            orders[unanswered] = msgspec.structs.replace(orders[unanswered], closed_on=on, outcome=event.outcome or "")
        closed = True
    return orders


def _earlier(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return which of two events of one day the clock takes first."""
    events = [as_event(one), as_event(other)]
    return one if in_order(events)[0] is events[0] else other


def case_fact(number: str, document: Mapping[str, Any]) -> CaseFact | None:
    """Return what counts of a stored case; None where it was taken out or is none any more."""
    path = document.get("path")
    if path is None or "taken_out.on" in document:
        return None
    group = path if path == "reconsideration" else "litigation_after" if document.get("after") else "litigation_direct"
    return CaseFact(
        number,
        group,
        document["filed_on"],
        document.get("decided_on") or "",
        document.get("result") or "",
        document["request"],
    )
