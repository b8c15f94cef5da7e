"""The store's contract: what went in comes out, for everybody, or a sentence says why not."""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where

from tui_disclose import __version__
from tui_disclose.problems import Changed, Damaged, Refused, Unavailable
from tui_disclose.store import JournalStore, files, journal, open_store, trail
from tui_disclose.store.interface import Change, Entry, Fields, Recorded, Store
from tui_disclose.store.lines import encode

REPORT = ("reports", "2024")


def clock() -> datetime:
    return datetime.fromisoformat("2024-03-01T09:00:00+08:00")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    # A snapshot and a new segment every few entries.
    monkeypatch.setattr(journal, "SNAPSHOT_BYTES", 1000)
    monkeypatch.setattr(trail, "SEGMENT_BYTES", 1500)


def opened(folder: Path, **options: Any) -> JournalStore:
    return open_store(folder, clock=clock, wait=0, **options)


def put(store: Store, fields: Fields, who: str = "zhang", expected: Fields | None = None) -> Entry | None:
    return store.apply([Change(*REPORT, fields)], who, "填写", {REPORT: expected} if expected else None)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in folder.rglob("*.*")}


def test_an_empty_folder_is_a_store_without_entries_and_opening_writes_nothing(folder: Path) -> None:
    store: Store = opened(folder)
    assert store.sequence == 0
    assert store.record(*REPORT) is None
    assert store.records("reports") == {}
    assert store.since(0) == []
    assert not folder.exists()


def test_an_entry_says_what_changed(folder: Path) -> None:
    store = opened(folder)
    put(store, {"a": 1, "b": "/", "c": [1, {"d": 2}]})
    changes = [Change(*REPORT, {"a": 2, "b": None, "c": [1, {"d": 2}]}), Change("requests", "〔2024〕1号", {"x": ""})]
    entry = store.apply(changes, "li", "更正", place="report/2024", undoes=1)
    assert entry == Entry(
        sequence=2,
        at="2024-03-01T09:00:00+08:00",
        who="li",
        why="更正",
        place="report/2024",
        changes=(
            Recorded("reports", "2024", {"a": 1, "b": "/"}, {"a": 2}),
            Recorded("requests", "〔2024〕1号", {}, {"x": ""}),
        ),
        undoes=1,
    )
    for each in (store, opened(folder)):
        assert each.record(*REPORT) == {"a": 2, "c": [1, {"d": 2}]}
        assert each.since(1) == [entry]


def test_nothing_is_written_where_nothing_differs(folder: Path) -> None:
    store = opened(folder)
    put(store, {"a": 1, "b": None})
    before = contents(folder / "trail")
    assert put(store, {"a": 1, "b": None}) is None
    assert store.apply([Change("reports", "2025", {"a": None})], "zhang", "空") is None
    assert store.apply([], "zhang", "空") is None
    assert store.record("reports", "2025") is None
    assert contents(folder / "trail") == before


@pytest.mark.parametrize("value", [True, 1.0, "1", [1], ""])
def test_values_that_json_tells_apart_differ(folder: Path, value: object) -> None:
    store = opened(folder)
    put(store, {"a": 1})
    assert put(store, {"a": value})
    found = opened(folder).records("reports")["2024"]
    assert type(found["a"]) is type(value)


def test_different_fields_merge(folder: Path) -> None:
    one, two = opened(folder), opened(folder)
    put(one, {"a": 1, "b": 1})
    put(two, {"a": 2}, expected={"a": 1})
    put(one, {"b": 2}, expected={"b": 1})
    assert one.record(*REPORT) == two.record(*REPORT) == {"a": 2, "b": 2}


def test_the_same_field_conflicts_and_nothing_is_saved(folder: Path) -> None:
    one, two = opened(folder), opened(folder)
    put(one, {"a": 1})
    put(two, {"a": 2, "n": 5})
    changes = [Change("reports", "2023", {"z": 1}), Change(*REPORT, {"a": 3, "n": 4})]
    with pytest.raises(Changed, match="2024 刚被别人改过，这次没有保存") as problem:
        one.apply(changes, "zhang", "填写", {REPORT: {"a": 1, "n": None}})
    assert problem.value.fields == {"a": 2, "n": 5}
    assert one.sequence == 2
    assert one.record("reports", "2023") is None
    with pytest.raises(Changed) as problem:
        put(one, {"gone": 1}, expected={"gone": 7})
    assert problem.value.fields == {"gone": None}


