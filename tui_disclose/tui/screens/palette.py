"""The command palette: commands that apply now, places and records, found by name, pinyin initials or number."""

from collections.abc import Callable
from typing import ClassVar

import msgspec
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Input

from tui_disclose.office.finding_records import Found, find
from tui_disclose.office.house import Office
from tui_disclose.problems import Problem
from tui_disclose.records.ledger_files import ledger
from tui_disclose.statutory.pinyin import pattern
from tui_disclose.statutory.text import half_width, one_line
from tui_disclose.tui.base import PLACES, PlaceScreen
from tui_disclose.tui.commands import Command, bindings, hints
from tui_disclose.tui.places import REGISTERED_IN
from tui_disclose.tui.screens.prompts import LineInput
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.widgets.page_list import PageList
from tui_disclose.tui.wording import fit

_MOST = 200
"""Entries listed at most: what is not among them is found by typing more."""


class Entry(msgspec.Struct, frozen=True):
    """Something the palette offers."""

    name: str
    key: str
    help: str
    do: Callable[[], object]

    @property
    def row(self) -> str:
        """The entry on one line."""
        return f" {fit(self.name, 28)} {fit(self.key, 9)} {self.help}"


class PaletteScreen(ModalScreen[Entry | None], inherit_bindings=False):
    """A line to type in and what it finds; answers the entry that was chosen."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("down,ctrl+n", "move(1)", "下移", "下移一行。", hint=False),
        Command("up,ctrl+p", "move(-1)", "上移", "上移一行。", hint=False),
        Command("pagedown", "page(1)", "下页", "下一页。", hint=False),
        Command("pageup", "page(-1)", "上页", "上一页。", hint=False),
        Command("escape", "dismiss(None)", "取消", "回到原处。"),
    )
    KEYS_TITLE = "找命令、地方和记录"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    DEFAULT_CSS = """
    PaletteScreen { align: left bottom; background: $background; }
    PaletteScreen #found { height: 1fr; }
    """

    def __init__(self, office: Office, entries: list[Entry], open_record: Callable[[Found], object]) -> None:
        super().__init__()
        self.office = office
        self.entries = entries
        self._open_record = open_record
        self.found: list[Entry] = []

    def compose(self) -> ComposeResult:
        """Lay out the line and the list."""
        yield Lines("找命令、地方、记录：输入名称、拼音首字母或编号，上下键选", id="title")
        yield LineInput(id="typed")
        rows = PageList(id="found")
        rows.can_focus = False
        yield rows
        yield Lines(id="message")
        yield Lines(hints((*LineInput.KEYS, *self.KEYS), 78), id="hints")

    def on_mount(self) -> None:
        """List everything."""
        self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what fits what was typed."""
        self._show(event.value)

    def on_input_submitted(self) -> None:
        """Answer with the entry under the cursor."""
        if self.found:
            self.dismiss(self.found[self.query_one(PageList).cursor])

    def _show(self, typed: str) -> None:
        typed = half_width(typed).strip()
        wanted = pattern(typed).search
        commands = [entry for entry in self.entries if wanted(entry.name) or wanted(entry.help)]
        # Those whose name begins with it first, then those that have it in their name, then in their help.
        commands.sort(key=lambda entry: (not pattern(typed).match(entry.name), not wanted(entry.name)))
        try:
            records, many = find(self.office, typed, _MOST)
        except Problem:
            records, many = [], 0
        self.found = [*commands, *map(self._entry, records)][:_MOST]
        self.query_one(PageList).show([entry.row for entry in self.found], 0)
        many += len(commands)
        more = f"，只列前{_MOST}项，请再输入几个字" if many > _MOST else ""
        self.query_one("#message", Lines).show(f"共{many}项{more}。" if many else "没有找到，请换个说法；Esc 返回。")

    def _entry(self, found: Found) -> Entry:
        return Entry(one_line(found.title), "", "打开这条记录。", lambda: self._open_record(found))

    def action_move(self, lines: int) -> None:
        """Move the cursor."""
        self.query_one(PageList).action_move(lines)

    def action_page(self, pages: int) -> None:
        """Turn the page."""
        self.query_one(PageList).action_page(pages)


def open_palette(screen: PlaceScreen) -> None:
    """Show the palette of a screen and do what is chosen, as its key would."""
    screen.save_pending()
    app, focused = screen.disclosure, screen.focused
    of_widget: tuple[Command, ...] = getattr(focused, "KEYS", ())

    def doing(command: Command) -> Callable[[], object]:
        if command in of_widget or not command.action:
            return lambda: app.simulate_key(command.keys[0])
        return lambda: app.call_later(screen.run_action, command.action)

    def going(number: int) -> Callable[[], object]:
        return lambda: screen.action_go(number)

    def registering(number: int) -> Callable[[], object]:
        def register() -> None:
            screen.action_go(number)
            app.call_after_refresh(app.simulate_key, "n")

        return register

    def chosen(entry: Entry | None) -> None:
        if entry is not None:
            entry.do()

    offered = [c for c in screen.current_commands() if c.action != "palette" and "1" not in c.keys]
    places = [Entry(name, str(n), f"前往“{name}”。", going(n)) for n, name in enumerate(PLACES, 1)]
    commands = [Entry(c.name, c.key_words, c.help, doing(c)) for c in offered if c.hint or c not in of_widget]
    moves = [Entry(c.name, c.key_words, c.help, doing(c)) for c in offered if not c.hint and c in of_widget]
    begun = [
        Entry(f"登记{ledger(table).name}", f"{at} n", f"前往“{PLACES[at - 1]}”登记。", registering(at))
        for table, at in REGISTERED_IN.items()
    ]
    entries = [*commands, *places, *begun, *moves]
    palette = PaletteScreen(screen.office, entries, lambda found: app.open_record(found.table, found.number))
    app.push_screen(palette, chosen)
