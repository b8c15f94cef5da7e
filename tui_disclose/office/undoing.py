"""Taking back: this person's last act in a place, unless later changes rest on it."""

from tui_disclose.office.house import Office
from tui_disclose.problems import Changed, Refused, Unavailable
from tui_disclose.records.report import IDENTITY
from tui_disclose.store.interface import Change, Entry, Recorded


def undo_last(office: Office, place: str | None = None) -> Entry:
    """Take back this person's newest act (in `place`, if given) that was not taken back yet; return the new entry.

    Raises Refused where there is nothing to take back or somebody changed the same fields since.
    """
    if office.read_only:
        raise Unavailable("本次以只读方式打开，不能修改。")
    entries = office.store.since(0)
    undone = {entry.undoes for entry in entries}
    mine = [
        entry
        for entry in entries
        if entry.who == office.who
        and entry.undoes is None
        and entry.sequence not in undone
        and (place is None or entry.place == place)
        and any(_undoable(recorded) for recorded in entry.changes)
    ]
    if not mine:
        raise Refused("没有可以撤销的操作。")
    return _take_back(office, mine[-1])


def _take_back(office: Office, entry: Entry) -> Entry:
    changes, expected = [], {}
    for recorded in entry.changes:
        fields = _undoable(recorded)
        changes.append(Change(recorded.table, recorded.number, {f: recorded.before.get(f) for f in fields}))
        expected[recorded.table, recorded.number] = {f: recorded.after.get(f) for f in fields}
    try:
        taken = office.store.apply(
            changes, office.who, f"撤销：{entry.why}", expected, place=entry.place, undoes=entry.sequence
        )
    except Changed:
        raise Refused(f"不能撤销“{entry.why}”：之后相同的内容又有改动。") from None
    if taken is None:
        raise Refused("没有可以撤销的操作。")
    return taken


def _undoable(recorded: Recorded) -> list[str]:
    """Return the fields that undo may take back.

    The identity that a new record was given stays, since its number is never given again; a changed one goes back.
    """
    changed = dict.fromkeys((*recorded.before, *recorded.after))
    return [field for field in changed if field in recorded.before or field not in IDENTITY]
