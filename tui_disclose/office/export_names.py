"""Where an export goes in the exports folder: never over a file that somebody changed since it was written there."""

import hashlib
import re
import stat
from itertools import count
from pathlib import Path

from tui_disclose.office.house import Office

_MARK = "文件哈希 "
_RECENT = 4_000
"""So many entries are looked through first."""
_NUMBERED = re.compile(r"(.+)（\d+）")


def file_mark(data: bytes) -> str:
    """Return what the trail says of a file that was written: it is known again as long as nobody changes it."""
    return f"（{_MARK}{_short(data)}）"


def unchanged_path(office: Office, path: Path, data: bytes) -> Path:
    """Return `path`, or where a file there was changed since it was exported, the same name with the next number."""
    for number in count(2):
        there = _content(path)
        if there is None or there == data or _is_ours(office, there):
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


def _is_ours(office: Office, there: bytes) -> bool:
    """Tell whether the trail says that a file was written so."""
    mark = f"{_MARK}{_short(there)}"
    # Hardly ever was it written earlier than what the store remembers; reading a long trail takes a while.
    starts = dict.fromkeys((max(office.store.sequence - _RECENT, 0), 0))
    return any(mark in entry.why for start in starts for entry in office.store.since(start) if not entry.changes)


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
