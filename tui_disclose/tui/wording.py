"""Text measured in terminal cells."""

from rich.cells import cell_len, set_cell_size


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
    """Return the lines of a text, those longer than `width` cells broken anywhere."""
    found: list[str] = []
    for line in text.split("\n"):
        rest = line
        while cell_len(rest) > width:
            # A character has at least one cell, so that no more of them can fit than there are cells.
            head = set_cell_size(rest[:width], width).rstrip(" ") if cell_len(rest[:width]) > width else rest[:width]
            head = head or rest[:1]
            found.append(head)
            rest = rest[len(head) :]
        found.append(rest)
    return found


def wrapped(text: str, width: int, lines: int) -> str:
    """Return text over so many lines of `width` cells; what does not fit even so ends in “>”."""
    found: list[str] = []
    while text and len(found) < lines:
        head = set_cell_size(text, width).rstrip() if cell_len(text) > width else text
        if len(found) == lines - 1 and head != text:
            head = set_cell_size(text, width - 1).rstrip() + ">"
        found.append(head)
        text = text[len(head) :]
    return "\n".join(found)
