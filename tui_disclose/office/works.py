"""The year's work (工作台账, place 7): registered by kind, carried over, and which rules it carried out."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.house import Office
from tui_disclose.office.ledger_import import Intake, RecordsPlan, by_fields, plan_records
from tui_disclose.office.ledgers import OUT_ON, Row
from tui_disclose.office.numbering import next_number
from tui_disclose.problems import Refused
from tui_disclose.records.fields import Values, checked_values, missing, shown_value, typed_value
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.report import TABLE as REPORTS
from tui_disclose.records.stages import STEPS_FIELD, last_step, steps_from
from tui_disclose.records.works import (
    Carrier,
    kind_of,
    progress_words,
    refuse_foreign,
    refuse_impossible,
    table_ledger,
    work_ledger,
    works,
)
from tui_disclose.report.proactive import uncounted
from tui_disclose.store.interface import Entry, Fields

WORKS = ledger("works")
_PATTERN = "{年度}-{序号}"

REPORTING = "年度报告制度"
"""The rule that the yearly reports carry out: they are no ledger, so the data of the ledgers cannot say it."""


class CarriedOut(msgspec.Struct, frozen=True, order=True):
    """What carried a rule out; the earlier is less."""

    on: str
    """ISO 8601."""
    table: str
    number: str


Wanted = tuple[Carrier, list[tuple[list[CarriedOut], str]]]
"""What carries rules out, and for each of those rules what was found and the day of its repeal."""


def add_work(office: Office, values: Mapping[str, Any], today: date) -> str:
    """Register a work record and return its number (of the year it was done in); Refused for what its kind lacks."""
    kind = values.get("kind")
    if not kind:
        raise Refused("类别还没有填写。")
    refuse_foreign(kind, values)
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

    def number(_: Office, taken: list[str], year: int) -> str:
        return next_number(_PATTERN, taken, year)

    intake = Intake(table_ledger(), same, ("on",), number, _begun, _problem)
    return plan_records(office, intake, name, data, today)


def _problem(office: Office, fields: Fields) -> str:
    if not fields.get("kind"):
        return "类别还没有填写。"
    kept = work_ledger(fields["kind"])
    for sentence in missing(kept, fields).values():
        return sentence
    try:
        refuse_foreign(fields["kind"], fields)
        checked_values(kept, fields)
        refuse_work(office, fields)
    except Refused as problem:
        return str(problem)
    return ""


def refuse_work(office: Office, after: Fields) -> None:
    """Raise Refused where a work record cannot be kept so.

    An account's dates clash, a problem follows a newer one, or a count stands in no cell of table 二.
    """
    refuse_impossible(after)
    if after.get("kind") == "yearly_count" and (sentence := uncounted(after, office.forms.forms, _words)):
        raise Refused(sentence)
    source = office.store.record(WORKS.key, after["carried_from"]) if after.get("carried_from") else None
    if source and source["on"][:4] >= after["on"][:4]:
        raise Refused(f"接续问题应是以前年度的，{after['carried_from']}是{source['on'][:4]}年的。")


def _words(field: str, value: object) -> str:
    return shown_value(WORKS.field(field), value)


def change_work(office: Office, number: str, values: Mapping[str, Any], seen: Fields | None = None) -> Entry | None:
    """Save values of a work record; Refused for a field that its kind has not, or lacks then."""
    row = ledgers.find_row(office, WORKS, number)
    kind = values.get("kind") or row.fields["kind"]
    if kind != row.fields["kind"]:
        for sentence in missing(work_ledger(kind), {**row.fields, **values}).values():
            raise Refused(sentence)
        own = {field.key for field in work_ledger(kind).fields}
        left = [f.label for f in work_ledger(row.fields["kind"]).fields if f.key in row.fields and f.key not in own]
        if left:
            raise Refused(f"“{kind_of(kind).words}”没有{'、'.join(left)}，请先清除这几项，或者注销后另登一条。")
    refuse_foreign(kind, values)
    return ledgers.change(office, work_ledger(kind), number, values, seen)


def carry_over(office: Office, number: str, today: date) -> str:
    """Carry an unfinished problem into this year as a new record, and return its number.

    Refused for one that is finished, of this year, carried already or no problem.
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
    return "\n".join((row.number, progress_words(row.fields), *shown)).casefold()


