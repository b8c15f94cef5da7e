"""Due dates against an oracle that walks from day to day over notices copied by hand, for random event histories."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.holidays import works
from tui_disclose.statutory.calendar_files import national_calendar
from tui_disclose.statutory.clock import clock
from tui_disclose.statutory.clock_values import Clock
from tui_disclose.statutory.events import Event

CHINA = national_calendar()
FIRST, LAST = date(2019, 5, 15), date(2026, 12, 3)
DAY = timedelta(days=1)

SAME_DAY = [
    *("correction_requested", "correction_received", "third_party_consulted", "third_party_replied"),
    *("organ_consulted", "organ_replied", "fee_notified", "fee_paid", "extended", "reasonable_period"),
    *("replied", "withdrawn"),
]
"""What happens on one day, in the order in which it can bear on a date."""

UNRELATED = ["assigned", "drafted", "reviewed", "signed", "served", "archived", "note", "explanation_requested"]


def nth(day: date, count: int) -> date:
    while count:
        day += DAY
        count -= works(day)
    return day


class Oracle:
    """Lives through a request's days one by one."""

    def __init__(self, received: date, events: Iterable[Event]) -> None:
        self.received = self.zero = self.day = received
        self.counted: list[date] = []
        self.allowance = 20
        self.granted = 0
        self.later = date.min
        self.over = self.asked = self.charged = False
        self.waits: set[str] = set()
        self.open: list[tuple[str, date, date]] = []
        by_day: dict[date, list[Event]] = {}
        for event in events:
            by_day.setdefault(event.on, []).append(event)
        last = max(by_day, default=received)
        while self.day <= last or not (self.waits or len(self.counted) >= self.allowance):
            self.count()
            for event in sorted(by_day.get(self.day, ()), key=lambda e: (SAME_DAY.index(e.kind), e.days or 0)):
                if not self.over:
                    self.meet(event)
            self.day += DAY

    def count(self) -> None:
        """Count this day, unless it is a day off or somebody's opinion is waited for."""
        self.open = [each for each in self.open if self.day <= each[2]]
        asking = any(sent < self.day for _, sent, _ in self.open)
        if self.day > self.zero and works(self.day) and not (self.waits or asking):
            self.counted.append(self.day)

    @property
    def due(self) -> date | None:
        if self.waits:
            return None
        return max(self.counted[self.allowance - 1], self.later) if len(self.counted) >= self.allowance else date.max

    def meet(self, event: Event) -> None:
        in_time = self.due is not None and event.on <= self.due
        match event.kind:
            case "correction_requested" if not self.asked:
                self.asked = True
                if event.on <= nth(self.received, 7):
                    self.waits.add("correction")
            case "correction_received" if "correction" in self.waits:
                self.begin_anew("correction")
            case "third_party_consulted" | "organ_consulted":
                self.open.append((event.kind[:5], event.on, nth(event.served_on or event.on, 15)))
            case "third_party_replied" | "organ_replied":
                asked = next((each for each in self.open if each[0] == event.kind[:5]), None)
                if asked:
                    self.open.remove(asked)
            case "fee_notified" if in_time and not self.charged and event.on.year > 2020:
                self.charged = True
                self.waits.add("fee")
            case "fee_paid" if "fee" in self.waits:
                self.begin_anew("fee")
            case "extended" if in_time:
                days = min(event.days or 0, 20 - self.granted)
                self.granted += days
                self.allowance += days
            case "reasonable_period" if in_time and event.until:
                self.later = event.until
            case "replied" | "withdrawn":
                self.over = True

    def begin_anew(self, waited: str) -> None:
        self.waits.remove(waited)
        self.zero, self.counted, self.allowance, self.later = self.day, [], 20, date.min


def history(received: date, random: Random) -> list[Event]:
    """Return random events, each likely where it usually stands, in any order."""
    events: list[Event] = []
    where = {"correction_requested": 12, "correction_received": 25, "replied": 90, "withdrawn": 120}
    for kind in random.choices(SAME_DAY[:-2], k=random.randrange(8)) + random.choices(SAME_DAY, k=random.randrange(2)):
        on = received + timedelta(days=random.randrange(where.get(kind, 60)))
        event = Event(kind, on)  # type: ignore[arg-type]
        if kind == "extended":
            event = Event(kind, on, days=random.choice([5, 10, 15, 20, 30]), approved_by="某")
        elif kind == "reasonable_period":
            event = Event(kind, on, until=on + timedelta(days=random.randrange(80)))
        elif kind.endswith("_consulted") and random.random() < 0.5:
            event = Event(kind, on, served_on=on + timedelta(days=random.randrange(6)))  # type: ignore[arg-type]
        # Two of one kind on one day are told apart by nothing that a person would know.
        if not any((each.kind, each.on) == (kind, on) for each in events):
            events.append(event)
    random.shuffle(events)
    return events


def clock_of(received: date, events: Iterable[Event]) -> Clock:
    return clock("in_person", received, None, events, CHINA)


def check(received: date, events: list[Event]) -> None:
    oracle, found = Oracle(received, events), clock_of(received, events)
    assert found.due_on == oracle.due, (received, events)
    assert (found.closed_on is not None) == oracle.over
    assert found.provisional == (found.due_on is not None and found.due_on.year > 2026)


RECEIPTS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def test_every_receipt_day_with_and_without_a_random_history() -> None:
    for received in RECEIPTS:
        check(received, [])
        check(received, history(received, Random(received.toordinal())))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(40))
def test_every_receipt_day_with_many_random_histories(seed: int) -> None:
    for received in RECEIPTS:
        check(received, history(received, Random(received.toordinal() * 1000 + seed)))


received_days = st.dates(FIRST, LAST)
randoms = st.randoms(use_true_random=False)


@given(received_days, randoms)
def test_the_order_of_entry_is_irrelevant(received: date, random: Random) -> None:
    events = history(received, random)
    again = random.sample(events, len(events))
    assert clock_of(received, again) == clock_of(received, events)


@given(received_days, randoms, st.sampled_from(UNRELATED), st.integers(0, 90))
def test_an_unrelated_event_moves_nothing(received: date, random: Random, kind: str, offset: int) -> None:
    events = history(received, random)
    more = Event(kind, received + timedelta(days=offset))  # type: ignore[arg-type]
    before, after = clock_of(received, events), clock_of(received, [*events, more])
    for name in ("due_on", "first_due", "fee_due", "consultations", "extended", "flags", "closed_on", "counting"):
        assert getattr(after, name) == getattr(before, name)


@given(received_days, randoms)
def test_what_happens_after_the_close_moves_nothing(received: date, random: Random) -> None:
    events = history(received, random)
    closed = Event("replied", received + timedelta(days=20), outcome="granted")
    later = [Event(e.kind, e.on + timedelta(days=100), e.until, days=e.days) for e in history(received, random)]
    before, after = (clock_of(received, [*events, closed, *more]) for more in ([], later))
    assert (after.due_on, after.closed_on, after.outcome) == (before.due_on, before.closed_on, before.outcome)
