"""What keys cost on a slow line: bytes to a terminal of 80×24, exact, between one screen at rest and the next.

A widget adds itself to `MOVES`, `PAGES`, `TYPING` or `FILTERS` with the keys that lead to it.
"""

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import REPORTS
from tests.terminal.pty_app import PtyApp, disclosure_app
from tui_disclose.office.demo import create_demo
from tui_disclose.office.entering import set_figure, set_figures
from tui_disclose.office.house import create_office, open_office

KB = 1_000


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with thirty years of reports, one of them whole, and a trail of several pages."""
    folder = tmp_path_factory.mktemp("bytes") / "data"
    create_office(folder, "白银市科学技术局", date(2025, 1, 1))
    office = open_office(folder)
    set_figures(office, 2019, REPORTS["baiyin-2019"]["cells"], date(2026, 1, 1))
    for year in range(2008, 2026):
        for figure in "123":
            set_figure(office, year, "requests.received.business", figure, date(2026, 1, 1))
    return folder


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with several pages of records of every kind."""
    return create_demo(tmp_path_factory.mktemp("demo") / "data", date.today()).folder


LEDGERS = {
    "desk": ("1", "待办  ", ["down", "up"], ["pagedown", "pageup", "end", "home"]),
    "catalogue": ("3", "主动公开", ["down", "j", "up"], ["pagedown", "pageup", "end", "home"]),
    "requests": ("4", "申请：", ["down", "j", "up"], ["pagedown", "pageup", "end", "home"]),
    "works": ("7", "工作", ["down", "j", "up"], ["pagedown", "pageup", "end", "home"]),
}
"""The key of a place, what it shows, keys that move within a page and keys that turn pages."""


@pytest.mark.parametrize("where", LEDGERS)
def test_what_keys_cost_in_a_place_with_records(demo: Path, where: str) -> None:
    key, shows, moves, pages = LEDGERS[where]
    with disclosure_app(demo) as app:
        app.wait_for("1待办")
        app.settle()
        app.press(key)
        app.settle()
        app.wait_for(shows)
        assert {key: spent for key in moves if (spent := app.spent(key)) > 1.0 * KB} == {}
        assert {key: spent for key in pages if (spent := app.spent(key)) > 7 * KB} == {}
        if where != "desk":
            app.spent("/")
            assert {key: spent for key in "kjbg" if (spent := app.spent(key)) > 7 * KB} == {}


def opened(app: PtyApp, way: list[str], shows: str) -> None:
    app.wait_for("1待办")
    app.settle()
    for key in ["6", *way]:
        app.press(key)
        app.settle()
    app.wait_for(shows)


TABLE = (["enter", "]"], "一、本年新收")
YEARS = ([], "年度报告：")
TRAIL = (["8"], "操作记录：共")
FINDINGS = (["enter", "]", "]", "]"], "核对结果")

Way = tuple[list[str], str]

MOVES: dict[str, tuple[Way, list[str]]] = {
    "grid": (TABLE, ["down", "right", "up", "left", "tab"]),
    "years": (YEARS, ["down", "up", "j", "k"]),
    "trail": (TRAIL, ["down", "up"]),
    "findings": (FINDINGS, ["down", "up"]),
    "palette": ((["ctrl+p"], "找命令"), ["down", "up"]),
}


@pytest.mark.parametrize("where", MOVES)
def test_moving_within_a_page(data: Path, where: str) -> None:
    way, keys = MOVES[where]
    with disclosure_app(data) as app:
        opened(app, *way)
        assert {key: spent for key in keys if (spent := app.spent(key)) > 1.0 * KB} == {}


PAGES: dict[str, tuple[Way, list[str]]] = {
    "grid": (TABLE, ["pagedown", "pageup"]),
    "trail": (TRAIL, ["pagedown", "pageup", "end", "home"]),
    "palette": ((["ctrl+p"], "找命令"), ["pagedown", "pageup"]),
    "next table": (TABLE, ["]", "["]),
}


@pytest.mark.parametrize("where", PAGES)
def test_turning_a_page(data: Path, where: str) -> None:
    way, keys = PAGES[where]
    with disclosure_app(data) as app:
        opened(app, *way)
        assert {key: spent for key in keys if (spent := app.spent(key)) > 7 * KB} == {}


TYPING: dict[str, tuple[Way, str]] = {
    "cell": (TABLE, "12"),
    "text": ((["enter", "escape", "left", "left", "enter"], "Ctrl+S 保存"), "关于公开"),
    "question": ((["n"], "新建哪一年"), "2031"),
}


@pytest.mark.parametrize("where", TYPING)
def test_a_character(data: Path, where: str) -> None:
    way, text = TYPING[where]
    with disclosure_app(data) as app:
        opened(app, *way)
        app.spent(text[0])  # it takes the place of what stood there
        assert {character: spent for character in text[1:] if (spent := app.spent(character)) > 0.4 * KB} == {}


FILTERS: dict[str, tuple[Way, str]] = {"palette": ((["ctrl+p"], "找命令"), "ndbg")}


@pytest.mark.parametrize("where", FILTERS)
def test_a_character_of_a_live_filter(data: Path, where: str) -> None:
    way, text = FILTERS[where]
    with disclosure_app(data) as app:
        opened(app, *way)
        assert {character: spent for character in text if (spent := app.spent(character)) > 7 * KB} == {}


@pytest.mark.parametrize("keys", [["q"], ["end", "up", "enter", "q"]], ids=["years", "report"])
def test_the_first_screen(data: Path, keys: list[str]) -> None:
    """It is the one that the last session was left on."""
    with disclosure_app(data) as app:
        opened(app, *YEARS)
        for key in keys:
            app.press(key)
            app.settle()
        app.wait_for_end()
    with disclosure_app(data) as app:
        app.wait_for("1待办", "帮助")
        app.settle()
        assert len(app.output) <= 25 * KB


def test_nothing_is_sent_while_nothing_is_done(data: Path) -> None:
    """Two looks at what others saved pass meanwhile: the clock of the program is what is waited for."""
    with disclosure_app(data) as app:
        opened(app, *TABLE)
        app.settle()
        before = len(app.output)
        for _ in range(25):
            app.read(0.1)
        assert len(app.output) == before
