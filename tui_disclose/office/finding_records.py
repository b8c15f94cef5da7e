"""Finds records of every kind by number or title, for the command palette: a ledger plugs in with one line."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

import msgspec

from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import OUT_ON, title_of
from tui_disclose.records.fields import Ledger
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.report import TABLE
from tui_disclose.records.request import TABLE as REQUESTS
from tui_disclose.statutory.pinyin import pattern
from tui_disclose.statutory.text import one_line


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


def _ledger(key: str) -> Callable[[Office], Iterator[Found]]:
    """Return what yields the records of a ledger that are not taken out, in the order they were made."""
    kind = ledger(key)

    def found(office: Office) -> Iterator[Found]:
        titles = office.store.scan(key, lambda number, fields: _title(kind, number, fields))
        return (Found(key, number, title) for number, title in titles if title)

    return found


def _title(kind: Ledger, number: str, fields: Mapping[str, Any]) -> tuple[str, str]:
    there = len(fields) > 1 and OUT_ON not in fields
    return number, f"{title_of(kind, number, fields)} {kind.name}" if there else ""


def _requests(office: Office) -> Iterator[Found]:
    """Yield the requests by number and what they ask for: no applicant is named."""
    found = office.store.scan(REQUESTS, _request)
    return (Found(REQUESTS, number, title) for number, title in found if title)


def _request(number: str, fields: Mapping[str, Any]) -> tuple[str, str]:
    there = len(fields) > 1 and OUT_ON not in fields
    return number, f"{number}申请 {one_line(fields.get('content') or '')[:30]}" if there else ""


LEDGERS: list[Callable[[Office], Iterator[Found]]] = [_reports, _requests, _ledger("remedies"), _ledger("rules")]
"""What yields the records of each ledger, in the order in which they are offered; cheap to begin, read lazily."""


def everything(office: Office) -> Iterator[Found]:
    """Yield every record of every ledger."""
    for records in LEDGERS:
        yield from records(office)


def find(office: Office, text: str, limit: int) -> list[Found]:
    """Return the first records whose title has a text, or characters with those pinyin initials; at most `limit`."""
    wanted = pattern(text).search
    return list(islice((found for found in everything(office) if wanted(found.title)), limit))
