"""Backups: written while others save, read back before they are left, made by themselves once a day, restored."""

import os
import re
import shutil
import threading
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

import msgspec

from tui_disclose.office.house import READY, Office
from tui_disclose.office.os_errors import in_words
from tui_disclose.office.settings import FILE_NAME
from tui_disclose.problems import Problem, Refused, Unavailable
from tui_disclose.store import JournalStore, archive, files, jsonl, open_store
from tui_disclose.store.verify import Kept

_STAYS = frozenset({"store.lock", "drafts", "replaced"})
"""What a restore leaves where it is: the lock that all hold on to, drafts of others, and what was set aside."""

_STAGE = ".restored"
_DAILY = re.compile(r"\d{4}-\d\d-\d\d-\d+\.tar\.gz")


class Backup(msgspec.Struct, frozen=True):
    """A backup that was left."""

    path: Path
    head: str
    """The head of the trail that it goes up to, SEQ:HASH, to be kept apart."""
    noted: bool
    """Whether the trail says that it was made."""


class Restored(msgspec.Struct, frozen=True):
    """What a restore did."""

    head: str
    """The head of the backup."""
    set_aside: Path | None
    """Where what stood there before is now."""


def back_up(office: Office, path: Path, records: bool = False) -> Backup:
    """Write the whole store, or its `records` as JSON Lines, to a new file, others saving meanwhile.

    Raises Refused where there is such a file already, Unavailable where it cannot be written, Damaged where the
    store is not whole; then no file is left.
    """
    if os.path.lexists(path):
        raise Refused(f"已有 {path}，没有备份，请换一个文件名。")
    store = _journal(office)
    noted = True
    try:
        store.note(office.who, f"备份到 {path}")
    except Unavailable:
        # A backup matters most when the disk is full.
        noted = False
    made = _now().isoformat(timespec="seconds")
    try:
        if records:
            settings = (office.folder / FILE_NAME).read_text(encoding="utf-8")
            header, data = jsonl.render(store, made, settings)
            archive.leave(path, data, jsonl.read)
            return Backup(path, header.head, noted)
        return Backup(path, archive.write(path, store, made).head, noted)
    except OSError as error:
        raise Unavailable(
            f"不能写入 {path}：{in_words(error)}，没有备份，请检查目录权限和磁盘空间，或换一处。"
        ) from None


def _journal(office: Office) -> JournalStore:
    if not isinstance(office.store, JournalStore):
        raise TypeError("only a store on disk can be backed up")
    return office.store


def _now() -> datetime:
    return datetime.now().astimezone()


def restore(folder: Path, path: Path, who: str, over: bool = False) -> Restored:
    """Put a backup in an empty data folder, or with `over` in place of what it first sets aside.

    Raises Refused where the folder holds something and `over` is not given or the file is no backup, Damaged where
    the backup is not whole, Unavailable where the folder is busy or cannot be written.
    """
    files.refuse_network(folder)
    if occupied(folder) and not over:
        raise Refused(f"{folder} 中已有内容，没有恢复；确认要替换时加 --yes，原有内容会移到其中的 replaced 目录。")
    stage, ready = folder / _STAGE, _unused(folder)
    aside = _aside(ready)
    try:
        files.make_folder(folder)
        with files.locked(folder / "store.lock", who, 5):
            _finish(folder)
            shutil.rmtree(stage, ignore_errors=True)
            try:
                head = _unpack(path, stage, who)
                for each in (stage, *(path for path in stage.rglob("*") if path.is_dir())):
                    files.sync_folder(each)
                # From here on the restore is done: whatever stops it, the next one to open the office ends it.
                os.rename(stage, ready)
            finally:
                shutil.rmtree(stage, ignore_errors=True)
            files.sync_folder(folder)
            return Restored(head, _exchange(ready))
    except OSError as error:
        where = f"原有内容在 {aside}" if aside.exists() else "原有内容没有改动"
        raise Unavailable(f"恢复没有完成（{error.filename}：{in_words(error)}），{where}，请处理后重试。") from None


def _unused(folder: Path) -> Path:
    """Return where to unpack, by the time; another name where somebody restored in this very second."""
    stamp = f"{READY}{_now():%Y%m%d-%H%M%S}"
    names = (f"{stamp}-{again}" if again else stamp for again in count())
    return next(ready for ready in map(folder.joinpath, names) if not (ready.exists() or _aside(ready).exists()))


