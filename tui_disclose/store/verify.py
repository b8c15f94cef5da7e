"""Looks at every line of the trail without loading anything, and names the first one that is not as it was written.

Whoever changes the trail and computes all hashes anew is caught only by a head that was kept elsewhere.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from tui_disclose.store import files, snapshot
from tui_disclose.store.lines import START, ending
from tui_disclose.store.trail import segment_file, segments


class Bad(msgspec.Struct, frozen=True):
    """The first entry that is not right."""

    file: str
    """The segment, as trail/000000001.jsonl."""
    line: int
    """Its line there, from 1."""
    sequence: int
    """The sequence number that should stand there."""
    text: str
    """What is wrong, one sentence."""


class Kept(msgspec.Struct, frozen=True):
    """A head that was kept somewhere else than in the trail."""

    sequence: int
    hash: str
    where: str
    """Where it was kept, in words."""


class Verdict(msgspec.Struct, frozen=True):
    """What came of looking through the trail."""

    sequence: int
    """The last good entry."""
    hash: str
    bad: Bad | None
    notes: tuple[str, ...]
    """What is remarkable without being wrong."""

    @property
    def head(self) -> str:
        """The head to keep elsewhere."""
        return f"{self.sequence}:{self.hash}"


class _Line(msgspec.Struct, frozen=True):
    sequence: int
    at: str
    previous: str


_lines = msgspec.json.Decoder(_Line)


def parse_head(text: str, where: str) -> Kept | None:
    """Return a head as it is printed (SEQ:HASH), None where the text is none."""
    found = re.fullmatch(r"(\d{1,12}):([0-9a-f]{64})", text.strip())
    return Kept(int(found[1]), found[2], where) if found else None


def snapshot_head(folder: Path) -> Kept | None:
    """Return the head that the snapshot is as of, None where there is none to be read."""
    try:
        data = files.read(snapshot.snapshot_file(folder))
        meta: Any = msgspec.json.decode(data or b"")[snapshot.META]["1"]
        return parse_head(f"{meta['sequence']}:{meta['hash']}", "快照 store.json")
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError):
        return None


def verify(folder: Path, kept: Iterable[Kept] = ()) -> Verdict:
    """Look through the whole trail of a data folder and hold it against heads kept elsewhere.

    Raises Unavailable where a file cannot be read.
    """
    with files.said(folder, "无法核对"):
        found = [(first, files.read(segment_file(folder, first)) or b"") for first in segments(folder)]
        own = snapshot_head(folder)
    return verify_segments(found, [*([own] if own else []), *kept])


def verify_segments(found: Iterable[tuple[int, bytes]], kept: Iterable[Kept] = ()) -> Verdict:
    """Look through segments given by first sequence number and content, in order."""
    heads = sorted(kept, key=lambda each: each.sequence)
    sequence, digest, file, line = 0, START, "trail/000000001.jsonl", 0
    before = ""
    notes: list[str] = []
    for file, line, data in _numbered(found):
        if line == 0:
            if file != f"trail/{sequence + 1:09}.jsonl":
                return _verdict(sequence, digest, notes, _hole(file, sequence))
            continue
        wrong, read = _wrong(data, sequence + 1, digest)
        if read is None:
            return _verdict(sequence, digest, notes, Bad(file, line, sequence + 1, f"{file} 第 {line} 行{wrong}。"))
        sequence, digest = read.sequence, hashlib.sha256(data[: -len(ending(START))]).hexdigest()
        if before and _instant(read.at) < _instant(before):
            notes.append(f"第 {sequence} 条的时间 {read.at} 早于前一条的 {before}，当时系统时钟可能被改动。")
        before = read.at
        for each in heads:
            if each.sequence == sequence and each.hash != digest:
                text = f"第 {sequence} 条与{each.where}所记不同，这一条或之前的操作记录被改写。"
                return _verdict(sequence - 1, digest, notes, Bad(file, line, sequence, text))
    for each in heads:
        if each.sequence > sequence:
            text = f"操作记录到第 {sequence} 条为止，而{each.where}记有第 {each.sequence} 条，末尾被截去。"
            return _verdict(sequence, digest, notes, Bad(file, line + 1, sequence + 1, text))
    return _verdict(sequence, digest, notes, None)


def _numbered(found: Iterable[tuple[int, bytes]]) -> Iterator[tuple[str, int, bytes]]:
    """Yield each segment's lines with file and number, preceded by the segment itself as line 0."""
    for first, content in found:
        file = f"trail/{first:09}.jsonl"
        yield file, 0, b""
        for number, line in enumerate(re.findall(rb"[^\n]*\n|[^\n]+$", content), 1):
            yield file, number, line


def _verdict(sequence: int, digest: str, notes: list[str], bad: Bad | None) -> Verdict:
    return Verdict(sequence, digest, bad, tuple(notes))


def _hole(file: str, sequence: int) -> Bad:
    missing = f"trail/{sequence + 1:09}.jsonl"
    return Bad(missing, 1, sequence + 1, f"缺少第 {sequence + 1} 条：{missing} 不在，下一个文件是 {file}。")


def _wrong(data: bytes, sequence: int, previous: str) -> tuple[str, _Line | None]:
    body = data[: -len(ending(START))]
    if data[len(body) :] != ending(hashlib.sha256(body).hexdigest()):
        if not data.endswith(b"\n"):
            return f"（第 {sequence} 条）不完整；若刚停电或程序被强行终止，这是没有存上的一次操作，再保存时会清除", None
        return f"（第 {sequence} 条）被改动", None
    try:
        read = _lines.decode(body + b"}")
    except (msgspec.DecodeError, UnicodeDecodeError):
        return f"（第 {sequence} 条）不是操作记录", None
    if read.sequence > sequence:
        return f"应为第 {sequence} 条，却是第 {read.sequence} 条：中间的被删去或调换了次序", None
    if read.sequence < sequence:
        return f"应为第 {sequence} 条，却又是第 {read.sequence} 条：次序被调换或重复", None
    if read.previous != previous:
        return f"（第 {sequence} 条）与前一条接不上：前面的被改写", None
    return "", read


def _instant(at: str) -> float:
    try:
        return datetime.fromisoformat(at).timestamp()
    except ValueError:
        return float("inf")
