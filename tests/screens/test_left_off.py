"""Where a person left off is where the next session opens: the place, the record, the filter, the order."""

from datetime import date
from pathlib import Path

import pytest

from tests.screens.report_host import Session, office_of, work
from tui_disclose.office.demo import create_demo
from tui_disclose.office.position import Lists, Place, keep_lists, last_lists


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return create_demo(tmp_path_factory.mktemp("left") / "data", date.today()).folder


@pytest.mark.parametrize(("place", "ledger"), [("2", "制度"), ("4", "申请"), ("5", "复议诉讼案件")])
def test_the_list_opens_again_on_its_record(made: Path, place: str, ledger: str) -> None:
    numbers: list[str] = []

    async def leave(session: Session) -> None:
        await session.press(place, "down", "down")
        numbers.append(session.app.screen.number)
        session.app.leave()

    async def again(session: Session) -> None:
        await session.until(lambda: f"{ledger}：共" in session.text)
        assert session.app.screen.number == numbers[0]
        # From an opened record too; it is not opened by itself: whoever looks at personal data is on record.
        await session.press("down", "enter")
        numbers.append(session.app.screen.number)
        session.app.leave()

    async def third(session: Session) -> None:
        assert session.app.screen.number == numbers[1]
        assert f"{ledger}：共" in session.text
        await session.press("6")
        session.app.leave()

    async def elsewhere(session: Session) -> None:
        assert "【1待办】" in session.text
        await session.press(place)
        assert session.app.screen.number == numbers[1]

    for each in (leave, again, third, elsewhere):
        work(made, each)


def test_filter_and_order_are_there_again(made: Path) -> None:
    async def leave(session: Session) -> None:
        await session.press("2", "s", "s", "/", *"zd", "tab")
        session.app.leave()

    async def again(session: Session) -> None:
        await session.until(lambda: "含“zd”的" in session.text)
        assert "按编号倒序" in session.text

    work(made, leave)
    work(made, again)


def test_it_is_private_to_each_person_and_bounded(made: Path) -> None:
    zhang, li = office_of(made, "zhangsan"), office_of(made, "lisi")
    keep_lists(zhang, Lists(4, {"requests": Place("〔2024〕1号", "筛" * 100_000)}))
    assert last_lists(li) == Lists()
    assert last_lists(zhang) == Lists(4, {"requests": Place("〔2024〕1号", "筛" * 200)})
    (file,) = made.glob("drafts/zhangsan/lists.json")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.stat().st_size < 1_000


@pytest.mark.parametrize("text", ["", "[]", "{", '{"open": "x"}', '{"open": 99, "places": {"rules": {"sort": 77}}}'])
def test_what_cannot_be_read_is_no_trouble(made: Path, text: str) -> None:
    async def look(session: Session) -> None:
        assert "【1待办】" in session.text
        await session.press("2")
        assert "制度：共" in session.text

    keep_lists(office_of(made, "zhangsan"), Lists())
    (file,) = made.glob("drafts/zhangsan/lists.json")
    file.write_text(text, encoding="utf-8")
    work(made, look)
