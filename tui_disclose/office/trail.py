"""Who did what, and whether the trail (操作记录) still says it: the lists of acts, a record's history, verification."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import msgspec

from tui_disclose.office.backups import kept_heads
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import place_of
from tui_disclose.office.proofs import finished_heads
from tui_disclose.office.reading import note_reading
from tui_disclose.office.versions import DRAFTS, VERSION_WORDS, VERSIONS
from tui_disclose.problems import Refused
from tui_disclose.records.approval import EVENT_WORDS
from tui_disclose.records.events import event_words
from tui_disclose.records.facts import EVENTS
from tui_disclose.records.fields import masked, shown_value
from tui_disclose.records.items import APPROVAL
from tui_disclose.records.ledger_files import ledger, ledger_keys
from tui_disclose.records.masking import hidden, masked_document, personal_words
from tui_disclose.records.report import TABLE
from tui_disclose.records.request import TABLE as REQUESTS
from tui_disclose.records.works import TABLE as WORKS
from tui_disclose.records.works import typing_ledger
from tui_disclose.statutory.figures import shown
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Entry, Fields, Recorded
from tui_disclose.store.verify import Bad, Kept, Verdict, parse_head, verify

FIELD_WORDS: dict[str, Mapping[str, str]] = {
    TABLE: {
        "unit": "单位",
        "year": "年度",
        "form": "格式",
        "unplaced": "未能归位的数字",
        "stage": "办理环节",
        "steps": "办理经过",
    },
    VERSIONS: VERSION_WORDS,
    DRAFTS: VERSION_WORDS,
    **{
        key: {
            "taken_out.on": f"{ledger(key).take_out}日期",
            "taken_out.reason": f"{ledger(key).take_out}理由",
            APPROVAL: "信息发布审批单",
        }
        for key in ledger_keys()
    },
}
"""Table → field → what people call it, where no ledger's declaration says so."""

_GROUPS = {
    "sections": "“{}”部分的文字",
    "reasons": "{}的理由",
    "acks": "认可“{}”的理由",
    "adjustments": "{}的调整说明",
    "blocks": "“{}”的报数签字",
}


class Act(msgspec.Struct, frozen=True):
    """One entry of the trail as people read it."""

    sequence: int
    at: str
    who: str
    why: str
    place: str
    records: tuple[tuple[str, str], ...]
    """(table, number) of what it changed; none for an export or a look at personal data."""
    fields: int
    """How many fields it changed."""
    undoes: int | None
    """The act that it took back."""
    undone_by: int | None
    """The act that took it back."""

    @property
    def mark(self) -> str:
        """What is said beside an act that took back or was taken back."""
        if self.undoes is not None:
            return f"撤销第{self.undoes}条"
        return "" if self.undone_by is None else f"已被第{self.undone_by}条撤销"


class Difference(msgspec.Struct, frozen=True):
    """One field that an act changed."""

    field: str
    words: str
    """What people call the field."""
    before: Any
    """None where there was nothing."""
    after: Any
    """None where nothing is left."""
    shown: tuple[str, str] | None = None
    """Both as a ledger shows them, personal data masked for those who only look."""

    @property
    def sentence(self) -> str:
        """The difference in words."""
        before, after = self.shown or (_shown(self.before), _shown(self.after))
        return f"{self.words}：{before} → {after}"


class Step(msgspec.Struct, frozen=True):
    """What one act changed in one record."""

    act: Act
    differences: tuple[Difference, ...]


def acts(
    office: Office,
    who: str | None = None,
    record: str | None = None,
    since: date | None = None,
    until: date | None = None,
    after: int = 0,
) -> list[Act]:
    """Return the acts of a person, on a record (“report/2019”, or “2019”), in a period, oldest first.

    `after` leaves out those up to a sequence number. Raises Damaged where the trail cannot be read.
    """
    # From the first on, whatever is asked for: a later act may have taken back an earlier one, and the other way round.
    entries = office.store.since(0)
    undone = {entry.undoes: entry.sequence for entry in entries if entry.undoes is not None}
    people = _people(office, entries)
    first = None if since is None else datetime.combine(since, time.min).astimezone()
    last = None if until is None else datetime.combine(until, time.max).astimezone()
    return [
        _act(entry, undone, people)
        for entry in entries
        if entry.sequence > after
        and (who is None or entry.who == who)
        and (record is None or concerns(entry, record))
        and (first is None or datetime.fromisoformat(entry.at) >= first)
        and (last is None or datetime.fromisoformat(entry.at) <= last)
    ]


