"""Named figures: a question to one ledger for one year, answered with its figure and the records behind it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
import tomli

from tui_disclose.problems import Refused
from tui_disclose.records.columns import Columns
from tui_disclose.records.items import is_published
from tui_disclose.statutory.text import one_line

_FOLDER = Path(__file__).parent

Records = Mapping[str, Mapping[str, Any]]
"""Records of a ledger by number."""


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named figure."""

    name: str
    """As the templates write it: “解读.专家”."""
    table: Literal["catalogue", "works", "rules", "columns", "cell", "fees"]
    where: dict[str, str] = {}
    what: Literal["count", "sum", "last", "list"] = "count"
    field: str = ""
    """What is added up, taken or listed; for `cell` the cell's address."""


class Answer(msgspec.Struct, frozen=True):
    """What a query gives."""

    value: int | str | None
    """None where nobody knows: a cell without a figure, no record at all for `last`."""
    numbers: tuple[str, ...] = ()
    """The records behind it."""


class Sentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence of a template."""

    text: str
    needs: str = ""
    """The figure without which it is left out."""
    unless: str = ""
    """The figure beside which it is left out."""
    since: int = 0
    """The first report year it belongs to."""


class Paragraph(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences in a row, under a heading of their own or none."""

    sentences: tuple[Sentence, ...]
    heading: str = ""


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The template of one part of the report."""

    key: str
    paragraphs: tuple[Paragraph, ...]


class Templates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Queries and templates."""

    queries: tuple[Query, ...] = ()
    sections: tuple[Section, ...] = ()

    def query(self, name: str) -> Query:
        """Return a query by its name; Refused where there is none."""
        for query in self.queries:
            if query.name == name:
                return query
        raise Refused(f"没有名为“{one_line(name)}”的数字。")

    def section(self, key: str) -> Section:
        """Return the template of a part; Refused where there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        kept = "、".join(section.key for section in self.sections)
        raise Refused(f"“{one_line(key)}”部分没有模板；有模板的：{kept}。")


def read_templates(own: bytes | None = None) -> Templates:
    """Return the templates, those of an office's own TOML file in place of the preset ones of the same name.

    Refused where that file is wrong.
    """
    preset = _preset()
    if own is None:
        return preset
    try:
        added = msgspec.convert(tomli.loads(own.decode("utf-8")), Templates)
    except (UnicodeDecodeError, tomli.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Refused(f"模板文件 narrative.toml 不能读取，请检查写法：{one_line(str(error))[:80]}。") from None
    queries = {query.name: query for query in (*preset.queries, *added.queries)}
    sections = {section.key: section for section in (*preset.sections, *added.sections)}
    return Templates(tuple(queries.values()), tuple(sections.values()))


@cache
def _preset() -> Templates:
    texts = ((_FOLDER / f"{name}.toml").read_text(encoding="utf-8") for name in ("queries", "templates"))
    queries, templates = (msgspec.convert(tomli.loads(text), Templates) for text in texts)
    return Templates(queries.queries, templates.sections)


def answer(query: Query, records: Records, year: int, columns: Columns) -> Answer:
    """Return what a query over a ledger's records gives for a year."""
    found = {number: each for number, each in records.items() if _fits(query, each, year, columns)}
    numbers = tuple(found)
    match query.what:
        case "count":
            return Answer(len(found), numbers)
        case "sum":
            total = sum((Decimal(str(each.get(query.field) or 0)) for each in found.values()), Decimal())
            return Answer(int(total) if total == int(total) else format(total, "f"), numbers)
        case "list":
            return Answer(
                "、".join(one_line(str(each[query.field])) for each in found.values() if each.get(query.field)), numbers
            )
        case "last":
            known = [number for number, each in found.items() if each.get(query.field) is not None]
            newest = max(known, key=lambda number: found[number]["on"], default=None)
            return Answer(None) if newest is None else Answer(found[newest][query.field], (newest,))


def published_in(year: int) -> Callable[[Mapping[str, Any]], bool]:
    """Return what tells whether an item of the catalogue was published in a year."""
    digits = str(year)
    return lambda item: item.get("published_on", "")[:4] == digits and is_published(item)


def _fits(query: Query, record: Mapping[str, Any], year: int, columns: Columns) -> bool:
    if query.table == "catalogue" and not published_in(year)(record):
        return False
    if query.table == "works":
        made = record["on"][:4]
        if made > str(year) or (query.what != "last" and made != str(year)):
            return False
    return all(_holds(key, value, record.get(key), columns) for key, value in query.where.items())


def _holds(key: str, value: str, kept: object, columns: Columns) -> bool:
    if value == "*":
        return bool(kept)
    if key == "column":
        return kept in columns.below(value)
    return value in kept if isinstance(kept, list | tuple) else kept == value
