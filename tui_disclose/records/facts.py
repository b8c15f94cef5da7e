"""What the figures of 三 and 四 rest on, taken from a stored document as cheaply as may be: no date is parsed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

import msgspec

from tui_disclose.records.events import STRUCK, as_event
from tui_disclose.statutory.events import in_order
from tui_disclose.statutory.receipt import CONFIRMED

EVENTS = "events."
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


class Years:
    """Facts by the years that they touch: from the year of receipt to that of the reply."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._touching: defaultdict[str, list[Fact]] = defaultdict(list)
        self._open: list[Fact] = []
        kept = list(facts)
        days = chain((fact.received_on for fact in kept), (fact.closed_on for fact in kept))
        self._last = max(days, default="")[:4]
        for fact in kept:
            first, last = fact.received_on[:4], fact.closed_on[:4]
            if not last:
                self._open.append(fact)
                last = self._last
            if first == last:
                self._touching[first].append(fact)
            else:
                for year in range(int(first), int(last) + 1):
                    self._touching[f"{year:04}"].append(fact)

    def touching(self, year: int) -> list[Fact]:
        """Return the facts that a year's figures can rest on, in their order: the open ones in every later year."""
        key = f"{year:04}"
        return self._open if key > self._last else self._touching.get(key, [])


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
