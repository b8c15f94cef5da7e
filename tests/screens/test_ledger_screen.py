"""Place 2 by keyboard: register, find, change, take out, take back; and what colleagues save meanwhile."""

from pathlib import Path

import pytest

from tests.screens.golden import golden
from tests.screens.report_host import NASTY, SIZES, Session, office_of, work
from tui_disclose.office.backups import back_up, restore
from tui_disclose.office.house import open_office
from tui_disclose.office.ledgers import add, change, find_row, rows
from tui_disclose.records.ledger_files import ledger

RULES = ledger("rules")


@pytest.fixture
def data(empty: Path) -> Path:
    return empty


def kept(data: Path) -> dict[str, dict[str, object]]:
    return {row.number: row.fields for row in rows(office_of(data, "lisi", read_only=True), RULES)}


def register(data: Path, *names: str) -> list[str]:
    office = office_of(data, "lisi")
    return [add(office, RULES, {"name": name}, lambda taken: str(len(taken) + 1)) for name in names]


def test_a_rule_is_registered_changed_taken_out_and_taken_back(data: Path) -> None:
    async def keep(session: Session) -> None:
        await session.press("2")
        assert RULES.empty[:6] in session.text
        await session.press("n", *"政务公开制度", "tab", "tab", *"办公室", "ctrl+s")
        (number,) = kept(data)
        assert f"已登记制度{number}。" in session.text
        assert {"name": "政务公开制度", "section": "办公室"}.items() <= kept(data)[number].items()
        await session.press("e", *"（试行）", "ctrl+s")
        assert kept(data)[number]["name"] == "政务公开制度（试行）"
        await session.press("x", *"已有新规", "ctrl+s")
        assert kept(data) == {}
        assert "共0条" in session.text
        await session.press("u")
        assert "共1条" in session.text
        await session.press("u")
        assert kept(data)[number]["name"] == "政务公开制度"

    work(data, keep)


def test_what_was_done_before_this_session_is_taken_back_only_when_that_is_meant(data: Path) -> None:
    async def keep(session: Session) -> None:
        await session.press("2", "n", *"甲办法", "ctrl+s")

    async def mistake(session: Session) -> None:
        await session.press("2", "e", *"（试行）", "ctrl+s", "u")
        assert [row["name"] for row in kept(data).values()] == ["甲办法"]
        await session.press("u")
        assert "这是以前或者在别的窗口做的" in session.text
        await session.press("enter")
        assert len(kept(data)) == 1
        await session.press("u", "2")
        assert kept(data) == {}

    work(data, keep)
    work(data, mistake)


def test_what_a_colleague_saves_appears_while_the_cursor_and_the_filter_stay(data: Path) -> None:
    register(data, "甲制度", "乙制度", "丙办法")

    async def follow(session: Session) -> None:
        await session.press("2", "down", "/", *"制度")
        assert "找到2条/共3条" in session.text
        await session.press("down")
        assert session.app.screen.number == "2"
        register(data, "丁制度")
        await session.until(lambda: "找到3条/共4条" in session.text)
        assert session.app.screen.number == "2"
        await session.press("x")
        assert "筛选：制度x" in session.text

    work(data, follow)


def test_two_people_change_one_field_and_each_field_is_decided(data: Path) -> None:
    register(data, "甲制度")

    async def decide(session: Session) -> None:
        await session.press("2", "e", "ctrl+u", *"我的", "down", "down", *"科一")
        change(office_of(data, "lisi"), RULES, "1", {"name": "别人的", "section": "科二"})
        await session.press("ctrl+s")
        assert "lisi刚才改了您也改了的2处" in session.text
        await session.press("down", "enter", "ctrl+s")
        await session.until(lambda: "已保存" in session.text)
        assert kept(data)["1"] == {"name": "我的", "section": "科二"}

    work(data, decide)


def test_those_who_only_look_are_told_so(data: Path) -> None:
    register(data, "甲制度")

    async def look(session: Session) -> None:
        await session.press("2")
        for key in "neux":
            await session.press(key)
            assert "只读方式" in session.text, key
        await session.press("enter")
        assert "名称：甲制度" in session.text

    work(data, look, read_only=True)


def test_texts_of_any_kind_are_shown_as_text(data: Path) -> None:
    office = office_of(data, "lisi")
    for text in NASTY:
        add(office, RULES, {"name": text[:200], "text": text}, lambda taken: str(len(taken) + 1))

    async def look(session: Session) -> None:
        await session.press("2")
        for _ in NASTY:
            await session.press("enter")
            assert "\x1b" not in session.text
            await session.press("h", "escape", "e", "escape", "escape", "down")
        assert "[a]甲[bold]乙[/bold]" in session.text
        assert "编号[/]尾" in session.text

    work(data, look)


