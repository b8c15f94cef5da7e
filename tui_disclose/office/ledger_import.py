"""Records of a ledger from a file: all of them or none, every bad line named, what is there already passed over."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.links import broken_link
from tui_disclose.problems import Differs
from tui_disclose.records.fields import Ledger, Values
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Change, Entry, Fields


class Intake(msgspec.Struct, frozen=True):
    """How records of one ledger are taken from a file."""

    ledger: Ledger
    same: tuple[str, ...]
    """The fields that tell one record from another in files of other origin: they carry no numbers of ours."""
    day: str
    """The field whose year the number is of."""
    number: Callable[[Office, list[str], int], str]
    """Gives the next number of a year from those taken."""
    complete: Callable[[Values, date], Values]
    """Adds what a new record begins with."""
    problem: Callable[[Office, Fields], str]
    """Says why a record cannot be kept, "" where it can."""


class RecordsPlan(msgspec.Struct, frozen=True):
    """What an import would do."""

    ledger: Ledger
    items: dict[str, Fields]
    """New records by the number they will get."""
    there: tuple[str, ...]
    """Lines that hold what is in the ledger already, each in a sentence."""
    wrong: tuple[str, ...]
    """Lines that cannot be taken, each in a sentence."""


def plan_records(office: Office, intake: Intake, name: str, data: bytes, today: date) -> RecordsPlan:
    """Return what an import of a file would do; Refused where the file cannot be read at all."""
    from tui_disclose.importing.records import read_records

    kept = office.store.records(intake.ledger.key)
    known = {_identity(intake, fields): number for number, fields in kept.items() if fields}
    items: dict[str, Fields] = {}
    at: dict[str, int] = {}
    there, last = [], dict[int, str]()
    wrong: list[tuple[int, str]] = []
    for line in read_records(intake.ledger, name, data, today):
        if line.problem:
            wrong.append((line.line, line.problem))
            continue
        fields = intake.complete(line.values, today)
        identity = _identity(intake, fields)
        if identity in known and (not line.number or line.number == known[identity]):
            words = f"“{one_line(str(fields.get('name', '')))[:30]}”已有，编号{known[identity]}。"
            there.append(f"第{line.line}行：{words}")
            continue
        year = int(str(fields.get(intake.day) or today)[:4])
        number = line.number or intake.number(office, [last[year]] if year in last else [*kept, *items], year)
        taken = number in items or number in kept
        problem = f"编号“{one_line(number)}”已用于另一条，编号不重复使用。" if taken else intake.problem(office, fields)
        if problem:
            wrong.append((line.line, problem))
            continue
        if not line.number:
            last[year] = number
        items[number] = fields
        at[number] = line.line
        known[identity] = number
    # Looked at last: a line may name one that stands below it.
    links = ((at[number], broken_link(office, intake.ledger, {}, fields, items)) for number, fields in items.items())
    wrong += [(line, problem) for line, problem in links if problem]
    said = tuple(f"第{line}行：{problem}" for line, problem in sorted(wrong))
    return RecordsPlan(intake.ledger, items, tuple(there), said)


def apply_records(office: Office, plan: RecordsPlan, name: str) -> Entry | None:
    """Save a plan as one act; None where there is nothing new. Refused, with every bad line, where one is bad."""
    refuse_read_only(office)
    ledger = plan.ledger
    if plan.wrong:
        raise Differs(f"有{len(plan.wrong)}行不能导入，没有导入任何{ledger.name}：", plan.wrong)
    if not plan.items:
        return None
    changes = [Change(ledger.key, number, fields) for number, fields in plan.items.items()]
    expected = {(ledger.key, number): dict.fromkeys(fields) for number, fields in plan.items.items()}
    words = f"从 {one_line(name)} 导入{len(changes)}条{ledger.name}"
    return office.store.apply(changes, office.who, words, expected, place=ledgers.place_of(ledger))


def _identity(intake: Intake, fields: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(fields.get(key) or "") for key in intake.same)
