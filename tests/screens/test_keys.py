"""No key works that is not declared, no declared key is dead, and what a key does a command can do."""

import inspect

import click
import pytest
from textual import events
from textual.actions import parse
from textual.binding import BindingsMap
from textual.dom import DOMNode
from textual.keys import Keys
from textual.screen import Screen

from tests.conftest import FORMS
from tests.declared import declared, owners
from tui_disclose.cli.main import root
from tui_disclose.tui.app import DisclosureApp
from tui_disclose.tui.base import PlaceScreen
from tui_disclose.tui.text_keys import AREA_KEYS, LINE_KEYS
from tui_disclose.tui.widgets.figure_grid import FigureGrid
from tui_disclose.tui.widgets.grid_keys import GRID_KEYS
from tui_disclose.tui.widgets.grid_messages import KeyPressed, Report

OWNERS = owners()
COMMANDS = {command for owner in OWNERS for command in declared(owner)}


def bound(owner: type[DOMNode]) -> BindingsMap:
    return owner._merge_bindings()


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.__name__)
def test_no_key_is_bound_that_is_not_declared(owner: type[DOMNode]) -> None:
    known = {(key, command.action) for command in declared(owner) for key in command.keys}
    known |= {(str(number), f"go({number})") for number in range(1, 9)} if issubclass(owner, PlaceScreen) else set()
    undeclared = {
        (key, binding.action)
        for key, bindings in bound(owner).key_to_bindings.items()
        for binding in bindings
        if (key, binding.action) not in known
    }
    assert not undeclared, "declare it in KEYS; under a widget of Textual's say inherit_bindings=False"


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.__name__)
def test_every_declared_key_is_bound_to_an_action_that_there_is(owner: type[DOMNode]) -> None:
    for command in declared(owner):
        if not command.action:
            continue
        namespace, name, arguments = parse(command.action)
        holder = {"": owner, "app": DisclosureApp, "screen": Screen}[namespace]
        method = getattr(holder, f"action_{name}", None)
        assert method, f"{command.action} of {owner.__name__} is no action"
        inspect.signature(method).bind(None, *arguments)
        for key in command.keys:
            assert command.action in {binding.action for binding in bound(owner).get_bindings_for_key(key)}


def test_what_has_keys_has_a_title_for_them() -> None:
    assert [
        owner.__name__ for owner in OWNERS if vars(owner).get("KEYS") and not getattr(owner, "KEYS_TITLE", "")
    ] == []


def test_every_command_is_named_and_explained() -> None:
    for command in COMMANDS:
        assert command.name.isprintable()
        assert 1 <= len(command.name) <= 5, command
        assert command.help.endswith("。"), command
        assert command.initials.isascii() or command.name.isascii(), command


MOVES = {
    *("back", "dismiss", "move", "page", "line", "first", "last", "step", "enter_part", "focus_next", "focus_previous"),
    *("table", "open", "select", "submit", "filter", "other", "all", "decide", "go"),
    *("help", "palette", "copy", "leave", "quit", "help_quit", "redraw"),
    *("finish", "law", "pick", "restore", "done", "editor", "sort", "clear", "taken_out", "complete"),
}
"""Actions that only move about or lay out the screen, for which there is no command; others name theirs in `cli`."""

TYPING = {parse(command.action)[1] for command in (*LINE_KEYS, *AREA_KEYS)}
"""What Textual does where text is typed."""


def has_command(path: str) -> bool:
    command: click.Command | None = root
    for name in path.split():
        command = command.commands.get(name) if isinstance(command, click.Group) else None
    return command is not None and not isinstance(command, click.Group)


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.__name__)
def test_what_a_key_does_a_command_can_do(owner: type[DOMNode]) -> None:
    for command in vars(owner).get("KEYS", ()):
        name = parse(command.action)[1] if command.action else ""
        if command.cli:
            assert has_command(command.cli), f"{command.cli} is no command"
        else:
            assert not name or name in MOVES | TYPING, f"{command.action}: name the command in `cli`"


# ---- keys that a widget takes itself ----

EVERY_KEY = sorted({key.value for key in Keys if not key.value.startswith("<")} | set(map(chr, range(33, 127))))


def test_the_grid_takes_the_keys_that_it_declares_and_no_others() -> None:
    """Figures are typed: digits and signs begin one."""

    def desk(report: Report) -> bool:
        return not isinstance(report, KeyPressed)

    taken = set()
    for key in EVERY_KEY:
        grid = FigureGrid(FORMS.for_year(2024).tables[0], desk)
        event = events.Key(key, key if len(key) == 1 else None)
        grid.on_key(event)
        if event._stop_propagation:
            taken.add(key)
    keys = {key for command in GRID_KEYS for key in command.keys}
    assert keys - {"equals_sign"} <= taken
    assert taken - keys == {*"0123456789+-/.=", "minus", "plus", "slash", "full_stop"} & taken
