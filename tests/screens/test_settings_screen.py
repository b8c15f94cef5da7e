"""The settings as a form: what is changed holds at once and is one act; a session that only reads changes nothing."""

from pathlib import Path

from tests.screens.report_host import Session, work
from tui_disclose.office.house import open_office


def test_a_changed_setting_is_saved_and_holds_at_once(data: Path) -> None:
    async def change(session: Session) -> None:
        await session.press("S")
        assert "单位名称" in session.text
        await session.press(*"（本级）", "ctrl+s")
        await session.until(lambda: "设置已保存" in session.text)
        await session.press("6")
        assert "年度报告：淮安市人民政府（本级）" in session.text
        await session.press("8")
        assert "修改设置：单位名称：淮安市人民政府 → 淮安" in session.text

    work(data, change)
    assert open_office(data).settings.unit == "淮安市人民政府（本级）"


def test_what_cannot_be_is_said_and_the_form_stays(data: Path) -> None:
    async def change(session: Session) -> None:
        await session.press("ctrl+p", *"sz", "enter")
        await session.until(lambda: "单位名称" in session.text)
        await session.press("tab", "tab", *"123", "ctrl+s")
        assert "18位" in session.text
        assert "123" in session.text

    before = (data / "settings.toml").read_bytes()
    work(data, change)
    assert (data / "settings.toml").read_bytes() == before


def test_a_reading_session_sees_the_settings_and_changes_none(data: Path) -> None:
    async def change(session: Session) -> None:
        await session.press("S")
        assert "只读" in session.text
        await session.press("x", "ctrl+s")
        assert "只读" in session.message

    before = (data / "settings.toml").read_bytes()
    work(data, change, read_only=True)
    assert (data / "settings.toml").read_bytes() == before
