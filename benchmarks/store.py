"""Measures the store beside what one would pick instead, on the disk of the folder given (default: here).

python -m benchmarks.store [saves|stock|opening|following ...] [--folder DIR] [--records 1000 10000 100000] [--saves N]
"""

import argparse
import gc
import hashlib
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from tinydb import TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import JSONStorage

from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.ledgers import change
from tui_disclose.records.fields import Field, Ledger
from tui_disclose.store import JournalStore, open_store
from tui_disclose.store.interface import Change, Fields

CHOSEN = "绿化养护经费的预算、决算和采购合同，希望以纸质形式邮寄提供。"
BATCH = 1_000


def record(number: int) -> Fields:
    """Return a record of 20 fields and about 1 KB."""
    fields: Fields = {f"field{each:02}": f"第{number}件之{each}，{CHOSEN[: 8 + each]}" for each in range(18)}
    return {**fields, "received_on": "2024-03-01", "outcome": number % 16}


KEPT = Ledger(
    key="requests",
    name="申请",
    fields=(
        *(Field(key=f"field{each:02}", label=f"第{each}项") for each in range(18)),
        Field(key="received_on", label="收到日期", kind="date"),
        Field(key="outcome", label="结果", kind="number"),
    ),
    title="field00",
)
"""The ledger that the records of `record` belong to."""


def name(number: int) -> str:
    return f"〔2024〕{number}号"


def batches(count: int) -> Iterator[range]:
    for start in range(0, count, BATCH):
        yield range(start, min(start + BATCH, count))


def filled(folder: Path, count: int) -> JournalStore:
    """Return a store of so many records, with a snapshot of them."""
    store = open_store(folder)
    for batch in batches(count):
        store.apply([Change("requests", name(each), record(each)) for each in batch], "zhang", "登记")
    return open_store(folder)


def office(folder: Path, count: int) -> Office:
    """Return an office that keeps so many records."""
    create_office(folder, "某市某局", date(2024, 3, 1))
    filled(folder, count)
    return open_office(folder)


def sqlite(path: Path, count: int) -> sqlite3.Connection:
    """Return an SQLite file of the same records, durable at each commit."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE records (tbl TEXT, number TEXT, fields TEXT, PRIMARY KEY (tbl, number))")
    database.execute(
        "CREATE TABLE trail (sequence INTEGER PRIMARY KEY, at TEXT, who TEXT, why TEXT, place TEXT, changes TEXT,"
        " program TEXT, previous TEXT, hash TEXT)"
    )
    database.execute("BEGIN")
    rows = (("requests", name(each), json.dumps(record(each), ensure_ascii=False)) for each in range(count))
    database.executemany("INSERT INTO records VALUES (?, ?, ?)", rows)
    database.execute("COMMIT")
    return database


def save_in_sqlite(database: sqlite3.Connection, number: str, field: str, value: str) -> None:
    """Change one field of a record and write down who did it, as one transaction that checks what stood there."""
    database.execute("BEGIN IMMEDIATE")
    (stored,) = database.execute(
        "SELECT fields FROM records WHERE tbl = 'requests' AND number = ?", (number,)
    ).fetchone()
    fields = json.loads(stored)
    changes = [{"table": "requests", "number": number, "before": {field: fields[field]}, "after": {field: value}}]
    fields[field] = value
    text = json.dumps(fields, ensure_ascii=False)
    database.execute("UPDATE records SET fields = ? WHERE tbl = 'requests' AND number = ?", (text, number))
    at = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    last = database.execute("SELECT hash FROM trail ORDER BY sequence DESC LIMIT 1").fetchone()
    row = (at, "zhang", "修改", f"request/{number}", json.dumps(changes, ensure_ascii=False), "0.1.0", *(last or ("",)))
    digest = hashlib.sha256("\n".join(row).encode()).hexdigest()
    database.execute(
        "INSERT INTO trail (at, who, why, place, changes, program, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, digest),
    )
    database.execute("COMMIT")


def timed(act: Callable[[], object]) -> float:
    """Return how many milliseconds an act takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


