"""Text measured in terminal cells."""

from rich.cells import cell_len, set_cell_size


def width_of(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return cell_len(text)


def fit(text: str, width: int) -> str:
    """Return text padded or cut to exactly `width` cells."""
    return set_cell_size(text, width)


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
