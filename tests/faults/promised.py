"""What a store promises, checked after a crash: the acts of `save`, whole and in order."""

import json
from datetime import datetime
from pathlib import Path

from tui_disclose.store import JournalStore, open_store
from tui_disclose.store.interface import Change

TEXT = "disclosure " * 30


def clock() -> datetime:
    return datetime.fromisoformat("2024-03-01T09:00:00+08:00")


def opened(root: Path) -> JournalStore:
    return open_store(root / "data", clock=clock, wait=0)


def save(store: JournalStore, step: int) -> None:
    """Save the step-th act: one record made and another changed, with text enough to be torn within."""
    made = Change("requests", f"〔2024〕{step}号", {"step": step, "content": TEXT})
    entry = store.apply(
        [made, Change("reports", "2024", {"step": step, "text": f"{step}{TEXT}"})], "zhang", f"第{step}次"
    )
    assert entry is not None
    assert entry.sequence == step


def check(root: Path, returned: int, attempted: int) -> None:
    """Open what a crash left and hold it to every promise."""
    store = opened(root)
    assert returned <= store.sequence <= attempted
    shows(store, store.sequence)
    if (root / "data/store.json").exists():
        json.loads((root / "data/store.json").read_bytes())
    save(store, store.sequence + 1)
    again = opened(root)
    shows(again, store.sequence)
    assert again.sequence == store.sequence


def shows(store: JournalStore, sequence: int) -> None:
    steps = range(1, sequence + 1)
    assert store.records("requests") == {f"〔2024〕{each}号": {"step": each, "content": TEXT} for each in steps}
    assert store.record("reports", "2024") == ({"step": sequence, "text": f"{sequence}{TEXT}"} if sequence else None)
    assert [entry.sequence for entry in store.since(0)] == list(steps)
    if sequence:
        assert [entry.why for entry in store.since(sequence - 1)] == [f"第{sequence}次"]