def test_everyone_sees_what_others_saved(folder: Path, small: None) -> None:
    one, two = opened(folder), opened(folder)
    for step in range(1, 40):
        writer, reader = (one, two) if step % 3 else (two, one)
        entry = put(writer, {"a": step, f"f{step}": step})
        assert reader.sequence == step
        assert reader.since(step - 1) == [entry]
        assert reader.record(*REPORT) == writer.record(*REPORT)
    assert len(trail.segments(folder)) > 5
    assert [each.sequence for each in opened(folder).since(0)] == list(range(1, 40))
    assert [each.sequence for each in opened(folder).since(17)] == list(range(18, 40))


def test_what_is_read_or_written_is_a_copy(folder: Path) -> None:
    store = opened(folder)
    given = {"events": [{"kind": "note"}]}
    entry = put(store, given)
    assert entry is not None
    for each in (given, entry.changes[0].after, store.record(*REPORT), store.records("reports")["2024"]):
        assert each is not None
        each["events"][0]["kind"] = "changed"
    assert store.record(*REPORT) == opened(folder).record(*REPORT) == {"events": [{"kind": "note"}]}


def test_records_come_in_the_order_they_were_made(folder: Path, small: None) -> None:
    store = opened(folder)
    numbers = [f"{each}号" for each in (3, 1, 20, 2, 10, 11, 5, 4, 7, 6, 12)]
    for each in numbers:
        store.apply([Change("requests", each, {"x": each})], "zhang", "登记")
    store.apply([Change("requests", "3号", {"y": 1})], "zhang", "改")
    assert list(store.records("requests")) == list(opened(folder).records("requests")) == numbers


def test_stock_tinydb_opens_the_snapshot(folder: Path, small: None) -> None:
    store = opened(folder)
    states: dict[int, dict[str, Fields]] = {}
    for step in range(1, 30):
        store.apply([Change("requests", f"{step % 7}号", {"step": step, "内容": "公开"})], "zhang", "登记")
        states[step] = store.records("requests")
    with TinyDB(folder / "store.json", encoding="utf-8", access_mode="r") as database:
        meta = database.table("_meta").all()[0]
        assert database.tables() == {"_meta", "requests"}
        assert 20 < meta["sequence"] < 30
        found = {each["number"]: {"step": each["step"], "内容": "公开"} for each in database.table("requests")}
        assert found == states[meta["sequence"]]
        assert database.table("requests").count(where("number") == "3号") == 1


def test_the_trail_rebuilds_a_missing_snapshot(folder: Path, small: None) -> None:
    store = opened(folder)
    for step in range(1, 20):
        put(store, {"a": step})
    (folder / "store.json").unlink()
    assert opened(folder).record(*REPORT) == {"a": 19}


def test_old_entries_are_read_from_the_trail(folder: Path, small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "KEPT_ENTRIES", 3)
    store = opened(folder)
    entries = [put(store, {"a": step}) for step in range(20)]
    for after in range(21):
        assert store.since(after) == entries[after:]


def damaged(folder: Path, match: str) -> None:
    before = contents(folder)
    with pytest.raises(Damaged, match=match):
        opened(folder)
    assert contents(folder) == before


def segment(folder: Path, first: int = 1) -> Path:
    return folder / "trail" / f"{first:09}.jsonl"


def test_a_bad_line_that_is_not_the_last_is_damage(folder: Path) -> None:
    store = opened(folder)
    for step in range(3):
        put(store, {"a": step})
    segment(folder).write_bytes(segment(folder).read_bytes().replace(b'"a":1', b'"a":7', 1))
    damaged(folder, r"trail/000000001\.jsonl 第 2 行已损坏")


def test_a_line_left_out_is_damage(folder: Path) -> None:
    store = opened(folder)
    for step in range(4):
        put(store, {"a": step})
    first, _, *others = segment(folder).read_bytes().splitlines(keepends=True)
    segment(folder).write_bytes(first + b"".join(others))
    damaged(folder, r"第 2 行已损坏")


