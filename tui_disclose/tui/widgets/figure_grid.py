"""The statutory grid: a printed form with its merged heads in which figures are typed."""

from collections.abc import Mapping
from typing import ClassVar

import msgspec
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui_disclose.statutory.forms import Table
from tui_disclose.statutory.layout import lay_out
from tui_disclose.statutory.text import half_width, harmless, one_line
from tui_disclose.tui.widgets.grid_drawing import Drawing, Place, Sheet, draw, fit, pages
from tui_disclose.tui.widgets.grid_messages import (
    UNKNOWN,
    CellReached,
    FigureCleared,
    FiguresPasted,
    FigureTyped,
    GridEnd,
    Shown,
    TotalTyped,
)
from tui_disclose.tui.widgets.grid_moves import Moves

_STARTS = frozenset("0123456789+-/.")
_SIGNS = _STARTS | frozenset(",%")
_EVERY_LINE = 1_000_000


class _Edit(msgspec.Struct):
    """A figure being typed, and the text with which leaving its cell changes nothing."""

    address: str
    text: str
    unchanged: str | None = None


class FigureGrid(Widget, can_focus=True):
    """A statutory table drawn as it is printed; it pages instead of scrolling and reports what was typed."""

    DEFAULT_CSS = """
    FigureGrid { width: 1fr; height: 1fr; }
    FigureGrid .figure-grid--banner { text-style: bold; }
    FigureGrid .figure-grid--head { text-style: bold; }
    FigureGrid .figure-grid--unknown { text-style: dim; }
    FigureGrid .figure-grid--total { text-style: bold; }
    FigureGrid .figure-grid--derived { text-style: underline; }
    FigureGrid .figure-grid--flagged { text-style: bold; }
    FigureGrid .figure-grid--edit { text-style: underline; }
    FigureGrid .figure-grid--cursor { text-style: reverse; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"figure-grid--{name}"
        for name in (
            *("banner", "corner", "head", "stub", "figure", "unknown", "total", "derived", "flagged"),
            *("edit", "cursor"),
        )
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "beside(-1)", "左", show=False),
        Binding("right,l", "beside(1)", "右", show=False),
        Binding("up,k", "down(-1)", "上", show=False),
        Binding("down,j", "down(1)", "下", show=False),
        Binding("pageup", "page(-1)", "上一页", show=False),
        Binding("pagedown", "page(1)", "下一页", show=False),
        Binding("home", f"beside({-_EVERY_LINE})", "行首", show=False),
        Binding("end", f"beside({_EVERY_LINE})", "行尾", show=False),
        Binding("ctrl+home", "first", "表首", show=False),
        Binding("ctrl+end", "last", "表尾", show=False),
        Binding("enter,tab", "next(1)", "下一格", show=False),
        Binding("shift+tab", "next(-1)", "上一格", show=False),
        Binding("f2,e", "edit", "修改", show=False),
        Binding("backspace,delete", "erase", "删除", show=False),
    ]

    address: reactive[str] = reactive("", repaint=False, init=False)
    """The cell the cursor is on."""

    def __init__(self, table: Table, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.table = table
        self._totals = table.totals
        self._layout = lay_out(table)
        self._moves = Moves(self._layout, self._totals)
        self._shown: dict[str, Shown] = {}
        self._edit: _Edit | None = None
        self._drawing = Drawing(())
        self._drawn_for = Size(-1, -1)
        self._sheet_number = 0
        self._pages: tuple[tuple[int, ...], ...] = ()
        self._page_number = 0
        self._goal = 0
        self.set_reactive(FigureGrid.address, self._moves.order[0])
        self._goal = self._moves.column(self.address)

    # ---- what screens use ----

    @property
    def editing(self) -> bool:
        """Whether a figure is being typed."""
        return self._edit is not None

    @property
    def typed(self) -> str:
        """The figure being typed, so far."""
        return self._edit.text if self._edit else ""

    @property
    def page(self) -> tuple[int, int]:
        """The number of the page shown, from 1, and how many this table has at this size."""
        self._draw()
        counts = [len(pages(sheet, self.size.height)) for sheet in self._drawing.sheets]
        return sum(counts[: self._sheet_number]) + self._page_number + 1, sum(counts)

    def show(self, values: Mapping[str, Shown]) -> None:
        """Show these values, cells not named as unknown; only cells that changed are drawn again."""
        before, self._shown = self._shown, dict(values)
        for address in self._moves.order:
            if before.get(address, UNKNOWN) != self._shown.get(address, UNKNOWN):
                self._refresh_cell(address)

    def move_to(self, address: str) -> None:
        """Put the cursor on a cell; a pending edit is reported first. A cell of another table is no place to go."""
        if address in self._moves:
            self._go(address)

    def commit(self) -> None:
        """Report the figure being typed, if there is one."""
        edit, self._edit = self._edit, None
        if edit is None:
            return
        self._refresh_cell(edit.address)
        if edit.text.strip() != edit.unchanged:
            self.post_message(FigureTyped(edit.address, edit.text.strip()))

    def reject(self, address: str, text: str) -> None:
        """Put the cursor back on a cell with the figure that was refused, to be corrected or given up with Esc."""
        self.move_to(address)
        self._begin(address, text)
        self.focus()

    # ---- keys ----

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Tell that while a figure is typed every character is text."""
        return self.editing and character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Take characters as text while editing, and those that begin a figure."""
        character = " " if event.key == "space" else half_width(event.character or "")
        if self._edit is not None:
            if event.key == "escape":
                self._edit = None
                self._refresh_cell(self.address)
            elif event.is_printable or character == " ":
                self._type(event.character or " ")
            else:
                return
        elif character == "=":
            self.post_message(FigureCleared(self.address))
        elif character == " ":
            if self._typeable():
                self.post_message(FigureTyped(self.address, ""))
        elif character in _STARTS and character:
            if self._typeable():
                self._begin(self.address, character)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take one pasted figure as typed, several across and down from the cursor."""
        event.stop()
        rows = [
            [one_line(_folded(text)) for text in line.split("\t")] for line in event.text.strip("\r\n").splitlines()
        ]
        if len(rows) == 1 and len(rows[0]) == 1:
            if self._edit is not None:
                self._type(rows[0][0])
            elif rows[0][0] and self._typeable():
                self._begin(self.address, rows[0][0])
        elif rows:
            self._edit = None
            self._refresh_cell(self.address)
            spread = self._moves.spread(self.address, rows)
            self.post_message(FiguresPasted(spread.values, spread.totals, spread.left_over))

    def action_beside(self, step: int) -> None:
        """Go left or right."""
        self._go(self._moves.beside(self.address, step))

    def action_down(self, step: int) -> None:
        """Go down or up, keeping to the column."""
        self._go(self._moves.lines_away(self.address, step, self._goal), keep=True)

    def action_page(self, step: int) -> None:
        """Go a page down or up."""
        rows = {place.line for place in self._sheet.places.values()}.intersection(self._lines)
        self.action_down(step * max(len(rows), 1))

    def action_first(self) -> None:
        """Go to the first cell."""
        self._go(self._moves.order[0])

    def action_last(self) -> None:
        """Go to the last cell."""
        self._go(self._moves.order[-1])

    def action_next(self, step: int) -> None:
        """Go to the next cell that can be typed, or back to the one before."""
        found = self._moves.next_typed(self.address, step)
        self._go(found or self.address)
        if not found and step > 0:
            self.post_message(GridEnd())

    def action_edit(self) -> None:
        """Edit the figure of the cell at its end."""
        if self._edit is None and self._typeable():
            text = self._shown.get(self.address, UNKNOWN).text
            self._begin(self.address, text, unchanged=text)

    def action_erase(self) -> None:
        """Take back a character, or drop the entered figure."""
        if self._edit is None:
            self.post_message(FigureCleared(self.address))
        else:
            self._edit.text = self._edit.text[:-1]
            self._refresh_cell(self._edit.address)

    def _typeable(self) -> bool:
        if self.address in self._totals:
            self.post_message(TotalTyped(self.address))
            return False
        return True

    def _begin(self, address: str, text: str, unchanged: str | None = None) -> None:
        self._edit = _Edit(address, text, unchanged)
        self._refresh_cell(address)

    def _type(self, text: str) -> None:
        if self._edit is not None:
            self._edit.text += _folded(harmless(text))
            self._refresh_cell(self._edit.address)

    def _go(self, address: str, *, keep: bool = False) -> None:
        self.commit()
        if not keep:
            self._goal = self._moves.column(address)
        self.address = address

    def validate_address(self, address: str) -> str:
        """Stay where the table has no such cell."""
        return address if address in self._moves else self.address

    def watch_address(self, before: str, address: str) -> None:
        """Turn to the page of the cell, or redraw just the two cells."""
        self.commit()
        if not self._turn():
            self._refresh_cell(before)
            self._refresh_cell(address)
        self._place_terminal_cursor()
        self.post_message(CellReached(address))

    # ---- focus and size ----

    def on_focus(self) -> None:
        """Show the cursor."""
        self._refresh_cell(self.address)
        self._place_terminal_cursor()

    def on_blur(self) -> None:
        """Report a pending edit, unless only the terminal's window was left."""
        if self.app.app_focus:
            self.commit()
        self._refresh_cell(self.address)

    def on_resize(self) -> None:
        """Draw for the new size, with the cursor in view."""
        self._draw()
        self._place_terminal_cursor()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the lines of the whole table."""
        return max(len(sheet.lines) for sheet in draw(self._layout, max(width, 1)).sheets)

    # ---- drawing ----

    @property
    def _sheet(self) -> Sheet:
        self._draw()
        return self._drawing.sheets[self._sheet_number]

    @property
    def _lines(self) -> tuple[int, ...]:
        """The lines of the table on the page shown."""
        self._draw()
        return self._pages[self._page_number]

    def _draw(self) -> None:
        """Lay the table out again where the size has changed."""
        if self._drawn_for == self.size:
            return
        self._drawn_for = self.size
        self._drawing = draw(self._layout, max(self.size.width, 1))
        self._sheet_number = -1
        self._turn()

    def _turn(self) -> bool:
        """Turn to the sheet and page that show the cursor; tell whether another one is shown now."""
        number = self._drawing.sheet_of(self.address) if self._drawing.sheets else 0
        if not self._drawing.sheets:
            return False
        sheet = self._drawing.sheets[number]
        line = sheet.places[self.address].line
        if number == self._sheet_number and line in self._pages[self._page_number]:
            return False
        if number != self._sheet_number:
            self._pages = pages(sheet, self.size.height)
        self._sheet_number = number
        self._page_number = next(at for at, lines in enumerate(self._pages) if line in lines)
        self.refresh()
        return True

    def _region(self, address: str) -> Region | None:
        """Return where the page shows a cell."""
        place = self._sheet.places.get(address)
        if place is None or place.line not in self._lines:
            return None
        return Region(place.x, self._lines.index(place.line), place.width, 1)

    def _refresh_cell(self, address: str) -> None:
        if self.is_mounted and (region := self._region(address)):
            self.refresh(region)

    def _place_terminal_cursor(self) -> None:
        """Put the terminal's own cursor where typing goes: input methods open their window there."""
        if self.has_focus and (region := self._region(self.address)):
            self.app.cursor_position = self.content_region.offset + Offset(region.right - 1, region.y)

    def render_line(self, y: int) -> Strip:
        """Return one screen line."""
        base = self.rich_style
        width = self.size.width
        if y >= len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[y]
        drawn: list[tuple[int, list[Segment]]] = [
            (piece.x, [Segment(piece.text, self._style(piece.role))]) for piece in self._sheet.lines[line]
        ]
        drawn += [
            (place.x, self._cell(address, place)) for address, place in self._sheet.places.items() if place.line == line
        ]
        segments: list[Segment] = []
        at = 0
        for x, parts in sorted(drawn, key=lambda item: item[0]):
            segments += [Segment(" " * (x - at), base), *parts]
            at = x + sum(cell_len(part.text) for part in parts)
        return Strip(segments).simplify().adjust_cell_length(width, base)

    def _cell(self, address: str, place: Place) -> list[Segment]:
        """Return the segments of a figure's cell: padding, the figure, and the gap with its mark."""
        room = place.width - 1
        cursor = self._partial("cursor") if address == self.address and self.has_focus else Style()
        if self._edit is not None and self._edit.address == address:
            text = self._edit.text
            while cell_len(text) > room:
                text = "<" + text.lstrip("<")[1:]
            typed = self._style("figure") + self._partial("edit")
            return [Segment(" " * (room - cell_len(text)) + text, typed), Segment(" ", typed + cursor)]
        shown = self._shown.get(address, UNKNOWN)
        text = fit(one_line(shown.text) or "空" if shown.known else ".", room)
        style = self._style("figure")
        for applies, name in (
            (address in self._totals, "total"),
            (shown.face == "derived", "derived"),
            (shown.flagged, "flagged"),
            (not shown.known, "unknown"),
        ):
            style += self._partial(name) if applies else Style()
        plain = self._style("figure")
        return [
            Segment(" " * (room - cell_len(text)), plain + cursor),
            Segment(text, style + cursor),
            Segment("!" if shown.flagged else " ", (style if shown.flagged else plain) + cursor),
        ]

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"figure-grid--{name}")

    def _partial(self, name: str) -> Style:
        return self.get_component_rich_style(f"figure-grid--{name}", partial=True)


def _folded(text: str) -> str:
    """Return `text` with full-width digits and signs as their half-width twins, all else as typed."""
    return "".join(half if (half := half_width(c)) in _SIGNS else c for c in text)
