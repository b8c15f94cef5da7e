"""What the figures rest on, read from the store once and kept up with what is saved meanwhile."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from tui_disclose.office.house import Office
from tui_disclose.records import remedy, request
from tui_disclose.records.facts import CaseFact, Fact, Years, case_fact, request_fact
from tui_disclose.store.interface import Fields, Store

_Kind = TypeVar("_Kind")

_MANY = 1_000
"""More entries than this are not followed one by one: reading all afresh is as fast."""


class _Kept(Generic[_Kind]):
    """The facts of one table as of a sequence number, and what else was worked out of its records."""

    def __init__(self, table: str, pick: Callable[[str, Fields], _Kind | None]) -> None:
        self.table = table
        self.pick = pick
        self.sequence = -1
        self.facts: dict[str, _Kind] = {}
        self.worked_out: dict[str, tuple[object, Any]] = {}
        """By number: what it was worked out with besides the record, and what came of it."""

    def follow(self, store: Store) -> dict[str, _Kind]:
        """Return the facts as they are now."""
        now = store.sequence
        if now != self.sequence:
            if self.sequence < 0 or now - self.sequence > _MANY or now < self.sequence:
                self._read(store)
            else:
                self._step(store)
            self.sequence = now
        return self.facts

    def _read(self, store: Store) -> None:
        # Keyed by number in the order they were made, which is the order in which a cell names its records.
        picked = store.scan(self.table, lambda number, fields: (number, self.pick(number, fields)))
        self.facts = {number: fact for number, fact in picked if fact is not None}
        self.worked_out.clear()

    def _step(self, store: Store) -> bool:
        """Take in what was saved meanwhile; tell whether any record of the table changed."""
        entries = store.since(self.sequence)
        changed = [c.number for entry in entries for c in entry.changes if c.table == self.table]
        for number in dict.fromkeys(changed):
            fact = self.pick(number, store.record(self.table, number) or {})
            self.worked_out.pop(number, None)
            if fact is None:
                self.facts.pop(number, None)
            else:
                self.facts[number] = fact
        return bool(changed)


class _KeptRequests(_Kept[Fact]):
    """The facts of the requests, and by year as long as none changes."""

    years: Years | None = None

    def _read(self, store: Store) -> None:
        super()._read(store)
        self.years = None

    def _step(self, store: Store) -> bool:
        changed = super()._step(store)
        self.years = None if changed else self.years
        return changed

    def of_year(self, year: int) -> list[Fact]:
        """Return the facts that a year's figures can rest on."""
        if self.years is None:
            self.years = Years(self.facts.values())
        return self.years.touching(year)


_REQUESTS: WeakKeyDictionary[Store, _KeptRequests] = WeakKeyDictionary()
_CASES: WeakKeyDictionary[Store, _Kept[CaseFact]] = WeakKeyDictionary()


def request_facts(office: Office) -> dict[str, Fact]:
    """Return the requests that count, by number; do not change it."""
    return _requests(office).follow(office.store)


def case_facts(office: Office) -> dict[str, CaseFact]:
    """Return the reviews and lawsuits that count, by number; do not change it."""
    if office.store not in _CASES:
        _CASES[office.store] = _Kept(remedy.TABLE, case_fact)
    return _CASES[office.store].follow(office.store)


def facts_of_year(office: Office, year: int) -> list[Fact]:
    """Return the requests that a year's figures can rest on; do not change it."""
    kept = _requests(office)
    kept.follow(office.store)
    return kept.of_year(year)


def _requests(office: Office) -> _KeptRequests:
    if office.store not in _REQUESTS:
        _REQUESTS[office.store] = _KeptRequests(request.TABLE, request_fact)
    return _REQUESTS[office.store]


def worked_out(office: Office, number: str, basis: object, work: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Return what `work` makes of a request, kept until the request changes or `basis` is another object."""
    kept = _requests(office)
    kept.follow(office.store)
    found = kept.worked_out.get(number)
    if found is None or found[0] is not basis:
        found = kept.worked_out[number] = basis, work()
    return found[1]
