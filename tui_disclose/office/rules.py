"""The office's rules (制度, place 2): registered, searched, printed, and when each was last carried out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.ledger_import import Intake, RecordsPlan, by_fields, plan_records
from tui_disclose.office.ledgers import Row
from tui_disclose.office.numbering import next_number
from tui_disclose.problems import Refused
from tui_disclose.records.fields import missing, shown_value
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.rule_presets import preset_rules
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Change, Fields

RULES = ledger("rules")


class Found(msgspec.Struct, frozen=True):
    """A line of a rule's text that holds what was searched for."""

    number: str
    name: str
    line: int
    """From 1; 0 for the name itself."""
    text: str


def rule_number(office: Office, taken: list[str], today: date) -> str:
    """Return the number that the next rule gets by the office's pattern."""
    return next_number(office.settings.numbers.rule, taken, today.year, office.settings.code)


def add_rule(office: Office, values: Mapping[str, Any], today: date) -> str:
    """Register a rule and return its number; Refused for values that cannot be taken or a name that is there."""
    name = str(values.get("name") or "").strip()
    if name and name in rule_names(office):
        raise Refused(f"制度“{one_line(name)}”已经登记，编号{rule_names(office)[name]}。")
    return ledgers.add(office, RULES, values, lambda taken: rule_number(office, taken, today))


def plan_rules(office: Office, name: str, data: bytes, today: date) -> RecordsPlan:
    """Return what importing rules from a file would do; Refused where the file cannot be read at all."""
    intake = Intake(
        RULES, by_fields("name"), (), lambda o, taken, _: rule_number(o, taken, today), lambda v, _: v, _problem
    )
    return plan_records(office, intake, name, data, today)


def _problem(office: Office, fields: Fields) -> str:  # noqa: ARG001 - the same for every ledger
    return next(iter(missing(RULES, fields).values()), "")


def rule_names(office: Office) -> dict[str, str]:
    """Return the numbers of the rules in force by name."""
    return {row.fields["name"]: row.number for row in ledgers.rows(office, RULES)}


def add_preset(office: Office, today: date) -> list[str]:
    """Register as one act the preset rules whose names are not there yet, and return their numbers in order."""
    refuse_read_only(office)
    there = rule_names(office)
    taken = list(office.store.records(RULES.key))
    changes, expected = [], {}
    for values in preset_rules():
        if values["name"] in there:
            continue
        number = rule_number(office, taken, today)
        taken.append(number)
        changes.append(Change(RULES.key, number, values))
        expected[RULES.key, number] = dict.fromkeys(values)
    if changes:
        office.store.apply(
            changes, office.who, f"按常用清单登记{len(changes)}项制度", expected, place=ledgers.place_of(RULES)
        )
    return [change.number for change in changes]


def in_force(row: Row, on: date) -> bool:
    """Tell whether a rule was in force on a day, so far as its dates say."""
    day = on.isoformat()
    made, out, until = row.fields.get("made_on"), row.fields.get(ledgers.OUT_ON), row.fields.get("valid_until")
    return not (made and made > day) and not (out and out <= day) and not (until and until < day)


def kinds_by_name(office: Office, on: date) -> dict[str, str]:
    """Return the kind in words of each rule in force on a day, by name: what the checks of texts ask for."""
    kind = RULES.field("kind")
    return {
        row.fields["name"]: shown_value(kind, row.fields.get("kind"))
        for row in ledgers.rows(office, RULES, with_taken_out=True)
        if in_force(row, on)
    }


def search(office: Office, words: str) -> list[Found]:
    """Return the lines of names and texts that hold some words, case aside; none for no words."""
    wanted = words.strip().casefold()
    found: list[Found] = []
    for row in ledgers.rows(office, RULES) if wanted else ():
        lines = [row.fields["name"], *str(row.fields.get("text") or "").splitlines()]
        found += [
            Found(row.number, row.fields["name"], place, one_line(line))
            for place, line in enumerate(lines)
            if wanted in line.casefold()
        ]
    return found
