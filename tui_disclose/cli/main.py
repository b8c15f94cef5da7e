"""The root command and how every way of ending becomes an exit code."""

import gettext
import io
import os
from collections.abc import Sequence
from pathlib import Path

# click says its own words through gettext: its Chinese stands in locale/, and must be bound before click speaks.
os.environ["LANGUAGE"] = "zh_CN"
gettext.bindtextdomain("click", str(Path(__file__).parent / "locale"))
gettext.textdomain("click")

import click  # noqa: E402

from tui_disclose import __version__  # noqa: E402
from tui_disclose.cli.common import DataGroup, current_folder  # noqa: E402
from tui_disclose.cli.endings import ended, on_terminal, say  # noqa: E402
from tui_disclose.cli.every_command import COMMANDS  # noqa: E402

PROGRAM = "tui-disclose"
COMPLETION_VARIABLE = "_TUI_DISCLOSE_COMPLETE"


@click.group(PROGRAM, cls=DataGroup, commands=COMMANDS, invoke_without_command=True)
@click.option("--read-only", is_flag=True, help="只看不改。")
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def root(context: click.Context, read_only: bool) -> None:
    """政务公开台账：政府信息公开的制度、目录、依申请公开和年度报告。

    不带命令时打开全屏界面。
    """
    if context.invoked_subcommand is None:
        context.exit(_open_app(read_only))


def _open_app(read_only: bool) -> int:
    if not on_terminal():
        raise click.UsageError("全屏界面要在终端中打开，输入输出都不能重定向；查看命令请用 --help。")
    from tui_disclose.tui import open_app

    return open_app(current_folder(), read_only)


@root.command()
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """输出命令补全脚本，SHELL 为 bash、zsh 或 fish。"""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"不支持 {shell} 的补全。")
    click.echo(kind(root, {}, PROGRAM, COMPLETION_VARIABLE).source())


def _complete(instruction: str) -> int:
    from click.shell_completion import shell_complete

    return shell_complete(root, {}, PROGRAM, COMPLETION_VARIABLE, instruction)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    return ended(lambda: _run(arguments))


def _with_full_stop(text: str, error: click.ClickException) -> str:
    """Return what click says with a Chinese full stop; the one behind what is missing it writes itself."""
    if isinstance(error, click.MissingParameter):
        text = text.replace("'.", "'。")
    return text if text.endswith(("。", "？", "？）")) else f"{text}。"


def _refuse_bytes(arguments: Sequence[str]) -> None:
    """Raise a usage error for an argument that is no UTF-8 and names no file: its text would be lost."""
    for argument in arguments:
        if any("\ud800" <= sign <= "\udfff" for sign in argument) and not os.path.lexists(argument):
            raise click.UsageError("有一个参数不是 UTF-8 编码的文字；请把终端的编码改为 UTF-8 后重新输入。")


def _run(arguments: Sequence[str]) -> int:
    try:
        if asked := os.environ.get(COMPLETION_VARIABLE):
            return _complete(asked)
        _refuse_bytes(arguments)
        # Not root.main(): it would end a broken pipe with 1, which is for errors that `check` finds.
        with root.make_context(PROGRAM, list(arguments)) as context:
            result = root.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        # click quotes arguments as they are, and an argument may hold what acts on a terminal.
        shown = io.StringIO()
        error.show(shown)
        say(_with_full_stop(shown.getvalue().rstrip("\n"), error))
        return error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    return result if isinstance(result, int) else 0
