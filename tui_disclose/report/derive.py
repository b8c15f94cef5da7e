"""The figures of 三 and 四 that the records give, and the records behind every cell: pure counting.

Sources: the meaning of the rows and columns as the form prints them. The rows of 三 that count outcomes come from the
form's file; a request counts where it was received, the reply where it was given (国办公开办函〔2016〕235号).
"""

from collections.abc import Iterable, Mapping

from tui_disclose.records.facts import CaseFact, Fact
from tui_disclose.report.sheet import Derived
from tui_disclose.statutory.forms import Form, Table

REQUESTS, REMEDIES = "requests", "remedies"
RECEIVED, CARRIED_IN, CONCLUDED, CARRIED_OUT = "received", "carried_in", "concluded", "carried_out"
PENDING = "pending"
OTHER = "other"
"""The row and the column of what a form does not name."""
_ROLES = (RECEIVED, CARRIED_IN, CARRIED_OUT)


def derive_requests(form: Form, facts: Iterable[Fact], year: int) -> Derived:
    """Return what the requests give for a year's 三, 0 in cells that count none; totals are left to the form.

    一: received in the year. 二: received before it and not concluded before it. 三: concluded in it, by outcome. 四:
    received by its end and not concluded by its end. Nothing where the form has no table with these rows.
    """
    table = _table(form, REQUESTS)
    if table is None or not {row for row, _ in table.grid}.issuperset(_ROLES):
        return Derived()
    first, last = f"{year:04}-01-01", f"{year:04}-12-31"
    rows = form.outcome_rows
    columns = {column for _, column in table.grid}
    behind: dict[tuple[str, str], list[str]] = {}
    active = False
    # Most of a long ledger is over before the year begins; a comprehension passes over it fastest.
    for fact in [each for each in facts if each.received_on <= last and not "" < each.closed_on < first]:
        new = fact.received_on >= first
        concluded = "" < fact.closed_on <= last
        active = active or new or concluded
        column = fact.kind if fact.kind in columns else OTHER
        row = rows.get(fact.outcome, OTHER) if concluded else CARRIED_OUT
        behind.setdefault((RECEIVED if new else CARRIED_IN, column), []).append(fact.number)
        behind.setdefault((row, column), []).append(fact.number)
    return _derived(table, behind, (*_ROLES, *dict.fromkeys(rows.values())), active)


def derive_remedies(form: Form, facts: Iterable[CaseFact], year: int) -> Derived:
    """Return what the cases give for a year's 四: those decided in it by result, those open at its end as pending."""
    table = _table(form, REMEDIES)
    if table is None or (("reconsideration", PENDING) not in table.grid):
        return Derived()
    first, last = f"{year:04}-01-01", f"{year:04}-12-31"
    behind: dict[tuple[str, str], list[str]] = {}
    active = False
    for fact in facts:
        if fact.filed_on > last or (fact.decided_on and fact.decided_on < first):
            continue
        decided = bool(fact.decided_on) and fact.decided_on <= last
        active = active or decided or fact.filed_on >= first
        behind.setdefault((fact.group, fact.result if decided else PENDING), []).append(fact.number)
    return _derived(table, behind, tuple(dict.fromkeys(row for row, _ in table.grid)), active)


def _table(form: Form, key: str) -> Table | None:
    return next((table for table in form.tables if table.key == key), None)


def _derived(table: Table, behind: Mapping[tuple[str, str], list[str]], rows: tuple[str, ...], active: bool) -> Derived:
    """Return counts by cell; the records of a cell that the form adds up are those of its parts."""
    figures: dict[str, int | str] = {}
    records: dict[str, tuple[str, ...]] = {}
    for pair, cell in table.grid.items():
        if pair[0] in rows and cell.address not in table.totals:
            numbers = behind.get(pair, ())
            figures[cell.address] = len(numbers)
            if numbers:
                records[cell.address] = tuple(numbers)
    for address in table.totals:
        if numbers := [number for part in _parts(table, address) for number in records.get(part, ())]:
            records[address] = tuple(dict.fromkeys(numbers))
    return Derived(figures, records, active)


def _parts(table: Table, address: str) -> Iterable[str]:
    """Yield the cells that are not totals themselves of which a total is made up."""
    for part in table.totals[address]:
        yield from _parts(table, part) if part in table.totals else (part,)
