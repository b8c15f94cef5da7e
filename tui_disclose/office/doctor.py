"""Looks at what the program runs on and says what is in the way."""

import locale
import os
import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from tui_disclose import __version__
from tui_disclose.office.house import has_office, open_office
from tui_disclose.office.reports import years
from tui_disclose.office.who import login
from tui_disclose.problems import Problem

_NEEDED_SPACE = 50_000_000
_SMALLEST = (80, 24)
_PACKAGES = ("textual", "rich", "tinydb", "tomli", "click", "msgspec")


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
    if not os.access(folder, os.W_OK | os.X_OK):
        lines.append(Line("权限", "不能在数据目录写入，请联系系统管理员", good=False))
    free = shutil.disk_usage(folder).free
    enough = free >= _NEEDED_SPACE
    lines.append(Line("磁盘", f"剩余 {free // 1_000_000} MB" + ("" if enough else "，请清理"), enough))
    try:
        office = open_office(folder, read_only=True)
        kept = "、".join(map(str, years(office))) or "无"
        lines.append(Line("台账", f"{office.settings.unit}，年度报告：{kept}，操作记录{office.store.sequence}条"))
    except Problem as problem:
        lines.append(Line("台账", str(problem), good=False))
    return lines
