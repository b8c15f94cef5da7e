"""Finds the headings of a form's parts in a page and puts texts under the section keys they belong to."""

import re
from collections.abc import Sequence

from tui_disclose.importing.labels import allowed_edits, edits
from tui_disclose.statutory.forms import Form, Part, heading_keys
from tui_disclose.statutory.text import clean_text, label_key

_NUMERAL = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、.．,:，：]|[一二三四五六七八九十]{1,3}(?=[^、]))")
_NUMBERED_LINE = re.compile(r"^[一二三四五六七八九十]{1,3}[、.．][^。；，]{2,40}$")
_TRAILER = re.compile(r"(?:\([^()]*\)|[:。])+$")
_LONGEST_HEADING = 60


_STOP = ("。", "；", "！", "？")


class Heading:
    """Tells which part of a form a line is the heading of."""

    def __init__(self, form: Form) -> None:
        self._parts = [(part, heading_keys(part), label_key(part.heading)) for part in form.parts]

    def part(self, line: str) -> Part | None:
        """Return the part whose heading a line is; None for any other line."""
        text = line.strip()
        if not text or len(text) > _LONGEST_HEADING:
            return None
        key = label_key(text)
        for candidate in (key, _TRAILER.sub("", key)):
            for part, names, whole in self._parts:
                # An alias counts only behind a numeral: “（一）主动公开情况” is a sub-heading of many reports.
                bare = _without_numeral(candidate)
                # Without its numeral it may be a sentence as short as the heading (“总体情况。”).
                unnumbered = names[0] if not text.endswith(_STOP) else None
                if candidate in (whole, unnumbered) or (bare is not None and bare in names):
                    return part
        return None

    def misprinted(self, line: str) -> Part | None:
        """Return the part whose heading a numbered line nearly is; None where none or two are meant."""
        text = line.strip()
        if len(text) > _LONGEST_HEADING or self.part(line) is not None:
            return None
        bare = _without_numeral(_TRAILER.sub("", label_key(text)))
        if not bare:
            return None
        near = [p for p, names, _ in self._parts if any(edits(bare, n) <= allowed_edits(n) for n in names)]
        return near[0] if len(near) == 1 else None


def is_numbered_heading(line: str) -> bool:
    """Tell whether a line looks like the heading of a part (“七、附件”)."""
    return bool(_NUMBERED_LINE.match(line.strip()))


def _without_numeral(key: str) -> str | None:
    match = _NUMERAL.match(key)
    return key[match.end() :] if match else None


class Sections:
    """Collects lines under section keys while a page is read from top to bottom."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._key = form.sections[0]
        self._lines: dict[str, list[str]] = {}

    @property
    def key(self) -> str:
        """The section that the next line goes to."""
        return self._key

    def begin(self, part: Part) -> None:
        """Go on under a part's heading."""
        self._key = part.sections[0]

    def table(self, table_key: str) -> None:
        """Go on after a table: what follows stands behind it."""
        for part in self._form.parts:
            if part.table == table_key:
                self._key = part.sections[-1]

    def sign(self) -> None:
        """Go on in the signature."""
        self._key = self._form.sections[-1]

    def add(self, lines: Sequence[str]) -> None:
        """Put lines where they belong."""
        self._lines.setdefault(self._key, []).extend(lines)

    def texts(self) -> dict[str, str]:
        """Return every text in printed order, as it is kept; empty ones have none."""
        kept = {key: clean_text("\n".join(self._lines.get(key, ()))) for key in self._form.sections}
        return {key: text for key, text in kept.items() if text}

    def lines(self, key: str) -> list[str]:
        """Return the lines put under a key so far, to change."""
        return self._lines.setdefault(key, [])
