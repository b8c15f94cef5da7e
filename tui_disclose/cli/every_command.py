"""Every command of the first level: the modules of those that are not called are not imported."""

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from types import ModuleType

import click

_WHERE = {
    "init": "office_commands",
    "demo": "demo_command",
    "report": "report_commands",
    "rule": "rule_commands",
    "catalogue": "catalogue_commands",
    "work": "work_commands",
    "request": "request_commands",
    "remedy": "remedy_commands",
    "workday": "calendar_commands",
    "calendar": "calendar_commands",
    "due": "office_commands",
    "undo": "office_commands",
    "verify": "stage_commands",
    "history": "store_commands",
    "audit": "store_commands",
    "backup": "store_commands",
    "restore": "store_commands",
    "settings": "settings_commands",
    "doctor": "office_commands",
}
"""The module of each command, which bears the command's name there; in the order of the help."""

_MORE = {"report": ("narrative_commands", "stage_commands"), "request": ("letter_commands",)}
"""The modules whose COMMANDS belong to a group as well."""


class LazyCommands(MutableMapping[str, click.Command]):
    """Commands by name, each imported when it is first asked for."""

    def __init__(self) -> None:
        self._loaded: dict[str, click.Command | None] = dict.fromkeys(_WHERE)

    def __getitem__(self, name: str) -> click.Command:
        command = self._loaded[name]
        if command is None:
            command = self._loaded[name] = _load(name)
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)


def _load(name: str) -> click.Command:
    command: click.Command = getattr(_module(_WHERE[name]), name)
    if isinstance(command, click.Group):
        for module in _MORE.get(name, ()):
            for each in _module(module).COMMANDS:
                command.add_command(each)
    return command


def _module(name: str) -> ModuleType:
    return import_module(f"tui_disclose.cli.{name}")


COMMANDS = LazyCommands()
