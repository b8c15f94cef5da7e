"""Working days (工作日): which days count, the n-th one after a day, how many lie between two days.

A weekend worked in exchange counts, a holiday on a weekday does not; the yearly notice of the State Council's office
says which. A year whose notice is not known counts Monday to Friday, and what rests on it is provisional (暂定).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cached_property

import msgspec

from tui_disclose.problems import Refused

_WEEKDAYS = "一二三四五六日"
_SATURDAY = 5


class Notice(msgspec.Struct, frozen=True):
    """One notice about working days: the weekends worked and the weekdays off that it names, and where it is from."""

    source: str
    work: tuple[date, ...] = ()
    rest: tuple[date, ...] = ()
    complete_years: tuple[int, ...] = ()
    """Years whose every working day is known once the notice has been taken in."""


class Calendar(msgspec.Struct, frozen=True, dict=True):
    """Which days are working days, over all years; compare two by their days."""

    work: dict[date, str] = {}
    """Weekend days that are worked, with what to say about each."""
    rest: dict[date, str] = {}
    """Days off beside the weekends (on a weekend too), with what to say about each (“春节放假”)."""
    complete: frozenset[int] = frozenset()
    """The years whose days are known."""

    def is_working(self, day: date) -> bool:
        """Tell whether a day is a working day."""
        return day in self.work or (day.weekday() < _SATURDAY and day not in self.rest)

    def add(self, day: date, count: int) -> date:
        """Return the `count`-th working day strictly after `day`; `day` itself for 0, going back where negative.

        Raises Refused where the calendar has no such day.
        """
        if count < 0:
            return self._back(day, -count)
        if count == 0:
            return day
        year, days = day.year, self._ordinals(day.year)
        position = bisect_right(days, day.toordinal()) + count - 1
        while position >= len(days):
            position -= len(days)
            year += 1
            days = self._ordinals(year)
        return date.fromordinal(days[position])

    def _back(self, day: date, count: int) -> date:
        year, days = day.year, self._ordinals(day.year)
        position = bisect_left(days, day.toordinal()) - count
        while position < 0:
            year -= 1
            days = self._ordinals(year)
            position += len(days)
        return date.fromordinal(days[position])

    def between(self, after: date, until: date) -> int:
        """Return how many working days lie after `after` up to and including `until`; negative where it is earlier."""
        if until < after:
            return -self.between(until, after)
        whole = sum(len(self._ordinals(year)) for year in range(after.year, until.year))
        first = bisect_right(self._ordinals(after.year), after.toordinal())
        return whole + bisect_right(self._ordinals(until.year), until.toordinal()) - first

    def on_or_after(self, day: date) -> date:
        """Return a day itself where it is a working day, else the next one."""
        return day if self.is_working(day) else self.add(day, 1)

    def on_or_before(self, day: date) -> date:
        """Return a day itself where it is a working day, else the last one before it."""
        return day if self.is_working(day) else self.add(day, -1)

    def known(self, day: date) -> bool:
        """Tell whether the notice for a day's year is known."""
        return day.year in self.complete

    def first_unknown(self, day: date, other: date) -> date | None:
        """Return the earliest day not known of those that counting from `day` (not counted) to `other` goes over."""
        if day == other:
            return None
        step = timedelta(days=1 if day < other else -1)
        first, last = sorted((day + step, other))
        year = next((year for year in range(first.year, last.year + 1) if year not in self.complete), None)
        return None if year is None else max(first, date(year, 1, 1))

    def reason(self, day: date) -> str:
        """Return in words why a day counts or does not (“周三”, “周六上班”, “周日”, “春节放假”)."""
        name = f"周{_WEEKDAYS[day.weekday()]}"
        if day in self.work:
            return f"{name}{self.work[day]}"
        return self.rest.get(day, name)

    def is_exception(self, day: date) -> bool:
        """Tell whether a notice speaks of a day: a holiday, or a weekend that is worked."""
        return day in self.work or day in self.rest

    def exceptions(self, year: int) -> dict[date, str]:
        """Return the days of a year that a notice speaks of, in order, with what it says (“上班”, “春节放假”)."""
        return {day: said for day, said in sorted((self.work | self.rest).items()) if day.year == year}

    def in_year(self, year: int) -> int:
        """Return how many working days a year has."""
        return len(self._ordinals(year))

    def with_notices(self, notices: Iterable[Notice]) -> "Calendar":
        """Return the calendar with further notices taken in; about one day the last one is right."""
        work, rest, complete = dict(self.work), dict(self.rest), set(self.complete)
        for notice in notices:
            for day in notice.work:
                rest.pop(day, None)
                work[day] = f"上班（{notice.source}）"
            for day in notice.rest:
                work.pop(day, None)
                rest[day] = f"休息（{notice.source}）"
            complete.update(notice.complete_years)
        return Calendar(work, rest, frozenset(complete))

    @cached_property
    def _years(self) -> dict[int, tuple[int, ...]]:
        return {}

    def _ordinals(self, year: int) -> tuple[int, ...]:
        """Return the ordinals of a year's working days, ascending; kept, so that adding days is a search."""
        found = self._years.get(year)
        if found is None:
            if not MINYEAR <= year <= MAXYEAR:
                raise Refused("算到的日期超出了公元1年至9999年，请核对日期和天数。")
            days = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
            found = tuple(day for day in days if self.is_working(date.fromordinal(day)))
            self._years[year] = found
        return found


def provisional_words(unknown_from: date) -> str:
    """Return the sentence that says on which unknown year a date rests."""
    return f"{unknown_from.year}年的放假安排尚未录入，该年先按周一至周五计算，日期为暂定"
