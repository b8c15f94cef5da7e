"""The commands as the contract has them (DESIGN §3.4): exit codes, what goes where, and nothing stored when refused."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import REPORTS, SAMPLES
from tui_disclose import __version__
from tui_disclose.cli.main import run

RECEIVED = "requests.received.business"


class Result(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON value
        return json.loads(self.out)


Cli = Callable[..., Result]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run a command line in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Result:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return Result(code, *capsys.readouterr())

    return call


@pytest.fixture
def office(cli: Cli) -> Cli:
    """Run a command line where there is an office that began its ledger this year."""
    assert cli("init", "--unit", "某局").code == 0
    return cli


def program(*arguments: object, cwd: Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tui_disclose", *map(str, arguments)]
    options = {"capture_output": True, "stdin": subprocess.DEVNULL} | options
    return subprocess.run(command, cwd=cwd, timeout=60, check=False, **options)


def files(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder with its bytes; a lock's file holds nothing."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def sample_file(name: str, **changes: Any) -> Path:
    """Write a real report, some of its keys changed, and return its path."""
    report = {key: REPORTS[name][key] for key in ("unit", "year", "form", "cells")} | changes
    path = Path(f"{name}.json")
    path.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    return path


def cells(cli: Cli, year: int) -> dict[str, Any]:
    found: dict[str, Any] = cli("report", "show", year, "--json").json["cells"]
    return found


# ---- the office ----


def test_version(cli: Cli) -> None:
    assert cli("--version") == (0, f"tui-disclose {__version__}\n", "")


def test_init_makes_the_office_and_says_so_on_stderr(cli: Cli, tmp_path: Path) -> None:
    done = cli("init", "--unit", "白银市科学技术局", "--level", "government", "--code", "11620400MB1533297T")
    assert (done.code, done.out) == (0, "")
    assert str(tmp_path / "data") in done.err
    assert "本系统为非涉密系统，不得录入国家秘密、工作秘密；涉密事项只登记数量，不登记标题" in done.err
    settings = (tmp_path / "data/settings.toml").read_text(encoding="utf-8")
    assert 'unit = "白银市科学技术局"' in settings
    assert 'level = "government"' in settings
    assert 'code = "11620400MB1533297T"' in settings
    assert f"ledger_since = {date.today().year}-01-01" in settings


def test_init_takes_the_first_day_of_the_ledger(cli: Cli, tmp_path: Path) -> None:
    assert cli("init", "--unit", "某局", "--ledger-since", "2023-05-01").code == 0
    assert "ledger_since = 2023-05-01" in (tmp_path / "data/settings.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["--unit", "某局", "--level", "county"], 2),
        (["--unit", "某局", "--ledger-since", "soon"], 2),
        (["--unit", "  "], 3),
        (["--unit", "某" * 101], 3),
        (["--unit", "某局", "--code", "123"], 3),
    ],
)
def test_init_with_wrong_answers_makes_nothing(cli: Cli, tmp_path: Path, arguments: list[str], code: int) -> None:
    assert cli("init", *arguments)[:2] == (code, "")
    assert list(tmp_path.iterdir()) == []


def test_init_again_is_refused_and_changes_nothing(office: Cli, tmp_path: Path) -> None:
    before = files(tmp_path)
    refused = office("init", "--unit", "别局")
    assert refused.code == 3
    assert "某局" in refused.err
    assert files(tmp_path) == before


def test_a_read_only_session_makes_no_office(cli: Cli, tmp_path: Path) -> None:
    assert cli("--read-only", "init", "--unit", "某局").code == 4
    assert list(tmp_path.iterdir()) == []


NEEDS_AN_OFFICE = [
    ["report", "show", 2019],
    ["report", "check", 2019],
    ["report", "diff", 2019],
    ["report", "set", 2019, RECEIVED, 5],
    ["report", "set", 2019, RECEIVED, "--clear"],
    ["report", "import", SAMPLES / "baiyin-2019.txt", "--year", 2019],
    ["report", "export", 2019, "--format", "md"],
    ["report", "text", 2019, "一"],
    ["report", "ack", 2019, "T3-ID", "--reason", "原文如此"],
    ["undo"],
]


@pytest.mark.parametrize("arguments", NEEDS_AN_OFFICE, ids=lambda a: " ".join(map(str, a[:2])))
def test_no_command_but_init_makes_an_office(cli: Cli, tmp_path: Path, arguments: list[object]) -> None:
    result = cli(*arguments)
    assert (result.code, result.out) == (4, "")
    assert str(tmp_path / "data") in result.err
    assert list(tmp_path.iterdir()) == []


def test_the_data_folder_that_was_looked_at_is_named(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUI_DISCLOSE_DATA", str(tmp_path / "elsewhere"))
    assert str(tmp_path / "elsewhere") in cli("report", "show", 2019).err
    assert str(tmp_path / "here") in cli("--data", "here", "report", "show", 2019).err


@pytest.mark.parametrize("where", ["before", "between", "after", "environment"])
def test_the_data_folder_may_be_given_anywhere(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    given = ["--data", "own/data"]
    monkeypatch.setenv("TUI_DISCLOSE_DATA", "own/data" if where == "environment" else "not/this")

    def call(*words: object) -> Result:
        # Between a group and its command; a command of no group has nothing between.
        between = 1 if words[0] == "report" else len(words)
        at = {"before": 0, "between": between, "after": len(words)}.get(where)
        return cli(*words) if at is None else cli(*words[:at], *given, *words[at:])

    assert call("init", "--unit", "某局").code == 0
    assert call("report", "set", 2019, RECEIVED, "5").code == 0
    assert call("report", "show", 2019, "--json").json["cells"][RECEIVED] == 5
    assert call("undo").code == 0
    assert call("doctor").out.count("own/data") == 1
    assert {path.name for path in tmp_path.iterdir()} == {"own"}


@pytest.mark.parametrize("name", ["x" * 300, "file", "file/data"])
def test_a_data_folder_that_cannot_be_one_is_said(cli: Cli, name: str) -> None:
    Path("file").write_text("", encoding="utf-8")
    for arguments in (["init", "--unit", "某局"], ["report", "show", 2019], ["doctor"]):
        result = cli("--data", name, *arguments)
        assert "Traceback" not in result.err
        assert result.code == (0 if arguments == ["doctor"] else 4)


def test_the_app_needs_a_terminal(office: Cli, tmp_path: Path) -> None:
    before = files(tmp_path)
    result = program(cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, b"")
    assert "终端" in result.stderr.decode()
    assert files(tmp_path) == before


def test_doctor_says_what_there_is(office: Cli, tmp_path: Path) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    result = office("doctor")
    assert result.code == 0
    for word in ("Python", "语言环境", "终端", str(tmp_path / "data"), __version__, "某局", "2019"):
        assert word in result.out


def test_doctor_works_without_an_office_and_makes_none(cli: Cli, tmp_path: Path) -> None:
    result = cli("doctor")
    assert result.code == 0
    assert str(tmp_path / "data") in result.out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(cli: Cli, shell: str) -> None:
    result = cli("completion", shell)
    assert result.code == 0
    assert "tui-disclose" in result.out
    assert "_TUI_DISCLOSE_COMPLETE" in result.out


def test_completion_completes(tmp_path: Path) -> None:
    asked = {"_TUI_DISCLOSE_COMPLETE": "bash_complete", "COMP_WORDS": "tui-disclose report ex", "COMP_CWORD": "2"}
    result = program(cwd=tmp_path, env={**os.environ, **asked})
    assert (result.returncode, result.stdout.decode().split()) == (0, ["plain,export"])


# ---- wrong usage ----


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["--nonsense"],
        ["report"],
        ["report", "nonsense"],
        ["report", "show"],
        ["report", "show", "year"],
        ["report", "show", 2019, "more"],
        ["report", "check", 2019, "--yes"],
        ["report", "set", 2019],
        ["report", "set", 2019, RECEIVED],
        ["report", "set", 2019, RECEIVED, 5, "--clear"],
        ["report", "set", 2019, RECEIVED, 5, 6],
        ["report", "export", 2019, "--format", "odt"],
        ["report", "export", 2019, "--style", "fancy"],
        ["report", "import"],
        ["report", "ack", 2019, "T3-ID"],
        ["completion", "tcsh"],
        ["undo", "--year", "last"],
    ],
    ids=lambda a: " ".join(map(str, a)),
)
def test_wrong_usage(office: Cli, tmp_path: Path, arguments: list[object]) -> None:
    before = files(tmp_path)
    result = office(*arguments)
    assert (result.code, result.out) == (2, "")
    assert "用法" in result.err
    assert files(tmp_path) == before


# ---- figures ----


@pytest.mark.parametrize(
    ("address", "value", "stored"),
    [
        (RECEIVED, "5", 5),
        (RECEIVED, "０", 0),
        (RECEIVED, "-5", -5),
        (RECEIVED, "-5（含更正）", "-5（含更正）"),
        ("proactive.licences.change", "-3", -3),
        ("proactive.procurement.amount", "9116.36", "9116.36"),
        ("proactive.procurement.amount", "9116.30", "9116.30"),
        ("proactive.procurement.amount", "251000元", "251000元"),
        ("proactive.procurement.amount", "75,394,432.52元", "75,394,432.52元"),
        ("proactive.normative_documents.made", "22（其中修订16件）", "22（其中修订16件）"),
        (RECEIVED, "/", "/"),
        (RECEIVED, "", ""),
        (RECEIVED, "99999999999999999999999", 99999999999999999999999),
        ("requests.received.total", "7", 7),
    ],
)
def test_a_figure_is_kept_exactly_as_written(office: Cli, address: str, value: str, stored: object) -> None:
    assert office("report", "set", 2019, address, value)[:2] == (0, "")
    assert cells(office, 2019)[address] == stored
    assert office("report", "export", 2019, "--format", "json", "--output", "-").json["cells"][address] == stored


@pytest.mark.parametrize(
    ("year", "address", "value"),
    [
        (1999, RECEIVED, "5"),
        (date.today().year + 1, RECEIVED, "5"),
        (99999, RECEIVED, "5"),
        (2019, "requests.received.nobody", "5"),
        (2019, "requests.not_corrected.business", "5"),
        (2024, "proactive.procurement.count", "5"),
        (2019, "", "5"),
        (2019, RECEIVED, "五"),
        (2019, RECEIVED, "5 6"),
        (2019, RECEIVED, "abc"),
        (2019, RECEIVED, "--5"),
        (2019, RECEIVED, "5\n6"),
        (2019, RECEIVED, "9" * 201),
    ],
)
def test_what_cannot_stand_in_a_cell_is_refused(
    office: Cli, tmp_path: Path, year: int, address: str, value: str
) -> None:
    before = files(tmp_path)
    result = office("report", "set", year, address, value)
    assert (result.code, result.out) == (3, "")
    assert result.err
    assert files(tmp_path) == before


def test_unknown_years_are_refused_and_those_kept_are_named(office: Cli, tmp_path: Path) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    before = files(tmp_path)
    for command in ("show", "check", "diff", "export"):
        result = office("report", command, 2018)
        assert (result.code, result.out) == (3, "")
        assert "2019" in result.err
    assert office("report", "set", 2018, RECEIVED, "--clear").code == 0
    assert office("report", "text", 2018, "一").code == 3
    assert office("report", "ack", 2018, "T3-ID", "--reason", "无").code == 3
    assert files(tmp_path) == before


@pytest.mark.parametrize("year", [9999, 10000, 12345, 10**12])
@pytest.mark.parametrize(
    "command", [["show"], ["check"], ["diff"], ["export"], ["set", RECEIVED, 5, "--expect", 0], ["set", RECEIVED, 5]]
)
def test_a_year_that_no_calendar_has_is_refused(office: Cli, tmp_path: Path, year: int, command: list[object]) -> None:
    before = files(tmp_path)
    result = office("report", command[0], year, *command[1:])
    assert (result.code, result.out) == (3, "")
    assert str(year) in result.err
    assert files(tmp_path) == before


def test_a_blank_a_zero_and_nothing_are_three_things(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 0)
    assert cells(office, 2019)[RECEIVED] == 0
    office("report", "set", 2019, RECEIVED, "")
    assert cells(office, 2019)[RECEIVED] == ""
    office("report", "set", 2019, "requests.received.research", 2)
    assert office("report", "set", 2019, RECEIVED, "--clear").code == 0
    assert RECEIVED not in cells(office, 2019)


def test_a_cleared_total_is_added_up_again(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 4)
    office("report", "set", 2019, "requests.received.total", 9)
    shown = office("report", "show", 2019, "--json").json
    assert shown["cells"]["requests.received.total"] == 9
    assert shown["faces"]["requests.received.total"] == {
        "derived": None,
        "entered": 9,
        "computed": 4,
        "last_year": None,
    }
    office("report", "set", 2019, "requests.received.total", "--clear")
    assert cells(office, 2019)["requests.received.total"] == 4


def test_clearing_what_is_not_there_changes_nothing(office: Cli, tmp_path: Path) -> None:
    before = files(tmp_path)
    assert office("report", "set", 2019, RECEIVED, "--clear").code == 0
    assert office("report", "set", 2019, "no.such.cell", "--clear").code == 3
    assert files(tmp_path) == before


class TestExpect:
    def test_the_figure_that_stands_there(self, office: Cli) -> None:
        office("report", "set", 2019, RECEIVED, 5)
        assert office("report", "set", 2019, RECEIVED, 6, "--expect", 5).code == 0
        assert cells(office, 2019)[RECEIVED] == 6

    def test_another_one(self, office: Cli, tmp_path: Path) -> None:
        office("report", "set", 2019, RECEIVED, 5)
        before = files(tmp_path)
        result = office("report", "set", 2019, RECEIVED, 6, "--expect", 4)
        assert (result.code, result.out) == (6, "")
        assert "5" in result.err
        assert office("report", "set", 2019, RECEIVED, "--clear", "--expect", 4).code == 6
        assert files(tmp_path) == before

    def test_a_negative_one_and_none(self, office: Cli) -> None:
        assert office("report", "set", 2019, "proactive.fees.change", -2, "--expect", "").code == 0
        assert office("report", "set", 2019, "proactive.fees.change", -3, "--expect", -2).code == 0
        assert office("report", "set", 2019, "proactive.fees.change", -4, "--expect", "").code == 6
        assert office("report", "set", 2019, "proactive.fees.change", "--clear", "--expect", -3).code == 0

    def test_the_computed_total(self, office: Cli) -> None:
        office("report", "set", 2019, RECEIVED, 5)
        assert office("report", "set", 2019, "requests.received.total", 6, "--expect", 4).code == 6
        assert office("report", "set", 2019, "requests.received.total", 6, "--expect", 5).code == 0

    def test_what_is_no_figure(self, office: Cli, tmp_path: Path) -> None:
        office("report", "set", 2019, RECEIVED, 5)
        before = files(tmp_path)
        assert office("report", "set", 2019, RECEIVED, 6, "--expect", "five").code == 3
        assert files(tmp_path) == before


def test_last_years_figure_is_a_face(office: Cli) -> None:
    office("report", "set", 2018, "requests.carried_out.business", 3)
    office("report", "set", 2019, "requests.carried_in.business", 3)
    faces = office("report", "show", 2019, "--json").json["faces"]
    assert faces["requests.carried_out.business"]["last_year"] == 3
    assert all(set(face) == {"derived", "entered", "computed", "last_year"} for face in faces.values())
    assert len(faces) == 198
    # Each sheet reaches one year back, not to the first one.
    assert office("report", "show", 2018, "--json").json["faces"][RECEIVED]["last_year"] is None


# ---- undo ----


def test_undo_takes_back_one_act_at_a_time(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    office("report", "set", 2019, RECEIVED, 6)
    office("report", "set", 2020, RECEIVED, 7)
    assert office("undo", "--year", 2019)[:2] == (0, "")
    assert cells(office, 2019)[RECEIVED] == 5
    assert cells(office, 2020)[RECEIVED] == 7
    assert office("undo").code == 0
    assert office("report", "show", 2020).code == 3
    assert office("undo").code == 0
    assert office("report", "show", 2019).code == 3
    assert office("undo").code == 3


def test_nothing_to_undo_stores_nothing(office: Cli, tmp_path: Path) -> None:
    before = files(tmp_path)
    assert office("undo").code == 3
    assert office("undo", "--year", 2019).code == 3
    assert files(tmp_path) == before


# ---- texts ----


def test_a_text_from_a_file_and_from_standard_input(office: Cli, tmp_path: Path) -> None:
    Path("one.md").write_bytes("\ufeff第一段。\r\n\r\n- 甲\r\n".encode())
    assert office("report", "text", 2019, "一", "--file", "one.md")[:2] == (0, "")
    assert office("report", "text", 2019, "一") == (0, "第一段。\n\n- 甲\n", "")
    given = program("report", "text", 2019, "五", "--file", "-", cwd=tmp_path, stdin=None, input="不足。".encode())
    assert (given.returncode, given.stdout) == (0, b"")
    shown = office("report", "show", 2019, "--json").json
    assert shown["sections"] == {"一": "第一段。\n\n- 甲", "五": "不足。"}


@pytest.mark.parametrize(
    ("section", "file"), [("七", "good.md"), ("一", "absent.md"), ("一", "bad.md"), ("一", "folder"), ("", "good.md")]
)
def test_a_text_that_cannot_be_taken(office: Cli, tmp_path: Path, section: str, file: str) -> None:
    Path("good.md").write_text("好", encoding="utf-8")
    Path("bad.md").write_bytes(b"\xff\xfe\x00")
    Path("folder").mkdir()
    before = files(tmp_path)
    result = office("report", "text", 2019, section, "--file", file)
    assert (result.code, result.out) == (3, "")
    assert files(tmp_path) == before


# ---- import ----


def test_importing_twice_changes_nothing(office: Cli, tmp_path: Path) -> None:
    path = sample_file("sh-office-2025", sections={"一": "总体。", "五": "不足。"}, unplaced=[{"text": "3"}])
    first = office("report", "import", path)
    assert (first.code, first.out) == (0, "")
    before = files(tmp_path)
    for _ in range(2):
        assert office("report", "import", path, "--year", 2025).code == 0
    assert files(tmp_path) == before


def test_the_file_has_to_be_of_the_year(office: Cli, tmp_path: Path) -> None:
    path = sample_file("baiyin-2019")
    before = files(tmp_path)
    result = office("report", "import", path, "--year", 2018)
    assert (result.code, result.out) == (3, "")
    assert "2019" in result.err
    assert "2018" in result.err
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"cells": {"requests.received.nobody": 1}}, "requests.received.nobody"),
        ({"cells": {"requests.not_corrected.business": 1}}, "requests.not_corrected.business"),
        ({"form": "2021"}, "2021"),
        ({"form": "1999"}, "1999"),
        ({"year": 1990, "form": "2019"}, "1990"),
        ({"year": 9999, "form": "2021", "cells": {}, "sections": {"一": "文"}}, "9999"),
        ({"year": "2019"}, "year"),
        ({"cells": {RECEIVED: "five"}}, RECEIVED),
        ({"cells": {RECEIVED: True}}, RECEIVED),
        ({"cells": {RECEIVED: [1]}}, RECEIVED),
        ({"cells": [1]}, "cells"),
        ({"sections": {"七": "文"}}, "七"),
        ({"sections": {"一": 5}}, "一"),
        ({"unit": 5}, "unit"),
    ],
)
def test_a_file_that_is_not_of_the_contract_is_refused(
    office: Cli, tmp_path: Path, changes: dict[str, Any], named: str
) -> None:
    path = sample_file("baiyin-2019", **changes)
    before = files(tmp_path)
    result = office("report", "import", path)
    assert (result.code, result.out) == (3, "")
    assert named in result.err
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("broken.json", b'{"unit": "x",\n"year": 2019,\n"cells": {,}}', "第3行"),
        ("empty.json", b"", "empty.json"),
        ("list.json", b"[]", "list.json"),
        ("picture.txt", b"\x89PNG\x00\x00", "picture.txt"),
        ("report.pdf", b"%PDF", "report.pdf"),
        ("other.txt", "购物清单：白菜、萝卜".encode(), "other.txt"),
    ],
)
def test_a_bad_file_is_named(office: Cli, tmp_path: Path, name: str, content: bytes, named: str) -> None:
    Path(name).write_bytes(content)
    before = files(tmp_path)
    for more in ([], ["--dry-run"], ["--replace"]):
        result = office("report", "import", name, *more)
        assert (result.code, result.out) == (3, "")
        assert named in result.err
    assert files(tmp_path) == before


def test_a_file_that_is_not_there(office: Cli) -> None:
    Path("folder.json").mkdir()
    assert office("report", "import", "absent.json").code == 3
    assert office("report", "import", "folder.json").code == 3
    office("report", "set", 2019, RECEIVED, 1)
    assert office("report", "diff", 2019, "--with", "absent.json").code == 3


def test_another_unit_is_said_and_imported(office: Cli) -> None:
    result = office("report", "import", sample_file("baiyin-2019"))
    assert result.code == 0
    assert "白银市科学技术局" in result.err
    assert "某局" in result.err
    assert office("report", "show", 2019, "--json").json["unit"] == "白银市科学技术局"
    assert "某局" not in office("report", "export", 2019, "--output", "-").out


def test_the_own_unit_is_not_worth_a_word(office: Cli) -> None:
    assert "某局" not in office("report", "import", sample_file("baiyin-2019", unit="某局")).err


def test_the_unit_of_a_report_is_not_replaced_without_a_word(office: Cli, tmp_path: Path) -> None:
    assert office("report", "import", sample_file("baiyin-2019", unit="甲局")).code == 0
    other = sample_file("baiyin-2019", unit="乙局")
    before = files(tmp_path)
    refused = office("report", "import", other)
    assert refused.code == 3
    assert any("甲局" in line and "乙局" in line for line in refused.err.splitlines())
    dry = office("report", "import", other, "--dry-run")
    assert dry.code == 0
    assert any("甲局" in line and "乙局" in line for line in dry.out.splitlines() if "单位" in line)
    assert files(tmp_path) == before
    assert office("report", "import", other, "--replace").code == 0
    assert office("report", "show", 2019, "--json").json["unit"] == "乙局"
    # A file that names no unit has nothing to say about it.
    assert office("report", "import", sample_file("baiyin-2019", unit=None)).code == 0
    assert office("report", "show", 2019, "--json").json["unit"] == "乙局"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"unit": "某" * 101}, "101"),
        ({"cells": {RECEIVED: 10**200}}, RECEIVED),
        ({"cells": {RECEIVED: -(10**199)}}, RECEIVED),
        ({"cells": {RECEIVED: "9" * 201}}, RECEIVED),
    ],
)
def test_what_could_never_be_exported_is_not_imported(
    office: Cli, tmp_path: Path, changes: dict[str, Any], named: str
) -> None:
    path = sample_file("baiyin-2019", **changes)
    before = files(tmp_path)
    result = office("report", "import", path)
    assert (result.code, result.out) == (3, "")
    assert named in result.err
    assert files(tmp_path) == before


def test_what_is_just_short_enough_comes_out_again(office: Cli) -> None:
    office("report", "import", sample_file("baiyin-2019", unit="某" * 100, cells={RECEIVED: 10**199}))
    for file_format in ("md", "txt", "json"):
        assert office("report", "export", 2019, "--format", file_format, "--output", "-").code == 0


def test_undo_of_an_import_takes_back_the_unit_too(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 0)
    assert office("report", "import", sample_file("baiyin-2019"), "--replace").code == 0
    assert office("undo").code == 0
    shown = office("report", "show", 2019, "--json").json
    assert (shown["unit"], shown["cells"]) == ("某局", {RECEIVED: 0, "requests.received.total": 0})


class TestOtherFigures:
    @pytest.fixture
    def other(self, office: Cli) -> Path:
        """Keep the report with two other figures and a text; return the file that differs."""
        figures = {**REPORTS["baiyin-2019"]["cells"], RECEIVED: 41, "remedies.litigation_after.total": ""}
        assert office("report", "import", sample_file("baiyin-2019", cells=figures, sections={"一": "旧"})).code == 0
        return sample_file("baiyin-2019", sections={"一": "新的文字"})

    def test_they_are_shown_and_nothing_is_stored(self, office: Cli, tmp_path: Path, other: Path) -> None:
        before = files(tmp_path)
        result = office("report", "import", other)
        assert (result.code, result.out) == (3, "")
        shown = [line for line in result.err.splitlines() if "原" in line and "文件" in line]
        assert [sum(part in line for line in shown) for part in (RECEIVED, "41", "“一”")] == [1, 1, 1]
        assert sum("remedies.litigation_after.total" in line and "空白" in line for line in shown) == 1
        assert files(tmp_path) == before

    def test_replace_takes_them(self, office: Cli, other: Path) -> None:
        assert office("report", "import", other, "--replace").code == 0
        shown = office("report", "show", 2019, "--json").json
        assert shown["cells"] == REPORTS["baiyin-2019"]["cells"]
        assert shown["sections"] == {"一": "新的文字"}

    def test_a_dry_run_shows_them_and_stores_nothing(self, office: Cli, tmp_path: Path, other: Path) -> None:
        before = files(tmp_path)
        for more in ([], ["--replace"]):
            result = office("report", "import", other, "--dry-run", *more)
            assert result.code == 0
            assert RECEIVED in result.out
            assert "41" in result.out
        assert files(tmp_path) == before

    def test_diff_with_the_file(self, office: Cli, tmp_path: Path, other: Path) -> None:
        before = files(tmp_path)
        rows = office("report", "diff", 2019, "--with", other, "--json").json
        assert {row["address"]: list(row["figures"].values()) for row in rows} == {
            RECEIVED: [41, 0],
            "remedies.litigation_after.total": ["", 0],
        }
        said = office("report", "diff", 2019, "--with", other)
        assert said.code == 0
        assert RECEIVED in said.out
        assert [line.partition("：")[2] for line in said.out.splitlines()] == ["本报告41，文件0", "本报告空白，文件0"]
        assert files(tmp_path) == before


def test_a_dry_run_into_an_empty_store(office: Cli, tmp_path: Path) -> None:
    path = sample_file("baiyin-2019")
    before = files(tmp_path)
    assert office("report", "import", path, "--dry-run").code == 0
    assert files(tmp_path) == before
    assert office("report", "show", 2019).code == 3


def test_a_file_with_fewer_figures_takes_none_away(office: Cli) -> None:
    office("report", "import", sample_file("baiyin-2019"))
    path = sample_file("baiyin-2019", cells={RECEIVED: None, "requests.received.research": 0})
    assert office("report", "import", path).code == 0
    assert cells(office, 2019) == REPORTS["baiyin-2019"]["cells"]


def test_a_figure_that_the_file_lacks_is_said_in_words(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    office("report", "set", 2019, "requests.received.total", "")
    path = sample_file("baiyin-2019", cells={"requests.granted.business": 3})
    said = office("report", "diff", 2019, "--with", path).out.splitlines()
    assert [line.partition("：")[2] for line in said] == ["本报告5，文件无", "本报告无，文件3"]


def test_diff_of_faces(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 4)
    office("report", "set", 2019, "requests.received.total", 9)
    office("report", "set", 2019, "requests.granted.business", 4)
    rows = office("report", "diff", 2019, "--json").json
    assert [(row["address"], row["figures"]) for row in rows] == [("requests.received.total", {"填报数": 9, "合计": 4})]


# ---- show and export ----


def test_json_is_exactly_the_contracts_shape(office: Cli) -> None:
    path = sample_file("pt-2019", sections={"五": "不足。", "一": "总体。", "落款": "某局"}, unplaced=["3件"])
    office("report", "import", path)
    exported = office("report", "export", 2019, "--format", "json", "--output", "-")
    assert exported.err == ""
    assert exported.json == json.loads(path.read_text(encoding="utf-8"))
    assert list(exported.json) == ["unit", "year", "form", "cells", "sections", "unplaced"]
    shown = office("report", "show", 2019, "--json").json
    assert set(shown.pop("faces")) == set(shown["cells"])
    assert shown == exported.json


def test_without_unplaced_there_is_no_such_key(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    assert office("report", "export", 2019, "--format", "json", "--output", "-").json == {
        "unit": "某局",
        "year": 2019,
        "form": "2019",
        "cells": {RECEIVED: 5, "requests.received.total": 5},
        "sections": {},
    }


@pytest.mark.parametrize(("file_format", "style"), [("md", "pipe"), ("md", "html"), ("json", "pipe"), ("txt", "pipe")])
def test_standard_output_is_the_file_byte_for_byte(office: Cli, tmp_path: Path, file_format: str, style: str) -> None:
    office("report", "import", sample_file("sh-office-2025", sections={"一": "总体。"}))
    options = ["report", "export", 2025, "--format", file_format, "--style", style, "--output"]
    named = office(*options, "report.out")
    assert named == (0, f"{tmp_path / 'report.out'}\n", "注意：报告仍有2项错误没有处理。\n")
    piped = program(*options, "-", cwd=tmp_path)
    assert (piped.returncode, piped.stderr) == (0, b"")
    assert piped.stdout == (tmp_path / "report.out").read_bytes()
    assert office(*options, "-").out.encode() == piped.stdout


def test_an_export_goes_beside_the_data_folder(office: Cli, tmp_path: Path) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    before = files(tmp_path / "data")
    paths = []
    for file_format in ("md", "json", "txt"):
        result = office("report", "export", 2019, "--format", file_format)
        # Nothing but one figure is there: five parts are missing, which is said and stops nothing.
        assert (result.code, result.err) == (0, "注意：报告仍有5项错误没有处理。\n")
        paths.append(Path(result.out.rstrip("\n")))
    assert [path.parent for path in paths] == [tmp_path / "exports"] * 3
    assert [path.suffix for path in paths] == [".md", ".json", ".txt"]
    assert sorted(paths) == sorted((tmp_path / "exports").iterdir())
    after = files(tmp_path / "data")
    assert {name for name in after if after[name] != before.get(name)} == {"trail/000000001.jsonl"}


def test_an_export_that_cannot_be_written(office: Cli, tmp_path: Path) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    Path("folder").mkdir()
    before = files(tmp_path)
    for place in ("absent/report.md", "folder", "data/settings.toml/x.md"):
        result = office("report", "export", 2019, "--output", place)
        assert (result.code, result.out) == (4, "")
        assert place in result.err
    assert files(tmp_path) == before


@pytest.mark.parametrize("name", ["/", "..", "/dev/null", "link", "pipe"])
def test_an_export_replaces_nothing_but_a_file(office: Cli, tmp_path: Path, name: str) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    Path("target").write_text("kept", encoding="utf-8")
    Path("link").symlink_to("target")
    os.mkfifo("pipe")
    kinds = {path.name: stat.S_IFMT(path.lstat().st_mode) for path in tmp_path.iterdir()}
    result = office("report", "export", 2019, "--output", name)
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith("错误：不能写入 ")
    assert result.err.endswith("。\n")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert {path.name: stat.S_IFMT(path.lstat().st_mode) for path in tmp_path.iterdir()} == kinds
    assert Path("target").read_text(encoding="utf-8") == "kept"


def test_a_report_that_cannot_be_exported_is_still_shown(office: Cli) -> None:
    # A heading of the form inside a text does not read back as part of that text.
    Path("text.md").write_text("五、存在的主要问题及改进情况\n\n不足", encoding="utf-8")
    office("report", "set", 2019, RECEIVED, 5)
    office("report", "text", 2019, "一", "--file", "text.md")
    assert office("report", "export", 2019, "--format", "txt", "--output", "-").code == 3
    shown = office("report", "show", 2019)
    assert (shown.code, shown.err) == (0, "")
    assert "不足" in shown.out


def test_an_export_with_findings_is_done(office: Cli) -> None:
    office("report", "import", sample_file("pt-gaj-2021"))
    assert office("report", "check", 2021).code == 1
    assert office("report", "export", 2021, "--output", "-").code == 0


def test_a_report_that_is_full_of_what_a_terminal_obeys(office: Cli, tmp_path: Path) -> None:
    bad = "\x1b]0;名\x07\x9b31m\u202e\u200b\x00\x7f"
    figure = f"5（含{bad}更正）"
    name = "\x1b]0;文件\x07\x9b.json"
    report = {
        "unit": f"某{bad}局",
        "year": 2019,
        "form": "2019",
        "cells": {RECEIVED: figure},
        "sections": {"一": f"总体{bad}情况。"},
        f"多{bad}余": 1,
        "unplaced": [f"3{bad}"],
    }
    Path(name).write_text(json.dumps(report), encoding="utf-8")
    shown = [office("report", "import", name, "--dry-run"), office("report", "import", name)]
    typed = figure.replace("\x00", "")
    shown.append(office("report", "set", 2019, "requests.granted.business", typed, "--reason", f"因{typed}"))
    shown.append(office("report", "set", 2019, RECEIVED, f"{typed}x{typed}"))
    shown.append(office("report", "set", 2019, f"no{typed}", "5"))
    shown.append(office("report", "ack", 2019, "SEC", "section.五", "--reason", f"因{typed}"))
    shown.append(office("report", "text", 2019, f"十{typed}"))
    shown.append(office("report", "export", 2019, "--output", f"{typed}/x"))
    shown.append(office("report", "check", 2019, f"x{typed}"))
    shown.append(office(f"x{typed}"))
    shown.append(office("--data", f"x{typed}", "report", "check", 2019))
    for words in (["show"], ["check"], ["diff"]):
        shown += [office("report", *words, 2019), office("report", *words, 2019, "--json")]
    for kind in ("md", "json", "txt"):
        shown.append(office("report", "export", 2019, "--format", kind, "--output", "-"))
    shown += [office("report", "text", 2019, "一"), office("doctor"), office("undo")]
    shown.append(office("report", "export", 2019, "--output", f"out{typed}.md"))
    assert Path(f"out{typed}.md").exists()
    raw = set(bad) - set("名]0;31m")
    assert len(raw) == 7
    for result in shown:
        assert not raw & set(result.out + result.err), result
    assert [result.code for result in shown[:9]] == [0, 0, 0, 3, 3, 0, 3, 4, 2]
    assert office("report", "show", 2019, "--json").json["unit"] == "某]0;名31m局"


def test_a_unit_name_in_the_settings_cannot_act_on_a_terminal(office: Cli, tmp_path: Path) -> None:
    path = tmp_path / "data/settings.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("某局", r"某\u009b31m\u001b]0;局\u0007"), encoding="utf-8")
    office("report", "set", 2019, RECEIVED, 5)
    for words in (["report", "show", 2019, "--json"], ["report", "show", 2019], ["doctor"]):
        assert not set("\x9b\x1b\x07") & set(office(*words).out)


# ---- check and acknowledge ----


def test_hints_alone_are_no_failure(office: Cli) -> None:
    texts = {"一": "总体。", "五": "不足。", "六": "无。"}
    office("report", "import", sample_file("huaian-2024", sections=texts))
    office("report", "set", 2024, "proactive.licences.decisions", "")
    result = office("report", "check", 2024, "--json")
    severities = {finding["severity"] for finding in result.json}
    assert "warning" in severities
    assert "error" not in severities
    assert result.code == 0
    assert office("report", "check", 2024).code == 0


KEYS = ["id", "severity", "where", "left", "right", "difference", "records", "message", "basis", "acknowledged"]


def test_findings_have_the_contracts_keys(office: Cli) -> None:
    office("report", "import", sample_file("pt-gaj-2021"))
    result = office("report", "check", 2021, "--json")
    assert (result.code, result.err) == (1, "")
    assert all(list(finding) == KEYS for finding in result.json)
    assert all(finding["message"] and finding["basis"] for finding in result.json)
    people = office("report", "check", 2021)
    assert len(people.out.splitlines()) == len(result.json)
    assert not any(finding["id"] in people.out for finding in result.json)
    assert "2021年" in people.err


def errors(office: Cli, year: int) -> list[dict[str, Any]]:
    return [
        f for f in office("report", "check", year, "--json").json if f["severity"] == "error" and not f["acknowledged"]
    ]


def test_acknowledged_errors_are_no_failure_and_stay_acknowledged(office: Cli) -> None:
    office("report", "import", sample_file("pt-gaj-2021", sections={"一": "总体。", "五": "不足。", "六": "无。"}))
    open_errors = errors(office, 2021)
    assert open_errors
    for at, finding in enumerate(open_errors):
        assert office("report", "check", 2021).code == 1, at
        assert office("report", "ack", 2021, finding["id"], *finding["where"], "--reason", "原报告如此").code == 0
    assert errors(office, 2021) == []
    assert office("report", "check", 2021).code == 0
    assert "原报告如此" in office("report", "check", 2021).out
    # Another figure elsewhere leaves them accepted; another figure in one of them is another finding.
    office("report", "set", 2021, "proactive.licences.decisions", 12345)
    assert office("report", "check", 2021).code == 0
    broken = next(f for f in open_errors if f["id"] == "T3-ID")["where"][0]
    office("report", "set", 2021, broken, 98765)
    assert office("report", "check", 2021).code == 1
    office("undo")
    assert office("report", "check", 2021).code == 0


def test_an_empty_reason_takes_an_acknowledgement_back(office: Cli) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    count = len(errors(office, 2019))
    office("report", "ack", 2019, "SEC", "section.五", "--reason", "另行公布")
    assert len(errors(office, 2019)) == count - 1
    office("report", "ack", 2019, "SEC", "section.五", "--reason", " ")
    assert len(errors(office, 2019)) == count


def test_what_was_not_found_cannot_be_acknowledged(office: Cli, tmp_path: Path) -> None:
    office("report", "set", 2019, RECEIVED, 5)
    before = files(tmp_path)
    assert office("report", "ack", 2019, "T4-SUM", "--reason", "无").code == 3
    assert office("report", "ack", 2019, "SEC", RECEIVED, "section.五", "--reason", "无").code == 3
    assert files(tmp_path) == before


# ---- when the store or the system stands in the way ----


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
    sample_file("baiyin-2019")
    Path("settings.txt").write_text("文", encoding="utf-8")
    trail = next((tmp_path / "data/trail").glob("*.jsonl"))
    lines = trail.read_bytes().splitlines(keepends=True)
    trail.write_bytes(lines[0].replace(b":5", b":7", 1) + b"".join(lines[1:]))
    assert trail.read_bytes() != b"".join(lines)
    before = files(tmp_path)
    for arguments in [*CHANGES, *LOOKS]:
        result = office(*arguments)
        assert (result.code, result.out) == (5, ""), arguments
        assert result.err.startswith("错误：")
    assert "操作记录" in office("doctor").out
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
