"""A ledger with names and contacts: masked in lists, shown once recorded, masked for those who only look."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar

import pytest

from tests.screens.report_host import TODAY, Session, office_of, work
from tui_disclose.office import trail
from tui_disclose.office.house import create_office
from tui_disclose.office.ledgers import add, change
from tui_disclose.records.fields import Field, Ledger
from tui_disclose.tui.commands import bindings
from tui_disclose.tui.screens.ledger import LedgerScreen
from tui_disclose.tui.screens.ledger_acts import record_keys
from tui_disclose.tui.screens.record import RecordScreen

PEOPLE = Ledger(
    "people",
    "来访",
    (
        Field("name", "姓名", required=True, personal=True, column=12),
        Field("phone", "电话", personal=True),
        Field("about", "事由", column=20),
    ),
    title="name",
)


class PersonScreen(RecordScreen):
    LEDGER = "people"
    KEYS = (*RecordScreen.KEYS, *record_keys("rule", "注销", "repeal"))
    BINDINGS = bindings(KEYS)
    ledger = PEOPLE  # type: ignore[assignment]


class PeopleScreen(LedgerScreen):
    LEDGER = "people"
    RECORD: ClassVar[type[RecordScreen]] = PersonScreen
    ledger = PEOPLE  # type: ignore[assignment]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(trail, "ledger", lambda key: PEOPLE)
    monkeypatch.setattr(trail, "ledger_keys", lambda: ("people",))
    folder = tmp_path / "data"
    create_office(folder, "某局", TODAY)
    office = office_of(folder, "lisi")
    for name, about in (("欧阳修", "查阅"), ("王安石", "投诉")):
        add(office, PEOPLE, {"name": name, "phone": "13900001111", "about": about}, lambda taken: str(len(taken) + 1))
    change(office, PEOPLE, "1", {"phone": "13711112222"})
    return folder


def open_list(data: Path, does: Callable[[Session], Awaitable[None]], *, read_only: bool = False) -> None:
    async def go(session: Session) -> None:
        session.app.push_screen(PeopleScreen())
        await session.until(lambda: "共2条" in session.text)
        await does(session)

    work(data, go, read_only=read_only)


def readings(data: Path) -> list[tuple[str, str]]:
    entries = office_of(data, "lisi", read_only=True).store.since(0)
    return [(entry.who, entry.place) for entry in entries if entry.why.startswith("查看")]


def test_a_list_masks_names_and_yet_finds_them(data: Path) -> None:
    async def look(session: Session) -> None:
        assert "欧＊＊" in session.text
        assert "欧阳修" not in session.text
        await session.press("/", *"oyx")
        assert "找到1条" in session.text

    open_list(data, look)
    assert readings(data) == []


def test_opening_a_record_is_recorded_once_a_session_and_shows_it(data: Path) -> None:
    async def look(session: Session) -> None:
        for _ in range(2):
            await session.press("enter")
            assert "姓名：欧阳修" in session.text
            await session.press("e")
            assert "13711112222" in session.text
            await session.press("escape", "h")
            assert "13900001111 → 13711112222" in session.text
            await session.press("escape", "escape")

    open_list(data, look)
    assert readings(data) == [("zhangsan", "people/1")]


def test_those_who_only_look_see_and_find_nothing_personal(data: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("enter")
        assert "姓名：欧＊＊" in session.text
        assert "1＊＊" in session.text
        await session.press("h")
        assert "电话：1＊＊ → 1＊＊" in session.text
        assert "137" not in session.text
        await session.press("escape", "escape", "/", *"oyx")
        assert "找到0条" in session.text

    open_list(data, look, read_only=True)
    assert readings(data) == []
