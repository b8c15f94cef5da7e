"""The records as a TinyDB in memory: stock TinyDB with a storage that holds the tables and tables that change in place.

Stock TinyDB copies a whole table and writes the whole file for each change; here the trail makes a change durable.
"""

from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from tui_disclose.store.interface import Fields

Tables = dict[str, dict[str, Fields]]
"""TinyDB's own data model: table name → doc_id as text → document."""

NUMBER = "number"
"""The field that holds a record's own number; doc_ids are TinyDB's affair."""


class LiveTables(Storage):
    """Hands TinyDB the tables in memory."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def read(self) -> Tables:
        """Return the live tables."""
        return self.tables

    def write(self, data: Tables) -> None:
        """Take other tables."""
        self.tables = data


class Records(Table):
    """A table that finds a record by its own number and changes in place."""

    # As in the file, so that no key has to be converted.
    document_id_class = str  # type: ignore[assignment]

    def __init__(self, storage: LiveTables, name: str, cache_size: int = 0) -> None:
        # A query cache would be emptied by every change, those of colleagues included.
        super().__init__(storage, name, cache_size)
        self._rows: dict[str, Fields] = storage.read().get(name, {})
        self._ids = {row[NUMBER]: doc_id for doc_id, row in self._rows.items()}

    def fields(self, number: str) -> Fields | None:
        """Return the live document of a record, None where there is none."""
        doc_id = self._ids.get(number)
        return None if doc_id is None else self._rows[doc_id]

    def rows(self) -> Iterable[Fields]:
        """Return the live documents in the order they were made."""
        return self._rows.values()

    def put(self, number: str, before: Fields, after: Fields) -> None:
        """Give a record the fields of `after` and take away those only in `before`; a new number makes a record."""
        if number in self._ids:
            # As `update` would, which looks through more than the one document that changes.
            _step(before, after, self._rows[self._ids[number]])
            self.clear_cache()
        else:
            self._ids[number] = self.insert({NUMBER: number, **after})  # type: ignore[assignment]

    def _read_table(self) -> dict[str, Fields]:  # type: ignore[override]
        return self._rows

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        self.storage.read().setdefault(self.name, self._rows)  # type: ignore[union-attr]
        updater(self._rows)
        self.clear_cache()

    def _get_next_id(self) -> str:
        # No document is ever removed, so that their count gives no id twice.
        return str(len(self._rows) + 1)


def _step(before: Fields, after: Fields, document: MutableMapping[str, Any]) -> None:
    for field in before.keys() - after.keys():
        document.pop(field, None)
    document.update(after)


class Database(TinyDB):
    """A TinyDB whose tables are Records."""

    table_class: type[Table] = Records

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables, storage=LiveTables)

    def records(self, table: str) -> Records:
        """Return a table by name, an empty one where there is none yet."""
        found = self.table(table)
        assert isinstance(found, Records)
        return found


_NESTED = (dict, list)


def copied(fields: Fields) -> Fields:
    """Return a copy of fields that shares nothing with them that could change."""
    found = dict(fields)
    for field, value in fields.items():
        # By type, which is quicker than asking for subclasses: JSON gives none.
        if type(value) in _NESTED:
            found[field] = _copied(value)
    return found


def _copied(value: object) -> object:
    if isinstance(value, dict):
        return copied(value)
    if isinstance(value, list):
        return [_copied(each) for each in value]
    return value
