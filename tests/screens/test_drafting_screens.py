"""Parts 一, 五, 六 on screen: a text drafted from the records, what is behind its figures, last year's text beside."""

from pathlib import Path

import pytest

from tests.screens.catalogue_host import catalogue, rules_and_work
from tests.screens.golden import each_size, golden
from tests.screens.report_host import TODAY, Session, office_of, work
from tui_disclose.office.drafts import find_text
from tui_disclose.office.entering import set_text
from tui_disclose.office.house import create_office
from tui_disclose.office.narrative import draft_text
from tui_disclose.office.reports import find_report, findings_of, sheet_of
from tui_disclose.tui.widgets.section_text import SectionText

LAST = "上年，共公开信息八十八条。"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    create_office(folder, "某局", TODAY)
    catalogue(folder)
    rules_and_work(folder)
    office = office_of(folder, "李四")
    set_text(office, 2025, "一", LAST, TODAY)
    set_text(office, 2026, "二后", "无。", TODAY)
    return folder


def text_of(data: Path, key: str = "一") -> str:
    report = find_report(office_of(data, "x", read_only=True), 2026)
    return report.sections.get(key, "") if report else ""


async def into_part_one(session: Session) -> None:
    """Open the report of this year and go to part 一 with the keys in its text."""
    await session.press("6", "home", "enter", "escape")
    for _ in range(20):
        if "总体情况" in session.text:
            break
        await session.press("left")
    await session.press("enter")


SCREENS: dict[str, list[str]] = {
    "report-draft": ["f5"],
    "report-draft-figures": ["f5", "f"],
    "report-last-year": ["f6"],
}


@each_size
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_like_its_golden(data: Path, name: str, size: tuple[int, int]) -> None:
    async def look(session: Session) -> None:
        await into_part_one(session)
        await session.press(*SCREENS[name])
        golden(name, size, session.text)

    work(data, look, size)


def test_a_draft_is_taken_into_an_empty_part_and_saved_by_the_person_alone(data: Path) -> None:
    wanted = draft_text(office_of(data, "x", read_only=True), 2026, "一", TODAY).text

    async def adopt(session: Session) -> None:
        await into_part_one(session)
        await session.press("f5")
        assert "还没有写入报告" in session.text
        assert text_of(data) == ""
        await session.press("escape")
        assert text_of(data) == ""
        await session.press("f5", "enter")
        assert "请核对修改" in session.text
        assert text_of(data) == ""
        await session.press("ctrl+s")

    work(data, adopt)
    assert text_of(data) == wanted


@pytest.mark.parametrize(("answer", "kept"), [("1", "我写的。"), ("escape", "我写的。"), ("3", "")])
def test_typed_text_is_never_replaced_unasked(data: Path, answer: str, kept: str) -> None:
    wanted = draft_text(office_of(data, "x", read_only=True), 2026, "一", TODAY).text

    async def adopt(session: Session) -> None:
        await into_part_one(session)
        await session.press(*"我写的。", "f5", "enter")
        assert "这一部分已有文字" in session.text
        await session.press(answer, "ctrl+s")
        if answer == "3":
            assert text_of(data) == wanted
            await session.press("ctrl+z", "ctrl+s")
            assert text_of(data) == "我写的。"

    work(data, adopt)
    assert text_of(data) == "我写的。" or not kept


def test_a_draft_goes_in_where_the_cursor_is(data: Path) -> None:
    wanted = draft_text(office_of(data, "x", read_only=True), 2026, "一", TODAY).text

    async def adopt(session: Session) -> None:
        await into_part_one(session)
        await session.press(*"前后", "left", "f5", "enter", "2", "ctrl+s")

    work(data, adopt)
    assert text_of(data) == f"前{wanted}后"


def test_a_figure_leads_to_the_records_behind_it(data: Path) -> None:
    async def look(session: Session) -> None:
        await into_part_one(session)
        await session.press("f5", "f", "/", *"信息.总数", "enter", "enter")
        # One published this year; what was published in 2019 is none of this year's.
        assert "“信息.总数”背后的记录" in session.text
        assert "共1条" in session.text
        await session.press("enter")
        assert "已发布　关于组织申报2026年度市级科技计划项目的通知" in session.text
        await session.press("escape", "escape", "escape", "escape")
        assert "总体情况" in session.text

    work(data, look)


def test_a_figure_that_nobody_knows_says_what_to_enter(data: Path) -> None:
    async def look(session: Session) -> None:
        await into_part_one(session)
        await session.press("f5")
        assert "3处待填" in session.text
        await session.press("f", "/", *"申请.新收", "enter", "enter")
        assert "在“6年报”表三填写“一、本年新收政府信息公开申请数量·总计”，没有的填0" in session.text.replace("\n", "")
        await session.press("escape", "f", "/", *"目录.个数", "enter", "enter")
        assert "回应关切" in session.text
        await session.press("enter")
        assert "data/columns.toml" in session.text

    work(data, look)


def test_last_year_stands_beside_while_typing_goes_on(data: Path) -> None:
    set_text(office_of(data, "李四"), 2025, "一", "\n".join(f"第{n}段" for n in range(40)), TODAY)

    async def beside(session: Session) -> None:
        await into_part_one(session)
        await session.press("f6")
        assert "【2025年】" in session.text
        assert "第0段" in session.text
        await session.press(*"正在写", "f6")
        assert "正在写" in session.text
        assert "第20段" in session.text
        while "/3页" in session.text or "页，PgDn" in session.text:
            await session.press("f6")
        assert "第39段" not in session.text
        await session.press("ctrl+s")

    work(data, beside)
    assert text_of(data) == "正在写"


def test_what_there_is_not_is_said(data: Path) -> None:
    async def look(session: Session) -> None:
        # The keys are those of a text: in a table and on the bar they do nothing.
        await session.press("6", "home", "enter", "f5", "f6", "escape", "f5", "f6")
        before = session.text
        assert "【2025年】" not in before
        await session.press("right", "enter", "f5")
        assert "部分没有模板" in session.text
        await session.press("f6")
        assert "2025年的年度报告这一部分没有文字" in session.text.replace("\n", "")

    work(data, look)


def test_those_who_only_look_see_the_draft_and_take_nothing(data: Path) -> None:
    async def look(session: Session) -> None:
        await into_part_one(session)
        await session.press("f5")
        assert "个数字由台账得出" in session.text
        await session.press("enter")
        assert "只读方式" in session.text

    work(data, look, read_only=True)
    assert find_text(office_of(data, "zhangsan"), 2026, "一") is None


def test_what_is_wrong_in_a_text_leads_to_its_paragraph(data: Path) -> None:
    text = "\n\n".join(f"第{n}段没有数字。" for n in range(1, 30)) + "\n\n发布解读5条，其中图解解读2条、视频解读4条。"
    office = office_of(data, "李四")
    set_text(office, 2026, "一", text, TODAY)
    found = findings_of(office, sheet_of(office, 2026), TODAY)
    place = [finding.id for finding in found].index("TXT-SUM")
    assert found[place].paragraph == 30

    async def look(session: Session) -> None:
        await session.press("6", "home", "enter", "]", "]", "]", *["down"] * place, "enter")
        area = session.app.screen.query_one(SectionText)
        await session.until(lambda: area.cursor_location == (58, 0))
        assert "第30段“发布解读5条" in session.text.replace("\n", "")
        assert "其中图解解读2条" in session.text

    work(data, look)
