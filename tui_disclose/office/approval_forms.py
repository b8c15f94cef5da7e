"""The approval form (信息发布审批单) on paper: two copies, each naming who keeps it; and the archive of forms."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.catalogue import CATALOGUE, stages_of
from tui_disclose.office.exporting import file_name, write_export
from tui_disclose.office.house import Office
from tui_disclose.office.papers import render_paper
from tui_disclose.office.settings import person_name
from tui_disclose.problems import Refused
from tui_disclose.records.approval import (
    EVENT_WORDS,
    Event,
    StageNames,
    events_of,
    forms_in,
    stage_names,
    state_of,
    state_words,
)
from tui_disclose.records.fields import shown_value
from tui_disclose.records.items import APPROVAL, NEEDS_FORM
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Fields

if TYPE_CHECKING:
    from tui_disclose.exporting.document import Document

_ROW_MM = 10.0
"""Room to sign in."""

_SHOWN = ("name", "column", "source", "supplier", "section", "document_number", "made_on", "openness", "summary")
_WHERE_SAID = ("document_type", "genre", "keywords", "interprets", "interpretation", "attachments")
"""What is printed only where an item has it."""


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
    spent: bool
    """Whether a later one took its place (已作废)."""


class Form(msgspec.Struct, frozen=True):
    """One approval form, or the one that an item would get."""

    item: str
    fields: Fields
    """What it approves: the item as it was when the form was handed in."""
    events: tuple[Event, ...]
    """What was done with it, handing it in first; nothing where it was not handed in yet."""
    names: StageNames
    holders: tuple[str, ...]
    """Who keeps a copy each, as it was when it was handed in."""
    unit: str

    @property
    def spent(self) -> bool:
        """Whether it was returned or taken back: another one has to be handed in."""
        return bool(self.events) and self.events[-1].kind in ("returned", "withdrawn")


def forms(office: Office) -> list[Kept]:
    """Return every approval form there has been, in the order of items."""
    stages = stages_of(office)
    found = []
    with_forms = office.store.scan(CATALOGUE.key, lambda number, fields: number if fields.get(APPROVAL) else "")
    for row in (ledgers.find_row(office, CATALOGUE, number) for number in with_forms if number):
        every = forms_in(events_of(row.fields[APPROVAL]))
        for events in every:
            spent = events is not every[-1]
            words = "已作废" if spent else state_words(state_of(events), stages)
            holders = events[0].holders or stages.holders
            name = row.fields.get("name", "")
            found.append(Kept(events[0].form, row.number, name, events[0].on, words, holders, spent))
    return found


def form_of(office: Office, number: str) -> Form:
    """Return a form by its own number, or the newest one of an item by the item's.

    Refused for what needs none, or where there is neither such an item nor such a form.
    """
    stages = stages_of(office)
    item = number if office.store.record(CATALOGUE.key, number) else number.rpartition("-")[0]
    if not office.store.record(CATALOGUE.key, item):
        raise Refused(f"没有编号为“{one_line(number)}”的条目或审批单。")
    row = ledgers.find_row(office, CATALOGUE, item)
    every = forms_in(events_of(row.fields.get(APPROVAL)))
    source = row.fields.get("source", "original")
    if not every and source not in NEEDS_FORM:
        raise Refused("转载和补录的信息不用信息发布审批单。")
    if not every and row.fields.get("openness", "proactive") != "proactive":
        raise Refused("公开属性不是主动公开的条目不发布，没有信息发布审批单。")
    events = next((each for each in every if each[0].form == number), None)
    if events is None and item != number:
        raise Refused(f"条目{one_line(item)}没有编号为“{one_line(number)}”的审批单。")
    events = events or (every[-1] if every else [])
    first = events[0] if events else None
    return Form(
        item,
        _as_handed_in(office, item, first.form) if first else row.fields,
        tuple(events),
        stage_names(first, source, stages),
        (first.holders if first else ()) or stages.holders,
        (first.unit if first else "") or office.settings.unit,
    )


def _as_handed_in(office: Office, item: str, form: str) -> Fields:
    """Return an item's fields as they were when a form was handed in, from the trail."""
    fields: Fields = {}
    for entry in office.store.since(0):
        for change in entry.changes:
            if (change.table, change.number) != (CATALOGUE.key, item):
                continue
            fields = {key: value for key, value in fields.items() if key not in change.before} | change.after
            if any(event.form == form for event in events_of(change.after.get(APPROVAL))):
                return fields
    return fields


