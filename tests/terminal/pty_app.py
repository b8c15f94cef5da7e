"""Runs the application in a real terminal of its own: one key press at a time in, what the screen shows out."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte
import pytest
from rich.cells import cell_len

KEYS = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "ctrl+home": "\x1b[1;5H",
    "ctrl+end": "\x1b[1;5F",
    "ctrl+c": "\x03",
    "ctrl+l": "\x0c",
    "ctrl+p": "\x10",
    "ctrl+s": "\x13",
    "ctrl+z": "\x1a",
    "shift+tab": "\x1b[Z",
    "tab": "\t",
    "enter": "\r",
    "escape": "\x1b",
    "backspace": "\x7f",
    "space": " ",
}
"""What a terminal sends for a key that is not a character."""

DEADLINE = 20.0
"""Seconds after which what was waited for is taken not to come; far more than any machine needs."""

QUIET = 0.06
"""Seconds without output after which a screen counts as settled."""

ESCAPE_QUIET = 0.3
"""The same after Esc, which the program first holds back for up to 0.2 seconds: it may begin an arrow key."""

_ENTER_ALTERNATE, _LEAVE_ALTERNATE = b"\x1b[?1049h", b"\x1b[?1049l"

# Keyboard protocol requests (`CSI < u` and the like), which real terminals swallow and pyte prints in part.
_NOT_FOR_PYTE = re.compile(rb"\x1b\[[<>=]\d*u")
_MAY_BE_CUT = re.compile(rb"\x1b(\[[<>=]?\d*)?$")


class PtyApp:
    """A program in a pseudo terminal; a context manager that leaves no process behind."""

    def __init__(
        self, command: Sequence[str], size: tuple[int, int] = (80, 24), environment: Mapping[str, str] | None = None
    ) -> None:
        self.presses = 0
        """Key presses sent so far."""
        self.output = b""
        """Everything the program has written."""
        self.started = time.perf_counter()
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._held = b""
        self._escaped = False
        self._code: int | None = None
        own = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("TEXTUAL", "NO_COLOR", "COLUMNS", "LINES"))
        }
        own |= {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "", **(environment or {})}
        self._gate, ready = os.pipe()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            # The window must have its size before the program asks for it.
            os.close(ready)
            os.read(self._gate, 1)
            os.execve(command[0], list(command), own)
        os.close(self._gate)
        self.resize(*size)
        self.started = time.perf_counter()
        os.close(ready)

    def __enter__(self) -> "PtyApp":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            error.add_note(f"The screen was:\n{self.text}")
        if self._code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self.hang_up()
            os.waitpid(self.pid, 0)
        else:
            self.hang_up()

    # ---- in ----

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        self._screen.resize(lines, columns)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def press(self, *keys: str) -> None:
        """Send key presses one after the other, each in a write of its own; nothing is waited for."""
        for key in keys:
            self.send(KEYS.get(key, key).encode())
            self.presses += 1
            self._escaped = key == "escape"

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        while data:
            self.read()
            if select.select([], [self.terminal], [], 0.05)[1]:
                data = data[os.write(self.terminal, data) :]

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Drop the line, as a terminal does that is closed."""
        if self.terminal >= 0:
            os.close(self.terminal)
            self.terminal = -1

    # ---- out ----

    def read(self, seconds: float = 0.0) -> bool:
        """Take what the program wrote, waiting at most `seconds` for it; tell whether there was anything."""
        if self.terminal < 0 or not select.select([self.terminal], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.terminal, 1 << 16)
        except OSError:  # the program ended
            return False
        self.output += data
        data = self._held + data
        cut = _MAY_BE_CUT.search(data)
        at = cut.start() if cut else len(data)
        self._held = data[at:]
        self._stream.feed(_NOT_FOR_PYTE.sub(b"", data[:at]))
        return bool(data)

    def settle(self) -> None:
        """Wait until the program has written nothing for a while and has nothing to do, however busy the machine is."""
        end = time.monotonic() + DEADLINE
        while self.read(ESCAPE_QUIET if self._escaped else QUIET) or self._at_work():
            self._escaped = False
            assert time.monotonic() < end, "the screen does not settle"

    def _at_work(self) -> bool:
        """Tell whether the program is running, or waits for its turn behind other programs."""
        for stat in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            with contextlib.suppress(OSError):
                # The name in brackets may hold anything; the state stands behind it.
                if stat.read_text().rpartition(")")[2].split()[0] in "RD":
                    return True
        return False

    def wait_until(self, holds: Callable[[], object], what: str = "") -> None:
        """Read until something holds; fail with the screen where it does not come."""
        end = time.monotonic() + DEADLINE
        while not holds():
            if not self.read(0.01):
                assert not self.ended() or holds(), f"the program ended ({self._code}) before: {what}"
            assert time.monotonic() < end, f"did not come: {what}"

    def wait_for(self, *texts: str) -> None:
        """Wait until the screen shows all of these texts."""
        self.wait_until(lambda: all(text in self.text for text in texts), "、".join(texts))

    def spent(self, *keys: str, shows: str = "") -> int:
        """Return how many bytes the program writes for these keys, from a screen at rest to the next one."""
        self.settle()
        before = len(self.output)
        self.press(*keys)
        if shows:
            self.wait_for(shows)
        else:
            self.wait_until(lambda: len(self.output) > before, "something on the screen")
        self.settle()
        return len(self.output) - before

    @property
    def lines(self) -> list[str]:
        """The lines of the screen, without spaces at their ends."""
        return [self._line(y).rstrip() for y in range(self._screen.lines)]

    def _line(self, y: int) -> str:
        # pyte keeps an empty string behind a wide character, and the other half where one half is written over.
        cells = [self._screen.buffer[y][x].data for x in range(self._screen.columns)]
        line = ""
        for before, here, behind in zip(["", *cells], cells, [*cells[1:], ""], strict=False):
            if here:
                line += " " if cell_len(here) == 2 and behind else here
            elif cell_len(before) != 2:
                line += " "
        return line

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def left_alternate_screen(self) -> bool:
        """Whether the program gave the terminal's own screen back."""
        return self.output.rfind(_LEAVE_ALTERNATE) > self.output.rfind(_ENTER_ALTERNATE)

    @property
    def cursor_shown(self) -> bool:
        """Whether the terminal's cursor is visible."""
        return self.output.rfind(b"\x1b[?25h") > self.output.rfind(b"\x1b[?25l")

    def ended(self) -> bool:
        """Tell whether the program ended; `exit_code` is known then."""
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code is not None

    @property
    def exit_code(self) -> int | None:
        """The exit code, a signal's number as a negative one; None while the program runs."""
        return self._code

    def wait_for_end(self) -> int:
        """Wait for the program to end and return its exit code."""
        self.wait_until(self.ended, "the end of the program")
        while self.read(0.01):
            pass
        assert self._code is not None
        return self._code


def disclosure_app(
    data: Path, size: tuple[int, int] = (80, 24), *options: str, environment: Mapping[str, str] | None = None
) -> PtyApp:
    """Open the application on a data folder."""
    return PtyApp([sys.executable, "-m", "tui_disclose", "--data", str(data), *options], size, environment)


@contextlib.contextmanager
def two_apps(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[PtyApp, PtyApp]]:
    """Open the application twice on a data folder; where the tests run as root, as two people."""
    with contextlib.ExitStack() as stack:
        apps = []
        for who in ("zhang", "li"):
            monkeypatch.setenv("SUDO_USER", who)
            apps.append(stack.enter_context(disclosure_app(data)))
        yield apps[0], apps[1]
