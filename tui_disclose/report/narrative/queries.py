"""Named figures: a question to one ledger for one year, answered with its figure and the records behind it."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal

import msgspec

from tui_disclose.records.columns import Columns
from tui_disclose.records.items import is_published
from tui_disclose.statutory.text import one_line

Records = Mapping[str, Mapping[str, Any]]
"""Records of a ledger by number."""

Table = Literal["catalogue", "works", "rules", "columns", "cell", "fees"]


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named figure."""

    name: str
    """As the templates write it: “解读.专家”."""
    table: Table
    where: dict[str, str] = {}
    what: Literal["count", "sum", "last", "list", "titles", "numbered"] = "count"
    field: str = ""
    """What is added up, taken or listed; for `cell` the addresses, “+” between those that are added up."""
    back: int = 0
    """How many years before the report's it asks for."""

    @property
    def addresses(self) -> list[str]:
        """The cells that a `cell` query adds up."""
        return [each.strip() for each in self.field.split("+")]


class Answer(msgspec.Struct, frozen=True):
    """What a query gives."""

    value: int | str | None
    """None where nobody knows: a cell without a figure, a ledger without records, nothing to list."""
    numbers: tuple[str, ...] = ()
    """The records behind it."""
    asked: bool = True
    """Whether the year's form asks for it at all: a cell that the form has not is no blank to fill in."""

    @property
    def some(self) -> bool:
        """Whether it is known and not 0."""
        return self.value not in (None, 0, "0")


def answer(query: Query, records: Records, year: int, columns: Columns, known: bool = True) -> Answer:
    """Return what a query over a ledger's records gives for a year.

    Without `known` nothing found is unknown, not 0: the ledger says nothing about that year.
    """
    fits = _fitting(query, year, columns)
    found = {number: each for number, each in records.items() if fits(each)}
    numbers = tuple(found)
    if not found and not known:
        return Answer(None)
    match query.what:
        case "count":
            return Answer(len(found), numbers)
        case "sum":
            total = sum((Decimal(str(each.get(query.field) or 0)) for each in found.values()), Decimal())
            return Answer(int(total) if total == int(total) else format(total, "f"), numbers)
        case "last":
            there = [number for number, each in found.items() if each.get(query.field) not in (None, "")]
            newest = max(there, key=lambda number: found[number]["on"], default=None)
            return Answer(None) if newest is None else Answer(found[newest][query.field], (newest,))
        case how:
            return Answer(_listed([str(each.get(query.field) or "") for each in found.values()], how) or None, numbers)


def _listed(texts: list[str], how: str) -> str:
    """Return texts in a row: “甲、乙”, “《甲》《乙》”, or “一是甲；二是乙”, several in one text told apart."""
    if how == "numbered":
        texts = [part for text in texts for part in re.split(r"[；;\n]", text)]
    words = [one_line(text).strip(" 。；;") for text in texts]
    words = list(dict.fromkeys(word for word in words if word))
    if how == "numbered" and len(words) > 1:
        return "；".join(f"{_ordinal(place)}是{word}" for place, word in enumerate(words, 1))
    named = (f"《{word}》" if how == "titles" and not word.startswith("《") else word for word in words)
    # GB/T 15834: between titles in 《》 no 顿号 is needed.
    return "、".join(named).replace("》、《", "》《")


_DIGITS = "零一二三四五六七八九"


def _ordinal(place: int) -> str:
    """Return a place in a list in Chinese numerals: 一, 十, 十二, 二十三; from 100 on in digits."""
    tens, ones = divmod(place, 10)
    if place >= 100:
        return str(place)
    return f"{'' if tens < 2 else _DIGITS[tens]}{'十' if tens else ''}{_DIGITS[ones] if ones else ''}"


def published_in(year: int) -> Callable[[Mapping[str, Any]], bool]:
    """Return what tells whether an item of the catalogue was published in a year."""
    digits = str(year)
    return lambda item: item.get("published_on", "")[:4] == digits and is_published(item)


def _fitting(query: Query, year: int, columns: Columns) -> Callable[[Mapping[str, Any]], bool]:
    """Return what tells whether a record counts; worked out once, as it is asked of thousands."""
    of_year: Callable[[Mapping[str, Any]], bool] | None = None
    if query.table == "catalogue":
        of_year = published_in(year)
    elif query.table == "works":
        last, digits = query.what == "last", str(year)
        of_year = (lambda each: each["on"][:4] <= digits) if last else (lambda each: each["on"][:4] == digits)
    wanted = {key: _wanted(key, value, columns) for key, value in query.where.items()}

    def fits(record: Mapping[str, Any]) -> bool:
        for key, values in wanted.items():
            kept = record.get(key)
            if not kept if values is None else not _holds(kept, values):
                return False
        return of_year is None or of_year(record)

    return fits


def _wanted(key: str, value: str, columns: Columns) -> frozenset[str] | None:
    """Return the values that a record may have, those of a column with the columns under it; None for any."""
    if value == "*":
        return None
    values = value.split("|")
    return frozenset().union(*map(columns.below, values)) if key == "column" else frozenset(values)


def _holds(kept: object, values: frozenset[str]) -> bool:
    return any(each in values for each in kept) if isinstance(kept, list | tuple) else kept in values