class Rivals:
    """The store and SQLite with the same records, and what their saves took."""

    def __init__(self, folder: Path, count: int) -> None:
        self.count = count
        self.office = office(folder / f"data{count}", count)
        self.database = sqlite(folder / f"sqlite{count}.db", count)
        self.ours: list[float] = []
        self.theirs: list[float] = []

    def save(self, pick: random.Random, value: str) -> None:
        """Save one field of one record in both, in an order that chance decides."""
        number = name(pick.randrange(self.count))
        seen = self.office.store.record("requests", number) or {}
        typed = {"field07": value}
        acts = [
            lambda: self.ours.append(timed(lambda: change(self.office, KEPT, number, typed, seen))),
            lambda: self.theirs.append(timed(lambda: save_in_sqlite(self.database, number, "field07", value))),
        ]
        pick.shuffle(acts)
        for act in acts:
            act()


def saves(folder: Path, sizes: Iterable[int], times: int) -> bool:
    """Print the medians of saves as the screens save, all sizes and SQLite interleaved; tell whether within bounds."""
    print(f"\none save of one field, {times} of each, interleaved, median ms (99th of 100)\n")
    print("| records | this store | SQLite, WAL, FULL | ratio |\n|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        rivals = [Rivals(Path(temporary), count) for count in sizes]
        bare = os.open(Path(temporary) / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        floor = []
        pick = random.Random(1)
        for step in range(times + 50):
            for each in rivals:
                each.save(pick, f"第{step}次{CHOSEN}")
            floor.append(timed(lambda: (os.write(bare, bytes(600)), os.fdatasync(bare))))
        os.close(bare)
        for each in rivals:
            each.database.close()
    medians, ratios = [], []
    for each in rivals:
        pair = each.ours[50:], each.theirs[50:]
        ours, theirs = map(statistics.median, pair)
        medians.append(ours)
        ratios.append(ours / theirs)
        shown = [f"{statistics.median(c):.3f} ({statistics.quantiles(c, n=100)[98]:.2f})" for c in pair]
        print(f"| {each.count:,} | {shown[0]} | {shown[1]} | {ratios[-1]:.2f} |")
    spread = max(medians) / min(medians)
    print(f"\na bare line appended and synced {statistics.median(floor[50:]):.3f} ms")
    print(f"largest ÷ smallest {spread:.2f} (bound 1.3); ratio to SQLite at most {max(ratios):.2f} (bound 1.0)")
    return spread <= 1.3 and max(ratios) <= 1.0


def stock(folder: Path, sizes: Iterable[int]) -> None:
    """Print what a save costs with TinyDB as it comes and with its cache flushed each time."""
    print("\none save with stock TinyDB, median ms of 5\n")
    print("| records | JSONStorage | CachingMiddleware, flushed each time |\n|--:|--:|--:|")
    for count in sizes:
        columns = []
        for caching in (False, True):
            with tempfile.TemporaryDirectory(dir=folder) as temporary:
                storage = CachingMiddleware(JSONStorage) if caching else JSONStorage
                database = TinyDB(Path(temporary) / "stock.json", storage=storage, encoding="utf-8", ensure_ascii=False)
                table = database.table("requests", cache_size=0)
                table.insert_multiple({"number": name(each), **record(each)} for each in range(count))

                def save(step: int, table=table, database=database, caching=caching, count=count) -> None:  # noqa: ANN001
                    table.update({"field07": f"第{step}次{CHOSEN}"}, where("number") == name(count // 2))
                    if caching:
                        database.storage.flush()

                columns.append(statistics.median(timed(lambda step=step: save(step)) for step in range(5)))
                database.close()
        print(f"| {count:,} | {columns[0]:.1f} | {columns[1]:.1f} |", flush=True)


OPEN = """
import sys, time
from pathlib import Path
def resident():
    return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0])
{imports}
folder, count = Path(sys.argv[1]), int(sys.argv[2])
before = resident()
begun = time.perf_counter()
{act}
took = time.perf_counter() - begun
print(took * 1000, resident() - before)
"""
OURS = (
    "from tui_disclose.store import open_store",
    """store = open_store(folder)
found = [store.record("requests", f"〔2024〕{each}号") for each in (0, count // 2, count - 1)]
assert store.count("requests") == count and all(len(each) == 20 for each in found)""",
)
YARDSTICK = (
    "{imports}",
    """data = loads((folder / "store.json").read_bytes())
rows = data["requests"]
assert len(rows) == count and all(len(rows[str(each)]) == 21 for each in (1, count // 2, count))""",
)


def yardstick() -> tuple[str, str]:
    """Return the import of the fastest JSON reader that is installed and its name."""
    try:
        import orjson  # noqa: F401
    except ImportError:
        return "from json import loads", "json.loads"
    return "from orjson import loads", "orjson.loads"


def fresh(imports: str, act: str, folder: Path, count: int) -> tuple[float, int]:
    """Return milliseconds and KB that an act takes in an interpreter of its own."""
    code = OPEN.format(imports=imports, act=act)
    done = subprocess.run([sys.executable, "-c", code, folder, str(count)], capture_output=True, check=True, text=True)
    took, grown = done.stdout.split()
    return float(took), int(grown)


def opening(folder: Path, count: int) -> bool:
    """Print how long opening takes beside reading the same file, and the memory it takes; tell whether in bounds."""
    imports, reader = yardstick()
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        data = Path(temporary) / "data"
        store = filled(data, count)
        (data / "store.json").write_bytes(store.snapshot()[0])
        size = (data / "store.json").stat().st_size
        del store
        gc.collect()
        ours, theirs = [], []
        for _ in range(9):
            ours.append(fresh(*OURS, data, count))
            theirs.append(fresh(imports, YARDSTICK[1], data, count))
    mine, yours = (statistics.median(took for took, _ in each) for each in (ours, theirs))
    memory = statistics.median(grown for _, grown in ours) * 1024 / count
    print(f"\nopening {count:,} records ({size / 1e6:.0f} MB), median of 9 interpreters\n")
    print(f"this store {mine:.0f} ms; {reader} of the file {yours:.0f} ms; ratio {mine / yours:.2f} (bound 1.2)")
    print(f"memory {memory:.0f} bytes a record ({size / count:.0f} in the file)")
    return mine / yours <= 1.2


def following(folder: Path, count: int, times: int) -> None:
    """Print how long a reader takes to see that nothing, or one save, is new."""
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        writer = filled(Path(temporary) / "data", count)
        reader = open_store(Path(temporary) / "data")
        idle = [timed(lambda: reader.sequence) * 1000 for _ in range(times)]
        busy = []
        for step in range(times):
            writer.apply([Change("requests", name(step % count), {"field07": f"{step}"})], "li", "修改")
            busy.append(timed(lambda: reader.sequence) * 1000)
    print(f"\nfollowing at {count:,} records, median µs: nothing new {statistics.median(idle):.1f}; ", end="")
    print(f"one save of another {statistics.median(busy):.0f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=["saves", "opening", "following", "stock"])
    parser.add_argument("--folder", type=Path, default=Path.cwd())
    parser.add_argument("--records", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--saves", type=int, default=2_000)
    given = parser.parse_args()
    kept = True
    if "saves" in given.what:
        kept = saves(given.folder, given.records, given.saves) and kept
    if "opening" in given.what:
        kept = opening(given.folder, max(given.records)) and kept
    if "following" in given.what:
        following(given.folder, max(given.records), 500)
    if "stock" in given.what:
        stock(given.folder, given.records)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
