"""Measures what rests on the register of requests, beside pandas and SQLite doing the same count in the same run.

python -m benchmarks.derivation [--requests 100000] [--open 5000] [--years 10] [--runs 5] [--folder DIR]
Bounds: the tables in at most the time of pandas with its own loop, what is owed again in 20 ms, and one more event of
100,000 requests at most 1.5 times that of 1,000; exits with 1 where one is not kept.

Derived tables: 三 of every year from nested requests, flattening included. pandas (`pip install pandas`) gets the same
requests flattened in two ways, by its own json_normalize and by a hand-written loop, whichever it would be given.
"""

import argparse
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tui_disclose.office.duties import owed
from tui_disclose.office.facts import facts_by_year
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.request_events import add_event
from tui_disclose.records.events import event_ledger
from tui_disclose.records.facts import Groups, request_fact
from tui_disclose.records.request import TABLE, from_json
from tui_disclose.report.derive import requests_of_year
from tui_disclose.statutory.form_files import load_forms
from tui_disclose.store.interface import Change

KINDS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
CHANNELS = ("in_person", "oral", "registered_mail", "ordinary_mail", "internet", "fax")
OUTCOMES = tuple(choice.key for choice in event_ledger("replied").field("outcome").choices)
FORM = load_forms().by_id("2021")
LAST = 2025
BATCH = 5_000


def requests(count: int, years: int, unanswered: int) -> list[dict[str, Any]]:
    """Return nested requests as JSON has them, of so many years up to LAST; the last ones are open."""
    chance = random.Random(711)
    days = years * 365
    found = []
    for n in range(count):
        arrived = date(LAST - years + 1, 1, 1) + timedelta(days=chance.randrange(days))
        confirmed = arrived + timedelta(days=chance.randrange(3))
        later = [(confirmed + timedelta(days=d)).isoformat() for d in sorted(chance.sample(range(1, 60), 5))]
        events: list[dict[str, Any]] = [{"kind": "assigned", "on": confirmed.isoformat(), "section": "法规科"}]
        if n % 3 == 0:
            events += [
                {"kind": "correction_requested", "on": later[0], "until": later[1]},
                {"kind": "correction_received", "on": later[1]},
            ]
        if n % 7 == 0:
            events += [{"kind": "extended", "on": later[2], "days": 20, "approved_by": "李四"}]
        if n < count - unanswered:
            outcome = chance.choice(OUTCOMES)
            words = {"ground": "条例第三十六条", "letter": f"复{n}号", "method": "post"}
            events += [{"kind": "replied", "on": later[3], "outcome": outcome, **words}]
        found.append(
            {
                "number": f"〔{arrived.year}〕{n}号",
                "channel": chance.choice(CHANNELS),
                "arrived_on": arrived.isoformat(),
                "confirmed_on": confirmed.isoformat(),
                "applicant": {"kind": chance.choice(KINDS), "name": "张三", "contact": "0943-8221234"},
                "content": "绿化养护经费的预算、决算和采购合同，希望以纸质形式邮寄提供。",
                "parent": None,
                "events": events,
            }
        )
    return found


Counts = dict[tuple[int, str, str], int]
"""(year, row, column) → how many, without noughts."""


def ours(documents: list[tuple[str, dict[str, Any]]], years: range) -> Counts:
    """Count as the product does: facts out of stored documents, then every year's table with the records behind."""
    groups = Groups(fact for number, document in documents if (fact := request_fact(number, document)))
    counted: Counts = {}
    for year in years:
        for address, figure in requests_of_year(FORM, groups, year).figures.items():
            if figure:
                _, row, column = address.split(".")
                counted[year, row, column] = int(figure)
    return counted


def _flat(request: dict[str, Any]) -> tuple[str, str, str | None, str | None]:
    """Return applicant, receipt, reply and outcome of a nested request, as one would write it for pandas."""
    replies = [event for event in request["events"] if event["kind"] in ("replied", "withdrawn")]
    first = min(replies, key=lambda event: event["on"]) if replies else None
    by_confirmation = request["channel"] in ("ordinary_mail", "internet", "fax")
    received = request["confirmed_on"] if by_confirmation and request["confirmed_on"] else request["arrived_on"]
    closed = (first["on"], first.get("outcome", "other")) if first else (None, None)
    return request["applicant"]["kind"], received, *closed


