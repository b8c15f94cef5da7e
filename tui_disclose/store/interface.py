"""What the rest of the program knows of the store: changes in, records and entries out."""

from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any, Protocol, TypeVar

import msgspec

Fields = dict[str, Any]
"""A record's fields: flat names to JSON values."""

Picked = TypeVar("Picked")


class Change(msgspec.Struct, frozen=True):
    """New values for fields of one record; a value of None takes the field away, a new number makes a record."""

    table: str
    number: str
    fields: Fields


class Recorded(msgspec.Struct, frozen=True):
    """What an act changed in one record: the changed fields before and after (absent fields are left out)."""

    table: str
    number: str
    before: Fields
    after: Fields


class Entry(msgspec.Struct, frozen=True):
    """One act of one person, as the trail keeps it."""

    sequence: int
    """1, 2, 3, … without gaps."""
    at: str
    """Local time with offset, ISO 8601, to the second."""
    who: str
    """Login name."""
    why: str
    """What was done, in words, with the reason where one was asked."""
    place: str
    """Where it was done, so that undo finds the last act of that place (“report/2019”)."""
    changes: tuple[Recorded, ...]
    """None for what changes no record: an export, a look at personal data."""
    undoes: int | None = None
    """The sequence number of the entry that this one takes back."""


Expected = Mapping[tuple[str, str], Fields]
"""(table, number) → the field values that the change was made from; absent fields are None.

With the record's own `number` among them the record has to be there: not one whose making was taken back.
"""


class Store(Protocol):
    """Records in tables, each with a number of its own, changed only by whole acts."""

    @property
    def sequence(self) -> int:
        """The sequence number of the newest entry seen; 0 where there is none."""
        ...

    @property
    def mark(self) -> tuple[int, int]:
        """How often all was read anew, as after a restore, and the newest sequence number.

        Where the first is another, what was known of records and entries before counts for nothing.
        """
        ...

    @property
    def made(self) -> Set[int]:
        """The sequence numbers of the entries that were made by this process, those before a restore left out."""
        ...

    def apply(
        self,
        changes: Sequence[Change],
        who: str,
        why: str,
        expected: Expected | None = None,
        *,
        place: str = "",
        undoes: int | None = None,
    ) -> Entry | None:
        """Save all changes as one act and return its entry, or None where nothing differs from what is stored.

        Changes of fields that others changed meanwhile go in side by side; where `expected` names a field whose
        stored value is another, nothing is saved and Changed says which. Raises Unavailable where the store is
        busy or not writable, Damaged where it cannot be read.
        """
        ...

    def note(self, who: str, why: str, place: str = "") -> Entry:
        """Save an act that changes no record (an export, a look at personal data) and return its entry.

        Raises Unavailable where the store is busy, not writable or opened for reading only, Damaged where it cannot
        be read.
        """
        ...

    def since(self, sequence: int) -> list[Entry]:
        """Return the entries after `sequence`, those of other processes included, oldest first."""
        ...

    def record(self, table: str, number: str) -> Fields | None:
        """Return a copy of a record's fields as they are now, or None where there is no such record."""
        ...

    def records(self, table: str) -> dict[str, Fields]:
        """Return copies of all records of a table by number, in the order they were made."""
        ...

    def count(self, table: str) -> int:
        """Return how many records a table has."""
        ...

    def scan(self, table: str, pick: Callable[[str, Fields], Picked]) -> list[Picked]:
        """Return what `pick` makes of the number and the fields of each record of a table, without copying them.

        The order is that in which they were made; the fields hold `number` too. `pick` only looks, and keeps nothing
        that could change.
        """
        ...
