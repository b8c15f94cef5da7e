"""Restoring: the old office or the new one, whatever interrupts it; what stood there is set aside."""

import errno
import gzip
import io
import json
import os
import stat
import tarfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from tests.backup_host import RECEIVED, TODAY, below, figure, one_figure, unpacked
from tui_disclose.cli.main import run
from tui_disclose.office import backups
from tui_disclose.office.backups import back_up, restore
from tui_disclose.office.entering import set_figure
from tui_disclose.office.facts import request_facts
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.requests import register
from tui_disclose.problems import Damaged, Problem, Refused, Unavailable
from tui_disclose.store import files
from tui_disclose.store.interface import Change
from tui_disclose.store.verify import verify


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return one_figure(tmp_path / "data")


# ---- restoring them ----


def test_a_backup_comes_back_in_an_empty_folder(office: Office, tmp_path: Path) -> None:
    head = back_up(office, tmp_path / "one.tar.gz").head
    done = restore(tmp_path / "new/data", tmp_path / "one.tar.gz", "li")
    assert (done.head, done.set_aside) == (head, None)
    new = tmp_path / "new/data"
    assert figure(new) == 5
    old = (office.folder / "trail/000000001.jsonl").read_bytes()
    trail_now = (new / "trail/000000001.jsonl").read_bytes()
    assert trail_now.startswith(old)
    (entry,) = trail_now[len(old) :].splitlines()
    assert (json.loads(entry)["who"], json.loads(entry)["why"]) == ("li", f"从备份 one.tar.gz 恢复（{head}）")
    assert verify(new).bad is None
    assert (new / "settings.toml").read_bytes() == (office.folder / "settings.toml").read_bytes()
    assert {stat.S_IMODE(p.stat().st_mode) for p in new.rglob("*") if p.is_file()} == {0o660}
    assert {stat.S_IMODE(p.stat().st_mode) for p in (new, new / "trail")} == {0o2770}


def test_what_stood_there_is_set_aside_and_a_session_goes_on(office: Office, tmp_path: Path) -> None:
    back_up(office, tmp_path / "one.tar.gz")
    set_figure(office, 2019, RECEIVED, "9", TODAY)
    (office.folder / "drafts").mkdir(exist_ok=True)
    (office.folder / "drafts/one").write_text("草稿", encoding="utf-8")
    before = below(office.folder)
    with pytest.raises(Refused, match="--yes"):
        restore(office.folder, tmp_path / "one.tar.gz", "li")
    assert below(office.folder) == before
    done = restore(office.folder, tmp_path / "one.tar.gz", "li", over=True)
    assert done.set_aside
    stays = {name for name in before if name.startswith("drafts")}
    assert below(done.set_aside) == {name: before[name] for name in before.keys() - stays}
    assert (office.folder / "drafts/one").read_text(encoding="utf-8") == "草稿"
    assert figure(office.folder) == 5
    assert office.store.record("reports", "2019") == open_office(office.folder).store.record("reports", "2019")
    assert set_figure(office, 2019, RECEIVED, "6", TODAY)
    assert figure(office.folder) == 6


