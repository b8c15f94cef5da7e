"""Labels broken and cut by the cells they take on screen; Chinese breaks anywhere."""

import re

from rich.cells import cell_len

# A line of Chinese does not begin with these.
_CLOSING = "，。、；：？！）】》」』〕”’,.;:?!)]}"


def wrap(text: str, width: int) -> list[str]:
    """Break a label into lines of at most `width` cells; its own line breaks count only where it must be broken."""
    joined = text.replace("\n", "")
    parts = text.split("\n")
    if cell_len(joined) <= width:
        return [joined]
    if len(parts) > 1 and all(cell_len(part) <= width for part in parts):
        return parts
    lines = [""]
    for character in joined:
        if lines[-1] and cell_len(lines[-1] + character) > width:
            carried = character in _CLOSING and len(lines[-1]) > 1
            last = lines[-1][-1] if carried else ""
            lines[-1] = lines[-1][:-1] if carried else lines[-1]
            lines.append(last)
        lines[-1] += character
    return lines


def balanced(text: str, width: int) -> list[str]:
    """Break a label into as few lines as `width` allows, all about as long."""
    lines = wrap(text, width)
    for narrower in range(width - 1, 1, -1):
        tried = wrap(text, narrower)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def by_clauses(text: str, width: int) -> list[str]:
    """Break a sentence after its punctuation where every clause fits a line, else anywhere."""
    clauses = [clause for clause in re.split(r"(?<=[，。；：])", text.replace("\n", "")) if clause]
    if any(cell_len(clause) > width for clause in clauses):
        return balanced(text, width)
    lines: list[str] = []
    for clause in clauses:
        if lines and cell_len(lines[-1] + clause) <= width:
            lines[-1] += clause
        else:
            lines.append(clause)
    return lines


def fit(text: str, width: int) -> str:
    """Return `text` cut to `width` cells; a cut one ends in “>”."""
    if cell_len(text) <= width:
        return text
    kept = ""
    for character in text:
        if cell_len(kept + character) > width - 1:
            break
        kept += character
    return kept + ">" if width > 0 else ""
