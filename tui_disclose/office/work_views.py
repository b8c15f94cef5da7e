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
from tui_disclose.office.rules import rule_names
from tui_disclose.office.works import WORKS, chosen
from tui_disclose.records.fields import shown_value
from tui_disclose.records.works import Kind, kind_of, works

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
    for duty in work_duties(records, today):
        kind = str(records[duty.number]["kind"]) if duty.number else duty.kind.partition(".")[2]
        owed.setdefault(kind, []).append(duty)
    return [KindState(k, this_year[k.key], in_all[k.key], tuple(owed.get(k.key, ()))) for k in works().kinds]


def rules_of(office: Office, row: Row) -> dict[str, str]:
    """Return the rules in force that a work record carries out, by number: that of its kind and those it names."""
    numbers = rule_names(office)
    own = kind_of(row.fields["kind"]).rule
    wanted = {*(row.fields.get("rules") or ()), numbers.get(own, "")}
    return {number: name for name, number in numbers.items() if number in wanted}


def work_duties_of(office: Office, number: str, today: date) -> list[Duty]:
    """Return what one work record owes today."""
    return [duty for duty in work_duties(ledgers.looked_at(office, WORKS), today) if duty.number == number]


def works_markdown(office: Office, kind: str = "", year: int | None = None) -> str:
    """Return the work records of a kind (key or words) and a year as a Markdown list, oldest first."""
    from tui_disclose.exporting.ledger_markdown import list_markdown

    fields = [WORKS.field(key) for key in _PRINTED]
    kept = sorted(chosen(office, kind, year), key=lambda row: row.fields["on"])
    lines = [[row.number, *(" ".join(shown_value(f, row.fields.get(f.key)).split()) for f in fields)] for row in kept]
    title = f"{office.settings.unit}{_title(kind, year)}"
    return list_markdown(title, ["编号", *(field.label for field in fields)], lines, f"共{len(lines)}条。")


def export_works(office: Office, kind: str, year: int | None, output: Path | None, file_format: str = "md") -> Path:
    """Write the list of work records as a file of a format and return the path; the trail says so."""
    name = _title(kind, year)
    data = render_text(works_markdown(office, kind, year), file_format, office.settings.unit)
    return write_export(
        office, data, f"{file_name(name)}.{file_format}", output, f"导出{name}", ledgers.place_of(WORKS)
    )


def _title(kind: str, year: int | None) -> str:
    words = next((each.words for each in works().kinds if kind in (each.key, each.words)), kind)
    return f"{f'{year}年' if year else ''}工作台账{f'（{words}）' if words else ''}"
