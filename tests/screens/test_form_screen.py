"""A form by keyboard: typing, choosing, dates, lines, what is wrong in words, drafts, leaving, two people."""

import os
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual import events

from tests.screens.report_host import GOLDENS, NASTY, SIZES, Session, work
from tui_disclose.problems import Changed, Refused
from tui_disclose.records.fields import Choice, Field
from tui_disclose.statutory.dates import WAYS, parse_date
from tui_disclose.statutory.text import clean_text
from tui_disclose.tui.external_editor import edited
from tui_disclose.tui.screens.form import FormScreen

FIELDS = (
    Field("name", "名称", required=True, help="全称。", law="第十七条 行政机关应当建立健全政府信息公开审查机制。"),
    Field(
        "kind",
        "类别",
        "choice",
        tuple(Choice(f"k{n}", words) for n, words in enumerate(["主动公开", "依申请", "不公开"])),
    ),
    Field("on", "日期", "date", help="印发之日。"),
    Field("count", "件数", "number", required=True),
    Field("open", "是否公开", "flag"),
    Field("basis", "依据", "lines"),
    Field("text", "正文", "text", required=True),
)


class Kept:
    """What the form saved, and what it is to meet when it saves."""

    def __init__(self) -> None:
        self.saved: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self.answers: list[str | None] = []
        self.raises: list[Exception] = []

    def save(self, values: dict[str, Any], seen: dict[str, Any]) -> str:
        if self.raises:
            raise self.raises.pop()
        self.saved.append((values, seen))
        return "已保存。"


@pytest.fixture
def data(empty: Path) -> Path:
    return empty


def fill(
    data: Path,
    does: Callable[[Session, Kept], Awaitable[None]],
    values: dict[str, Any] | None = None,
    size: tuple[int, int] = (80, 24),
) -> Kept:
    kept = Kept()

    async def go(session: Session) -> None:
        form = FormScreen("登记试验", FIELDS, values or {}, kept.save, "probe")
        session.app.push_screen(form, kept.answers.append)
        await session.until(lambda: session.app.screen is form and form.is_mounted)
        await session.press("ctrl+home")
        await does(session, kept)

    work(data, go, size)
    return kept


def line(session: Session, label: str) -> str:
    """Return what stands behind a label."""
    (found,) = [each for each in session.text.splitlines() if each[2:].startswith(label)]
    return found.split("：", 1)[1]


async def paste(session: Session, text: str) -> None:
    session.app.post_message(events.Paste(text))
    await session.press()


@pytest.mark.parametrize("size", SIZES)
def test_the_form_looks_so(data: Path, size: tuple[int, int], request: pytest.FixtureRequest) -> None:
    async def look(session: Session, kept: Kept) -> None:
        await session.press(*"政务公开办法", "down", "2", "down", *"0301", "down", *"三", "down")
        await session.press("up", "up")
        compare(session, f"form-{size[0]}x{size[1]}.txt")

    fill(data, look, size=size)


def compare(session: Session, name: str) -> None:
    path = GOLDENS / name
    if os.environ.get("UPDATE_GOLDENS"):
        path.write_text(session.text, encoding="utf-8")
    assert session.text == path.read_text(encoding="utf-8"), name


def test_a_filled_form_saves_each_value_in_its_kind(data: Path) -> None:
    async def enter(session: Session, kept: Kept) -> None:
        await session.press(*"甲办法", "tab", "2", "tab", *"0301", "tab", *"１２", "tab", "y", "tab")
        await session.press(*"第一条；第二条", "tab", *"正文", "ctrl+s")

    kept = fill(data, enter)
    assert kept.answers == ["已保存。"]
    ((values, _),) = kept.saved
    assert values == {
        "name": "甲办法",
        "kind": "k1",
        "on": "2026-03-01",
        "count": 12,
        "open": True,
        "basis": ["第一条", "第二条"],
        "text": "正文",
    }


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("0301", "2026-03-01"),
        ("3.1", "2026-03-01"),
        ("今天", "2026-03-10"),
        ("-3", "2026-03-07"),
        ("20240229", "2024-02-29"),
    ],
)
def test_a_day_is_shown_with_its_weekday_while_it_is_typed(data: Path, typed: str, day: str) -> None:
    async def enter(session: Session, kept: Kept) -> None:
        await session.press("down", "down", *typed)
        weekday = "一二三四五六日"[date.fromisoformat(day).weekday()]
        assert f"{day} 周{weekday}" in session.text
        await session.press("down")
        assert line(session, "日期") == day

    fill(data, enter)


