"""Finds records of every kind by number or title, for the command palette: a ledger plugs in with one line."""

from collections.abc import Callable, Iterator
from itertools import islice

import msgspec

from tui_disclose.office.house import Office
from tui_disclose.records.report import TABLE
from tui_disclose.statutory.pinyin import pattern


class Found(msgspec.Struct, frozen=True):
    """A record that can be opened."""

    table: str
    """The store's table, by which the screen that opens it is known."""
    number: str
    title: str
    """What people call it; it begins with the number they know it by."""


def _reports(office: Office) -> Iterator[Found]:
    """Yield the yearly reports, newest first."""
    for number in sorted(office.store.records(TABLE), reverse=True):
        yield Found(TABLE, number, f"{number}年年度报告")


LEDGERS: list[Callable[[Office], Iterator[Found]]] = [_reports]
"""What yields the records of each ledger, in the order in which they are offered; cheap to begin, read lazily."""


def everything(office: Office) -> Iterator[Found]:
    """Yield every record of every ledger."""
    for ledger in LEDGERS:
        yield from ledger(office)


def find(office: Office, text: str, limit: int) -> list[Found]:
    """Return the first records whose title has a text, or characters with those pinyin initials; at most `limit`."""
    wanted = pattern(text).search
    return list(islice((found for found in everything(office) if wanted(found.title)), limit))
