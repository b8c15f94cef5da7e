"""Place 1 by keyboard: what is owed, opened where it is seen to; the year at a glance; what colleagues save."""

from pathlib import Path

import pytest

from tests.screens.golden import golden
from tests.screens.report_host import SIZES, TODAY, Session, office_of, work
from tui_disclose.office.catalogue import add_item
from tui_disclose.office.duties import Glance
from tui_disclose.office.house import create_office
from tui_disclose.office.ledgers import add
from tui_disclose.office.requests import register
from tui_disclose.problems import Refused
from tui_disclose.records.ledger_files import ledger
from tui_disclose.tui.screens.desk import glance_lines

RULES = ledger("rules")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    create_office(tmp_path / "data", "某市某局", TODAY)
    return tmp_path / "data"


def rule(data: Path, name: str, review_on: str) -> None:
    office = office_of(data, "lisi")
    add(office, RULES, {"name": name, "review_on": review_on}, lambda taken: str(len(taken) + 1))


@pytest.mark.parametrize("size", SIZES)
def test_the_desk_looks_like_its_golden(data: Path, size: tuple[int, int]) -> None:
    async def look(session: Session) -> None:
        await session.press("1")
        golden("desk-begun", size, session.text)
        rule(data, "保密审查制度", "2026-03-01")
        lisi = office_of(data, "lisi")
        for day in ("2026-02-02", "2026-02-10", "2026-03-09"):
            register(lisi, {"channel": "in_person", "arrived_on": day, "applicant.kind": "natural_person"})
        register(lisi, {"channel": "internet", "arrived_on": "2026-03-10", "applicant.kind": "business"})
        await session.until(lambda: "〔2026〕4号" in session.text)
        golden("desk", size, session.text)

    work(data, look, size)


def test_a_row_opens_what_it_is_about_and_comes_back(data: Path) -> None:
    rule(data, "保密审查制度", "2026-03-01")

    async def look(session: Session) -> None:
        await session.press("1")
        assert "评估清理" in session.text
        kinds = [duty.kind for duty in session.app.screen.duties]  # type: ignore[attr-defined]
        await session.press(*["down"] * kinds.index("rule_review"))
        await session.press("enter")
        assert "名称：    保密审查制度" in session.text
        await session.press("1", "home", "enter")
        # The yearly report on the year before is what is owed first.
        assert "2025年" in session.text

    work(data, look)


def test_an_empty_column_opens_the_catalogue_at_that_column(data: Path) -> None:
    add_item(office_of(data, "lisi"), {"name": "通知", "column": "部门文件"}, TODAY)

    async def look(session: Session) -> None:
        await session.press("1")
        kinds = [duty.kind for duty in session.app.screen.duties]  # type: ignore[attr-defined]
        await session.press(*["down"] * kinds.index("empty_column.新闻发布会"), "enter")
        assert "【3主动公开】" in session.text
        assert "栏目：新闻发布会" in session.text
        assert "通知" not in session.text

    work(data, look)


def test_those_who_only_look_see_it_too(data: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("1")
        assert "年度报告应在" in session.text
        await session.press("r")
        assert "按今天的日期" in session.text

    work(data, look, read_only=True)


def test_the_chart_has_a_sign_for_each_month_and_says_the_highest() -> None:
    def lines(*months: int) -> list[str]:
        return glance_lines(Glance(2026, sum(months), 1, 2, 0, months, 5, 0))

    assert "1月[" + " " * 12 + "]12月" in lines(*[0] * 12)[1]
    shown = lines(1, 0, 8, 4, *[0] * 8)[1]
    assert "[▁ █▄        ]" in shown
    assert "最多8件（3月）" in shown


def test_a_list_that_cannot_be_made_says_why(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise Refused("台账的一处读不出来。")

    monkeypatch.setattr("tui_disclose.tui.screens.desk.owed", fails)

    async def look(session: Session) -> None:
        for key in ("1", "r"):
            await session.press(key)
            assert "台账的一处读不出来。" in session.text
            assert "现在无法列出" in session.text

    work(data, look)