def kept_since(office: Office, today: date) -> date:
    """Return the first day from which what was not recorded was not done: earlier years were not kept here."""
    return office.settings.ledger_since or date(today.year, 1, 1)


def carried_out(office: Office) -> dict[str, list[CarriedOut]]:
    """Return what carried out each rule, by the rule's number, oldest first; a repealed rule until its day.

    A work record counts for the rule of its kind and for those it names; other ledgers count as their data say, the
    yearly reports when they were published.
    """
    found: dict[str, list[CarriedOut]] = {}
    named: dict[str, list[tuple[list[CarriedOut], str]]] = {}
    for rule in ledgers.rows(office, ledger("rules"), with_taken_out=True):
        found[rule.number] = []
        named.setdefault(rule.fields["name"], []).append((found[rule.number], rule.fields.get(OUT_ON) or "~"))
    for table, carriers in _carriers().items():
        # A hundred thousand items are looked at here each time somebody saves: only for rules that there are.
        wanted = [(carrier, named[carrier.rule]) for carrier in carriers if carrier.rule in named]

        def look(number: str, fields: Fields, table: str = table, wanted: list[Wanted] = wanted) -> None:
            # Where adding was undone nothing is left but the number.
            if OUT_ON in fields or len(fields) <= 1:
                return
            for carrier, rules in wanted:
                if day := carrier.day(fields):
                    done = CarriedOut(day, table, number)
                    for kept, until in rules:
                        if day < until and (not kept or kept[-1] != done):
                            kept.append(done)
            for rule in fields.get("rules") or ():
                done, kept = CarriedOut(fields["on"], table, number), found.get(rule, [])
                if not kept or kept[-1] != done:
                    kept.append(done)

        office.store.scan(table, look)
    for done in _published(office):
        for kept, until in named.get(REPORTING, ()):
            if done.on < until:
                kept.append(done)
    return {number: sorted(each) for number, each in found.items()}


@cache
def _carriers() -> dict[str, tuple[Carrier, ...]]:
    """Return by ledger what carries rules out: each kind of work its own rule, and what the data name besides."""
    kinds = [Carrier(kind.rule, WORKS.key, "on", {"kind": kind.key}) for kind in works().kinds]
    found: dict[str, tuple[Carrier, ...]] = {}
    for carrier in (*kinds, *works().ledgers):
        found[carrier.table] = (*found.get(carrier.table, ()), carrier)
    return found


def rule_names_of(fields: Mapping[str, Any]) -> set[str]:
    """Return the names of the rules that a work record carries out by its kind and what it holds."""
    return {carrier.rule for carrier in _carriers()[WORKS.key] if carrier.rule and carrier.day(fields)}


def _published(office: Office) -> list[CarriedOut]:
    """Return when each yearly report was published (条例第四十九条、第五十条)."""

    def pick(number: str, fields: Fields) -> CarriedOut | None:
        step = last_step(steps_from(fields.get(STEPS_FIELD) or ()), "published")
        return CarriedOut(step.on.isoformat(), REPORTS, number) if step else None

    return [done for done in office.store.scan(REPORTS, pick) if done]


def carried_out_words(done: list[CarriedOut], year: int) -> str:
    """Return in words when a rule was last carried out, and that it was not this year where that is so."""
    if not done:
        return "本年无实施记录"
    last = f"最近一次{done[-1].on}（{done[-1].number}{'年度报告' * (done[-1].table == REPORTS)}）"
    this_year = sum(each.on.startswith(f"{year}-") for each in done)
    return f"本年{this_year}次，{last}" if this_year else f"本年无实施记录，{last}"
