"""The working calendar: against the notices copied by hand, the vectors of the law's practice, and its own laws."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.holidays import works
from tui_disclose.problems import Refused
from tui_disclose.statutory.calendar_files import CalendarError, national_calendar, read_notices
from tui_disclose.statutory.deadlines import deadline, report_due
from tui_disclose.statutory.working_days import Calendar, Notice

CHINA = national_calendar()
DAYS = st.dates(date(2017, 1, 1), date(2031, 12, 31))
OWN = Calendar().with_notices([Notice("某通知", work=(date(2027, 2, 20),), rest=(date(2027, 1, 1), date(2027, 2, 8)))])


def test_every_day_of_2019_to_2026_is_as_the_notices_say() -> None:
    first = date(2019, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(2026, 12, 31) - first).days + 1)]
    assert [day for day in days if CHINA.is_working(day) != works(day)] == []
    assert all(map(CHINA.known, days))


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2019, 9, 20), 20, date(2019, 10, 23)),
        (date(2022, 1, 24), 20, date(2022, 2, 24)),
        (date(2019, 4, 22), 15, date(2019, 5, 14)),
        (date(2025, 1, 13), 7, date(2025, 1, 22)),
        (date(2024, 3, 1), 0, date(2024, 3, 1)),
        (date(2024, 2, 19), -1, date(2024, 2, 18)),
        (date(2024, 2, 18), -1, date(2024, 2, 9)),
        (date(2026, 12, 3), 20, date(2026, 12, 31)),
    ],
)
def test_the_nth_working_day(day: date, count: int, due: date) -> None:
    assert CHINA.add(day, count) == due


def test_counting_weekdays_only_is_wrong_as_often_as_was_measured() -> None:
    first, last = date(2019, 1, 1), date(2025, 11, 19)
    working = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    received = [day for day in working if works(day)]
    plain = Calendar()
    wrong = sum(CHINA.add(day, 20) != plain.add(day, 20) for day in received)
    assert (len(received), wrong) == (1716, 865)


@given(DAYS, st.integers(-300, 300))
def test_adding_is_walking_from_day_to_day(day: date, count: int) -> None:
    at, left, step = day, abs(count), timedelta(days=1 if count > 0 else -1)
    while left:
        at += step
        left -= works(at) if at.year > 2018 else CHINA.is_working(at)
    assert CHINA.add(day, count) == at
    if count > 0:
        assert CHINA.between(day, at) == count


@given(DAYS, st.integers(0, 200), st.integers(0, 200), st.sampled_from([CHINA, OWN]))
def test_due_of_a_sum_is_due_of_due(day: date, one: int, other: int, calendar: Calendar) -> None:
    assert calendar.add(day, one + other) == calendar.add(calendar.add(day, one), other)


@given(DAYS, DAYS, st.integers(0, 200))
def test_due_is_monotonic(one: date, other: date, count: int) -> None:
    first, second = sorted((one, other))
    assert CHINA.add(first, count) <= CHINA.add(second, count)


@given(DAYS, DAYS, DAYS, st.sampled_from([CHINA, OWN]))
def test_between_adds_up(a: date, b: date, c: date, calendar: Calendar) -> None:
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)


def test_a_calendar_ends_where_dates_end() -> None:
    with pytest.raises(Refused, match="9999"):
        CHINA.add(date(9999, 12, 1), 100)
    with pytest.raises(Refused, match="9999"):
        CHINA.add(date(1, 1, 5), -100)
    assert CHINA.add(date(9999, 12, 30), 1) == date(9999, 12, 31)


@pytest.mark.parametrize(
    ("day", "other", "unknown"),
    [
        (date(2026, 12, 1), date(2026, 12, 31), None),
        (date(2026, 12, 31), date(2027, 1, 4), date(2027, 1, 1)),
        (date(2027, 3, 1), date(2027, 3, 9), date(2027, 3, 2)),
        (date(2027, 1, 4), date(2026, 12, 30), date(2027, 1, 1)),
        (date(2027, 1, 1), date(2026, 12, 30), None),
        (date(2030, 1, 1), date(2030, 1, 1), None),
        (date(1, 1, 5), date(1, 1, 1), date(1, 1, 1)),
    ],
)
def test_what_is_counted_over_an_unknown_year_is_told(day: date, other: date, unknown: date | None) -> None:
    assert CHINA.first_unknown(day, other) == unknown


def test_a_notice_adds_a_year_and_corrects_single_days() -> None:
    rest = tuple(date(2027, 2, day) for day in range(5, 12))
    first = Notice("甲", work=(date(2027, 2, 20),), rest=(date(2027, 1, 1), *rest), complete_years=(2027,))
    calendar = CHINA.with_notices([first])
    # Friday 1 January off, Saturday 20 February worked: counted by hand on a printed calendar.
    assert calendar.add(date(2026, 12, 30), 2) == date(2027, 1, 4)
    assert calendar.add(date(2027, 2, 4), 6) == date(2027, 2, 19)
    assert calendar.add(date(2027, 2, 19), 1) == date(2027, 2, 20)
    assert calendar.first_unknown(date(2026, 12, 1), date(2027, 12, 31)) is None
    corrected = calendar.with_notices([Notice("乙", work=(date(2027, 2, 11),), rest=(date(2027, 2, 20),))])
    assert corrected.is_working(date(2027, 2, 11))
    assert not corrected.is_working(date(2027, 2, 20))
    assert corrected.reason(date(2027, 2, 11)) == "周四上班（乙）"
    assert CHINA.reason(date(2024, 4, 28)) == "周日上班"
    assert CHINA.reason(date(2024, 5, 1)) == "劳动节放假"
    assert CHINA.reason(date(2024, 5, 12)) == "周日"


# ---- files ----


def test_a_calendar_file_is_read() -> None:
    notices = read_notices(
        "calendar.toml",
        '[[notice]]\nsource = "国办发明电〔2026〕7号"\nrest = [2027-01-01, "2027-02-05至2027-02-07"]\n'
        'work = ["2027-02-20"]\ncomplete_years = [2027]\n'.encode(),
    )
    rest = (date(2027, 1, 1), date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 7))
    assert notices == (Notice("国办发明电〔2026〕7号", (date(2027, 2, 20),), rest, (2027,)),)


def test_everything_wrong_in_a_calendar_file_is_said_at_once_with_its_line() -> None:
    content = """years = [2027]
