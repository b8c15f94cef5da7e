"""The manual names every command and every key that there is."""

from pathlib import Path

import click
import pytest

from tui_disclose.cli.main import root
from tui_disclose.tui.screens.report import ReportScreen
from tui_disclose.tui.screens.years import YearsScreen

MANUAL = (Path(__file__).parents[2] / "docs" / "manual.md").read_text(encoding="utf-8")


def commands(group: click.Group, before: str = "") -> list[str]:
    found = []
    for name, command in group.commands.items():
        found += commands(command, f"{name} ") if isinstance(command, click.Group) else [before + name]
    return found


@pytest.mark.parametrize("command", commands(root))
def test_every_command_is_explained(command: str) -> None:
    assert f"`{command}`" in MANUAL


@pytest.mark.parametrize(
    "key", sorted({c.key_words for c in (*ReportScreen.KEYS, *YearsScreen.KEYS)} - {"↑", "↓", "左右", "方向键"})
)
def test_every_key_is_explained(key: str) -> None:
    assert f"`{key}`" in MANUAL or f"| {key} |" in MANUAL
