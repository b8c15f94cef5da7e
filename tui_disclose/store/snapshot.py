"""The snapshot `store.json`: a plain TinyDB file of all records as of one entry of the trail.

It only spares reading the whole trail; the table `_meta` says which entry it stands for.
"""

from pathlib import Path
from typing import Any

import msgspec

from tui_disclose import __version__
from tui_disclose.problems import Damaged
from tui_disclose.store import files
from tui_disclose.store.lines import FORMAT, check_format
from tui_disclose.store.tables import NUMBER, Tables
from tui_disclose.store.trail import Head

META = "_meta"
"""The table that is about the file itself."""

_ADVICE = "请找管理员将它移到别处后重新打开，程序会由操作记录 trail 重建"


class _Meta(msgspec.Struct, frozen=True):
    sequence: int
    hash: str
    segment: int
    offset: int
    length: int
    at: str = ""


_decoder = msgspec.json.Decoder(dict[str, dict[str, dict[str, Any]]])


def snapshot_file(folder: Path) -> Path:
    """Return the snapshot's file."""
    return folder / "store.json"


def encode(tables: Tables, head: Head) -> bytes:
    """Return the content of a snapshot as of `head`."""
    meta = {"format": FORMAT, "program": __version__, **msgspec.structs.asdict(head)}
    return msgspec.json.encode({META: {"1": meta}, **tables})


def write(folder: Path, tables: Tables, head: Head) -> int:
    """Replace the snapshot by one as of `head` and return its length; OSError where that fails."""
    data = encode(tables, head)
    files.replace(snapshot_file(folder), data)
    return len(data)


def read(folder: Path) -> tuple[Tables, Head, int]:
    """Return the snapshot's tables, the head they stand for and its length; empty ones where there is no file.

    Raises Damaged where the file is not such a snapshot, Unavailable where a later program wrote it.
    """
    data = files.read(snapshot_file(folder))
    if data is None:
        return {}, Head(), 0
    found = decode(data)
    if found is None:
        raise Damaged(f"{snapshot_file(folder)} 已损坏或不是本程序写成的，没有改动它，{_ADVICE}。")
    return *found, len(data)


def decode(data: bytes) -> tuple[Tables, Head] | None:
    """Return a snapshot's tables and head, empty ones for one of a former format; None where it is no snapshot.

    Raises Unavailable where a later program wrote it.
    """
    try:
        tables = _decoder.decode(data)
        meta = tables.pop(META)["1"]
        check_format(meta["format"])
        if meta["format"] < FORMAT:
            # The trail has everything, and its lines are read as they are now.
            return {}, Head()
        head = msgspec.convert(meta, _Meta)
        complete = all(isinstance(row.get(NUMBER), str) for rows in tables.values() for row in rows.values())
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError):
        return None
    return (tables, Head(**msgspec.structs.asdict(head))) if complete else None