def history(office: Office, record: str, shown: set[str] | None = None) -> list[Step]:
    """Return what each act changed in a record (“report/2019”), oldest first; Refused where there is no such record.

    Personal data in it is noted as read, once for the records of which the session has `shown` them. Raises
    Unavailable where it cannot be noted.
    """
    entries = office.store.since(0)
    undone = {entry.undoes: entry.sequence for entry in entries if entry.undoes is not None}
    people = _people(office, entries)
    steps = [
        Step(_act(entry, undone, people), tuple(_differences(office, entry, record, people)))
        for entry in entries
        if concerns(entry, record)
    ]
    if not any(step.differences for step in steps):
        raise Refused(f"没有“{record}”的操作记录；写法如 report/2019。")
    wanted = _parse(record)
    _note_readings(office, (c for e in entries for c in e.changes if _meets(wanted, (c.table, c.number))), shown)
    return steps


def _note_readings(office: Office, changes: Iterable[Recorded], shown: set[str] | None) -> None:
    """Record of whom personal data is about to be shown."""
    seen = set() if shown is None else shown
    for each in changes:
        if each.table in ledger_keys() and _is_personal(each.table, {**each.before, **each.after}):
            own = ledger(each.table)
            note_reading(office, place_of(own, each.number), f"{own.name}{each.number}的个人信息", seen)


def _is_personal(table: str, fields: Fields) -> bool:
    if table == REQUESTS:
        return masked_document(fields) != fields
    return any(field.personal and field.key in fields for field in ledger(table).fields)


def concerns(entry: Entry, record: str) -> bool:
    """Tell whether an act changed a record or was done in its place."""
    wanted = _parse(record)
    return _meets(wanted, _parse(entry.place)) or any(_meets(wanted, (c.table, c.number)) for c in entry.changes)


def _parse(record: str) -> tuple[str, str]:
    kind, slash, number = record.partition("/")
    return (kind, number) if slash else ("", record)


def _meets(wanted: tuple[str, str], found: tuple[str, str]) -> bool:
    """Tell whether “report/2019” or “2019” means this record of the table “reports”."""
    return wanted[1] == found[1] and wanted[0] in ("", found[0], _singular(found[0]), f"{found[0]}s")


def _singular(table: str) -> str:
    return f"{table[:-3]}y" if table.endswith("ies") else table.removesuffix("s")


_People = Mapping[str, set[str]]
"""By request, what was ever recorded that tells who it is about."""


def _people(office: Office, entries: Iterable[Entry]) -> _People:
    """Return whom texts of the trail may name, so that they are masked; nobody where this session may see names."""
    found: dict[str, set[str]] = {}
    for each in (each for entry in entries if office.masks_personal for each in entry.changes):
        if each.table == REQUESTS:
            found.setdefault(each.number, set()).update(personal_words(each.before), personal_words(each.after))
    return found


def _act(entry: Entry, undone: Mapping[int, int], people: _People) -> Act:
    concerned = {_parse(entry.place)[1], *(each.number for each in entry.changes)} if people else set()
    return Act(
        sequence=entry.sequence,
        at=entry.at,
        who=entry.who,
        why=hidden(entry.why, {word for number in concerned for word in people.get(number, ())}),
        place=entry.place,
        records=tuple((each.table, each.number) for each in entry.changes),
        fields=sum(len(each.before.keys() | each.after.keys()) for each in entry.changes),
        undoes=entry.undoes,
        undone_by=undone.get(entry.sequence),
    )


def changes_of(office: Office, act: Act, shown: set[str] | None = None) -> list[Difference]:
    """Return what one act changed, in all records; personal data in it is noted as read, as in `history`.

    Raises Damaged where the trail cannot be read, Unavailable where the reading cannot be noted.
    """
    entries = office.store.since(0 if office.masks_personal else act.sequence - 1)
    entry = next((e for e in entries if e.sequence == act.sequence), None)
    changes = entry.changes if entry else ()
    _note_readings(office, changes, shown)
    people = _people(office, entries)
    return [d for each in changes for d in _recorded(office, each, people)]


def _differences(office: Office, entry: Entry, record: str, people: _People) -> Iterable[Difference]:
    wanted = _parse(record)
    for each in entry.changes:
        if _meets(wanted, (each.table, each.number)):
            yield from _recorded(office, each, people)


