"""What the command line says is Chinese: help of every command and every usage error."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tui_disclose.cli.main import root, run

# Names are no words: of the program, of options, formats, shells, files, addresses, checks, variables, values.
_NAMES = [
    r"--[a-z-]+",
    r"tui-disclose",
    r"TUI_DISCLOSE_DATA|SHELL|DATE|JSON|JUMP|UTF-8|Python|Markdown|HTML|Word|Excel|CSV|PDF",
    r"\.(?:txt|jsonl|json|md|toml|csv|docx|html|htm|mht|pdf|xlsx)\b",
    r"\b(?:md|json|jsonl|txt|docx|xlsx|csv|pipe|html|bash|zsh|fish|data|exports)\b",
    r"\b(?:department|government|other|work|rest)\b",
    r"[a-z_]+\.[a-z_]+\.[a-z_.]+",
    r"%Y-%m-%d",
]


def commands(command: click.Command = root, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name, sub in command.commands.items():
            yield from commands(sub, (*path, name))


COMMANDS = list(commands())
_NAMES.append(rf"\b(?:{'|'.join(sorted({name for path in COMMANDS for name in path}))})\b")


def english(text: str, *given: str) -> list[str]:
    """Return the Latin words that are neither names nor what the user had typed."""
    for name in given:
        text = text.replace(name, " ")
    return re.findall(r"[A-Za-z]{2,}", re.sub("|".join(_NAMES), " ", text))


def test_the_walk_reaches_every_command() -> None:
    assert {" ".join(path) for path in COMMANDS} >= {
        *("", "init", "undo", "doctor", "completion", "report"),
        *(f"report {name}" for name in ("import", "set", "show", "check", "diff", "export", "text", "ack")),
    }


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_is_chinese(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*path, "--help"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert re.search(r"[\u4e00-\u9fff]", out)
    assert english(out) == []


@pytest.mark.parametrize("path", [p for p in COMMANDS if p], ids=" ".join)
def test_help_names_every_option_with_a_sentence(path: tuple[str, ...]) -> None:
    command: click.Command = root
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    assert re.search(r"[\u4e00-\u9fff]", command.help or "")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help or parameter.name in ("file_format",), parameter.name


USAGE = [
    ["nonsense"],
    ["reprot"],
    ["--nonsense"],
    ["--data"],
    [],
    ["report", "exprt"],
    ["report", "show"],
    ["report", "show", "soon"],
    ["report", "show", "2019", "more"],
    ["report", "show", "2019", "more", "still"],
    ["report", "show", "2019", "--jsno"],
    ["report", "show", "2019", "--json=yes"],
    ["report", "set", "2019"],
    ["report", "set", "2019", "a.b.c"],
    ["report", "set", "2019", "a.b.c", "--expect"],
    ["report", "export", "2019", "--format", "odt"],
    ["report", "export", "2019", "--style"],
    ["report", "ack", "2019", "JUMP"],
    ["report", "import"],
    ["init"],
    ["init", "--unit", "某局", "--level", "county"],
    ["init", "--unit", "某局", "--ledger-since", "soon"],
    ["completion", "tcsh"],
    ["undo", "--year", "soon"],
    ["workday", "soon", "3"],
    ["calendar", "show", "soon"],
    ["calendar", "show", "0"],
    ["calendar", "add"],
    ["calendar", "add", "rest", "soon", "--source", "x"],
    ["calendar", "add", "rest", "2027-01-01", "--source", "x", "--complete", "9"],
    ["workday", "2025-01-13", "soon"],
    ["workday", "2025-01-13"],
    ["workday", "2025-01-13", "3", "4"],
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_usage_errors_are_chinese(
    arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.search(r"[\u4e00-\u9fff]", err)
    assert "'." not in err
    assert err.rstrip("\n").endswith(("。", "？", "？）"))
    assert english(err, *arguments, *(argument.partition("=")[2] or argument for argument in arguments)) == []


REFUSED = [
    ["report", "import", "absent.json"],
    ["report", "import", "folder.json"],
    ["report", "text", "2019", "一", "--file", "absent.md"],
    ["report", "export", "2019", "--output", "absent/x.md"],
    ["report", "export", "2019", "--output", "folder.json"],
    ["--data", "file.txt/data", "init", "--unit", "某局"],
    ["--data", "x" * 300, "report", "show", "2019"],
    ["--data", "loop", "report", "show", "2019"],
]


@pytest.mark.parametrize("arguments", REFUSED, ids=lambda a: " ".join(a)[:40])
def test_what_the_system_refuses_is_said_in_chinese(
    arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder.json").mkdir()
    Path("file.txt").write_text("", encoding="utf-8")
    Path("loop").symlink_to("loop")
    run(["init", "--unit", "某局"])
    run(["report", "set", "2019", "requests.received.business", "5"])
    capsys.readouterr()
    assert run(arguments) in (3, 4)
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert err.endswith("。\n")
    assert english(err, str(tmp_path), *arguments) == []


@pytest.mark.parametrize("language", ["C", "en_US.UTF-8", ""])
def test_the_language_does_not_hang_on_the_environment(language: str, tmp_path: Path) -> None:
    names = ("LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE")
    result = subprocess.run(
        [sys.executable, "-m", "tui_disclose", "nonsense"],
        env={**os.environ, **dict.fromkeys(names, language)},
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr.decode("utf-8").splitlines()[-1] == "错误：没有命令 'nonsense'。"
