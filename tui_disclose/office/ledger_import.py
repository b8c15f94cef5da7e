"""Records of a ledger from a file: all of them or none, every bad line named, what is there already passed over."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from tui_disclose.office import ledgers
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.links import broken_link
from tui_disclose.problems import Differs
from tui_disclose.records.fields import Ledger, Values, shown_value, unlikely_day
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Change, Entry, Fields

if TYPE_CHECKING:
    from tui_disclose.importing.records import Line


Key = Callable[[Mapping[str, Any]], tuple[str, ...]]
"""What tells one record from another."""


def by_fields(*names: str) -> Key:
    """Return what takes the values of fields as a key."""
    return lambda fields: tuple(str(fields.get(name) or "") for name in names)


class Intake(msgspec.Struct, frozen=True):
    """How records of one ledger are taken from a file."""

    ledger: Ledger
    same: Key
    """Equal for records that are one in files of other origin: they carry no numbers of ours."""
    days: tuple[str, ...]
    """The fields whose year the number is of, the first that has a value."""
    number: Callable[[Office, list[str], int], str]
    """Gives the next number of a year from those taken."""
    complete: Callable[[Values, date], Values]
    """Adds what a new record begins with."""
    problem: Callable[[Office, Fields], str]
    """Says why a record cannot be kept, "" where it can."""
    alike: Key | None = None
    """Equal for records that may be one: they are taken, and it is said; () for none."""


class RecordsPlan(msgspec.Struct, frozen=True):
    """What an import would do."""

    ledger: Ledger
    items: dict[str, Fields]
    """New records by the number they will get."""
    there: tuple[str, ...]
    """Lines that hold what is in the ledger or in an earlier line already, each in a sentence."""
    wrong: tuple[str, ...]
    """Lines that cannot be taken, each in a sentence."""
    said: tuple[str, ...] = ()
    """What has to be said of the file."""
    alike: tuple[str, ...] = ()
    """Lines that are taken and may be something that is there already, each in a sentence."""


class _Reading:
    """What was found in the lines of a file so far."""

    def __init__(self, office: Office, intake: Intake) -> None:
        self.office = office
        self.intake = intake
        self.kept = office.store.records(intake.ledger.key)
        there = [(number, fields) for number, fields in self.kept.items() if fields]
        self.known = {intake.same(fields): number for number, fields in there if self._title(fields)}
        self.untitled: dict[tuple[str, ...], list[str]] = {}
        for number, fields in there:
            if not self._title(fields):
                self.untitled.setdefault(intake.same(fields), []).append(number)
        self.resembling = {intake.alike(fields): number for number, fields in there} if intake.alike else {}
        self.lines: dict[str, int] = {}
        self.items: dict[str, Fields] = {}
        self.given: dict[int, str] = {}
        self.said: list[str] = []
        self.alike: list[str] = []

    def is_there(self, line: "Line", fields: Fields) -> bool:
        """Tell whether a line's record is there already, and note what there is to say."""
        same = self.intake.same(fields)
        if line.number:
            own = self.kept.get(line.number) or self.items.get(line.number)
            number = line.number if own and self.intake.same(own) == same else None
        elif self._title(fields):
            number = self.known.get(same)
        else:
            # Two that have no name and agree in all else are two: each in the ledger stands for one line only.
            number = self.untitled[same].pop(0) if self.untitled.get(same) else None
        if number is None:
            return False
        name = self._title(fields)[:30] or self._words(fields)
        if number in self.lines:
            words = f"“{name}”与第{self.lines[number]}行相同"
        else:
            out = f"（已{self.intake.ledger.take_out}）" if ledgers.OUT_ON in self.kept[number] else ""
            words = f"“{name}”已有，编号{one_line(number)}{out}"
        self.said.append(f"第{line.line}行：{words}。")
        return True

    def take(self, line: "Line", fields: Fields, taken: list[str], today: date) -> str:
        """Take a line's record under its own number or the next one; return why it cannot be taken, "" where it is."""
        day = next((fields[key] for key in self.intake.days if fields.get(key)), today)
        year = int(str(day)[:4])
        before = [self.given[year]] if year in self.given else taken
        number = line.number or self.intake.number(self.office, before, year)
        if number in self.items or number in self.kept:
            return f"编号“{one_line(number)}”已用于另一条，编号不重复使用。"
        for field in self.intake.ledger.fields:
            if problem := unlikely_day(field, fields.get(field.key), today):
                return problem
        if problem := self.intake.problem(self.office, fields):
            return problem
        if not line.number:
            self.given[year] = number
        key = self.intake.alike(fields) if self.intake.alike else ()
        if key and (other := self.resembling.setdefault(key, number)) != number:
            where = f"第{self.lines[other]}行" if other in self.lines else one_line(other)
            self.alike.append(f"第{line.line}行：与{where}同名同日，作为另一条导入，请核对是否重复。")
        self.lines[number], self.items[number] = line.line, fields
        if self._title(fields):
            self.known[self.intake.same(fields)] = number
        return ""

    def _words(self, fields: Mapping[str, Any]) -> str:
        told = ((field.label, shown_value(field, fields.get(field.key))) for field in self.intake.ledger.fields)
        return "，".join(f"{label}：{words}" for label, words in told if words)[:80]

    def _title(self, fields: Mapping[str, Any]) -> str:
        return one_line(str(fields.get(self.intake.ledger.title) or ""))


