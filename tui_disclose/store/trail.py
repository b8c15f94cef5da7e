"""The trail on disk: segments of lines, each named after the sequence number of its first line, kept for ever."""

import contextlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from tui_disclose.problems import Damaged
from tui_disclose.store import files
from tui_disclose.store.interface import Entry
from tui_disclose.store.lines import START, StrangeLine, TornLine, decode, encode, ending, format_of
from tui_disclose.store.writing import Writing

SEGMENT_BYTES = 4 * 2**20
"""A segment this long is closed and the next one begun; so is the last one of a year."""


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
    at: str = ""
    """Its time; empty where that is not known."""

    @property
    def words(self) -> str:
        """The head as it is printed and kept elsewhere: sequence and hash."""
        return f"{self.sequence}:{self.hash}"


class OtherTrail(Exception):
    """The trail does not hold the line that it was read up to."""


class Stretch(NamedTuple):
    """What was read of the trail."""

    entries: list[Entry]
    head: Head
    torn: bool = False
    """A line without its end is left, as a crash in the middle of the last append leaves it."""
    damage: Damaged | None = None
    """What is wrong with the line after `head`, where reading ended there."""


@lru_cache(maxsize=16)
def segment_file(folder: Path, first: int) -> Path:
    """Return the file of the segment that begins with this sequence number."""
    return folder / "trail" / segment_name(first)


def segment_name(first: int) -> str:
    """Return the name of the segment that begins with this sequence number."""
    return f"{first:09}.jsonl"


def segments(folder: Path) -> list[int]:
    """Return the first sequence numbers of all segments, in order."""
    found = (name.partition(".") for name in files.names(folder / "trail"))
    return sorted(int(stem) for stem, _, rest in found if rest == "jsonl" and stem.isdecimal())


def grown(folder: Path, head: Head) -> bool:
    """Say whether there is more or less of the trail than `head` has seen."""
    if (files.size(_segment_path(folder, head.segment)) or 0) != head.offset:
        return True
    return _is_followed(folder, head)


def _is_followed(folder: Path, head: Head) -> bool:
    following = head.sequence + 1
    return following != head.segment and files.size(_segment_path(folder, following)) is not None


def _segment_path(folder: Path, first: int) -> str:
    # No Path: another name for each save, and joining one takes longer than looking it up.
    return f"{folder}/trail/{segment_name(first)}"


def read_on(folder: Path, head: Head) -> Stretch:
    """Return the entries after `head` up to the end or the first damage; OtherTrail where `head` is not in it."""
    entries: list[Entry] = []
    while True:
        found = _read_segment(folder, head, head.hash)
        entries += found.entries
        head = found.head
        if found.damage or not _is_followed(folder, head):
            return Stretch(entries, head, found.torn, found.damage)
        if found.torn:
            return Stretch(entries, head, damage=_bad(folder, head.segment, head.sequence + 1))
        head = Head(head.sequence, head.hash, head.sequence + 1, 0, head.length, head.at)


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
        found = _read_segment(folder, Head(first - 1, head.hash, first), head.hash if begun else None)
        if found.damage:
            raise found.damage
        head = found.head
        entries += found.entries
    if head.sequence < until:
        raise missing(max(head.sequence, after) + 1)
    return [entry for entry in entries if after < entry.sequence <= until]


def _read_segment(folder: Path, head: Head, previous: str | None) -> Stretch:
    """Return what follows `head` in its segment."""
    own = ending(head.hash) if head.offset else b""
    data = files.read(segment_file(folder, head.segment), head.offset - len(own)) or b""
    if not data.startswith(own):
        raise OtherTrail
    if len(data) == len(own):
        return Stretch([], head)
    entries: list[Entry] = []
    damage = None
    sequence, digest, at, start = head.sequence, head.hash, head.at, len(own)
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        try:
            entry, digest = decode(data[start:end], sequence + 1, previous)
        except StrangeLine:
            damage = _bad(folder, head.segment, sequence + 1)
            break
        except TornLine:
            # Only a crash in the middle of the last append is no damage.
            if end < len(data):
                damage = _bad(folder, head.segment, sequence + 1)
            break
        entries.append(entry)
        sequence, previous, at, start = sequence + 1, digest, entry.at, end
    grown_by = start - len(own)
    newest = Head(sequence, digest, head.segment, head.offset + grown_by, head.length + grown_by, at)
    return Stretch(entries, newest, start < len(data) and not damage, damage)


def last_format(folder: Path, head: Head) -> int:
    """Return the version of the files that the line at `head` was written in."""
    data = files.read(segment_file(folder, head.segment), 0, head.offset) or b""
    return format_of(data[data.rfind(b"\n", 0, -1) + 1 :])


def missing(sequence: int) -> Damaged:
    """Return what to say where the entry of this number is not in the trail."""
    return Damaged(f"操作记录 trail 中缺了第 {sequence} 条，请停止使用并找管理员用备份核对。")


def _bad(folder: Path, segment: int, sequence: int) -> Damaged:
    name = segment_file(folder, segment).name
    return Damaged(f"操作记录 trail/{name} 第 {sequence - segment + 1} 行已损坏，请停止使用并找管理员用备份核对。")


def open_end(folder: Path, head: Head, writing: Writing) -> int | None:
    """Return the segment of `head`, open to append to it; None where others have written since or it is unclear."""
    if not head.offset or _is_followed(folder, head):
        return None
    return writing.end(segment_file(folder, head.segment), head.offset, ending(head.hash))


def append(folder: Path, head: Head, entry: Entry, opened: int | None = None) -> Head:
    """Write an entry durably after `head` and return the new head; OSError or files.Unsure where that fails.

    `opened` is the segment of `head` as open_end opened it.
    """
    line, digest = encode(entry, head.hash)
    if head.offset >= SEGMENT_BYTES or (head.offset and head.at and head.at[:4] != entry.at[:4]):
        settle(folder, head)
        head, opened = Head(head.sequence, head.hash, entry.sequence, 0, head.length), None
    path = segment_file(folder, head.segment)
    if not head.offset:
        # The names last before anything stands in the file, so that whoever finds lines in it need not see to that.
        files.make_folder(path.parent)
        files.touch(path)
        files.sync_folder(path.parent)
        files.sync_folder(folder)
        with contextlib.suppress(PermissionError):
            files.sync_folder(folder.parent)
    files.append(path, head.offset, line, opened)
    grown_by = len(line)
    return Head(entry.sequence, digest, head.segment, head.offset + grown_by, head.length + grown_by, entry.at)


def settle(folder: Path, head: Head) -> None:
    """Make the entries up to `head` last, as a writer that was killed may have left the last of them unsynced."""
    if head.sequence:
        files.sync(segment_file(folder, head.segment))
