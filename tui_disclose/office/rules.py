"""The office's rules (制度, place 2): registered, searched, printed, and when each was last carried out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.ledger_import import Intake, RecordsPlan, by_fields, plan_records
from tui_disclose.office.numbering import next_number
from tui_disclose.problems import Refused
from tui_disclose.records.fields import Values, missing, shown_value, typed_value
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.rule_presets import preset_rules
from tui_disclose.records.rules import in_force, refuse_impossible
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Change, Entry, Fields

RULES = ledger("rules")


class Found(msgspec.Struct, frozen=True):
    """A line of a rule's text that holds what was searched for."""

    number: str
    name: str
    line: int
    """From 1; 0 for the name itself."""
    text: str
    repealed: bool = False
    """Whether the rule was repealed (已废止)."""


def rule_number(office: Office, taken: list[str], today: date) -> str:
    """Return the number that the next rule gets by the office's pattern."""
    return next_number(office.settings.numbers.rule, taken, today.year, office.settings.code)


def add_rule(office: Office, values: Mapping[str, Any], today: date) -> str:
    """Register a rule and return its number; Refused for values that cannot be taken or a name that is there."""
    whole = _begun(values, today)
    return ledgers.add(office, RULES, whole, lambda taken: rule_number(office, taken, today))


def _begun(values: Mapping[str, Any], today: date) -> Values:
    """Return a rule's values with what a new one begins with."""
    return {**{f.key: typed_value(f, f.initial, today) for f in RULES.fields if f.initial}, **values}


def refuse_rule(office: Office, before: Fields, after: Fields) -> None:
    """Raise Refused where a rule cannot be kept so: its dates clash, or a rule not repealed has its name already."""
    refuse_impossible(after)
    name, out = after.get("name"), after.get(ledgers.OUT_ON)
    named_anew = name != before.get("name") or (before.get(ledgers.OUT_ON) and not out)
    if not out and named_anew and name in (names := rule_names(office)):
        raise Refused(f"制度“{one_line(str(name))}”已经登记，编号{names[name]}。")


def repeal(office: Office, number: str, reason: str, on: date) -> Entry | None:
    """Repeal a rule from a day on (废止); Refused for no such rule, one already repealed, no reason, or an earlier day.

    Its number, texts and reason stay.
    """
    refuse_impossible({**ledgers.find_row(office, RULES, number).fields, ledgers.OUT_ON: on.isoformat()})
    return ledgers.take_out(office, RULES, number, reason, on)


def plan_rules(office: Office, name: str, data: bytes, today: date) -> RecordsPlan:
    """Return what importing rules from a file would do; Refused where the file cannot be read at all."""
    names: set[str] = set()

    def problem(office: Office, fields: Fields) -> str:
        for sentence in missing(RULES, fields).values():
            return sentence
        if fields["name"] in names:
            return f"制度“{one_line(fields['name'])}”在文件中有两项。"
        names.add(fields["name"])
        try:
            refuse_rule(office, {}, fields)
        except Refused as found:
            return str(found)
        return ""

    intake = Intake(RULES, by_fields("name"), (), lambda o, taken, _: rule_number(o, taken, today), _begun, problem)
    return plan_records(office, intake, name, data, today)


def rule_names(office: Office) -> dict[str, str]:
    """Return the numbers of the rules that were not repealed, by name."""
    return {row.fields["name"]: row.number for row in ledgers.rows(office, RULES)}


def add_preset(office: Office, today: date) -> list[str]:
    """Register as one act the preset rules whose names are not there yet, and return their numbers in order.

    One that was repealed stays repealed: who wants it again registers it.
    """
    refuse_read_only(office)
    there = {row.fields["name"] for row in ledgers.rows(office, RULES, with_taken_out=True)}
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


def preset_words(office: Office, added: list[str]) -> str:
    """Return what to say after the preset rules were registered: how many, and which stay repealed."""
    kept = rule_names(office)
    repealed = [rule["name"] for rule in preset_rules() if rule["name"] not in kept]
    said = f"已登记{len(added)}项制度。" if added else "常用的制度都已登记。"
    left = f"另有{len(repealed)}项已废止，没有重新登记：{'、'.join(repealed)}。" if repealed else ""
    return said + left


def kinds_by_name(office: Office, on: date) -> dict[str, str]:
    """Return the kind in words of each rule in force on a day, by name: what the checks of texts ask for."""
    kind = RULES.field("kind")
    return {
        row.fields["name"]: shown_value(kind, row.fields.get("kind"))
        for row in ledgers.rows(office, RULES, with_taken_out=True)
        if in_force(row.fields, on)
    }


def search(office: Office, words: str) -> list[Found]:
    """Return the lines of names and texts, of repealed rules too, that hold some words, case aside."""
    wanted = words.strip().casefold()
    found: list[Found] = []
    for row in ledgers.rows(office, RULES, with_taken_out=True) if wanted else ():
        lines = [row.fields["name"], *str(row.fields.get("text") or "").splitlines()]
        found += [
            Found(row.number, row.fields["name"], place, one_line(line), row.taken_out)
            for place, line in enumerate(lines)
            if wanted in line.casefold()
        ]
    return found
