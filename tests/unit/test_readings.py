"""Whatever shows personal data leaves an entry once per record and session, histories of what was changed included."""

import errno
from datetime import date
from pathlib import Path

import pytest

from tests.command_line import Cli
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.requests import change_request, register, shown_fields, view
from tui_disclose.office.trail import acts, changes_of, history
from tui_disclose.problems import Unavailable
from tui_disclose.store import files

TODAY = date(2024, 5, 6)
VALUES = {"channel": "in_person", "arrived_on": "2024-03-01", "applicant.kind": "natural_person", "content": "经费"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = create_office(tmp_path / "data", "某局", TODAY)
    for name in ("欧阳修", "王安石"):
        register(made, {**VALUES, "applicant.name": name})
    change_request(made, "〔2024〕1号", {"content": "决算"})
    return made


def readings(office: Office) -> list[str]:
    return [entry.place for entry in office.store.since(0) if entry.why.startswith("查看")]


def test_a_history_that_names_somebody_is_noted_once_a_session(office: Office) -> None:
    session: set[str] = set()
    for _ in range(2):
        assert "申请人：无 → 欧阳修" in [d.sentence for d in history(office, "〔2024〕1号", session)[0].differences]
    assert readings(office) == ["requests/〔2024〕1号"]
    # What was seen in its history need not be noted again where the record is opened.
    shown_fields(office, view(office, "〔2024〕1号", TODAY).request, session)
    assert readings(office) == ["requests/〔2024〕1号"]


def test_an_act_that_names_somebody_is_noted_and_another_is_not(office: Office) -> None:
    _, first, second, change = acts(office)
    changes_of(office, change, session := set())
    assert readings(office) == []
    for act in (first, second, first):
        assert any("申请人：无 → " in d.sentence for d in changes_of(office, act, session))
    assert readings(office) == ["requests/〔2024〕1号", "requests/〔2024〕2号"]


def test_who_only_looks_is_shown_no_name_and_notes_nothing(office: Office) -> None:
    reader = open_office(office.folder, read_only=True)
    assert "申请人：无 → 欧＊＊" in [d.sentence for d in history(reader, "〔2024〕1号")[0].differences]
    assert readings(office) == []


def test_what_cannot_be_noted_is_not_shown(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(files, "append", full)
    with pytest.raises(Unavailable, match="磁盘已满"):
        history(office, "〔2024〕1号")
    with pytest.raises(Unavailable, match="磁盘已满"):
        changes_of(office, acts(office)[1])


def test_the_command_notes_it_too(cli: Cli) -> None:
    cli("init", "--unit", "某局")
    cli("request", "add", "收到渠道=当面", "到达日期=20240301", "申请人类别=自然人", "申请人=张三")
    assert "张三" in cli("history", "request/〔2024〕1号").out
    assert readings(open_office(Path("data"), read_only=True)) == ["requests/〔2024〕1号"]
