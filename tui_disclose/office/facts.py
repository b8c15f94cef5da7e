"""What the figures rest on, read from the store once and kept up with what is saved meanwhile."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from tui_disclose.office.house import Office
from tui_disclose.records import remedy, request
from tui_disclose.records.facts import CaseFact, Fact, Groups, case_fact, re_reply_facts, request_fact
from tui_disclose.store.interface import Fields, Store

_Kind = TypeVar("_Kind")
_Made = TypeVar("_Made")

_MANY = 1_000
"""More entries than this are not followed one by one: reading all afresh is as fast."""


class _Kept(Generic[_Kind]):
    """The facts of one table as of a sequence number, and what else was worked out of its records."""

    def __init__(self, table: str, pick: Callable[[str, Fields], _Kind | None]) -> None:
        self.table = table
        self.pick = pick
        self.mark = (0, 0)
        self.facts: dict[str, _Kind] = {}
        self.worked_out: dict[str, dict[str, tuple[object, Any]]] = {}
        """By number and topic: what it was worked out with besides the record, and what came of it."""

    def follow(self, store: Store) -> dict[str, _Kind]:
        """Return the facts as they are now."""
        now = store.mark
        if now != self.mark:
            if now[0] != self.mark[0] or now[1] - self.mark[1] > _MANY:
                self._read(store)
            else:
                self._step(store)
            self.mark = now
        return self.facts

    def _read(self, store: Store) -> None:
        # Keyed by number in the order they were made, which is the order in which a cell names its records.
        picked = store.scan(self.table, lambda number, fields: (number, self.pick(number, fields)))
        self.facts = {number: fact for number, fact in picked if fact is not None}
        self.worked_out.clear()

    def _step(self, store: Store) -> None:
        """Take in what was saved meanwhile."""
        entries = store.since(self.mark[1])
        changed = [c.number for entry in entries for c in entry.changes if c.table == self.table]
        for number in dict.fromkeys(changed):
            former, fact = self.facts.get(number), self.pick(number, store.record(self.table, number) or {})
            self.worked_out.pop(number, None)
            if fact is None:
                self.facts.pop(number, None)
            else:
                self.facts[number] = fact
            if fact != former:
                self._put(former, fact)

    def _put(self, former: _Kind | None, fact: _Kind | None) -> None:
        """Take in that one fact became another."""


class _KeptRequests(_Kept[Fact]):
    """The facts of the requests, and grouped by years once that is asked for."""

    groups: Groups | None = None

    def _read(self, store: Store) -> None:
        super()._read(store)
        self.groups = None

    def _put(self, former: Fact | None, fact: Fact | None) -> None:
        if self.groups is not None:
            self.groups.put(former, fact)

    def by_year(self) -> Groups:
        """Return the facts grouped by years."""
        if self.groups is None:
            self.groups = Groups(self.facts.values())
        return self.groups


_REQUESTS: WeakKeyDictionary[Store, _KeptRequests] = WeakKeyDictionary()
_CASES: WeakKeyDictionary[Store, _Kept[CaseFact]] = WeakKeyDictionary()


def request_facts(office: Office) -> dict[str, Fact]:
    """Return the requests that count, by number; do not change it."""
    return _requests(office).follow(office.store)


def counted_again(office: Office) -> list[Fact]:
    """Return the replies ordered anew that count in 三 as requests of their own: none unless settings say so."""
    if office.settings.requests.count_re_reply == "none":
        return []
    numbers = [number for number, fact in request_facts(office).items() if fact.reordered]
    return [fact for n in numbers for fact in re_reply_facts(n, office.store.record(request.TABLE, n) or {})]


def case_facts(office: Office) -> dict[str, CaseFact]:
    """Return the reviews and lawsuits that count, by number; do not change it."""
    if office.store not in _CASES:
        _CASES[office.store] = _Kept(remedy.TABLE, case_fact)
    return _CASES[office.store].follow(office.store)


def facts_by_year(office: Office) -> Groups:
    """Return the requests that count, grouped by years; do not change it."""
    kept = _requests(office)
    kept.follow(office.store)
    return kept.by_year()


def _requests(office: Office) -> _KeptRequests:
    if office.store not in _REQUESTS:
        _REQUESTS[office.store] = _KeptRequests(request.TABLE, request_fact)
    return _REQUESTS[office.store]


def worked_out(
    office: Office, topic: str, numbers: Iterable[str], basis: object, work: Callable[[str], _Made]
) -> list[_Made]:
    """Return what `work` makes of each request, kept until the request changes or `basis` is no longer equal."""
    kept = _requests(office)
    kept.follow(office.store)
    found = []
    for number in numbers:
        made = kept.worked_out.setdefault(number, {})
        before = made.get(topic)
        if before is None or before[0] != basis:
            before = made[topic] = basis, work(number)
        found.append(before[1])
    return found
