"""Every row of 三 and every column of 四 by keyboard, each through its lawful path only; the records behind a cell."""

from datetime import date
from pathlib import Path

import pytest

from tests.screens.report_host import Session, office_of, work
from tests.screens.request_host import REPLY, events, happened, registered
from tui_disclose.office.remedies import find_case
from tui_disclose.office.reports import sheet_of
from tui_disclose.office.requests import find_request
from tui_disclose.records.events import event_ledger

OUTCOMES = {choice.key: choice.words for choice in event_ledger("replied").field("outcome").choices}

PATHS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "third_party": (("征求第三方意见", ("0107",)),),
    "unclear": (("通知补正", ("0106", "0116")), ("收到补正", ("0113",))),
    "excessive": (("要求说明理由", ("0107",)),),
    "not_corrected": (("通知补正", ("0106", "0116")),),
    "fee_unpaid": (("通知缴费", ("0106", "", "", "100", "700")),),
}
"""What has to have happened before a reply with that outcome (Art. 30, 32, 35 and the fee measure)."""

LACKS = {
    "third_party": "没有征求第三方意见",
    "unclear": "没有发过补正通知",
    "excessive": "没有要求申请人说明理由",
    "not_corrected": "没有发过补正通知",
    "fee_unpaid": "没有发过收费通知",
}
"""What is said where it has not."""


@pytest.fixture
def data(empty: Path) -> Path:
    return empty


async def begin(session: Session, words: str) -> None:
    """Choose what comes next by the key that the question shows beside it, and go to its first field."""
    await session.press("n")
    (key,) = [line.split()[0] for line in session.text.splitlines() if line[2:].split("（")[0] == words]
    await session.press(key, "ctrl+home")
    assert f"的{words}" in session.text


async def fill(session: Session, *texts: str) -> None:
    await session.press(*(key for at, text in enumerate(texts) for key in (*(["tab"] if at else []), *text)))


async def reply(session: Session, outcome: str) -> None:
    """Type a reply, late ones with their reason, everything on its form that its outcome needs."""
    await begin(session, "答复")
    place = str(list(OUTCOMES).index(outcome) + 1)
    # 20 working days from 5 January 2026 end on 2 February: it is late, and says why and by whom.
    await fill(session, "0309", place, "", "", "科依〔2026〕1号", "2", "", "", "", "", "案情复杂", "李四", "")
    if outcome in ("confirmation", "other"):
        # No source names an article for these: none is asked for, and none was offered.
        assert "法律依据    ：\n" in session.text
    await session.press("ctrl+s")


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_row_of_the_outcomes_is_reached_by_its_path_only(data: Path, outcome: str) -> None:
    number = registered(data, channel="in_person", arrived_on="2026-01-05", confirmed_on=None)
    before = PATHS.get(outcome, ())

    async def answer(session: Session) -> None:
        await session.press("4", "enter")
        if before:
            await reply(session, outcome)
            assert LACKS[outcome] in session.text.replace("\n", "")
            await session.press("escape", "escape", "4")
            assert events(data, number) == []
        for words, texts in before:
            await begin(session, words)
            await fill(session, *texts)
            await session.press("ctrl+s")
            assert "已登记" in session.text
        await reply(session, outcome)
        assert "已答复" in session.text, "nothing was asked for any more"

    work(data, answer)
    assert "close_override" not in events(data, number)[-1]
    derived = sheet_of(office_of(data, "x", read_only=True), 2026).derived
    found = {address for address, figure in derived.figures.items() if figure}
    assert found == {"requests.received.natural_person", f"requests.{outcome}.natural_person"}
    assert derived.records[f"requests.{outcome}.total"] == (number,)


def test_one_withdrawn_is_counted_among_the_others(data: Path) -> None:
    number = registered(data, channel="in_person", arrived_on="2026-02-25", confirmed_on=None)

    async def withdraw(session: Session) -> None:
        await session.press("4", "enter")
        await begin(session, "申请人撤回")
        await session.press("ctrl+s")
        assert "已撤回" in session.text

    work(data, withdraw)
    derived = sheet_of(office_of(data, "x", read_only=True), 2026).derived
    assert derived.records["requests.other.natural_person"] == (number,)


RESULTS = {"upheld": "1", "corrected": "2", "other": "3", "pending": ""}


