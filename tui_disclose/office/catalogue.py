"""The catalogue of published information (主动公开, place 3): items registered, approved, published, taken down."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.ledgers import Row
from tui_disclose.office.numbering import next_number
from tui_disclose.office.os_errors import in_words
from tui_disclose.office.settings import person_name
from tui_disclose.problems import Refused
from tui_disclose.records.approval import (
    CONTENT,
    EVENT_WORDS,
    Event,
    EventKind,
    Stages,
    State,
    after,
    digest,
    events_of,
    read_stages,
    stage_names,
    state_of,
    state_words,
)
from tui_disclose.records.columns import Columns, read_columns
from tui_disclose.records.fields import Values, typed_value
from tui_disclose.records.items import (
    APPROVAL,
    NEEDS_FORM,
    is_published,
    names_a_section,
    refuse_column,
    refuse_relabelled,
    refuse_unfit,
)
from tui_disclose.records.ledger_files import ledger
from tui_disclose.statutory.text import is_visible, one_line
from tui_disclose.store.interface import Change, Entry, Fields, Store

CATALOGUE = ledger("catalogue")
TEXTS = ledger("texts")

NOT_FOR_SECRETS = "本系统为非涉密系统，不得录入国家秘密、工作秘密；涉密事项只登记数量，不登记标题。"
"""Said wherever something is withheld."""


def columns_of(office: Office) -> Columns:
    """Return the columns, those of the office's own data/columns.toml put in; Refused where that file is wrong."""
    return read_columns(own_file(office, "columns.toml"))


def stages_of(office: Office) -> Stages:
    """Return the stages of an approval form; Refused where the office's own data/approval.toml is wrong."""
    return read_stages(own_file(office, "approval.toml"))


def own_file(office: Office, name: str) -> bytes | None:
    """Return a file of the office's own in its data folder, None where there is none; Refused: it cannot be read."""
    try:
        return (office.folder / name).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refused(f"不能读取 {office.folder / name}：{in_words(error)}。") from None


# ---- keeping items ----


def item_number(office: Office, taken: list[str], year: int) -> str:
    """Return the next 索引号 of a year by the office's pattern; without 统一社会信用代码 its place is left out."""
    pattern, code = office.settings.numbers.item, office.settings.code
    return next_number(pattern if code else pattern.replace("{代码}/", ""), taken, year, code)


def complete(values: Mapping[str, Any], today: date) -> Values:
    """Return an item's values with what a new one begins with."""
    begun = {f.key: typed_value(f, f.initial, today) for f in CATALOGUE.fields if f.initial}
    if values.get("openness") == "classified":
        begun = {"source": begun["source"]}
    elif values.get("published_on"):
        # What is published already was not made today; what is not known of an old one stays open.
        del begun["made_on"]
    return {**begun, **values}


def add_item(office: Office, values: Mapping[str, Any], today: date) -> str:
    """Register an item and return its 索引号; Refused for what cannot be kept.

    A reprint was entered by whoever registers it unless that is said.
    """
    whole = columns_of(office).parted(complete(values, today))
    if whole.get("source") == "reprint":
        whole = {"entered_by": person_name(office.settings, office.who), **whole}
    year = int(str(whole.get("made_on") or whole.get("published_on") or today)[:4])
    return ledgers.add(office, CATALOGUE, whole, lambda taken: item_number(office, taken, year))


def change_item(office: Office, number: str, values: Mapping[str, Any], seen: Fields | None = None) -> Entry | None:
    """Save values of an item; what its form approves stays as it is from when the form is handed in (Refused)."""
    return ledgers.change(office, CATALOGUE, number, columns_of(office).parted(values), seen)


def refuse_change(office: Office, before: Fields, after_change: Fields) -> None:
    """Raise Refused where an item cannot be kept so: unfit values, an approved text changed, a date invented."""
    item = {key: value for key, value in after_change.items() if value is not None}
    refuse_relabelled(before, item)
    _refuse_other_source(before, item)
    _refuse_words_on_secrets(office, before, item)
    state = state_of(events_of(before.get(APPROVAL)))
    held = (*CONTENT, "published_on") if state.key in ("pending", "approved", "published") else ()
    for key in held:
        if before.get(key) != item.get(key):
            now = state_words(state, stages_of(office))
            raise Refused(f"条目{now}，不能改{CATALOGUE.field(key).label}；请先撤回（写明理由），改后重新送审。")
    columns = columns_of(office)
    refuse_unfit(item, columns)
    refuse_column(before, item, columns)
    if item.get("source") == "backfill" and before.get("published_on") != item.get("published_on"):
        began = _began(office)
        if item["published_on"] >= began:
            later = "此后发布的须有信息发布审批单，别的单位发布的作转载"
            raise Refused(f"补录只用于{began}启用本系统之前已发布的信息；{later}。")


