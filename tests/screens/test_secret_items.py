"""Items of what is secret on screen, and what is said before anything is asked."""

from pathlib import Path

import pytest

from tests.screens.catalogue_host import catalogue, item
from tests.screens.report_host import Session, office_of, work
from tui_disclose.office.catalogue import CATALOGUE
from tui_disclose.office.ledgers import find_row
from tui_disclose.records.items import APPROVAL


@pytest.fixture
def data(empty: Path) -> Path:
    catalogue(empty)
    return empty


def test_of_secrets_no_words_are_asked_for(data: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("3", "end", "enter", "?")
        assert "复查" in session.text
        assert not any(name in session.text for name in ("解读", "审批单", "附件", "改来源"))
        await session.press("Z")
        assert "这里只供阅读，“Z”不起作用" in session.text
        await session.press("escape", "m")
        assert "不记附件" in session.text
        await session.press("i")
        assert "不登记解读" in session.text
        await session.press("p")
        assert "没有信息发布审批单" in session.text
        await session.press("x", "2")
        assert "已于2026-03-10撤下，理由：重复登记" in session.text
        await session.press("e")
        assert "不能再修改" in session.text

    work(data, look)


def test_what_is_wanting_is_said_before_a_comment_is_asked_for(data: Path) -> None:
    number = item(data, name="没有栏目的")

    async def hand_in(session: Session) -> None:
        await session.press("3", "end", "enter", "s")
        assert "栏目还没有填写" in session.text
        assert "要说明的" not in session.text

    work(data, hand_in)
    assert APPROVAL not in find_row(office_of(data, "x", read_only=True), CATALOGUE, number).fields
