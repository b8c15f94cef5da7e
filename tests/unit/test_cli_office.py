"""Commands about the office itself, where the data folder is given, and wrong usage (DESIGN §3.4)."""

import os
from datetime import date
from pathlib import Path

import pytest

from tests.command_line import RECEIVED, Cli, Result, cells, files, program
from tests.conftest import SAMPLES
from tui_disclose import __version__

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


def test_doctor_finds_nothing_wrong_with_a_new_office(office: Cli) -> None:
    result = office("doctor")
    assert (result.code, result.err) == (0, "")
    assert not [line for line in result.out.splitlines() if line.startswith("注意  操作记录")]
    assert "某局" in result.out


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