def _refuse_other_source(before: Fields, item: Fields) -> None:
    """Raise Refused where an item that was saved would come from elsewhere: by it another form, or none, would do."""
    was, becomes = (each.get("source", "original") for each in (before, item))
    if before and was != becomes:
        words = {choice.key: choice.words for choice in CATALOGUE.field("source").choices}
        raise Refused(
            f"条目登记以后不能改信息来源（现为“{words[was]}”）；登错了来源的，撤下本条，"
            f"按“{words[becomes]}”另登记一条，编号不重复使用。"
        )


def _refuse_words_on_secrets(office: Office, before: Fields, item: Fields) -> None:
    """Raise Refused where words on what is secret would be kept: what stands in the trail stays there."""
    section, document = (
        item.get(key) if item.get(key) != before.get(key) else None for key in ("section", "interprets")
    )
    if section and item.get("openness") == "classified":
        known = {person.section for person in office.settings.people.values()} | {*office.settings.blocks.values()}
        if section not in known and not names_a_section(section):
            raise Refused("涉密事项的责任科室只写科室名称（12个字以内，如 办公室、规划科），不写事项的内容。")
    if document and (office.store.record(CATALOGUE.key, document) or {}).get("openness") == "classified":
        raise Refused("涉密事项不公开，也不登记解读：解读文件请改填别的条目。")


_BEGAN: WeakKeyDictionary[Store, tuple[int, str]] = WeakKeyDictionary()
"""How often all was read anew, and the day of the first entry then: a long trail is not read for each old item."""


def _began(office: Office) -> str:
    """Return the day of the trail's first entry: since then the office works with this tool."""
    reading = office.store.mark[0]
    known = _BEGAN.get(office.store)
    if known and known[0] == reading:
        return known[1]
    first = next(iter(office.store.since(0)), None)
    if first is None:
        return datetime.now().astimezone().date().isoformat()
    _BEGAN[office.store] = reading, first.at[:10]
    return first.at[:10]


def attach(office: Office, number: str, file: Path) -> Entry | None:
    """Note a file as an attachment of an item, by name and SHA-256; Refused where it cannot be read."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Refused(f"不能读取文件 {file}：{in_words(error)}。") from None
    row = ledgers.find_row(office, CATALOGUE, number)
    line = f"{one_line(file.name)}（{len(content)}字节，SHA-256 {hashlib.sha256(content).hexdigest()}）"
    kept = [each for each in row.fields.get("attachments") or () if not each.startswith(f"{one_line(file.name)}（")]
    return change_item(office, number, {"attachments": [*kept, line]})


# ---- approval ----


def approval_state(row: Row) -> State:
    """Return where an item's form stands."""
    return state_of(events_of(row.fields.get(APPROVAL)))


def item_state_words(row: Row, stages: Stages) -> str:
    """Return in words where an item stands: 草稿, 待…, 退回修改, 已发布, 转载, 补录, 已撤下."""
    if row.taken_out:
        return f"已{CATALOGUE.take_out}"
    openness = row.fields.get("openness", "proactive")
    if openness != "proactive":
        return next(choice.words for choice in CATALOGUE.field("openness").choices if choice.key == openness)
    source = row.fields.get("source", "original")
    if source not in NEEDS_FORM:
        name = next(choice.words for choice in CATALOGUE.field("source").choices if choice.key == source)
        return f"已发布（{name}）" if is_published(row.fields) else f"草稿（{name}）"
    return state_words(approval_state(row), stages)


def refuse_submitting(office: Office, row: Row, today: date) -> None:
    """Raise Refused where an item's form cannot be handed in as the item is: it needs none, or something is wanting."""
    ledgers.refuse_taken_out(CATALOGUE, row.number, row.fields)
    source = row.fields.get("source", "original")
    if source not in NEEDS_FORM:
        raise Refused("转载和补录的信息不用信息发布审批单。")
    if row.fields.get("openness", "proactive") != "proactive":
        raise Refused("公开属性不是主动公开的条目不能送审发布。")
    if not row.fields.get("column"):
        raise Refused("栏目还没有填写，不知道发布到哪里。")
    if source == "county" and not row.fields.get("supplier"):
        raise Refused("县区报送的信息还没有填写供稿单位，不能送审。")
    if str(row.fields.get("made_on") or "") > today.isoformat():
        raise Refused(f"生成日期（{row.fields['made_on']}）在送审之日（{today}）以后，请改正。")
    # Where a form is under way already this says so.
    after(approval_state(row), Event("submitted", today.isoformat(), office.who, stages=("",)))


