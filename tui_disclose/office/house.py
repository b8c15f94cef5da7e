"""Opens and creates an office: a data folder with its settings, its forms and its store."""

import os
from datetime import date
from pathlib import Path

import msgspec

from tui_disclose.office.os_errors import in_words
from tui_disclose.office.settings import FILE_NAME, Settings, checked_settings, read_settings, settings_text
from tui_disclose.office.who import login
from tui_disclose.problems import Refused, Unavailable
from tui_disclose.statutory.form_files import load_forms
from tui_disclose.statutory.forms import Forms
from tui_disclose.store.interface import Store

DATA_VARIABLE = "TUI_DISCLOSE_DATA"


class Office(msgspec.Struct, frozen=True):
    """An open office: everything a use case needs."""

    folder: Path
    settings: Settings
    forms: Forms
    store: Store
    who: str
    """The login name of the person at work."""
    read_only: bool = False

    @property
    def exports(self) -> Path:
        """The folder beside the data folder that exports go to."""
        return self.folder.parent / "exports"


def data_folder(given: str | None) -> Path:
    """Return the data folder: the one given, else that of the environment, else ./data."""
    return Path(given or os.environ.get(DATA_VARIABLE) or "data").absolute()


def has_office(folder: Path) -> bool:
    """Tell whether there is an office in the folder; Unavailable where the folder cannot be looked into."""
    try:
        (folder / FILE_NAME).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise Unavailable(f"不能打开数据目录 {folder}：{in_words(error)}。请检查路径，或联系系统管理员。") from None
    return True


def open_office(folder: Path, read_only: bool = False) -> Office:
    """Return the office in a data folder.

    Raises Unavailable where there is none or it cannot be read, Refused for wrong settings or forms, Damaged for
    a damaged store.
    """
    from tui_disclose.store import open_store

    if not has_office(folder):
        raise Unavailable(
            f"{folder} 中还没有台账。请先运行 tui-disclose init --unit 单位名称，或用 --data 指定数据目录。"
        )
    try:
        settings = read_settings(folder)
        forms = load_forms(folder / "forms")
    except PermissionError as error:
        raise Unavailable(f"没有权限读取 {error.filename}，请联系系统管理员。") from None
    return Office(folder, settings, forms, open_store(folder, read_only=read_only), login(), read_only)


def create_office(
    folder: Path, unit: str, today: date, level: str = "department", code: str = "", ledger_since: date | None = None
) -> Office:
    """Create an office in a data folder and return it.

    Its ledger begins on 1 January of this year unless `ledger_since` says otherwise. Raises Refused where there
    is an office already or an answer cannot be taken, Unavailable where the folder cannot be written.
    """
    from tui_disclose.exporting.files import write_new

    if has_office(folder):
        raise Refused(f"{folder} 中已有台账（{read_settings(folder).unit}），未作改动。")
    settings = checked_settings(unit, level, code, ledger_since or date(today.year, 1, 1))
    try:
        folder.mkdir(mode=0o2770, parents=True, exist_ok=True)
        write_new(folder / FILE_NAME, settings_text(settings).encode())
    except OSError as error:
        raise Unavailable(f"不能在 {folder} 写入：{in_words(error)}。请检查目录权限和磁盘空间。") from None
    return open_office(folder)
