"""The templates and queries that drafts are made from: the preset ones, with an office's own in their place."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import tomli

from tui_disclose.problems import Refused
from tui_disclose.records.columns import Column
from tui_disclose.records.fee_facts import FeeFact
from tui_disclose.records.fields import Ledger
from tui_disclose.records.ledger_files import ledger
from tui_disclose.report.narrative.queries import Query
from tui_disclose.statutory.text import one_line

_FOLDER = Path(__file__).parent
FILE_NAME = "narrative.toml"
"""The office's own file in its data folder."""


class Sentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence of a template."""

    text: str
    """Figures in {{}}; what stands in 〔〕 with a figure is left out where that is 0 or unknown."""
    needs: str = ""
    """The figure without which it is left out: 0 or unknown."""
    unless: str = ""
    """It stands only where this figure is 0."""
    open: bool = False
    """Whether it stands with blanks to fill in where the figure that it needs is unknown."""
    since: int = 0
    """The first report year it belongs to."""
    until: int = 9999
    """The last one."""


class Paragraph(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences in a row, under a heading of their own or none."""

    sentences: tuple[Sentence, ...]
    heading: str = ""


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The template of one part of the report."""

    key: str
    paragraphs: tuple[Paragraph, ...]


class Templates(msgspec.Struct, frozen=True):
    """Queries and templates."""

    queries: Mapping[str, Query]
    sections: Mapping[str, Section]
    problems: tuple[str, ...] = ()
    """What is wrong in the office's own file, a sentence each; the rest of it is used."""

    def query(self, name: str) -> Query:
        """Return a query by its name; Refused with the nearest names where there is none."""
        if name in self.queries:
            return self.queries[name]
        near = get_close_matches(name, self.queries, 3, 0.4)
        hint = f"最接近的：{'、'.join(near)}。" if near else "全部名称用 report figures 列出。"
        raise Refused(f"没有名为“{one_line(name)}”的数字；{hint}")

    def section(self, key: str) -> Section:
        """Return the template of a part; Refused where there is none."""
        if key in self.sections:
            return self.sections[key]
        raise Refused(f"“{one_line(key)}”部分没有模板；有模板的：{'、'.join(self.sections)}。")


def read_templates(own: bytes | None = None) -> Templates:
    """Return the templates, those of an office's own TOML file in place of the preset ones of the same name.

    What is wrong in that file is left out and said in `problems`; the rest of it is used.
    """
    preset = _preset()
    if own is None:
        return preset
    try:
        given = tomli.loads(own.decode("utf-8"))
    except (UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        problem = f"模板文件 {FILE_NAME} 不能读取，仍用预置的模板，请检查写法：{one_line(str(error))[:80]}。"
        return msgspec.structs.replace(preset, problems=(problem,))
    problems: list[str] = []
    queries = {query.name: query for query in _own_queries(given, problems)}
    sections = {section.key: section for section in _own_sections(given, problems)}
    problems += [_wrong(f"不认识“{one_line(key)}”") for key in given if key not in ("queries", "sections")]
    return Templates({**preset.queries, **queries}, {**preset.sections, **sections}, tuple(problems))


def _wrong(what: str) -> str:
    return f"模板文件 {FILE_NAME} 中{what}，没有采用，请检查写法。"


def _entries(given: object, what: str, problems: list[str]) -> Iterator[dict[str, Any]]:
    if not isinstance(given, list):
        problems.append(_wrong(f"{what}不是一组"))
        return
    for place, entry in enumerate(given, 1):
        if isinstance(entry, dict):
            yield entry
        else:
            problems.append(_wrong(f"{what}第{place}项不是一组"))


def _own_queries(given: dict[str, Any], problems: list[str]) -> Iterator[Query]:
    for entry in _entries(given.get("queries", []), "queries", problems):
        name = one_line(str(entry.get("name", "")))
        try:
            yield _checked(msgspec.convert(entry, Query))
        except (msgspec.ValidationError, Refused) as error:
            problems.append(_wrong(f"数字“{name}”有误（{one_line(str(error)).rstrip('。')[:80]}）"))


def _own_sections(given: dict[str, Any], problems: list[str]) -> Iterator[Section]:
    for entry in _entries(given.get("sections", []), "sections", problems):
        key = one_line(str(entry.get("key", "")))
        found = [
            Paragraph(tuple(_own_sentences(each, key, problems)), one_line(str(each.get("heading", ""))))
            for each in _entries(entry.get("paragraphs", []), f"“{key}”部分的 paragraphs ", problems)
        ]
        kept = tuple(each for each in found if each.sentences)
        if not key or not kept:
            problems.append(_wrong(f"“{key}”部分没有可用的句子"))
        else:
            yield Section(key, kept)


def _own_sentences(paragraph: dict[str, Any], key: str, problems: list[str]) -> Iterator[Sentence]:
    for entry in _entries(paragraph.get("sentences", []), f"“{key}”部分的 sentences ", problems):
        try:
            yield msgspec.convert(entry, Sentence)
        except msgspec.ValidationError as error:
            words = one_line(str(entry.get("text", "")))[:20]
            problems.append(_wrong(f"“{key}”部分的句子“{words}”有误（{one_line(str(error))[:80]}）"))


_STRUCTS: dict[str, type[msgspec.Struct]] = {"columns": Column, "fees": FeeFact}


def _checked(query: Query) -> Query:
    """Return a query with the words of choices as their keys; Refused where it asks for what a ledger has not."""
    if query.table == "cell":
        return query
    if query.table in _STRUCTS:
        fields = set(_STRUCTS[query.table].__struct_fields__)
        for key in (*query.where, *filter(None, (query.field,))):
            if key not in fields:
                raise Refused(f"没有“{one_line(key)}”这一项")
        return query
    kept = ledger(query.table)
    if query.field:
        kept.field(query.field)
    where = {key: "|".join(_key(kept, key, each) for each in value.split("|")) for key, value in query.where.items()}
    return msgspec.structs.replace(query, where=where)


def _key(kept: Ledger, key: str, value: str) -> str:
    field = kept.field(key)
    keys = {each: choice.key for choice in field.choices for each in (choice.key, choice.words)}
    if not keys or value == "*":
        return value
    if value not in keys:
        raise Refused(f"“{field.label}”没有“{one_line(value)}”，可用：{'、'.join(c.words for c in field.choices)}")
    return keys[value]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    queries: tuple[Query, ...] = ()
    sections: tuple[Section, ...] = ()


@cache
def _preset() -> Templates:
    texts = ((_FOLDER / f"{name}.toml").read_text(encoding="utf-8") for name in ("queries", "templates"))
    queries, templates = (msgspec.convert(tomli.loads(text), _File) for text in texts)
    return Templates(
        {query.name: _checked(query) for query in queries.queries},
        {section.key: section for section in templates.sections},
    )
