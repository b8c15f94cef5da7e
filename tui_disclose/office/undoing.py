"""Taking back: this person's last act in a place, unless later changes rest on it."""

from collections.abc import Container
from datetime import date

from tui_disclose.office.finished import is_finished, refuse_finished, stage_seen
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.ledgers import OUT_ON, refuse_taken_out, refuse_unfit
from tui_disclose.office.links import naming
from tui_disclose.office.reports import find_report
from tui_disclose.office.versions import DRAFTS, VERSIONS
from tui_disclose.problems import Changed, Refused
from tui_disclose.records import remedy, request
from tui_disclose.records.approval import altered_since_signed
from tui_disclose.records.items import APPROVAL
from tui_disclose.records.ledger_files import ledger, ledger_keys
from tui_disclose.records.report import IDENTITY, TABLE
from tui_disclose.records.stages import FIELDS as STAGE_FIELDS
from tui_disclose.records.stages import STAGE_FIELD
from tui_disclose.store.interface import Change, Entry, Recorded

_RECENT = 4_000
"""So many entries are looked through first."""


def undo_last(office: Office, place: str | None = None) -> Entry:
    """Take back this person's newest act that was not taken back yet; return the new entry.

    `place` is where: one record's (“rules/3”) or a whole ledger's (“rules”); everywhere if not given.

    Raises Refused where there is nothing to take back or somebody changed the same fields since.
    """
    refuse_read_only(office)
    found = _newest(office, place)
    if found is None:
        raise Refused("没有可以撤销的操作。")
    entry, entries = found
    for recorded in entry.changes:
        if _rested_on(office, entries, entry, recorded):
            raise Refused(f"不能撤销“{entry.why}”：之后在{recorded.number}中又登记了别的内容。")
    return _take_back(office, entry)


def last_act(office: Office, place: str | None = None) -> Entry | None:
    """Return the act that `undo_last` would take back now; None where there is none."""
    found = _newest(office, place)
    return found[0] if found else None


def passed_over(office: Office, act: Entry) -> str:
    """Return what to say of the steps and drafts of a report that were recorded after an act, "" for none.

    Taking the act back leaves them as they are, and the report no longer says what it said then.
    """
    years = {recorded.number for recorded in act.changes if recorded.table == TABLE}
    if any(is_finished(find_report(office, int(year))) for year in years):
        # Nothing of a finished report is taken back, and why not is said by itself.
        return ""
    stage, drafts = None, 0
    for later in office.store.since(act.sequence) if years else ():
        for recorded in later.changes:
            if recorded.table == TABLE and recorded.number in years and recorded.after.get(STAGE_FIELD):
                stage = office.stages.by_key(recorded.after[STAGE_FIELD])
            drafts += recorded.table == DRAFTS and recorded.number.partition("/")[0] in years
    kept = "、".join(filter(None, (f"记为“{stage.name}”" if stage else "", f"留存{drafts}稿" if drafts else "")))
    shown = f"，办理环节中会显示“{stage.name}”以后报告又有改动" if stage and not stage.back else ""
    return f"其后又{kept}，撤销时保留不变{shown}。" if kept else ""


def is_recent(act: Entry, made_here: Container[int], today: date) -> bool:
    """Tell whether an act was done in this session and today, so that whoever presses the key still has it in mind.

    A login may be shared: what was done in another window may be somebody else's.
    """
    return act.sequence in made_here and act.at[:10] == today.isoformat()


def _newest(office: Office, place: str | None) -> tuple[Entry, list[Entry]] | None:
    """Return a person's newest act in a place not taken back yet, and the entries it was looked for in."""
    # Hardly ever is it older than what the store remembers; reading a long trail takes a while.
    for start in dict.fromkeys((max(office.store.sequence - _RECENT, 0), 0)):
        entries = office.store.since(start)
        entry = _last(entries, office.who, place)
        if entry is not None:
            return entry, entries
    return None


def _last(entries: list[Entry], who: str, place: str | None) -> Entry | None:
    """Return a person's newest act in a place that was not taken back yet."""
    undone = {entry.undoes for entry in entries}
    for entry in reversed(entries):
        here = place is None or entry.place == place or entry.place.startswith(f"{place}/")
        mine = entry.who == who and entry.undoes is None and entry.sequence not in undone
        if here and mine and any(_undoable(recorded) for recorded in entry.changes):
            return entry
    return None


def _rested_on(office: Office, entries: list[Entry], entry: Entry, recorded: Recorded) -> bool:
    """Tell whether an act made a ledger's record that holds more by now (a report is never made: its year is there)."""
    if recorded.table == TABLE or recorded.before:
        return False
    more = (office.store.record(recorded.table, recorded.number) or {}).keys() - recorded.after.keys()
    added = {
        field
        for later in entries
        if later.sequence > entry.sequence
        for change in later.changes
        if (change.table, change.number) == (recorded.table, recorded.number)
        for field in change.after.keys() - change.before.keys()
    }
    # Where something else was there before, the act did not make the record.
    return bool(more) and more <= added


def _refuse_unfit(office: Office, entry: Entry) -> None:
    """Raise Refused where records would be left that cannot be, or a record would go that others name."""
    gone: set[tuple[str, str]] = set()
    for recorded in entry.changes:
        if recorded.table not in ledger_keys():
            continue
        stored = office.store.record(recorded.table, recorded.number) or {}
        left = {**stored, **{field: recorded.before.get(field) for field in _undoable(recorded)}}
        left = {field: value for field, value in left.items() if value is not None}
        if OUT_ON in left:
            refuse_taken_out(ledger(recorded.table), recorded.number, left)
        if not left:
            gone.add((recorded.table, recorded.number))
        elif recorded.table == request.TABLE:
            request.refuse_impossible(recorded.number, left)
        elif recorded.table == remedy.TABLE:
            remedy.refuse_impossible(recorded.number, left)
        elif APPROVAL not in recorded.after:
            refuse_unfit(office, ledger(recorded.table), recorded.number, stored, left)
        elif altered_since_signed(left):
            raise Refused("审批之后内容又有改动，不能恢复到已审批或已发布。")
    for by in naming(office, gone):
        raise Refused(f"{by}还要用到它，请先处理。")


def _take_back(office: Office, entry: Entry) -> Entry:
    try:
        _refuse_unfit(office, entry)
    except Refused as problem:
        raise Refused(f"不能撤销“{entry.why}”：{problem}") from None
    changes, expected = [], {}
    for recorded in entry.changes:
        fields = _undoable(recorded)
        changes.append(Change(recorded.table, recorded.number, {f: recorded.before.get(f) for f in fields}))
        expected[recorded.table, recorded.number] = {f: recorded.after.get(f) for f in fields}
        if recorded.table == TABLE:
            report = find_report(office, int(recorded.number))
            refuse_finished(office.stages, report)
            expected[recorded.table, recorded.number] |= stage_seen(report)
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

    The identity that a new report was given stays, since a year is always the same report; a changed one goes back.
    A step to another stage is never taken back so, it needs a reason; what was kept for ever stays.
    """
    if recorded.table in (VERSIONS, DRAFTS):
        return []
    fixed = IDENTITY if recorded.table == TABLE else ()
    steps = STAGE_FIELDS if recorded.table == TABLE else ()
    changed = dict.fromkeys((*recorded.before, *recorded.after))
    return [f for f in changed if f not in steps and (f in recorded.before or f not in fixed)]
