"""What the statutory grid shows in a cell, and what it reports."""

from collections.abc import Callable
from typing import Literal

import msgspec

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


class TypingBegun(msgspec.Struct, frozen=True):
    """The first character of a figure was typed, or its figure is being changed."""

    address: str


class TypingGivenUp(msgspec.Struct, frozen=True):
    """A figure was being typed, and Esc left the cell as it was."""

    address: str
    text: str


class FigureTyped(msgspec.Struct, frozen=True):
    """A figure was typed and its cell left; "" is a printed blank."""

    address: str
    text: str


class FigureCleared(msgspec.Struct, frozen=True):
    """The entered figure of a cell is to be dropped (`=`, Delete)."""

    address: str


class FiguresPasted(msgspec.Struct, frozen=True):
    """Several figures were pasted: one act."""

    values: dict[str, str]
    totals: dict[str, str]
    """What fell on totals, for the screen to compare or ignore."""
    left_over: tuple[str, ...]
    """What the table has no cell for."""


class TotalTyped(msgspec.Struct, frozen=True):
    """Something was typed on a total, which the form adds up itself."""

    address: str


class CellReached(msgspec.Struct, frozen=True):
    """The cursor came to another cell."""

    address: str


class RecordsAsked(msgspec.Struct, frozen=True):
    """Enter was pressed on a cell while nothing was typed: what stands behind its figure is asked for."""

    address: str


class KeyPressed(msgspec.Struct, frozen=True):
    """A key was pressed that neither types nor moves."""

    key: str
    character: str


class GridEnd(msgspec.Struct, frozen=True):
    """The cursor went on from the last figure of the table that can be typed."""


Typed = TypingBegun | TypingGivenUp | FigureTyped | FigureCleared | FiguresPasted | TotalTyped
Report = Typed | CellReached | RecordsAsked | KeyPressed | GridEnd

Desk = Callable[[Report], bool]
"""Takes what the grid reports, at once and in the order of the keys; False where a typed figure cannot be taken
(its cell is then not left) or a key means nothing."""
