"""The lock file and the end of the trail, kept open from one save to the next.

Opening and closing them would take as long as all else that a save does but waiting for the disk.
"""

import contextlib
import os
import weakref
from pathlib import Path

from tui_disclose.store import files


class Writing:
    """What one process keeps open to save; good as long as the segment it ended in is the same file."""

    def __init__(self, lock_file: Path) -> None:
        self._lock_file = lock_file
        self._open: dict[str, int] = {}
        """The descriptors of “lock” and “end”."""
        self._inode: tuple[int, int] | None = None
        self._size = 0
        """Length of the segment as it was found under the lock."""
        self._process = os.getpid()
        weakref.finalize(self, _close_all, self._open)

    def hold(self, segment: Path, who: str, wait: float) -> None:
        """Hold the lock against every other writer; Unavailable, naming the holder, after `wait` seconds.

        `segment` is the file that the trail ended in. Where it is another one now, the whole folder may be, and with
        it the lock file: both are opened anew.
        """
        if self._process != os.getpid():
            # A lock that a forked process shares with its parent would keep neither of them out.
            self.close()
            self._process = os.getpid()
        if self._take(who, wait):
            inode, self._size = files.look(str(segment))
            if inode != self._inode:
                self.close()
                self._take(who, wait)

    def _take(self, who: str, wait: float) -> bool:
        """Lock, and tell whether the lock file had been open before."""
        kept = "lock" in self._open
        if not kept:
            self._open["lock"] = files.open_shared(self._lock_file)
        try:
            files.acquire(self._open["lock"], wait)
        except BaseException:
            self.close()
            raise
        if not kept:
            files.sign(self._open["lock"], who)
        return kept

    def sign(self, who: str) -> None:
        """Leave in the lock file who holds it, where others held it since."""
        files.sign(self._open["lock"], who)

    def end(self, segment: Path, end: int, last: bytes) -> int | None:
        """Return the segment, open to append to it; None where it does not end at `end` with the bytes `last`."""
        with contextlib.suppress(OSError):
            if "end" not in self._open:
                self._open["end"], self._inode, self._size = files.open_end(segment)
            if self._size == end and files.holds(self._open["end"], end, last):
                return self._open["end"]
        return None

    def release(self) -> None:
        """Let others save."""
        if "lock" in self._open:
            files.release(self._open["lock"])

    def close(self) -> None:
        """Close everything, which lets others save too."""
        self._inode = None
        _close_all(self._open)


def _close_all(opened: dict[str, int]) -> None:
    while opened:
        files.close(opened.popitem()[1])
