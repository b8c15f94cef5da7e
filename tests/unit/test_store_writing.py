"""Files kept open between saves: never a lock or a trail that is another folder's by now."""

import os
from pathlib import Path

import pytest

from tui_disclose.problems import Unavailable
from tui_disclose.store import files, open_store
from tui_disclose.store.interface import Change
from tui_disclose.store.verify import verify


def change(step: int) -> list[Change]:
    return [Change("rules", "1", {"step": step})]


def test_where_the_folder_is_another_one_its_own_lock_is_held(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = open_store(folder, wait=0.05)
    store.apply(change(1), "zhang", "一")
    os.rename(folder, tmp_path / "moved")
    other = open_store(folder)
    other.apply(change(7), "li", "七")
    with files.locked(folder / "store.lock", "li", 1), pytest.raises(Unavailable, match="li"):
        store.apply(change(8), "zhang", "八")
    store.apply(change(9), "zhang", "九")
    assert [entry.why for entry in open_store(folder).since(0)] == ["七", "九"]
    assert [entry.why for entry in open_store(tmp_path / "moved").since(0)] == ["一"]


def test_the_lock_is_let_go_after_each_save_and_after_a_failed_one(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.apply(change(1), "zhang", "一")
    with pytest.raises(ValueError, match="number"):
        store.apply([Change("rules", "1", {"number": "2"})], "zhang", "二")
    open_store(tmp_path, wait=0).apply(change(3), "li", "三")
    store.apply(change(4), "zhang", "四")
    assert verify(tmp_path).sequence == 3


def test_a_forked_process_has_a_lock_of_its_own(tmp_path: Path) -> None:
    store = open_store(tmp_path, wait=0.05)
    store.apply(change(1), "zhang", "一")
    with files.locked(tmp_path / "store.lock", "li", 1):
        child = os.fork()
        if child == 0:
            try:
                store.apply(change(2), "zhang", "二")
            except Unavailable:
                os._exit(4)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 4
    patient = open_store(tmp_path, wait=60)
    patient.apply(change(3), "zhang", "三")
    child = os.fork()
    if child == 0:
        for step in range(100):
            patient.apply(change(100 + step), "zhang", "子")
        os._exit(0)
    for step in range(100):
        patient.apply(change(1000 + step), "zhang", "父")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (verify(tmp_path).bad, verify(tmp_path).sequence) == (None, 202)


def test_no_descriptor_outlives_its_store(tmp_path: Path) -> None:
    def opened() -> int:
        return len(os.listdir("/proc/self/fd"))

    before = opened()
    for _ in range(20):
        open_store(tmp_path).apply(change(opened()), "zhang", "一")
    assert opened() <= before + 2