def _recorded(office: Office, changed: Recorded, people: _People) -> Iterable[Difference]:
    names = people.get(changed.number, set())
    for field in dict.fromkeys((*changed.before, *changed.after)):
        words = field_words(office, changed.table, changed.number, field)
        sides = (changed.before, changed.after)
        before, after = (_to_be_seen(office, changed.table, field, side, names) for side in sides)
        yield Difference(field, words, before, after, _in_ledger(office, changed.table, field, before, after))


def _to_be_seen(office: Office, table: str, field: str, side: Fields, names: set[str]) -> Any:  # noqa: ANN401
    """Return a changed value as this session may see it."""
    if field not in side or table != REQUESTS or not office.masks_personal:
        return side.get(field)
    return masked_document({field: side[field]}, names)[field]


def _in_ledger(office: Office, table: str, key: str, *values: Any) -> tuple[str, str] | None:
    """Return two values as a ledger's field shows them, None for what no ledger declares."""
    found = (f for f in ledger(table).fields if f.key == key) if table in ledger_keys() else ()
    field = next(iter(found), None)
    if table == REQUESTS and key.startswith(EVENTS):
        before, after = (event_words(masked_document({key: v}, ())[key]) if v else "无" for v in values)
        return before, after
    if key == APPROVAL:
        before, after = ("；".join(map(_step_words, value or ())) for value in values)
        return before or "无", after or "无"
    if field is None:
        return None
    texts = [one_line(shown_value(field, value)) for value in values]
    before, after = (masked(text) if field.personal and office.masks_personal else text for text in texts)
    return before or "无", after or "无"


def _step_words(event: Mapping[str, Any]) -> str:
    return f"{event['on']} {EVENT_WORDS[event['kind']]}（{event['by']}）"


def field_words(office: Office, table: str, number: str, field: str) -> str:
    """Return what people call a field of a record."""
    known = FIELD_WORDS.get(table, {}).get(field)
    if table == REQUESTS and field.startswith(EVENTS):
        return f"第{field.removeprefix(EVENTS)}个事件"
    if known or table != TABLE:
        return known or _label(office, table, number, field) or field
    group, _, key = field.partition(".")
    if group in ("cells", "reasons", "adjustments"):
        key = _cell_words(office, office.store.record(table, number) or {}, key)
    return key if group == "cells" else _GROUPS.get(group, field).format(key)


def _label(office: Office, table: str, number: str, field: str) -> str:
    """Return the label of a ledger's field as the record's kind calls it, nothing for what is declared nowhere."""
    own = ledger(table) if table in ledger_keys() else None
    if table == WORKS and (kind := (office.store.record(table, number) or {}).get("kind")):
        own = typing_ledger(kind)
    return next((f.label for f in own.fields if f.key == field), "") if own else ""


def _cell_words(office: Office, document: Fields, address: str) -> str:
    try:
        return office.forms.by_id(document["form"]).cells[address].words
    except (Refused, KeyError):
        return address


def _shown(value: object) -> str:
    if value is None:
        return "无"
    if isinstance(value, int | str):
        return shown(value) or "空白"
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict) for each in value)):
        return f"{len(value)}项"
    return msgspec.json.encode(value).decode()


def verify_trail(folder: Path, heads: Iterable[str] = ()) -> Verdict:
    """Look through the whole trail of a data folder without loading it, and name the first bad entry.

    It is held against the snapshot, the backups in the data folder, finished reports with what was exported from them,
    and `heads` (SEQ:HASH) that somebody kept. Raises Refused for a head that is none, Unavailable where a file cannot
    be read.
    """
    verdict = verify(folder, [*kept_heads(folder), *finished_heads(folder), *map(_given, heads)])
    if verdict.bad or verdict.sequence:
        return verdict
    # An office is made with an entry that says so.
    nothing = Bad("trail/000000001.jsonl", 1, 1, "没有第 1 条：trail 中一条操作记录也没有。")
    return msgspec.structs.replace(verdict, bad=nothing)


def _given(text: str) -> Kept:
    kept = parse_head(text, "所给的 --head ")
    if kept is None:
        raise Refused(f"“{text}”不是操作记录的头，应为 序号:哈希，如 12:5f70…（64位），请照备份时显示的填写。")
    return kept
