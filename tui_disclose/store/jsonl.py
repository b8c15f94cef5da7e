"""All records as JSON Lines, for other programs and for moving house: a line about the whole, then a line a record.

The trail stays behind (its segments are JSON Lines already, and a backup holds them).
"""

from pathlib import Path

import msgspec

from tui_disclose import __version__
from tui_disclose.problems import Damaged, Refused
from tui_disclose.store import snapshot
from tui_disclose.store.interface import Change, Fields
from tui_disclose.store.journal import JournalStore
from tui_disclose.store.lines import FORMAT, check_format
from tui_disclose.store.tables import NUMBER

_BATCH = 1_000


class Header(msgspec.Struct, frozen=True):
    """The first line."""

    tui_disclose: str
    """The program's version."""
    format: int
    made: str
    sequence: int
    """The head of the trail that the records are as of."""
    hash: str
    records: int
    settings: str
    """The office's settings.toml."""

    @property
    def head(self) -> str:
        """The head that the records are as of."""
        return f"{self.sequence}:{self.hash}"


_changes = msgspec.json.Decoder(Change)


def render(store: JournalStore, made: str, settings: str) -> tuple[Header, bytes]:
    """Return all records of a store, in the order they were made, as JSON Lines."""
    data, head = store.snapshot()
    found = snapshot.decode(data)
    assert found is not None
    lines = [
        msgspec.json.encode(Change(table, row[NUMBER], _fields(row)))
        for table, rows in found[0].items()
        for row in rows.values()
    ]
    header = Header(__version__, FORMAT, made, head.sequence, head.hash, len(lines), settings)
    return header, b"\n".join([msgspec.json.encode(header), *lines, b""])


def _fields(row: Fields) -> Fields:
    return {field: value for field, value in row.items() if field != NUMBER}


def read(path: Path) -> tuple[Header, list[Change]]:
    """Return what is in a file of JSON Lines; Refused names the line that cannot be read.

    Raises Damaged where lines are missing, Unavailable where a later program wrote it, OSError where it is not
    readable.
    """
    first, *lines = path.read_bytes().split(b"\n")
    try:
        header = msgspec.json.decode(first, type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refused(f"{path} 不是本程序的备份，请核对文件。") from None
    check_format(header.format)
    changes = []
    for number, line in enumerate(lines[:-1], 2):
        try:
            changes.append(_changes.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise Refused(f"{path} 第 {number} 行不是一条记录，没有恢复，请核对文件。") from None
    if len(changes) != header.records or lines[-1:] != [b""]:
        raise Damaged(f"{path} 应有 {header.records} 条记录，只有 {len(changes)} 条，没有恢复，请改用另一份备份。")
    return header, changes


def fill(store: JournalStore, changes: list[Change], who: str, why: str) -> None:
    """Make records of an empty store, some thousand an act."""
    for start in range(0, len(changes), _BATCH):
        store.apply(changes[start : start + _BATCH], who, why)
