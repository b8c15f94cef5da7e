"""Backups: whole while others save, proved before they are left, restored without losing what stood there."""

import errno
import json
import os
import stat
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from tests.backup_host import RECEIVED, TODAY, below, one_figure, unpacked
from tui_disclose.office import backups
from tui_disclose.office.backups import back_up, kept_backups, kept_heads, restore
from tui_disclose.office.doctor import examine
from tui_disclose.office.entering import set_figure
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.problems import Damaged, Refused, Unavailable
from tui_disclose.store import archive, files, journal, lines, open_store, snapshot, trail
from tui_disclose.store.interface import Change
from tui_disclose.store.verify import verify


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return one_figure(tmp_path / "data")


# ---- making them ----


def test_a_backup_holds_everything_and_stock_tinydb_opens_it(office: Office, tmp_path: Path) -> None:
    (office.folder / "forms").mkdir()
    (office.folder / "templates").mkdir()
    (office.folder / "templates/告知书.txt").write_text("模板", encoding="utf-8")
    (office.folder / "drafts/zhang").mkdir(parents=True)
    (office.folder / "drafts/zhang/one").write_text("草稿", encoding="utf-8")
    done = back_up(office, tmp_path / "one.tar.gz")
    assert done.noted
    found = unpacked(tmp_path / "one.tar.gz")
    assert set(found) == {
        "manifest.json",
        "settings.toml",
        "store.json",
        "templates/告知书.txt",
        "trail/000000001.jsonl",
    }
    assert found["trail/000000001.jsonl"] == (office.folder / "trail/000000001.jsonl").read_bytes()
    sequence, _, digest = done.head.partition(":")
    last = json.loads(found["trail/000000001.jsonl"].splitlines()[-1])
    assert (int(sequence), digest) == (last["sequence"], last["hash"])
    assert last["why"] == f"备份到 {tmp_path / 'one.tar.gz'}"
    (tmp_path / "store.json").write_bytes(found["store.json"])
    with TinyDB(tmp_path / "store.json", access_mode="r", encoding="utf-8") as database:
        (report,) = database.table("reports").all()
        assert report[f"cells.{RECEIVED}"] == 5
        assert database.table("_meta").all()[0]["sequence"] == last["sequence"]


WRITER = """
import sys
from pathlib import Path
from tui_disclose.store import open_store, trail
from tui_disclose.store.interface import Change
trail.SEGMENT_BYTES = 20_000
store = open_store(Path(sys.argv[1]), wait=60)
print("begun", flush=True)
while True:
    step = store.sequence
    store.apply([Change("a", "1", {"step": step}), Change("b", "1", {"step": step})], "li", "改")
"""


def test_a_backup_made_while_others_save_is_whole(office: Office, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, office.folder], stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout
            writer.stdout.readline()
            heads = [back_up(office, tmp_path / f"{each}.tar.gz").head for each in range(8)]
        finally:
            writer.kill()
    assert len(set(heads)) == 8
    for each, head in enumerate(heads):
        restore(tmp_path / f"r{each}", tmp_path / f"{each}.tar.gz", "zhang")
        store = open_store(tmp_path / f"r{each}")
        assert verify(tmp_path / f"r{each}").bad is None
        assert store.record("a", "1") == store.record("b", "1")
        assert store.sequence == int(head.partition(":")[0]) + 1


