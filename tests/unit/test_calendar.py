"""The office's calendar: added days, what moves by them, the file they stand in, and the commands."""

import os
import threading
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from tests.command_line import Cli
from tui_disclose.office.calendar import accept, calendar_in, calendar_of, plan_notices
from tui_disclose.office.doctor import examine
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.problems import Changed, Refused, Unavailable
from tui_disclose.records.request import from_json
from tui_disclose.statutory.calendar_files import national_calendar, read_notices
from tui_disclose.statutory.clock import clock
from tui_disclose.statutory.clock_moves import Move
from tui_disclose.statutory.clock_values import Clock
from tui_disclose.statutory.events import Event
from tui_disclose.statutory.working_days import Calendar, Notice
from tui_disclose.store.interface import Change
from tui_disclose.store.journal import JournalStore

D = date
NEW_YEAR = Notice("国办发明电〔2026〕7号", rest=(D(2027, 1, 1),))


@pytest.fixture
def bureau(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某局", D(2026, 12, 1))


class Asked(NamedTuple):
    """A request handed in."""

    number: str
    arrived: date
    events: tuple[Event, ...]

    def clock(self, calendar: Calendar) -> Clock:
        return clock("in_person", self.arrived, None, self.events, calendar)


def dated(number: str, arrived: date, *events: Event) -> Asked:
    return Asked(number, arrived, events)


REQUESTS = [
    # 20 working days from 3 December end on 31 December: the New Year's holiday is after them.
    dated("〔2026〕1号", D(2026, 12, 3)),
    dated("〔2026〕2号", D(2026, 12, 4)),
    dated("〔2026〕3号", D(2026, 12, 4), Event("replied", D(2026, 12, 10), outcome="granted")),
    dated("〔2026〕4号", D(2026, 12, 4), Event("correction_requested", D(2026, 12, 7))),
    dated("〔2026〕5号", D(2026, 12, 11), Event("third_party_consulted", D(2026, 12, 14))),
    dated("〔2026〕6号", D(2026, 12, 7), Event("fee_notified", D(2026, 12, 8))),
    dated("〔2026〕7号", D(2026, 10, 8), Event("replied", D(2026, 10, 9)), Event("re_reply_ordered", D(2026, 12, 4))),
    # Two third parties asked on one day, one served at once (until 31 December), and one on the day after: 14 days were
    # counted until the 10th, six are left after 8 January.
    dated(
        "〔2026〕8号",
        D(2026, 11, 20),
        Event("third_party_consulted", D(2026, 12, 10), served_on=D(2026, 12, 17)),
        Event("third_party_consulted", D(2026, 12, 10)),
        Event("third_party_consulted", D(2026, 12, 11), served_on=D(2026, 12, 18)),
    ),
]


def test_every_date_still_to_be_kept_that_moves_is_listed_before_anything_is_saved(bureau: Office) -> None:
    plan = plan_notices(bureau, [NEW_YEAR], REQUESTS)
    assert plan.moves == (
        Move("〔2026〕2号", "答复期限", D(2027, 1, 1), D(2027, 1, 4)),
        Move("〔2026〕5号", "答复期限", D(2027, 1, 29), D(2027, 2, 1)),
        Move("〔2026〕5号", "征求第三方意见期限", D(2027, 1, 4), D(2027, 1, 5)),
        Move("〔2026〕6号", "缴费期限", D(2027, 1, 5), D(2027, 1, 6)),
        Move("〔2026〕7号", "答复期限", D(2027, 1, 1), D(2027, 1, 4)),
        Move("〔2026〕8号", "答复期限", D(2027, 1, 18), D(2027, 1, 19)),
        Move("〔2026〕8号", "征求第三方意见期限", D(2027, 1, 7), D(2027, 1, 8)),
        Move("〔2026〕8号", "征求第三方意见期限", D(2027, 1, 8), D(2027, 1, 11)),
    )
    assert not (bureau.folder / "calendar.toml").exists()
    assert plan.moves[0].sentence == "〔2026〕2号 答复期限：2027-01-01 → 2027-01-04"


def test_accepted_days_count_are_kept_behind_what_was_there_and_are_in_the_trail(bureau: Office) -> None:
    path = bureau.folder / "calendar.toml"
    path.write_text('# 我的注释\n[[notice]]\nsource = "甲"\nwork = [2027-01-09]', encoding="utf-8")
    accept(bureau, plan_notices(bureau, [NEW_YEAR, Notice("乙", complete_years=(2027,))], ()))
    text = path.read_text(encoding="utf-8")
    assert text.startswith('# 我的注释\n[[notice]]\nsource = "甲"\nwork = [2027-01-09]\n\n[[notice]]\n')
    assert [notice.source for notice in read_notices("x", text.encode())] == ["甲", NEW_YEAR.source, "乙"]
    calendar = calendar_of(bureau)
    assert calendar.add(D(2026, 12, 31), 1) == D(2027, 1, 4)
    assert calendar.is_working(D(2027, 1, 9))
    assert calendar.known(D(2027, 5, 1))
    assert "休息2027-01-01（国办发明电〔2026〕7号）；完整年份2027（乙）" in bureau.store.since(0)[-1].why
    assert path.stat().st_mode & 0o777 == 0o660


def test_a_source_may_hold_anything_that_toml_must_escape(bureau: Office) -> None:
    accept(bureau, plan_notices(bureau, [Notice("引\"号\\与'号", rest=(D(2027, 1, 1),))], ()))
    (notice,) = read_notices("x", (bureau.folder / "calendar.toml").read_bytes())
    assert notice.source == "引\"号\\与'号"


def test_days_that_are_so_already_are_refused(bureau: Office) -> None:
    with pytest.raises(Refused, match="没有变化"):
        plan_notices(bureau, [Notice("甲", rest=(D(2026, 10, 1),))], ())


def test_a_plan_made_before_somebody_elses_is_not_saved(bureau: Office) -> None:
    plan = plan_notices(bureau, [NEW_YEAR], ())
    accept(bureau, plan_notices(open_office(bureau.folder), [Notice("别人", rest=(D(2027, 1, 2),))], ()))
    kept = (bureau.folder / "calendar.toml").read_bytes()
    with pytest.raises(Changed, match="刚被别人改动"):
        accept(bureau, plan)
    assert (bureau.folder / "calendar.toml").read_bytes() == kept


def test_of_many_at_once_nobodys_days_are_lost(bureau: Office) -> None:
    def work(day: int) -> None:
        office = open_office(bureau.folder)
        notice = Notice(f"第{day}份", rest=(D(2027, 3, day),))
        while True:
            try:
                accept(office, plan_notices(office, [notice], ()))
            except Changed:
                continue
            return

    threads = [threading.Thread(target=work, args=(day,)) for day in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {D(2027, 3, day) for day in range(1, 6)} <= calendar_of(bureau).rest.keys()


@pytest.mark.parametrize("there", [None, b'[[notice]]\nsource = "x"\nrest = [2027-02-01]\n'])
def test_what_the_trail_cannot_tell_is_not_saved(
    bureau: Office, monkeypatch: pytest.MonkeyPatch, there: bytes | None
) -> None:
    path = bureau.folder / "calendar.toml"
    if there:
        path.write_bytes(there)
    plan = plan_notices(bureau, [NEW_YEAR], ())

    def busy(*_: object) -> None:
        raise Unavailable("忙。")

    monkeypatch.setattr(JournalStore, "note", busy)
    with pytest.raises(Unavailable, match="忙"):
        accept(bureau, plan)
    assert (path.read_bytes() if path.exists() else None) == there


def test_a_reader_adds_no_days(bureau: Office) -> None:
    reader = msgspec.structs.replace(bureau, read_only=True)
    with pytest.raises(Unavailable, match="只读"):
        accept(reader, plan_notices(reader, [NEW_YEAR], ()))


def test_the_file_is_read_again_once_it_changed_and_not_before(tmp_path: Path) -> None:
    assert calendar_in(tmp_path) is calendar_in(tmp_path / "absent") is national_calendar()
    path = tmp_path / "calendar.toml"
    path.write_text('[[notice]]\nsource = "x"\nrest = [2027-02-01]\n', encoding="utf-8")
    first = calendar_in(tmp_path)
    assert calendar_in(tmp_path) is first
    path.write_text('[[notice]]\nsource = "x"\nrest = [2027-02-01, 2027-02-02]\n', encoding="utf-8")
    assert not calendar_in(tmp_path).is_working(D(2027, 2, 2))


# ---- commands ----


def test_workday_prints_one_date_and_needs_no_office(cli: Cli) -> None:
    assert cli("workday", "2025-01-13", 7) == (0, "2025-01-22\n", "")
    assert cli("workday", "２０２２０１２４", 20).out == "2022-02-24\n"
    assert cli("workday", "2024-02-19", -1).out == "2024-02-18\n"
    code, out, err = cli("workday", "2026-12-04", 20)
    assert (code, out) == (0, "2027-01-01\n")
    assert err == "暂定：2027年的放假安排尚未录入，该年先按周一至周五计算，日期为暂定。\n"
    assert cli("workday", "2025-02-30", 7).code == 2
    assert cli("workday", "9999-12-01", 99).code == 3
    assert os.listdir() == []


def test_workday_uses_the_calendar_of_the_data_folder(cli: Cli) -> None:
    Path("data").mkdir()
    Path("data/calendar.toml").write_text(
        '[[notice]]\nsource = "x"\nrest = [2027-01-01]\ncomplete_years = [2027]\n', encoding="utf-8"
    )
    assert cli("workday", "2026-12-04", 20) == (0, "2027-01-04\n", "")
    assert cli("--data", "other", "workday", "2026-12-04", 20).out == "2027-01-01\n"
    Path("data/calendar.toml").write_text("x", encoding="utf-8")
    assert cli("workday", "2026-12-04", 20).code == 3


def test_calendar_show_names_the_days_and_the_unknown_year(cli: Cli) -> None:
    code, out, err = cli("calendar", "show", 2024)
    assert code == 0
    assert "2024-04-28（周日） 上班\n" in out
    assert "2024-05-01（周三） 劳动节放假\n" in out
    # 366 days, 104 of a weekend, 19 holidays on weekdays, 8 weekend days worked.
    assert err == "2024年共251个工作日。\n"
    assert cli("calendar", "show", 2030).err.splitlines()[1].startswith("暂定：2030年")
    shown = cli("calendar", "show", 2026, "--json").json
    assert (shown["known"], shown["work"]["2026-02-14"], len(shown["work"])) == (True, "上班", 6)


def test_days_are_added_on_the_command_line(office: Cli) -> None:
    said = office("calendar", "add", "rest", "2027-01-01", "2027-02-05至2027-02-11", "--source", "通知", "--dry-run")
    assert (said.code, Path("data/calendar.toml").exists()) == (0, False)
    assert office("calendar", "add", "rest", "2027-01-01", "2027-02-05至2027-02-11", "--source", "通知").code == 0
    assert office("calendar", "add", "work", "20270220", "--source", "通知", "--complete", 2027).code == 0
    # 12 and 15 to 18 February are five; the sixth is a Friday, the Saturday after it is worked.
    assert office("workday", "2027-02-04", 6) == (0, "2027-02-19\n", "")
    assert office("calendar", "add", "work", "20270220", "--source", "通知").code == 3
    Path("more.toml").write_text('[[notice]]\nsource = "y"\nwork = [2027-03-06]\n', encoding="utf-8")
    assert office("calendar", "add", "more.toml").code == 0
    assert office("workday", "2027-03-05", 1).out == "2027-03-06\n"
    assert [notice.source for notice in read_notices("x", Path("data/calendar.toml").read_bytes())] == [
        *("通知", "通知", "y")
    ]


def keep_request(number: str, *events: dict[str, object]) -> None:
    """Keep a request handed in on 4 December 2026, as it would be registered."""
    request = {"number": number, "channel": "in_person", "arrived_on": "2026-12-04", "content": "某信息"}
    applicant = {"kind": "natural_person", "name": "某人"}
    struck = [event for event in events if "struck_out" in event]
    happened = {"events": [event for event in events if event not in struck], "struck_events": struck}
    number, document, _ = from_json(request | {"applicant": applicant} | happened)
    office = open_office(Path("data").absolute())
    office.store.apply([Change("requests", number, document)], "li", "登记")


def test_nothing_is_saved_before_the_requests_that_move_are_accepted(office: Cli) -> None:
    keep_request("〔2026〕1号")
    keep_request("〔2026〕2号", {"kind": "replied", "on": "2026-12-10", "outcome": "granted"})
    keep_request("〔2026〕3号", {"kind": "replied", "on": "2026-12-10", "outcome": "granted", "struck_out": "录错"})
    add = ("calendar", "add", "rest", "2027-01-01", "--source", "通知")
    listed = "〔2026〕1号 答复期限：2027-01-01 → 2027-01-04\n〔2026〕3号 答复期限：2027-01-01 → 2027-01-04\n"
    refused, tried = office(*add), office(*add, "--dry-run")
    assert (refused.code, tried.code) == (3, 0)
    assert refused.err.startswith(listed)
    assert tried.err.startswith(listed)
    assert not Path("data/calendar.toml").exists()
    done = office(*add, "--yes")
    assert (done.code, done.err) == (0, f"{listed}工作日历已录入，2个期限随之变动。\n")
    assert office("workday", "2026-12-04", 20).out == "2027-01-04\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["rest"], 2),
        (["rest", "2027-01-01"], 2),
        (["rest", "2027-13-01", "--source", "x"], 2),
        (["rest", "2027-02-11至2027-02-05", "--source", "x"], 2),
        (["absent.toml"], 3),
        (["absent.toml", "2027-01-01"], 2),
    ],
)
def test_what_cannot_be_added_is_refused(office: Cli, arguments: list[str], code: int) -> None:
    assert office("calendar", "add", *arguments).code == code
    assert not Path("data/calendar.toml").exists()


def test_the_doctor_looks_at_the_calendar(bureau: Office) -> None:
    def line() -> tuple[bool, str]:
        (found,) = (each for each in examine(bureau.folder) if each.subject == "工作日历")
        return found.good, found.text

    assert line() == (True, "放假安排录到2026年，以后的日期为暂定")
    (bureau.folder / "calendar.toml").write_text("x", encoding="utf-8")
    assert not line()[0]