def test_options_are_chosen_by_number_initials_and_in_turn(data: Path) -> None:
    async def choose(session: Session, kept: Kept) -> None:
        await session.press("down")
        assert " 1主动公开  2依申请  3不公开" in session.text
        for keys, words in (
            (["3"], "不公开"),
            (["z"], "主动公开"),
            (["y", "s"], "依申请"),
            (["right"], "不公开"),
            (["space"], "主动公开"),
        ):
            await session.press(*keys)
            assert line(session, "类别") == words
        await session.press("9")
        assert "“9”不在可选项中" in session.text
        assert line(session, "类别") == "主动公开"
        await session.press("backspace")
        assert line(session, "类别") == ""

    fill(data, choose)


def test_how_a_day_may_be_typed_is_said_before_one_is_and_each_way_is_one(data: Path) -> None:
    async def reach(session: Session, kept: Kept) -> None:
        assert "可写" not in session.text
        await session.press("down", "down")
        assert f"可写 {WAYS}" in session.text

    fill(data, reach)
    today = date(2026, 3, 10)
    assert len([parse_date(way, today) for way in WAYS.split("、")]) == 7


def test_pages_of_a_form_turn_to_their_first_field(data: Path) -> None:
    fields = [Field(f"f{n}", f"第{n}项") for n in range(1, 41)]

    async def turn(session: Session) -> None:
        form = FormScreen("许多项", fields, {}, Kept().save, "many")
        session.app.push_screen(form)
        await session.until(lambda: session.app.screen is form and form.is_mounted)
        height = form.box.size.height
        await session.press("down", "down", "pagedown")
        assert form.box.slot.field.key == f"f{height + 1}"
        assert "（第2/3页，PgDn PgUp 翻页）" in session.text
        await session.press("down", "pageup")
        assert form.box.slot.field.key == "f1"

    work(data, turn)


def test_what_is_wrong_is_said_when_the_field_is_left_and_again_when_saving(data: Path) -> None:
    async def mistake(session: Session, kept: Kept) -> None:
        await session.press(*"甲", "down", "down", *"1301", "down")
        assert "日期：“1301”不是日期；可写 " in line(session, "日期")
        await session.press("ctrl+s")
        assert session.app.screen.box.slot.field.key == "on"
        await session.press("ctrl+u", *"0102", "ctrl+s")
        assert "件数还没有填写。" in session.text
        assert session.app.screen.box.slot.field.key == "count"
        assert not kept.saved
        # What is put right is no longer complained about.
        await session.press("5")
        assert "件数还没有填写。" not in session.text

    fill(data, mistake)


def test_only_what_was_changed_is_saved_beside_what_was_seen(data: Path) -> None:
    async def change(session: Session, kept: Kept) -> None:
        await session.press("end", *"（试行）", "down", "backspace", "ctrl+s")

    stored = {"name": "办法", "kind": "k1", "count": 3, "text": "正文", "basis": ["甲", "乙"]}
    kept = fill(data, change, stored)
    assert kept.saved == [({"name": "办法（试行）", "kind": None}, {"name": "办法", "kind": "k1"})]


def test_what_the_office_refuses_is_said_and_nothing_is_lost(data: Path) -> None:
    async def refuse(session: Session, kept: Kept) -> None:
        kept.raises.append(Refused("名称重复，已有同名的办法。"))
        await session.press("end", "乙", "ctrl+s")
        assert "名称重复，已有同名的办法。" in session.text
        assert line(session, "名称") == "办法乙"
        await session.press("ctrl+s")

    kept = fill(data, refuse, {"name": "办法", "count": 3, "text": "正文"})
    assert kept.saved == [({"name": "办法乙"}, {"name": "办法"})]


def test_a_conflict_is_decided_field_by_field(data: Path) -> None:
    async def decide(session: Session, kept: Kept) -> None:
        kept.raises.append(Changed("改过", {"name": "别人的", "count": 9}))
        await session.press("ctrl+u", *"我的", "down", "down", "down", "ctrl+u", "5", "ctrl+s")
        assert "请选择用谁的" in session.text
        await session.press("down", "space", "ctrl+s")

    kept = fill(data, decide, {"name": "办法", "count": 3, "text": "正文"})
    assert kept.saved == [({"name": "我的"}, {"name": "别人的", "count": 9})]


def test_pasted_lines_are_joined_or_kept_and_never_cut(data: Path) -> None:
    long = "长" * 5_000

    async def take(session: Session, kept: Kept) -> None:
        await paste(session, "甲\r\n乙\n\n丙")
        assert line(session, "名称") == "甲 乙 丙"
        await session.press("down", "down", "down", "3", "down", "down")
        await paste(session, "第一条\n第二条")
        assert "共2行6字" in line(session, "依据")
        await session.press("down")
        await paste(session, f"{long}\n尾[/]")
        await session.press("ctrl+s")

    ((values, _),) = fill(data, take).saved
    assert values["name"] == "甲 乙 丙"
    assert values["basis"] == ["第一条", "第二条"]
    assert values["text"] == f"{long}\n尾[/]"


