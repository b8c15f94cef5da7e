"""Where an export goes in the exports folder: never over a file that somebody changed since it was written there."""

import hashlib
import re
import stat
from itertools import count
from pathlib import Path

from tui_disclose.office.house import Office

_MARK = re.compile(r"文件哈希 ([0-9a-f]{16})")
_NUMBERED = re.compile(r"(.+)（\d+）")


def file_mark(data: bytes) -> str:
    """Return what the trail says of a file that was written: it is known again as long as nobody changes it."""
    return f"（文件哈希 {_short(data)}）"


def unchanged_path(office: Office, path: Path, data: bytes) -> Path:
    """Return `path`, or where a file there was changed since it was exported, the same name with the next number."""
    ours: set[str] | None = None
    for number in count(2):
        there = _content(path)
        if there is None or there == data:
            return path
        ours = _marks(office) if ours is None else ours
        if _short(there) in ours:
            return path
        path = path.with_name(f"{_first_name(path)}（{number}）{path.suffix}")
    raise AssertionError


def kept_words(path: Path) -> str:
    """Return what to say where an export went beside a file that somebody changed, "" where it did not."""
    first = path.with_name(_first_name(path) + path.suffix)
    if first == path or not first.exists():
        return ""
    return f"{first.name} 导出后被改动过，没有覆盖，本次另存为 {path.name}。"


def _first_name(path: Path) -> str:
    match = _NUMBERED.fullmatch(path.stem)
    return match[1] if match else path.stem


def _content(path: Path) -> bytes | None:
    """Return what a file holds; None for none, and for what is no file or cannot be read, which writing will say."""
    try:
        return path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else None
    except OSError:
        return None


def _marks(office: Office) -> set[str]:
    return {mark for entry in office.store.since(0) if not entry.changes for mark in _MARK.findall(entry.why)}


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
