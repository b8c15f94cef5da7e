"""Keeping records of any ledger: add, change, take out. Each call is one act in the trail, and nothing is erased."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.links import broken_link, still_named
from tui_disclose.problems import Changed, Refused, Unavailable
from tui_disclose.records.fields import Ledger, checked_values, missing, shown_value
from tui_disclose.records.identity import without_identity_numbers
from tui_disclose.records.items import APPROVAL
from tui_disclose.statutory.text import is_visible, one_line
from tui_disclose.store.interface import Change, Entry, Fields
from tui_disclose.store.tables import NUMBER

OUT_ON = "taken_out.on"
OUT_REASON = "taken_out.reason"
"""The fields of a record that was taken out: the day and why."""

_TRIES = 100


class Row(msgspec.Struct, frozen=True):
    """One record of a ledger."""

    number: str
    fields: Fields

    @property
    def taken_out(self) -> bool:
        """Whether it was taken out."""
        return OUT_ON in self.fields


def place_of(ledger: Ledger, number: str = "") -> str:
    """Return the place under which acts on a record are kept: “rules/3”; without a number that of the ledger."""
    return f"{ledger.key}/{number}" if number else ledger.key


def rows(office: Office, ledger: Ledger, with_taken_out: bool = False) -> list[Row]:
    """Return the records of a ledger in the order they were made; those taken out only where asked for."""
    found = (Row(number, fields) for number, fields in _kept(office, ledger))
    return [row for row in found if with_taken_out or not row.taken_out]


def looked_at(office: Office, ledger: Ledger, fits: Callable[[Fields], bool] | None = None) -> dict[str, Fields]:
    """Return the fields of records by number, those taken out left out, only such as fit; to look at, not to change.

    Thousands of records are counted and listed this way: what does not fit is not copied.
    """

    def pick(number: str, fields: Fields) -> tuple[str, Fields] | None:
        # Where adding was undone nothing is left but the number.
        wanted = len(fields) > 1 and OUT_ON not in fields and (fits is None or fits(fields))
        return (number, dict(fields)) if wanted else None

    return dict(found for found in office.store.scan(ledger.key, pick) if found)


def _kept(office: Office, ledger: Ledger) -> Iterator[tuple[str, Fields]]:
    for number, fields in office.store.records(ledger.key).items():
        # Where adding was undone nothing is left but the number, which is never given again.
        if fields:
            yield number, fields


def find_row(office: Office, ledger: Ledger, number: str) -> Row:
    """Return a record by its number, taken out or not; Refused where there is none."""
    fields = office.store.record(ledger.key, number)
    if not fields:
        raise _no_such(ledger, number)
    return Row(number, fields)


def _no_such(ledger: Ledger, number: str) -> Refused:
    return Refused(f"没有编号为“{one_line(number)}”的{ledger.name}。")


def reasons_offered(ledger: Ledger, fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the only reasons for which a record may be taken out; none: whatever a person writes.

    What is secret has no words of its own, and a reason stays in the trail (涉密事项只登记数量，不登记标题).
    """
    return ledger.secret_reasons if fields.get("openness") == "classified" else ()


def refuse_taken_out(ledger: Ledger, number: str, fields: Mapping[str, Any]) -> None:
    """Raise Refused where a record was taken out: it stays as it was then."""
    if OUT_ON in fields:
        raise Refused(
            f"{ledger.name}{number}已于{fields[OUT_ON]}{ledger.take_out}，不能再修改；"
            f"{ledger.take_out}错了的，由办理的人撤销（屏幕上按 u，命令行用 undo）。"
        )


def title_of(ledger: Ledger, number: str, fields: Mapping[str, Any]) -> str:
    """Return how a record is called in messages and the trail: its number and, if not personal, what it is."""
    if not ledger.title or ledger.field(ledger.title).personal:
        return number
    words = shown_value(ledger.field(ledger.title), fields.get(ledger.title))
    return f"{number}“{one_line(words)[:30]}”" if words else number


def add(
    office: Office,
    ledger: Ledger,
    values: Mapping[str, Any],
    number: Callable[[list[str]], str],
    why: str = "",
) -> str:
    """Add a record and return its number, which `number` gives from those taken (those taken back included).

    Where a colleague was faster the next number is taken. Raises Refused for a value that cannot be taken or one that
    is missing, Unavailable for a read-only session or a store that is busy or not writable.
    """
    refuse_read_only(office)
    kept = {key: value for key, value in checked_values(ledger, values).items() if value is not None}
    for sentence in missing(ledger, kept).values():
        raise Refused(sentence)
    refuse_unfit(office, ledger, "", {}, kept)
    for _ in range(_TRIES):
        given = number(office.store.scan(ledger.key, lambda taken, _: taken))
        if add_as(office, ledger, given, kept, why):
            return given
    raise Unavailable("编号一再被他人占用，没有保存，请再试一次。")


_CHECKED_WHOLE = ("catalogue", "rules", "works")
"""The ledgers whose records are checked as a whole."""