def test_a_backup_is_never_written_over_and_leaves_nothing_when_it_fails(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one.tar.gz"
    path.write_bytes(b"old")
    with pytest.raises(Refused, match="已有"):
        back_up(office, path)
    assert path.read_bytes() == b"old"
    with pytest.raises(Unavailable, match="没有这个文件或目录"):
        back_up(office, tmp_path / "absent/one.tar.gz")

    written = files.write_shared

    def full(path: Path, data: bytes) -> None:
        written(path, data[: len(data) // 2])
        raise OSError(errno.EDQUOT, "", str(path))

    def torn(path: Path, data: bytes) -> None:
        written(path, data[: len(data) - 40])

    before = set(tmp_path.iterdir())
    for fails, problem in ((full, Unavailable), (torn, Damaged)):
        for records in (False, True):
            monkeypatch.setattr(files, "write_shared", fails)
            with pytest.raises(problem):
                back_up(office, tmp_path / "two", records)
    assert set(tmp_path.iterdir()) == before


def test_a_damaged_trail_is_not_backed_up_and_a_full_disk_is_no_obstacle(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "")

    with monkeypatch.context() as patch:
        patch.setattr(files, "append", full)
        done = back_up(office, tmp_path / "one.tar.gz")
    assert not done.noted
    assert restore(tmp_path / "other", tmp_path / "one.tar.gz", "li").head == done.head
    path = office.folder / "trail/000000001.jsonl"
    path.write_bytes(path.read_bytes().replace(b"\xef\xbc\x9d5", b"\xef\xbc\x9d6"))
    with pytest.raises(Damaged):
        back_up(office, tmp_path / "two.tar.gz")
    assert not (tmp_path / "two.tar.gz").exists()


# ---- those that make themselves ----


def saves_on(folder: Path, *days: str, keep: int = 3) -> None:
    """Save once on each day, each in a session of its own, and wait for the backups."""
    for step, day in enumerate(days):
        store = open_store(
            folder,
            clock=lambda day=day: datetime.fromisoformat(f"{day}T09:00:00+08:00"),  # type: ignore[misc]
            keep=lambda store, required: backups.keep_backups(store, required, keep),
        )
        store.apply([Change("reports", "2019", {"day": day, "step": step})], "zhang", f"第{step}次")
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and thread.name.startswith("Thread-"):
                thread.join(30)


def test_the_first_save_of_a_day_is_preceded_by_a_backup(tmp_path: Path) -> None:
    saves_on(tmp_path, "2024-03-01", "2024-03-01")
    assert kept_backups(tmp_path) == []
    saves_on(tmp_path, "2024-03-02", "2024-03-02")
    (one,) = kept_backups(tmp_path)
    _, contents = archive.read(one)
    assert contents["trail/000000001.jsonl"].count(b"\n") in (2, 3)
    assert [head.sequence for head in kept_heads(tmp_path)] == [contents["trail/000000001.jsonl"].count(b"\n")]


def test_so_many_backups_are_kept_as_the_settings_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [f"2024-03-0{each}" for each in range(1, 8)]
    for day in days:
        with monkeypatch.context() as patch:
            patch.setattr(backups, "_now", lambda day=day: datetime.fromisoformat(f"{day}T09:00:00+08:00"))
            saves_on(tmp_path, day)
    assert [path.name[:10] for path in kept_backups(tmp_path)] == days[-3:]
    saves_on(tmp_path / "none", *days, keep=0)
    assert kept_backups(tmp_path / "none") == []


def test_the_settings_say_how_many_and_old_settings_have_the_default(tmp_path: Path) -> None:
    office = create_office(tmp_path / "data", "某局", TODAY)
    path = office.folder / "settings.toml"
    text = path.read_text(encoding="utf-8")
    assert "[backup]" in text
    path.write_text(text.replace("keep = 14", "keep = 2"), encoding="utf-8")
    assert open_office(office.folder).settings.backup.keep == 2
    path.write_text(text[: text.index("[backup]")], encoding="utf-8")
    assert open_office(office.folder).settings.backup.keep == 14
    path.write_text(text.replace("keep = 14", "keep = -1"), encoding="utf-8")
    with pytest.raises(Refused, match="keep"):
        open_office(office.folder)


def test_a_daily_backup_that_fails_stops_no_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saves_on(tmp_path, "2024-03-01")
    (tmp_path / "backups").write_text("a file in the way")
    saves_on(tmp_path, "2024-03-02")
    assert open_store(tmp_path).sequence == 2


# ---- formats ----


def test_a_former_format_is_read_through_its_upgrade_and_kept_in_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def renamed(entry: dict[str, Any]) -> dict[str, Any]:
        for change in entry["changes"]:
            for fields in (change["before"], change["after"]):
                if "old" in fields:
                    fields["new"] = fields.pop("old")
        return entry

    monkeypatch.setattr(journal, "SNAPSHOT_BYTES", 600)
    store = open_store(tmp_path)
    for step in range(4):
        store.apply([Change("reports", "2019", {"old": step})], "zhang", "填写")
    assert (tmp_path / "store.json").exists()
    former = below(tmp_path / "trail")
    for module in (lines, journal, archive, snapshot):
        monkeypatch.setattr(module, "FORMAT", 2)
    monkeypatch.setattr(lines, "UPGRADES", {1: renamed})
    newer = open_store(tmp_path, keep=lambda store, required: backups.keep_backups(store, required, 3))
    assert newer.record("reports", "2019") == {"new": 3}
    assert [entry.changes[0].after for entry in newer.since(0)] == [{"new": step} for step in range(4)]
    assert below(tmp_path / "trail") == former
    newer.apply([Change("reports", "2019", {"new": 9})], "zhang", "填写")
    assert open_store(tmp_path).record("reports", "2019") == {"new": 9}
    assert verify(tmp_path).bad is None
    (kept,) = (tmp_path / "backups").iterdir()
    trail_kept = unpacked(kept)["trail/000000001.jsonl"]
    assert trail_kept == former["000000001.jsonl"]
    for module in (lines, journal, archive, snapshot):
        monkeypatch.setattr(module, "FORMAT", 1)
    with pytest.raises(Unavailable, match="更新版本"):
        open_store(tmp_path)


def test_without_the_backup_of_a_former_format_nothing_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(tmp_path).apply([Change("reports", "2019", {"a": 1})], "zhang", "填写")
    (tmp_path / "backups").write_text("a file in the way")
    before = below(tmp_path)
    for module in (lines, journal, archive, snapshot):
        monkeypatch.setattr(module, "FORMAT", 2)
    monkeypatch.setattr(lines, "UPGRADES", {1: lambda entry: entry})
    newer = open_store(tmp_path, keep=lambda store, required: backups.keep_backups(store, required, 3))
    with pytest.raises(Unavailable, match="没有保存"):
        newer.apply([Change("reports", "2019", {"a": 2})], "zhang", "填写")
    assert below(tmp_path) == before


# ---- where and who ----


def mounts(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / "mountinfo"
    place = str(tmp_path / "net").replace("t", "\\164", 1)
    path.write_text(
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
        f"23 22 0:40 / {place} rw,relatime shared:2 master:1 - {kind} server:/x rw\n"
    )
    return path


def test_a_network_folder_is_refused_for_saving_and_shown_to_readers(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "net").mkdir()
    office.folder.rename(tmp_path / "net/data")
    monkeypatch.setattr(files, "MOUNTS", mounts(tmp_path, "nfs4"))
    assert files.file_system(tmp_path / "net/data") == "nfs4"
    assert files.file_system(tmp_path) == "ext4"
    with pytest.raises(Unavailable, match=r"网络文件系统（nfs4）.*请移到本机磁盘"):
        open_office(tmp_path / "net/data")
    with pytest.raises(Unavailable, match="nfs4"):
        create_office(tmp_path / "net/other", "某局", TODAY)
    assert not (tmp_path / "net/other").exists()
    assert open_office(tmp_path / "net/data", read_only=True).store.sequence == 2
    assert any("nfs4" in line.text and not line.good for line in examine(tmp_path / "net/data"))
    monkeypatch.setattr(files, "MOUNTS", mounts(tmp_path, "xfs"))
    assert open_office(tmp_path / "net/data").store.sequence == 2
    monkeypatch.setattr(files, "MOUNTS", tmp_path / "absent")
    assert files.file_system(tmp_path) == ""


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_everything_belongs_to_the_group_under_any_umask(tmp_path: Path, umask: int) -> None:
    from tui_disclose.office.drafts import keep_draft
    from tui_disclose.office.exporting import export_report
    from tui_disclose.office.reports import sheet_of

    former = os.umask(umask)
    try:
        office = create_office(tmp_path / "data", "某局", TODAY)
        set_figure(office, 2019, RECEIVED, "5", TODAY)
        keep_draft(office, "one", "草稿")
        export_report(office, sheet_of(office, 2019), "md", "pipe", None)
        backups.keep_backups(office.store, True, 3)  # type: ignore[arg-type]
    finally:
        os.umask(former)
    private = office.folder / "drafts" / office.who
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert modes.pop(private) == 0o700
    assert {modes.pop(path) for path in private.iterdir()} == {0o600}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o2770}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o660}
    assert {path.name for path in modes} >= {"settings.toml", "exports", "backups", "drafts", "trail", "store.lock"}


ACCOUNT = """
import os, sys
from pathlib import Path
from tui_disclose.store import journal, open_store, trail
from tui_disclose.store.interface import Change
# After the imports, as an interpreter in root's own home is closed to others.
os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[3])); os.umask(0o077)
journal.SNAPSHOT_BYTES, trail.SEGMENT_BYTES = 500, 700
store = open_store(Path(sys.argv[1]))
for step in range(5):
    store.apply([Change("reports", "1", {sys.argv[3]: step, "text": "x" * 100})], sys.argv[3], "改")
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be several people")
def test_two_accounts_of_one_group_work_in_one_folder(tmp_path: Path) -> None:
    for path in (tmp_path, *tmp_path.parents[:-2]):
        path.chmod(path.stat().st_mode | 0o011)
    folder = tmp_path / "data"
    files.make_folder(folder)
    os.chown(folder, 40001, 40000)
    folder.chmod(0o2770)
    for user in (40001, 40002, 40001):
        subprocess.run([sys.executable, "-c", ACCOUNT, folder, "40000", str(user)], check=True, timeout=60)
    stranger = [sys.executable, "-c", ACCOUNT, str(folder), "41000", "41001"]
    refused = subprocess.run(stranger, capture_output=True, text=True, timeout=60, check=False)
    assert "Unavailable" in refused.stderr
    assert open_store(folder).record("reports", "1") == {"40001": 4, "40002": 4, "text": "x" * 100}
    assert len(trail.segments(folder)) > 2


def test_doctor_explains_rights_trail_and_backup(office: Office) -> None:
    def said(subject: str) -> tuple[bool, str]:
        (line,) = [line for line in examine(office.folder) if line.subject == subject]
        return line.good, line.text

    assert said("权限")[0]
    assert said("文件系统") == (True, files.file_system(office.folder))
    assert said("操作记录") == (True, f"完好，头 {verify(office.folder).head}")
    assert "还没有自动备份" in said("备份")[1]
    backups.keep_backups(office.store, True, 3)  # type: ignore[arg-type]
    (office.folder / "settings.toml").chmod(0o640)
    assert said("权限")[0] is False
    assert "settings.toml" in said("权限")[1]
    office.folder.chmod(0o755)
    assert "chmod 2770" in said("权限")[1]
