"""Reads what stands in one figure cell of a page."""

from tui_disclose.importing.marks import without_mark
from tui_disclose.statutory.figures import BLANK, Figure, NotAFigure, parse_figure


def read_figure(text: str) -> tuple[Figure, bool]:
    """Return a cell's figure and whether several lines were read as one; NotAFigure where it has none or several."""
    lines = [line for line in map(without_mark, text.split("\n")) if line.strip()]
    if not lines:
        return BLANK, False
    figure = parse_figure(lines[0])
    if len(lines) == 1:
        return figure, False
    others = [line for line in lines[1:] if looks_like_figure(line)]
    if not others:
        # A unit or a remark on the next line belongs to the figure before it.
        return parse_figure("".join(line.strip() for line in lines)), True
    if figure == 0 and len(others) == len(lines) - 1 and all(parse_figure(line) == 0 for line in others):
        return 0, True
    raise NotAFigure(text)


def looks_like_figure(text: str) -> bool:
    """Tell whether a text, or one of its lines, is a figure."""
    for line in map(without_mark, text.split("\n")):
        if line.strip():
            try:
                parse_figure(line)
            except NotAFigure:
                continue
            return True
    return False
