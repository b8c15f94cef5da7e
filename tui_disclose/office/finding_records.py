"""Finds records of every kind by number or title, for the command palette: a ledger plugs in with one line."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import OUT_ON, title_of
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.masking import matter
from tui_disclose.records.report import TABLE
from tui_disclose.records.request import TABLE as REQUESTS
from tui_disclose.statutory.pinyin import pattern
from tui_disclose.statutory.text import half_width


class Found(msgspec.Struct, frozen=True):
    """A record that can be opened."""

    table: str
    """The store's table, by which the screen that opens it is known."""
    number: str
    title: str
    """What people call it; it begins with the number they know it by."""


Fits = Callable[[str], object]
"""Tells whether a text is what is looked for."""


class Finder(msgspec.Struct, frozen=True):
    """How the records of one ledger are found: what is searched, at no cost, and what those found are called."""

    table: str
    searched: Callable[[str, Mapping[str, Any]], str]
    """The text to look into, given number and fields."""
    title: Callable[[str, Mapping[str, Any]], str]

    def numbers(self, office: Office, fits: Fits) -> list[str]:
        """Return the numbers of the records that fit and are not taken out, in the order they were made."""
        # Who only looks finds by what is shown: that a name is in a text would tell whose it is.
        searched = self.title if office.masks_personal else self.searched

        def pick(number: str, fields: Mapping[str, Any]) -> str:
            # Where adding was undone nothing is left but the number.
            there = fits(searched(number, fields)) and len(fields) > 1 and OUT_ON not in fields
            return number if there else ""

        return [number for number in office.store.scan(self.table, pick) if number]

    def found(self, office: Office, number: str) -> Found:
        """Return a record by its number."""
        return Found(self.table, number, self.title(number, office.store.record(self.table, number) or {}))


def _ledger(key: str) -> Finder:
    """Return how the records of a ledger are found: by number, title and the ledger's name."""
    kind = ledger(key)
    named = kind.title if kind.title and not kind.field(kind.title).personal else ""
    return Finder(
        key,
        lambda number, fields: f"{number}“{fields.get(named) or ''}” {kind.name}",
        lambda number, fields: f"{title_of(kind, number, fields)} {kind.name}",
    )


def _report_title(number: str, _: Mapping[str, Any]) -> str:
    return f"{number}年年度报告"


REPORTS = Finder(TABLE, _report_title, _report_title)

REQUEST_LOG = Finder(
    REQUESTS,
    # By number and what is asked for: no applicant is named.
    lambda number, fields: f"{number}申请 {fields.get('content') or ''}",
    lambda number, fields: f"{number}申请 {matter(fields)[:30]}",
)

LEDGERS = (REPORTS, REQUEST_LOG, *map(_ledger, ("remedies", "rules", "catalogue", "works", "texts")))
"""How the records of each ledger are found, in the order in which they are offered."""


def find(office: Office, text: str, limit: int) -> tuple[list[Found], int]:
    """Return the first records that have a text in number or title, or those pinyin initials, and how many have.

    At most `limit` are returned; of those not returned nothing is worked out, so that it takes no longer to find many.
    Reports come newest first.
    """
    fits = pattern(half_width(text)).search
    found: list[Found] = []
    many = 0
    for finder in LEDGERS:
        numbers = finder.numbers(office, fits)
        many += len(numbers)
        if finder is REPORTS:
            numbers.sort(reverse=True)
        found += [finder.found(office, number) for number in numbers[: limit - len(found)]]
    return found, many
