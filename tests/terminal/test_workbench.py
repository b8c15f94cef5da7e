"""Lists and forms at a real terminal: how many bytes each key costs, and that nothing typed is lost."""

import json
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.terminal.pty_app import PtyApp, disclosure_app
from tui_disclose.office.house import create_office, open_office
from tui_disclose.office.ledgers import rows
from tui_disclose.records.ledger_files import ledger
from tui_disclose.store.interface import Change

RULES = ledger("rules")
COUNT = 120
LINE, PAGE, CHARACTER = 1_000, 7_000, 400
"""Bytes that may go to a terminal of 80×24: moving within a page; a page, or a character of the filter; one typed."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An office with rules whose names fill the list from edge to edge."""
    folder = tmp_path / "data"
    office = create_office(folder, "某局", date.today())
    made = [
        Change(
            "rules",
            f"〔2026〕{n}号",
            {"name": f"政府信息公开保密审查和属性认定办法（第{n}次修订）", "section": "办公室政务科"},
        )
        for n in range(1, COUNT + 1)
    ]
    office.store.apply(made, "zhang", "登记")
    return folder


@pytest.fixture
def app(data: Path) -> Iterator[PtyApp]:
    with disclosure_app(data) as opened:
        opened.wait_for("8操作记录")
        opened.press("2")
        opened.wait_for(f"共{COUNT}条")
        opened.settle()
        yield opened


def cost(app: PtyApp, *keys: str) -> int:
    """Return how many bytes the terminal gets for some keys."""
    before = len(app.output)
    app.press(*keys)
    app.settle()
    return len(app.output) - before


def form(app: PtyApp, *, key: str = "n") -> None:
    app.press(key)
    app.wait_for("Ctrl+S 保存", "责任科室")
    app.settle()


def test_what_keys_cost_in_a_list(app: PtyApp) -> None:
    for key in ("down", "j", "up"):
        assert 0 < cost(app, key) <= LINE, key
    for key in ("pagedown", "pageup", "end", "home", "s"):
        assert 0 < cost(app, key) <= PAGE, key
    assert 0 < cost(app, "/") <= LINE
    for key in (*"zfxx 1", "backspace"):
        assert 0 < cost(app, key) <= PAGE, key
    assert cost(app) == 0


def test_what_a_character_costs_in_a_form(app: PtyApp) -> None:
    form(app)
    typed = [*"政务a1", "backspace", *"，长的名称", "home", "新", "delete", "end", *("很" * 26)]
    assert max(cost(app, key) for key in typed) <= CHARACTER
    app.press(*["down"] * [field.key for field in RULES.fields].index("made_on"), "0")
    app.wait_for("可写 2026-03-01")
    app.settle()
    assert max(cost(app, key) for key in "301") <= CHARACTER
    assert "03-01" in app.text
    assert cost(app) == 0


def draft(data: Path) -> dict[str, str]:
    found = list((data / "drafts").rglob("form-rules-new"))
    return json.loads(found[0].read_text(encoding="utf-8"))["texts"] if found else {}


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_what_was_typed_into_a_form_survives_its_end(data: Path, end: signal.Signals) -> None:
    with disclosure_app(data) as app:
        app.wait_for("8操作记录")
        app.press("2")
        app.wait_for(f"共{COUNT}条")
        form(app)
        app.press(*"𠮷䶮办法")
        app.wait_for("𠮷䶮办法")
        if end is signal.SIGKILL:
            # Kept within two seconds of the last key, as the manual says.
            app.wait_until(lambda: draft(data).get("name") == "𠮷䶮办法", "the draft")
        app.signal(end)
        app.wait_for_end()
    assert draft(data)["name"] == "𠮷䶮办法"
    with disclosure_app(data) as app:
        app.wait_for("8操作记录")
        app.press("2")
        app.wait_for(f"共{COUNT}条")
        app.press("n")
        app.wait_for("已恢复上次没有保存的内容", "𠮷䶮办法")
        app.press("ctrl+s")
        app.wait_for("已登记制度")
    names = [row.fields["name"] for row in rows(open_office(data, read_only=True), RULES)]
    assert names[-1] == "𠮷䶮办法"
    assert not draft(data)


def test_two_windows_of_one_login_do_not_share_a_draft(data: Path, app: PtyApp) -> None:
    with disclosure_app(data) as other:
        other.wait_for("8操作记录")
        other.press("2")
        other.wait_for(f"共{COUNT}条")
        form(app)
        app.press(*"甲办法")
        app.wait_until(lambda: draft(data).get("name") == "甲办法", "the draft")
        form(other)
        other.wait_for("您的另一个窗口正在填写本表")
        assert "甲办法" not in other.text
        other.press(*"乙办法")
        other.wait_for("乙办法")
        other.signal(signal.SIGHUP)
        other.wait_for_end()
        assert draft(data)["name"] == "甲办法"
        # What a window held that was killed is free again.
        app.signal(signal.SIGKILL)
        app.wait_for_end()
    for name in ("甲办法", "乙办法"):
        with disclosure_app(data) as again:
            again.wait_for("8操作记录")
            again.press("2")
            again.wait_for("制度：共")
            again.press("n")
            again.wait_for("已恢复上次没有保存的内容", name)
            again.press("ctrl+s")
            again.wait_for("已登记制度")


def test_what_one_saves_the_other_sees_in_the_list(data: Path, app: PtyApp) -> None:
    with disclosure_app(data) as other:
        other.wait_for("8操作记录")
        other.press("2", "/")
        other.wait_for("筛选")
        other.press(*"另一人")
        other.wait_for("找到0条")
        form(app)
        app.press(*"另一人的办法", "ctrl+s")
        app.wait_for("已登记制度")
        other.wait_for("筛选：另一人", "找到1条", "另一人的办法")
