"""On every screen that there is: no declared key is dead, and no other key is taken."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from string import punctuation

import pytest
from textual import events
from textual.actions import parse
from textual.keys import Keys, _character_to_key
from textual.screen import Screen
from textual.widget import Widget

from tests.declared import declared, owners
from tests.screens.report_host import TODAY, Session, work
from tui_disclose.office.demo import create_demo
from tui_disclose.office.ledgers import change
from tui_disclose.records.ledger_files import ledger
from tui_disclose.tui.base import PlaceScreen
from tui_disclose.tui.commands import Command
from tui_disclose.tui.screens.conflict import Conflict, ConflictScreen

REQUEST = ["4", "home", "enter"]
REPORT = ["6", "home", "down", "enter"]
TEXT = [*REPORT, "escape", "home", "right", "enter"]

ITEMS = [0, 6, 8, 12, 15, 20]
"""Where items of each standing are in the list."""

SIGNS = {_character_to_key(sign): sign for sign in punctuation}

WAYS: dict[str, list[list[str]]] = {
    "DeskScreen": [["1"]],
    "RulesScreen": [["2"]],
    "RuleScreen": [["2", "enter"]],
    "FormScreen": [["2", "x"], ["1", "S"]],
    "LongTextScreen": [["2", "n", "ctrl+end", "enter"]],
    "VersionsScreen": [["2", "v"]],
    "CatalogueScreen": [["3"], ["3", "/"]],
    "ItemScreen": [["3", "home", *["down"] * at, "enter"] for at in ITEMS],
    "ItemForm": [["3", "n", "1"], ["3", "n", "5"]],
    "FormPreview": [["3", "home", "enter", "p"]],
    "PickingScreen": [["3", "f"], ["3", "w"]],
    "TextScreen": [["3", "w", "enter"]],
    "RequestsScreen": [["4"]],
    "RequestScreen": [REQUEST],
    "RegistrationForm": [["4", "n"]],
    "EventForm": [[*REQUEST, "n", "1"]],
    "LettersScreen": [[*REQUEST, "l"]],
    "LetterScreen": [[*REQUEST, "l", "enter"]],
    "WhyScreen": [[*REQUEST, "w"]],
    "AskLine": [["4", "x"]],
    "RemediesScreen": [["5"]],
    "RemedyScreen": [["5", "enter"]],
    "RemedyForm": [["5", "n"]],
    "YearsScreen": [["6"]],
    "ReportScreen": [REPORT, [*REPORT, "escape"], TEXT, [*REPORT, "]", "]", "]"]],
    "DraftScreen": [["6", "end", "enter", "escape", *["left"] * 16, "right", "enter", "f5"]],
    "CellRecords": [["6", "n", *"2026", "enter", "]", "enter"]],
    "StagesScreen": [[*REPORT, "s"]],
    "TrendsScreen": [["6", "t"]],
    "AskPath": [["6", "i"]],
    "WorksScreen": [["7"]],
    "WorkScreen": [["7", "enter"]],
    "WorkForm": [["7", "n", "enter"]],
    "TrailScreen": [["8"]],
    "PaletteScreen": [["1", "ctrl+p"]],
    "ReaderScreen": [["1", "?"]],
    "AskChoice": [["2", "o"]],
    "ConflictScreen": [["1"]],
}
"""The ways to each screen from any place; a conflict is put on by hand."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = create_demo(tmp_path_factory.mktemp("every") / "data", TODAY)
    for text in ("先审查。", "先审查、后公开。"):
        change(office, ledger("rules"), next(iter(office.store.records("rules"))), {"text": text})
    return office.folder


def known_here(screen: Screen[object], focused: Widget | None) -> Iterator[tuple[Widget, Command]]:
    """Yield what is declared for a screen as it is now, with who does it."""
    if isinstance(screen, PlaceScreen):
        offered = screen.current_commands()
    else:
        part = "filter" if getattr(focused, "typing", False) else "list"
        both = (*declared(type(screen)), *(declared(type(focused)) if focused else ()))
        offered = tuple(c for c in both if not c.when or part in c.when)
    of_widget = declared(type(focused)) if focused else ()
    for command in dict.fromkeys(offered):
        typed = focused and command.character and focused.check_consume_key(command.keys[0], command.character)
        if not typed:
            yield (focused if focused and command in of_widget else screen), command


