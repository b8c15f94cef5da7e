"""Items of the catalogue from a file: all of them or none, every bad line named, what is there already passed over."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.catalogue import CATALOGUE, complete, item_number, refuse_change
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.problems import Differs, Refused
from tui_disclose.records.fields import missing
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Change, Entry, Fields


class ItemsPlan(msgspec.Struct, frozen=True):
    """What an import would do."""

    items: dict[str, Fields]
    """New items by the number they will get."""
    there: tuple[str, ...]
    """Lines that hold what is in the catalogue already, each in a sentence."""
    wrong: tuple[str, ...]
    """Lines that cannot be taken, each in a sentence."""


def plan_items(office: Office, name: str, data: bytes, today: date, backfill: str = "") -> ItemsPlan:
    """Return what an import of a file would do; Refused where the file cannot be read at all.

    With `backfill` (the reason) what the file says is published comes in as 补录, whatever its source was: an import
    signs no approval form.
    """
    from tui_disclose.importing.records import read_records

    kept = office.store.records(CATALOGUE.key)
    known = {_identity(fields): number for number, fields in kept.items() if fields}
    items: dict[str, Fields] = {}
    there, wrong, last = [], [], dict[int, str]()
    for line in read_records(CATALOGUE, name, data, today):
        where = f"第{line.line}行"
        if line.problem:
            wrong.append(f"{where}：{line.problem}")
            continue
        fields = complete(_backfilled(line.values, backfill), today)
        identity = _identity(fields)
        if identity in known and (not line.number or line.number == known[identity]):
            there.append(f"{where}：“{one_line(fields.get('name', ''))[:30]}”已有，编号{known[identity]}。")
            continue
        year = int(str(fields.get("made_on") or today)[:4])
        taken = [last[year]] if year in last else [*kept, *items]
        number = line.number or item_number(office, taken, year)
        problem = _problem(office, number, fields, kept, items)
        if problem:
            wrong.append(f"{where}：{problem}")
            continue
        if not line.number:
            last[year] = number
        items[number] = fields
        known[identity] = number
    return ItemsPlan(items, tuple(there), tuple(wrong))


def apply_items(office: Office, plan: ItemsPlan, name: str) -> Entry | None:
    """Save a plan as one act; None where there is nothing new. Refused, with every bad line, where one is bad."""
    refuse_read_only(office)
    if plan.wrong:
        raise Differs(f"有{len(plan.wrong)}行不能导入，没有导入任何条目：", plan.wrong)
    if not plan.items:
        return None
    changes = [Change(CATALOGUE.key, number, fields) for number, fields in plan.items.items()]
    expected = {(CATALOGUE.key, number): dict.fromkeys(fields) for number, fields in plan.items.items()}
    words = f"从 {one_line(name)} 导入{len(changes)}条条目"
    return office.store.apply(changes, office.who, words, expected, place=ledgers.place_of(CATALOGUE))


def _identity(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what tells one item from another in files of other origin: they carry no numbers of ours."""
    return tuple(str(fields.get(key) or "") for key in ("name", "document_number", "made_on", "column", "count"))


def _backfilled(values: Mapping[str, Any], reason: str) -> dict[str, Any]:
    if not reason or not values.get("published_on") or values.get("source") in ("reprint", "backfill"):
        return dict(values)
    return {**values, "source": "backfill", "backfill_reason": reason}


def _problem(
    office: Office, number: str, fields: Fields, kept: Mapping[str, Fields], items: Mapping[str, Fields]
) -> str:
    if number in items or number in kept:
        return f"编号“{one_line(number)}”已用于另一条，编号不重复使用。"
    for sentence in missing(CATALOGUE, fields).values():
        return sentence
    try:
        refuse_change(office, {}, fields)
    except Refused as problem:
        return str(problem)
    return ""
