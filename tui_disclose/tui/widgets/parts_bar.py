"""One line with the parts of a report; the one shown is marked, arrows choose another."""

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui_disclose.tui.commands import Command, bindings

_HERE = Style(reverse=True)


@dataclass
class PartChosen(Message):
    """Another part was chosen with the arrows."""

    index: int


@dataclass
class PartEntered(Message):
    """The chosen part is to be worked in."""


class PartsBar(Widget, can_focus=True):
    """The parts of a report on one line."""

    DEFAULT_CSS = "PartsBar { height: 1; }"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter,down,j,e", "enter_part", "进入", "进入所选部分填写。"),
        Command("left,h", "step(-1)", "上一部分", "选报告的上一部分。", hint=False),
        Command("right,l", "step(1)", "下一部分", "选报告的下一部分。"),
    )
    KEYS_TITLE = "年度报告的部分栏"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._head = ""
        self._labels: list[str] = []
        self._here = 0

    def show(self, head: str, labels: list[str], here: int) -> None:
        """Show these labels after a head, one of them as the part shown."""
        self._head, self._labels, self._here = head, labels, here
        self.refresh()

    def action_step(self, step: int) -> None:
        """Choose the part before or after."""
        index = self._here + step
        if 0 <= index < len(self._labels):
            self.post_message(PartChosen(index))

    def action_enter_part(self) -> None:
        """Go into the part shown."""
        self.post_message(PartEntered())

    def on_focus(self) -> None:
        """Show that the arrows act here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the arrows act elsewhere."""
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """Return the line; where it is too long, it begins so that the part shown is on it."""
        base = self.rich_style
        first = 0
        while first < self._here and self._width(first, self._here + 2) > self.size.width:
            first += 1
        segments = [Segment(self._head, base)]
        marked = False
        for index in range(first, len(self._labels)):
            here = index == self._here
            # Brackets take the place of the spaces around a label, so that nothing moves when the focus does.
            opens = "[" if here and self.has_focus else "]" if marked else " "
            marked = here and self.has_focus
            segments.append(Segment(opens, base))
            style = base + _HERE if here else base
            segments.append(Segment(self._labels[index], style))
        segments.append(Segment("]" if marked else " ", base))
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _width(self, first: int, end: int) -> int:
        return cell_len(self._head) + sum(cell_len(label) + 1 for label in self._labels[first:end]) + 2
