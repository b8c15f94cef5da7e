"""A person at the app on a day that does not pass, and offices to open."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import msgspec
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from tests.screens.settling import settled
from tui_disclose.office.house import Office, open_office
from tui_disclose.office.reports import find_report
from tui_disclose.statutory.figures import Figure
from tui_disclose.tui import app as app_module
from tui_disclose.tui.app import DisclosureApp
from tui_disclose.tui.screens.desk import DeskScreen

GOLDENS = Path(__file__).parent / "goldens"
TODAY = date(2026, 3, 10)
SIZES = [(80, 24), (120, 40)]
DEADLINE = 10.0

NASTY = ["编号[/]尾", "[a]甲[bold]乙[/bold]", "甲|乙", "行一\n行二\t\x1b[31m红\x07", "𠮷䶮　全角", "长" * 5_000]


class FrozenApp(DisclosureApp):
    """The app on a day that does not pass."""

    CSS_PATH = str(Path(app_module.__file__).with_name("app.tcss"))

    def today(self) -> date:
        return TODAY


class Session:
    """A person at the app."""

    def __init__(self, app: FrozenApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after the other; a single character is typed as it is."""
        for key in keys:
            name, character = (_character_to_key(key), key) if len(key) == 1 else (key, None)
            self.app.post_message(events.Key(name, " " if key == "space" else character))
        await settled(self.pilot)
        await self.until(lambda: not self.app._waiting and not self.app._under_way)
        await settled(self.pilot)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait for something to come true."""
        end = time.monotonic() + DEADLINE
        while not holds():
            assert time.monotonic() < end, self.text
            await self.pilot.pause(0.01)

    @property
    def text(self) -> str:
        """What the screen shows."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips) + "\n"

    @property
    def cell(self) -> str:
        """The line that says which cell the cursor is in."""
        return self.text.splitlines()[-4]

    @property
    def message(self) -> str:
        """The two lines above the hints, as one."""
        return "".join(self.text.splitlines()[-3:-1])


Does = Callable[[Session], Awaitable[None]]


def work(folder: Path, does: Does, size: tuple[int, int] = (80, 24), *, read_only: bool = False) -> None:
    """Open the app on a folder and do something in it; who left off nowhere begins at the list of years."""
    office = office_of(folder, "zhangsan", read_only=read_only) if folder.exists() else None
    app = FrozenApp(folder, office)

    async def go() -> None:
        async with app.run_test(size=size, notifications=True) as pilot:
            await settled(pilot)
            session = Session(app, pilot)
            if isinstance(app.screen, DeskScreen):
                await session.press("6")
            await does(session)

    asyncio.run(go())
    assert app.crash is None


def office_of(folder: Path, who: str, *, read_only: bool = False) -> Office:
    return msgspec.structs.replace(open_office(folder, read_only=read_only), who=who)


def kept(folder: Path, year: int) -> dict[str, Figure]:
    report = find_report(open_office(folder, read_only=True), year)
    return dict(report.cells) if report else {}