def test_several_lines_are_typed_on_a_screen_of_their_own(data: Path) -> None:
    async def write(session: Session, kept: Kept) -> None:
        await session.press("up", "ctrl+end", "enter", *"一", "enter", *"二", "escape")
        assert "共2行2字" in line(session, "正文")
        await session.press("三")
        assert "正文（空一行分段）" in session.text
        await session.press("ctrl+s", "ctrl+home", *"甲", "down", "down", "down", "1", "ctrl+s")

    ((values, _),) = fill(data, write).saved
    assert values["text"] == "一\n二三"


def test_the_law_of_a_field_is_shown(data: Path) -> None:
    async def read(session: Session, kept: Kept) -> None:
        await session.press("f1")
        assert "第十七条 行政机关应当建立健全政府信息公开审查机制。" in session.text
        await session.press("escape", "down", "f1")
        assert "2  依申请" in session.text
        await session.press("escape", "down", "down", "f1")
        assert "没有另外的说明" in session.text

    fill(data, read)


def test_leaving_asks_only_where_something_would_be_lost(data: Path) -> None:
    async def leave(session: Session, kept: Kept) -> None:
        await session.press("escape")

    assert fill(data, leave).answers == [""]

    async def give_up(session: Session, kept: Kept) -> None:
        await session.press(*"甲", "escape")
        assert "填写的内容还没有保存" in session.text
        await session.press("1")
        assert line(session, "名称") == "甲"
        await session.press("escape", "4")

    assert fill(data, give_up).answers == [""]
    assert not list((data / "drafts").rglob("form-probe"))


def test_a_draft_comes_back_and_can_be_dropped(data: Path) -> None:
    async def put_off(session: Session, kept: Kept) -> None:
        await session.press(*"甲", "escape", "3")

    fill(data, put_off)

    async def go_on(session: Session, kept: Kept) -> None:
        assert line(session, "名称") == "甲"
        assert "已恢复上次没有保存的内容" in session.text
        await session.press("ctrl+z")
        assert line(session, "名称") == ""
        await session.press("escape")

    async def go_on_typing(session: Session, kept: Kept) -> None:
        await session.press("乙", "down", "2", "ctrl+z")
        assert [line(session, label) for label in ("名称", "类别")] == ["甲乙", ""]
        await session.press("up", "backspace", "escape", "3")

    fill(data, go_on_typing)

    assert fill(data, go_on).answers == [""]

    async def empty(session: Session, kept: Kept) -> None:
        assert "已恢复" not in session.text

    fill(data, empty)


def test_a_draft_keeps_what_it_began_from(data: Path) -> None:
    async def put_off(session: Session, kept: Kept) -> None:
        await session.press("end", "乙", "escape", "3")

    fill(data, put_off, {"name": "办法", "count": 3, "text": "正文"})

    async def save(session: Session, kept: Kept) -> None:
        await session.press("ctrl+s")

    kept = fill(data, save, {"name": "别人改过的", "count": 3, "text": "正文"})
    assert kept.saved == [({"name": "办法乙"}, {"name": "办法"})]


def test_what_is_typed_when_the_line_drops_is_a_draft(data: Path) -> None:
    async def drop(session: Session, kept: Kept) -> None:
        await session.press("ctrl+end", "enter", *"写了一半")
        session.app.leave()

    fill(data, drop)

    async def look(session: Session, kept: Kept) -> None:
        assert line(session, "正文") == "写了一半"

    fill(data, look)


def test_stored_texts_of_any_kind_are_shown_as_text(data: Path) -> None:
    for text in NASTY:

        async def look(session: Session, kept: Kept, text: str = text) -> None:
            assert "\x1b" not in session.text
            await session.press("down", "up", "end", "home", "ctrl+end", "enter", "escape", "escape")

        assert fill(data, look, {"name": text.split("\n")[0][:300], "count": 1, "text": clean_text(text)}).answers == [
            ""
        ]


def test_the_editor_of_the_system_is_used_only_where_settings_allow_it(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "touch editor-was-here;")

    async def ask(session: Session, kept: Kept) -> None:
        await session.press("ctrl+end", "enter", "f4")
        assert "不允许使用外部编辑器" in session.text

    fill(data, ask)


def test_a_text_is_as_the_editor_left_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "sed -i s/旧/新/")
    assert edited("旧文\n第二行") == "新文\n第二行"
    monkeypatch.setenv("EDITOR", "false")
    assert edited("旧文") is None
    monkeypatch.setenv("EDITOR", "no-such-editor")
    assert edited("旧文") is None


def test_what_is_typed_behind_a_whole_day_replaces_it(data: Path) -> None:
    async def enter(session: Session, kept: Kept) -> None:
        await session.press("down", "down", *"0301", "down", "up", *"0315", "down", "up")
        assert line(session, "日期").strip() == "2026-03-15"
        await session.press("left", "backspace", "2", "down", "up")
        assert line(session, "日期").strip() == "2026-03-25"

    fill(data, enter)
