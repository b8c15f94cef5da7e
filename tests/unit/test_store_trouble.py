"""What the store says when the disk, the files or the clock are not as they should be, and how far reading goes on."""

import errno
import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tui_disclose.problems import Damaged, Problem, Unavailable
from tui_disclose.store import JournalStore, files, journal, open_store, trail
from tui_disclose.store.interface import Change


def saved(folder: Path, steps: int = 8) -> JournalStore:
    """Return a store of so many acts in several segments, with a snapshot of the first of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "SNAPSHOT_BYTES", 1200)
        patch.setattr(trail, "SEGMENT_BYTES", 900)
        store = open_store(folder, clock=lambda: datetime.fromisoformat("2024-03-01T09:00:00+08:00"))
        for step in range(1, steps + 1):
            store.apply([Change("reports", "2024", {"a": step})], "zhang", f"第{step}次")
    return store


def snapshot_sequence(folder: Path) -> int:
    meta = json.loads((folder / "store.json").read_bytes())["_meta"]["1"]
    return int(meta["sequence"])


def below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def spoil(folder: Path, step: int) -> None:
    """Change a figure in the line of this act."""
    for path in (folder / "trail").iterdir():
        content = path.read_bytes()
        path.write_bytes(content.replace(b'"after":{"a":%d}' % step, b'"after":{"a":99}'))


def shown(folder: Path) -> tuple[int, object, str]:
    store = open_store(folder, up_to_damage=True)
    assert [entry.sequence for entry in store.since(0)] == list(range(1, store.sequence + 1))
    return store.sequence, (store.record("reports", "2024") or {}).get("a"), store.damage or ""


def test_a_whole_store_has_no_damage_to_show(tmp_path: Path) -> None:
    saved(tmp_path)
    assert shown(tmp_path) == (8, 8, "")


def test_a_damaged_snapshot_is_refused_and_the_trail_gives_everything(tmp_path: Path) -> None:
    saved(tmp_path)
    (tmp_path / "store.json").write_text("{")
    before = below(tmp_path)
    with pytest.raises(Damaged, match="移到别处后重新打开"):
        open_store(tmp_path)
    sequence, figure, damage = shown(tmp_path)
    assert (sequence, figure) == (8, 8)
    assert "store.json" in damage
    assert below(tmp_path) == before
    # What the sentence says to do helps.
    (tmp_path / "store.json").rename(tmp_path / "store.json.bad")
    assert open_store(tmp_path).record("reports", "2024") == {"a": 8}


def test_damage_after_the_snapshot_shows_what_was_before_it(tmp_path: Path) -> None:
    saved(tmp_path, 7)
    kept = snapshot_sequence(tmp_path)
    assert kept < 6
    spoil(tmp_path, kept + 1)
    before = below(tmp_path)
    with pytest.raises(Damaged):
        open_store(tmp_path)
    sequence, figure, damage = shown(tmp_path)
    assert (sequence, figure) == (kept, kept)
    assert "已损坏" in damage
    assert below(tmp_path) == before


def test_a_missing_trail_shows_the_snapshot(tmp_path: Path) -> None:
    saved(tmp_path)
    kept = snapshot_sequence(tmp_path)
    (tmp_path / "trail").rename(tmp_path / "away")
    with pytest.raises(Damaged, match="比快照"):
        open_store(tmp_path)
    store = open_store(tmp_path, up_to_damage=True)
    assert (store.sequence, store.record("reports", "2024")) == (kept, {"a": kept})
    assert store.damage
    with pytest.raises(Unavailable, match="只读"):
        store.apply([Change("reports", "2024", {"a": 1})], "zhang", "改")
    assert not (tmp_path / "trail").exists()


def emptied(folder: Path) -> None:
    for each in sorted(folder.rglob("*"), reverse=True):
        each.unlink() if each.is_file() else each.rmdir()


def gone(folder: Path) -> None:
    emptied(folder)
    folder.rmdir()


def without_trail(folder: Path) -> None:
    (folder / "trail/000000001.jsonl").unlink()


def cut(folder: Path) -> None:
    path = folder / "trail/000000001.jsonl"
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")


@pytest.mark.parametrize("spoiled", [emptied, gone, without_trail, cut])
def test_a_session_whose_trail_is_gone_neither_forgets_nor_begins_anew(
    tmp_path: Path, spoiled: Callable[[Path], None]
) -> None:
    days = iter(["2024-03-01T09:00:00+08:00"] * 4 + ["2024-03-02T09:00:00+08:00"])
    folder = tmp_path / "data"
    store = open_store(folder, clock=lambda: datetime.fromisoformat(next(days)))
    for step in (1, 2, 3):
        store.apply([Change("requests", f"{step}号", {"a": step})], "zhang", "登记")
    reader = open_store(folder, up_to_damage=True)
    spoiled(folder)
    before = below(folder)
    for _ in "same day", "next day":
        with pytest.raises((Damaged, Unavailable), match=r"缺了第 \d 条，请停止使用并找管理员|不见了，这次没有保存"):
            store.apply([Change("requests", "4号", {"a": 4})], "zhang", "登记")
        assert {name: content for name, content in below(folder).items() if name != "store.lock"} == {
            name: content for name, content in before.items() if name != "store.lock"
        }
    with pytest.raises(Damaged):
        store.count("requests")
    # Who only looks goes on seeing what was there.
    assert (reader.count("requests"), len(reader.since(0))) == (3, 3)
    assert "缺了第" in (reader.damage or "")


def test_what_its_writer_took_back_is_not_missed(tmp_path: Path) -> None:
    writer = open_store(tmp_path)
    writer.apply([Change("requests", "1号", {"a": 1})], "zhang", "登记")
    path = tmp_path / "trail/000000001.jsonl"
    kept = path.read_bytes()
    writer.apply([Change("requests", "2号", {"a": 2})], "zhang", "登记")
    other = open_store(tmp_path)
    assert other.count("requests") == 2
    path.write_bytes(kept)
    assert other.count("requests") == 1
    with pytest.raises(Damaged, match="缺了第 2 条"):
        writer.count("requests")


def test_a_missing_segment_shows_what_was_before_it(tmp_path: Path) -> None:
    saved(tmp_path)
    (tmp_path / "store.json").unlink()
    gap = trail.segments(tmp_path)[1]
    trail.segment_file(tmp_path, gap).unlink()
    with pytest.raises(Damaged, match=f"缺了第 {gap} 条"):
        open_store(tmp_path)
    sequence, figure, damage = shown(tmp_path)
    assert (sequence, figure) == (gap - 1, gap - 1)
    assert f"缺了第 {gap} 条" in damage


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errno.ENOSPC, "磁盘已满，这次没有保存，请腾出空间后重试。"),
        (errno.EDQUOT, "磁盘配额已用完，这次没有保存，请腾出空间后重试。"),
        (errno.EROFS, "所在磁盘只能读，这次没有保存，请找管理员开通权限后重试。"),
        (errno.EACCES, "的权限，这次没有保存，请找管理员开通权限后重试。"),
        (errno.EIO, "这次没有保存，请检查磁盘后重试。"),
    ],
)
def test_what_the_system_refuses_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, said: str
) -> None:
    store = saved(tmp_path)
    before = below(tmp_path)

    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as patch:
        patch.setattr(files, "append", refuse)
        with pytest.raises(Problem) as problem:
            store.apply([Change("reports", "2024", {"a": 99})], "zhang", "改")
    assert str(problem.value).endswith(said)
    assert problem.value.exit_code == 4
    assert store.record("reports", "2024") == {"a": 8}
    assert {name for name, content in below(tmp_path).items() if before.get(name) != content} <= {"store.lock"}
    assert store.apply([Change("reports", "2024", {"a": 9})], "zhang", "改")


def test_a_save_after_the_clock_went_back_is_kept_in_its_order(tmp_path: Path) -> None:
    saved(tmp_path)
    behind = open_store(tmp_path, clock=lambda: datetime.fromisoformat("2019-01-01T00:00:00+08:00"))
    entry = behind.apply([Change("reports", "2024", {"a": 9})], "zhang", "改")
    assert entry
    assert (entry.sequence, entry.at[:4]) == (9, "2019")
    assert open_store(tmp_path).record("reports", "2024") == {"a": 9}


def test_a_line_that_another_took_the_place_of_is_not_built_upon(tmp_path: Path) -> None:
    def save(store: JournalStore, field: str, value: int) -> None:
        assert store.apply([Change("reports", "2024", {field: value})], "zhang", "改")

    def opened() -> JournalStore:
        return open_store(tmp_path, clock=lambda: datetime.fromisoformat("2024-03-01T09:00:00+08:00"))

    one = opened()
    save(one, "a", 1)
    path = trail.segment_file(tmp_path, 1)
    before = path.read_bytes()
    save(opened(), "b", 1)
    assert one.record("reports", "2024") == {"a": 1, "b": 1}
    length = path.stat().st_size
    # Its writer took it back, as one does whose disk fails, and saved another of the same length.
    path.write_bytes(before)
    save(opened(), "b", 2)
    assert path.stat().st_size == length
    save(one, "c", 3)
    for store in (one, opened()):
        assert store.record("reports", "2024") == {"a": 1, "b": 2, "c": 3}
