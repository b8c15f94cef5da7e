"""The periods and dates that the law fixes (rules.toml), each with the days it is in force and what it rests on."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import tomli

_FILE = Path(__file__).parent / "rules.toml"


class Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number of days within which something must be done."""

    key: str
    days: int
    unit: Literal["working", "calendar"]
    article: str
    text: str
    since: date = date.min
    until: date = date.max
    rolls: bool = False
    """A last day that is a day off moves to the next working day (calendar days only)."""
    uncertain: str = ""
    """What to say wherever it is applied, where no source settles it."""


class Yearly(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A date in each year by which something must be done."""

    key: str
    level: str
    month: int
    day: int
    article: str
    text: str


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of rules.toml."""

    period: tuple[Period, ...]
    yearly: tuple[Yearly, ...]


@cache
def rules() -> Rules:
    """Return the rules, read on first use."""
    return msgspec.convert(tomli.loads(_FILE.read_text(encoding="utf-8")), Rules)


@cache
def _periods(key: str) -> tuple[Period, ...]:
    return tuple(each for each in rules().period if each.key == key)


def in_force(key: str, on: date) -> Period | None:
    """Return the period in force for what begins on a day, or None where there was none then."""
    return next((each for each in _periods(key) if each.since <= on <= each.until), None)


def period(key: str, on: date) -> Period:
    """Return the period in force for what begins on a day; where there was none then, the first that there was."""
    return in_force(key, on) or min(_periods(key), key=lambda each: each.since)
