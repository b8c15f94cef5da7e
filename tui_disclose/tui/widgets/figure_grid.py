"""The statutory grid: a printed form with its merged heads in which figures are typed."""

from collections.abc import Mapping
from typing import ClassVar

import msgspec
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui_disclose.statutory.forms import Table
from tui_disclose.statutory.layout import lay_out
from tui_disclose.statutory.text import half_width, harmless, one_line
from tui_disclose.tui.commands import Command
from tui_disclose.tui.widgets.grid_cells import STYLES, CellLook, cell_segments, tail
from tui_disclose.tui.widgets.grid_drawing import draw
from tui_disclose.tui.widgets.grid_keys import GRID_KEYS
from tui_disclose.tui.widgets.grid_messages import (
    UNKNOWN,
    CellReached,
    Desk,
    FigureCleared,
    FiguresPasted,
    FigureTyped,
    GridEnd,
    KeyPressed,
    RecordsAsked,
    Shown,
    TotalTyped,
    TypingBegun,
    TypingGivenUp,
)
from tui_disclose.tui.widgets.grid_moves import FAR, Moves
from tui_disclose.tui.widgets.grid_view import GridView

_STARTS = frozenset("0123456789+-/.")
_SIGNS = _STARTS | frozenset(",%")


class _Edit(msgspec.Struct):
    """A figure being typed, and the text with which leaving its cell changes nothing."""

    address: str
    text: str
    unchanged: str | None = None


