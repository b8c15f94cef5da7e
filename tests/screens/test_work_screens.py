"""Place 7 on screen: kinds with what each owes, a form for each, carried over, progress, the rules carried out."""

from pathlib import Path

import pytest

from tests.screens.catalogue_host import item, rules_and_work
from tests.screens.golden import each_size, looks_like_golden
from tests.screens.report_host import NASTY, TODAY, Session, office_of, work
from tui_disclose.office.ledgers import Row, rows
from tui_disclose.office.works import WORKS, add_work, change_work
from tui_disclose.records.works import work_ledger, works


@pytest.fixture
def data(empty: Path) -> Path:
    rules_and_work(empty)
    return empty


def kept(data: Path) -> dict[str, Row]:
    return {row.number: row for row in rows(office_of(data, "x", read_only=True), WORKS, with_taken_out=True)}


SCREENS: dict[str, list[str]] = {
    "works": ["7"],
    "work-kinds": ["7", "f"],
    "work-new": ["7", "n"],
    "work-form": ["7", "n", "/", *"重大决策", "enter", "enter"],
    "work": ["7", "end", "up", "enter"],
    "work-progress": ["7", "end", "up", "enter", "d"],
}


@each_size
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_like_its_golden(data: Path, name: str, size: tuple[int, int]) -> None:
    looks_like_golden(data, name, size, *SCREENS[name])


