"""Recognises the labels of a form on a page: rows, heads and merged labels, under every name they are known by."""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

import msgspec

from tui_disclose.importing.marks import label_without_marks
from tui_disclose.report.flat import column_name, first_head, row_name, short_column, short_first_head, short_row
from tui_disclose.statutory.forms import Block, Form, Row, Table
from tui_disclose.statutory.text import label_key, without_number

_BEGINNING = 8
"""So many characters of a long label tell which it is."""
_SIGNS = str.maketrans("・•‧∙⋅,", "·····、")


@lru_cache(maxsize=8192)
def key_of(text: str) -> str:
    """Return the form of a label that two printings of it share; an empty string for white space."""
    return label_key(label_without_marks(text)).translate(_SIGNS)


def folded(text: str) -> tuple[str, list[int]]:
    """Return a text as labels are compared, and for each of its characters the place in the text, with the end."""
    key: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(text):
        own = key_of(sign)
        # “1、” and “1.” number the same row.
        own = "." if own == "、" and key and key[-1].isdigit() else own
        key += own
        places += [at] * len(own)
    return "".join(key), [*places, len(text)]


class Target(msgspec.Struct, frozen=True):
    """A row of the form and the names by which a page may call it."""

    table: Table
    block: Block
    row: Row
    exact: frozenset[str]
    """Its printed label, its full name, its short label."""
    loose: frozenset[str]
    """The same without numbers, and the aliases."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The keys of the merged labels it stands under."""
        return tuple(key_of(group) for group in self.row.groups)


class Labels(msgspec.Struct, frozen=True, dict=True):
    """Every label of a form by its key."""

    targets: tuple[Target, ...]
    heads: frozenset[str]
    """Banners, corners, column heads, and the row labels that are printed as heads."""
    groups: frozenset[str]
    """Merged labels to the left of rows."""

    def exactly(self, text: str) -> list[Target]:
        """Return the rows that a text names: by their own names, else by looser ones."""
        key = key_of(text)
        return self._exact.get(key) or self._loose.get(key) or self._loose.get(without_number(key)) or []

    @cached_property
    def _exact(self) -> dict[str, list[Target]]:
        return _by_name((name, target) for target in self.targets for name in target.exact)

    @cached_property
    def _loose(self) -> dict[str, list[Target]]:
        return _by_name((name, target) for target in self.targets for name in target.loose)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds every label in a text without spaces, the longest first."""
        names = {name for target in self.targets for name in target.exact | target.loose} | self.heads | self.groups
        return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if len(name) > 1))

    def prints(self, key: str) -> bool:
        """Tell whether a key is the printed, full or short name of a row."""
        return key in self._exact

    def knows(self, text: str) -> bool:
        """Tell whether a text is any label of the form."""
        key = key_of(text)
        return key in self.heads or key in self.groups or bool(self.exactly(text))


_made: dict[int, tuple[Form, Labels]] = {}
"""Labels by the identity of their form, which is kept with them: to hash a form would cost more than to begin anew."""
_MOST_MADE = 16


def labels_of(form: Form) -> Labels:
    """Return the labels of a form."""
    known = _made.get(id(form))
    if known is None or known[0] is not form:
        if len(_made) >= _MOST_MADE:
            _made.clear()
        known = _made[id(form)] = (form, _labels(form))
    return known[1]


def _labels(form: Form) -> Labels:
    targets: list[Target] = []
    heads: set[str] = set()
    groups: set[str] = set()
    for table in form.tables:
        for block in table.blocks:
            targets += [_target(table, block, row) for row in block.rows]
            heads |= corner_keys(block)
            heads |= {name for at in range(len(block.columns)) for name in column_names(block, at)}
            heads |= {key_of(group) for column in block.columns for group in column.groups}
            if block.across:
                heads |= {key_of(text) for row in block.rows for text in (*row.groups, row.words)}
            else:
                groups |= {key_of(group) for row in block.rows for group in row.groups}
    return Labels(tuple(targets), frozenset(heads - {""}), frozenset(groups))


def corner_keys(block: Block) -> set[str]:
    """Return the keys of what may stand over the row labels of a block."""
    return {key_of(text) for text in (block.banner, block.corner, first_head(block), short_first_head(block))} - {""}


def column_names(block: Block, at: int) -> frozenset[str]:
    """Return the keys of the names that a column of a block is known by."""
    column = block.columns[at]
    names = (column.words, column_name(block, column), short_column(block, column), *column.aliases)
    return frozenset(key_of(name) for name in names)


def _by_name(pairs: Iterable[tuple[str, Target]]) -> dict[str, list[Target]]:
    found: dict[str, list[Target]] = {}
    for name, target in pairs:
        if name:
            found.setdefault(name, []).append(target)
    return found


def _target(table: Table, block: Block, row: Row) -> Target:
    exact = {key_of(name) for name in (row.words, row_name(row), short_row(table, row))}
    loose = {without_number(key_of(row.words)), *map(key_of, row.aliases)}
    loose |= {without_number(key) for key in loose}
    return Target(table, block, row, frozenset(exact), frozenset(loose - exact - {""}))


def edits(one: str, other: str) -> int:
    """Return how many characters must be put in, taken out or changed to make one text of the other."""
    before = list(range(len(other) + 1))
    for at, left in enumerate(one, 1):
        line = [at]
        for there, right in enumerate(other, 1):
            line.append(min(before[there] + 1, line[-1] + 1, before[there - 1] + (left != right)))
        before = line
    return before[-1]


def allowed_edits(key: str) -> int:
    """Return how many characters a misprint of a label may differ in: one in short labels, more in long ones."""
    return max(1, len(key) // 6) if len(key) >= 3 else 0


def nearest(key: str, choices: dict[str, str]) -> str | None:
    """Return the choice whose name (a key of `choices`) is a misprint of `key`; None where none or two may be meant."""
    bare = without_number(key)
    distances: dict[str, int] = {}
    for name, choice in choices.items():
        if abs(len(bare) - len(without_number(name))) > allowed_edits(without_number(name)):
            continue
        distance = min(edits(key, name), edits(bare, without_number(name)))
        if distance <= allowed_edits(without_number(name)):
            distances[choice] = min(distance, distances.get(choice, distance))
    closest = [choice for choice, distance in distances.items() if distance == min(distances.values())]
    return closest[0] if len(closest) == 1 else None


def begun(key: str, choices: dict[str, str]) -> str | None:
    """Return the one choice whose name begins with a label that was cut short; None where none or two may be meant."""
    if len(key) < _BEGINNING and not re.match(r"\([一二三四五六七八九十]\).", key):
        return None
    meant = {choice for name, choice in choices.items() if name.startswith(key)}
    return meant.pop() if len(meant) == 1 else None
