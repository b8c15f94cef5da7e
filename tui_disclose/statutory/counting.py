"""Counts a period's working days, leaving out the spans that the law excludes, and keeps how it counted."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from tui_disclose.statutory.working_days import Calendar


class Span(msgspec.Struct, frozen=True):
    """Days that a period does not count: those after `after` up to and including `until`."""

    after: date
    until: date
    why: str


class Stretch(msgspec.Struct, frozen=True):
    """A run of days of a counting: those after `after` up to and including `until`."""

    after: date
    until: date
    counted: int
    """Working days counted in it; 0 where it is excluded."""
    excluded: str = ""
    """Why none of its days is counted."""


class Counting(msgspec.Struct, frozen=True):
    """A period counted out: its last day and the stretches that led there."""

    start: date
    """Day 0, not counted itself."""
    length: int
    """Working days."""
    due_on: date
    stretches: tuple[Stretch, ...]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans by day with those that overlap or touch as one, so that no day is excluded twice."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.after, each.until)):
        if found and span.after <= found[-1].until:
            last = found[-1]
            why = last.why if span.why in last.why else f"{last.why}、{span.why}"
            found[-1] = Span(last.after, max(last.until, span.until), why)
        elif span.until > span.after:
            found.append(span)
    return found


def count(calendar: Calendar, start: date, length: int, spans: Sequence[Span] = ()) -> Counting:
    """Return the counting of `length` working days after `start`, without those in `spans` (as `merged` gives them)."""
    at, left = start, length
    stretches: list[Stretch] = []
    for span in spans:
        if span.until <= at:
            continue
        open_until = max(span.after, at)
        available = calendar.between(at, open_until)
        if available >= left:
            break
        if open_until > at:
            stretches.append(Stretch(at, open_until, available))
        stretches.append(Stretch(open_until, span.until, 0, span.why))
        at, left = span.until, left - available
    due = calendar.add(at, left)
    stretches.append(Stretch(at, due, left))
    return Counting(start, length, due, tuple(stretches))


class DayLine(msgspec.Struct, frozen=True):
    """One day of a counting."""

    day: date
    number: int
    """Which working day of the period it is; 0 where it does not count."""
    why: str
    known: bool


def day_by_day(counting: Counting, calendar: Calendar) -> list[DayLine]:
    """Return every day of a counting from the one after its start to its last, counted or not and why."""
    lines: list[DayLine] = []
    number = 0
    for stretch in counting.stretches:
        for ordinal in range(stretch.after.toordinal() + 1, stretch.until.toordinal() + 1):
            day = date.fromordinal(ordinal)
            counts = calendar.is_working(day) and not stretch.excluded
            number += counts
            why = calendar.reason(day)
            if stretch.excluded and calendar.is_working(day):
                why = f"{why}，{stretch.excluded}"
            lines.append(DayLine(day, number if counts else 0, why, calendar.known(day)))
    return lines
