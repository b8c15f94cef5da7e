"""The manual names every command and every key that there is."""

import os
from pathlib import Path

import click
import pytest

from tests.declared import key_tables
from tui_disclose.cli.main import root

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


BEGIN, END = "<!-- 以下按键表由程序生成 -->", "<!-- 按键表完 -->"


def test_the_tables_of_keys_are_those_of_the_program() -> None:
    """`UPDATE_MANUAL=1 pytest tests/unit/test_manual.py` writes them anew."""
    before, _, rest = MANUAL.partition(BEGIN)
    _, _, after = rest.partition(END)
    manual = f"{before}{BEGIN}\n\n{key_tables()}\n\n{END}{after}"
    if os.environ.get("UPDATE_MANUAL"):
        FILE.write_text(manual, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == manual, "UPDATE_MANUAL=1 pytest tests/unit/test_manual.py"
