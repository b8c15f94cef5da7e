"""The application: opens on the office or on the first questions, and never leaves anything unsaved."""

import asyncio
import gc
import signal
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

import msgspec
from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.screen import Screen

from tui_disclose.office.house import Office
from tui_disclose.office.position import Lists, Place, Position, keep_lists, keep_position, last_lists, last_position
from tui_disclose.office.settings import Settings
from tui_disclose.tui.base import PlaceScreen
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.places import LIST_PLACES, place_screen, record_screen
from tui_disclose.tui.terminal import NOT_UTF8, TOO_WIDE, unreadable
from tui_disclose.tui.textual_private import QuietCrash, accept_any_bytes


class DisclosureApp(QuietCrash):
    """政务公开台账."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("ctrl+c", "help_quit", "怎样退出", "说明怎样退出；不会丢掉正在输入的内容。", hint=False),
        Command("ctrl+l", "redraw", "重画", "屏幕被别的程序打乱时，重新画一遍。", hint=False),
    )
    KEYS_TITLE = "随时"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "政务公开台账"

    def __init__(self, folder: Path, office: Office | None, notice: str = "") -> None:
        # The terminal's own sixteen colours: readable on light and dark ones, and half the bytes. Before everything
        # else and not by assignment, or style sheets are parsed for another theme, or twice.
        self.set_reactive(App.theme, "ansi-dark")
        super().__init__()
        accept_any_bytes()
        self.folder = folder
        self.last_year: int | None = None
        """The year whose report was opened last, where the list of years has its cursor."""
        self.list_places: dict[str, Place] = {}
        """Where the person was in the list of each ledger."""
        self.list_groups: dict[str, str] = {}
        """The part of each ledger that was listed last (栏目、类别), where it has parts."""
        self.readings: set[str] = set()
        """The records whose personal data was shown in this session."""
        self._office = office
        self._notice = notice
        """What the person should know before working."""
        self._can_tell = False
        self._asked = False
        """Whether the terminal has still to say how wide it draws characters."""
        self.animation_level = "none"

    @property
    def office(self) -> Office:
        """The open office; there is one on every screen but the first questions."""
        assert self._office is not None
        return self._office

    def use_settings(self, settings: Settings) -> None:
        """Go on with changed settings."""
        self._office = msgspec.structs.replace(self.office, settings=settings)

    def today(self) -> date:
        """Return today's date."""
        return date.today()

    def get_default_screen(self) -> Screen[None]:
        """Return the first screen: the first questions, where this person left off, or what is owed today."""
        if self._office is None:
            from tui_disclose.tui.screens.first_run import FirstRunScreen

            return FirstRunScreen()
        lists = last_lists(self._office)
        self.list_places.update(lists.places)
        if not self._notice and (left := last_position(self._office)):
            from tui_disclose.tui.screens.report import ReportScreen

            return ReportScreen(left.year, left)
        if not self._notice and lists.open in LIST_PLACES:
            return place_screen(lists.open)
        from tui_disclose.tui.screens.desk import DeskScreen

        return DeskScreen(self._notice)

    def on_mount(self) -> None:
        """Leave as `q` does where the line drops or the program is asked to end; ask how wide characters are drawn."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self.leave)
        self._asked = True
        self.probe_widths()

    def enter(self, office: Office, year: int) -> None:
        """Begin work in a new office: what to do next, and the year's report waiting in place 6."""
        from tui_disclose.tui.screens.desk import DeskScreen

        self._office = office
        self.last_year = year
        self.show_place(DeskScreen(f"台账已建立。填写{year}年年度报告请按 6 再按 Enter；? 看本处可用的键。"))

    def go(self, number: int) -> None:
        """Go to a place, whatever is open."""
        self.show_place(place_screen(number))

    def open_record(self, table: str, number: str) -> None:
        """Open a record over the list of its place."""
        screen = record_screen(table, number)
        if isinstance(screen, PlaceScreen):
            self.go(screen.place_number())
        self.push_screen(screen)

    async def on_event(self, event: events.Event) -> None:
        """Take no keys that cannot be seen (the window is too small) or read (they are not UTF-8)."""
        typed = isinstance(event, events.Key | events.Paste)
        if isinstance(event, events.Resize):
            self._sent.forget()
        if isinstance(event, events.CursorPosition):
            self._widths_known(event.x)
        elif typed and self.screen_stack and self.screen.has_class("-too-small"):
            return
        elif isinstance(event, events.Key) and unreadable(event.character):
            self._tell(NOT_UTF8)
        else:
            await super().on_event(event)

    def _widths_known(self, column: int) -> None:
        """Draw plainly where the terminal draws characters of ambiguous width as wide ones."""
        if self._asked and column > 1:
            self.draw_plainly()
            self._notice = TOO_WIDE
            if self._can_tell:
                self._tell(TOO_WIDE)
        self._asked = False

    def _tell(self, sentence: str) -> None:
        say: Callable[[str], None] | None = getattr(self.screen, "say", None)
        if say is not None:
            say(sentence)

    def give_up(self, why: str) -> None:
        """Show the list of years in place of a report that cannot be opened, and say why."""
        from tui_disclose.tui.screens.years import YearsScreen

        self.show_place(YearsScreen(why))

    def show_place(self, screen: Screen[None]) -> None:
        """Show a screen in place of whatever is open; the first one, which Textual never lets go, stays below."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(screen)

    def leave(self) -> None:
        """Save what is pending on every screen and end."""
        left: Position | None = None
        place = 0
        for screen in self.screen_stack:
            # Questions save what is typed too; they are not imported before one is asked.
            if save := getattr(screen, "save_pending", None):
                save()
            if isinstance(screen, PlaceScreen):
                left, place = screen.position(), screen.place_number()
        if self._office is not None:
            keep_position(self._office, left)
            keep_lists(self._office, Lists(place, self.list_places))
        self.exit()

    def on_ready(self) -> None:
        """Collect garbage from now on, what was loaded to begin with left out."""
        gc.freeze()
        gc.enable()
        self._can_tell = True
        if self._notice == TOO_WIDE:
            # Behind what the screen says of itself as it comes.
            self.call_after_refresh(self._tell, TOO_WIDE)

    def action_help_quit(self) -> None:
        """Say how to leave, where Ctrl+C is pressed."""
        self._tell("退出请按 q（正在输入时先按 Esc）。")

    def action_redraw(self) -> None:
        """Draw everything anew."""
        self.redraw()

    async def action_quit(self) -> None:
        """Leave, whichever key asked for it."""
        self.leave()

    def on_unmount(self) -> None:
        """Write where the program failed, without record contents, once the screen is restored."""
        if self.crash is not None:
            self._log_crash(self.crash)

    def _log_crash(self, error: Exception) -> None:
        import contextlib
        import sys
        import traceback

        # The message of an exception may quote a record: only its type and the lines of code are written.
        frames = "".join(traceback.format_tb(error.__traceback__))
        path = self.folder / "crash.log"
        with contextlib.suppress(OSError), path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} {type(error).__name__}\n{frames}\n")
        print(f"程序出错已退出，此前保存的内容都在；请把 {path} 交给系统管理员。", file=sys.__stderr__)
