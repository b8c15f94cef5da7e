"""How soon a list of many records is on screen, what a key and the filter take, and the memory, beside visidata.

Everything is run in turn in one go, so that a busy machine slows all alike; the ratios are of medians.
"""

import argparse
import csv
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.startup import MINIMAL_APP, peak_memory
from tests.terminal.pty_app import PtyApp, disclosure_app
from tui_disclose.office.house import create_office
from tui_disclose.store.interface import Change

SECTIONS = ("办公室", "法规科", "执法支队", "信息中心")
HEAD = ("number", "name", "kind", "section", "made_on", "document_number", "text")
BOUND = 1.2
"""The first screen of many records beside visidata's of the same rows."""


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """Yield made-up rules as wide as real ones; the last number is the last row."""
    for n in range(1, count + 1):
        name = f"关于第{n * 7919 % count}号事项政府信息公开保密审查和属性认定的办法"
        made = f"20{10 + n % 17}-0{1 + n % 9}-1{n % 10}"
        yield (
            f"〔2026〕{n}号",
            name,
            "disclosure",
            SECTIONS[n % 4],
            made,
            f"某政办〔2026〕{n}号",
            "第一条　为了规范工作，制定本办法。" * 4,
        )


def prepare(folder: Path, count: int) -> tuple[Path, Path]:
    """Make an office with so many rules, its snapshot written, and a CSV file of the same rows."""
    data, table = folder / f"office-{count}", folder / f"rows-{count}.csv"
    office = create_office(data, "某局", date.today())
    made = [Change("rules", number, dict(zip(HEAD[1:], rest, strict=True))) for number, *rest in rows(count)]
    office.store.apply(made, "zhang", "登记")
    office.store.note("zhang", "快照之后")
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows(count)])
    return data, table


def first_screen(start: Callable[[], PtyApp], text: str, *keys: str) -> tuple[float, int]:
    """Return seconds from exec, keys sent at once, until a text is on the screen, and the most memory in KB."""
    with start() as app:
        app.press(*keys)
        app.wait_until(lambda: text in app.text, text)
        took = time.perf_counter() - app.started
        app.settle()
        return took, peak_memory(app.pid)


def in_the_list(data: Path, count: int) -> dict[str, float]:
    """Return milliseconds from a key to the last byte of the screen it gives, within one session."""
    found = {}
    with disclosure_app(data) as app:
        app.wait_for("8操作记录")
        app.press("2")
        app.wait_for(f"共{count}条")
        app.settle()
        for what, keys in {"a row down": ["down"] * 20, "a page down": ["pagedown"] * 20}.items():
            took = []
            for key in keys:
                known, began = len(app.output), time.perf_counter()
                app.press(key)
                app.wait_until(lambda known=known: len(app.output) > known, what)
                last = time.perf_counter()
                while app.read(0.03):
                    last = time.perf_counter()
                took.append(last - began)
            found[what] = median(took) * 1000
        app.press("/")
        app.wait_for("筛选：")
        for what, key in {"filter, first letter": "9", "filter, second letter": "z"}.items():
            known, began = len(app.output), time.perf_counter()
            app.press(key)
            app.wait_until(
                lambda known=known: len(app.output) > known and "还在找" not in app.text and "筛选：9" in app.text, what
            )
            found[what] = (time.perf_counter() - began) * 1000
        app.press("escape")
        app.settle()
        for what, key in {"palette": "\x10", "palette, first letter": "9", "palette, second letter": "8"}.items():
            known, began = len(app.output), time.perf_counter()
            app.send(key.encode())
            app.wait_until(lambda known=known: len(app.output) > known and "只列前" in app.text, what)
            last = time.perf_counter()
            while app.read(0.3):
                last = time.perf_counter()
            found[what] = (last - began) * 1000
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each is run")
    parser.add_argument("--records", type=int, nargs="+", default=[10_000, 100_000])
    arguments = parser.parse_args()
    visidata = shutil.which("vd", path=str(Path(sys.executable).parent))
    kept = True
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        print(f"{'records':>8} {'what':<28}{'ms':>7}{'MB':>6}{'÷ minimal':>11}{'÷ visidata':>12}")
        for count in arguments.records:
            data, table = prepare(home, count)
            what: dict[str, Callable[[], tuple[float, int]]] = {
                "minimal Textual app": lambda: first_screen(
                    lambda: PtyApp([sys.executable, "-c", MINIMAL_APP]), "一个标签"
                ),
                "list of records": lambda data=data, count=count: first_screen(
                    lambda: disclosure_app(data), f"共{count}条", "2"
                ),
            }
            if visidata:
                quiet = [visidata, "--config", "/dev/null", "--visidata-dir", str(home / "vd"), str(table)]
                for each, text in (("visidata, first rows", "2026〕9号"), ("visidata, all rows", f"{count} rows")):
                    what[each] = lambda quiet=quiet, text=text: first_screen(lambda: PtyApp(quiet), text)
            took: dict[str, list[tuple[float, int]]] = {each: [] for each in what}
            for run in range(arguments.runs + 1):
                for each, measure in what.items():
                    once = measure()
                    if run:
                        took[each].append(once)
            ms = {each: median(seconds for seconds, _ in runs) * 1000 for each, runs in took.items()}
            for each, runs in took.items():
                line = f"{count:>8} {each:<28}{ms[each]:>7.0f}{max(memory for _, memory in runs) / 1024:>6.0f}"
                if each == "list of records":
                    line += f"{ms[each] / ms['minimal Textual app']:>11.2f}"
                    if visidata:
                        ratio = ms[each] / ms["visidata, all rows"]
                        line += f"{ratio:>12.2f}"
                        kept = kept and ratio <= BOUND
                print(line)
            for each, milliseconds in in_the_list(data, count).items():
                print(f"{count:>8} {each:<28}{milliseconds:>7.1f}")
    if not visidata:
        print("visidata is not installed: no ratio to it")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