def _pivot(frame: Any, years: range) -> Counts:  # noqa: ANN401 - pandas has no types here
    received, closed = frame.received.str[:4].astype(int), frame.closed.str[:4].astype(float).fillna(9999).astype(int)
    counted: Counts = {}
    for year in years:
        rows = {
            "received": frame[received == year].kind,
            "carried_in": frame[(received < year) & (closed >= year)].kind,
            "carried_out": frame[(received <= year) & (closed > year)].kind,
        }
        for row, kinds in rows.items():
            counted |= {(year, row, kind): int(n) for kind, n in kinds.value_counts().items()}
        done = frame[closed == year].groupby(["outcome", "kind"]).size()
        counted |= {(year, outcome, kind): int(n) for (outcome, kind), n in done.items()}
    return counted


def pandas_loop(data: list[dict[str, Any]], years: range) -> Counts:
    import pandas as pd

    return _pivot(pd.DataFrame(map(_flat, data), columns=["kind", "received", "closed", "outcome"]), years)


def pandas_normalize(data: list[dict[str, Any]], years: range) -> Counts:
    import pandas as pd

    meta = ["number", "channel", "arrived_on", "confirmed_on", ["applicant", "kind"]]
    events = pd.json_normalize(data, "events", meta)
    replies = events[events.kind.isin(["replied", "withdrawn"])].sort_values("on").drop_duplicates("number")
    frame = events.drop_duplicates("number")[["number", "channel", "arrived_on", "confirmed_on", "applicant.kind"]]
    frame = frame.merge(replies[["number", "on", "outcome"]], how="left", on="number")
    by_confirmation = frame.channel.isin(["ordinary_mail", "internet", "fax"]) & frame.confirmed_on.notna()
    frame["received"] = frame.arrived_on.mask(by_confirmation, frame.confirmed_on)
    return _pivot(frame.rename(columns={"applicant.kind": "kind", "on": "closed"}), years)


