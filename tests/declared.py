"""Every screen and widget of ours, the commands that each declares, and the manual's tables made from them."""

import importlib
import pkgutil
from collections.abc import Iterator
from itertools import chain
from types import ModuleType

from textual.dom import DOMNode

from tui_disclose import tui
from tui_disclose.tui.base import EVERYWHERE, PlaceScreen
from tui_disclose.tui.commands import Command


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def owners() -> list[type[DOMNode]]:
    """Return the app, every screen and every widget that is defined in the program, by name."""
    found = {
        each
        for module in modules(tui)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, DOMNode) and each.__module__.startswith("tui_disclose.")
    }
    return sorted(found, key=lambda each: (each.__module__, each.__name__))


def declared(owner: type[DOMNode]) -> tuple[Command, ...]:
    """Return the commands that a class declares, inherited ones included."""
    merged = chain.from_iterable(vars(each).get("KEYS", ()) for each in owner.__mro__)
    return (*merged, *(EVERYWHERE if issubclass(owner, PlaceScreen) else ()))


def key_tables() -> str:
    """Return the manual's tables of keys: one for each title, in the order of the titles."""
    titles: dict[str, dict[Command, None]] = {"各处": dict.fromkeys(EVERYWHERE)}
    for owner in owners():
        title = getattr(owner, "KEYS_TITLE", "")
        if "KEYS" in vars(owner) and title:
            titles.setdefault(title, {}).update(dict.fromkeys(vars(owner)["KEYS"]))
    tables = []
    for title, commands in titles.items():
        rows = [f"| {_keys(c)} | {c.name} | {c.help} | {f'`{c.cli}`' if c.cli else ''} |" for c in commands]
        tables.append("\n".join([f"**{title}**", "", "| 键 | 名称 | 作用 | 命令行 |", "|---|---|---|---|", *rows]))
    return "\n\n".join(tables)


def _keys(command: Command) -> str:
    return " ".join(f"`{word}`" for word in command.all_key_words)