@pytest.mark.parametrize("group", ["reconsideration", "litigation_direct", "litigation_after"])
@pytest.mark.parametrize("result", RESULTS)
def test_each_column_of_the_cases_is_reached(data: Path, group: str, result: str) -> None:
    number = registered(data, channel="in_person", arrived_on="2026-01-05", confirmed_on=None)
    happened(data, number, REPLY | {"on": "2026-01-20", "outcome": "granted"})

    async def register(session: Session, name: str, path: str, after: str, filed: str) -> None:
        await session.press("n", "ctrl+home")
        await fill(session, name, path, number, after, filed)
        assert "应当先申请行政复议" not in session.text.replace("\n", "")
        await session.press("ctrl+s")
        assert f"已登记复议诉讼案件{name}" in session.text

    async def decide(session: Session, name: str, on: str, key: str) -> None:
        await session.press("end")
        assert session.app.screen.number == name
        await session.press("d", "ctrl+home")
        await fill(session, on, key)
        await session.press("ctrl+s")
        assert "共" in session.text

    async def keep(session: Session) -> None:
        await session.press("5")
        if group == "litigation_after":
            await register(session, "复议1", "1", "", "0122")
            await decide(session, "复议1", "0202", "1")
        own = "1" if group == "reconsideration" else "2"
        await register(session, "案件1", own, "复议1" if group == "litigation_after" else "", "0210")
        if RESULTS[result]:
            await decide(session, "案件1", "0305", RESULTS[result])

    work(data, keep)
    derived = sheet_of(office_of(data, "x", read_only=True), 2026).derived
    found = {address: derived.records[address] for address, n in derived.figures.items() if n and "remedies" in address}
    expected = {f"remedies.{group}.{result}": ("案件1",)}
    if group == "litigation_after":
        expected["remedies.reconsideration.upheld"] = ("复议1",)
    assert found == expected


def test_a_lawsuit_without_the_review_that_has_to_come_first_is_warned_about_and_kept(data: Path) -> None:
    number = registered(data, channel="in_person", arrived_on="2026-01-05", confirmed_on=None)
    happened(data, number, REPLY | {"on": "2026-01-20", "outcome": "deliberative"})

    async def keep(session: Session) -> None:
        await session.press("4", "enter", "down", "down", "enter", "ctrl+home")
        await fill(session, "案件1", "2", "", "", "0210")
        # 《行政复议法》 Art. 23: what was not given is for the review authority first, from 2024 on.
        assert "应当先申请行政复议" in session.text.replace("\n", "")
        await session.press("ctrl+s")
        await session.press("5", "enter")
        assert "应当先申请行政复议" in session.text.replace("\n", "")

    work(data, keep)
    assert find_case(office_of(data, "x"), "案件1").request == number


def test_the_offices_own_deadlines_and_an_order_to_reply_anew(data: Path) -> None:
    number = registered(data, channel="in_person", arrived_on="2026-01-05", confirmed_on=None)
    happened(data, number, REPLY | {"on": "2026-01-20", "outcome": "granted"})

    async def keep(session: Session) -> None:
        await session.press("5", "n", "ctrl+home")
        await fill(session, "复议1", "1", "2026-1", "", "0302", "", "", "", "", "", "0305")
        # Ten working days after Thursday 5 March 2026; five in the simplified procedure.
        assert "书面答复：最晚2026-03-19" in session.text
        await session.press("up", "2")
        assert "书面答复：最晚2026-03-12" in session.text
        await session.press("ctrl+s", "d", "ctrl+home")
        await fill(session, "0309", "2", "1", "0331")
        await session.press("ctrl+s")
        assert "责令重新答复" in session.text
        await session.press("r")
        assert "应在2026-03-31（周二）或以前重新答复" in session.text
        assert "重新答复：最晚2026-03-31" in session.text
        await session.press("4")
        assert "2026-03-31 还剩15" in session.text

    work(data, keep)
    assert find_case(office_of(data, "x"), "复议1").request == number
    request = find_request(office_of(data, "x"), number)
    assert request.events[-1].raw == {
        "kind": "re_reply_ordered",
        "on": "2026-03-09",
        "case": "复议1",
        "until": "2026-03-31",
    }
    assert date(2026, 3, 31).weekday() == 1


def test_enter_on_a_figure_lists_exactly_its_records_and_comes_back_to_its_cell(data: Path) -> None:
    for day in ("2026-01-05", "2026-01-06", "2026-01-07"):
        number = registered(data, channel="in_person", arrived_on=day, confirmed_on=None)
    happened(data, number, REPLY | {"on": "2026-01-20", "outcome": "granted"})

    async def look(session: Session) -> None:
        await session.press("6", "n", *"2026", "enter", "]")
        cell = session.cell
        await session.press("enter")
        assert "台账3条" in session.text
        rows = [line for line in session.text.splitlines() if "收到" in line]
        assert [row.split()[0] for row in rows] == ["〔2026〕1号", "〔2026〕2号", "〔2026〕3号"]
        await session.press("end", "enter")
        assert "申请〔2026〕3号" in session.text
        assert "已答复" in session.text
        await session.press("escape")
        assert "台账3条" in session.text
        await session.press("escape")
        assert session.cell == cell
        # A figure that is being typed is saved by Enter as everywhere; a cell without records is left by it.
        await session.press("right")
        there = session.cell
        await session.press("enter")
        assert session.cell != there
        await session.press("left", "left", *"4", "enter")
        assert "台账3条" not in session.text

    work(data, look)
