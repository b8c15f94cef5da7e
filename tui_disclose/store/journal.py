"""The store: records in a TinyDB in memory, every change of them an entry of the trail on disk.

An entry appended and synced is the save; the snapshot is rewritten rarely and never in the way of one.
"""

import gc
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from tui_disclose.problems import Changed, Damaged, Unavailable
from tui_disclose.store import files, snapshot, trail
from tui_disclose.store.interface import Change, Entry, Expected, Fields, Picked, Recorded
from tui_disclose.store.lines import FORMAT, plain
from tui_disclose.store.tables import NUMBER, Database, copied
from tui_disclose.store.trail import Head
from tui_disclose.store.writing import Writing

SNAPSHOT_BYTES = 2**19
"""A trail shorter than this since the snapshot is read in an instant: no new snapshot."""

KEPT_ENTRIES = 5_000
"""So many of the newest entries stay in memory; older ones are read from the trail when asked for."""


_FROZEN_BYTES = 2**23
"""After loading a snapshot this long the collector is told to leave what there is alone."""

_BEHIND = "操作记录 trail 比快照 store.json 旧，没有改动它们，请停止使用并找管理员补全 trail 中的文件。"


_ZONE = datetime.now().astimezone().tzinfo
"""Asked for once: finding it out takes longer than telling the time."""


def _now() -> datetime:
    return datetime.now(_ZONE)


Keep = Callable[["JournalStore", bool], None]
"""Makes a backup before a save; True where the save must not go on without one."""


def open_store(
    folder: Path,
    *,
    read_only: bool = False,
    up_to_damage: bool = False,
    clock: Callable[[], datetime] = _now,
    wait: float = 5.0,
    keep: Keep | None = None,
) -> "JournalStore":
    """Open the store of a data folder without writing anything; the first save makes what is missing.

    A save waits `wait` seconds for another one to end; the first save of a day is preceded by `keep`. With
    `up_to_damage` a damaged store opens too, for reading only, as it was before its first bad entry: `damage` says
    so. Raises Damaged or Unavailable where the files cannot be read, Unavailable on a network file system.
    """
    if not (read_only or up_to_damage):
        files.refuse_network(folder)
    return JournalStore(folder, read_only or up_to_damage, up_to_damage, clock, wait, keep)


