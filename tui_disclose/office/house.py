"""Opens and creates an office: a data folder with its settings, its forms and its store."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tui_disclose.office.os_errors import in_words
from tui_disclose.office.settings import FILE_NAME, Settings, checked_settings, read_settings, settings_text
from tui_disclose.office.who import login
from tui_disclose.problems import Damaged, Problem, Refused, Unavailable
from tui_disclose.records.stage_files import load_stages
from tui_disclose.records.stages import Stages
from tui_disclose.statutory.form_files import load_forms
from tui_disclose.statutory.forms import Forms
from tui_disclose.store.interface import Store

if TYPE_CHECKING:
    from tui_disclose.store import JournalStore

DATA_VARIABLE = "TUI_DISCLOSE_DATA"

READY = ".restoring-"
"""What the folder's name begins with that a backup is unpacked in, complete and about to be moved in place."""


class Office(msgspec.Struct, frozen=True):
    """An open office: everything a use case needs."""

    folder: Path
    settings: Settings
    forms: Forms
    store: Store
    who: str
    """The login name of the person at work."""
    read_only: bool
    stages: Stages
    """The stages (办理环节) that its reports go through."""

    @property
    def masks_personal(self) -> bool:
        """Whether names, contacts and identity numbers are shown masked: those who only look need not see them."""
        return self.read_only

    @property
    def exports(self) -> Path:
        """The folder beside the data folder that exports go to."""
        return self.folder.parent / "exports"


def refuse_read_only(office: Office) -> None:
    """Raise Unavailable in a session that was opened for reading only."""
    if office.read_only:
        raise Unavailable("本次以只读方式打开，不能修改。")


def data_folder(given: str | None) -> Path:
    """Return the data folder: the one given, else that of the environment, else ./data."""
    return Path(given or os.environ.get(DATA_VARIABLE) or "data").absolute()


def has_office(folder: Path) -> bool:
    """Tell whether there is an office in the folder; Unavailable where the folder cannot be looked into.

    One that an interrupted restore has still to move in place counts: opening it ends the restore.
    """
    try:
        (folder / FILE_NAME).stat()
    except NotADirectoryError:
        return False
    except FileNotFoundError:
        return _interrupted(folder)
    except OSError as error:
        raise Unavailable(f"不能打开数据目录 {folder}：{in_words(error)}。请检查路径，或联系系统管理员。") from None
    return True


def _interrupted(folder: Path) -> bool:
    """Tell whether a restore was interrupted once the backup was unpacked."""
    try:
        return any(name.startswith(READY) for name in os.listdir(folder))
    except OSError:
        return False


def _end_restore(folder: Path, read_only: bool) -> None:
    if not _interrupted(folder):
        return
    if read_only:
        raise Unavailable(f"{folder} 的上次恢复被中断，还没有完成，请先不带 --read-only 打开一次。")
    from tui_disclose.office.backups import finish_restore

    finish_restore(folder, login())


def open_office(folder: Path, read_only: bool = False, up_to_damage: bool = False, *, begins: bool = False) -> Office:
    """Return the office in a data folder.

    With `up_to_damage` one with a damaged store opens too, for reading only, as it was before its first bad entry:
    say what `office.reading.notices` returns. One that `begins` has no entries yet.

    Raises Unavailable where there is none or it cannot be read, Refused for wrong settings, forms or stages, Damaged
    for a damaged store.
    """
    from tui_disclose.store import open_store

    if not has_office(folder):
        raise Unavailable(
            f"{folder} 中还没有台账。请先运行 tui-disclose init --unit 单位名称，或用 --data 指定数据目录。"
        )
    _end_restore(folder, read_only or up_to_damage)
    try:
        settings = read_settings(folder)
        forms = load_forms(folder / "forms")
        stages = load_stages(folder)
    except PermissionError as error:
        raise Unavailable(f"没有权限读取 {error.filename}，请联系系统管理员。") from None

    def keep(store: "JournalStore", required: bool) -> None:
        from tui_disclose.office.backups import keep_backups

        keep_backups(store, required, settings.backup.keep)

    gone = None if begins else everything_gone(folder)
    if gone and not up_to_damage:
        raise Damaged(gone)
    store = open_store(folder, read_only=read_only, up_to_damage=up_to_damage, keep=keep)
    return Office(folder, settings, forms, store, login(), read_only or up_to_damage, stages)


def everything_gone(folder: Path) -> str | None:
    """Return what to say where an office has neither snapshot nor entries: it is made with its first entry."""
    from tui_disclose.store import files, snapshot, trail

    entries = any(files.size(trail.segment_file(folder, first)) for first in trail.segments(folder))
    if entries or snapshot.snapshot_file(folder).exists():
        return None
    left = next((name for name in ("backups", "drafts") if any((folder / name).glob("**/*"))), None)
    if left:
        return (
            f"{folder} 中的操作记录 trail 和快照 store.json 都不见了（{left} 中还有内容），没有改动任何文件，"
            "请停止使用并找管理员找回，或用 tui-disclose restore 从备份恢复。"
        )
    return (
        f"{folder} 中没有操作记录 trail，没有改动任何文件；已经用过的，请停止使用并找管理员找回或从备份恢复，"
        f"刚建立而没有建成的，请移走 {FILE_NAME} 后重新建立。"
    )


def create_office(
    folder: Path, unit: str, today: date, level: str = "department", code: str = "", ledger_since: date | None = None
) -> Office:
    """Create an office in a data folder and return it.

    Its ledger begins on 1 January of this year unless `ledger_since` says otherwise; the trail says who created it.
    Raises Refused where there is an office already or an answer cannot be taken, Unavailable where the folder cannot
    be written.
    """
    from tui_disclose.exporting.files import write_new
    from tui_disclose.store import files, snapshot, trail

    if has_office(folder):
        _end_restore(folder, read_only=False)
        raise Refused(f"{folder} 中已有台账（{read_settings(folder).unit}），未作改动。")
    segments = trail.segments(folder) if folder.is_dir() else []
    entries = any(files.size(trail.segment_file(folder, first)) for first in segments)
    if entries or snapshot.snapshot_file(folder).exists():
        raise Refused(f"{folder} 中有台账的记录而没有 {FILE_NAME}，未作改动；请从备份找回这个文件，或换一个目录建立。")
    settings = checked_settings(unit, level, code, ledger_since or date(today.year, 1, 1))
    files.refuse_network(folder)
    try:
        files.make_folder(folder)
        write_new(folder / FILE_NAME, settings_text(settings).encode())
        # Colleagues of one group correct them, whatever the umask of who made them.
        os.chmod(folder / FILE_NAME, 0o660)
    except OSError as error:
        raise Unavailable(f"不能在 {folder} 写入：{in_words(error)}。请检查目录权限和磁盘空间。") from None
    try:
        office = open_office(folder, begins=True)
        office.store.note(office.who, f"建立台账“{settings.unit}”")
    except Problem:
        # Without its first entry there is no office, so that the next try begins anew.
        (folder / FILE_NAME).unlink(missing_ok=True)
        raise
    return office
