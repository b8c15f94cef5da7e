"""What keys cost in bytes to a terminal of 80×24, beside programs that people would compare us with.

The peers are not needed for anything else and want versions of their own: install each into a throw-away environment
(`python3 -m venv vd && vd/bin/pip install visidata`, posting, harlequin) and name those with --peers. Bytes repeat
exactly; times do not, so the first screen is given as a ratio to a minimal Textual app, medians of interleaved runs.
"""

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

import msgspec

from benchmarks.startup import MINIMAL_APP
from tests.terminal.pty_app import PtyApp, disclosure_app
from tui_disclose.office.entering import set_figure
from tui_disclose.office.house import create_office, open_office

KB = 1_000


class Program(msgspec.Struct, frozen=True):
    """A program, what shows that its first screen is there, and the keys that do the same in each."""

    name: str
    start: Callable[[], PtyApp]
    ready: str
    way: tuple[str, ...] = ()
    """Keys to where rows are moved through."""
    move: str = ""
    page: str = ""
    to_type: tuple[str, ...] = ()
    """Keys to where text is typed."""
    typed: str = ""


def prepare(folder: Path) -> tuple[Path, Path]:
    """Make an office with a trail of several pages, and a table of as many rows for the peers."""
    data = folder / "data"
    create_office(data, "白银市科学技术局", date(2025, 1, 1))
    office = open_office(data)
    for n in range(120):
        set_figure(office, 2024, "requests.received.business", str(n + 1), date(2026, 1, 1))
    table = folder / "rows.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = ((n, "2026-01-01 09:00", "zhangsan", f"填写一、本年新收·商业企业＝{n}") for n in range(121))
        csv.writer(file).writerows([("序号", "时间", "人", "内容"), *rows])
    return data, table


def programs(folder: Path, peers: list[Path]) -> list[Program]:
    """Return ours, the minimal app, and the peers that are installed."""
    data, table = prepare(folder)
    bare = [sys.executable, "-c", MINIMAL_APP]
    found = [
        Program("minimal Textual app", lambda: PtyApp(bare), "一个标签"),
        Program("tui-disclose", lambda: disclosure_app(data), "格式2021", ("8",), "down", "pagedown", ("6", "n"), "2"),
    ]
    if peers:
        home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}

        def run(name: str, *arguments: str) -> Callable[[], PtyApp]:
            there = next((path for peer in reversed(peers) if (path := peer / "bin" / name).exists()), Path(name))
            return lambda: PtyApp([str(there), *arguments], environment=home)

        found += [
            Program("visidata", run("vd", str(table)), "填写一", (), "down", "pagedown", ("/",), "b"),
            Program("posting", run("posting"), "Collection", (), "", "", ("ctrl+l",), "b"),
            Program("harlequin", run("harlequin", "-a", "sqlite", ":memory:"), "Query Editor", (), "", "", (), "b"),
        ]
    return found


def first_screen(program: Program) -> tuple[float, int]:
    """Return the seconds until the first screen shows what it should, and its bytes once it is at rest."""
    with program.start() as app:
        app.wait_for(program.ready)
        seconds = time.perf_counter() - app.started
        app.settle()
        return seconds, len(app.output)


def bytes_of(program: Program) -> dict[str, int]:
    """Return the bytes of each kind of key."""
    spent: dict[str, int] = {}
    with program.start() as app:
        app.wait_for(program.ready)
        for key in program.way:
            app.press(key)
            app.settle()
        if program.move:
            app.spent(program.move)
            spent["move"] = app.spent(program.move)
        if program.page:
            spent["page"] = app.spent(program.page)
        for key in program.to_type:
            app.press(key)
            app.settle()
        if program.typed:
            app.spent(program.typed)
            spent["character"] = app.spent(program.typed)
    return spent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="how often the first screen is timed")
    parser.add_argument(
        "--peers", type=Path, nargs="*", default=[], help="environments of visidata, posting, harlequin"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        listed = programs(Path(name), given.peers)
        times: dict[str, list[float]] = {program.name: [] for program in listed}
        screens: dict[str, int] = {}
        for _ in range(given.runs):
            for program in listed:
                seconds, screens[program.name] = first_screen(program)
                times[program.name].append(seconds)
        bare = median(times["minimal Textual app"])
        print(f"{'80x24':<22}{'first screen':>14}{'ratio':>8}{'move':>8}{'page':>8}{'character':>11}   (KB)")
        kept = True
        for program in listed:
            spent = bytes_of(program)
            cells = "".join(
                f"{spent[kind] / KB:>{width}.2f}" if kind in spent else f"{'-':>{width}}"
                for kind, width in (("move", 8), ("page", 8), ("character", 11))
            )
            ratio = median(times[program.name]) / bare
            print(f"{program.name:<22}{screens[program.name] / KB:>14.1f}{ratio:>8.2f}{cells}")
            if program.name == "tui-disclose":
                bounds = {"move": 1.0, "page": 7.0, "character": 0.4}
                kept = screens[program.name] <= 25 * KB and all(spent[k] <= most * KB for k, most in bounds.items())
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
