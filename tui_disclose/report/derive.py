"""The figures of 三 and 四 that the records give, and the records behind every cell: pure counting.

Sources: the meaning of the rows and columns as the form prints them. The rows of 三 that count outcomes come from the
form's file; a request counts where it was received, the reply where it was given (国办公开办函〔2016〕235号).
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TypeVar

from tui_disclose.records.facts import CaseFact, Fact, Groups
from tui_disclose.report.sheet import Derived
from tui_disclose.statutory.forms import Form, Table

REQUESTS, REMEDIES = "requests", "remedies"
RECEIVED, CARRIED_IN, CONCLUDED, CARRIED_OUT = "received", "carried_in", "concluded", "carried_out"
PENDING = "pending"
OTHER = "other"
"""The row and the column of what a form does not name."""
_ROLES = (RECEIVED, CARRIED_IN, CARRIED_OUT)

_Kind = TypeVar("_Kind")


def derive_requests(form: Form, facts: Iterable[Fact], year: int) -> Derived:
    """Return what the requests give for a year's 三; see requests_between."""
    return requests_between(form, facts, f"{year:04}-01-01", f"{year:04}-12-31")


def requests_of_year(form: Form, groups: Groups, year: int) -> Derived:
    """Return the same as `derive_requests` from facts that are grouped by years, however many there are."""
    return _requests(form, groups, f"{year:04}", f"{year:04}")


def requests_between(form: Form, facts: Iterable[Fact], first: str, last: str) -> Derived:
    """Return what the requests give for 三 over a span of days, 0 in cells that count none; totals are the form's.

    一: received in the span. 二: received before it and not concluded before it. 三: concluded in it, by outcome. 四:
    received by its end and not concluded by its end. Nothing where the form has no table with these rows.
    """
    # Most of a long ledger is over before the span begins; a comprehension passes over it fastest.
    touching = [each for each in facts if each.received_on <= last and not "" < each.closed_on < first]
    return _requests(form, Groups(touching, len(first)), first, last)


def _requests(form: Form, groups: Groups, first: str, last: str) -> Derived:
    """Return 三 over a span whose ends are periods of the groups."""
    table = _table(form, REQUESTS)
    if table is None or not {row for row, _ in table.grid}.issuperset(_ROLES):
        return Derived()
    rows = (*_ROLES, *dict.fromkeys(form.outcome_rows.values()))
    behind: dict[str, _Columns[int]] = {row: _Columns(table) for row in (*rows, OTHER)}
    by_outcome = {outcome: behind[row] for outcome, row in form.outcome_rows.items()}
    received_in, carried_in, carried_out = (behind[role] for role in _ROLES)
    active = False
    for (received, closed, kind, outcome), places in groups.places.items():
        if not places or received > last or "" < closed < first:
            continue
        (received_in if received >= first else carried_in)[kind].extend(places)
        concluded = "" < closed <= last
        (by_outcome.get(outcome, behind[OTHER]) if concluded else carried_out)[kind].extend(places)
        active = active or concluded or received >= first
    return _derived(table, {row: _numbers(groups, behind[row]) for row in rows}, active)


def _numbers(groups: Groups, columns: Mapping[str, list[int]]) -> dict[str, list[str]]:
    """Return the numbers of the requests in each column, in the order of the register."""
    return {column: [groups.numbers[place] for place in sorted(places)] for column, places in columns.items()}


class _Columns(dict[str, list[_Kind]]):
    """What is in the cells of one row by column; what a form does not name is in the column of others."""

    def __init__(self, table: Table) -> None:
        super().__init__((column, []) for _, column in table.grid)
        self.setdefault(OTHER, [])

    def __missing__(self, _: str) -> list[_Kind]:
        return self[OTHER]


def derive_remedies(form: Form, facts: Iterable[CaseFact], year: int) -> Derived:
    """Return what the cases give for a year's 四; see remedies_between."""
    return remedies_between(form, facts, f"{year:04}-01-01", f"{year:04}-12-31")


def remedies_between(form: Form, facts: Iterable[CaseFact], first: str, last: str) -> Derived:
    """Return what the cases give for 四 over a span of days: decided in it by result, open at its end as pending."""
    table = _table(form, REMEDIES)
    if table is None or (("reconsideration", PENDING) not in table.grid):
        return Derived()
    behind: dict[str, _Columns[str]] = {row: _Columns(table) for row, _ in table.grid}
    active = False
    for fact in facts:
        if fact.filed_on > last or (fact.decided_on and fact.decided_on < first):
            continue
        decided = bool(fact.decided_on) and fact.decided_on <= last
        active = active or decided or fact.filed_on >= first
        behind[fact.group][fact.result if decided else PENDING].append(fact.number)
    return _derived(table, behind, active)


def _table(form: Form, key: str) -> Table | None:
    return next((table for table in form.tables if table.key == key), None)


def _derived(table: Table, behind: Mapping[str, Mapping[str, list[str]]], active: bool) -> Derived:
    """Return counts by cell; the records of a cell that the form adds up are those of its parts."""
    figures: dict[str, int | str] = {}
    records: dict[str, tuple[str, ...]] = {}
    for (row, column), cell in table.grid.items():
        if row in behind and cell.address not in table.totals:
            numbers = behind[row].get(column, [])
            figures[cell.address] = len(numbers)
            if numbers:
                records[cell.address] = tuple(numbers)
    for address in table.totals:
        # A record is counted in one part only.
        if added := tuple(chain.from_iterable(records.get(part, ()) for part in _parts(table, address))):
            records[address] = added
    return Derived(figures, records, active)


def _parts(table: Table, address: str) -> Iterable[str]:
    """Yield the cells that are not totals themselves of which a total is made up."""
    for part in table.totals[address]:
        yield from _parts(table, part) if part in table.totals else (part,)
