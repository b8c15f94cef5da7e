"""Offices that the screens are opened on."""

import os
from pathlib import Path

import pytest

from tests.conftest import REPORTS
from tests.screens.report_host import TODAY, office_of
from tui_disclose.office import house
from tui_disclose.office.entering import set_figures, set_text
from tui_disclose.office.house import create_office


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # Settings name who was at work: not whoever runs the tests.
    monkeypatch.setattr(house, "login", lambda: "zhangsan")
    folder = tmp_path / "data"
    create_office(folder, "淮安市人民政府", TODAY, "government")
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A bureau with nothing registered yet."""
    create_office(tmp_path / "data", "某局", TODAY)
    return tmp_path / "data"


@pytest.fixture
def unbalanced(data: Path) -> Path:
    """An office with the report of 2024, in which one application more was received and one case less adds up."""
    office = office_of(data, "zhangsan")
    changed = {"requests.received.natural_person": 3002, "remedies.reconsideration.total": 350}
    set_figures(office, 2024, {**REPORTS["huaian-2024"]["cells"], **changed}, TODAY)
    set_text(office, 2024, "一", "## （一）主动公开\n\n主动公开政府信息〔2024〕若干条。", TODAY)
    return data


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what waits for a disk: that it is done, and when, the tests of the store hold it to."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(os, "fdatasync", lambda _: None)
