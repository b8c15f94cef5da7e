"""How every way of ending becomes an exit code and a sentence."""

import contextlib
import os
import sys
from collections.abc import Callable

from tui_disclose.problems import Differs, Problem, Unavailable
from tui_disclose.statutory.text import harmless

_INTERRUPTED = 130


def say(text: str) -> None:
    """Say something beside the results."""
    sys.stderr.write(harmless(text) + "\n")


def on_terminal() -> bool:
    """Tell whether input and output are a terminal: a screen needs all three."""
    return sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()


def ended(act: Callable[[], int]) -> int:
    """Do what a command line asks for and return its exit code, whatever becomes of it."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        return act()
    except (KeyboardInterrupt, EOFError):
        say("已中止。")
        return _INTERRUPTED
    except Problem as problem:
        for line in problem.differences if isinstance(problem, Differs) else ():
            say(line)
        say(f"错误：{problem}")
        return problem.exit_code
    except BrokenPipeError:
        # The reader of our output went away (`| head`); what it wanted it has.
        _drop_output()
        return 0
    except OSError as error:
        from tui_disclose.office.os_errors import in_words

        _drop_output()
        say(f"错误：{error.filename or '输出'}：{in_words(error)}。请检查磁盘空间和权限后重试。")
        return Unavailable.exit_code


def _drop_output() -> None:
    """Keep the interpreter from writing, as it ends, what could not be written now."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
