"""The figures that the office's records give for a year: one function per kind of record, added up by cell."""

from collections.abc import Callable
from datetime import MAXYEAR, date

from tui_disclose.office.house import Office
from tui_disclose.report.sheet import Derived
from tui_disclose.statutory.forms import Form

Source = Callable[[Office, Form, int], Derived]

SOURCES: tuple[Source, ...] = ()
"""The kinds of record that fill cells of the report; each ledger adds its own."""


def derived_figures(office: Office, form: Form, year: int) -> Derived:
    """Return the derived figures of a year; none for years that began before the ledger did, or that no date has."""
    since = office.settings.ledger_since
    if since is None or not since.year <= year <= MAXYEAR or date(year, 1, 1) < since:
        return Derived()
    figures: dict[str, int | str] = {}
    records: dict[str, tuple[str, ...]] = {}
    for source in SOURCES:
        derived = source(office, form, year)
        figures |= derived.figures
        records |= derived.records
    return Derived(figures, records)
