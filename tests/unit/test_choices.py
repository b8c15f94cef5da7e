"""What there is to choose from is the contract's, everywhere the same (DESIGN §3.4)."""

from typing import get_args

import click
import pytest

from tests.conftest import sample_sheet
from tui_disclose.choices import FORMATS, LEVELS, STYLES, Level
from tui_disclose.cli.main import root
from tui_disclose.office.exporting import render_report


def choices_of(option: str, *path: str) -> list[str]:
    command: click.Command = root
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    (kind,) = (parameter.type for parameter in command.params if option in parameter.opts)
    assert isinstance(kind, click.Choice)
    return list(kind.choices)


def test_the_choices_are_the_contracts() -> None:
    assert set(LEVELS) == set(get_args(Level)) == {"department", "government", "other"}
    assert set(STYLES) == {"pipe", "html"}
    # So far, of those that the contract names.
    assert set(FORMATS) <= {"md", "html", "docx", "xlsx", "json", "csv", "txt"}


def test_commands_offer_exactly_them() -> None:
    assert choices_of("--level", "init") == list(LEVELS)
    assert choices_of("--format", "report", "export") == list(FORMATS)
    assert choices_of("--style", "report", "export") == list(STYLES)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("file_format", FORMATS)
def test_each_of_them_can_be_written(file_format: str, style: str) -> None:
    assert render_report(sample_sheet("huaian-2024"), file_format, style).name.endswith(f".{file_format}")
