"""Links from a record to others (实施制度、接续问题): a number that is none is refused, the nearest are named."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from tui_disclose.office.house import Office
from tui_disclose.records.fields import Field, Ledger, shown_value
from tui_disclose.records.ledger_files import ledger, ledger_keys
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Fields

_OFFERED = 3
"""How many near numbers are named."""
_COMPARED = 2000
"""How many numbers are compared with a wrong one at most, the newest: more would take longer than a person waits."""
_OUT_ON = "taken_out.on"


def broken_link(
    office: Office,
    own: Ledger,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    coming: Collection[str] = (),
    own_number: str = "",
) -> str:
    """Return what to say where a record comes to name itself or what there is not, "" where there is nothing to say.

    What it named before may stay named. `coming` are numbers of its own ledger that the same import brings.
    """
    for field in own.fields:
        if not field.of:
            continue
        known = set(numbers_in(before.get(field.key)))
        for number in numbers_in(after.get(field.key)):
            if number == own_number and field.of == own.key:
                return f"{field.label}填的是本条自己的编号{one_line(number)}，请填另一条。"
            arriving = field.of == own.key and number in coming
            if number not in known and not arriving and not _fits(field, office.store.record(field.of, number)):
                return _sentence(office, field, number)
    return ""


def numbers_in(value: object) -> list[str]:
    """Return the numbers that a `record` or `records` field holds."""
    return list(value) if isinstance(value, list | tuple) else [value] if isinstance(value, str) else []


def _fits(field: Field, fields: Mapping[str, Any] | None) -> bool:
    """Tell whether there is a record that a field may name: where adding was undone nothing is left of it."""
    return bool(fields) and (not field.of_kind or (fields or {}).get("kind") == field.of_kind)


def _sentence(office: Office, field: Field, number: str) -> str:
    named = ledger(field.of)
    kind = named.field("kind") if field.of_kind else None
    what = f"“{shown_value(kind, field.of_kind)}”" if kind else named.name
    near = [f"{found}“{title}”" if title else found for found, title in _nearest(office, field, number)]
    more = f"；相近的有：{'、'.join(near)}。" if near else "，请核对。"
    return f"{field.label}：没有编号为“{one_line(number)}”的{what}{more}"


def _nearest(office: Office, field: Field, typed: str) -> Iterator[tuple[str, str]]:
    """Yield the records whose numbers end so or names hold what was typed, then those with numbers like it.

    Lists show an item's number without the office's code before it.
    """
    from difflib import get_close_matches

    there = linkable(office, field)
    wanted = one_line(typed).strip().casefold()
    by_name = [n for n, title in there.items() if wanted and (n.endswith(f"/{typed}") or wanted in title.casefold())]
    by_number = get_close_matches(typed, list(there)[-_COMPARED:], _OFFERED, 0.5)
    for number in list(dict.fromkeys([*by_name, *by_number]))[:_OFFERED]:
        yield number, there[number][:30]


def linkable(office: Office, field: Field) -> dict[str, str]:
    """Return the records that a field may name, by number: what each is, nothing personal in it."""
    named = ledger(field.of)
    title = named.field(named.title) if named.title else None

    def pick(number: str, fields: Fields) -> tuple[str, str] | None:
        # Where adding was undone nothing is left but the number.
        if len(fields) <= 1 or _OUT_ON in fields or not _fits(field, fields):
            return None
        shown = title is not None and not title.personal
        return number, one_line(shown_value(title, fields.get(title.key))) if title and shown else ""

    return dict(found for found in office.store.scan(named.key, pick) if found)


def naming(office: Office, named: set[tuple[str, str]], with_taken_out: bool = True) -> Iterator[str]:
    """Yield in words the records that name one of these, each a ledger and a number, and are none of them."""
    for own in map(ledger, ledger_keys() if named else ()):
        which = [(field.key, field.of) for field in own.fields if field.of]

        def names(number: str, fields: Fields, key: str = own.key, which: list[tuple[str, str]] = which) -> str:
            if (key, number) in named or (not with_taken_out and _OUT_ON in fields):
                return ""
            found = ((of, each) for field, of in which for each in numbers_in(fields.get(field)))
            return "" if named.isdisjoint(found) else number

        if which:
            yield from (f"{own.name}{one_line(number)}" for number in office.store.scan(own.key, names) if number)


def still_named(office: Office, own: Ledger, number: str) -> str:
    """Return a clause on the records that name one to be taken out, "" where none does."""
    found = list(naming(office, {(own.key, number)}, with_taken_out=False))
    if not found:
        return ""
    more = f"等{len(found)}处" if len(found) > _OFFERED else ""
    return f"{'、'.join(found[:_OFFERED])}{more}还用到它，请一并核对"
