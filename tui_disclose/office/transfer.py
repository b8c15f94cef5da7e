"""Requests and cases in and out, one JSON a line (.jsonl), in also as tables: all of a file or nothing."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.exporting import file_name, write_export
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.overlaps import overlaps
from tui_disclose.office.reading import note_export
from tui_disclose.office.table_import import Read, is_table, read_table
from tui_disclose.problems import Differs, Refused
from tui_disclose.records import remedy, request
from tui_disclose.records.events import event_ledger
from tui_disclose.records.facts import EVENTS
from tui_disclose.records.fields import Field, Ledger, not_yet, unlikely_day
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.masking import masked_document
from tui_disclose.statutory.text import harmless_json, one_line
from tui_disclose.store.interface import Change, Entry, Fields

_SAID = 20
"""So many sentences of one kind are said, not more."""

_SLIP = timedelta(days=366)
"""What lies farther ahead in a file is a slip of the hand in the year; less may be a clock that is behind."""

Reader = Callable[[object, str], tuple[str, dict[str, Any], list[str]]]


class Plan(msgspec.Struct, frozen=True):
    """What importing a file would do."""

    ledger: Ledger
    new: dict[str, Fields]
    other: dict[str, Fields]
    """Records that are there and say something else."""
    seen: dict[str, Fields]
    """What is stored of those now."""
    same: int
    """Records that are there and say the same."""
    notes: tuple[str, ...]
    """What was kept without being known, and what a person should look at."""

    @property
    def differences(self) -> tuple[str, ...]:
        """A sentence for each record that would be replaced, naming its fields, not their values."""
        return tuple(_difference(self.ledger, number, self.seen[number], doc) for number, doc in self.other.items())


def plan_requests(office: Office, content: bytes, name: str, today: date) -> Plan:
    """Return what importing requests would do; Refused names every line that cannot be taken."""
    plan = _plan(office, request.TABLE, content, name, today)
    known = {*plan.new, *office.store.scan(request.TABLE, lambda each, _: each)}
    strangers = [n for n, doc in plan.new.items() if doc.get("parent") and doc["parent"] not in known]
    twice = _some(list(overlaps(office, plan.new)))
    return _with_notes(plan, [*(f"{n}的原申请（parent）不在台账中，请核对。" for n in strangers), *twice])


def _some(notes: list[str]) -> list[str]:
    """Return the first of many sentences, and how many there are."""
    return notes if len(notes) <= _SAID else [*notes[:_SAID], f"这样的共{len(notes)}件，其余不一一列出。"]


def plan_remedies(office: Office, content: bytes, name: str, today: date) -> Plan:
    """Return what importing cases would do; Refused names every line that cannot be taken."""
    plan = _plan(office, remedy.TABLE, content, name, today)
    cases = {*plan.new, *office.store.scan(remedy.TABLE, lambda each, _: each)}
    notes = []
    for number, doc in plan.new.items():
        if not office.store.record(request.TABLE, doc["request"]):
            notes.append(f"{number}所涉申请{one_line(doc['request'])}不在台账中，请核对。")
        if doc.get("after") and doc["after"] not in cases:
            notes.append(f"{number}的先行复议{one_line(doc['after'])}不在台账中，请核对。")
    return _with_notes(plan, notes)


def _with_notes(plan: Plan, notes: Iterable[str]) -> Plan:
    return msgspec.structs.replace(plan, notes=(*plan.notes, *notes))


def _plan(office: Office, table: str, content: bytes, name: str, today: date) -> Plan:
    lines, said = read_table(office, table, name, content, today) if is_table(name) else (_json_lines(content), [])
    if not lines and not said:
        raise Refused("文件中没有记录。")
    documents, notes = _read(lines, _reader(table, today))
    new: dict[str, Fields] = {}
    other: dict[str, Fields] = {}
    seen: dict[str, Fields] = {}
    same = 0
    for number, document in documents.items():
        stored = office.store.record(table, number)
        if stored is None:
            new[number] = document
            continue
        if not stored:
            # Taken back once: whether it is the same matter that gets this number now, a person has to say.
            other[number], seen[number] = document, {}
            continue
        if "taken_out.on" in stored:
            notes.append(f"{number}已{ledger(table).take_out}，导入后仍不计入。")
        kept = {key: value for key, value in stored.items() if not key.startswith("taken_out.")}
        hidden = masked_document(kept) if table == request.TABLE else kept
        document = _unmasked(kept, hidden, document)
        if request.same(kept, document) or request.same(hidden, document):
            same += 1
        else:
            other[number], seen[number] = document, kept
    return Plan(ledger(table), new, other, seen, same, (*said, *notes))


def _reader(table: str, today: date) -> Reader:
    """Return what reads one record: a day that cannot have come is refused, one that lies less far ahead is said."""
    from_json = request.from_json if table == request.TABLE else remedy.from_json

    def read(data: object, where: str) -> tuple[str, dict[str, Any], list[str]]:
        number, document, said = from_json(data, where)
        for field, raw in _fields_with_values(table, document):
            day = raw.get(field.key)
            # A day somewhat ahead may be a clock that is behind.
            if not not_yet(field, day, today) and (sentence := unlikely_day(field, day, today)):
                raise Refused(f"{where}{number}的{sentence}")
        for label, day in _days_ahead(table, document, today):
            words = f"{number}的{label}（{day}）还没有到，今天是{today}"
            if date.fromisoformat(day) - today > _SLIP:
                raise Refused(f"{where}{words}，请核对年份。")
            said = [*said, f"{words}，已照录，请核对。"]
        return number, document, said

    return read


def _days_ahead(table: str, document: Fields, today: date) -> Iterator[tuple[str, str]]:
    """Yield the days of a record that have not come and should have, each with what it is called."""
    for field in ledger(table).fields:
        if not_yet(field, document.get(field.key), today):
            yield field.label, document[field.key]
    for _, raw in request.events_of(document):
        own = event_ledger(raw["kind"])
        for field in own.fields:
            if not_yet(field, raw.get(field.key), today):
                yield f"{own.name}的{field.label}", raw[field.key]


def _fields_with_values(table: str, document: Fields) -> Iterator[tuple[Field, Fields]]:
    """Yield each field of a record and of its events with what holds its value."""
    yield from ((field, document) for field in ledger(table).fields)
    for _, raw in request.events_of(document):
        yield from ((field, raw) for field in event_ledger(raw["kind"]).fields)


def _json_lines(content: bytes) -> list[Read]:
    """Return the records of a file of JSON Lines with their lines, or what is wrong with a line."""
    try:
        lines = content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        at_line = content.count(b"\n", 0, error.start) + 1
        raise Refused(f"第{at_line}行不是 UTF-8 编码的文字，没有录入。") from None
    return [(place, _json(line, place)) for place, line in enumerate(lines, 1) if line.strip()]


def _read(lines: Iterable[Read], read: Reader) -> tuple[dict[str, Fields], list[str]]:
    found: dict[str, Fields] = {}
    at: dict[str, int] = {}
    notes: list[str] = []
    wrong: list[str] = []
    for place, line in lines:
        try:
            if isinstance(line, Refused):
                raise line
            number, document, said = read(line, f"第{place}行：")
            if number in found and not request.same(found[number], document):
                raise Refused(f"第{place}行：编号{number}与第{at[number]}行重复而内容不同。")
        except Refused as problem:
            wrong.append(str(problem))
            continue
        found[number] = document
        at.setdefault(number, place)
        notes += [f"第{place}行：{each}" for each in said]
    if wrong:
        raise Differs(f"文件有{len(wrong)}行不能录入，一件也没有录入，请改正后重新导入。", wrong)
    return found, notes


def _json(line: str, place: int) -> object | Refused:
    def refuse(_: str) -> object:
        raise ValueError

    try:
        found: object = json.loads(line, parse_constant=refuse)
    except (ValueError, RecursionError):
        return Refused(f"第{place}行：不是有效的 JSON，每行应为一件记录。")
    return found


def _unmasked(stored: Fields, hidden: Fields, document: Fields) -> Fields:
    """Return a document in which what an export had masked is again what is stored."""
    return {key: stored[key] if key in hidden and value == hidden[key] else value for key, value in document.items()}


def _difference(own: Ledger, number: str, stored: Fields, document: Fields) -> str:
    labels = {field.key: field.label for field in own.fields}
    if not stored:
        return f"{number}：曾登记后撤销，确认仍是同一件时才沿用这个编号。"
    keys = [key for key in dict.fromkeys((*stored, *document)) if stored.get(key) != document.get(key)]
    words = dict.fromkeys("事件" if k.startswith(EVENTS) else labels.get(k, one_line(k)) for k in keys)
    return f"{number}：{'、'.join(words)}与台账不同。"


def apply_plan(office: Office, plan: Plan, name: str, replace: bool) -> Entry | None:
    """Store what a plan says as one act; None where nothing differs.

    Raises Differs where records would be replaced and `replace` is not given, Changed where one was changed since.
    """
    refuse_read_only(office)
    if plan.other and not replace:
        raise Differs(
            f"{len(plan.other)}件{plan.ledger.name}与台账不同，没有录入；确认以文件为准时加 --replace。",
            plan.differences,
        )
    table = plan.ledger.key
    changes = [Change(table, number, document) for number, document in plan.new.items()]
    expected: dict[tuple[str, str], Fields] = {(table, n): dict.fromkeys(doc) for n, doc in plan.new.items()}
    for number, document in plan.other.items():
        former = plan.seen[number]
        changes.append(Change(table, number, {**dict.fromkeys(former), **document}))
        expected[table, number] = former or dict.fromkeys(document)
    if not changes:
        return None
    what = f"导入文件 {one_line(name)}，{plan.ledger.name}{len(changes)}件"
    return office.store.apply(changes, office.who, what, expected, place=ledgers.place_of(plan.ledger))


def as_lines(office: Office, table: str, personal: bool, year: int | None = None) -> bytes:
    """Return all records of a table that were not taken out as JSON Lines; of one year those that arrived in it.

    Without `personal`, and always for those who only look, what identifies a citizen is masked.
    """
    day = "arrived_on" if table == request.TABLE else "filed_on"
    found = [
        _as_json(table, row.number, row.fields, personal and not office.masks_personal)
        for row in ledgers.rows(office, ledger(table))
        if year is None or row.fields[day][:4] == f"{year:04}"
    ]
    return "".join(f"{harmless_json(json.dumps(each, ensure_ascii=False))}\n" for each in found).encode()


def _as_json(table: str, number: str, fields: Mapping[str, Any], personal: bool) -> dict[str, Any]:
    return request.to_json(number, fields, personal) if table == request.TABLE else remedy.to_json(number, fields)


def export_lines(office: Office, table: str, personal: bool, year: int | None, output: Path | None) -> Path:
    """Write `as_lines` to a file and return its path; the trail says so, and whether names were in it."""
    data, what = as_lines(office, table, personal, year), _what(office, table, personal, year)
    name = f"{file_name(what.removeprefix('导出'))}.jsonl"
    return write_export(office, data, name, output, what, ledgers.place_of(ledger(table)))


def hand_out_lines(office: Office, table: str, personal: bool, year: int | None) -> bytes:
    """Return `as_lines` for standard output; the trail says so, and whether names were in it."""
    data = as_lines(office, table, personal, year)
    note_export(office, f"{_what(office, table, personal, year)}到标准输出", ledgers.place_of(ledger(table)))
    return data


def _what(office: Office, table: str, personal: bool, year: int | None) -> str:
    names = "含个人信息" if personal and not office.masks_personal else "隐去个人信息"
    of = f"（{names}）" if table == request.TABLE else ""
    return f"导出{f'{year}年' if year else ''}{ledger(table).name}{of}"
