"""A disk that remembers every change made to it and names each state that a power loss could leave.

Strict as POSIX allows: until a file is synced, each write to it may be there, torn or missing, in any combination;
until a folder is synced, the same holds for each name made, moved or removed in it.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count, pairwise, product
from pathlib import Path
from typing import Any

Contents = dict[str, bytes | None]
"""Path below the root → content, None for a folder."""

Operation = tuple[Any, ...]
Wanted = Iterable[Operation | None]


class Killed(BaseException):
    """The process is gone: nothing it would have done afterwards happens."""


class Disk:
    """Stands in for `os` in the store's module `files`: does what it is told and writes it down."""

    def __init__(self, root: Path, *, die_at: int | None = None) -> None:
        self.root = root
        self.die_at = die_at
        self.log: list[Operation] = []
        self._attempted: list[tuple[int, int]] = []
        self._returned: list[tuple[int, int]] = []
        self._numbers = count(1000)
        self._files = {
            str(each.relative_to(root)): number for number, each in enumerate(sorted(root.rglob("*"))) if each.is_file()
        }
        self._start = {name: (root / name).read_bytes() for name in self._files}
        self._folders = [str(each.relative_to(root)) for each in root.rglob("*") if each.is_dir()]
        self._open: dict[int, int | str] = {}
        self._first = dict(self._files)

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)

    def _note(self, *operation: Any) -> None:
        self.log.append(operation)

    def _alive(self) -> None:
        if self.die_at is not None and len(self.log) >= self.die_at:
            raise Killed

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self.root))

    def target(self, descriptor: int) -> int | str:
        """Return the number of the open file, or the name of the open folder."""
        return self._open[descriptor]

    def mkdir(self, path: Path) -> None:
        self._alive()
        os.mkdir(path)
        self._note("name", self._name(path.parent), self._name(path), "folder")

    def open(self, path: Path, flags: int, mode: int = 0o777) -> int:
        self._alive()
        name = self._name(path)
        made = flags & os.O_CREAT and not os.path.exists(path)
        descriptor = os.open(path, flags, mode)
        if made:
            self._files[name] = next(self._numbers)
            self._note("name", self._name(path.parent), name, self._files[name])
        self._open[descriptor] = name if os.path.isdir(path) else self._files[name]
        return descriptor

    def pwrite(self, descriptor: int, data: bytes, position: int) -> int:
        self._alive()
        if self._open[descriptor] != self._files.get("data/store.lock"):  # its content matters to nobody after a crash
            self._note("write", self._open[descriptor], position, bytes(data))
        return os.pwrite(descriptor, data, position)

    def ftruncate(self, descriptor: int, length: int) -> None:
        self._alive()
        os.ftruncate(descriptor, length)
        self._note("cut", self._open[descriptor], length)

    def fdatasync(self, descriptor: int) -> None:
        self._alive()
        self._note("sync", self._open[descriptor])

    fsync = fdatasync

    def unlink(self, path: Path) -> None:
        self._alive()
        os.unlink(path)
        self._note("name", self._name(path.parent), self._name(path), None)

    def replace(self, source: Path, target: Path) -> None:
        self._alive()
        os.replace(source, target)
        old, new = self._name(source), self._name(target)
        self._files[new] = self._files.pop(old)
        self._note("move", self._name(target.parent), old, new, self._files[new])

    @contextmanager
    def saving(self, sequence: int) -> Iterator[None]:
        """Write down when the save of this entry began and when, if it did, it returned."""
        self._attempted.append((len(self.log), sequence))
        yield
        self._returned.append((len(self.log), sequence))

    def crashes(self, before: int) -> Iterator[tuple[int, int, Contents]]:
        """Yield each state a power loss could leave, with the last entry that had returned and the last one begun.

        `before` is the last entry of the disk as it was at first.
        """
        for moment in range(len(self.log) + 1):
            returned = max((number for when, number in self._returned if when <= moment), default=before)
            attempted = max((number for when, number in self._attempted if when <= moment), default=before)
            for state in self._states(moment):
                yield returned, attempted, state

    def _states(self, moment: int) -> Iterator[Contents]:
        names: dict[str, Any] = {**self._first, **dict.fromkeys(self._folders, "folder")}
        contents = {number: self._start[name] for name, number in self._first.items()}
        open_names: list[Operation] = []
        open_writes: list[Operation] = []
        for operation in self.log[:moment]:
            match operation[0]:
                case "sync":
                    for each in [each for each in open_names if each[1] == operation[1]]:
                        _rename(names, each)
                        open_names.remove(each)
                    for each in [each for each in open_writes if each[1] == operation[1]]:
                        contents[each[1]] = _written(contents.get(each[1], b""), each)
                        open_writes.remove(each)
                case "name" | "move":
                    open_names.append(operation)
                case _:
                    open_writes.append(operation)
        for renames in product(*([None, each] for each in open_names)):
            for writes in product(*(_torn(each) for each in open_writes)):
                yield _disk(dict(names), dict(contents), renames, writes)


def _torn(operation: Operation) -> list[Operation | None]:
    """Return what may be left of a write: nothing, all, the beginning, the end, or a hole of older bytes."""
    if operation[0] == "cut":
        return [None, operation]
    data = operation[3]
    marks = [len(data) * each // 8 for each in range(1, 9)]
    kinds = [data[:mark] for mark in marks]
    kinds += [old * mark + data[mark:] for mark in marks for old in (b"\0", b"0")]
    kinds += [data[:one] + b"0" * (two - one) + data[two:] for one, two in pairwise(marks)]
    return [None, *((*operation[:3], kind) for kind in kinds)]


def _rename(names: dict[str, Any], operation: Operation) -> None:
    if operation[0] == "move":
        _, _, old, new, number = operation
        names.pop(old, None)
        names[new] = number
    elif operation[3] is None:
        names.pop(operation[2], None)
    else:
        names[operation[2]] = operation[3]


def _written(content: bytes, operation: Operation) -> bytes:
    if operation[0] == "cut":
        return content[: operation[2]].ljust(operation[2], b"\0")
    _, _, position, data = operation
    return content[:position].ljust(position, b"\0") + data + content[position + len(data) :]


def _disk(names: dict[str, Any], contents: dict[Any, bytes], renames: Wanted, writes: Wanted) -> Contents:
    for each in renames:
        if each:
            _rename(names, each)
    for each in writes:
        if each:
            contents[each[1]] = _written(contents.get(each[1], b""), each)
    found: Contents = {}
    for name, number in sorted(names.items()):
        parent = str(Path(name).parent)
        if parent == "." or parent in found:  # what lies in a folder whose name is lost is lost with it
            found[name] = None if number == "folder" else contents.get(number, b"")
    return found


def lay_out(root: Path, state: Contents) -> None:
    """Make the files and folders of a state below an existing root."""
    for name, content in state.items():
        if content is None:
            (root / name).mkdir()
        else:
            (root / name).write_bytes(content)