def test_taken_out_ones_are_listed_when_asked_for(data: Path) -> None:
    register(data, "甲制度", "乙制度")

    async def look(session: Session) -> None:
        await session.press("2", "x", *"并入", "ctrl+s")
        assert "甲制度" not in session.text
        await session.press("t")
        assert "【已废止】甲制度" in session.text
        await session.press("home", "enter")
        assert "已于2026-03-10废止，理由：并入" in session.text

    work(data, look)
    assert find_row(office_of(data, "lisi"), RULES, "1").taken_out


@pytest.mark.parametrize("size", SIZES)
def test_the_places_look_so(data: Path, size: tuple[int, int]) -> None:
    async def look(session: Session) -> None:
        await session.press("2")
        golden("rules-empty", size, session.text)
        register(data, "政务公开工作制度", "保密审查办法")
        await session.until(lambda: "共2条" in session.text)
        golden("rules", size, session.text)
        await session.press("/", *"bmsc")
        golden("rules-filter", size, session.text, typed="bmsc")
        await session.press("enter", "enter")
        golden("rule", size, session.text)

    work(data, look, size)


def test_the_list_and_the_rule_under_the_cursor_are_exported(data: Path) -> None:
    register(data, "甲制度", "乙制度")

    async def export(session: Session) -> None:
        await session.press("2", "o", "1")
        assert "导出完成" in session.text
        await session.press("escape", "down", "o", "3")
        assert "导出完成" in session.text

    work(data, export)
    written = [path.read_text(encoding="utf-8") for path in (data.parent / "exports").iterdir()]
    assert sorted("甲制度" in text for text in written) == [False, True]


def test_what_is_selected_or_filtered_is_written_as_a_list(data: Path) -> None:
    register(data, "甲制度", "乙|办法", "丙办法")

    def last() -> list[str]:
        (path,) = (data.parent / "exports").iterdir()
        lines = path.read_text(encoding="utf-8").splitlines()
        path.unlink()
        return [line.split(" | ")[1] for line in lines if line.startswith(("| 1", "| 2", "| 3"))]

    async def export(session: Session) -> None:
        await session.press("2", "home", "space", "down", "space", "o")
        assert "4 选中的2条的清单" in session.text
        await session.press("4", "escape")
        assert last() == ["甲制度", "丙办法"]
        await session.press("escape", "/", *"办法", "enter", "o", "4", "escape")
        assert last() == ["乙\\|办法", "丙办法"]
        await session.press("/", *"没有", "enter", "o")
        assert "的清单" not in session.text

    work(data, export)


def test_where_the_person_was_is_found_again(data: Path) -> None:
    register(data, "甲制度", "乙制度", "丙办法")

    async def come_back(session: Session) -> None:
        await session.press("2", "/", *"制度", "enter", "down", "6", "2")
        assert "含“制度”的2条" in session.text
        assert session.app.screen.number == "2"

    work(data, come_back)


def test_a_trail_that_is_damaged_meanwhile_is_said_and_the_list_stays(data: Path) -> None:
    register(data, "甲制度", "乙制度")

    async def go_on(session: Session) -> None:
        await session.press("2")
        (segment,) = (data / "trail").glob("*.jsonl")
        segment.write_bytes(segment.read_bytes() + b'{"seq":9}\n{"seq":10}\n')
        await session.until(lambda: "trail" in session.text)
        await session.press("t", "u", "down", "enter", "escape")
        assert "乙制度" in session.text

    work(data, go_on)


def test_an_opened_record_is_shown_as_it_was_restored_though_the_trail_is_as_long(data: Path, tmp_path: Path) -> None:
    lisi = office_of(data, "lisi")
    number = add(lisi, RULES, {"name": "甲办法"}, lambda taken: "1")
    back_up(lisi, tmp_path / "one.tar.gz")
    change(lisi, RULES, number, {"name": "乙办法"}, {"name": "甲办法"})
    before = lisi.store.sequence

    async def look(session: Session) -> None:
        await session.press("2", "enter")
        assert "乙办法" in session.text
        restore(data, tmp_path / "one.tar.gz", "lisi", over=True)
        assert open_office(data, read_only=True).store.sequence == before
        await session.until(lambda: "甲办法" in session.text)

    work(data, look)
