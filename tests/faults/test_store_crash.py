"""Power loss and failing calls: what was acknowledged is there, what was not is either whole or absent."""

import errno
import os
import shutil
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from disk import Disk, Killed, lay_out
from promised import check, opened, save, shows

from tui_disclose.problems import Problem, Unavailable
from tui_disclose.store import files, journal, lines, trail
from tui_disclose.store.interface import Change

Scenario = Callable[[Path, pytest.MonkeyPatch], Disk]


def recording(root: Path, patch: pytest.MonkeyPatch, die_at: int | None = None) -> Disk:
    disk = Disk(root, die_at=die_at)
    patch.setattr(files, "os", disk)
    return disk


def from_nothing(root: Path, patch: pytest.MonkeyPatch) -> Disk:
    """Make a store and go through several segments and snapshots."""
    disk = recording(root, patch)
    store = opened(root)
    for step in range(1, 7):
        with disk.saving(step):
            save(store, step)
    return disk


def over_a_torn_line(root: Path, patch: pytest.MonkeyPatch) -> Disk:
    """Save where a crash has left a longer line without its beginning."""
    save(opened(root), 1)
    with (root / "data/trail/000000001.jsonl").open("ab") as file:
        file.write(bytes(3000) + b"rest of a long line\n")
    disk = recording(root, patch)
    with disk.saving(2):
        save(opened(root), 2)
    return disk


def after_a_killed_writer(root: Path, patch: pytest.MonkeyPatch) -> Disk:
    """Save after another process died between writing its line and syncing it, the segment being full by then."""
    save(opened(root), 1)
    disk = recording(root, patch, die_at=1)
    with pytest.raises(Killed), disk.saving(2):
        save(opened(root), 2)
    disk.die_at = None
    patch.setattr(trail, "SEGMENT_BYTES", 1000)
    with disk.saving(3):
        save(opened(root), 3)
    return disk


def already_stored(root: Path, patch: pytest.MonkeyPatch) -> Disk:
    """Be told “already stored” of a line whose writer died before syncing it."""
    save(opened(root), 1)
    disk = recording(root, patch, die_at=1)
    with pytest.raises(Killed), disk.saving(2):
        save(opened(root), 2)
    disk.die_at = None
    with disk.saving(2):
        assert opened(root).apply([Change("reports", "2024", {"step": 2})], "li", "同一内容") is None
    return disk


class Hasty:
    """The real `os` without waiting for the disk: where a state is only looked at, nobody pulls the plug."""

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)

    def fdatasync(self, descriptor: int) -> None: ...

    fsync = fdatasync


Mutant = Callable[[pytest.MonkeyPatch], None]


def broken_promises(scenario: Scenario, tmp_path: Path, mutate: Mutant | None = None) -> tuple[int, str]:
    """Return how many states a power loss could leave were looked at, and what the first broken promise was."""
    seen = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trail, "SEGMENT_BYTES", 2500)
        patch.setattr(journal, "SNAPSHOT_BYTES", 2000)
        if mutate:
            mutate(patch)
        (root := tmp_path / "recorded").mkdir()
        disk = scenario(root, patch)
        patch.setattr(files, "os", Hasty())
        for returned, attempted, state in disk.crashes(before=int(scenario is not from_nothing)):
            if (key := (returned, attempted, tuple(state.items()))) in seen:
                continue
            seen.add(key)
            root = tmp_path / str(len(seen))
            root.mkdir()
            lay_out(root, state)
            try:
                check(root, returned, attempted)
            except (AssertionError, Problem) as problem:
                return len(seen), f"{type(problem).__name__}: {problem}"
            shutil.rmtree(root)
    return len(seen), ""


SCENARIOS = (from_nothing, over_a_torn_line, after_a_killed_writer, already_stored)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_power_loss_at_any_moment_breaks_no_promise(scenario: Scenario, tmp_path: Path) -> None:
    states, broken = broken_promises(scenario, tmp_path)
    assert not broken
    assert states > 20


def nothing(*_: object) -> None:
    """Do nothing, where something should be done."""


def no_fdatasync(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Disk, "fdatasync", nothing)


