"""Where a person left off, so that the next session opens there."""

import contextlib

import msgspec

from tui_disclose.office.drafts import drop_draft, find_draft, keep_draft
from tui_disclose.office.house import Office
from tui_disclose.office.reports import years

_NAME = "position.json"


class Position(msgspec.Struct, frozen=True):
    """A place in a year's report."""

    year: int
    part: str
    """The key of the part."""
    address: str = ""
    """The cell, or "" in a text."""


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
