"""Dates by which an office owes something other than the reply to a request: the yearly report, answers to courts."""

from datetime import date, timedelta

import msgspec

from tui_disclose.statutory.rules import period, rules
from tui_disclose.statutory.working_days import Calendar


class Deadline(msgspec.Struct, frozen=True):
    """A last day, what it rests on, and what is not certain about it."""

    on: date
    article: str
    text: str
    """What the article says."""
    unknown_from: date | None = None
    """The first day of a year whose days off are not known that the date rests on (暂定)."""
    uncertain: str = ""


def deadline(key: str, begun_on: date, calendar: Calendar) -> Deadline:
    """Return the last day of a period of the law that begins on a day, the day itself not counted.

    Keys: publication (Art. 26, 20 working days), reconsideration_answer and simplified_answer (10 and 5 working days
    from receiving the copy), defence (15 calendar days; a last day that is a day off moves to the next working day).
    """
    rule = period(key, begun_on)
    if rule.unit == "working":
        last = calendar.add(begun_on, rule.days)
        unknown = calendar.first_unknown(begun_on, last)
    else:
        end = begun_on + timedelta(days=rule.days)
        last = calendar.on_or_after(end) if rule.rolls else end
        unknown = calendar.first_unknown(end - timedelta(days=1), last)
    return Deadline(last, rule.article, rule.text, unknown, rule.uncertain)


def report_due(year: int, level: str) -> Deadline:
    """Return the day by which the yearly report on `year` must be out: 31 January, of a government 31 March (Art. 49).

    The date is fixed: one that is a day off does not move; `calendar.on_or_before` gives the last working day.
    """
    kinds = [each for each in rules().yearly if each.key == "report"]
    rule = next((each for each in kinds if each.level == level), kinds[0])
    return Deadline(date(year + 1, rule.month, rule.day), rule.article, rule.text)