def test_two_restores_in_one_second_set_both_aside(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(office, tmp_path / "one.tar.gz")
    monkeypatch.setattr(backups, "_now", lambda: datetime.fromisoformat("2024-03-01T09:00:00+08:00"))
    first, second = (restore(office.folder, tmp_path / "one.tar.gz", "li", over=True).set_aside for _ in range(2))
    assert first
    assert second
    assert first != second
    assert verify(first).sequence == verify(second).sequence - 1 == verify(office.folder).sequence - 1
    assert figure(office.folder) == 5


def test_a_session_counts_what_was_restored(office: Office, tmp_path: Path) -> None:
    request = {"channel": "in_person", "arrived_on": "2024-03-01", "applicant.kind": "natural_person"}
    register(office, request)
    back_up(office, tmp_path / "one.tar.gz")
    register(office, request)
    assert list(request_facts(office)) == ["〔2024〕1号", "〔2024〕2号"]
    sequence = office.store.sequence
    restore(office.folder, tmp_path / "one.tar.gz", "li", over=True)
    # As many entries as before, the last of them another.
    assert office.store.sequence == sequence
    assert list(request_facts(office)) == ["〔2024〕1号"]


def test_a_backup_that_is_not_whole_is_not_restored(office: Office, tmp_path: Path) -> None:
    back_up(office, tmp_path / "good.tar.gz")
    before = below(office.folder)
    whole = (tmp_path / "good.tar.gz").read_bytes()
    bad: dict[str, bytes] = {"cut": whole[: len(whole) // 2]}
    for name, content in unpacked(tmp_path / "good.tar.gz").items():
        if name != "manifest.json":
            bad[f"changed {name}"] = packed(tmp_path / "good.tar.gz", {name: content.replace(b"e", b"f", 1)})
            bad[f"without {name}"] = packed(tmp_path / "good.tar.gz", {name: None})
    for words, content in bad.items():
        (tmp_path / "bad.tar.gz").write_bytes(content)
        with pytest.raises(Damaged):
            restore(office.folder, tmp_path / "bad.tar.gz", "li", over=True)
        assert below(office.folder) == before, words
    for strange in (b"", b"hello", gzip.compress(b"hello"), packed(tmp_path / "good.tar.gz", {"manifest.json": None})):
        (tmp_path / "bad.tar.gz").write_bytes(strange)
        with pytest.raises(Problem):
            restore(office.folder, tmp_path / "bad.tar.gz", "li", over=True)
        assert below(office.folder) == before


def packed(path: Path, changes: dict[str, bytes | None]) -> bytes:
    """Return the archive at `path` with other contents under some names."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, content in {**unpacked(path), **changes}.items():
            if content is not None:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "drafts/x", "store.lock"])
def test_a_backup_cannot_write_elsewhere(office: Office, tmp_path: Path, name: str) -> None:
    back_up(office, tmp_path / "good.tar.gz")
    manifest = json.loads(unpacked(tmp_path / "good.tar.gz")["manifest.json"])
    manifest["files"][name] = {"size": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
    bad = packed(tmp_path / "good.tar.gz", {"manifest.json": json.dumps(manifest).encode(), name: b""})
    (tmp_path / "bad.tar.gz").write_bytes(bad)
    with pytest.raises(Damaged, match="数据目录以外"):
        restore(tmp_path / "new", tmp_path / "bad.tar.gz", "li")
    assert not (tmp_path / "outside").exists()


def test_a_restore_that_cannot_write_changes_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(office, tmp_path / "one.tar.gz")
    before = below(office.folder)

    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_shared", full)
        with pytest.raises(Unavailable, match=r"磁盘已满.*没有改动"):
            restore(office.folder, tmp_path / "one.tar.gz", "li", over=True)
    assert below(office.folder) == before


def killed_at(call: int, act: Callable[[], object]) -> bool:
    """Do an act in a process that is killed at its n-th call to the file system; tell whether it came that far."""
    child = os.fork()
    if child == 0:
        left = count(call, -1)

        def dying(function: Callable[..., object]) -> Callable[..., object]:
            return lambda *arguments, **named: os._exit(9) if next(left) == 0 else function(*arguments, **named)

        for name in (
            "open",
            "mkdir",
            "rename",
            "replace",
            "unlink",
            "rmdir",
            "fsync",
            "fdatasync",
            "pwrite",
            "scandir",
        ):
            setattr(os, name, dying(getattr(os, name)))
        try:
            act()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def test_a_restore_killed_at_any_moment_leaves_the_old_office_or_the_new(tmp_path: Path) -> None:
    seen = []
    for call in count():
        (root := tmp_path / str(call)).mkdir()
        office = create_office(root / "data", "某局", TODAY)
        set_figure(office, 2019, RECEIVED, "5", TODAY)
        back_up(office, root / "one.tar.gz")
        set_figure(office, 2019, RECEIVED, "9", TODAY)
        (office.folder / "templates").mkdir()
        (office.folder / "templates/one.txt").write_text("旧", encoding="utf-8")
        before = below(office.folder)
        killed = killed_at(call, partial(restore, office.folder, root / "one.tar.gz", "li", over=True))
        seen.append(figure(office.folder))
        assert verify(office.folder).bad is None
        assert run(["--data", str(office.folder), "report", "set", "2019", RECEIVED, "6"]) == 0
        if seen[-1] == 5:
            (aside,) = (office.folder / "replaced").iterdir()
            assert below(aside) == before
            assert not [name for name in os.listdir(office.folder) if name.startswith(".")]
        else:
            # What is half unpacked is in nobody's way, also not in that of the next try.
            assert (office.folder / "templates/one.txt").exists()
            restore(office.folder, root / "one.tar.gz", "li", over=True)
            assert figure(office.folder) == 5
        if not killed:
            break
    assert seen == sorted(seen, reverse=True)
    assert set(seen) == {5, 9}
    assert seen.count(5) > 10


def test_all_records_go_out_as_json_lines_and_come_back(office: Office, tmp_path: Path) -> None:
    for number in range(2500):
        office.store.apply([Change("requests", f"〔2024〕{number}号", {"n": number, "内容": ["公开"]})], "li", "登记")
    head = back_up(office, tmp_path / "all.jsonl", records=True).head
    first, *rest = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(first)["records"] == len(rest) == 2501
    assert f"{json.loads(first)['sequence']}:{json.loads(first)['hash']}" == head
    number_7 = {"table": "requests", "number": "〔2024〕7号", "fields": {"n": 7, "内容": ["公开"]}}
    assert json.loads(rest[8]) == number_7
    restore(tmp_path / "new", tmp_path / "all.jsonl", "li")
    for table in ("reports", "requests"):
        there = open_office(tmp_path / "new").store.records(table)
        assert list(there.items()) == list(office.store.records(table).items())
    assert verify(tmp_path / "new").bad is None
    for bad, problem in ((rest[:-1], Damaged), ([*rest[:5], "{", *rest[6:]], Refused)):
        (tmp_path / "bad.jsonl").write_text("\n".join([first, *bad, ""]), encoding="utf-8")
        with pytest.raises(problem):
            restore(tmp_path / "other", tmp_path / "bad.jsonl", "li")
        assert not backups.occupied(tmp_path / "other")


def test_on_the_command_line(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(office.folder)]
    one = str(tmp_path / "one.tar.gz")
    assert run([*data, "backup", one]) == 0
    head = capsys.readouterr().out.strip()
    assert run([*data, "backup", one]) == 3
    assert run([*data, "restore", one]) == 3
    assert run([*data, "restore", str(tmp_path / "absent")]) == 3
    assert run(["--read-only", *data, "restore", one, "--yes"]) == 4
    assert run([*data, "restore", one, "--yes"]) == 0
    out, err = capsys.readouterr()
    assert out.strip() == head
    assert "replaced" in err
    assert run([*data, "audit", "verify", "--head", head]) == 0
    (tmp_path / "bad.tar.gz").write_bytes((tmp_path / "one.tar.gz").read_bytes()[:300])
    assert run([*data, "restore", str(tmp_path / "bad.tar.gz"), "--yes"]) == 5
