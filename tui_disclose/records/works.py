"""Kinds of work record (工作台账): which fields each uses, which rule it carries out, how often it is owed."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
import tomli

from tui_disclose.problems import Refused
from tui_disclose.records.fields import Ledger, shown_value
from tui_disclose.records.ledger_files import ledger
from tui_disclose.statutory.text import one_line

TABLE = "works"
"""The store's table."""

_FILE = Path(__file__).parent / "presets" / "works.toml"
_COMMON = ("kind", "on", "name", "section", "rules")

CHAIN = ("expert_on", "opinions_on", "director_on", "council_on", "party_on")
"""The steps of a decision in their order: 专家论证 → 征求意见 → 局长办公会 → 局务会议 → 党组会议, then 公开 (items)."""


Record = Mapping[str, Any]
"""A work record's fields."""


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of work record."""

    key: str
    fields: tuple[str, ...] = ()
    """Beside those that every kind has."""
    required: tuple[str, ...] = ()
    rule: str = ""
    """The name of the rule (制度) that it carries out."""
    labels: dict[str, str] = {}
    """What this kind calls some of its fields: 责任单位 where others say 参加人."""
    rhythm: Literal["", "monthly", "yearly"] = ""
    due: str = ""
    """Month and day by which a yearly one is owed, “12-31”."""
    help: str = ""

    @property
    def words(self) -> str:
        """What people call it."""
        return next(choice.words for choice in ledger("works").field("kind").choices if choice.key == self.key)


class Carrier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ledger whose records carry out a rule."""

    rule: str
    table: str
    field: str
    """The field that says when."""
    where: dict[str, str] = {}
    """Values that a record must have, “*” for any."""

    def day(self, fields: Mapping[str, Any]) -> str | None:
        """Return the day on which a record carried the rule out, None where it did not."""
        for key, value in self.where.items():
            kept = fields.get(key)
            if not kept or value not in ("*", kept):
                return None
        return fields.get(self.field)


class Works(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All kinds of work record."""

    kinds: tuple[Kind, ...]
    ledgers: tuple[Carrier, ...] = ()


@cache
def works() -> Works:
    """Return all kinds."""
    return msgspec.convert(tomli.loads(_FILE.read_text(encoding="utf-8")), Works)


@cache
def kind_of(key: str) -> Kind:
    """Return a kind by its key; Refused where there is none."""
    for kind in works().kinds:
        if kind.key == key:
            return kind
    raise Refused(f"没有“{one_line(key)}”这类工作记录。")


@cache
def work_ledger(key: str) -> Ledger:
    """Return the ledger of one kind: the fields that it uses as it calls them, those required that it needs."""
    kind, whole = kind_of(key), ledger("works")
    wanted = (*_COMMON[:-1], *kind.fields, _COMMON[-1])
    kept = []
    for field in map(whole.field, dict.fromkeys(wanted)):
        label = kind.labels.get(field.key, field.label)
        # What the field is for elsewhere does not explain it under another name.
        words = field.help if label == field.label or field.kind == "lines" else ""
        required = field.required or field.key in kind.required
        kept.append(msgspec.structs.replace(field, required=required, label=label, help=words))
    return msgspec.structs.replace(whole, fields=tuple(kept))


@cache
def typing_ledger(key: str) -> Ledger:
    """Return the ledger of one kind with the fields of all kinds behind its own: what may be typed by any label."""
    own = work_ledger(key)
    return msgspec.structs.replace(own, fields=(*own.fields, *ledger("works").fields))


def refuse_foreign(key: str, values: Mapping[str, Any]) -> None:
    """Raise Refused, by their labels, for values of fields that a kind has not; the sentence says which it has."""
    own, whole = work_ledger(key), ledger("works")
    has = {field.key for field in own.fields}
    labels = {field.key: field.label for field in whole.fields}
    if foreign := [
        labels.get(each, one_line(each)) for each, value in values.items() if each not in has and value is not None
    ]:
        offered = "、".join(field.label for field in own.fields)
        raise Refused(f"“{kind_of(key).words}”没有“{'”、“'.join(foreign)}”这一项；可用：{offered}。")


@cache
def table_ledger() -> Ledger:
    """Return the ledger of all kinds, its fields also under the names that the kinds have for them (责任单位)."""
    whole, names = ledger("works"), defaultdict[str, dict[str, None]](dict)
    for kind in works().kinds:
        for key, label in kind.labels.items():
            names[key][label] = None
    fields = tuple(msgspec.structs.replace(field, also=tuple(names[field.key])) for field in whole.fields)
    return msgspec.structs.replace(whole, fields=fields)


def step_words(step: str) -> str:
    """Return what a step of a decision is called."""
    return ledger("works").field(step).label


def progress_words(record: Record) -> str:
    """Return in words how far a matter has come, for an account (新媒体账号) whether it is in use; "" for neither."""
    if record.get("kind") == "media_account":
        return "已关停" if record.get("closed_on") else "在用"
    field = ledger("works").field("status")
    return shown_value(field, record.get("status"))


def as_reported(records: Mapping[str, Record], year: int) -> dict[str, Record]:
    """Return work records as the report of a year tells of them: what became of a problem that was carried over.

    Where it was solved under its new number it counts as an old one that was solved, and is none of this year's.
    """
    solved = {number: record for number, record in records.items() if _solved_later(record, str(year))}
    old = {record["carried_from"] for record in solved.values()}
    kept = ((n, r) for n, r in records.items() if n not in solved or r["on"][:4] != str(year))
    return {number: {**record, "status": "done"} if number in old else record for number, record in kept}


def _solved_later(record: Record, year: str) -> bool:
    return bool(record.get("carried_from")) and record.get("status") == "done" and record["on"][:4] <= year


def refuse_impossible(record: Record) -> None:
    """Raise Refused for an account closed before it was opened, or closed without a word on why."""
    closed, reason = record.get("closed_on"), record.get("closed_reason")
    if closed and closed < record["on"]:
        raise Refused(f"关停日期{closed}早于开通日期{record['on']}，请核对。")
    if bool(closed) != bool(reason):
        raise Refused("关停账号须写明关停理由。" if closed else "写了关停理由，关停日期还没有填写。")