def test_a_torn_last_line_is_ignored_and_then_cut_off(folder: Path) -> None:
    store = opened(folder)
    put(store, {"a": 1})
    whole = segment(folder).read_bytes()
    for torn in (whole[:50], bytes(60), bytes(60) + whole[60:], whole[:60] + bytes(20) + whole[80:]):
        segment(folder).write_bytes(whole + torn)
        for each in (store, opened(folder)):
            assert each.record(*REPORT) == {"a": 1}
        assert segment(folder).read_bytes() == whole + torn
        put(opened(folder), {"a": 2})
        assert segment(folder).read_bytes().startswith(whole + b'{"sequence":2,')
        assert store.record(*REPORT) == opened(folder).record(*REPORT) == {"a": 2}
        segment(folder).write_bytes(whole)
        assert store.record(*REPORT) == {"a": 1}  # a line its writer took back is not kept in memory


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", '{"_default": {"1": {"a": 1}}}', '{"_meta": {"1": {"format": 1}}}']
)
def test_a_foreign_snapshot_is_damage_and_stays(folder: Path, content: str) -> None:
    put(opened(folder), {"a": 1})
    (folder / "store.json").write_text(content)
    damaged(folder, "store.json 已损坏或不是本程序写成的")


def test_a_trail_older_than_the_snapshot_is_damage(folder: Path, small: None) -> None:
    store = opened(folder)
    for step in range(12):
        put(store, {"a": step})
    for each in trail.segments(folder):
        segment(folder, each).rename(folder / f"{each}.away")
    damaged(folder, "trail 比快照 store.json 旧")
    with pytest.raises(Damaged, match="trail 比快照"):
        store.record(*REPORT)
    with pytest.raises(Damaged, match="trail 比快照"):
        put(store, {"a": 99})
    for each in folder.glob("*.away"):
        each.rename(segment(folder, int(each.stem)))
    assert store.record(*REPORT) == {"a": 11}
    (folder / "store.json").unlink()
    gap = trail.segments(folder)[1]
    segment(folder, gap).unlink()
    damaged(folder, f"trail 中缺了第 {gap} 条")


def test_old_entries_that_are_gone_are_damage(folder: Path, small: None) -> None:
    store = opened(folder)
    for step in range(12):
        put(store, {"a": step})
    first, second, third = trail.segments(folder)[:3]
    for gone, missing in ((first, first), (second, second)):
        segment(folder, gone).rename(folder / "away")
        with pytest.raises(Damaged, match=f"缺了第 {missing} 条"):
            opened(folder).since(0)
        assert opened(folder).since(third - 1)[0].sequence == third
        (folder / "away").rename(segment(folder, gone))


def test_files_of_a_later_program_are_not_touched(folder: Path, small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        later.setattr("tui_disclose.store.lines.FORMAT", 2)
        put(opened(folder), {"a": 1})
    with pytest.raises(Unavailable, match="由更新版本的程序写成"):
        opened(folder)
    (folder / "store.json").write_text('{"_meta": {"1": {"format": 2, "else": "unknown"}}}')
    with pytest.raises(Unavailable, match="由更新版本的程序写成"):
        opened(folder)


def test_a_busy_store_names_its_holder(folder: Path) -> None:
    store = opened(folder)
    put(store, {"a": 1})
    with (
        files.locked(folder / "store.lock", "王芳", 0),
        pytest.raises(Unavailable, match=rf"王芳（进程 {os.getpid()}）正在保存，等了 0 秒"),
    ):
        put(store, {"a": 2})
    assert store.record(*REPORT) == {"a": 1}
    assert put(store, {"a": 2})


def test_a_read_only_store_sees_and_does_not_save(folder: Path) -> None:
    reader = opened(folder, read_only=True)
    put(opened(folder), {"a": 1})
    assert reader.record(*REPORT) == {"a": 1}
    with pytest.raises(Unavailable, match="只读"):
        put(reader, {"a": 2})


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o000])
def test_the_group_shares_everything_under_any_umask(folder: Path, small: None, umask: int) -> None:
    former = os.umask(umask)
    try:
        store = opened(folder)
        for step in range(10):
            put(store, {"a": step})
    finally:
        os.umask(former)
    assert {oct(each.stat().st_mode & 0o7777) for each in (folder, folder / "trail")} == {"0o2770"}
    found = list(folder.rglob("*.*"))
    assert {"store.json", "store.lock", "000000001.jsonl"} <= {each.name for each in found}
    assert {oct(each.stat().st_mode & 0o7777) for each in found} == {"0o660"}


