"""What commands say where the store or the system stands in the way; nothing is changed then."""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.command_line import RECEIVED, Cli, files, program
from tests.conftest import sample_file
from tui_disclose.cli.main import run
from tui_disclose.store import files as store_files
from tui_disclose.store import open_store
from tui_disclose.store.interface import Change

CHANGES = [
    ["report", "set", 2019, RECEIVED, 6],
    ["report", "set", 2019, RECEIVED, "--clear"],
    ["report", "import", "baiyin-2019.json", "--replace"],
    ["report", "text", 2019, "一", "--file", "settings.txt"],
    ["report", "ack", 2019, "SEC", "--reason", "无"],
    ["undo"],
]
LOOKS = [["report", "show", 2019], ["report", "check", 2019], ["report", "export", 2019, "--output", "-"]]


def test_a_read_only_session_looks_and_changes_nothing(office: Cli, tmp_path: Path) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    sample_file("baiyin-2019")
    Path("settings.txt").write_text("文", encoding="utf-8")
    before = files(tmp_path)
    for arguments in CHANGES:
        result = office("--read-only", *arguments)
        assert (result.code, result.out) == (4, ""), arguments
        assert "只读" in result.err
    for arguments in LOOKS:
        assert office("--read-only", *arguments).code in (0, 1)
    assert files(tmp_path) == before


def test_a_damaged_store_is_said_and_never_overwritten(office: Cli, tmp_path: Path) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    office("report", "set", 2019, RECEIVED, 6)
    office("report", "set", 2019, RECEIVED, 8)
    sample_file("baiyin-2019")
    Path("settings.txt").write_text("文", encoding="utf-8")
    trail = next((tmp_path / "data/trail").glob("*.jsonl"))
    lines = trail.read_bytes().splitlines(keepends=True)
    trail.write_bytes(lines[0] + lines[1] + lines[2].replace(b":6", b":7", 1) + lines[3])
    assert trail.read_bytes() != b"".join(lines)
    before = files(tmp_path)
    for arguments in [*CHANGES, *LOOKS]:
        result = office(*arguments)
        assert (result.code, result.out) == (5, ""), arguments
        assert result.err.startswith("错误：")
    assert "操作记录" in office("doctor").out
    # Whoever asks for it sees what stands before the damage, and what changes something is refused.
    for arguments in [*LOOKS, ["audit", "log"], ["report", "diff", 2019]]:
        result = office("--read-only", *arguments)
        assert result.code in (0, 1), arguments
        assert "第 3 行已损坏" in result.err
        assert "只读方式显示损坏处之前的内容（到第2条操作）" in result.err
    for arguments in CHANGES:
        assert office("--read-only", *arguments).code == 4
    assert files(tmp_path) == before


@pytest.mark.parametrize("left", ["backups/2024-03-01-000000002.tar.gz", "drafts/zhang/report-2019-一"])
def test_a_store_of_which_everything_is_gone_is_not_begun_anew(office: Cli, tmp_path: Path, left: str) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    shutil.rmtree(tmp_path / "data/trail")
    (tmp_path / "data" / left).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "data" / left).write_text("")
    before = files(tmp_path)
    result = office("report", "set", 2019, RECEIVED, 6)
    assert (result.code, result.out) == (5, "")
    assert "都不见了" in result.err
    assert "restore" in result.err
    result = office("--read-only", "audit", "log")
    assert (result.code, result.out) == (0, "")
    assert "都不见了" in result.err
    assert files(tmp_path) == before


def _no_folder(segment: Path) -> None:
    shutil.rmtree(segment.parent)


