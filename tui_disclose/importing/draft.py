"""What an import read from a file, before anybody decides to keep it."""

from typing import Any

import msgspec

from tui_disclose.statutory.figures import Figure


class Source(msgspec.Struct, frozen=True):
    """Where a figure stands in its file and what is printed there."""

    where: str
    """The place as people call it (“第34行”, “工作表‘表三’第5行”)."""
    text: str
    """The cell word for word."""
    row: str = ""
    """The printed line that it stands in, its label first."""


class Cut(msgspec.Struct, frozen=True):
    """One way to part figures that run together."""

    figures: tuple[Figure, ...]
    along: bool | None
    """Whether the totals of its row agree; None where the row has none."""
    down: bool | None
    """Whether the columns that can be added up agree with it; None where none can."""


class Choice(msgspec.Struct, frozen=True):
    """A row whose figures run together, and the ways to part them; a person picks one, nothing else does."""

    key: str
    """The row (`requests.received`), or the table where its rows are printed on one line (`remedies`)."""
    words: str
    """The row in words."""
    source: Source
    cuts: tuple[Cut, ...]
    """The ways that are shown: those that agree with the row's totals, or all where none does; the likeliest first."""
    ways: int
    """How many there are altogether; a large count is cut off."""
    picked: int | None = None
    """Which one a person picked, counted from 1."""


class Draft(msgspec.Struct, frozen=True):
    """A report as a file gives it, with every assumption and everything that could not be read."""

    year: int
    unit: str | None = None
    form_id: str | None = None
    """The form that a JSON file names; other formats name none."""
    cells: dict[str, Figure] = {}
    """Figures by address; a printed blank is “”, what was not printed or not read is absent."""
    sections: dict[str, str] = {}
    sources: dict[str, Source] = {}
    """Where each figure stands in the file, by address; a JSON file tells none."""
    choices: tuple[Choice, ...] = ()
    """Rows whose figures run together, picked or not."""
    unplaced: tuple[Any, ...] = ()
    """Figures that stand in the file and have no place, with their lines."""
    notes: tuple[str, ...] = ()
    """What was assumed or read loosely, one Chinese sentence each."""
    unread: tuple[str, ...] = ()
    """What could not be read, one Chinese sentence each with its line; the cells concerned are left out."""
