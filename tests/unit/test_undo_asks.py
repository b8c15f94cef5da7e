"""What is taken back without a question: only what this window did today."""

import io
from datetime import date
from pathlib import Path

import pytest

from tui_disclose.cli.main import run
from tui_disclose.office.undoing import is_recent
from tui_disclose.store.interface import Entry


@pytest.mark.parametrize(
    ("made_here", "today", "recent"),
    [({7}, date(2026, 3, 10), True), ({6, 8}, date(2026, 3, 10), False), ({7}, date(2026, 3, 11), False)],
    ids=["just now", "in another window", "a session open over night"],
)
def test_an_act_is_recent_where_this_window_did_it_today(made_here: set[int], today: date, recent: bool) -> None:
    act = Entry(7, "2026-03-10T23:59:58", "zhangsan", "登记制度", "rules/1", ())
    assert is_recent(act, made_here, today) is recent


def test_an_act_of_an_earlier_day_is_named_and_asked_for_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> "Tomorrow":
            return cls.fromordinal(date.today().toordinal() + 1)

    monkeypatch.chdir(tmp_path)
    assert run(["init", "--unit", "某局"]) == 0
    assert run(["report", "set", "2019", "requests.received.business", "5"]) == 0
    monkeypatch.setattr("tui_disclose.cli.office_commands.date", Tomorrow)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert run(["undo"]) == 3
    said = capsys.readouterr().err
    assert f"最近一次操作是以前做的（{date.today()} " in said
    assert "填写2019年报告" in said
    assert run(["undo", "--yes"]) == 0
    said = capsys.readouterr().err
    assert "已撤销：填写2019年报告" in said
    assert f"（{date.today()} " in said
