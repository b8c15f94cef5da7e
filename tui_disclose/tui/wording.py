"""Text measured in terminal cells."""

import string

from rich.cells import cell_len, set_cell_size

_CLOSING = frozenset("，。、；：？！）】》」』〕”’,.;:?!)]}%％")
_OPENING = frozenset("（【《「『〔“‘([{")
_WHOLE = frozenset(string.ascii_letters + string.digits + "-./:_+@")
_BACK = 20
"""So many characters a break moves back at most, which keeps dates and numbers whole; a longer path breaks anywhere."""


def width_of(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return cell_len(text)


def fit(text: str, width: int) -> str:
    """Return text padded or cut to exactly `width` cells."""
    return set_cell_size(text, width)


def cut(text: str, width: int) -> str:
    """Return a text of at most `width` cells; one that was cut ends in “>”."""
    return text if cell_len(text) <= width else set_cell_size(text, max(width - 1, 0)).rstrip() + ">"


def broken(text: str, width: int) -> list[str]:
    """Return the lines of a text, those longer than `width` cells broken as Chinese is set: nothing is left out.

    No line begins with a closing sign or ends with an opening one, and figures, dates and words stay whole, unless
    a line has no other place to break at.
    """
    found: list[str] = []
    for line in text.split("\n"):
        rest = line
        # A text of many pages is measured only so far as a line reaches, not whole for each of its lines.
        while cell_len(rest[: width + 1]) > width or cell_len(rest) > width:
            at = _break_at(rest[: width + 1], width)
            found.append(rest[:at])
            rest = rest[at:]
        found.append(rest)
    return found


def _break_at(text: str, width: int) -> int:
    """Return after how many characters a text breaks that is longer than `width` cells; at least one."""
    most, cells = 0, 0
    for character in text:
        cells += cell_len(character)
        if cells > width:
            break
        most += 1
    least = max(1, most - _BACK)
    return next((at for at in range(most, least - 1, -1) if _may_break(text[at - 1], text[at : at + 1])), max(most, 1))


def _may_break(before: str, behind: str) -> bool:
    if behind in _CLOSING or before in _OPENING:
        return False
    return not (before in _WHOLE and behind in _WHOLE)


def shortened(text: str, width: int, lines: int) -> str:
    """Return a text that takes at most so many lines of `width` cells; one that was cut ends in “>”."""
    found = broken(text, width)
    return text if len(found) <= lines else "".join([*found[: lines - 1], _marked(found[lines - 1], width)])


def wrapped(text: str, width: int, lines: int) -> str:
    """Return text over so many lines of `width` cells; what does not fit even so ends in “>”."""
    found = broken(text, width)
    if len(found) > lines:
        found = [*found[: lines - 1], _marked(found[lines - 1], width)]
    return "\n".join(found)


def _marked(line: str, width: int) -> str:
    """Return a line that more would follow, with “>” behind it."""
    return (line if cell_len(line) < width else set_cell_size(line, width - 1)).rstrip() + ">"