async def press_all(session: Session) -> list[str]:
    """Press every key that is declared here, its action put off; return those that do nothing."""
    screen, focused = session.app.screen, session.app.focused
    typing = getattr(focused, "typing", False)
    dead = []
    keys: dict[str, list[tuple[Widget, Command]]] = {}
    for holder, command in known_here(screen, focused):
        for key in command.keys:
            keys.setdefault(key, []).append((holder, command))
    for key, each in keys.items():
        if focused and len(key) == 1 and focused.check_consume_key(key, key):
            continue
        done: list[object] = []
        with pytest.MonkeyPatch.context() as patch:
            # Where the screen declares a key too that its widget takes, the widget comes first.
            for holder, command in each:
                owner = session.app if command.action.startswith("app.") else holder
                if command.action:
                    patch.setattr(owner, f"action_{parse(command.action)[1]}", lambda *given, d=done: d.append(given))
            if all(command.action for _, command in each):
                session.app.simulate_key(key)
                for _ in range(500):
                    if done:
                        break
                    await asyncio.sleep(0.001)
            elif focused and key not in "12345678":
                if typing:
                    focused.action_filter()  # type: ignore[attr-defined]
                done += [True] * taken(focused, key)
        if not done and key not in "12345678":
            dead.append(f"{type(screen).__name__}: {key}")
    return dead


def taken(widget: Widget, key: str) -> bool:
    """Tell whether a widget takes a key itself."""
    event = events.Key(key, key if len(key) == 1 else SIGNS.get(key))
    widget.on_key(event)  # type: ignore[attr-defined]
    return event._stop_propagation


def undeclared(screen: Screen[object], widget: Widget | None) -> list[str]:
    """Return the keys, characters apart, that a widget takes itself though neither it nor its screen declares them."""
    if not hasattr(widget, "on_key") or widget is None:
        return []
    known = {key for owner in (screen, widget) for command in declared(type(owner)) for key in command.keys}
    named = {key.value for key in Keys if not key.value.startswith("<")} - SIGNS.keys() - known - {"space"}
    return [
        f"{type(widget).__name__}: {key}, undeclared" for key in sorted(named) if len(key) > 1 and taken(widget, key)
    ]


def test_every_key_declared_on_any_screen_does_something(demo: Path) -> None:
    wrong: list[str] = []
    reached: set[str] = set()
    focused: set[str] = set()
    stands: set[str] = set()

    async def walk(session: Session) -> None:
        for wanted, ways in WAYS.items():
            for way in ways:
                await session.press(*way)
                if wanted == "ConflictScreen":
                    session.app.push_screen(ConflictScreen("李四", [Conflict("name", "名称", "甲", "乙")]))
                    await session.pilot.pause()
                assert type(session.app.screen).__name__ == wanted, (way, session.text)
                reached.add(wanted)
                if session.app.focused:
                    focused.update(each.__name__ for each in type(session.app.focused).__mro__)
                stands.add(getattr(session.app.screen, "_stands", ""))
                wrong.extend(undeclared(session.app.screen, session.app.focused))
                wrong.extend(await press_all(session))
                session.app.go(1)
                await session.pilot.pause()
                session.app.list_places.clear()

    work(demo, walk)
    assert "; ".join(wrong) == ""
    assert stands - {""} == {"draft", "pending", "approved", "published", "reprint", "withheld"}
    screens = [each for each in owners() if issubclass(each, Screen)]
    parents = {parent for each in screens for parent in each.__mro__[1:]}
    made = {each.__name__ for each in screens if each not in parents}
    # Those are opened themselves beside what is made of them; the first questions and an import have their own tests.
    assert reached == made - {"FirstRunScreen", "ImportReview"} | {"FormScreen", "ReaderScreen", "AskLine"}
    assert {e.__name__ for e in owners() if vars(e).get("KEYS") and issubclass(e, Widget)} - focused <= {
        each.__name__ for each in screens
    }
