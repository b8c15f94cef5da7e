"""Looking at the catalogue: items chosen by column, year and words; counts by column; the story of an approval."""

from collections import Counter
from datetime import date

import msgspec

from tui_disclose.duties.catalogue import column_duty
from tui_disclose.duties.values import Duty
from tui_disclose.office.catalogue import CATALOGUE, TEXTS, columns_of, stages_of
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import OUT_ON, Row
from tui_disclose.office.settings import person_name
from tui_disclose.records.approval import EVENT_WORDS, events_of, forms_in, stage_names
from tui_disclose.records.columns import Column, Part
from tui_disclose.records.items import APPROVAL, is_published
from tui_disclose.store.interface import Fields

_SEARCHED = ("name", "document_number", "summary")


def chosen(
    office: Office, column: str = "", year: int | None = None, text: str = "", with_taken_out: bool = False
) -> list[Row]:
    """Return the items in a column or under it, published in a year, with some words in them; Refused: no column.

    In place of a column there may be a kind of document (文件性质), an area or a content of Art. 20.
    """
    fitting = columns_of(office).chooser(column) if column else None
    wanted = text.strip().casefold()

    def pick(number: str, fields: Fields) -> Row | None:
        fits = (
            (fitting is None or fitting(fields))
            and (year is None or (is_published(fields) and str(fields["published_on"]).startswith(f"{year}-")))
            and (not wanted or wanted in _searched(number, fields))
        )
        row = Row(number, fields)
        return Row(number, dict(fields)) if len(fields) > 1 and fits and (with_taken_out or not row.taken_out) else None

    return [row for row in office.store.scan(CATALOGUE.key, pick) if row]


def _searched(number: str, fields: Fields) -> str:
    words = [str(fields.get(key) or "") for key in _SEARCHED]
    return "\n".join([number, *words, *(fields.get("keywords") or ())]).casefold()


def column_counts(office: Office) -> list[tuple[Column, int, int]]:
    """Return each column in the order of the tree with its depth and how many published items stand in it.

    A column that shows a kept text has that one, where there is any.
    """
    columns = columns_of(office)
    counts = Counter(
        office.store.scan(CATALOGUE.key, lambda _, fields: fields.get("column") if is_published(fields) else None)
    )
    texts = _kept_texts(office)
    return [
        (column, columns.depth(column), counts[column.name] + (column.text in texts)) for column in columns.in_order()
    ]


def _kept_texts(office: Office) -> frozenset[str]:
    """Return the names of the kept texts that hold anything."""
    found = office.store.scan(TEXTS.key, lambda name, fields: name if fields.get("text") else "")
    return frozenset(found) - {""}


class ColumnState(msgspec.Struct, frozen=True):
    """A column with what stands in it and below it."""

    column: Column
    depth: int
    published: int
    unpublished: int
    newest: str
    """The day of the newest item, ISO 8601; empty where there is none."""
    duty: Duty | None
    """What it owes: it is empty, or nothing new has come for long."""


def column_states(office: Office, today: date) -> list[ColumnState]:
    """Return each column in the order of the tree with how many items stand in it and below it, and what it owes."""
    columns = columns_of(office)
    published: Counter[str] = Counter()
    others: Counter[str] = Counter()
    newest: dict[str, str] = {}

    def count(_: str, fields: Fields) -> None:
        name = fields.get("column", "")
        if is_published(fields):
            published[name] += 1
            newest[name] = max(newest.get(name, ""), fields["published_on"])
        elif OUT_ON not in fields:
            others[name] += 1

    office.store.scan(CATALOGUE.key, count)
    texts = _kept_texts(office)
    found = []
    for column in columns.in_order():
        within = columns.below(column.name)
        last = max((newest.get(name, "") for name in within), default="")
        counts = (sum(published[name] for name in within), sum(others[name] for name in within))
        found.append(ColumnState(column, columns.depth(column), *counts, last, column_duty(column, last, texts, today)))
    return found


class PartState(msgspec.Struct, frozen=True):
    """Items that are listed together across columns, and how many there are."""

    part: Part
    published: int
    unpublished: int


def part_states(office: Office) -> list[PartState]:
    """Return each kind of document, area and content of Art. 20 with how many items it has."""
    parts = columns_of(office).parts()
    asked = {part.field for part in parts}
    published: Counter[tuple[str, str]] = Counter()
    others: Counter[tuple[str, str]] = Counter()

    def count(_: str, fields: Fields) -> None:
        if OUT_ON in fields:
            return
        counts = published if is_published(fields) else others
        for field in asked:
            value = fields.get(field)
            counts.update((field, each) for each in (value if isinstance(value, list) else [value]) if each)

    office.store.scan(CATALOGUE.key, count)
    return [PartState(p, published[p.field, p.value], others[p.field, p.value]) for p in parts]


def approval_lines(office: Office, row: Row) -> list[str]:
    """Return a line for each step of an item's approval forms, oldest first."""
    stages = stages_of(office)
    lines = []
    for form in forms_in(events_of(row.fields.get(APPROVAL))):
        names = stage_names(form[0], row.fields.get("source", "original"), stages).signing
        for event in form:
            where = f"（{names.get(event.stage, event.stage)}）" if event.stage else ""
            more = [event.form and f"审批单{event.form}", event.comment, event.reason and f"一人办理：{event.reason}"]
            rest = "；".join(part for part in more if part)
            who = event.name or person_name(office.settings, event.by)
            lines.append(f"{event.on}  {who}  {EVENT_WORDS[event.kind]}{where}{'：' if rest else ''}{rest}")
    return lines