@pytest.mark.parametrize("spoil", [_no_folder, Path.unlink, lambda segment: segment.write_bytes(b"")])
def test_an_office_without_entries_is_not_begun_anew(
    office: Cli, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    spoil(tmp_path / "data/trail/000000001.jsonl")
    before = files(tmp_path)
    result = office("report", "set", 2019, RECEIVED, 6)
    assert (result.code, result.out) == (5, "")
    assert "没有操作记录 trail，没有改动任何文件" in result.err
    result = office("audit", "verify")
    assert (result.code, "没有第 1 条" in result.out) == (1, True)
    assert files(tmp_path) == before


def test_a_wrong_setting_is_named(office: Cli, tmp_path: Path) -> None:
    path = tmp_path / "data/settings.toml"
    good = path.read_text(encoding="utf-8")
    for bad, named in (
        (good.replace('"department"', '"county"'), "level"),
        (good.replace("unit =", "unitt ="), "unit"),
        (good + "\nsize = 1", "size"),
        (good + "\n[checks]\n", "checks"),
        (good.replace('unit = "某局"', "unit = 5"), "unit"),
    ):
        path.write_text(bad, encoding="utf-8")
        result = office("report", "show", 2019)
        assert (result.code, result.out) == (3, "")
        assert str(path) in result.err
        assert named in result.err
        assert path.read_text(encoding="utf-8") == bad


def test_a_wrong_form_is_named(office: Cli, tmp_path: Path) -> None:
    forms = tmp_path / "data/forms"
    forms.mkdir()
    (forms / "own.toml").write_text('id = "own"\nfirst_year = "x"\n', encoding="utf-8")
    result = office("report", "show", 2019)
    assert result.code == 3
    assert "own.toml" in result.err
    assert "first_year" in result.err


# Root writes everywhere, unless it is started without that power.
_NO_POWER = "-dac_override,-dac_read_search"
AS_ANYBODY = ["setpriv", "--bounding-set", _NO_POWER, "--inh-caps", _NO_POWER] if os.geteuid() == 0 else ["env"]


def as_anybody(*arguments: object, cwd: Path) -> tuple[int, str, str]:
    command = [*AS_ANYBODY, sys.executable, "-m", "tui_disclose", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.skipif(
    shutil.which(AS_ANYBODY[0]) is None or subprocess.run([*AS_ANYBODY, "true"], capture_output=True).returncode != 0,
    reason="root writes everywhere",
)
def test_a_folder_that_cannot_be_written_or_entered(office: Cli, tmp_path: Path) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    before = files(tmp_path)
    data = tmp_path / "data"
    paths = [tmp_path, data, *data.rglob("*")]
    modes = [path.stat().st_mode for path in paths]
    try:
        for path in paths:
            path.chmod(0o500 if path.is_dir() else 0o400)
        for arguments in (
            ["report", "set", 2019, RECEIVED, 6],
            ["report", "export", 2019],
            ["undo"],
            ["init", "--unit", "别局", "--data", "new/data"],
        ):
            code, out, err = as_anybody(*arguments, cwd=tmp_path)
            assert (code, out) == (4, ""), arguments
            assert "权限" in err
        assert as_anybody("report", "show", 2019, cwd=tmp_path)[0] == 0
        assert files(tmp_path) == before
        data.chmod(0o000)
        for arguments in (["report", "show", 2019], ["init", "--unit", "别局"]):
            code, out, err = as_anybody(*arguments, cwd=tmp_path)
            assert (code, out) == (4, "")
            assert str(data) in err
        code, out, _ = as_anybody("doctor", cwd=tmp_path)
        assert code == 0
        assert [line.startswith("注意") for line in out.splitlines() if "没有权限" in line] == [True]
        assert "Python" in out
    finally:
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode)


def test_a_reader_that_went_away_is_no_failure(office: Cli, tmp_path: Path) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = program(
            "report", "show", 2019, cwd=tmp_path, capture_output=False, stdout=writing, stderr=subprocess.PIPE
        )
    finally:
        os.close(writing)
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("arguments", [["report", "show", 2019], ["report", "export", 2019, "--output", "-"]])
def test_output_onto_a_full_disk_is_said(office: Cli, tmp_path: Path, arguments: list[object]) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    with Path("/dev/full").open("wb") as full:
        result = program(*arguments, cwd=tmp_path, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert result.returncode == 4
    assert result.stderr.decode() == "错误：输出：磁盘已满。请检查磁盘空间和权限后重试。\n"


def failing(call: str, error: int) -> Callable[[Path, pytest.MonkeyPatch], None]:
    """Have one kind of call to the file system fail."""

    def fail(*arguments: object, **_: object) -> None:
        raise OSError(error, os.strerror(error), str(arguments[0]))

    return lambda _, patch: patch.setattr(store_files, call, fail)


def snapshot_cut(data: Path, _: pytest.MonkeyPatch) -> None:
    (data / "store.json").write_bytes(b'{"_meta": {"1": {"format": 1, "sequence":')


def newer_snapshot(data: Path, _: pytest.MonkeyPatch) -> None:
    (data / "store.json").write_text('{"_meta": {"1": {"format": 99}}}')


def segment_away(data: Path, _: pytest.MonkeyPatch) -> None:
    (data / "trail/000000001.jsonl").rename(data / "trail/000000009.jsonl")


def on_nfs(data: Path, patch: pytest.MonkeyPatch) -> None:
    mounts = data.parent / "mountinfo"
    mounts.write_text(f"23 22 0:40 / {data} rw,relatime shared:2 - nfs4 server:/x rw\n")
    patch.setattr(store_files, "MOUNTS", mounts)


Trouble = Callable[[Path, pytest.MonkeyPatch], None]

TROUBLES: list[tuple[Trouble, int, str, str, str]] = [
    (failing("append", errno.ENOSPC), 4, "磁盘已满", "请腾出空间后重试", ""),
    (failing("append", errno.EDQUOT), 4, "磁盘配额已用完", "请腾出空间后重试", ""),
    (failing("append", errno.EROFS), 4, "只能读", "请找管理员开通权限后重试", ""),
    (failing("open_shared", errno.EACCES), 4, "没有", "请找管理员开通权限后重试", ""),
    (failing("read", errno.EACCES), 4, "store.json 的权限，无法读取", "请找管理员开通权限后重试", "没有"),
    (snapshot_cut, 5, "store.json 已损坏", "请找管理员将它移到别处后重新打开", "已损坏"),
    (segment_away, 5, "缺了第 1 条", "请停止使用并找管理员用备份核对", "缺了第 1 条"),
    (newer_snapshot, 4, "由更新版本的程序写成", "请升级本程序后再打开", "更新版本"),
    (on_nfs, 4, "网络文件系统（nfs4）", "请移到本机磁盘", ""),
]
"""What goes wrong, the exit code of a save, the cause and the action it says, and what a read-only session says."""


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble[2])
def test_each_trouble_has_one_sentence_with_an_action_and_nothing_is_overwritten(
    office: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: tuple[Trouble, int, str, str, str]
) -> None:
    cause, code, what, action, to_readers = trouble
    office("report", "set", 2019, RECEIVED, 5)
    with monkeypatch.context() as patch:
        cause(tmp_path / "data", patch)
        before = files(tmp_path)
        result = office("report", "set", 2019, RECEIVED, 6)
        assert (result.code, result.out) == (code, "")
        assert result.err.startswith("错误：")
        assert (result.err.count("\n"), result.err[-2:]) == (1, "。\n")
        assert what in result.err
        assert action in result.err
        read = office("--read-only", "report", "show", 2019, "--json")
        assert to_readers in read.err
        if not to_readers:
            assert json.loads(read.out)["cells"][RECEIVED] == 5
        assert files(tmp_path) == before


def test_a_clock_that_went_back_is_said_with_each_command(office: Cli, tmp_path: Path) -> None:
    later = open_store(tmp_path / "data", clock=lambda: datetime.now().astimezone() + timedelta(days=1))
    later.apply([Change("reports", "2019", {f"cells.{RECEIVED}": 5})], "zhang", "填写")
    result = office("report", "set", 2020, RECEIVED, 6)
    assert result.code == 0
    assert "请先校正时钟再录入" in result.err


def test_bytes_that_are_no_text_are_not_registered(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    gbk = os.fsdecode("名称=项目".encode("gbk"))
    assert run(["--data", str(tmp_path), "catalogue", "add", gbk]) == 2
    assert "不是 UTF-8 编码的文字" in capsys.readouterr().err
    # A file may be called anything.
    file = tmp_path / os.fsdecode("项目".encode("gbk"))
    file.touch()
    run(["--data", str(tmp_path), "verify", str(file)])
    assert "不是 UTF-8 编码的文字" not in capsys.readouterr().err


def test_records_whose_settings_are_lost_are_not_taken_for_an_empty_folder(office: Cli, tmp_path: Path) -> None:
    office("report", "set", 2019, "requests.received.business", 5)
    (tmp_path / "data/settings.toml").unlink()
    before = files(tmp_path)
    result = office("init", "--unit", "新局")
    assert result.code == 3
    assert "settings.toml" in result.err
    assert files(tmp_path) == before
