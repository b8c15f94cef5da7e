"""The palette: what is typed finds commands, places and records, and Enter does what their keys do."""

from pathlib import Path

import pytest

from tests.screens.report_host import TODAY, Session, kept, office_of, work
from tui_disclose.office.entering import set_figures
from tui_disclose.store.interface import Change
from tui_disclose.tui.screens.palette import PaletteScreen


def found(session: Session) -> list[str]:
    screen = session.app.screen
    assert isinstance(screen, PaletteScreen)
    return [entry.name for entry in screen.found]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("导出", "导出"),
        ("dc", "导出"),
        ("DC", "导出"),
        ("czjl", "操作记录"),
        ("nb", "年报"),
        ("2024", "2024年年度报告"),
        ("２０２４", "2024年年度报告"),
        ("bl", "补零"),
    ],
)
def test_what_is_typed_finds_it_first(unbalanced: Path, typed: str, first: str) -> None:
    async def look(session: Session) -> None:
        await session.press("enter", "ctrl+p", *typed)
        assert found(session)[0] == first
        assert first in session.text.splitlines()[2]

    work(unbalanced, look)


def test_enter_does_what_the_key_does(data: Path) -> None:
    async def do(session: Session) -> None:
        # An action of the screen, a key of the widget, a place, a record.
        await session.press("n", "enter", "7", "tab", "ctrl+p", *"bl", "enter")
        assert len(kept(data, 2025)) == 10
        await session.press("ctrl+p", *"xyg", "enter")
        assert session.cell.startswith("规章·现行有效件数")
        await session.press("ctrl+p", *"czjl", "enter")
        assert "共3条" in session.text
        await session.press("ctrl+p", *"2025", "enter")
        await session.until(lambda: "2025年 前言" in session.text)
        await session.press("escape", "escape")
        assert "年度报告：淮安市人民政府" in session.text

    work(data, do)


@pytest.mark.parametrize(
    ("place", "typed", "title"), [("8", "djsq", "登记申请"), ("4", "djsq", "登记申请"), ("6", "登记制度", "登记制度")]
)
def test_a_record_is_registered_from_any_place(data: Path, place: str, typed: str, title: str) -> None:
    async def begin(session: Session) -> None:
        await session.press(place, "ctrl+p", *typed)
        assert found(session)[0] == title
        await session.press("enter")
        await session.until(lambda: session.text.startswith(title))

    work(data, begin)


def test_esc_and_what_is_not_there_change_nothing(unbalanced: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("enter")
        before = session.text
        await session.press("ctrl+p", *"没有这个", "enter")
        assert "没有找到" in session.text
        await session.press("escape")
        assert session.text == before

    work(unbalanced, look)


def test_only_what_applies_now_is_offered(unbalanced: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("6", "ctrl+p")
        assert "补零" not in found(session)
        assert "新建" in found(session)
        await session.press("escape", "enter", "ctrl+p")
        assert "补零" in found(session)
        assert "新建" not in found(session)
        # Where text is typed, keys that are characters are text, and the palette opens from there too.
        await session.press("escape", "escape", "left", "enter", "ctrl+p")
        assert "保存" in found(session)
        assert "退出" not in found(session)

    work(unbalanced, look)


def test_a_long_list_of_records_is_bounded_and_says_so(data: Path) -> None:
    names = (f"第{n}号办法[/]𠮷" for n in range(1, 5_001))
    made = [Change("rules", f"〔2024〕{n}号", {"name": name, "kind": "disclosure"}) for n, name in enumerate(names, 1)]
    office_of(data, "zhangsan").store.apply(made, "zhangsan", "登记")

    async def look(session: Session) -> None:
        await session.press("ctrl+p", *"2024")
        assert len(found(session)) == 200
        assert "共5000项，只列前200项" in session.text
        await session.press(*"〕4321")
        assert found(session) == ["〔2024〕4321号“第4321号办法[/]𠮷” 制度"]

    work(data, look)


def test_a_reading_session_finds_too(unbalanced: Path) -> None:
    set_figures(office_of(unbalanced, "zhangsan"), 2023, {"requests.received.business": "1"}, TODAY)

    async def look(session: Session) -> None:
        await session.press("ctrl+p", *"2023", "enter")
        await session.until(lambda: "2023年 前言" in session.text)

    work(unbalanced, look, read_only=True)
