"""The trail on disk: segments of lines, each named after the sequence number of its first line, kept for ever."""

import contextlib
from functools import lru_cache
from pathlib import Path

import msgspec

from tui_disclose.problems import Damaged
from tui_disclose.store import files
from tui_disclose.store.interface import Entry
from tui_disclose.store.lines import START, StrangeLine, TornLine, decode, encode, ending

SEGMENT_BYTES = 4 * 2**20
"""A segment this long is closed and the next one begun."""


class Head(msgspec.Struct, frozen=True):
    """How far the trail has been read."""

    sequence: int = 0
    """The number of the last entry."""
    hash: str = START
    """The hash of its line."""
    segment: int = 1
    """The first sequence number of the segment that its line is in."""
    offset: int = 0
    """Where its line ends in that segment."""
    length: int = 0
    """Where its line ends in the whole trail."""


@lru_cache(maxsize=16)
def segment_file(folder: Path, first: int) -> Path:
    """Return the file of the segment that begins with this sequence number."""
    return folder / "trail" / f"{first:09}.jsonl"


def segments(folder: Path) -> list[int]:
    """Return the first sequence numbers of all segments, in order."""
    found = (name.partition(".") for name in files.names(folder / "trail"))
    return sorted(int(stem) for stem, _, rest in found if rest == "jsonl" and stem.isdecimal())


def grown(folder: Path, head: Head) -> bool:
    """Say whether there is more or less of the trail than `head` has seen."""
    if (files.size(segment_file(folder, head.segment)) or 0) != head.offset:
        return True
    following = head.sequence + 1
    return following != head.segment and files.size(segment_file(folder, following)) is not None


def ends_at(folder: Path, head: Head) -> bool:
    """Say whether the trail holds the very line that `head` ends with."""
    if not head.offset:
        return True
    last = ending(head.hash)
    return files.read(segment_file(folder, head.segment), head.offset - len(last), len(last)) == last


def read_on(folder: Path, head: Head) -> tuple[list[Entry], Head]:
    """Return the entries after `head` and the new head, a torn last line left out; Damaged says which line is bad."""
    entries: list[Entry] = []
    while True:
        found, head, torn = _read_segment(folder, head, head.hash)
        entries += found
        following = head.sequence + 1
        if following == head.segment or files.size(segment_file(folder, following)) is None:
            return entries, head
        if torn:
            raise _bad(folder, head.segment, head.sequence + 1)
        head = Head(head.sequence, head.hash, following, 0, head.length)


def read_old(folder: Path, after: int, until: int) -> list[Entry]:
    """Return the entries after one sequence number up to another; Damaged where one of them is missing or bad."""
    entries: list[Entry] = []
    firsts = [first for first in segments(folder) if first <= until]
    needed = [first for first, following in zip(firsts, [*firsts[1:], until + 1], strict=True) if following > after + 1]
    head = Head(segment=1)
    for first in needed:
        # Where reading begins amid the trail, the line before is not known.
        begun = head.sequence or first == 1
        if first != head.sequence + 1 and (begun or first > after + 1):
            break
        head = Head(first - 1, head.hash, first)
        found, head, _ = _read_segment(folder, head, head.hash if begun else None)
        entries += found
    if head.sequence < until:
        raise missing(max(head.sequence, after) + 1)
    return [entry for entry in entries if after < entry.sequence <= until]


def _read_segment(folder: Path, head: Head, previous: str | None) -> tuple[list[Entry], Head, bool]:
    """Return what follows `head` in its segment, how far that goes, and whether a torn line is left."""
    entries: list[Entry] = []
    sequence, digest = head.sequence, head.hash
    data = files.read(segment_file(folder, head.segment), head.offset) or b""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        try:
            entry, digest = decode(data[start:end], sequence + 1, previous)
        except StrangeLine:
            raise _bad(folder, head.segment, sequence + 1) from None
        except TornLine:
            # Only a crash in the middle of the last append is no damage.
            if end < len(data):
                raise _bad(folder, head.segment, sequence + 1) from None
            break
        entries.append(entry)
        sequence, previous, start = sequence + 1, digest, end
    newest = Head(sequence, digest, head.segment, head.offset + start, head.length + start)
    return entries, newest, start < len(data)


def missing(sequence: int) -> Damaged:
    """Return what to say where the entry of this number is not in the trail."""
    return Damaged(f"操作记录 trail 中缺了第 {sequence} 条，请停止使用并找管理员用备份核对。")


def _bad(folder: Path, segment: int, sequence: int) -> Damaged:
    name = segment_file(folder, segment).name
    return Damaged(f"操作记录 trail/{name} 第 {sequence - segment + 1} 行已损坏，请停止使用并找管理员用备份核对。")


def append(folder: Path, head: Head, entry: Entry) -> Head:
    """Write an entry durably after `head` and return the new head; OSError or files.Unsure where that fails."""
    line, digest = encode(entry, head.hash)
    if head.offset >= SEGMENT_BYTES:
        settle(folder, head)
        head = Head(head.sequence, head.hash, entry.sequence, 0, head.length)
    path = segment_file(folder, head.segment)
    if not head.offset:
        # The names last before anything stands in the file, so that whoever finds lines in it need not see to that.
        files.make_folder(path.parent)
        files.touch(path)
        files.sync_folder(path.parent)
        files.sync_folder(folder)
        with contextlib.suppress(PermissionError):
            files.sync_folder(folder.parent)
    files.append(path, head.offset, line)
    return Head(entry.sequence, digest, head.segment, head.offset + len(line), head.length + len(line))


def settle(folder: Path, head: Head) -> None:
    """Make the entries up to `head` last, as a writer that was killed may have left the last of them unsynced."""
    if head.sequence:
        files.sync(segment_file(folder, head.segment))
