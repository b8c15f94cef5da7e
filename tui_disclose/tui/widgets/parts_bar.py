"""One line with the parts of a report; the one shown is marked, arrows choose another."""

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget


@dataclass
class PartChosen(Message):
    """Another part was chosen with the arrows."""

    index: int


@dataclass
class PartEntered(Message):
    """The chosen part is to be worked in."""


class PartsBar(Widget, can_focus=True):
    """The parts of a report on one line."""

    DEFAULT_CSS = """
    PartsBar .parts-bar--here { text-style: reverse; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"parts-bar--here"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "上一部分", show=False),
        Binding("right,l", "step(1)", "下一部分", show=False),
        Binding("enter,down,j,e", "enter_part", "进入", show=False),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._labels: list[str] = []
        self._here = 0

    def show(self, labels: list[str], here: int) -> None:
        """Show these labels, one of them as the part shown."""
        self._labels, self._here = labels, here
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
        segments = []
        for index in range(first, len(self._labels)):
            here = index == self._here
            text = f"[{self._labels[index]}]" if here and self.has_focus else f" {self._labels[index]} "
            text = text if here else text.rstrip(" ")
            style = self.get_component_rich_style("parts-bar--here") if here else base
            segments.append(Segment(text, style))
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _width(self, first: int, end: int) -> int:
        return sum(cell_len(label) + 1 for label in self._labels[first:end]) + 2
