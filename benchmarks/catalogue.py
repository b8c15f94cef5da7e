"""Measures lists, filters, named figures and table 二 over many items beside pandas and SQLite on the same records.

python -m benchmarks.catalogue [--items 100000] [--rounds 5]
"""

import argparse
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tui_disclose.office.catalogue import CATALOGUE, add_item, item_number
from tui_disclose.office.catalogue_lists import chosen
from tui_disclose.office.derivation import documents_of
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.ledgers import looked_at
from tui_disclose.office.narrative import figures
from tui_disclose.report.narrative.queries import Query
from tui_disclose.report.proactive import derive_proactive
from tui_disclose.store.interface import Change, Fields

TODAY = date(2026, 1, 5)
COLUMNS = ("政策解读", "建议提案办理结果", "回应关切", "新闻发布会", "政策法规", "规划计划", "部门文件", "部门要闻")
FORMS = ("expert", "leader", "authority", "graphic", "video")
TYPES = ("normative", "policy", "other", "other", "regulation")
BATCH = 5_000


def item(n: int) -> Fields:
    """Return an item of about fifteen fields."""
    day = f"{2016 + n % 10}-{n % 12 + 1:02}-{n % 28 + 1:02}"
    fields: Fields = {
        "name": f"关于第{n}号事项的通知",
        "column": COLUMNS[n % 8],
        "source": "backfill",
        "backfill_reason": "迁移",
        "made_on": day,
        "published_on": day,
        "openness": "proactive",
        "validity": "in_force",
        "document_type": TYPES[n % 5],
        "document_number": f"某科发〔{day[:4]}〕{n}号",
        "section": f"科室{n % 12}",
        "summary": "为贯彻落实有关要求，现就做好相关工作通知如下。" * 3,
        "keywords": ["科技", f"词{n % 50}"],
    }
    if n % 8 == 0:
        fields["interpretation"] = FORMS[n % 5]
    if n % 5 == 0:
        fields["areas"] = ["三大攻坚战"]
    if n % 9 == 0:
        fields |= {"validity": "repealed", "repealed_on": f"{2017 + n % 9}-06-01"}
    return fields


def filled(folder: Path, count: int) -> Office:
    """Return an office with so many items."""
    office = create_office(folder / "data", "某局", TODAY, ledger_since=date(2016, 1, 1))
    for start in range(0, count, BATCH):
        changes = [Change("catalogue", f"2016-{n + 1:06}", item(n)) for n in range(start, min(start + BATCH, count))]
        office.store.apply(changes, "zhang", "导入")
    return office


def median(rounds: int, run: Callable[[], object]) -> float:
    """Return the median milliseconds of a call."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        run()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def sqlite(records: dict[str, Fields]) -> sqlite3.Connection:
    """Return the records in SQLite as one would keep them: a document each."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE items (number TEXT PRIMARY KEY, fields TEXT)")
    database.executemany("INSERT INTO items VALUES (?, ?)", ((n, json.dumps(f)) for n, f in records.items()))
    return database


_J = "json_extract(fields, '$.{}')".format


def sql_table_two(database: sqlite3.Connection, year: int) -> list[tuple[int, ...]]:
    """Return table 二 of both forms from SQLite."""
    first, last = f"{year}-01-01", f"{year}-12-31"
    made, shown, gone = _J("made_on"), _J("published_on"), _J("repealed_on")
    return database.execute(
        f"SELECT {_J('document_type')}, SUM({made} BETWEEN ? AND ?), SUM({shown} BETWEEN ? AND ?), SUM({shown} <= ?),"
        f" SUM({gone} BETWEEN ? AND ?), SUM({made} <= ? AND ({gone} IS NULL OR {gone} > ?)) FROM items"
        f" WHERE {_J('document_type')} IN ('normative', 'regulation') GROUP BY 1",
        (first, last, first, last, last, first, last, last, last),
    ).fetchall()


def pandas_table_two(records: dict[str, Fields], year: int) -> object:
    """Return table 二 of both forms from pandas, from the same documents, flattening included."""
    import pandas as pd

    frame = pd.DataFrame.from_records(
        list(records.values()), columns=["document_type", "made_on", "published_on", "repealed_on"]
    )
    frame = frame[frame.document_type.isin(["normative", "regulation"])]
    first, last = f"{year}-01-01", f"{year}-12-31"
    frame = frame.assign(
        made=frame.made_on.between(first, last),
        shown=frame.published_on.between(first, last),
        total=frame.published_on <= last,
        repealed=frame.repealed_on.between(first, last),
        force=(frame.made_on <= last) & ~(frame.repealed_on.fillna("9999") <= last),
    )
    return frame.groupby("document_type")[["made", "shown", "total", "repealed", "force"]].sum()


def sql_figures(database: sqlite3.Connection, year: int, count: int) -> None:
    """Ask SQLite as many named figures, one statement each."""
    for _ in range(count):
        database.execute(
            f"SELECT COUNT(*) FROM items WHERE {_J('column')} = ? AND {_J('published_on')} LIKE ?",
            ("政策解读", f"{year}-%"),
        ).fetchone()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        office = filled(Path(folder), asked.items)
        records = office.store.records("catalogue")
        database = sqlite(records)
        form = office.forms.by_id("2019")
        queries = sum(query.table == "catalogue" for query in _queries(office))

        def time_of(name: str, run: Callable[[], object]) -> float:
            found = median(asked.rounds, run)
            print(f"{name}: {found:.1f} ms")
            return found

        read = time_of("read all items", lambda: looked_at(office, CATALOGUE))
        raw = time_of(
            "SQLite reads all items", lambda: [json.loads(f) for _, f in database.execute("SELECT * FROM items")]
        )
        print(f"  ratio to SQLite {read / raw:.2f}")
        ours = time_of("list: column, year and words", lambda: chosen(office, "政策解读", 2019, "第8"))
        theirs = time_of(
            "SQLite: the same",
            lambda: [
                json.loads(f)
                for _, f in database.execute(
                    f"SELECT * FROM items WHERE {_J('column')} = '政策解读' AND {_J('published_on')} LIKE '2019-%'"
                    f" AND {_J('name')} LIKE '%第8%'"
                )
            ],
        )
        print(f"  ratio to SQLite {ours / theirs:.2f}")
        ours = time_of("table 二, read included", lambda: derive_proactive(form, documents_of(office, 2019), {}, 2019))
        panda = time_of("pandas: table 二 from the same documents", lambda: pandas_table_two(records, 2019))
        sql = time_of("SQLite: table 二", lambda: sql_table_two(database, 2019))
        print(f"  ratio to pandas {ours / panda:.2f}, to SQLite {ours / sql:.2f}")
        ours = time_of("all named figures of a year, read included", lambda: figures(office, 2019, TODAY))
        sql = time_of(f"SQLite: {queries} named figures", lambda: sql_figures(database, 2019, queries))
        print(f"  ratio to SQLite {ours / sql:.2f}")
        time_of("register one more item", lambda: add_item(office, {"name": "又一件"}, TODAY))
        time_of(
            "  of which its number", lambda: item_number(office, office.store.scan("catalogue", lambda n, _: n), 2026)
        )


def _queries(office: Office) -> tuple[Query, ...]:
    from tui_disclose.office.narrative import templates_of

    return tuple(templates_of(office).queries.values())


if __name__ == "__main__":
    main()
