"""The year's work (工作台账, place 7): registered by kind, carried over, and which rules it carried out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.house import Office
from tui_disclose.office.ledger_import import Intake, RecordsPlan, by_fields, plan_records
from tui_disclose.office.ledgers import Row
from tui_disclose.office.numbering import next_number
from tui_disclose.problems import Refused
from tui_disclose.records.fields import Values, checked_values, missing, shown_value, typed_value
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.works import Carrier, kind_of, work_ledger, works
from tui_disclose.store.interface import Entry, Fields

WORKS = ledger("works")
_PATTERN = "{年度}-{序号}"


class CarriedOut(msgspec.Struct, frozen=True):
    """What carried a rule out."""

    on: str
    """ISO 8601."""
    table: str
    number: str


def add_work(office: Office, values: Mapping[str, Any], today: date) -> str:
    """Register a work record and return its number (of the year it was done in); Refused for what its kind lacks."""
    kind = values.get("kind")
    if not kind:
        raise Refused("类别还没有填写。")
    whole = _begun(values, today)
    year = int(str(whole["on"] or today)[:4])
    return ledgers.add(office, work_ledger(kind), whole, lambda taken: next_number(_PATTERN, taken, year))


def _begun(values: Mapping[str, Any], today: date) -> Values:
    """Return a record's values with what a new one begins with."""
    begun = {f.key: typed_value(f, f.initial, today) for f in WORKS.fields if f.initial}
    if (kind := values.get("kind")) and "status" in kind_of(kind).fields:
        begun["status"] = "open"
    return {**begun, **values}


def plan_works(office: Office, name: str, data: bytes, today: date) -> RecordsPlan:
    """Return what importing work records from a file would do; Refused where the file cannot be read at all."""
    same = by_fields("kind", "on", "name", "subject", "measure", "section")
    intake = Intake(WORKS, same, ("on",), lambda _, taken, year: next_number(_PATTERN, taken, year), _begun, _problem)
    return plan_records(office, intake, name, data, today)


def _problem(office: Office, fields: Fields) -> str:  # noqa: ARG001 - the same for every ledger
    if not fields.get("kind"):
        return "类别还没有填写。"
    kept = work_ledger(fields["kind"])
    for sentence in missing(kept, fields).values():
        return sentence
    try:
        checked_values(kept, fields)
    except Refused as problem:
        return str(problem)
    return ""


def change_work(office: Office, number: str, values: Mapping[str, Any], seen: Fields | None = None) -> Entry | None:
    """Save values of a work record; Refused for a field that its kind has not, or lacks then."""
    row = ledgers.find_row(office, WORKS, number)
    kind = values.get("kind") or row.fields["kind"]
    if kind != row.fields["kind"]:
        for sentence in missing(work_ledger(kind), {**row.fields, **values}).values():
            raise Refused(sentence)
    return ledgers.change(office, work_ledger(kind), number, values, seen)


def carry_over(office: Office, number: str, today: date) -> str:
    """Carry an unfinished problem or task into this year as a new record, and return its number.

    Refused for one that is finished, of this year, or carried already.
    """
    row = ledgers.find_row(office, WORKS, number)
    if row.fields.get("status") != "open":
        raise Refused(f"工作记录{number}已办结，不用转到今年。")
    if row.fields["on"][:4] >= str(today.year):
        raise Refused(f"工作记录{number}是今年的，不用结转。")
    if any(each.fields.get("carried_from") == number for each in ledgers.rows(office, WORKS)):
        raise Refused(f"工作记录{number}已经结转。")
    kept = {field.key for field in work_ledger(row.fields["kind"]).fields} - {"on", "until", "progress"}
    values = {key: value for key, value in row.fields.items() if key in kept}
    if "carried_from" not in kept:
        raise Refused(f"只有“{kind_of('problem').words}”可以结转到下一年。")
    return add_work(office, {**values, "carried_from": number}, today)


def chosen(
    office: Office, kind: str = "", year: int | None = None, text: str = "", with_taken_out: bool = False
) -> list[Row]:
    """Return the work records of a kind (its words or key), of a year, with some words in them."""
    wanted = text.strip().casefold()
    key = typed_value(WORKS.field("kind"), kind, date.min) if kind else None
    return [
        row
        for row in ledgers.rows(office, WORKS, with_taken_out)
        if (key is None or row.fields["kind"] == key)
        and (year is None or row.fields["on"].startswith(f"{year}-"))
        and (not wanted or wanted in _searched(row))
    ]


def _searched(row: Row) -> str:
    shown = (shown_value(field, row.fields.get(field.key)) for field in WORKS.fields)
    return "\n".join((row.number, *shown)).casefold()


def carried_out(office: Office) -> dict[str, list[CarriedOut]]:
    """Return what carried out each rule in force, by the rule's number, oldest first.

    A work record counts for the rule of its kind and for those it names; other ledgers count as their data say.
    """
    rules = {row.fields["name"]: row.number for row in ledgers.rows(office, ledger("rules"))}
    found: dict[str, list[CarriedOut]] = {number: [] for number in rules.values()}
    for row in ledgers.rows(office, WORKS):
        named = {*(row.fields.get("rules") or ()), rules.get(kind_of(row.fields["kind"]).rule, "")}
        for number in named & found.keys():
            found[number].append(CarriedOut(row.fields["on"], WORKS.key, row.number))
    for carrier in works().ledgers:
        if carrier.rule in rules:
            found[rules[carrier.rule]] += _carried_by(office, carrier)
    return {number: sorted(each, key=lambda one: one.on) for number, each in found.items()}


def _carried_by(office: Office, carrier: Carrier) -> list[CarriedOut]:
    def pick(number: str, fields: Fields) -> CarriedOut | None:
        day = carrier.day(fields)
        return CarriedOut(day, carrier.table, number) if day else None

    return [done for done in office.store.scan(carrier.table, pick) if done]


def carried_out_words(done: list[CarriedOut], year: int) -> str:
    """Return in words when a rule was last carried out, and that it was not this year where that is so."""
    if not done:
        return "本年无实施记录"
    last = f"最近一次{done[-1].on}（{done[-1].number}）"
    this_year = sum(each.on.startswith(f"{year}-") for each in done)
    return f"本年{this_year}次，{last}" if this_year else f"本年无实施记录，{last}"