def submit(office: Office, number: str, today: date, comment: str = "") -> Entry | None:
    """Hand an item's approval form in (科室填写); Refused for what needs none, or is not to be published."""
    row = ledgers.find_row(office, CATALOGUE, number)
    refuse_submitting(office, row, today)
    source = row.fields.get("source", "original")
    stages = stages_of(office)
    handed_in = _event(
        office,
        "submitted",
        today,
        comment,
        form=f"{number}-{approval_state(row).rounds + 1}",
        stages=stages.approvals(source),
        content=digest(row.fields),
        drafted_by=tuple(_writers(office, number)),
        words=stage_names(None, source, stages).in_order,
        holders=stages.holders,
        unit=office.settings.unit,
    )
    return _step(office, row, handed_in)


def _writers(office: Office, number: str) -> list[str]:
    """Return who else ever wrote what the form approves: they do not sign it as if it were another's."""
    found = [
        entry.who
        for entry in office.store.since(0)
        for change in entry.changes
        if (change.table, change.number) == (CATALOGUE.key, number) and not change.after.keys().isdisjoint(CONTENT)
    ]
    return [who for who in dict.fromkeys(found) if who != office.who]


def approve(office: Office, number: str, today: date, comment: str = "", reason: str = "") -> Entry | None:
    """Sign the next stage of an item's form; `reason` says why one person acts twice. Refused where none is open."""
    row = ledgers.find_row(office, CATALOGUE, number)
    state = approval_state(row)
    stage = state.open[0] if state.open else ""
    return _step(office, row, _event(office, "approved", today, comment, stage=stage, reason=reason))


def send_back(office: Office, number: str, today: date, comment: str) -> Entry | None:
    """Return an item's form to its section with a comment (退回修改)."""
    row = ledgers.find_row(office, CATALOGUE, number)
    state = approval_state(row)
    stage = state.open[0] if state.open else ""
    return _step(office, row, _event(office, "returned", today, comment, stage=stage))


def withdraw(office: Office, number: str, today: date, comment: str) -> Entry | None:
    """Take an item's form back (撤回), or a published item down to correct it; its form is then spent."""
    row = ledgers.find_row(office, CATALOGUE, number)
    return _step(office, row, _event(office, "withdrawn", today, comment), {"published_on": None})


def publish(office: Office, number: str, today: date) -> Entry | None:
    """Note an item as published; Refused where its form is not signed to the end or it changed since."""
    row = ledgers.find_row(office, CATALOGUE, number)
    source = row.fields.get("source", "original")
    if source == "reprint":
        ledgers.refuse_taken_out(CATALOGUE, row.number, row.fields)
        if is_published(row.fields):
            raise Refused("条目已经发布。")
        return change_item(office, number, {"published_on": today.isoformat()})
    if source not in NEEDS_FORM:
        raise Refused("补录的信息登记时即为已发布。")
    if row.fields.get("openness", "proactive") != "proactive":
        raise Refused("公开属性不是主动公开的条目不能发布。")
    return _step(office, row, _event(office, "published", today, ""), {"published_on": today.isoformat()})


def _event(office: Office, kind: EventKind, on: date, comment: str, **more: Any) -> Event:
    more = {key: _said(value) if key == "reason" else value for key, value in more.items()}
    name = person_name(office.settings, office.who)
    called = "" if name == office.who else name
    return Event(kind, on.isoformat(), office.who, comment=_said(comment), name=called, **more)


def _said(text: str) -> str:
    """Return words on one line, nothing where nothing of them can be seen."""
    words = one_line(text).strip()
    return words if is_visible(words) else ""


def _step(office: Office, row: Row, event: Event, fields: Fields | None = None) -> Entry | None:
    """Save one event of a form as an act; Refused where it cannot follow, Changed where a colleague was faster."""
    refuse_read_only(office)
    ledgers.refuse_taken_out(CATALOGUE, row.number, row.fields)
    events = events_of(row.fields.get(APPROVAL))
    state = state_of(events)
    after(state, event)
    if events and event.on < events[-1].on:
        earlier = f"{EVENT_WORDS[events[-1].kind]}（{events[-1].on}）"
        raise Refused(f"{EVENT_WORDS[event.kind]}的日期（{event.on}）早于上一步{earlier}，请核对。")
    if event.kind in ("approved", "published") and state.content != digest(row.fields):
        raise Refused("条目的内容在送审之后改动过，请撤回，改好后重新送审。")
    kept = msgspec.to_builtins([*events, event])
    changed = {APPROVAL: kept, **(fields or {})}
    seen = {APPROVAL: row.fields.get(APPROVAL), **{key: row.fields.get(key) for key in (*CONTENT, "published_on")}}
    words = f"{EVENT_WORDS[event.kind]}{CATALOGUE.name}{ledgers.title_of(CATALOGUE, row.number, row.fields)}"
    more = "；".join(part for part in (event.comment, event.reason and f"一人办理的理由：{event.reason}") if part)
    return office.store.apply(
        [Change(CATALOGUE.key, row.number, changed)],
        office.who,
        f"{words}：{more}" if more else words,
        {(CATALOGUE.key, row.number): seen},
        place=ledgers.place_of(CATALOGUE, row.number),
    )