def test_text_that_cannot_be_written_is_refused(folder: Path) -> None:
    store = opened(folder)
    for text, who in (("\udce4", "zhang"), ("1", "\udce4")):
        with pytest.raises(Refused, match="无法保存的字符"):
            put(store, {"a": text}, who)
    assert store.sequence == opened(folder).sequence == 0


def test_the_number_is_no_field_and_meta_no_table(folder: Path) -> None:
    store = opened(folder)
    for change in (Change(*REPORT, {"number": "2025"}), Change("_meta", "1", {"format": 9})):
        with pytest.raises(ValueError, match="identity"):
            store.apply([change], "zhang", "填写")


NAMES = st.sampled_from(["a", "b", "c"])
TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
VALUES = st.none() | st.booleans() | st.integers() | TEXTS | st.lists(st.integers(0, 9), max_size=2)
CHANGES = st.builds(
    Change, st.sampled_from(["reports", "requests"]), TEXTS | NAMES, st.dictionaries(NAMES, VALUES, max_size=3)
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.lists(CHANGES, max_size=3), TEXTS), max_size=12))
def test_the_store_is_a_dictionary_that_lasts(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[bool, list[Change], str]]
) -> None:
    folder = tmp_path_factory.mktemp("office") / "data"
    model: dict[str, dict[str, Fields]] = {"reports": {}, "requests": {}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "SNAPSHOT_BYTES", 1000)
        patch.setattr(trail, "SEGMENT_BYTES", 1500)
        store, colleague = opened(folder), opened(folder)
        for mine, changes, why in acts:
            wanted: dict[tuple[str, str], Fields] = {}
            for change in changes:
                wanted.setdefault((change.table, change.number), {}).update(change.fields)
            for (table, number), fields in wanted.items():
                left = {field: value for field, value in fields.items() if value is not None}
                if left or number in model[table]:
                    record = model[table].setdefault(number, {})
                    for field in fields:
                        record.pop(field, None)
                    record.update(left)
            (store if mine else colleague).apply(changes, "zhang", why)
        for each in (store, colleague, opened(folder)):
            assert {table: each.records(table) for table in model} == model
            assert each.since(0) == store.since(0)


def test_each_line_carries_the_program_and_can_be_checked_with_sha256sum(folder: Path) -> None:
    store = opened(folder)
    put(store, {"a": 1})
    put(store, {"a": 2})
    previous = "0" * 64
    for line in segment(folder).read_bytes().splitlines():
        body, _, rest = line.rpartition(b',"hash":"')
        found = msgspec.json.decode(line)
        assert (found["program"], found["previous"]) == (__version__, previous)
        assert found["hash"] == rest.removesuffix(b'"}').decode() == hashlib.sha256(body).hexdigest()
        previous = found["hash"]
    assert store.head.hash == previous


def test_a_line_with_a_good_hash_in_the_wrong_place_is_damage_even_at_the_end(folder: Path) -> None:
    store = opened(folder)
    for step in range(3):
        put(store, {"a": step})
    _, second, third = store.since(0)
    lines = segment(folder).read_bytes().splitlines(keepends=True)
    hashes = [msgspec.json.decode(line)["hash"] for line in lines]
    forged, _ = encode(msgspec.structs.replace(second, who="other"), hashes[0])
    segment(folder).write_bytes(lines[0] + forged + lines[2])
    damaged(folder, "第 3 行已损坏")
    skipped, _ = encode(msgspec.structs.replace(third, sequence=4), hashes[1])
    segment(folder).write_bytes(lines[0] + lines[1] + skipped)
    damaged(folder, "第 3 行已损坏")
