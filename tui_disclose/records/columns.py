"""The columns (栏目) that published information stands in: a tree in data, an office's own beside the preset."""

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec
import tomli

from tui_disclose.problems import Refused
from tui_disclose.records.ledger_files import ledger
from tui_disclose.statutory.text import one_line

_BETWEEN = re.compile("[、；;，,\n]")
"""What may stand between names that are listed on one line."""
_FILE = Path(__file__).parent / "presets" / "columns.toml"


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column of the portal."""

    name: str
    parent: str = ""
    """The column that it stands under; empty at the top."""
    group: str = ""
    """What it is counted among in the report's text: portal (门户栏目) or catalogue (公开目录)."""
    watched: bool = False
    """Whether it must not stay empty (栏目不留空)."""
    stale_after_days: int = 0
    """After how many days without anything new it counts as neglected; 0: never."""
    text: str = ""
    """The kept text that it shows (指南), in place of items."""
    hidden: bool = False
    """Whether the office does without it."""


class Class(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the contents that Art. 20 of the Regulation wants published."""

    name: str
    words: str


class Part(msgspec.Struct, frozen=True):
    """Items that are listed together across columns."""

    kind: str
    """What such a part is called: 文件性质, 重点领域, 法定内容."""
    name: str
    words: str
    field: str
    """The field of an item that says whether it is in the part."""
    value: str


class Columns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where items stand, and what they are marked with across columns."""

    columns: tuple[Column, ...] = ()
    areas: tuple[str, ...] = ()
    """重点领域."""
    classes: tuple[Class, ...] = ()
    interpreted: tuple[str, ...] = ()
    """The kinds of document (文件性质) that need an interpretation."""

    def column(self, name: str) -> Column:
        """Return a column by its name; Refused where there is none, with the names like it."""
        for column in self.columns:
            if column.name == name:
                return column
        raise Refused(f"没有栏目“{one_line(name)}”；{_near(name, [column.name for column in self.columns])}")

    def parted(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """Return an item with areas and contents of Art. 20 one by one that were written on one line (“甲、乙”)."""
        known = {"areas": self.areas, "classes": tuple(each.name for each in self.classes)}
        lists = {key: names for key, names in known.items() if isinstance(item.get(key), list)}
        return {**item, **{k: [n for line in item[k] for n in _parted(line, names)] for k, names in lists.items()}}

    def below(self, name: str) -> frozenset[str]:
        """Return a column's name with those of all columns under it."""
        found = {name}
        while more := {column.name for column in self.columns if column.parent in found} - found:
            found |= more
        return frozenset(found)

    def parts(self) -> tuple[Part, ...]:
        """Return what items are listed by across columns: what document it is, areas, contents of Art. 20."""
        kinds, areas, classes = (ledger("catalogue").field(key) for key in ("document_type", "areas", "classes"))
        return (
            *(Part(kinds.label, each.words, "", kinds.key, each.key) for each in kinds.choices if each.key != "other"),
            *(Part(areas.label, name, "", areas.key, name) for name in self.areas),
            *(Part(classes.label, each.name, each.words, classes.key, each.name) for each in self.classes),
        )

    def chooser(self, name: str) -> Callable[[Mapping[str, Any]], bool]:
        """Return what tells whether an item stands in a column or below it, or is in a part; Refused for neither."""
        names = [column.name for column in self.columns]
        part = next((each for each in self.parts() if each.name == name), None)
        if name in names:
            within = self.below(name)
            return lambda item: item.get("column") in within
        if part is None:
            raise Refused(
                f"没有栏目、文件性质、重点领域、法定内容“{one_line(name)}”；"
                f"{_near(name, [*names, *(each.name for each in self.parts())])}"
            )
        return lambda item: part.value == item.get(part.field) or part.value in (item.get(part.field) or ())

    def in_order(self, parent: str = "") -> Iterator[Column]:
        """Yield the columns as they stand in the tree, each before those under it."""
        for column in self.columns:
            if column.parent == parent:
                yield column
                yield from self.in_order(column.name)

    def depth(self, column: Column) -> int:
        """Return how many columns a column stands under."""
        return 0 if not column.parent else 1 + self.depth(self.column(column.parent))


def _parted(line: str, names: tuple[str, ...]) -> list[str]:
    """Return the known names that a line lists; the line itself where it is one name or holds an unknown one."""
    parts = [part.strip() for part in _BETWEEN.split(line) if part.strip()]
    return parts if line not in names and all(part in names for part in parts) else [line]


def _near(name: str, there: list[str]) -> str:
    near = get_close_matches(name, there, 3, 0.4)
    return f"相近的有：{'、'.join(near)}。" if near else f"可用：{'、'.join(there)}。"


@lru_cache(maxsize=4)
def read_columns(own: bytes | None = None) -> Columns:
    """Return the preset columns with an office's own (the bytes of its TOML file) put in.

    Refused where the file cannot be read, a column stands under none that there is, or under itself.
    """
    preset = _preset()
    if own is None:
        return preset
    try:
        added = msgspec.convert(tomli.loads(own.decode("utf-8")), Columns)
    except (UnicodeDecodeError, tomli.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Refused(f"栏目文件 columns.toml 不能读取，请检查写法：{one_line(str(error))[:80]}。") from None
    by_name = {column.name: column for column in (*preset.columns, *added.columns)}
    classes = {each.name: each for each in (*preset.classes, *added.classes)}
    shown = tuple(column for column in by_name.values() if not column.hidden)
    areas = tuple(dict.fromkeys((*preset.areas, *added.areas)))
    columns = Columns(shown, areas, tuple(classes.values()), added.interpreted or preset.interpreted)
    for column in shown:
        _refuse_lost(columns, column)
    return columns


def _refuse_lost(columns: Columns, column: Column) -> None:
    seen, above = {column.name}, column.parent
    while above:
        if above in seen:
            raise Refused(f"栏目文件 columns.toml：栏目“{column.name}”在自己之下，请修改 parent。")
        seen.add(above)
        above = columns.column(above).parent


@cache
def _preset() -> Columns:
    return msgspec.convert(tomli.loads(_FILE.read_text(encoding="utf-8")), Columns)
