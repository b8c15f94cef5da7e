"""One entry as one line of the trail: compact JSON whose last key is the hash of all that stands before it.

Each line names the hash of the line before, so that a changed, missing or moved line shows.
"""

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec

from tui_disclose import __version__
from tui_disclose.problems import Refused, Unavailable
from tui_disclose.store.interface import Entry, Fields

FORMAT = 1
"""The version of the files; a store written by a later one is not touched."""

START = "0" * 64
"""What the first line names as the hash before it."""

_HASH = ',"hash":"'

_LARGE = 2**53

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]

UPGRADES: dict[int, Upgrade] = {}
"""For each former version of the files: what makes the keys of its entries those of the version after it.

Lines are never rewritten, so that the chain of hashes stands; they are read through these.
"""


class TornLine(Exception):
    """A line that is not what was written."""


class StrangeLine(Exception):
    """A line as it was written, which does not belong here."""


class _Header(msgspec.Struct, frozen=True):
    format: int
    previous: str


_entries = msgspec.json.Decoder(Entry)
_headers = msgspec.json.Decoder(_Header)


def encode(entry: Entry, previous: str) -> tuple[bytes, str]:
    """Return an entry's line, newline included, and its hash; Refused where a text cannot be written as UTF-8."""
    body = _json(entry)[:-1]
    body += f',"program":"{__version__}","format":{FORMAT},"previous":"{previous}"'.encode()
    digest = hashlib.sha256(body).hexdigest()
    return body + ending(digest), digest


def _json(value: object) -> bytes:
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        raise Refused("文字中含有无法保存的字符，请删去后重新输入。") from None


def plain(fields: Fields) -> Fields:
    """Return a copy of fields as they come back from the trail; Refused where a text cannot be written as UTF-8."""
    if all(map(_is_simple, fields.values())):
        return dict(fields)
    return msgspec.json.decode(_json(fields), type=dict[str, Any])


def _is_simple(value: object) -> bool:
    """Tell whether a value comes back from JSON as it is, with nothing in it that could change."""
    kind = type(value)
    if kind is str:
        return value.isascii() or _is_encodable(value)  # type: ignore[attr-defined, arg-type]
    return value is None or kind is bool or (kind is int and -_LARGE < value < _LARGE)  # type: ignore[operator]


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def ending(digest: str) -> bytes:
    """Return the bytes with which the line of this hash ends."""
    return f'{_HASH}{digest}"}}\n'.encode()


def decode(line: bytes, sequence: int, previous: str | None) -> tuple[Entry, str]:
    """Return a line's entry and hash, `previous` None taking any predecessor.

    Raises TornLine where its hash is wrong, StrangeLine where it is not the line of this sequence number, and
    Unavailable where a later program wrote it.
    """
    cut = len(line) - len(ending(START))
    body = line[: max(cut, 0)]
    digest = hashlib.sha256(body).hexdigest()
    if line[cut:] != ending(digest):
        raise TornLine
    try:
        header = _headers.decode(body + b"}")
        entry = _entries.decode(body + b"}") if header.format == FORMAT else _upgraded(body + b"}", header.format)
    except (msgspec.MsgspecError, UnicodeDecodeError, KeyError) as error:
        raise StrangeLine from error
    if entry.sequence != sequence or previous not in (None, header.previous):
        raise StrangeLine
    return entry, digest


def format_of(line: bytes) -> int:
    """Return the version of the files that a whole line was written in."""
    return _headers.decode(line).format


def _upgraded(line: bytes, version: int) -> Entry:
    check_format(version)
    keys = msgspec.json.decode(line)
    for each in range(version, FORMAT):
        keys = UPGRADES[each](keys)
    return msgspec.convert(keys, Entry)


def check_format(version: int) -> None:
    """Raise Unavailable where a later program wrote the files."""
    if version > FORMAT:
        raise Unavailable("台账由更新版本的程序写成，请升级本程序后再打开。")