def plan_records(office: Office, intake: Intake, name: str, data: bytes, today: date) -> RecordsPlan:
    """Return what an import of a file would do; Refused where the file cannot be read at all."""
    from tui_disclose.importing.records import read_records

    reading = _Reading(office, intake)
    lines, said = read_records(intake.ledger, name, data, today)
    numbers = [line.number for line in lines if line.number]
    taken = [*reading.kept, *numbers]
    wrong: dict[int, str] = {}
    for line in lines:
        problem = line.problem
        if not problem:
            fields = _begun(intake, line.values, today)
            problem = "" if reading.is_there(line, fields) else reading.take(line, fields, taken, today)
        if problem:
            wrong[line.line] = problem
    # Looked at last: a line may name one that stands below it, or one that is to be mended first.
    coming = {*reading.items, *numbers}
    for number, fields in reading.items.items():
        if problem := broken_link(office, intake.ledger, {}, fields, coming, number):
            wrong[reading.lines[number]] = problem
    sentences = tuple(f"第{line}行：{wrong[line]}" for line in sorted(wrong))
    there, alike = tuple(reading.said), tuple(reading.alike)
    return RecordsPlan(intake.ledger, reading.items, there, sentences, tuple(said), alike)


def _begun(intake: Intake, values: Values, today: date) -> Values:
    """Return a line's values with what a new record begins with, but for days: a file tells of the past."""
    days = {field.key for field in intake.ledger.fields if field.kind == "date"}
    whole = intake.complete(values, today)
    return {key: value for key, value in whole.items() if key in values or key not in days}


def apply_records(office: Office, plan: RecordsPlan, name: str) -> Entry | None:
    """Save a plan as one act; None where there is nothing new. Refused, with every bad line, where one is bad."""
    refuse_read_only(office)
    ledger = plan.ledger
    if plan.wrong:
        raise Differs(f"有{len(plan.wrong)}行不能导入，没有导入任何{ledger.name}；请改正后重新导入。", plan.wrong)
    if not plan.items:
        return None
    changes = [Change(ledger.key, number, fields) for number, fields in plan.items.items()]
    expected = {(ledger.key, number): dict.fromkeys(fields) for number, fields in plan.items.items()}
    words = f"从 {one_line(name)} 导入{len(changes)}条{ledger.name}"
    return office.store.apply(changes, office.who, words, expected, place=ledgers.place_of(ledger))