def occupied(folder: Path) -> bool:
    """Tell whether a data folder holds anything that a restore would replace."""
    return any(name not in _STAYS and not name.startswith((_STAGE, READY)) for name in files.names(folder))


def _unpack(path: Path, stage: Path, who: str) -> str:
    """Make the restored folder beside what stands there, complete with the entry that says so; return its head."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    files.make_folder(stage)
    if packed:
        manifest, contents = archive.read(path)
        head = manifest.head
        for name, content in contents.items():
            files.make_folder((stage / name).parent)
            files.write_shared(stage / name, content)
        store = open_store(stage)
    else:
        header, changes = jsonl.read(path)
        head = header.head
        files.write_shared(stage / FILE_NAME, header.settings.encode())
        store = open_store(stage)
        jsonl.fill(store, changes, who, f"从 {path.name} 导入全部记录")
    store.note(who, f"从备份 {path.name} 恢复（{head}）")
    with suppress(FileNotFoundError):
        (stage / "store.lock").unlink()
    return head


def finish_restore(folder: Path, who: str) -> None:
    """End a restore that was interrupted amid the exchange; Unavailable where the folder is busy or not writable."""
    with files.said(folder, "上次的恢复没有完成"), files.locked(folder / "store.lock", who, 5):
        _finish(folder)


def _finish(folder: Path) -> None:
    for name in sorted(files.names(folder)):
        if name.startswith(READY):
            _exchange(folder / name)


def _aside(ready: Path) -> Path:
    return ready.parent / "replaced" / ready.name.removeprefix(READY)


def _exchange(ready: Path) -> Path | None:
    """Move what stands there aside and the restored in its place, going on where an earlier try was interrupted.

    The settings go out first and come in last: without settings nobody works on half of an office. The trail comes in
    first of all, and lasts before the rest moves, so that it tells what is old from what is new.
    """
    folder, aside = ready.parent, _aside(ready)
    if "trail" in files.names(ready):
        stays = (*_STAYS, _STAGE, ready.name)
        old = sorted((name for name in os.listdir(folder) if name not in stays), key=lambda name: name != FILE_NAME)
        if old:
            files.make_folder(aside.parent)
            files.make_folder(aside)
        for name in old:
            os.rename(folder / name, aside / name)
        for each in (aside, aside.parent, folder) if old else (folder,):
            files.sync_folder(each)
        os.rename(ready / "trail", folder / "trail")
        files.sync_folder(folder)
    for name in sorted(files.names(ready), key=lambda name: name == FILE_NAME):
        os.rename(ready / name, folder / name)
    files.sync_folder(folder)
    os.rmdir(ready)
    return aside if aside.exists() else None


def backups_folder(folder: Path) -> Path:
    """Return where the backups that make themselves are."""
    return folder / "backups"


def kept_backups(folder: Path) -> list[Path]:
    """Return the daily backups, oldest first."""
    names = files.names(backups_folder(folder))
    return [backups_folder(folder) / name for name in sorted(names) if _DAILY.fullmatch(name)]


def kept_heads(folder: Path) -> list[Kept]:
    """Return the heads that the backups in the data folder were made at."""
    paths = (backups_folder(folder) / name for name in sorted(files.names(backups_folder(folder))))
    found = ((path, archive.manifest_of(path)) for path in paths if path.name.endswith(".tar.gz"))
    return [Kept(each.sequence, each.hash, f"备份 {path.name}") for path, each in found if each]


def keep_backups(store: JournalStore, required: bool, number: int) -> None:
    """Make the backup of a day before its first save, in the background; a `required` one at once, or raise."""
    if required:
        # Before the first entry of a new format: without it there is no way back.
        path = backups_folder(store.folder) / f"升级前-{store.sequence:09}.tar.gz"
        files.make_folder(path.parent)
        archive.write(path, store, _now().isoformat(timespec="seconds"))
    elif number > 0:
        threading.Thread(target=_keep_daily, args=(store, number)).start()


def _keep_daily(store: JournalStore, number: int) -> None:
    now = _now()
    # What goes wrong here must not stop anybody's work; `doctor` says how old the last backup is.
    with suppress(OSError, Problem):
        path = backups_folder(store.folder) / f"{now:%Y-%m-%d}-{store.sequence:09}.tar.gz"
        files.make_folder(path.parent)
        archive.write(path, store, now.isoformat(timespec="seconds"))
        for old in kept_backups(store.folder)[:-number]:
            old.unlink()
