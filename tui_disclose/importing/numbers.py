"""Reads what stands in one figure cell of a page."""

import re

from tui_disclose.importing.marks import without_mark
from tui_disclose.statutory.figures import BLANK, Figure, NotAFigure, parse_figure
from tui_disclose.statutory.text import half_width

_UNIT = "[百千万亿]{0,2}(?:人次|[元件项个次条份起宗家户人笔例处篇册]|%|‰)?"
_BEHIND = re.compile(rf"{_UNIT}(?:\([^()]*\))*(?:{_UNIT}|\([^()]*)")
"""A unit and remarks in brackets, the last of which may still be open."""
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*|[-/—]")
_MANY = 5
"""So many numbers, or"""
_DIGITS = 20
"""more digits than this in one, and nothing else, are a row of a table."""


def read_figure(text: str) -> tuple[Figure, bool]:
    """Return a cell's figure and whether several lines were read as one; NotAFigure where it has none or several."""
    lines = [line for line in map(without_mark, text.split("\n")) if line.strip()]
    if not lines:
        return BLANK, False
    figure = parse_figure(lines[0])
    if len(lines) == 1:
        return figure, False
    others = [line for line in lines[1:] if looks_like_figure(line)]
    if not others and continues_figure("".join(lines[1:])):
        return parse_figure("".join(line.strip() for line in lines)), True
    if figure == 0 and len(others) == len(lines) - 1 and all(parse_figure(line) == 0 for line in others):
        return 0, True
    raise NotAFigure(text)


def continues_figure(text: str) -> bool:
    """Tell whether the next line of a cell goes on with the figure before it: a unit or a remark, no other words."""
    return bool(_BEHIND.fullmatch("".join(half_width(text).split())))


def numbers_only(text: str) -> bool:
    """Tell whether a line is a row of numbers without a label, however long it is."""
    parts = half_width(text).replace("|", " ").split()
    if not all(map(_NUMBER.fullmatch, parts)):
        return False
    many = len(parts) >= _MANY and any(map(str.isdigit, parts))
    return many or any(part.isdigit() and len(part) > _DIGITS for part in parts)


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