_DECIDING = {"catalogue": (APPROVAL,)}
"""The fields, by ledger, that decide what may be changed: nobody's step may come between the look and the save."""


def refuse_unfit(office: Office, ledger: Ledger, number: str, before: Fields, after: Fields) -> None:
    """Raise Refused where a record of this ledger cannot be kept so: it names one that is none, or its parts clash."""
    if sentence := broken_link(office, ledger, before, after, own_number=number):
        raise Refused(sentence)
    if ledger.key == "catalogue":
        from tui_disclose.office.catalogue import refuse_change

        refuse_change(office, before, after)
    elif ledger.key == "rules":
        from tui_disclose.office.rules import refuse_rule

        refuse_rule(office, before, after)
    elif ledger.key == "works":
        from tui_disclose.office.works import refuse_work

        refuse_work(office, after)


def add_as(office: Office, ledger: Ledger, number: str, fields: Fields, why: str = "") -> Entry | None:
    """Add a record of checked fields under a number; None where that number is taken."""
    refuse_read_only(office)
    if office.store.record(ledger.key, number) is not None:
        return None
    words = why or f"登记{ledger.name}{title_of(ledger, number, fields)}"
    expected = {(ledger.key, number): dict.fromkeys(fields)}
    try:
        return office.store.apply(
            [Change(ledger.key, number, fields)], office.who, words, expected, place=place_of(ledger, number)
        )
    except Changed:
        return None


def change(
    office: Office,
    ledger: Ledger,
    number: str,
    values: Mapping[str, Any],
    seen: Mapping[str, Any] | None = None,
    why: str = "",
) -> Entry | None:
    """Save values of a record as one act, None taking one away; None where nothing differs.

    `seen` holds what the person saw in these fields: Changed is raised where one is another now. Raises Refused for
    no such record, one that was taken out, a value that cannot be taken or a required one taken away.
    """
    refuse_read_only(office)
    known = seen is not None and ledger.key not in _CHECKED_WHOLE and seen.get(ledger.title) is not None
    # The record is looked at afresh only where what the person saw says too little: that takes as long as checking it.
    before = seen if known and seen is not None else find_row(office, ledger, number).fields
    refuse_taken_out(ledger, number, before)
    fields = checked_values(ledger, values)
    wanting = missing(ledger, {**before, **fields})
    for key in fields:
        if key in wanting:
            raise Refused(wanting[key])
    refuse_unfit(office, ledger, number, dict(before), {**before, **fields})
    changed = [ledger.field(key).label for key, value in fields.items() if value != before.get(key)]
    more = f"等{len(changed)}项" if len(changed) > 3 else ""
    words = why or f"修改{ledger.name}{title_of(ledger, number, before)}的{'、'.join(changed[:3])}{more}"
    expected: Fields = {NUMBER: number, OUT_ON: None, **{key: before.get(key) for key in _DECIDING.get(ledger.key, ())}}
    expected |= {key: seen.get(key) for key in fields} if seen is not None else {}
    try:
        return office.store.apply(
            [Change(ledger.key, number, fields)],
            office.who,
            words,
            {(ledger.key, number): expected},
            place=place_of(ledger, number),
        )
    except Changed as problem:
        if NUMBER in problem.fields:
            raise _no_such(ledger, number) from None
        refuse_taken_out(ledger, number, problem.fields)
        if not problem.fields.keys().isdisjoint(_DECIDING.get(ledger.key, ())):
            raise Refused(f"{ledger.name}{number}的审批刚刚有了变动，没有保存；请看过办到哪里再改。") from None
        raise


def take_out(office: Office, ledger: Ledger, number: str, reason: str, today: date) -> Entry | None:
    """Take a record out (注销登记、撤下、废止、作废) for a reason; it stays in the store and keeps its number.

    The act says which records still name it.

    Raises Refused for no such record, one already taken out, or no reason.
    """
    refuse_read_only(office)
    row = find_row(office, ledger, number)
    words = without_identity_numbers(one_line(reason).strip())
    if row.taken_out:
        raise Refused(f"{ledger.name}{number}已于{row.fields[OUT_ON]}{ledger.take_out}。")
    if not is_visible(words):
        raise Refused(f"{ledger.take_out}{ledger.name}须写明理由。")
    offered = reasons_offered(ledger, row.fields)
    if offered and words not in offered:
        # What was typed is not repeated: it may be what must not be kept.
        raise Refused(f"{ledger.take_out}涉密事项，理由只能是：{'、'.join(offered)}；理由会一直留在操作记录中。")
    fields: Fields = {OUT_ON: today.isoformat(), OUT_REASON: words}
    named = still_named(office, ledger, number)
    done = f"{ledger.take_out}{ledger.name}{title_of(ledger, number, row.fields)}，理由：{words}"
    return office.store.apply(
        [Change(ledger.key, number, fields)],
        office.who,
        f"{done}；{named}" if named else done,
        {(ledger.key, number): dict.fromkeys(fields)},
        place=place_of(ledger, number),
    )
