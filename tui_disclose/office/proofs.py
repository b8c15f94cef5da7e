"""Proving an exported file: its hash in a .sha256 beside it and in the trail, and the finished version it shows."""

import hashlib
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import msgspec

from tui_disclose.office.finished import is_finished
from tui_disclose.office.finishing import head_of
from tui_disclose.office.house import Office
from tui_disclose.office.os_errors import in_words
from tui_disclose.office.reports import find_report
from tui_disclose.office.versions import (
    VERSIONS,
    Version,
    as_report,
    form_of_version,
    standing_version,
    versions,
)
from tui_disclose.problems import Refused
from tui_disclose.report.sheet import Sheet, build_sheet
from tui_disclose.statutory.text import one_line
from tui_disclose.store.verify import Kept, parse_head

SUFFIX = ".sha256"

_HASH_LINE = re.compile(r"([0-9a-f]{64}) [ *]", re.ASCII)
_HEAD = "# 操作记录的头 "
_FOLDER = "# 数据目录 "


class Proof(msgspec.Struct, frozen=True):
    """What came of checking a file."""

    good: bool
    sentences: tuple[str, ...]


def file_hash(data: bytes) -> str:
    """Return the hash of a file's bytes (SHA-256, hex)."""
    return hashlib.sha256(data).hexdigest()


def proof_path(path: Path) -> Path:
    """Return where the hash of an exported file stands."""
    return path.with_name(path.name + SUFFIX)


def shown_version(office: Office, sheet: Sheet) -> Version | None:
    """Return the finished version that a sheet shows, None while the report can be changed."""
    return standing_version(office, sheet.report) if is_finished(sheet.report) else None


def proof_note(office: Office, sheet: Sheet, data: bytes) -> str:
    """Return what the trail says of an export beside its path: which finished version it shows, and its hash."""
    version = shown_version(office, sheet)
    return f"（{version.words}，文件哈希 {file_hash(data)}）" if version else ""


def proof_lines(office: Office, sheet: Sheet) -> str:
    """Return what stands above the hash beside an export of a finished year, "" for any other year.

    The head of the trail in it is what `audit verify` notices a cut trail by.
    """
    version = shown_version(office, sheet)
    if version is None:
        return ""
    lines = (
        f"# {version.words}，{version.on}，{one_line(version.by)}",
        f"# 内容哈希 {version.content}",
        f"{_FOLDER}{office.folder.name}",
        f"{_HEAD}{head_of(office)}",
    )
    return "".join(f"{line}\n" for line in lines)


def hash_beside(path: Path, data: bytes, proof: str) -> bytes:
    """Return the hash of a file as it stands beside it, below the lines of `proof`, so that `sha256sum -c` reads it."""
    return f"{proof}{file_hash(data)}  {path.name}\n".encode()


def verify_file(office: Office, path: Path, data: bytes) -> Proof:
    """Tell whether a file is as it was exported from a finished version, and which; Refused where it cannot be read."""
    found = file_hash(data)
    said: list[str] = []
    beside = _hash_beside(path)
    if beside is not None and beside != found:
        return Proof(
            False, (f"{path.name} 与旁边的 {path.name}{SUFFIX} 不符，导出后被改动过。", *_apart(office, path, data))
        )
    if beside is not None:
        said.append(f"与旁边的 {path.name}{SUFFIX} 相符。")
    version = _noted(office, found) or _rendered(office, path, data)
    if version is None:
        missing = f"{path.name} 不是从任何一次定稿导出的文件，或者导出后被改动过。"
        return Proof(False, (*said, *(_apart(office, path, data) or (missing,))))
    said.append(f"{path.name} 与{version.words}（{version.on}，{one_line(version.by)}）一致。")
    report = find_report(office, version.year)
    later = max((each.sealing for each in report.steps), default=0) if report else 0
    if later > version.sealing:
        said.append(f"其后又有第{later}次定稿，本文件不是最新的。")
    return Proof(True, tuple(said))


def _hash_beside(path: Path) -> str | None:
    try:
        lines = proof_path(path).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        words = in_words(error) if isinstance(error, OSError) else "不是 UTF-8 编码"
        raise Refused(f"不能读取 {proof_path(path)}：{words}。") from None
    return next((match[1] for line in lines if (match := _HASH_LINE.match(line))), None)


def _noted(office: Office, found: str) -> Version | None:
    """Return the version that the trail says the file with this hash was exported from."""
    notes = (entry.why for entry in office.store.since(0) if not entry.changes and found in entry.why)
    words = next(notes, None)
    return next((each for each in _all_versions(office) if words and f"（{each.words}，" in words), None)


def _rendered(office: Office, path: Path, data: bytes) -> Version | None:
    """Return the version that gives this very file when it is exported anew."""
    from tui_disclose.choices import FORMATS, STYLES
    from tui_disclose.office.exporting import past_of, render_report

    file_format = path.suffix.lower().removeprefix(".")
    if file_format not in FORMATS:
        return None
    for version in _all_versions(office):
        sheet = build_sheet(form_of_version(version), as_report(version))
        pasts = (None, past_of(version)) if file_format == "html" else (None,)
        for style, past in product(STYLES if file_format == "md" else ("pipe",), pasts):
            if render_report(sheet, file_format, style, past).content == data:
                return version
    return None


def _all_versions(office: Office) -> Iterator[Version]:
    years = dict.fromkeys(int(number.partition("/")[0]) for number in office.store.records(VERSIONS))
    for year in years:
        yield from reversed(versions(office, VERSIONS, year))


def _apart(office: Office, path: Path, data: bytes) -> tuple[str, ...]:
    """Return in what a report file differs from the finished version it is nearest to; nothing for another file."""
    from tui_disclose.office.file_changes import file_changes

    try:
        changes = file_changes(office, path, data)
    except Refused:
        return ()
    return changes.sentences(path.name) if changes else ()


def finished_heads(folder: Path) -> list[Kept]:
    """Return the heads of the trail that finished reports keep: in the .sha256 files beside exports, and in versions.

    A .sha256 file of another data folder is passed over.
    """
    return [*_heads_beside(folder), *_heads_in_versions(folder)]


def _heads_beside(folder: Path) -> Iterator[Kept]:
    exports = folder.parent / "exports"
    for path in sorted(exports.glob(f"*{SUFFIX}")) if exports.is_dir() else ():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        if f"{_FOLDER}{folder.name}" in lines:
            heads = (line.removeprefix(_HEAD) for line in lines if line.startswith(_HEAD))
            yield from filter(None, (parse_head(head, f"exports/{path.name} ") for head in heads))


def _heads_in_versions(folder: Path) -> Iterator[Kept]:
    mark = f'"{VERSIONS}"'.encode()
    for path in sorted((folder / "trail").glob("*.jsonl")):
        with path.open("rb") as file:
            for line in file:
                if mark in line:
                    yield from _heads_in(line)


def _heads_in(line: bytes) -> Iterator[Kept]:
    try:
        entry = msgspec.json.decode(line, type=_Line)
    except msgspec.DecodeError:
        return
    for change in entry.changes:
        if change.table == VERSIONS and isinstance(head := change.after.get("head"), str):
            kept = parse_head(head, f"{change.number.replace('/', '年第')}次定稿")
            if kept:
                yield kept


class _Changed(msgspec.Struct, frozen=True):
    table: str
    number: str
    after: dict[str, object]


class _Line(msgspec.Struct, frozen=True):
    changes: tuple[_Changed, ...] = ()