def sqlite(data: list[dict[str, Any]], years: range) -> Counts:
    """Flatten into a table in memory, then one statement per row of 三."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE r (kind TEXT, received TEXT, closed TEXT, outcome TEXT)")
    database.executemany("INSERT INTO r VALUES (?, ?, ?, ?)", map(_flat, data))
    counted: Counts = {}
    for year in years:
        day = {"first": f"{year}-01-01", "last": f"{year}-12-31"}
        for row, where in (
            ("received", "received BETWEEN :first AND :last"),
            ("carried_in", "received < :first AND (closed IS NULL OR closed >= :first)"),
            ("carried_out", "received <= :last AND (closed IS NULL OR closed > :last)"),
        ):
            sql = f"SELECT kind, count(*) FROM r WHERE {where} GROUP BY kind"
            counted |= {(year, row, kind): n for kind, n in database.execute(sql, day)}
        sql = "SELECT outcome, kind, count(*) FROM r WHERE closed BETWEEN :first AND :last GROUP BY outcome, kind"
        counted |= {(year, outcome, kind): n for outcome, kind, n in database.execute(sql, day)}
    return counted


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def cpu_seconds(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def median(act: Callable[[], object], runs: int) -> float:
    return statistics.median(seconds(act) for _ in range(runs))


def kept(what: str, value: float, bound: float) -> bool:
    """Print a measure with its bound and tell whether it is kept."""
    print(f"  {what}: {value:.2f} (bound {bound})")
    return value <= bound


def tables(count: int, span: int, runs: int) -> bool:
    years = range(LAST - span + 1, LAST + 1)
    data = requests(count, span, count // 50)
    documents = [from_json(each)[:2] for each in data]
    rivals: dict[str, Callable[[], Counts]] = {
        "ours": lambda: ours(documents, years),
        "pandas, own loop": lambda: pandas_loop(data, years),
        "pandas, json_normalize": lambda: pandas_normalize(data, years),
        "SQLite in memory": lambda: sqlite(data, years),
    }
    try:
        import pandas as pd  # noqa: F401
    except ImportError:
        rivals = {name: act for name, act in rivals.items() if "pandas" not in name}
        print("pandas is not installed: left out")
    expected = rivals["ours"]()
    print(f"三 of {span} years from {count:,} nested requests, flattening included (CPU time, best of {runs} in turn):")
    took: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(runs):
        for name, act in rivals.items():
            begun = time.process_time()
            assert act() == expected, name
            took[name].append(time.process_time() - begun)
    for name, each in took.items():
        print(f"  {name:24} {min(each) * 1000:9.0f} ms")
    groups = Groups(fact for n, document in documents if (fact := request_fact(n, document)))
    one = median(lambda: requests_of_year(FORM, groups, LAST), runs)
    print(f"  {'ours, one year, facts kept':24} {one * 1000:9.0f} ms")
    if "pandas, own loop" not in took:
        return True
    return kept("ours ÷ pandas, own loop", min(took["ours"]) / min(took["pandas, own loop"]), 1.0)


def filled(folder: Path, count: int, unanswered: int, years: int = 10) -> Office:
    office = create_office(folder, "某局", date(LAST, 1, 1), ledger_since=date(LAST - years + 1, 1, 1))
    changes = [Change(TABLE, *from_json(each)[:2]) for each in requests(count, years, unanswered)]
    for start in range(0, count, BATCH):
        office.store.apply(changes[start : start + BATCH], "zhang", "登记")
    return open_office(folder)


def workbench(folder: Path, unanswered: int, runs: int) -> bool:
    office = filled(folder / "open", unanswered, unanswered, years=1)
    today = date(LAST, 12, 31)
    first = cpu_seconds(lambda: owed(office, today))
    again = min(cpu_seconds(lambda: owed(office, today)) for _ in range(runs))
    number = next(iter(office.store.scan(TABLE, lambda number, _: number)))
    add_event(office, number, {"kind": "note", "on": today.isoformat(), "note": "试验"})
    after = cpu_seconds(lambda: owed(office, today))
    said = ", ".join(f"{each * 1000:.0f} ms {when}" for each, when in ((first, "first"), (after, "after an event")))
    print(f"what is owed (place 1) over {unanswered:,} open requests (CPU time): {said}")
    return kept("again (ms)", again * 1000, 20)


def event_cost(folder: Path, sizes: list[int], runs: int) -> bool:
    print("one more event that closes a request, saved; and what 三 rests on after it:")
    whole = []
    for size in sizes:
        office = filled(folder / f"size{size}", size, size)
        facts_by_year(office)
        numbers = office.store.scan(TABLE, lambda number, _: number)
        chance = random.Random(size)
        # What filling left to be written would be waited for by the first saves.
        os.sync()
        saves, follows = [], []
        for number in chance.sample(numbers, runs * 20):
            event = {"kind": "replied", "on": f"{LAST + 1}-03-01", "outcome": chance.choice(OUTCOMES)}
            saves.append(seconds(partial(add_event, office, number, event, "试验")))
            follows.append(seconds(partial(facts_by_year, office)))
        save, follow = statistics.median(saves), statistics.median(follows)
        whole.append(save + follow)
        print(f"  {size:8,} requests: {save * 1000:6.2f} ms a save, {follow * 1000:6.3f} ms to follow it")
    return kept("largest ÷ smallest", whole[-1] / whole[0], 1.5)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--open", type=int, default=5_000)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path.cwd())
    given = parser.parse_args()
    found = [tables(given.requests, given.years, given.runs)]
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        found.append(workbench(Path(folder), given.open, given.runs))
        found.append(event_cost(Path(folder), [1_000, given.requests], given.runs))
    return 0 if all(found) else 1


if __name__ == "__main__":
    sys.exit(main())
