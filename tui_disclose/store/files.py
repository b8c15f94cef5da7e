"""Every call to the operating system that the store makes: few, plain, and each able to fail.

Files are 0660 and folders 2770 whatever the umask, so that colleagues of one group can work in one folder.
"""

import contextlib
import errno
import fcntl
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

from tui_disclose.problems import Unavailable

_FILE_MODE = 0o660
_FOLDER_MODE = 0o2770
_HOLDER_BYTES = 80


class Unsure(Exception):
    """A failed append could not be taken back, so the line may be there."""


class said:  # noqa: N801
    """Turns what the operating system reports into Unavailable, saying what came of it and what to do."""

    # Not a generator, as every save and every look goes through it.
    __slots__ = ("_outcome", "_path")

    def __init__(self, path: Path, outcome: str) -> None:
        self._path = path
        self._outcome = outcome

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise Unavailable(f"{_cause(error, self._path)}，{self._outcome}，{_remedy(error)}。") from error
        if isinstance(error, Unsure):
            raise Unavailable(f"写入 {self._path} 时磁盘出错，不能确定是否存上，请重新打开核对后再继续。") from error


def _cause(error: OSError, path: Path) -> str:
    match error.errno:
        case errno.ENOSPC:
            return "磁盘已满"
        case errno.EDQUOT:
            return "磁盘配额已用完"
        case errno.EROFS:
            return f"{path} 所在磁盘只能读"
        case errno.EACCES | errno.EPERM:
            return f"没有 {error.filename or path} 的权限"
        case errno.EFBIG:
            return f"{path} 中的文件超过了系统允许的大小"
        case errno.EIO:
            return f"读写 {error.filename or path} 时磁盘出错"
        case errno.ENOENT | errno.ENOTDIR:
            return f"{error.filename or path} 不见了"
        case _:
            return f"读写 {error.filename or path} 出错（系统错误 {errno.errorcode.get(error.errno or 0, '不明')}）"