class JournalStore:
    """Records in tables, changed only by entries appended to the trail; see Store for the contract."""

    def __init__(
        self,
        folder: Path,
        read_only: bool,
        up_to_damage: bool,
        clock: Callable[[], datetime],
        wait: float,
        keep: Keep | None,
    ) -> None:
        self._folder = folder.absolute()
        self._writing = Writing(self._folder / "store.lock")
        self._read_only = read_only
        self._up_to_damage = up_to_damage
        self._clock = clock
        self._wait = wait
        self._keep = keep
        self._kept_on = ""
        self._mutex = threading.RLock()
        self._head = Head()
        self._own = 0
        """The newest entry that was acknowledged here."""
        self.made: set[int] = set()
        """The sequence numbers of the entries that were acknowledged here."""
        self._loads = 0
        self._entries: deque[Entry] = deque()
        self._damage: Damaged | None = None
        with files.said(self._folder, "无法读取"):
            self._load()

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self._folder

    @property
    def damage(self) -> str | None:
        """What is damaged, where the store was opened up to there."""
        return str(self._damage) if self._damage else None

    @property
    def sequence(self) -> int:
        """The sequence number of the newest entry, those of other processes included; 0 where there is none."""
        return self.head.sequence

    @property
    def mark(self) -> tuple[int, int]:
        """How often all was read anew, as after a restore, and the newest sequence number."""
        with self._mutex:
            self._refresh()
            return self._loads, self._head.sequence

    @property
    def head(self) -> Head:
        """How far the trail goes: its last sequence number and the hash that stands for all of it."""
        with self._mutex:
            self._refresh()
            return self._head

    def snapshot(self) -> tuple[bytes, Head]:
        """Return the content of a snapshot of all records as they are now, and the head it is as of."""
        with self._mutex:
            self._refresh()
            return snapshot.encode(self._database.storage.read() or {}, self._head), self._head

    def count(self, table: str) -> int:
        """Return how many records a table has."""
        with self._mutex:
            self._refresh()
            return len(self._database.records(table))

    def record(self, table: str, number: str) -> Fields | None:
        """Return a copy of a record's fields as they are now, or None where there is no such record."""
        with self._mutex:
            self._refresh()
            found = self._database.records(table).fields(number)
            return None if found is None else _fields(found)

    def records(self, table: str) -> dict[str, Fields]:
        """Return copies of all records of a table by number, in the order they were made."""
        with self._mutex:
            self._refresh()
            return {each[NUMBER]: _fields(each) for each in self._database.records(table).rows()}

    def scan(self, table: str, pick: Callable[[str, Fields], Picked]) -> list[Picked]:
        """Return what `pick` makes of the number and the live fields of each record of a table, as they are now."""
        with self._mutex:
            self._refresh()
            return [pick(each[NUMBER], each) for each in self._database.records(table).rows()]

    def since(self, sequence: int) -> list[Entry]:
        """Return the entries after `sequence`, those of other processes included, oldest first; Damaged if one is."""
        with self._mutex:
            self._refresh()
            if self._damage:
                return [entry for entry in self._entries if entry.sequence > sequence]
            if sequence >= self._head.sequence or not self._head.sequence:
                return []
            if self._entries and self._entries[0].sequence <= sequence + 1:
                return [entry for entry in self._entries if entry.sequence > sequence]
            with files.said(self._folder, "无法读取"):
                return trail.read_old(self._folder, max(sequence, 0), self._head.sequence)

    def apply(
        self,
        changes: Sequence[Change],
        who: str,
        why: str,
        expected: Expected | None = None,
        *,
        place: str = "",
        undoes: int | None = None,
    ) -> Entry | None:
        """Save all changes as one act and return its entry, or None where nothing differs from what is stored.

        Raises Changed where a field of `expected` is another now, Unavailable where the store is busy or not
        writable, Damaged where it cannot be read, Refused where a text cannot be stored.
        """
        return self._append(changes, who, why, expected or {}, place, undoes)

    def note(self, who: str, why: str, place: str = "") -> Entry:
        """Save an act that changes no record and return its entry; raises what `apply` raises."""
        entry = self._append((), who, why, {}, place, None, always=True)
        assert entry is not None
        return entry

    def _append(
        self,
        changes: Sequence[Change],
        who: str,
        why: str,
        expected: Expected,
        place: str,
        undoes: int | None,
        always: bool = False,
    ) -> Entry | None:
        if self._read_only:
            raise Unavailable("这次以只读方式打开，没有保存，请以可写方式重新打开后再改。")
        wanted = _wanted(changes)
        at = self._clock().isoformat(timespec="seconds")
        with self._mutex, files.said(self._folder, "这次没有保存"):
            if at[:10] != self._kept_on:
                self._begin_day(at[:10])
            self._writing.hold(trail.segment_file(self._folder, self._head.segment), who, self._wait)
            try:
                opened = trail.open_end(self._folder, self._head, self._writing)
                if opened is None:
                    self._writing.sign(who)
                    self._catch_up()
                self._check(expected)
                recorded = tuple(self._differences(wanted))
                if not (recorded or always):
                    # “Already stored” is a promise too, and whoever wrote it may have died before syncing it.
                    trail.settle(self._folder, self._head)
                    return None
                entry = Entry(self._head.sequence + 1, at, who, why, place, recorded, undoes)
                self._head = trail.append(self._folder, self._head, entry, opened)
                self._own = entry.sequence
                self.made.add(entry.sequence)
                self._take([entry])
                self._write_snapshot()
                return entry
            finally:
                self._writing.release()

    def _begin_day(self, day: str) -> None:
        # First of all: where the folder was there and is gone, none is made in its place.
        self._refresh()
        files.make_folder(self._folder)
        if self._keep and self._head.sequence:
            former = not self._kept_on and trail.last_format(self._folder, self._head) < FORMAT
            if former or self._head.at[:10] < day:
                self._keep(self, former)
        self._kept_on = day

    def _load(self) -> None:
        collecting = gc.isenabled()
        # What is loaded stays; looking through it for garbage again and again would take longer than reading it.
        gc.disable()
        try:
            self._read_all()
        finally:
            if collecting:
                gc.enable()

    def _read_all(self) -> None:
        damage: Damaged | None = None
        try:
            tables, head, size = snapshot.read(self._folder)
        except Damaged as problem:
            tables, head, size, damage = {}, Head(), 0, problem
        if damage and not self._up_to_damage:
            raise damage
        try:
            found = trail.read_on(self._folder, head)
        except trail.OtherTrail:
            found = trail.Stretch([], head, damage=Damaged(_BEHIND))
        damage = found.damage or damage
        if not damage and any(first > found.head.sequence + 1 for first in trail.segments(self._folder)):
            damage = trail.missing(found.head.sequence + 1)
        shorter = not damage and self._is_cut(found.head)
        if shorter:
            damage = trail.missing(found.head.sequence + 1)
        if damage and not self._up_to_damage:
            raise damage
        self._damage = damage
        if shorter:
            # What was read before the files were cut is still there to be looked at.
            return
        self._database = Database(tables)
        self._entries = deque(maxlen=None if damage else KEPT_ENTRIES)
        if damage and head.sequence:
            self._entries += trail.read_on(self._folder, Head()).entries[: head.sequence]
        self._take(found.entries)
        self._loads += 1
        self._head = found.head
        self._own = min(self._own, self._head.sequence)
        self.made.clear()
        self._snapshot_size, self._snapshot_at = size, head.length
        if size > _FROZEN_BYTES:
            gc.freeze()

    def _is_cut(self, head: Head) -> bool:
        """Tell whether the trail ends at `head`, before an entry that this process knows to have been saved.

        The last one of another process may have been taken back by it. A trail that was restored ends otherwise: with
        an entry that says so.
        """
        if head.sequence >= max(self._own, self._head.sequence - 1):
            return False
        if not head.sequence:
            return True
        known = next((entry for entry in self._entries if entry.sequence == head.sequence), None)
        return known is None or trail.read_old(self._folder, head.sequence - 1, head.sequence) == [known]

    def _refresh(self) -> None:
        with files.said(self._folder, "无法读取"):
            if not self._damage and trail.grown(self._folder, self._head):
                self._catch_up()

    def _catch_up(self) -> None:
        try:
            found = trail.read_on(self._folder, self._head)
        except trail.OtherTrail:
            found = None
        if found and not found.damage:
            self._take(found.entries)
            self._head = found.head
            return
        # A reader may have met a line that its failing writer then took back; reading all afresh tells
        # that from damage.
        self._load()

    def _take(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            for change in entry.changes:
                self._database.records(change.table).put(change.number, change.before, copied(change.after))
            self._entries.append(entry)

    def _check(self, expected: Expected) -> None:
        for (table, number), fields in expected.items():
            stored = self._database.records(table).fields(number) or {}
            others = {each: stored.get(each) for each, value in plain(fields).items() if stored.get(each) != value}
            if NUMBER in fields and len(stored) < 2:
                # Its making was taken back: nothing but the number is left, which is never given again.
                others[NUMBER] = None
            if others:
                # No values in it: they may be personal, and messages go to logs.
                raise Changed(f"{number} 刚被别人改过，这次没有保存，请核对后重新填写。", copied(others))

    def _differences(self, wanted: dict[tuple[str, str], Fields]) -> Iterator[Recorded]:
        for (table, number), fields in wanted.items():
            stored = self._database.records(table).fields(number) or {}
            changed = {field: value for field, value in fields.items() if not _same(stored.get(field), value)}
            if changed:
                before = copied({field: stored[field] for field in changed if field in stored})
                after = {field: value for field, value in changed.items() if value is not None}
                yield Recorded(table, number, before, after)

    def _write_snapshot(self) -> None:
        # By length and not by count, so that its share in the cost of a save stays the same at any size.
        if self._head.length - self._snapshot_at < max(SNAPSHOT_BYTES, self._snapshot_size // 4):
            return
        self._snapshot_at = self._head.length
        try:
            size = files.size(snapshot.snapshot_file(self._folder)) or 0
            if size == self._snapshot_size:
                size = snapshot.write(self._folder, self._database.storage.read() or {}, self._head)
            # Another size: a colleague has just written one.
            self._snapshot_size = size
        except OSError:
            # The save itself is done; the next try comes when the trail has grown as much again.
            pass


def _wanted(changes: Sequence[Change]) -> dict[tuple[str, str], Fields]:
    wanted: dict[tuple[str, str], Fields] = {}
    for change in changes:
        if change.table == snapshot.META or NUMBER in change.fields:
            raise ValueError(f"{snapshot.META} is no table for records and {NUMBER} no field but the record's identity")
        wanted.setdefault((change.table, change.number), {}).update(plain(change.fields))
    return wanted


def _same(stored: object, value: object) -> bool:
    # In JSON 1, 1.0 and true are three values.
    return type(stored) is type(value) and bool(stored == value)


def _fields(document: Fields) -> Fields:
    fields = copied(document)
    fields.pop(NUMBER, None)
    return fields
