"""Random keys in every place of an office with records of every kind: no crash, nothing lost, the way out still there.

300 keys a place in the default run; `pytest -m long tests/terminal/test_random_keys.py` presses 10,000 in each.
A failed test prints its SEED; SEED=… repeats it.
"""

import random
import shutil
import signal
from datetime import date
from pathlib import Path

import pytest

from tests.terminal.pty_app import PtyApp, disclosure_app
from tests.terminal.test_entry import chance_of_today
from tui_disclose.cli.main import run
from tui_disclose.office.demo import create_demo
from tui_disclose.office.house import open_office

KEYS = [
    *("tab", "shift+tab", "enter", "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "backspace"),
    *("delete", "space", "escape", "ctrl+s", "ctrl+z", "ctrl+home", "ctrl+end", "f1", "f2", "f3", "ctrl+p", "ctrl+l"),
    *"abcdefghijklmnoprstuvwxyz/?=][.-0123456789GS",
    *("ctrl+c", "？", "／", "０", "【", "（", "𠮷", "䶮", "中", "“", "\x1b[200~甲\r\n乙\t丙\x1b[201~"),
]
"""What is pressed: every key but `q`, input methods and pastes included."""

WAYS: dict[str, list[str]] = {
    **{f"place {number}": [str(number)] for number in range(1, 9)},
    "form": ["2", "n"],
    "item": ["3", "enter"],
    "request": ["4", "home", "enter"],
    "report": ["6", "down", "enter"],
    "palette": ["1", "ctrl+p"],
}
"""How each part is reached from any place."""

MORE_WAYS: dict[str, list[str]] = {
    "rule": ["2", "enter"],
    "registration": ["4", "n"],
    "remedy": ["5", "enter"],
    "stages": ["6", "down", "enter", "s"],
    "work": ["7", "enter"],
    "settings": ["1", "S"],
}
"""The same, of what only the long run goes through by itself."""

SESSION, SETTLED = 300, 50
"""Keys after which the line drops and the next session begins in the part again; after which the screen is read."""

SIZES = [(80, 24), (120, 40), (200, 60), (60, 20)]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return create_demo(tmp_path_factory.mktemp("random") / "data", date.today()).folder


def numbers(data: Path) -> dict[str, frozenset[str]]:
    """Return the numbers of all records of every ledger."""
    store = open_office(data, read_only=True).store
    tables = ("rules", "catalogue", "requests", "remedies", "works", "reports")
    return {table: frozenset(store.records(table)) for table in tables}


def session(app: PtyApp, way: list[str], count: int, chance: random.Random) -> None:
    """Go to a part and press keys at random; the line drops in the end, wherever that is."""
    app.wait_for("1待办")
    app.settle()
    for key in way:
        app.press(key)
        app.settle()
    pressed: list[str] = []
    for number in range(1, count + 1):
        pressed.append(chance.choice(KEYS))
        app.press(pressed[-1])
        if number % SETTLED == 0:
            if chance.random() < 0.2:
                app.resize(*chance.choice(SIZES))
            app.settle()
            # “退出” can be chosen in the palette.
            if app.ended():
                break
            # On a busy machine the terminal may have settled before the program knows its new size.
            app.wait_until(lambda: app.text.strip(), "anything on the screen")
    if not app.ended():
        app.signal(signal.SIGHUP)
    assert app.wait_for_end() == 0, pressed
    assert app.left_alternate_screen
    assert app.cursor_shown


def press_everywhere(data: Path, way: list[str], count: int) -> None:
    chance = chance_of_today()
    before = numbers(data)
    for _ in range(0, count, SESSION):
        with disclosure_app(data) as app:
            session(app, way, min(SESSION, count), chance)
        assert not (data / "crash.log").exists(), (data / "crash.log").read_text(encoding="utf-8")
    # Nothing lost: no record is gone, the store is whole, and so is every draft and setting.
    after = numbers(data)
    assert all(before[table] <= after[table] for table in before)
    assert run(["--data", str(data), "audit", "verify"]) == 0
    assert run(["--data", str(data), "doctor"]) == 0


@pytest.fixture
def data(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo, tmp_path / "data"))


@pytest.mark.parametrize("part", WAYS)
def test_random_keys_in_every_place(data: Path, part: str) -> None:
    press_everywhere(data, WAYS[part], 300)


@pytest.mark.long
@pytest.mark.parametrize("part", WAYS | MORE_WAYS)
def test_ten_thousand_random_keys_in_every_place(data: Path, part: str) -> None:
    press_everywhere(data, (WAYS | MORE_WAYS)[part], 10_000)
