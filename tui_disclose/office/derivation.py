"""The figures that the office's records give for a year: one function per kind of record, added up by cell."""

from collections.abc import Callable

from tui_disclose.office.facts import case_facts, counted_again, facts_by_year, request_facts
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import OUT_ON, looked_at
from tui_disclose.office.settings import in_ledger
from tui_disclose.records.facts import Groups
from tui_disclose.records.ledger_files import ledger
from tui_disclose.report.derive import derive_remedies, requests_of_year
from tui_disclose.report.proactive import Counted, counted, derive_proactive
from tui_disclose.report.sheet import Derived
from tui_disclose.statutory.forms import Form
from tui_disclose.store.interface import Fields

Source = Callable[[Office, Form, int], Derived]


def _requests(office: Office, form: Form, year: int) -> Derived:
    """Return what the requests give for 三; nothing where the office has never registered one."""
    if not request_facts(office):
        return Derived()
    again = counted_again(office)
    groups = Groups([*request_facts(office).values(), *again]) if again else facts_by_year(office)
    return requests_of_year(form, groups, year)


def _remedies(office: Office, form: Form, year: int) -> Derived:
    """Return what the cases give for 四: without any case, noughts once the office registers requests."""
    facts = case_facts(office)
    return derive_remedies(form, facts.values(), year) if facts or request_facts(office) else Derived()


def documents_of(office: Office, year: int) -> list[Counted]:
    """Return in which cells of table 二 each item of the catalogue counts, those taken down left out."""

    def pick(number: str, fields: Fields) -> Counted | None:
        return counted(number, fields, year) if len(fields) > 1 and OUT_ON not in fields else None

    return [found for found in office.store.scan("catalogue", pick) if found]


def _proactive(office: Office, form: Form, year: int) -> Derived:
    """Return what the catalogue and the counts typed in the year's work give for 二."""
    items = documents_of(office, year)
    counts = looked_at(office, ledger("works"), lambda fields: fields.get("kind") == "yearly_count")
    return derive_proactive(form, items, counts, year)


SOURCES: tuple[Source, ...] = (_requests, _remedies, _proactive)
"""The kinds of record that fill cells of the report; each ledger adds its own."""


def derived_figures(office: Office, form: Form, year: int) -> Derived:
    """Return the derived figures of a year; none for years that began before the ledger did, or that no date has."""
    if not in_ledger(office.settings, year):
        return Derived()
    figures: dict[str, int | str] = {}
    records: dict[str, tuple[str, ...]] = {}
    active = False
    for source in SOURCES:
        derived = source(office, form, year)
        figures |= derived.figures
        records |= derived.records
        active = active or bool(derived.figures and derived.active)
    return Derived(figures, records, active)
