"""The year's work as it is looked at: what each kind counts and owes, the rules that a record carried out."""

from collections import Counter
from datetime import date
from pathlib import Path

import msgspec

from tui_disclose.duties.values import Duty
from tui_disclose.duties.works import work_duties
from tui_disclose.office import ledgers
from tui_disclose.office.exporting import file_name, write_export
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import Row
from tui_disclose.office.papers import render_text
from tui_disclose.office.rules import RULES
from tui_disclose.office.works import WORKS, chosen, kept_since, rule_names_of
from tui_disclose.records.fields import Field, shown_value, typed_value
from tui_disclose.records.works import Kind, kind_of, progress_words, work_ledger, works

_PRINTED = ("on", "kind", "name", "section", "count", "status", "result")


class KindState(msgspec.Struct, frozen=True):
    """A kind of work record with what there is of it and what it owes."""

    kind: Kind
    this_year: int
    in_all: int
    duties: tuple[Duty, ...]


def kind_states(office: Office, today: date) -> list[KindState]:
    """Return each kind of work record, in order, with how many there are and what it owes today."""
    records = ledgers.looked_at(office, WORKS)
    in_all = Counter(fields["kind"] for fields in records.values())
    this_year = Counter(fields["kind"] for fields in records.values() if fields["on"][:4] == str(today.year))
    owed: dict[str, list[Duty]] = {}
    for duty in work_duties(records, today, kept_since(office, today)):
        kind = str(records[duty.number]["kind"]) if duty.number else duty.kind.partition(".")[2]
        owed.setdefault(kind, []).append(duty)
    return [KindState(k, this_year[k.key], in_all[k.key], tuple(owed.get(k.key, ()))) for k in works().kinds]


def rules_of(office: Office, row: Row) -> dict[str, str]:
    """Return the rules that a work record carries out, by number: those of its kind and those it names."""
    names, numbers = rule_names_of(row.fields), row.fields.get("rules") or ()
    found: dict[str, str] = {}
    for rule in ledgers.rows(office, RULES, with_taken_out=True):
        name, out = rule.fields["name"], rule.fields.get(ledgers.OUT_ON)
        if rule.number in numbers or (name in names and not (out and out <= row.fields["on"])):
            found[rule.number] = f"{name}（已{RULES.take_out}）" if out else name
    return found


def work_duties_of(office: Office, number: str, today: date) -> list[Duty]:
    """Return what one work record owes today."""
    owed = work_duties(ledgers.looked_at(office, WORKS), today, kept_since(office, today))
    return [duty for duty in owed if duty.number == number]


def works_markdown(office: Office, kind: str = "", year: int | None = None) -> str:
    """Return the work records of a kind (key or words) and a year as a Markdown list, oldest first.

    Of one kind every field is printed that any of them has, under the names that the kind gives them.
    """
    from tui_disclose.exporting.ledger_markdown import list_markdown

    kept = sorted(chosen(office, kind, year), key=lambda row: row.fields["on"])
    own = _kind_named(kind)
    fields = work_ledger(own.key).fields if own else tuple(WORKS.field(key) for key in _PRINTED)
    if own:
        fields = tuple(f for f in fields if f.key != "kind" and any(f.key in row.fields for row in kept))
    lines = [[row.number, *(" ".join(_printed(f, row).split()) for f in fields)] for row in kept]
    title = f"{office.settings.unit}{_title(kind, year)}"
    return list_markdown(title, ["编号", *(field.label for field in fields)], lines, f"共{len(lines)}条。")


def _printed(field: Field, row: Row) -> str:
    return progress_words(row.fields) if field.key == "status" else shown_value(field, row.fields.get(field.key))


def export_works(office: Office, kind: str, year: int | None, output: Path | None, file_format: str = "md") -> Path:
    """Write the list of work records as a file of a format and return the path; the trail says so."""
    name = _title(kind, year)
    data = render_text(works_markdown(office, kind, year), file_format, office.settings.unit)
    return write_export(
        office, data, f"{file_name(name)}.{file_format}", output, f"导出{name}", ledgers.place_of(WORKS)
    )


def _title(kind: str, year: int | None) -> str:
    own = _kind_named(kind)
    return f"{f'{year}年' if year else ''}工作台账{f'（{own.words}）' if own else ''}"


def _kind_named(kind: str) -> Kind | None:
    """Return the kind that a key, its words or their beginning mean, None for none; Refused for one there is not."""
    key = typed_value(WORKS.field("kind"), kind, date.min) if kind else None
    return kind_of(str(key)) if key else None
