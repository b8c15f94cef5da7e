"""A restore that a power loss interrupts: every state that the folders could be left in opens as the old or the new.

Files are synced when they are written, so only names matter: until the folder that a name was made in is synced, each
renaming may be on disk or not, in any combination.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from tui_disclose.office import backups
from tui_disclose.office.backups import back_up, restore
from tui_disclose.office.entering import set_figure
from tui_disclose.office.house import create_office, open_office
from tui_disclose.store import files
from tui_disclose.store.verify import verify

TODAY = date(2024, 3, 1)
RECEIVED = "requests.received.business"

Operation = tuple[str, ...]
"""What was done, and the paths below the data folder that it was done to."""


class Folders:
    """Stands in for the calls that make, move and remove names; remembers them from the first renaming on."""

    def __init__(self, folder: Path, start: Path) -> None:
        self.folder, self.start = folder, start
        self.log: list[Operation] = []

    def _note(self, what: str, *paths: Path) -> None:
        if self.start.exists():
            self.log.append((what, *(os.path.relpath(path, self.folder) for path in paths)))

    def rename(self, source: Path, target: Path) -> None:
        if not self.start.exists():
            shutil.copytree(self.folder, self.start)
        os.rename(source, target)
        self._note("rename", source, target)

    def mkdir(self, path: Path) -> None:
        os.mkdir(path)
        self._note("mkdir", path)

    def rmdir(self, path: Path) -> None:
        os.rmdir(path)
        self._note("rmdir", path)

    def sync_folder(self, path: Path) -> None:
        self._note("sync", path)

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)


def outcomes(log: list[Operation]) -> Iterator[list[Operation]]:
    """Yield what may have reached the disk at each moment: all that was synced, and any of the rest."""
    for moment in range(len(log) + 1):
        steps: list[tuple[Operation, bool]] = []
        for operation in log[:moment]:
            if operation[0] == "sync":
                steps = [(each, lasts or os.path.dirname(each[-1]) == _inside(operation[1])) for each, lasts in steps]
            else:
                steps.append((operation, False))
        for chosen in product(*((True,) if lasts else (True, False) for _, lasts in steps)):
            yield [each for (each, _), there in zip(steps, chosen, strict=True) if there]


def _inside(folder: str) -> str:
    return "" if folder == "." else folder


def replay(folder: Path, operations: list[Operation]) -> None:
    for what, *paths in operations:
        source, target = folder / paths[0], folder / paths[-1]
        # A name can't last in a folder that doesn't, nor a thing be moved whose own move didn't last.
        if not target.parent.is_dir() or (what != "mkdir" and not source.exists()):
            continue
        if what == "rename":
            os.rename(source, target)
        elif what == "mkdir":
            target.mkdir()
        elif not any(target.iterdir()):
            target.rmdir()


def restored(root: Path, patch: Callable[[Folders], None]) -> Folders:
    """Restore a backup over an office that went on, and return what was done to the folders."""
    office = create_office(root / "data", "某局", TODAY)
    set_figure(office, 2019, RECEIVED, "5", TODAY)
    back_up(office, root / "one.tar.gz")
    set_figure(office, 2019, RECEIVED, "9", TODAY)
    (office.folder / "templates").mkdir()
    (office.folder / "templates/one.txt").write_text("旧", encoding="utf-8")
    folders = Folders(office.folder, root / "start")
    patch(folders)
    restore(office.folder, root / "one.tar.gz", "li", over=True)
    return folders


def figure(folder: Path) -> object:
    return (open_office(folder).store.record("reports", "2019") or {}).get(f"cells.{RECEIVED}")


def lost(root: Path, folders: Folders) -> tuple[int, str]:
    """Return how many states there are and the first that is neither the old office nor the new one."""
    seen = set()
    for operations in outcomes(folders.log):
        case = root / "case"
        shutil.rmtree(case, ignore_errors=True)
        shutil.copytree(folders.start, case)
        replay(case, operations)
        tree = frozenset(str(path.relative_to(case)) for path in case.rglob("*"))
        if tree in seen:
            continue
        seen.add(tree)
        try:
            found = figure(case)
            whole = verify(case).bad is None
        except Exception as error:
            return len(seen), f"{operations}: {error!r}"
        if found not in (5, 9) or not whole:
            return len(seen), f"{operations}: {found}"
        # What was there before is there still, in its place or set aside.
        if not list(case.rglob("one.txt")):
            return len(seen), f"{operations}: lost"
    return len(seen), ""


def test_a_power_loss_amid_a_restore_leaves_the_old_office_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def watched(folders: Folders) -> None:
        monkeypatch.setattr(backups, "os", folders)
        monkeypatch.setattr(files, "os", folders)
        monkeypatch.setattr(files, "sync_folder", folders.sync_folder)

    folders = restored(tmp_path, watched)
    monkeypatch.undo()
    states, broken = lost(tmp_path, folders)
    assert broken == ""
    assert states > 10


def test_a_restore_that_syncs_no_folder_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def watched(folders: Folders) -> None:
        monkeypatch.setattr(backups, "os", folders)
        monkeypatch.setattr(files, "os", folders)
        monkeypatch.setattr(files, "sync_folder", lambda _: None)

    folders = restored(tmp_path, watched)
    monkeypatch.undo()
    assert lost(tmp_path, folders)[1]
