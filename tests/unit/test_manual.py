"""The manual names every command and every key that there is."""

import os
from pathlib import Path

import click
import pytest

from tests.declared import key_tables
from tui_disclose.cli.main import root
from tui_disclose.letters.templates import WORDS

FILE = Path(__file__).parents[2] / "docs" / "manual.md"
MANUAL = FILE.read_text(encoding="utf-8")


def commands(group: click.Group, before: str = "") -> list[str]:
    found = []
    for name, command in group.commands.items():
        found += commands(command, f"{name} ") if isinstance(command, click.Group) else [before + name]
    return found


@pytest.mark.parametrize("command", commands(root))
def test_every_command_is_explained(command: str) -> None:
    assert f"`{command}`" in MANUAL


WORDS_BEGIN, WORDS_END = "<!-- 以下词表由程序生成 -->", "<!-- 词表完 -->"


def test_the_words_of_templates_are_those_of_the_program() -> None:
    """`UPDATE_MANUAL=1 pytest tests/unit/test_manual.py` writes them anew."""
    table = "\n".join(["| 词 | 内容 |", "|---|---|", *(f"| `{{{word}}}` | {what} |" for word, what in WORDS.items())])
    assert_up_to_date(WORDS_BEGIN, WORDS_END, table)


def assert_up_to_date(begin: str, end: str, part: str, file: Path = FILE) -> None:
    written = file.read_text(encoding="utf-8")
    before, _, rest = written.partition(begin)
    _, _, after = rest.partition(end)
    manual = f"{before}{begin}\n\n{part}\n\n{end}{after}"
    if os.environ.get("UPDATE_MANUAL"):
        file.write_text(manual, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == manual, "UPDATE_MANUAL=1 pytest tests/unit/test_manual.py"


@pytest.mark.parametrize("name", ["app-table-requests-80x24", "app-request-80x24"])
def test_the_screens_of_the_readme_are_those_of_the_program(name: str) -> None:
    """`UPDATE_MANUAL=1 pytest tests/unit/test_manual.py` writes them anew, from what the tests of screens keep."""
    shown = (FILE.parents[1] / "tests" / "screens" / "goldens" / f"{name}.txt").read_text(encoding="utf-8")
    readme = FILE.parents[1] / "README.md"
    assert_up_to_date(f"<!-- screen {name} -->", "<!-- end of screen -->", f"```\n{shown.rstrip()}\n```", readme)


BEGIN, END = "<!-- 以下按键表由程序生成 -->", "<!-- 按键表完 -->"


def test_the_tables_of_keys_are_those_of_the_program() -> None:
    """`UPDATE_MANUAL=1 pytest tests/unit/test_manual.py` writes them anew."""
    assert_up_to_date(BEGIN, END, key_tables())
