"""Whose name an act is recorded under."""

import os
import pwd
from pathlib import Path

import pytest

from tui_disclose.office import who


@pytest.fixture
def kernel_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "loginuid"
    monkeypatch.setattr(who, "_LOGIN_UID", file)
    return file


def test_the_one_who_logged_in_counts_before_what_the_environment_says(
    kernel_says: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel_says.write_text(str(pwd.getpwnam("nobody").pw_uid))
    monkeypatch.setenv("SUDO_USER", "boss")
    assert who.login() == "nobody"


@pytest.mark.parametrize("record", [None, str(2**32 - 1), "none"])
@pytest.mark.parametrize(("uid", "name"), [(0, "clerk"), (pwd.getpwnam("nobody").pw_uid, "nobody")])
def test_sudo_counts_for_root_alone(
    kernel_says: Path, monkeypatch: pytest.MonkeyPatch, record: str | None, uid: int, name: str
) -> None:
    if record is not None:
        kernel_says.write_text(record)
    monkeypatch.setenv("SUDO_USER", "clerk")
    monkeypatch.setattr(os, "getuid", lambda: uid)
    assert who.login() == name


def test_an_account_without_a_name_has_its_number(kernel_says: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    assert who.login() == "uid54321"