def test_an_empty_ledger_says_how_to_begin(empty: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("7")
        assert "还没有工作记录" in session.text
        await session.press("enter", "e", "x", "h", "t", "f", "escape")

    work(empty, look)


@pytest.mark.parametrize("kind", [kind.key for kind in works().kinds])
def test_every_kind_has_a_form_of_its_own(empty: Path, kind: str) -> None:
    words = next(each.words for each in works().kinds if each.key == kind)
    own = [field.label for field in work_ledger(kind).fields if field.key != "kind"]

    async def look(session: Session) -> None:
        session.app.list_groups["works"] = kind
        await session.press("7", "n")
        assert f"登记工作记录（{words}）" in session.text
        asked = [line.partition("：")[0].strip(" *") for line in session.text.splitlines()]
        assert asked[1 : len(own) + 1] == own

    work(empty, look, (120, 40))


def test_a_record_is_registered_in_the_kind_that_is_listed(data: Path) -> None:
    async def register(session: Session) -> None:
        await session.press("7", "f", "/", *"xmtjc", "enter")
        assert "缺2026年1月、2月的记录" in session.text
        await session.press("enter")
        assert "工作记录（类别：新媒体检查）" in session.text
        await session.press("n", *"检查微信公众平台", "ctrl+s")
        assert "上报单位还没有填写" in session.text
        await session.press(*"市政务公开办", "home", "ctrl+s")
        assert "已登记新媒体检查2026-5" in session.text
        await session.press("4", "7")
        assert "类别：新媒体检查" in session.text

    work(data, register)
    assert kept(data)["2026-5"].fields["kind"] == "media_check"


def test_what_is_owed_of_a_kind_leads_to_its_records(data: Path) -> None:
    async def follow(session: Session) -> None:
        await session.press("1")
        owed = [duty.kind for duty in session.app.screen.duties]
        await session.press(*["down"] * owed.index("monthly.media_check"), "enter")
        assert "工作记录（类别：新媒体检查）" in session.text
        await session.press("n")
        assert "登记工作记录（新媒体检查）" in session.text

    work(data, follow)


def test_a_problem_goes_on_into_this_year_once(data: Path) -> None:
    async def carry(session: Session) -> None:
        await session.press("7", "home", "enter")
        assert "还没有完成" in session.text
        await session.press("c")
        assert "工作记录2026-5" in session.text
        assert "接续问题：2025-1" in session.text
        await session.press("c")
        assert "是今年的，不用结转" in session.text
        await session.press("i")
        assert "工作记录2025-1" in session.text
        await session.press("c")
        assert "已经结转" in session.text

    work(data, carry)
    assert kept(data)["2026-5"].fields["carried_from"] == "2025-1"


def test_the_progress_of_a_task_is_typed_alone(data: Path) -> None:
    async def progress(session: Session) -> None:
        await session.press("7", "end", "up", "enter", "d", "2", "tab", *"已发布", "ctrl+s")
        assert "进展已登记" in session.text
        await session.press("escape", "end", "enter", "d")
        assert "没有进展可登记" in session.text

    work(data, progress)
    assert kept(data)["2026-3"].fields["status"] == "done"
    assert kept(data)["2026-3"].fields["progress"] == "已发布"


def test_an_account_is_closed_on_a_day_for_a_reason(data: Path) -> None:
    async def close(session: Session) -> None:
        await session.press("7", "home", "down", "down", "enter")
        assert "状态：    在用" in session.text
        await session.press("d", *"0301", "ctrl+s")
        assert "关停账号须写明关停理由" in session.text
        await session.press("tab", *"整合", "ctrl+s")
        assert "状态：    已关停" in session.text
        await session.press("u")
        assert "状态：    在用" in session.text

    work(data, close)
    assert "closed_on" not in kept(data)["2026-2"].fields


def test_rules_and_items_are_picked_by_name_and_opened(data: Path) -> None:
    number = item(data, name="澄清公告", column="部门要闻")

    async def pick(session: Session) -> None:
        await session.press("7", "end", "e", *["down"] * 6, "f3", "/", *"yqjc", "enter", "enter", "ctrl+s")
        assert "已保存" in session.text
        await session.press("e", *["down"] * 5, "f3", "enter", "ctrl+s", "enter")
        assert "舆情监测制度" in session.text
        await session.press("i")
        assert "澄清公告" in session.text
        await session.press("escape", "r")
        assert "共2条" in session.text
        await session.press("end", "enter")
        assert "名称：舆情监测制度" in session.text

    work(data, pick)
    assert kept(data)["2026-4"].fields["items"] == [number]
    assert kept(data)["2026-4"].fields["rules"] == ["〔2026〕15号"]


def test_two_people_change_one_record(data: Path) -> None:
    async def both(session: Session) -> None:
        await session.press("7", "end", "e", "down", *"（一）")
        change_work(office_of(data, "李四"), "2026-4", {"section": "法规科"})
        await session.press("ctrl+s")
        await session.until(lambda: "法规科" in session.text)

    work(data, both)
    fields = kept(data)["2026-4"].fields
    assert (fields["name"], fields["section"]) == ("澄清网传补贴消息（一）", "法规科")


def test_the_list_of_a_kind_and_year_is_written_out(data: Path) -> None:
    async def export(session: Session) -> None:
        await session.press("7", "o", "1")
        assert "导出完成" in session.text
        await session.press("escape", "o", "2")

    work(data, export)
    written = {path.name: path.read_text(encoding="utf-8") for path in (data.parent / "exports").iterdir()}
    this_year = next(text for name, text in written.items() if name.startswith("2026年"))
    last_year = next(text for name, text in written.items() if name.startswith("2025年"))
    assert "共4条" in this_year
    assert "政策解读形式单一" not in this_year
    assert "政策解读形式单一" in last_year


def test_those_who_only_look_change_nothing(data: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("7")
        for key in "neux":
            await session.press(key)
            assert "只读方式" in session.text, key
        await session.press("home", "enter")
        for key in "dceux":
            await session.press(key)
            assert "只读方式" in session.text, key

    work(data, look, read_only=True)


def test_texts_of_any_kind_are_shown_as_text(empty: Path) -> None:
    for text in NASTY:
        line = text[:200].replace("\n", " ")
        add_work(office_of(empty, "李四"), {"kind": "problem", "name": line, "measures": text}, TODAY)

    async def look(session: Session) -> None:
        await session.press("7")
        for _ in NASTY:
            await session.press("enter", "d")
            assert "\x1b" not in session.text
            await session.press("escape", "escape", "down")
        assert "[a]甲[bold]乙[/bold]" in session.text

    work(empty, look)