class FigureGrid(Widget, can_focus=True):
    """A statutory table drawn as it is printed; it pages instead of scrolling and reports what was typed.

    Keys are taken in `on_key` and not as bindings, and what they do is reported to the `desk` by a call and not by
    a message: a binding or a message would be overtaken by what a fast typist or a slow line sends behind it.
    """

    DEFAULT_CSS = "FigureGrid { width: 1fr; height: 1fr; }"

    KEYS: ClassVar[tuple[Command, ...]] = GRID_KEYS
    KEYS_TITLE = "年度报告的表格"

    address: reactive[str] = reactive("", repaint=False, init=False)
    """The cell the cursor is on."""

    def __init__(self, table: Table, desk: Desk, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._tell = desk
        self._widest = 0
        """The cells that the typed figure has taken so far: a long one lies over its left neighbours."""
        self._edit: _Edit | None = None
        self.open(table)

    def open(self, table: Table) -> None:
        """Show another table, without figures yet, the cursor in its first cell."""
        self.table = table
        self._totals = table.totals
        self._layout = lay_out(table)
        self._moves = Moves(self._layout, self._totals)
        self._view = GridView(self._layout)
        self._shown: dict[str, Shown] = {}
        self._cancel()
        self.set_reactive(FigureGrid.address, self._moves.order[0])
        self._column = self._moves.column(self.address)
        """The grid column that up and down keep to."""
        if self.is_mounted:
            self._view.resize(*self.size, self.address)
            self.refresh()
            self._place_terminal_cursor()

    @property
    def editing(self) -> bool:
        """Whether a figure is being typed."""
        return self._edit is not None

    @property
    def typed(self) -> str:
        """The figure being typed, so far."""
        return self._edit.text if self._edit else ""

    @property
    def copied_text(self) -> str:
        """The figure under the cursor."""
        return self._shown.get(self.address, UNKNOWN).text

    @property
    def page(self) -> tuple[int, int]:
        """The number of the page shown, from 1, and how many pages the table has at this size."""
        return self._view.number

    def show(self, values: Mapping[str, Shown]) -> None:
        """Show these values, and cells not named as unknown; only cells that changed are drawn again."""
        before, self._shown = self._shown, dict(values)
        for address in self._moves.order:
            if before.get(address, UNKNOWN) != self._shown.get(address, UNKNOWN):
                self._refresh_cell(address)

    def move_to(self, address: str) -> bool:
        """Put the cursor on a cell; False where the table has none such or the figure being typed is not taken."""
        if not self.commit() or address not in self._moves:
            return False
        self._column = self._moves.column(address)
        self.address = address
        return True

    def commit(self) -> bool:
        """Report the figure being typed, if there is one; False where it is not taken and stays being typed."""
        edit = self._edit
        if edit is None:
            return True
        text = edit.text.strip()
        if text != edit.unchanged and not self._tell(FigureTyped(edit.address, text)):
            return False
        self._cancel()
        return True

    # ---- keys ----

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Tell that while a figure is typed every character is text."""
        return self.editing and character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Take what types a figure and what moves; all other keys are for the screen."""
        character = " " if event.key == "space" else event.character or ""
        if (
            self._typed(event.key, character)
            or self._moved(event.key)
            or self._started(half_width(character))
            or self._tell(KeyPressed(event.key, character))
        ):
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take one pasted figure as typed, several across and down from the cursor."""
        event.stop()
        lines = event.text.strip("\r\n").splitlines()
        rows = [[one_line(_folded(text)) for text in line.split("\t")] for line in lines]
        if len(rows) == 1 and len(rows[0]) == 1:
            if self._edit is not None:
                self._type(rows[0][0])
            elif rows[0][0] and self._can_type():
                self._begin(rows[0][0])
        elif rows and self.commit():
            spread = self._moves.spread(self.address, rows)
            self._tell(FiguresPasted(spread.values, spread.totals, spread.left_over))

    def _typed(self, key: str, character: str) -> bool:
        """Take a key that edits."""
        if key in ("backspace", "delete"):
            if self._edit is None:
                self._tell(FigureCleared(self.address))
            else:
                self._edit.text = self._edit.text[:-1]
                self._refresh_cell(self.address)
        elif self._edit is not None and key == "escape":
            given_up = self._edit.text
            self._cancel()
            self._tell(TypingGivenUp(self.address, given_up))
        elif self._edit is not None and character and half_width(character).isprintable():
            self._type(character)
        elif self._edit is None and key in ("f2", "e"):
            if self._can_type():
                text = self._shown.get(self.address, UNKNOWN).text
                self._begin(text, unchanged=text)
        else:
            return False
        return True

    def _moved(self, key: str) -> bool:
        """Take a key that leaves the cell."""
        if key == "enter" and self._edit is None and self._tell(RecordsAsked(self.address)):
            return True
        if key in ("tab", "enter", "shift+tab"):
            found = self._moves.next_typed(self.address, -1 if key == "shift+tab" else 1)
            if self.move_to(found or self.address) and not found and key != "shift+tab":
                self._tell(GridEnd())
            return True
        column = self._column
        match key:
            case "left" | "h" | "right" | "l" | "home" | "end":
                steps = {"left": -1, "h": -1, "right": 1, "l": 1, "home": -FAR, "end": FAR}
                self.move_to(self._moves.beside(self.address, steps[key]))
            case "up" | "k" | "down" | "j" | "pageup" | "pagedown":
                page = max(self._view.rows, 1)
                steps = {"up": -1, "k": -1, "down": 1, "j": 1, "pageup": -page, "pagedown": page}
                if self.move_to(self._moves.lines_away(self.address, steps[key], column)):
                    self._column = column
            case "ctrl+home" | "ctrl+end":
                self.move_to(self._moves.order[0 if key == "ctrl+home" else -1])
            case _:
                return False
        return True

    def _started(self, character: str) -> bool:
        """Take a character that begins a figure, or stands for one."""
        if character == "=":
            self._tell(FigureCleared(self.address))
        elif character and character in _STARTS | {" "}:
            if self._can_type():
                if character == " ":
                    self._tell(FigureTyped(self.address, ""))
                else:
                    self._begin(character)
        else:
            return False
        return True

    def _can_type(self) -> bool:
        if self.address in self._totals:
            self._tell(TotalTyped(self.address))
            return False
        return True

    def _begin(self, text: str, unchanged: str | None = None) -> None:
        if self._tell(TypingBegun(self.address)):
            self._edit = _Edit(self.address, "", unchanged)
            self._type(text)

    def _type(self, text: str) -> None:
        if self._edit is not None:
            self._edit.text += _folded(harmless(text))
            self._widest = max(self._widest, cell_len(self._edit.text) + 1)
            self._refresh_cell(self._edit.address)

    def _cancel(self) -> None:
        if self._edit is not None:
            self._edit = None
            self._refresh_cell(self.address)
            self._widest = 0

    # ---- cursor, focus and size ----

    def validate_address(self, address: str) -> str:
        """Stay where the table has no such cell."""
        return address if address in self._moves else self.address

    def watch_address(self, before: str, address: str) -> None:
        """Turn to the page of the cell, or draw just the two cells again."""
        if self._view.turn(address):
            self.refresh()
        else:
            self._refresh_cell(before)
            self._refresh_cell(address)
        self._place_terminal_cursor()
        self._tell(CellReached(address))

    def on_focus(self) -> None:
        """Show the cursor."""
        self._refresh_cell(self.address)
        self._place_terminal_cursor()

    def on_blur(self) -> None:
        """Report a pending edit, unless it is only the terminal's window that was left."""
        if self.app.app_focus:
            self.commit()
        self._refresh_cell(self.address)

    def on_resize(self) -> None:
        """Draw for the new size, with the cursor in view."""
        self._view.resize(*self.size, self.address)
        self.refresh()
        self._place_terminal_cursor()

    def _refresh_cell(self, address: str) -> None:
        if self.is_mounted and (place := self._view.place(address)):
            right = place.x + place.width
            left = max(0, min(place.x, right - self._widest))
            self.refresh(Region(left, place.line, right - left, 1))

    def _place_terminal_cursor(self) -> None:
        """Put the terminal's own cursor where typing goes: input methods open their window there."""
        if self.has_focus and (place := self._view.place(self.address)):
            self.app.cursor_position = self.content_region.offset + Offset(place.x + place.width - 1, place.line)

    # ---- drawing ----

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the lines of the whole table."""
        return max(len(sheet.lines) for sheet in draw(self._layout, max(width, 1)).sheets)

    def render_line(self, y: int) -> Strip:
        """Return one screen line."""
        self._view.resize(*self.size, self.address)
        base = self.rich_style
        pieces, cells = self._view.on_line(y)
        drawn = [(piece.x, [Segment(piece.text, self._style(piece.role))]) for piece in pieces]
        drawn += [(place.x, cell_segments(self._look(address), place.width, self._style)) for address, place in cells]
        segments: list[Segment] = []
        at = 0
        for x, parts in sorted(drawn, key=lambda item: item[0]):
            segments += [Segment(" " * (x - at), base), *parts]
            at = x + sum(cell_len(part.text) for part in parts)
        strip = Strip(segments).simplify().adjust_cell_length(self.size.width, base)
        for address, place in cells:
            if self._edit is not None and address == self._edit.address and cell_len(self._edit.text) >= place.width:
                return self._overlaid(strip, self._edit.text, place.x + place.width - 1)
        return strip

    def _overlaid(self, strip: Strip, text: str, end: int) -> Strip:
        """Return a line with a long typed figure over the cells to the left of its end."""
        text = tail(text, end)
        typed = Strip([Segment(text, self._style("figure") + self._style("edit", more=True))])
        return Strip.join([strip.crop(0, end - typed.cell_length), typed, strip.crop(end)])

    def _look(self, address: str) -> CellLook:
        here = address == self.address
        typed = self._edit.text if here and self._edit else None
        return CellLook(
            self._shown.get(address, UNKNOWN), typed, total=address in self._totals, cursor=here and self.has_focus
        )

    def _style(self, name: str, more: bool = False) -> Style:
        return STYLES[name] if more else self.rich_style + STYLES[name]


def _folded(text: str) -> str:
    """Return `text` with full-width digits and signs as their half-width twins, all else as typed."""
    return "".join(half if (half := half_width(c)) in _SIGNS else c for c in text)
