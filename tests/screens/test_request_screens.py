"""Place 4 on screen: the register, one request with what is next by law, its forms, letters and working."""

from pathlib import Path

import pytest

from tests.screens.golden import each_size, looks_like_golden
from tests.screens.report_host import NASTY, TODAY, Session, office_of, work
from tests.screens.request_host import COURSE, events, happened, registered, three_requests
from tui_disclose.office.changing_settings import change_settings
from tui_disclose.office.requests import find_request, views
from tui_disclose.office.trail import acts
from tui_disclose.office.undoing import undo_last

FIRST, SECOND, THIRD = "〔2026〕1号", "〔2026〕2号", "〔2026〕3号"
OPEN = ["4", "home", "enter"]


@pytest.fixture
def data(empty: Path) -> Path:
    three_requests(empty)
    return empty


SCREENS: dict[str, list[str]] = {
    "request-list": ["4"],
    "request": OPEN,
    "request-answered": ["4", "end", "enter"],
    "request-next": [*OPEN, "n"],
    "request-form": ["4", "n", "5"],
    "request-event": [*OPEN, "n", "1", "down", "2"],
    "request-reply": [*OPEN, "n", "3", "2", "tab"],
    "request-close": [*OPEN, "n", "3", "2", "ctrl+s"],
    "request-letters": [*OPEN, "l"],
    "request-letter": [*OPEN, "l", "end", "up", "up", "up", "up", "enter"],
    "request-why": [*OPEN, "w"],
    "request-days": [*OPEN, "w", "d", "pagedown"],
    "request-fee": [*OPEN, "f", "1", "0", "0", "enter"],
    "remedies": ["5"],
    "remedy": ["5", "enter"],
}


@each_size
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_looks_like_its_golden(data: Path, name: str, size: tuple[int, int]) -> None:
    looks_like_golden(data, name, size, *SCREENS[name])