def form_markdown(office: Office, number: str) -> str:
    """Return an approval form as Markdown, a copy for each holder; Refused for what needs none.

    What was approved, the stages and the holders are those of the day when it was handed in.
    """
    form = form_of(office, number)
    return "\n---\n\n".join(_copy(office, form, place) for place in range(len(form.holders)))


def _copy(office: Office, form: Form, place: int) -> str:
    from tui_disclose.exporting.ledger_markdown import list_markdown

    own = form.events[0].form if form.events else "（未送审）"
    facts = [("索引号", form.item), ("审批单号", own + ("（已作废）" if form.spent else ""))]
    facts += [(f.label, shown_value(f, form.fields.get(f.key))) for f in map(CATALOGUE.field, _SHOWN)]
    more = ((f, shown_value(f, form.fields.get(f.key))) for f in map(CATALOGUE.field, _WHERE_SAID))
    facts += [(f.label, words) for f, words in more if words not in ("", f.initial)]
    facts += _signatures(office, form)
    copies = f"一式{_number(len(form.holders))}份，第{place + 1}份，由{form.holders[place]}留存。"
    return list_markdown("信息发布审批单", ("项目", "内容"), facts, f"{form.unit}\n\n{copies}")


def _signatures(office: Office, form: Form) -> list[tuple[str, str]]:
    """Return a line for each stage: who signed it and when, or room for it."""
    by_stage = {event.stage: event for event in form.events if event.kind == "approved"}
    published = next((event for event in form.events if event.kind == "published"), None)
    done = [
        (form.names.draft, form.events[0] if form.events else None),
        *((words, by_stage.get(key)) for key, words in form.names.signing.items()),
        (form.names.publish, published),
    ]
    room = "（审批单已作废）" if form.spent else "签字：　　　　　　　　　年　　月　　日"
    lines = [(words, _signed(office, event) if event else room) for words, event in done]
    ends = [event for event in form.events if event.kind in ("returned", "withdrawn")]
    return lines + [(EVENT_WORDS[event.kind], _signed(office, event)) for event in ends]


def _signed(office: Office, event: Event) -> str:
    more = [event.comment, event.reason and f"一人办理的理由：{event.reason}"]
    words = "；".join([event.name or person_name(office.settings, event.by), *(part for part in more if part)])
    return f"{words}　{event.on}　签字："


def _number(count: int) -> str:
    return "一二三四五六七八九"[count - 1] if 1 <= count <= 9 else str(count)


def form_document(office: Office, number: str) -> "Document":
    """Return an item's approval form, each copy on a page of its own; Refused for what needs none."""
    from tui_disclose.exporting.document import Block, Document, PageBreak, TableBlock, Title
    from tui_disclose.exporting.markdown_blocks import blocks_of

    blocks: list[Block] = []
    for copy in form_markdown(office, number).split("\n---\n\n"):
        title, _, rest = copy.partition("\n")
        blocks += [PageBreak(), Title(title.removeprefix("# "))] if blocks else []
        blocks += [
            msgspec.structs.replace(block, row_mm=_ROW_MM) if isinstance(block, TableBlock) else block
            for block in blocks_of(rest)
        ]
    return Document("信息发布审批单", tuple(blocks), form_of(office, number).unit)


def export_form(office: Office, number: str, output: Path | None, file_format: str = "md") -> Path:
    """Write an item's approval form, all its copies, as a file of a format and return the path; the trail says so."""
    if file_format == "md":
        data = form_markdown(office, number).encode()
    else:
        data = render_paper(form_document(office, number), file_format)
    what = f"信息发布审批单{number}"
    where = ledgers.place_of(CATALOGUE, form_of(office, number).item)
    return write_export(office, data, f"{file_name(what)}.{file_format}", output, f"导出{what}", where)
