"""What the statutory grid shows in a cell, and what it reports."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import msgspec
from textual.message import Message

Face = Literal["entered", "derived", "computed", "none"]


class Shown(msgspec.Struct, frozen=True):
    """What a cell shows: the figure that counts and where it comes from."""

    text: str = ""
    """As printed; "" for a printed blank."""
    known: bool = False
    face: Face = "none"
    flagged: bool = False
    """A finding concerns the cell."""


UNKNOWN = Shown()


@dataclass
class TypingBegun(Message):
    """The first character of a figure was typed, or its figure is being changed."""

    address: str


@dataclass
class FigureTyped(Message):
    """A figure was typed and its cell left; "" is a printed blank."""

    address: str
    text: str


@dataclass
class FigureCleared(Message):
    """The entered figure of a cell is to be dropped (`=`, Delete)."""

    address: str


@dataclass
class FiguresPasted(Message):
    """Several figures were pasted: one act."""

    values: dict[str, str]
    totals: dict[str, str]
    """What fell on totals, for the screen to compare or ignore."""
    left_over: tuple[str, ...]
    """What the table has no cell for."""


@dataclass
class TotalTyped(Message):
    """Something was typed on a total, which the form adds up itself."""

    address: str


@dataclass
class CellReached(Message):
    """The cursor came to another cell."""

    address: str


@dataclass
class KeyPressed(Message):
    """A key was pressed that neither types nor moves."""

    key: str
    character: str


@dataclass
class GridEnd(Message):
    """The cursor went on from the last figure of the table that can be typed."""


Desk = Callable[[Message], bool]
"""Takes what the grid reports, at once and in the order of the keys; False where a typed figure cannot be taken
(its cell is then not left) or a key means nothing."""
