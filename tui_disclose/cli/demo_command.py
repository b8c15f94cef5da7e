"""The command that opens an invented office to try things out in."""

import contextlib
from pathlib import Path

import click

from tui_disclose.cli.common import DataCommand, out, today
from tui_disclose.cli.endings import on_terminal, say

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(cls=DataCommand)
@click.option("--keep", metavar="目录", type=_FOLDER, help="把演示台账建立在这个目录，退出后留着。")
@click.option("--create", metavar="目录", type=_FOLDER, help="只在这个目录建立演示台账，不打开。")
def demo(keep: Path | None, create: Path | None) -> int:
    """打开一套演示台账试用：其中内容都是虚构的，退出即删除。"""
    root = click.get_current_context().find_root()
    read_only = bool(root.params.get("read_only"))
    if root.meta.get("data"):
        raise click.UsageError("演示台账不放在 --data 的目录里；要留下来的，用 --keep 目录。")
    if keep and create:
        raise click.UsageError("--keep 和 --create 只能用一个。")
    if create:
        return _create(create)
    if not on_terminal():
        raise click.UsageError("演示要在终端中打开；只建立不打开的，用 --create 目录；说明见 --help。")
    return _open_kept(keep, read_only) if keep else _open(read_only)


def _create(folder: Path) -> int:
    from tui_disclose.office.demo import create_demo

    office = create_demo(folder.absolute(), today())
    out(str(office.folder))
    say("演示台账已建立，其中内容都是虚构的；用 tui-disclose --data 目录 打开。")
    return 0


def _open_kept(folder: Path, read_only: bool) -> int:
    """Create the office in a folder of the user's and open it; it stays there."""
    from tui_disclose.office.demo import create_demo
    from tui_disclose.tui import open_app

    whole = folder.absolute()
    create_demo(whole, today())
    code = open_app(whole, read_only, f"演示台账在 {whole}，退出后留着，其中内容都是虚构的。")
    _say_last(f"演示台账留在 {whole}，再次打开：tui-disclose --data {whole}")
    return code


def _open(read_only: bool) -> int:
    """Open the office in a folder that is gone at the end, exports with it."""
    from tempfile import TemporaryDirectory

    from tui_disclose.office.demo import create_demo
    from tui_disclose.tui import open_app

    with TemporaryDirectory(prefix="tui-disclose-demo-") as folder:
        data = Path(folder) / "data"
        create_demo(data, today())
        code = open_app(data, read_only, f"演示台账在 {folder}，内容都是虚构的，退出时连同导出的文件一并删除。")
    _say_last(f"演示结束，{folder} 已删除。")
    return code


def _say_last(text: str) -> None:
    """Say what became of the office, unless the line dropped and nobody is there any more."""
    with contextlib.suppress(OSError):
        say(text)
