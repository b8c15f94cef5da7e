"""Marks that lead from a figure or label to a note (①, ¹, *): no part of the figure, nor of the label."""

import re

_CIRCLED = "\u2460-\u2473"
_RAISED = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079"
_BEHIND = re.compile(rf"\s*(?:[{_CIRCLED}{_RAISED}]+|[*※＊]+|[\[［〔](?:注)?[\d{_RAISED}]{{1,2}}[\]］〕])\s*$")
_BEFORE = re.compile(rf"^\s*([{_CIRCLED}])")
_ANY = re.compile(f"[{_CIRCLED}{_RAISED}]")
_RAISE = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """Return what stands above the line as characters that do: digits of a note are no digits of the figure."""
    return text.translate(_RAISE)


def without_mark(figure: str) -> str:
    """Return a figure's text without the mark behind it; “3001①” is 3001."""
    rest = _BEHIND.sub("", figure)
    return rest if rest and rest[-1:].isalnum() else figure


def label_without_marks(label: str) -> str:
    """Return a label without marks; one that begins with ① is numbered so."""
    if not _ANY.search(label):
        return label
    numbered = _BEFORE.sub(lambda found: f"{ord(found[1]) - 0x245F}.", label)
    return _ANY.sub("", numbered)


def has_mark(text: str) -> bool:
    """Tell whether a mark stands in a text."""
    return bool(_ANY.search(text))
