"""The approval form (信息发布审批单) on paper: two copies, each naming who keeps it; and the archive of forms."""

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.catalogue import CATALOGUE, stages_of
from tui_disclose.office.exporting import file_name, write_export
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import Row
from tui_disclose.office.papers import render_paper
from tui_disclose.office.settings import person_name
from tui_disclose.problems import Refused
from tui_disclose.records.approval import EVENT_WORDS, Event, Stages, events_of, stages_passed, state_of, state_words
from tui_disclose.records.fields import shown_value
from tui_disclose.records.items import APPROVAL, NEEDS_FORM

if TYPE_CHECKING:
    from tui_disclose.exporting.document import Document

_SHOWN = ("name", "column", "source", "supplier", "section", "document_number", "made_on", "openness", "summary")


class Kept(msgspec.Struct, frozen=True):
    """An approval form of the archive."""

    number: str
    item: str
    name: str
    on: str
    """When it was handed in."""
    state: str
    """In words."""
    copies: tuple[str, ...]
    """Who keeps a copy each."""


def forms(office: Office) -> list[Kept]:
    """Return every approval form there has been, in the order of items."""
    stages = stages_of(office)
    found = []
    with_forms = office.store.scan(CATALOGUE.key, lambda number, fields: number if fields.get(APPROVAL) else "")
    for row in (ledgers.find_row(office, CATALOGUE, number) for number in with_forms if number):
        events = events_of(row.fields.get(APPROVAL))
        starts = [place for place, event in enumerate(events) if event.kind == "submitted"]
        for start, end in pairwise([*starts, len(events)]):
            state = state_of(events[:end])
            words = "已作废" if end < len(events) else state_words(state, stages)
            name = row.fields.get("name", "")
            found.append(Kept(events[start].form, row.number, name, events[start].on, words, stages.holders))
    return found


def form_markdown(office: Office, number: str) -> str:
    """Return an item's approval form as Markdown, a copy for each holder; Refused for what needs none."""
    row = ledgers.find_row(office, CATALOGUE, number)
    if row.fields.get("source", "original") not in NEEDS_FORM:
        raise Refused("转载和补录的信息不用信息发布审批单。")
    stages = stages_of(office)
    copies = [_copy(office, row, stages, place) for place in range(len(stages.holders))]
    return "\n---\n\n".join(copies)


def _copy(office: Office, row: Row, stages: Stages, place: int) -> str:
    from tui_disclose.exporting.ledger_markdown import list_markdown

    holder, count = stages.holders[place], len(stages.holders)
    passed = stages_passed(events_of(row.fields.get(APPROVAL)))
    head = ("项目", "内容")
    facts = [("索引号", row.number), ("审批单号", passed[0].form if passed else "（未送审）")]
    facts += [(f.label, shown_value(f, row.fields.get(f.key))) for f in map(CATALOGUE.field, _SHOWN)]
    facts += _signatures(office, row, stages, passed)
    before = f"{office.settings.unit}\n\n一式{_number(count)}份，第{place + 1}份，由{holder}留存。"
    return list_markdown("信息发布审批单", head, facts, before)


def _signatures(office: Office, row: Row, stages: Stages, passed: list[Event]) -> list[tuple[str, str]]:
    """Return a line for each stage: who signed it and when, or room for it."""
    wanted = passed[0].stages if passed else stages.approvals(row.fields.get("source", "original"))
    lines = [(stages.role_words("draft"), _signed(office, passed[0] if passed else None))]
    signed = {event.stage: event for event in passed if event.kind == "approved"}
    lines += [(stages.words(key), _signed(office, signed.get(key))) for key in wanted]
    lines += [
        (EVENT_WORDS[event.kind], _signed(office, event)) for event in passed if event.kind in ("returned", "withdrawn")
    ]
    published = next((event for event in passed if event.kind == "published"), None)
    return [*lines, (stages.role_words("publish"), _signed(office, published))]


def _signed(office: Office, event: Event | None) -> str:
    if event is None:
        return "签字：　　　　　　　　　年　　月　　日"
    more = [event.comment, event.reason and f"一人办理的理由：{event.reason}"]
    words = "；".join([person_name(office.settings, event.by), *(part for part in more if part)])
    return f"{words}　{event.on}　签字："


def _number(count: int) -> str:
    return "一二三四五六七八九"[count - 1] if 1 <= count <= 9 else str(count)


def form_document(office: Office, number: str) -> "Document":
    """Return an item's approval form, each copy on a page of its own; Refused for what needs none."""
    from tui_disclose.exporting.document import Block, Document, Heading, PageBreak
    from tui_disclose.exporting.markdown_blocks import blocks_of

    blocks: list[Block] = []
    for copy in form_markdown(office, number).split("\n---\n\n"):
        title, _, rest = copy.partition("\n")
        blocks += [PageBreak(), Heading(1, title.removeprefix("# "))] if blocks else []
        blocks += blocks_of(rest)
    return Document("信息发布审批单", tuple(blocks), office.settings.unit)


def export_form(office: Office, number: str, output: Path | None, file_format: str = "md") -> Path:
    """Write an item's approval form, all its copies, as a file of a format and return the path; the trail says so."""
    if file_format == "md":
        data = form_markdown(office, number).encode()
    else:
        data = render_paper(form_document(office, number), file_format)
    what = f"信息发布审批单{number}"
    where = ledgers.place_of(CATALOGUE, number)
    return write_export(office, data, f"{file_name(what)}.{file_format}", output, f"导出{what}", where)
