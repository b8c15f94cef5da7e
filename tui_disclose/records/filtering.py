"""Finds records by what a person types: words, initials of their pinyin, and `字段:值` for one field."""

import re
from collections.abc import Callable, Iterable, Mapping

import msgspec

from tui_disclose.statutory.pinyin import pattern
from tui_disclose.statutory.text import half_width

_FIELD = re.compile(r"([^:：]+)[:：](.*)", re.DOTALL)

Finds = Callable[[str], object]
"""Whether a text holds what was typed."""


class Wanted(msgspec.Struct, frozen=True):
    """What was typed into a filter: every part must be found."""

    anywhere: tuple[Finds, ...] = ()
    """What must be found in any field."""
    fields: tuple[tuple[str, Finds], ...] = ()
    """(label, what must be found in that field)."""

    def in_text(self, text: str) -> bool:
        """Tell whether the text of a record, all fields one a line, holds what may be anywhere."""
        return all(finds(text) for finds in self.anywhere)

    def in_fields(self, fields: Mapping[str, str]) -> bool:
        """Tell whether a record's fields, by label, hold what each must."""
        return all(finds(fields.get(label, "")) for label, finds in self.fields)


def wanted(typed: str, labels: Iterable[str]) -> Wanted:
    """Return what a person asks for by `typed`: parts separated by spaces, each found anywhere or, as `字段:值`, there.

    A field is meant by its label, the label's beginning or its pinyin initials (“zr:” for 责任科室); where several
    fields are meant so, the first is. What names no field is looked for as it stands, colon and all.
    """
    known = list(labels)
    anywhere: list[Finds] = []
    fields: list[tuple[str, Finds]] = []
    for part in typed.split():
        match = _FIELD.fullmatch(part)
        label = _label(match[1], known) if match else None
        if match and label:
            fields.append((label, _finds(match[2])))
        else:
            anywhere.append(_finds(part))
    return Wanted(tuple(anywhere), tuple(fields))


def _label(typed: str, labels: list[str]) -> str | None:
    begins = pattern(typed).match
    found = [label for label in labels if begins(label)]
    return typed if typed in labels else next(iter(found), None)


def _finds(part: str) -> Finds:
    as_typed = pattern(part).search
    folded = half_width(part)
    if folded == part:
        return as_typed
    other = pattern(folded).search
    return lambda text: as_typed(text) or other(text)
