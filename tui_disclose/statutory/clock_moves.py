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
            Move(request.number, what, day, new[what]) for what, day in old.items() if what in new and new[what] != day
        ]
    return found


def _dates(found: Clock) -> dict[str, date]:
    dates = {"答复期限": found.owed_on, "缴费期限": found.fee_due}
    if found.closed_on is None:
        dates |= {each.words + "期限": each.due_on for each in found.consultations if each.replied_on is None}
    return {what: day for what, day in dates.items() if day}
