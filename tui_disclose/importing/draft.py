"""What an import read from a file, before anybody decides to keep it."""

from typing import Any

import msgspec

from tui_disclose.statutory.figures import Figure


class Draft(msgspec.Struct, frozen=True):
    """A report as a file gives it, with every assumption and everything that could not be read."""

    year: int
    unit: str | None = None
    form_id: str | None = None
    """The form that a JSON file names; other formats name none."""
    cells: dict[str, Figure] = {}
    """Figures by address; a printed blank is “”, what was not printed or not read is absent."""
    sections: dict[str, str] = {}
    unplaced: tuple[Any, ...] = ()
    """Figures that stand in the file and have no place, with their lines."""
    notes: tuple[str, ...] = ()
    """What was assumed or read loosely, one Chinese sentence each."""
    unread: tuple[str, ...] = ()
    """What could not be read, one Chinese sentence each with its line; the cells concerned are left out."""
