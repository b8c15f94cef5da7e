"""What all commands share: the data folder option, output, dates."""

import json
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui_disclose.cli.endings import say
from tui_disclose.problems import Refused
from tui_disclose.statutory.text import harmless, harmless_json

if TYPE_CHECKING:
    from tui_disclose.office.house import Office


def _keep_data(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value:
        context.find_root().meta["data"] = value


class DataCommand(click.Command):
    """A command that takes --data after its name as well as before it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", **kwargs})
        self.params.append(data_option())


class DataGroup(click.Group):
    """A group that takes --data, as all its commands do; it lists them in the order they were written."""

    command_class = DataCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", "subcommand_metavar": "命令 [参数]...", **kwargs})
        self.params.append(data_option())

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order of declaration."""
        return list(self.commands)


DataGroup.group_class = DataGroup


def data_option() -> click.Option:
    """Return the option that names the data folder."""
    return click.Option(
        ["--data"],
        metavar="目录",
        expose_value=False,
        callback=_keep_data,
        help="数据目录；不给时用环境变量 TUI_DISCLOSE_DATA，再不然用当前目录下的 data。",
    )


def current_folder() -> Path:
    """Return the data folder that this command works on."""
    from tui_disclose.office.house import data_folder

    return data_folder(click.get_current_context().find_root().meta.get("data"))


def current_office() -> "Office":
    """Open the office that this command works on and say what one should know; read-only, up to any damage."""
    from tui_disclose.office.house import open_office
    from tui_disclose.office.reading import notices

    root = click.get_current_context().find_root()
    read_only = bool(root.params.get("read_only"))
    office = open_office(current_folder(), read_only, up_to_damage=read_only)
    say_all(f"注意：{sentence}" for sentence in notices(office, datetime.now().astimezone()))
    return office


def content_of(file: Path) -> bytes:
    """Return what is in a file that the user named, “-” being standard input; Refused where it cannot be read."""
    from tui_disclose.office.os_errors import in_words

    try:
        return sys.stdin.buffer.read() if file == Path("-") else file.read_bytes()
    except OSError as error:
        raise Refused(f"不能读取文件 {file}：{in_words(error)}。") from None


def today() -> date:
    """Return today's date."""
    return date.today()


def out(text: str) -> None:
    """Print one line of results, harmless to a terminal."""
    click.echo(harmless(text))


def say_all(lines: Iterable[str]) -> None:
    """Say several things, one a line."""
    for line in lines:
        say(line)


def plain(value: object) -> object:
    """Return frozen values as what JSON knows."""
    import msgspec

    return msgspec.to_builtins(value)


def out_json(value: object) -> None:
    """Print a value as JSON."""
    click.echo(harmless_json(json.dumps(value, ensure_ascii=False, indent=2)))
