"""How soon commands answer and the app shows a report, as ratios to what anybody would have to pay.

Everything is run in turn in one go, so that a busy machine slows all alike; the ratios are of medians.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.conftest import SAMPLES
from tests.terminal.pty_app import PtyApp, disclosure_app

LIBRARIES = [sys.executable, "-c", "import tinydb, rich.console"]

MINIMAL_APP = """
import os
os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
os.environ["TEXTUAL_ANIMATIONS"] = "none"
from textual.app import App, ComposeResult
from textual.widgets import Label

class Minimal(App[None]):
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("q", "quit", "")]

    def compose(self) -> ComposeResult:
        yield Label("一个标签")

Minimal().run(mouse=False)
"""

_COLOURS = re.compile(rb"\x1b\[[0-9;]*m")
_JUMPS = re.compile(rb"\x1b\[[0-9;]*H")
"""What goes over cells that show already what they are to show."""

Run = tuple[float, int]
"""Seconds, and the most memory the process took in KB."""


def command(*arguments: str) -> Callable[[], Run]:
    """Return what runs a command to its end."""

    def run() -> Run:
        began = time.perf_counter()
        subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - began
        return seconds, most_memory(*arguments)

    return run


def most_memory(*arguments: str) -> int:
    """Return the most memory a command takes, in KB; asked of a small process of its own, whose child it is."""
    asked = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)"
    asked += "; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    done = subprocess.run([sys.executable, "-S", "-c", asked, *arguments], check=True, capture_output=True, text=True)
    return int(done.stdout)


def shown(start: Callable[[], PtyApp], text: str, prepare: Callable[[PtyApp], None] | None = None) -> Callable[[], Run]:
    """Return what opens an app and measures until a text (a pattern) is on its way to the terminal, from exec on."""

    def run() -> Run:
        with start() as app:
            began = app.started
            if prepare:
                prepare(app)
                began = time.perf_counter()
                app.press("enter")
            known = len(app.output)
            wanted = re.compile(text.encode())
            app.wait_until(lambda: wanted.search(_JUMPS.sub(b" ", _COLOURS.sub(b"", app.output[known:]))), text)
            seconds = time.perf_counter() - began
            memory = peak_memory(app.pid)
            if prepare is None:  # else it is killed: the next run begins in the list of years again
                app.settle()
                app.press("q")
                app.wait_for_end()
        return seconds, memory

    return run


def peak_memory(pid: int) -> int:
    """Return the most memory a running process took so far, in KB; 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def prepare_office(folder: Path, *, inside: bool) -> Path:
    """Make an office with the report of 2019, whose last session was left in that report, or in the list of years."""
    source = SAMPLES / "baiyin-2019.txt"
    data = folder / ("inside" if inside else "list")
    for arguments in (["init", "--unit", "白银市科学技术局"], ["report", "import", str(source), "--year", "2019"]):
        done = [sys.executable, "-m", "tui_disclose", "--data", str(data), *arguments]
        subprocess.run(done, check=True, capture_output=True)
    if inside:
        with disclosure_app(data) as app:
            app.wait_for("1待办")
            app.settle()
            app.press("6")
            app.wait_for("格式2019")
            app.press("enter")
            app.wait_for("2019年 前言")
            app.settle()
            app.press("q")
            app.wait_for_end()
    return data


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=21, help="how often each is run")
    runs = parser.parse_args().runs
    tui_disclose = str(Path(sys.executable).parent / "tui-disclose")
    with tempfile.TemporaryDirectory() as name:
        inside = prepare_office(Path(name), inside=True)
        in_list = prepare_office(Path(name), inside=False)

        def minimal() -> PtyApp:
            return PtyApp([sys.executable, "-c", MINIMAL_APP])

        def until_listed(app: PtyApp) -> None:
            app.wait_for("1待办")
            app.settle()
            app.press("6")
            app.wait_for("格式2019")
            app.settle()

        report_shown, desk_shown = r"规范性文件 +6 +6 +8", "可以从这里开始"
        measured: dict[str, Callable[[], Run]] = {
            "import tinydb, rich.console": command(*LIBRARIES),
            "tui-disclose --version": command(tui_disclose, "--version"),
            "report check 2019 --json": command(
                tui_disclose, "--data", str(inside), "report", "check", "2019", "--json"
            ),
            "minimal app shows a label": shown(minimal, "一个标签"),
            "app shows the report": shown(lambda: disclosure_app(inside), report_shown),
            "app shows place 1": shown(lambda: disclosure_app(in_list), desk_shown),
            "list, Enter: shows the report": shown(lambda: disclosure_app(in_list), report_shown, until_listed),
        }
        took: dict[str, list[Run]] = {what: [] for what in measured}
        for number in range(runs + 1):
            for what, run in measured.items():
                once = run()
                if number:  # the first round warms the disk's cache
                    took[what].append(once)
    bounds = {
        "tui-disclose --version": ("import tinydb, rich.console", 1.5),
        "report check 2019 --json": ("import tinydb, rich.console", 2.5),
        "app shows the report": ("minimal app shows a label", 1.3),
        "app shows place 1": ("minimal app shows a label", None),
    }
    print(f"medians of {runs} interleaved runs\n")
    print(f"{'what':<32}{'ms':>7}{'least':>7}{'most':>7}{'MB':>6}{'ratio':>8}{'bound':>7}")
    kept = True
    for what, each in took.items():
        seconds = [run[0] for run in each]
        line = f"{what:<32}{median(seconds) * 1000:>7.0f}{min(seconds) * 1000:>7.0f}{max(seconds) * 1000:>7.0f}"
        line += f"{max(run[1] for run in each) / 1024:>6.0f}"
        if what in bounds:
            beside, bound = bounds[what]
            ratio = median(seconds) / median(run[0] for run in took[beside])
            line += f"{ratio:>8.2f}" + (f"{bound:>7}" if bound else "")
            kept = kept and (bound is None or ratio <= bound)
        print(line)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
