"""Looks at what the program runs on and says what is in the way."""

import grp
import locale
import os
import platform
import pwd
import shutil
import stat
import sys
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from tui_disclose import __version__
from tui_disclose.office.backups import kept_backups
from tui_disclose.office.calendar import calendar_in
from tui_disclose.office.house import Office, has_office, open_office
from tui_disclose.office.letters import template_problems
from tui_disclose.office.narrative import templates_of
from tui_disclose.office.reading import clock_behind
from tui_disclose.office.reports import years
from tui_disclose.office.settings import FILE_NAME
from tui_disclose.office.trail import verify_trail
from tui_disclose.office.who import login
from tui_disclose.problems import Problem
from tui_disclose.report.narrative.templates import FILE_NAME as FILE_OF_TEXTS
from tui_disclose.store import files

_NEEDED_SPACE = 50_000_000
_SMALLEST = (80, 24)
_PACKAGES = ("textual", "rich", "tinydb", "tomli", "click", "msgspec", "chinesecalendar")


class Line(msgspec.Struct, frozen=True):
    """One thing looked at; `good` is False where something should be done about it."""

    subject: str
    text: str
    good: bool = True


def examine(folder: Path) -> list[Line]:
    """Return what there is to say about Python, locale, terminal, data folder and versions."""
    return [
        Line("版本", f"tui-disclose {__version__}，Python {platform.python_version()}", sys.version_info >= (3, 11)),
        Line("组件", "，".join(f"{name} {_version(name)}" for name in _PACKAGES)),
        _encoding(),
        _terminal(),
        Line("登录名", login()),
        *_data(folder),
    ]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "未安装"


def _encoding() -> Line:
    encoding = locale.getencoding()
    named = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or "未设置"
    if encoding.upper().replace("-", "") == "UTF8":
        return Line("语言环境", f"{named}（{encoding}）")
    advice = "程序按 UTF-8 读写；请把终端编码设为 UTF-8，并在登录脚本中加入 export LANG=C.UTF-8"
    return Line("语言环境", f"{named}（{encoding}），{advice}", good=False)


def _terminal() -> Line:
    if not sys.stdout.isatty():
        return Line("终端", "输出不是终端")
    columns, lines = shutil.get_terminal_size()
    text = f"{os.environ.get('TERM', '未设置')}，{columns}×{lines}"
    if (columns, lines) < _SMALLEST or lines < _SMALLEST[1]:
        return Line("终端", f"{text}，太小，请放大到 80×24 以上", good=False)
    return Line("终端", text)


def _data(folder: Path) -> list[Line]:
    try:
        found = has_office(folder)
    except Problem as problem:
        return [Line("数据目录", str(problem), good=False)]
    if not found:
        return [Line("数据目录", f"{folder}，还没有台账；用 tui-disclose init --unit 单位名称 建立", good=False)]
    lines = [Line("数据目录", str(folder))]
    lines += [_rights(folder), _file_system(folder), _calendar(folder)]
    free = shutil.disk_usage(folder).free
    enough = free >= _NEEDED_SPACE
    lines.append(Line("磁盘", f"剩余 {free // 1_000_000} MB" + ("" if enough else "，请清理"), enough))
    try:
        office = open_office(folder, read_only=True)
        kept = "、".join(map(str, years(office))) or "无"
        lines.append(Line("台账", f"{office.settings.unit}，年度报告：{kept}，操作记录{office.store.sequence}条"))
        lines += [_settings(office), *_templates(office), *_narrative(office), *_trail(office), _backup(office)]
    except Problem as problem:
        lines.append(Line("台账", str(problem), good=False))
    return lines


def _calendar(folder: Path) -> Line:
    try:
        years = calendar_in(folder).complete
    except Problem as problem:
        return Line("工作日历", str(problem), good=False)
    return Line("工作日历", f"放假安排录到{max(years)}年，以后的日期为暂定")


def _settings(office: Office) -> Line:
    """Say which settings letters need and do not have, and where all of them are explained."""
    from tui_disclose.office.changing_settings import options, values

    found = values(office)
    empty = [f.label for f in options(office) if f.key.startswith("letters.") and not found[f.key]]
    missing = f"{'、'.join(empty)}没有填写，文书中会留空；" if empty else ""
    return Line("设置", f"{FILE_NAME} 各项正确；{missing}说明见 tui-disclose settings show")


def _templates(office: Office) -> list[Line]:
    """Say whether the office's own templates of letters can be read; nothing where it has none."""
    count, wrong = template_problems(office)
    if wrong:
        return [Line("文书模板", sentence, good=False) for sentence in wrong]
    return [Line("文书模板", f"本单位的{count}个模板各项正确")] if count else []


def _narrative(office: Office) -> list[Line]:
    """Say what is wrong in the office's own templates of the report's texts; nothing where it has none."""
    wrong = templates_of(office).problems
    if wrong:
        return [Line("报告模板", sentence, good=False) for sentence in wrong]
    return [Line("报告模板", f"{FILE_OF_TEXTS} 各项正确")] if (office.folder / FILE_OF_TEXTS).exists() else []


def _rights(folder: Path) -> Line:
    """Say who may write, and what keeps colleagues of the group from it."""
    if not os.access(folder, os.W_OK | os.X_OK):
        return Line("权限", "不能在数据目录写入，请联系系统管理员", good=False)
    status = folder.stat()
    text = f"属主 {_user(status.st_uid)}，属组 {_group(status.st_gid)}，目录 {stat.S_IMODE(status.st_mode):04o}"
    if status.st_mode & 0o2070 != 0o2070:
        return Line("权限", f"{text}，同组人员不能一起录入；请执行 chmod 2770 {folder}", good=False)
    wrong = [path for path in _shared_files(folder) if path.stat().st_mode & 0o060 != 0o060]
    other = [path for path in _shared_files(folder) if path.stat().st_gid != status.st_gid]
    if wrong:
        return Line("权限", f"{text}，{wrong[0]} 等{len(wrong)}个文件同组人员不能写；请执行 chmod g+rw", good=False)
    if other:
        advice = f"请执行 chgrp {_group(status.st_gid)}"
        return Line("权限", f"{text}，{other[0]} 等{len(other)}个文件属组不同；{advice}", good=False)
    return Line("权限", f"{text}，同组人员可一起录入")


def _shared_files(folder: Path) -> list[Path]:
    return [path for pattern in ("*.*", "trail/*", "backups/*") for path in folder.glob(pattern) if path.is_file()]


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def _file_system(folder: Path) -> Line:
    kind = files.file_system(folder)
    if kind in files.NETWORK:
        return Line("文件系统", f"{kind} 是网络文件系统，多人同时保存会互相覆盖，请移到本机磁盘", good=False)
    return Line("文件系统", kind or "未知")


def _trail(office: Office) -> list[Line]:
    verdict = verify_trail(office.folder)
    if verdict.bad:
        found = [Line("操作记录", f"{verdict.bad.text}请停止录入并用备份核对", good=False)]
    else:
        found = [Line("操作记录", f"完好，头 {verdict.head}")]
    behind = clock_behind(office, datetime.now().astimezone())
    return [*found, Line("时钟", behind, good=False)] if behind else found


def _backup(office: Office) -> Line:
    kept = kept_backups(office.folder)
    if kept:
        return Line("备份", f"最近一份 {kept[-1]}，共{len(kept)}份")
    if not office.settings.backup.keep:
        return Line("备份", "设置为不自动备份；请定期用 tui-disclose backup 备份到别处")
    return Line("备份", "还没有自动备份，次日第一次保存前会作第一份；可先用 tui-disclose backup 备份到别处")
