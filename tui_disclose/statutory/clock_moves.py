"""Which dates of which requests move when the working calendar changes."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

import msgspec

from tui_disclose.statutory.clock_values import Clock
from tui_disclose.statutory.working_days import Calendar


class Clocked(Protocol):
    """A request as far as its clock is concerned."""

    @property
    def number(self) -> str:
        """Its number."""
        ...

    def clock(self, calendar: Calendar) -> Clock:
        """Return its clock by a calendar."""
        ...


class Move(msgspec.Struct, frozen=True):
    """A date that somebody still has to keep and that becomes another."""

    number: str
    what: str
    """Which date it is (“答复期限”)."""
    before: date
    after: date

    @property
    def sentence(self) -> str:
        """The move in words."""
        return f"{self.number} {self.what}：{self.before} → {self.after}"


def moves(before: Calendar, after: Calendar, requests: Iterable[Clocked]) -> list[Move]:
    """Return the dates still to be kept that differ between two calendars: of replies, opinions and payments."""
    found: list[Move] = []
    for request in requests:
        old, new = _dates(request.clock(before)), _dates(request.clock(after))
        found += [
            Move(request.number, each[0], day, new[each]) for each, day in old.items() if new.get(each, day) != day
        ]
    return found


def _dates(found: Clock) -> dict[tuple[str, int], date]:
    """Return the dates still to be kept by what they are and, as several may be asked for an opinion, which of them."""
    dates = {("答复期限", 0): found.owed_on, ("缴费期限", 0): found.fee_due}
    if found.closed_on is None:
        asked = enumerate(found.consultations)
        dates |= {(f"{each.words}期限", n): each.due_on for n, each in asked if each.replied_on is None}
    return {what: day for what, day in dates.items() if day}
