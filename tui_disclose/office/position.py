"""Where a person left off, so that the next session opens there."""

import contextlib

import msgspec
from msgspec.structs import replace

from tui_disclose.office.drafts import drop_draft, find_draft, keep_draft
from tui_disclose.office.house import Office
from tui_disclose.office.reports import years

_NAME = "position.json"
_LISTS = "lists.json"
_LONGEST = 200
"""Characters that are kept of a filter."""


class Position(msgspec.Struct, frozen=True):
    """A place in a year's report."""

    year: int
    part: str
    """The key of the part."""
    address: str = ""
    """The cell, or "" in a text."""


class Place(msgspec.Struct, frozen=True):
    """Where a person was in a list."""

    number: str = ""
    """The record under the cursor."""
    typed: str = ""
    """The filter."""
    sort: int | None = None
    """The column that the list is sorted by; None: in the order in which the records were made."""
    backwards: bool = False


class Lists(msgspec.Struct, frozen=True):
    """Where a person was in the lists of the ledgers."""

    open: int = 0
    """The number of the place whose list was open at the end; 0 for none."""
    places: dict[str, Place] = {}
    """Where in each list, by the ledger's table."""


def keep_lists(office: Office, lists: Lists) -> None:
    """Remember where this person was in the lists. What cannot be written is not worth a word."""
    short = {table: replace(place, typed=place.typed[:_LONGEST]) for table, place in lists.places.items()}
    with contextlib.suppress(OSError):
        keep_draft(office, _LISTS, msgspec.json.encode(replace(lists, places=short)).decode())


def last_lists(office: Office) -> Lists:
    """Return where this person was in the lists."""
    try:
        return msgspec.json.decode(find_draft(office, _LISTS) or "{}", type=Lists)
    except msgspec.DecodeError:
        return Lists()


def keep_position(office: Office, position: Position | None) -> None:
    """Remember where this person leaves off; None forgets it. What cannot be written is not worth a word."""
    if position is None:
        drop_draft(office, _NAME)
        return
    with contextlib.suppress(OSError):
        keep_draft(office, _NAME, msgspec.json.encode(position).decode())


def last_position(office: Office) -> Position | None:
    """Return where this person left off, or None where that report is no more."""
    text = find_draft(office, _NAME)
    if text is None:
        return None
    try:
        position = msgspec.json.decode(text, type=Position)
    except msgspec.DecodeError:
        return None
    return position if position.year in years(office) else None
