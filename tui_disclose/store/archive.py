"""The whole store in one tar.gz, read back before it is left.

It holds `manifest.json` (head, and size and sha256 of each file), `store.json` as of that head, all segments
of the trail up to it, and the office's own files beside them (settings.toml, calendar.toml, forms/, templates/).
"""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

import msgspec

from tui_disclose import __version__
from tui_disclose.problems import Damaged, Refused
from tui_disclose.store import files, snapshot, trail
from tui_disclose.store.journal import JournalStore
from tui_disclose.store.lines import FORMAT, check_format
from tui_disclose.store.verify import Kept, verify_segments

LEFT_OUT = frozenset({"store.lock", "store.json", "trail", "drafts", "backups", "replaced"})
"""What of a data folder is not copied as it stands: others' locks and drafts, and what is written in its own way."""

_MANIFEST = "manifest.json"
_SNAPSHOT = "store.json"

Contents = dict[str, bytes]
"""Path below the data folder → content."""


class Copied(msgspec.Struct, frozen=True):
    """One file in a backup."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says about itself."""

    format: int
    program: str
    made: str
    sequence: int
    hash: str
    files: dict[str, Copied]

    @property
    def head(self) -> str:
        """The head of the trail that the backup goes up to."""
        return f"{self.sequence}:{self.hash}"


def collect(store: JournalStore, made: str) -> tuple[Manifest, Contents]:
    """Return a store's files as of one moment, others saving meanwhile; Damaged, Unavailable where that fails."""
    data, head = store.snapshot()
    with files.said(store.folder, "没有备份"):
        contents = dict(_own_files(store.folder))
        contents[_SNAPSHOT] = data
        for first in trail.segments(store.folder):
            if first > head.sequence:
                break
            until = head.offset if first == head.segment else None
            content = files.read(trail.segment_file(store.folder, first), 0, until)
            contents[f"trail/{trail.segment_name(first)}"] = content or b""
    copied = {name: Copied(len(each), hashlib.sha256(each).hexdigest()) for name, each in sorted(contents.items())}
    manifest = Manifest(FORMAT, __version__, made, head.sequence, head.hash, copied)
    check(manifest, contents)
    return manifest, contents


def _own_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        own = name.parts[0] not in LEFT_OUT and not name.parts[0].startswith(".")
        if own and path.suffix not in (".new", ".part") and path.is_file():
            yield name.as_posix(), path.read_bytes()


def check(manifest: Manifest, contents: Contents) -> None:
    """Raise Damaged where contents are not what the manifest says, or the trail in them is not whole."""
    for name, copied in manifest.files.items():
        content = contents.get(name)
        if content is None or Copied(len(content), hashlib.sha256(content).hexdigest()) != copied:
            raise Damaged(f"备份中的 {name} 不完整或被改动，请改用另一份备份。")
    segments = sorted(
        (int(PurePosixPath(name).stem), content) for name, content in contents.items() if name.startswith("trail/")
    )
    verdict = verify_segments(segments, [Kept(manifest.sequence, manifest.hash, "备份清单")])
    if verdict.bad or verdict.head != manifest.head:
        reason = verdict.bad.text if verdict.bad else "操作记录比备份清单长。"
        raise Damaged(f"操作记录不完整，请用 audit verify 核对台账：{reason}")
    found = snapshot.decode(contents.get(_SNAPSHOT, b""))
    if found is None or (manifest.format == FORMAT and found[1].words != manifest.head):
        raise Damaged("备份中的 store.json 不完整，请改用另一份备份。")


def write(path: Path, store: JournalStore, made: str) -> Manifest:
    """Leave a backup at `path` once it has been read back and found whole; OSError, Damaged, Unavailable otherwise."""
    manifest, contents = collect(store, made)
    leave(path, _packed(manifest, contents), read)
    return manifest


def _packed(manifest: Manifest, contents: Contents) -> bytes:
    packed = io.BytesIO()
    head = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    # Level 1: texts of the trail shrink nearly as much as at 9, in a fraction of the time.
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1) as tar:
        for name, content in {_MANIFEST: head, **contents}.items():
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(content), 0o660
            tar.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def leave(path: Path, data: bytes, reader: Callable[[Path], object]) -> None:
    """Put `data` at `path` once what stands on disk can be read by `reader`; OSError where it cannot be written."""
    new = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        files.write_shared(new, data)
        reader(new)
        os.replace(new, path)
        files.sync_folder(path.parent)
    finally:
        with suppress(OSError):
            new.unlink()


def read(path: Path) -> tuple[Manifest, Contents]:
    """Return what is in a backup, every file checked; Refused where it is none, Damaged where it is not whole.

    Raises Unavailable where a later program wrote it, OSError where it cannot be read.
    """
    try:
        with tarfile.open(path, "r:gz") as tar:
            found = {each.name: _content(tar, each) for each in tar if each.isfile()}
        manifest = msgspec.json.decode(found.pop(_MANIFEST), type=Manifest)
    except KeyError:
        raise Refused(f"{path} 不是本程序的备份，请核对文件。") from None
    except (tarfile.TarError, msgspec.DecodeError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Damaged(f"备份 {path} 不完整或已损坏，请改用另一份备份。") from error
    check_format(manifest.format)
    if any(not _is_inside(name) for name in manifest.files):
        raise Damaged(f"备份 {path} 中有指向数据目录以外的文件，没有恢复，请改用另一份备份。")
    contents = {name: found[name] for name in manifest.files if name in found}
    check(manifest, contents)
    return manifest, contents


def manifest_of(path: Path) -> Manifest | None:
    """Return what a backup says about itself, unchecked; None where it does not say."""
    try:
        with tarfile.open(path, "r:gz") as tar:
            first = tar.next()
            if first is None or first.name != _MANIFEST:
                return None
            return msgspec.json.decode(_content(tar, first), type=Manifest)
    except (tarfile.TarError, msgspec.DecodeError, EOFError, OSError, zlib.error):
        return None


def _content(tar: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(info)
    return file.read() if file else b""


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts and bool(path.parts)
    return inside and path.parts[0] not in LEFT_OUT - {_SNAPSHOT, "trail"}