def test_the_list_names_no_applicant_and_sorts_and_filters_by_what_is_derived(data: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("4")
        assert "张三" not in session.text
        await session.press("/", *"状态:待确认", "enter")
        assert session.app.screen.number == SECOND
        await session.press("escape", "/", *"张三", "enter")
        assert "含“张三”的3条" in session.text

    work(data, look)
    assert not [act for act in acts(office_of(data, "x", read_only=True)) if act.why.startswith("查看")]


def test_an_empty_register_says_how_to_begin(empty: Path) -> None:
    async def look(session: Session) -> None:
        await session.press("4")
        assert "还没有登记申请" in session.text
        await session.press("enter", "e", "x", "h", "5")
        assert "还没有登记复议" in session.text
        await session.press("enter", "e", "d", "r", "x")

    work(empty, look)


def test_opening_a_request_is_recorded_once_a_session_and_shows_who_asks(data: Path) -> None:
    async def look(session: Session) -> None:
        await session.press(*OPEN)
        assert "自然人 张三" in session.text
        assert "第三方甲公司" in session.text
        await session.press("escape", "enter", "enter", "escape")

    work(data, look)
    seen = [act.why for act in acts(office_of(data, "x", read_only=True)) if act.why.startswith("查看")]
    assert seen == [f"查看申请{FIRST}的个人信息"]


def test_those_who_only_look_see_everything_but_who_it_is(data: Path) -> None:
    async def look(session: Session) -> None:
        await session.press(*OPEN)
        assert "张三" not in session.text
        assert "张＊＊" in session.text
        assert "甲公司" not in session.text
        for key in ("n", "a", "e", "s", "u", "l", "r"):
            await session.press(key)
            assert "只读方式" in session.text, key
        await session.press("end", "enter")
        assert "甲＊＊" in session.text
        assert "甲公司" not in session.text
        await session.press("escape", "x")
        assert "只读方式" in session.text
        await session.press("home", "enter")
        assert "13900000001" not in session.text
        await session.press("escape", "w")
        assert "应当在" in session.text

    before = (data / "trail").read_bytes() if (data / "trail").is_file() else None
    work(data, look, read_only=True)
    assert before == ((data / "trail").read_bytes() if (data / "trail").is_file() else None)


def test_the_day_of_receipt_follows_the_channel_while_it_is_typed(empty: Path) -> None:
    async def enter(session: Session) -> None:
        await session.press("4", "n", "1", "tab", *"0302")
        # 20 working days after Monday 2 March 2026 end on Monday 30 March: no holiday lies between.
        assert "收到申请之日2026-03-02" in session.text
        assert "应在2026-03-30" in session.text
        await session.press("tab")
        assert "提交之日为收到之日，这一项不填" in session.text
        await session.press("up", "up", "5", "tab")
        assert "（待确认）" in session.text.replace("\n", "")
        await session.press("tab")
        assert "双方确认之日为收到之日" in session.text
        await session.press(*"0303")
        # One more day: Tuesday 31 March.
        assert "应在2026-03-31" in session.text
        await session.press("tab", "tab", "1", "tab", *"李四", "ctrl+s")
        assert f"已登记申请{FIRST}。" in session.text

    work(empty, enter)
    assert find_request(office_of(empty, "x"), FIRST).received_on.isoformat() == "2026-03-03"


def test_the_form_of_an_answered_request_says_that_it_is_answered(data: Path) -> None:
    async def change(session: Session) -> None:
        await session.press("4", "end", "e")
        assert "2026-02-20办结" in session.text
        assert "工作日" not in session.text.split("收到申请之日2026-01-05")[1].splitlines()[0]

    work(data, change)


def test_what_is_impossible_is_said_and_stays_in_the_form(empty: Path) -> None:
    async def enter(session: Session) -> None:
        await session.press("4", "n", "5", "tab", *"0303", "tab", *"0302", "tab", "tab", "1", "ctrl+s")
        assert "早于到达日期" in session.text
        assert "登记申请" in session.text

    work(empty, enter)
    assert not list(views(office_of(empty, "x"), TODAY))


def test_the_same_applicant_and_matter_are_hinted_at_before_it_is_saved(data: Path) -> None:
    async def enter(session: Session) -> None:
        await session.press("4", "n", "1", "tab", *"0128", "tab", "tab", "tab", "1", "tab", *"张三", "down", "down")
        await session.press(*"2025年度全市科技计划项目经费决算明细", "ctrl+s")
        assert "可能是重复申请" in session.text
        assert FIRST in session.text
        await session.press("1")
        assert "还没有登记" in session.text
        assert len(list(views(office_of(data, "x"), TODAY))) == 3
        await session.press("ctrl+s", "2")
        assert "已登记申请〔2026〕4号" in session.text

    work(data, enter)


def test_an_event_is_typed_put_right_and_struck_out_with_reasons(data: Path) -> None:
    async def handle(session: Session) -> None:
        await session.press(*OPEN, "n", "1", "down", "2", "ctrl+s")
        assert "第三方答复意见（2026-03-10）" in session.text
        assert events(data, FIRST)[-1] == {"kind": "third_party_replied", "on": "2026-03-10", "opinion": "refused"}
        await session.press("end", "e")
        assert "更正申请" in session.text
        await session.press("home", "ctrl+k", *"0309", "ctrl+s", *"收文章为准", "enter")
        assert events(data, FIRST)[-1]["on"] == "2026-03-09"
        await session.press("end", "x")
        assert "划去2026-03-09的第三方答复意见" in session.text
        await session.press(*"误登", "enter")
        assert len(events(data, FIRST)) == 3
        assert "（已划去：误登）" in session.text
        await session.press("u")
        assert len(events(data, FIRST)) == 4
        await session.press("end", "e", "escape", "home", "x", *"重复登记", "enter")
        assert "已注销登记" in session.text
        await session.press("n")
        assert "不能再登记" in session.text

    work(data, handle)
    why = [act.why for act in acts(office_of(data, "x", read_only=True))]
    assert any("理由：收文章为准" in each for each in why)


def test_a_reply_that_lacks_something_is_kept_only_with_a_reason(data: Path) -> None:
    async def reply(session: Session) -> None:
        await session.press(*OPEN, "n", "3", "1", "ctrl+s")
        for lack in ("没有写明法律依据", "没有答复书的文号", "没有写明送达方式"):
            assert lack in session.text
        await session.press("escape")
        assert "请补齐" in session.text
        assert len(events(data, FIRST)) == 3
        await session.press("ctrl+s", *"先口头答复", "enter")
        assert session.text.replace("\n", "").count("未齐备仍办结，理由：先口头答复") == 2, "in its line and said"

    work(data, reply)
    assert events(data, FIRST)[-1]["close_override"] == "先口头答复"


def test_the_usual_ground_is_offered_and_a_complete_reply_asks_for_no_reason(data: Path) -> None:
    async def reply(session: Session) -> None:
        session.app.use_settings(change_settings(session.app.office, {"letters.code": "科"}))
        await session.press(*OPEN, "n", "3", "2", "tab")
        assert "第三十七条" in session.text
        await session.press("tab", "tab")
        assert "接着是“科依申请公开〔2026〕1号”" in session.text
        await session.press(*"科依〔2026〕1号", "tab", "2", "ctrl+s")
        assert "已登记" in session.text

    work(data, reply)
    kept = events(data, FIRST)[-1]
    assert {"outcome": "partial", "method": "post", "letter": "科依〔2026〕1号"}.items() <= kept.items()
    assert kept["ground"] == "《中华人民共和国政府信息公开条例》第三十七条"
    assert "close_override" not in kept


def test_the_letter_of_a_reply_is_seen_before_it_is_saved_and_written_out_after(data: Path) -> None:
    async def reply(session: Session) -> None:
        await session.press(*OPEN, "n", "3", "1", "f2")
        assert len(events(data, FIRST)) == 3
        await session.press("enter")
        assert "答复书" in session.text
        assert "张三" in session.text
        await session.press("escape", "escape", "escape", "3")
        await session.press("l", "end", "up", "up", "enter", "o", "1")
        assert "导出完成" in session.text

    work(data, reply)
    (written,) = (data.parent / "exports").iterdir()
    assert "登记表" in written.name
    assert "张三" in written.read_text(encoding="utf-8")
    assert "张三" not in written.name


def test_one_letter_of_several_matters_is_split(data: Path) -> None:
    async def split(session: Session) -> None:
        await session.press(*OPEN, "s")
        await session.press(*"验收结论", "ctrl+s")
        assert "已拆分，新编号：〔2026〕4号" in session.text
        assert "拆出的申请：〔2026〕4号" in session.text
        await session.press("home", *["down"] * 4, "enter")
        assert "申请〔2026〕4号" in session.text
        assert f"原申请：{FIRST}" in session.text

    work(data, split)
    assert len(events(data, "〔2026〕4号")) == len(COURSE)


def test_two_people_add_events_to_one_request_and_both_are_seen(data: Path) -> None:
    async def both(session: Session) -> None:
        await session.press(*OPEN, "n", "2", *"法规科")
        happened(data, FIRST, {"kind": "note", "on": "2026-03-10", "note": "电话联系过"})
        await session.press("ctrl+s")
        assert "承办科室法规科" in session.text
        assert "内容电话联系过" in session.text
        happened(data, FIRST, {"kind": "drafted", "on": "2026-03-10", "person": "王五"})
        await session.until(lambda: "拟稿人王五" in session.text)

    work(data, both)
    assert [event["kind"] for event in events(data, FIRST)][3:] == ["note", "assigned", "drafted"]


def test_two_hundred_events_and_five_thousand_characters_are_gone_through(empty: Path) -> None:
    number = registered(empty, content="长" * 5_000, confirmed_on=None)
    happened(empty, number, *({"kind": "note", "on": "2026-02-02", "note": f"第{n}次"} for n in range(1, 201)))

    async def look(session: Session) -> None:
        await session.press(*OPEN)
        assert "下一步" in session.text
        await session.press("end")
        assert "内容第200次" in session.text
        await session.press("enter")
        assert "内容：第200次" in session.text
        await session.press("escape", "home", *["down"] * 3, "enter", *["pagedown"] * 20)
        assert "长长长" in session.text or "未填" in session.text

    work(empty, look)


def test_texts_of_any_kind_are_shown_as_text(empty: Path) -> None:
    for text in NASTY:
        number = registered(empty, content=text, applicant__name=f"名{text[:99]}")
        happened(empty, number, {"kind": "note", "on": "2026-02-02", "note": text})

    async def look(session: Session) -> None:
        await session.press("4")
        for _ in NASTY:
            for keys in (["enter"], ["end", "enter"], ["escape", "home", "enter"], ["escape", "l", "enter"]):
                await session.press(*keys)
                assert "\x1b" not in session.text
            await session.press("escape", "escape", "i", "escape", "w", "escape", "escape", "down")
        assert "[a]甲[bold]乙[/bold]" in session.text

    work(empty, look, (120, 40))


def test_what_was_typed_is_not_lost_while_a_form_is_left_as_a_draft(data: Path) -> None:
    async def leave(session: Session) -> None:
        await session.press(*OPEN, "n", "2", *"法规科", "escape", "3")
        await session.press("n", "2")
        assert "已恢复上次没有保存的内容" in session.text
        assert "法规科" in session.text

    work(data, leave)


def test_a_request_whose_registration_is_taken_back_meanwhile_is_no_more(empty: Path) -> None:
    registered(empty)

    async def look(session: Session) -> None:
        await session.press(*OPEN, "end")
        undo_last(office_of(empty, "lisi"), "requests")
        await session.until(lambda: "没有编号为" in session.text)
        for key in ("enter", "n", "a", "e", "x", "l", "w", "f", "i", "s", "r", "c", "t", "h"):
            await session.press(key, "escape", "escape", "escape", "4", "n", "escape")
            session.app.open_record("requests", FIRST)
            await session.press()

    work(empty, look)


def test_a_file_is_attached_and_stands_in_the_list_of_papers(data: Path, tmp_path: Path) -> None:
    (tmp_path / "申请书.pdf").write_bytes(b"abc")

    async def keep(session: Session) -> None:
        await session.press(*OPEN, "t", *str(tmp_path / "没有.pdf"), "enter")
        assert "不能读取附件" in session.text
        await session.press("t", *str(tmp_path / "申请书.pdf"), "enter")
        assert "附件：申请书.pdf" in session.text
        await session.press("c")
        assert "附件：申请书.pdf" in session.text
        assert "2026-02-02  科函〔2026〕1号  补正告知书  某局" in session.text

    work(data, keep)
    (line,) = find_request(office_of(data, "x"), FIRST).document["attachments"]
    assert line.startswith("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad ")


def test_a_slip_in_the_number_of_pieces_is_refused_and_not_counted_through(data: Path) -> None:
    async def slip(session: Session) -> None:
        await session.press(*OPEN, "n", "9", "ctrl+home", "tab", "tab", *"999999999999", "tab", "tab", "1", "ctrl+s")
        assert "太大，请核对" in session.text

    work(data, slip)
    assert len(events(data, FIRST)) == len(COURSE)


def test_what_is_next_is_chosen_on_its_own_line_too(data: Path) -> None:
    async def go(session: Session) -> None:
        await session.press(*OPEN, "enter")
        assert "登记申请〔2026〕1号的第三方答复意见" in session.text
        await session.press("escape", "4", "down", "enter")
        # Not confirmed with the applicant yet: the form of the registration is where that is typed.
        at = next(n for n, row in enumerate(session.app.screen.rows) if row.kind == "confirm")
        await session.press("home", *["down"] * at, "enter")
        assert "修改申请〔2026〕2号" in session.text
        await session.press("ctrl+home", "down", "down", *"0310", "ctrl+s")
        assert "待办理" in session.text
        assert "以确认之日为收到申请之日" in session.text

    work(data, go)