def _remedy(error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "请腾出空间后重试"
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return "请找管理员开通权限后重试"
        case _:
            return "请检查磁盘后重试"


def size(path: Path | str) -> int | None:
    """Return a file's length in bytes, None where there is no such file."""
    try:
        return os.stat(path).st_size
    except (FileNotFoundError, NotADirectoryError):
        return None


def names(folder: Path) -> list[str]:
    """Return the names in a folder, none where there is no such folder."""
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []


def read(path: Path, start: int = 0, length: int | None = None) -> bytes | None:
    """Return a file's bytes from `start` on, None where there is no such file."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        wanted = os.fstat(descriptor).st_size - start if length is None else length
        parts = []
        while wanted > 0 and (part := os.pread(descriptor, wanted, start)):
            parts.append(part)
            start += len(part)
            wanted -= len(part)
        return b"".join(parts)
    finally:
        close(descriptor)


NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ncpfs", "ceph", "glusterfs", "fuse.sshfs",
                     "fuse.glusterfs", "lustre", "gpfs", "davfs", "fuse.davfs2"})  # fmt: skip
"""File systems on which a lock taken on one machine may mean nothing on another."""

MOUNTS = Path("/proc/self/mountinfo")


def file_system(path: Path) -> str:
    """Return the kind of file system that a path lies on, empty where the system does not say."""
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    wanted, found = Path(os.path.realpath(path)), ("", "")
    for line in mounts:
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[4])
        # Of several mounts on one point the last one is seen.
        if len(point) >= len(found[0]) and wanted.is_relative_to(point):
            found = point, after.split(" ", 1)[0]
    return found[1]


def refuse_network(folder: Path) -> None:
    """Raise Unavailable where a folder lies on a file system whose locks do not hold."""
    kind = file_system(folder)
    if kind in NETWORK:
        raise Unavailable(
            f"数据目录 {folder} 在网络文件系统（{kind}）上，多人同时保存会互相覆盖，"
            "请移到本机磁盘；只查看可加 --read-only。"
        )


def make_folder(path: Path) -> None:
    """Make a folder that the group shares, and what is missing above it."""
    if os.path.isdir(path):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.mkdir(path)
        with contextlib.suppress(OSError):
            os.chmod(path, _FOLDER_MODE)


def open_shared(path: Path) -> int:
    """Open a file for reading and writing, making it where it is missing."""
    try:
        return os.open(path, os.O_RDWR)
    except FileNotFoundError:
        pass
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, _FILE_MODE)
    with contextlib.suppress(OSError):
        os.fchmod(descriptor, _FILE_MODE)
    return descriptor


def touch(path: Path) -> None:
    """Make a file where it is missing."""
    close(open_shared(path))


def close(descriptor: int) -> None:
    """Close a file."""
    # What matters has been synced before, so a failure here says nothing about it.
    with contextlib.suppress(OSError):
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Make the names in a folder last through a power loss."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        close(descriptor)


def look(path: str) -> tuple[tuple[int, int] | None, int]:
    """Return what tells a file from another one of its name (None: there is no such file) and its length in bytes."""
    try:
        found = os.stat(path)
    except OSError:
        return None, 0
    return (found.st_dev, found.st_ino), found.st_size


def open_end(path: Path) -> tuple[int, tuple[int, int], int]:
    """Open a file to append to it; return its descriptor, what tells it from another one of its name, its length."""
    descriptor = os.open(path, os.O_RDWR)
    found = os.fstat(descriptor)
    return descriptor, (found.st_dev, found.st_ino), found.st_size


def holds(descriptor: int, end: int, last: bytes) -> bool:
    """Tell whether the bytes `last` stand before `end` in an open file."""
    return os.pread(descriptor, len(last), end - len(last)) == last


def append(path: Path, end: int, data: bytes, opened: int | None = None) -> None:
    """Write `data` durably at `end`, where the good part of a file ends; raise Unsure if a failure left it there.

    `opened` is the file, open to append to it.
    """
    descriptor = os.open(path, os.O_RDWR) if opened is None else opened
    try:
        if opened is None and os.fstat(descriptor).st_size > end:
            # Synced apart, or a power loss could leave a mixture of the old torn line and the new one.
            _cut(descriptor, end)
        try:
            _write(descriptor, data, end)
            os.fdatasync(descriptor)
        except BaseException as error:
            try:
                _cut(descriptor, end)
            except OSError:
                raise Unsure from error
            raise
    finally:
        if opened is None:
            close(descriptor)


def _cut(descriptor: int, end: int) -> None:
    os.ftruncate(descriptor, end)
    os.fdatasync(descriptor)


def _write(descriptor: int, data: bytes, position: int) -> None:
    rest = memoryview(data)
    while rest:
        written = os.pwrite(descriptor, rest, position)
        rest, position = rest[written:], position + written


def sync(path: Path) -> None:
    """Make a file's content last through a power loss."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fdatasync(descriptor)
    finally:
        close(descriptor)


def replace(path: Path, data: bytes) -> None:
    """Put a whole new content in a file's place: every reader sees the old one or the new one, also after a crash."""
    new = path.with_name(path.name + ".new")
    write_shared(new, data)
    os.replace(new, path)
    sync_folder(path.parent)


def write_shared(path: Path, data: bytes) -> None:
    """Write a new file that the group shares, durably; what stood there is gone."""
    # What a crash left may belong to a colleague and be closed to us; the folder lets us take it away.
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    descriptor = open_shared(path)
    try:
        _write(descriptor, data, 0)
        os.fsync(descriptor)
    finally:
        close(descriptor)


@contextlib.contextmanager
def locked(path: Path, who: str, wait: float) -> Iterator[None]:
    """Hold the lock file against every other writer; raise Unavailable, naming the holder, after `wait` seconds.

    The file is never renamed or deleted: two processes must never lock two files of one name.
    """
    descriptor = open_shared(path)
    try:
        acquire(descriptor, wait)
        sign(descriptor, who)
        yield
    finally:
        close(descriptor)


def sign(descriptor: int, who: str) -> None:
    """Leave in the lock file who holds it."""
    with contextlib.suppress(OSError):
        # Of one length, as cutting the file off would cost half as much as the save itself.
        holder = f"{os.getpid()} {who}".encode("utf-8", "replace")[:_HOLDER_BYTES].ljust(_HOLDER_BYTES)
        if os.pread(descriptor, _HOLDER_BYTES, 0) != holder:
            os.pwrite(descriptor, holder, 0)


def acquire(descriptor: int, wait: float) -> None:
    """Lock an open lock file; raise Unavailable, naming the holder, after `wait` seconds."""
    give_up = time.monotonic() + wait
    pause = 0.0005
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= give_up:
                process, _, who = os.pread(descriptor, _HOLDER_BYTES, 0).decode("utf-8", "ignore").partition(" ")
                holder = f"{who.strip()}（进程 {process}）" if who else "别人"
                raise Unavailable(f"{holder}正在保存，等了 {wait:g} 秒仍未结束，这次没有保存，请稍后重试。") from None
        else:
            return
        time.sleep(pause)
        pause = min(pause * 2, 0.02)


def release(descriptor: int) -> None:
    """Let others take a lock."""
    with contextlib.suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_UN)
