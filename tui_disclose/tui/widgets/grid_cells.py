"""How a cell of the statutory grid looks: padding, the figure, and the gap behind it with its mark."""

from typing import Protocol

import msgspec
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from tui_disclose.statutory.text import one_line
from tui_disclose.tui.widgets.grid_messages import Shown
from tui_disclose.tui.widgets.label_text import fit

STYLES: dict[str, Style] = {
    "banner": Style(bold=True),
    "corner": Style(),
    "head": Style(bold=True),
    "stub": Style(),
    "figure": Style(),
    "unknown": Style(dim=True),
    "total": Style(bold=True),
    "derived": Style(underline=True),
    "flagged": Style(bold=True),
    "edit": Style(underline=True),
    "cursor": Style(reverse=True),
}
"""What each component adds to the grid's own style: no colours, which not every terminal shows."""

UNKNOWN_SIGN = "."
BLANK_WORD = "空"
FLAG = "!"


class CellLook(msgspec.Struct, frozen=True):
    """What decides how a cell is drawn."""

    shown: Shown
    typed: str | None
    """The figure being typed here."""
    total: bool
    cursor: bool


class Styles(Protocol):
    """Gives the style of a component: whole, or only what it adds to another."""

    def __call__(self, name: str, more: bool = False) -> Style:
        """Return the style of a component."""
        ...


def cell_segments(look: CellLook, width: int, style: Styles) -> list[Segment]:
    """Return the segments of a cell, `width` cells together; the last one is the gap to the right neighbour."""
    plain = style("figure")
    cursor = style("cursor", more=True) if look.cursor else Style()
    if look.typed is not None:
        typed = plain + style("edit", more=True)
        return [Segment(_right(tail(look.typed, width - 1), width - 1), typed), Segment(" ", typed + cursor)]
    shown = look.shown
    figure = plain
    for applies, name in (
        (look.total, "total"),
        (shown.face == "derived", "derived"),
        (shown.flagged, "flagged"),
        (not shown.known, "unknown"),
    ):
        figure += style(name, more=True) if applies else Style()
    text = fit(figure_text(shown), width - 1)
    return [
        Segment(" " * (width - 1 - cell_len(text)), plain + cursor),
        Segment(text, figure + cursor),
        Segment(FLAG, figure + cursor) if shown.flagged else Segment(" ", plain + cursor),
    ]


def figure_text(shown: Shown) -> str:
    """Return what stands in a cell: the figure, 空 for a printed blank, “.” for unknown."""
    return (one_line(shown.text) or BLANK_WORD) if shown.known else UNKNOWN_SIGN


def tail(text: str, width: int) -> str:
    """Return the end of a typed text, where the cursor is; a cut one begins with “<”."""
    cut = text
    while cut and cell_len(cut) > width - (cut != text):
        cut = cut[1:]
    return cut if cut == text else "<" + cut


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text
