"""Processes that are killed or save side by side: no save that was acknowledged is lost."""

import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from promised import opened, shows

from tui_disclose.store.verify import verify

WRITER = """
import sys
from pathlib import Path
from tui_disclose.store import journal, open_store, trail
from tui_disclose.store.interface import Change
trail.SEGMENT_BYTES, journal.SNAPSHOT_BYTES = 4000, 3000
store = open_store(Path(sys.argv[1]))
while True:
    step = store.sequence + 1
    change = Change("requests", f"〔2024〕{step}号", {"step": step, "content": "disclosure " * 30})
    text = {"step": step, "text": f"{step}" + "disclosure " * 30}
    print(store.apply([change, Change("reports", "2024", text)], "zhang", f"第{step}次").sequence, flush=True)
"""


SAVES_BEFORE_ANEW = 1000
"""A store is looked through whole after each kill: in one that goes on growing that would take most of the time."""


def kill_writers(root: Path, kills: int, seed: int = 20240301) -> tuple[int, int]:
    """Kill writers at random moments; return how many saves were found, and how many of them nobody was told of."""
    random = Random(seed)
    saved = untold = 0
    folder = root / "0"
    for kill in range(kills):
        before = opened(folder).sequence
        if before >= SAVES_BEFORE_ANEW:
            assert verify(folder / "data").bad is None
            shutil.rmtree(folder)
            folder, before = root / str(kill), 0
        with subprocess.Popen([sys.executable, "-c", WRITER, folder / "data"], stdout=subprocess.PIPE) as writer:
            assert writer.stdout
            told = [writer.stdout.readline() for _ in range(random.randrange(1, 40))]
            time.sleep(random.random() / 100)
            writer.kill()
            told += writer.stdout.read().splitlines(keepends=True)
        acknowledged = max(int(line) for line in told if line.endswith(b"\n"))
        store = opened(folder)
        assert acknowledged <= store.sequence <= acknowledged + 1
        shows(store, store.sequence)
        saved += store.sequence - before
        untold += store.sequence - acknowledged
    return saved, untold


def test_what_a_killed_process_was_told_is_saved(tmp_path: Path) -> None:
    kill_writers(tmp_path, 10)


@pytest.mark.long
def test_what_many_killed_processes_were_told_is_saved(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as pool:
        runs = [pool.submit(kill_writers, tmp_path / str(seed), 250, seed) for seed in range(4)]
        saved, untold = (sum(each) for each in zip(*(run.result() for run in runs), strict=True))
    print(f"1000 kills, {saved} saves, none lost, {untold} saved whole before anybody was told")  # noqa: T201


COLLEAGUE = """
import sys
from pathlib import Path
from tui_disclose.problems import Changed
from tui_disclose.store import journal, open_store, trail
from tui_disclose.store.interface import Change
trail.SEGMENT_BYTES, journal.SNAPSHOT_BYTES = 40_000, 30_000
folder, name, saves, same = sys.argv[1:]
number = "2024" if same else name
store = open_store(Path(folder), wait=60)
done = told = 0
while done < int(saves):
    now = (store.record("reports", number) or {}).get("count")
    changes = [Change("reports", number, {"count": (now or 0) + 1, name: done + 1})]
    try:
        assert store.apply(changes, name, "加一", {("reports", number): {"count": now}})
    except Changed as changed:
        assert changed.fields["count"] != now
        told += 1
        continue
    done += 1
print(told)
"""


def work_together(root: Path, people: int, saves: int, same: bool) -> int:
    """Let several processes read, change and save; return how often one was told that another had been faster."""
    names = [f"p{each}" for each in range(people)]
    command = [sys.executable, "-c", COLLEAGUE, str(root / "data")]
    last = [str(saves), "same" if same else ""]
    started = [subprocess.Popen([*command, name, *last], stdout=subprocess.PIPE) for name in names]
    told = [int(each.communicate()[0]) for each in started]
    assert [each.returncode for each in started] == [0] * people
    store = opened(root)
    if same:
        assert store.records("reports") == {"2024": {"count": people * saves, **dict.fromkeys(names, saves)}}
    else:
        assert store.records("reports") == {name: {"count": saves, name: saves} for name in store.records("reports")}
        assert store.count("reports") == people
    entries = store.since(0)
    assert [entry.sequence for entry in entries] == list(range(1, people * saves + 1))
    for name in names:
        mine = [each.after[name] for entry in entries for each in entry.changes if entry.who == name]
        assert mine == list(range(1, saves + 1))
    assert verify(root / "data").bad is None
    return sum(told)


@pytest.mark.parametrize("same", [True, False])
def test_no_save_of_several_processes_is_lost(tmp_path: Path, same: bool) -> None:
    told = work_together(tmp_path, people=4, saves=25, same=same)
    assert same or not told


@pytest.mark.long
@pytest.mark.parametrize("same", [True, False])
def test_no_save_of_many_processes_is_lost(tmp_path: Path, same: bool) -> None:
    told = work_together(tmp_path, people=8, saves=500, same=same)
    print(f"8 × 500 saves of {'one record' if same else 'records of their own'}, {told} times told of another's save")  # noqa: T201
    assert same or not told