[[notice]]
source = "甲"
rest = [
  2027-01-01,
  "2027-13-01",
]
work = [2027-01-01]
holidays = []

[[notice]]
work = 3
rest = ["2027-02-05至2028-02-07"]
complete_years = ["2027"]
"""
    with pytest.raises(CalendarError) as caught:
        read_notices("calendar.toml", content.encode())
    said = str(caught.value)
    assert said.startswith("日历文件 calendar.toml 有8处要改：")
    for place in (
        *("第1行 years：不认识", "第9行 holidays：不认识", "第6行 rest：“2027-13-01”不是日期", "同时写作上班和休息"),
        *(
            "第11行 source",
            "第12行 work：应为日期的列表",
            "第13行 rest：“2027-02-05至2028-02-07”",
            "第14行 complete_years",
        ),
    ):
        assert place in said, place


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[[notice]]\nsource = \xff", "UTF-8"),
        (b"[[notice]]\nsource = x\n", "第2行"),
        (b'[notice]\nsource = "x"', "两层方括号"),
        (b"notice = [1]", "两层方括号"),
        (b'[[notice]]\nsource = "x"', "没有写任何一天"),
        (b'[[notice]]\nsource = "x"\nrest = [2027-01-01T08:00:00]', "不是日期"),
    ],
)
def test_a_calendar_file_that_is_none_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(CalendarError, match=said):
        read_notices("calendar.toml", content)


def test_commands_that_count_no_days_do_not_load_the_days() -> None:
    code = (
        "import sys\nfrom tui_disclose.cli.main import run\nimport tui_disclose.statutory.clock\nrun(['--version'])\n"
        "run(['--data', 'absent', 'report', 'check', '2019'])\nassert 'chinese_calendar' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)


# ---- other deadlines ----


@pytest.mark.parametrize(
    ("key", "begun", "last"),
    [
        ("reconsideration_answer", date(2024, 9, 10), date(2024, 9, 25)),
        ("simplified_answer", date(2025, 1, 23), date(2025, 2, 6)),
        ("defence", date(2024, 9, 17), date(2024, 10, 8)),
        ("defence", date(2024, 4, 13), date(2024, 4, 28)),
        ("defence", date(2024, 3, 1), date(2024, 3, 18)),
        ("publication", date(2024, 1, 30), date(2024, 3, 1)),
    ],
)
def test_dates_owed_to_others(key: str, begun: date, last: date) -> None:
    assert deadline(key, begun, CHINA).on == last


def test_the_report_is_due_by_level_and_the_last_working_day_before_is_known() -> None:
    assert report_due(2024, "department").on == date(2025, 1, 31)
    assert report_due(2024, "government").on == date(2025, 3, 31)
    # Inside the Spring Festival of 2025: what must be out by then has to be done by 27 January.
    assert CHINA.on_or_before(date(2025, 1, 31)) == date(2025, 1, 27)
    assert CHINA.on_or_before(date(2025, 3, 31)) == date(2025, 3, 31)
    assert "第四十九条第二款" in report_due(2024, "government").article


def test_what_rests_on_an_unknown_year_is_told() -> None:
    assert deadline("defence", date(2027, 1, 4), CHINA).unknown_from == date(2027, 1, 19)
    assert deadline("publication", date(2026, 12, 4), CHINA).unknown_from == date(2027, 1, 1)
    assert deadline("defence", date(2024, 9, 17), CHINA).unknown_from is None
    assert deadline("reconsideration_answer", date(2023, 12, 1), CHINA).uncertain
