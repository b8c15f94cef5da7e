"""A duty: something the office owes or should look at, as a value."""

from datetime import date
from typing import Literal

import msgspec

Urgency = Literal["late", "due", "hint"]

URGENCY_WORDS: dict[Urgency, str] = {"late": "逾期", "due": "待办", "hint": "提示"}

_ORDER: tuple[Urgency, ...] = ("late", "due", "hint")


class Duty(msgspec.Struct, frozen=True):
    """One line of what is owed (待办)."""

    kind: str
    """Which duty it is, stable: “publish”; behind a dot what it concerns in the ledger: “monthly.media_check”."""
    table: str
    """The ledger of the record that it concerns; the place it is seen to."""
    number: str
    """The record's number; empty where it concerns a whole ledger."""
    sentence: str
    """For people: what is owed, by whom, since when."""
    severity: Urgency
    due_on: date | None = None
    provisional: bool = False
    """Whether the day rests on a year whose holidays are not known (暂定)."""


def in_order(duties: list[Duty]) -> list[Duty]:
    """Return duties with the late ones first, then by day; those without a day last among their kind."""
    return sorted(duties, key=lambda duty: (_ORDER.index(duty.severity), duty.due_on or date.max, duty.number))