def no_folder_sync(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(files, "sync_folder", nothing)


def no_checksum(patch: pytest.MonkeyPatch) -> None:
    class Digest:
        def hexdigest(self) -> str:
            return lines.START

    class Hashlib:
        def sha256(self, data: bytes) -> Digest:
            return Digest()

    patch.setattr(lines, "hashlib", Hashlib())


def snapshot_in_place(patch: pytest.MonkeyPatch) -> None:
    def replace(path: Path, data: bytes) -> None:
        files.touch(path)
        files.append(path, 0, data)
        files.sync_folder(path.parent)

    patch.setattr(files, "replace", replace)


def snapshot_not_synced(patch: pytest.MonkeyPatch) -> None:
    synced = Disk.fsync

    def fsync(disk: Disk, descriptor: int) -> None:
        if isinstance(disk.target(descriptor), str):
            synced(disk, descriptor)

    patch.setattr(Disk, "fsync", fsync)


def torn_line_not_cut_apart(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(files, "_cut", lambda descriptor, end: files.os.ftruncate(descriptor, end))


def left_unsettled(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(trail, "settle", nothing)


@pytest.mark.parametrize(
    ("mutate", "scenario"),
    [
        (no_fdatasync, from_nothing),
        (no_folder_sync, from_nothing),
        (no_checksum, from_nothing),
        (snapshot_in_place, from_nothing),
        (snapshot_not_synced, from_nothing),
        (torn_line_not_cut_apart, over_a_torn_line),
        (left_unsettled, after_a_killed_writer),
        (left_unsettled, already_stored),
    ],
)
def test_a_store_without_one_of_its_precautions_is_caught(mutate: Mutant, scenario: Scenario, tmp_path: Path) -> None:
    _, broken = broken_promises(scenario, tmp_path, mutate)
    assert broken


class Failing:
    """The real `os`, the n-th call of which fails, or all from the n-th on."""

    CALLS = frozenset({"open", "pwrite", "pread", "ftruncate", "fdatasync", "fsync", "replace", "unlink", "mkdir",
                       "chmod", "fchmod", "stat", "fstat", "close"})  # fmt: skip

    def __init__(self, fails_at: int, error: int, *, for_good: bool) -> None:
        self.left = fails_at
        self.error = error
        self.for_good = for_good

    def __getattr__(self, name: str) -> object:
        function = getattr(os, name)
        return partial(self._call, function) if name in self.CALLS else function

    def _call(self, function: Callable[..., object], *arguments: object) -> object:
        self.left -= 1
        if self.left == 0 or (self.left < 0 and self.for_good):
            if function is os.pwrite:
                descriptor, data, position = arguments
                os.pwrite(descriptor, bytes(data)[:100], position)  # type: ignore[arg-type]
            if function is os.close:
                os.close(*arguments)  # type: ignore[arg-type]
            raise OSError(self.error, os.strerror(self.error))
        return function(*arguments)


@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EINTR, errno.EACCES, errno.EROFS])
@pytest.mark.parametrize("saved", [0, 1, 3])
def test_a_failing_call_leaves_memory_and_disk_alike(
    saved: int, error: int, for_good: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail, "SEGMENT_BYTES", 2500)
    monkeypatch.setattr(journal, "SNAPSHOT_BYTES", 2000)
    for fails_at in count(1):
        (root := tmp_path / str(fails_at)).mkdir()
        store = opened(root)
        for step in range(1, saved + 1):
            save(store, step)
        failing = Failing(fails_at, error, for_good=for_good)
        sure = failed = False
        with monkeypatch.context() as patch:
            patch.setattr(files, "os", failing)
            try:
                save(store, saved + 1)
            except Unavailable as problem:
                failed = True
                sure = "不能确定" not in str(problem)
        sequence = opened(root).sequence
        assert store.sequence == sequence
        if failed:
            assert sequence == saved if sure else sequence in (saved, saved + 1)
        else:
            assert sequence == saved + 1
        shows(store, sequence)
        check(root, sequence, sequence)
        if failing.left > 0:
            assert fails_at > 8
            break
