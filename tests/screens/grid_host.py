"""A grid in a small app of its own, the forms it draws, and an invented one."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.widgets import Input, Static

from tests.screens.settling import settled
from tui_disclose.statutory.form_files import load_forms, read_form
from tui_disclose.statutory.forms import Form, Table
from tui_disclose.tui.widgets.figure_grid import FigureGrid
from tui_disclose.tui.widgets.grid_messages import (
    FigureTyped,
    KeyPressed,
    RecordsAsked,
    TypingBegun,
    TypingGivenUp,
)

GOLDENS = Path(__file__).parent / "goldens"
FORMS = {form.id: form for form in load_forms().forms}
TABLES = [(form.id, table.key) for form in FORMS.values() for table in form.tables]

# A form that nobody issued: twenty columns under two levels of heads, two label columns, and a second block across.
THIRD = """
id = "2031"
first_year = 2031
title = "测试"
source = "测试"
[[parts]]
numeral = "一"
heading = "一、测试"
table = "wide"
[[tables]]
key = "wide"
numeral = "一"
[[tables.blocks]]
banner = "第一项"
corner = "信息内容"
stub = 2
columns = [COLUMNS]
rows = [
    { key = "one", label = "甲", short = "甲", groups = ["前两项"] },
    { key = "two", label = "乙", short = "乙", groups = ["前两项"] },
    { key = "three", label = "一个非常长的、无论如何放不下的行名称，需要用简称", short = "正好十二个字长的简称一二" },
]
[[tables.blocks]]
across = true
columns = [
    { key = "yes", label = "是", short = "是" },
    { key = "no", label = "否", short = "否", span = 2 },
]
rows = [{ key = "x", label = "某事", short = "某事" }, { key = "y", label = "另一事", short = "另一事" }]
"""
_COLUMNS = ", ".join(
    f'{{ key = "c{n}", label = "第{n}列数量", short = "列{n}", groups = ["全部", "{group}列"] }}'
    for n, group in enumerate(["前十"] * 10 + ["后十"] * 10)
)


def third_form() -> Form:
    return read_form("third.toml", THIRD.replace("COLUMNS", _COLUMNS).encode())


def every_table() -> list[Table]:
    return [table for form in (*FORMS.values(), third_form()) for table in form.tables]


class Host(App[None]):
    """A grid between the lines a screen has; keeps every message."""

    CSS = "Static { height: 1; } #below { height: 4; } Input { height: 1; border: none; }"

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.refused: set[str] = set()
        self.grid = FigureGrid(table, self.hear, id="grid")
        self.heard: list[Message] = []
        self.keys: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static("1待办 2制度")
        yield self.grid
        yield Input(id="other")
        yield Static("", id="below", markup=False)

    def on_mount(self) -> None:
        self.grid.focus()

    def on_key(self, event: events.Key) -> None:
        self.keys.append(event.key)

    def hear(self, message: Message) -> bool:
        if isinstance(message, KeyPressed | RecordsAsked):
            return False
        if isinstance(message, TypingBegun | TypingGivenUp):
            return True
        self.heard.append(message)
        return not (isinstance(message, FigureTyped) and message.text in self.refused)

    def of(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.heard if isinstance(message, kind)]

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.simulate_key(key)
        await self.settle()

    async def paste(self, text: str) -> None:
        self.post_message(events.Paste(text))
        await self.settle()

    settle: Callable[[], Awaitable[None]]

    def screen_text(self) -> list[str]:
        return [self.grid.render_line(y).text.rstrip() for y in range(self.grid.size.height)]


def use(table: Table, does: Callable[[Host], Awaitable[None]], size: tuple[int, int] = (80, 24)) -> Host:
    app = Host(table)

    async def go() -> None:
        async with app.run_test(size=size, notifications=True) as pilot:
            app.settle = partial(settled, pilot)
            await app.settle()
            app.heard.clear()
            await does(app)

    asyncio.run(go())
    return app


def requests(form: str = "2021") -> Table:
    return FORMS[form].table("requests")


def typed(*pairs: tuple[str, str]) -> list[Message]:
    return [FigureTyped(address, text) for address, text in pairs]
