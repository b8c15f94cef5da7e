"""Where a person left off is where the next session opens: the place, the record, the filter, the order."""

from datetime import date
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Size

from tests.screens.report_host import Session, office_of, work
from tui_disclose.office.demo import create_demo
from tui_disclose.office.ledgers import rows
from tui_disclose.office.position import Lists, Place, keep_lists, last_lists
from tui_disclose.records.ledger_files import ledger


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
        # `work` goes on from place 1 to the list of years, and only from there.
        assert "【6年报】" in session.text
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
        # `work` goes on from place 1 to the list of years, and only from there.
        assert "【6年报】" in session.text
        await session.press("2")
        assert "制度：共" in session.text

    keep_lists(office_of(made, "zhangsan"), Lists())
    (file,) = made.glob("drafts/zhangsan/lists.json")
    file.write_text(text, encoding="utf-8")
    work(made, look)


def test_a_reason_that_was_being_typed_is_offered_again_for_the_same_record_only(made: Path) -> None:
    async def drop(session: Session) -> None:
        await session.press("5", "home", "x", *"重复登记的案件")
        session.app.leave()

    async def again(session: Session) -> None:
        await session.press("5", "home", "x")
        assert "重复登记的案件" in session.text
        assert "已恢复上次没有写完的内容" in session.text
        await session.press("escape", "down", "x")
        assert "重复登记的案件" not in session.text
        # Esc said that it is not wanted.
        await session.press("escape", "up", "x")
        assert "重复登记的案件" not in session.text
        session.app.leave()

    work(made, drop)
    drafts = list(made.glob("drafts/zhangsan/ask-*"))
    assert [path.read_text(encoding="utf-8") for path in drafts] == ["重复登记的案件"]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in drafts)
    work(made, again)
    assert list(made.glob("drafts/zhangsan/ask-*")) == []
    assert len(rows(office_of(made, "lisi", read_only=True), ledger("remedies"))) == 5


def test_a_reason_of_accepting_a_finding_is_offered_again(unbalanced: Path) -> None:
    async def drop(session: Session) -> None:
        await session.press("6", "enter", "]", "]", "]", "a", *"已核实无误")
        assert "认可的理由" in session.text
        session.app.leave()

    async def again(session: Session) -> None:
        # The session opens in the findings, where the last one ended.
        await session.press("enter", "a")
        assert "已核实无误" in session.text
        await session.press("enter")
        assert "已认可" in session.text

    work(unbalanced, drop)
    work(unbalanced, again)
    assert list(unbalanced.glob("drafts/zhangsan/ask-*")) == []


def test_a_window_that_shrinks_while_the_program_ends_is_no_trouble(made: Path) -> None:
    async def leave(session: Session) -> None:
        screen = session.app.screen
        session.app.leave()
        screen.on_resize(events.Resize(Size(60, 20), Size(60, 20)))  # type: ignore[attr-defined]

    work(made, leave)
