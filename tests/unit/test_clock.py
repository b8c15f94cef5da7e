"""What each kind of event does to a request's dates, what is flagged, and how the derivation reads."""

import re
from datetime import date
from random import Random

import pytest
from hypothesis import given

from tests.unit.test_clock_oracle import clock_of, history, randoms, received_days
from tui_disclose.statutory.calendar_files import national_calendar
from tui_disclose.statutory.clock import clock
from tui_disclose.statutory.clock_values import Clock
from tui_disclose.statutory.events import Event
from tui_disclose.statutory.explaining import day_lines, explain

CHINA = national_calendar()
D = date

RESTARTED = [
    Event("correction_requested", D(2024, 3, 8), until=D(2024, 3, 22)),
    Event("correction_received", D(2024, 3, 18)),
    Event("third_party_consulted", D(2024, 3, 20), served_on=D(2024, 3, 21)),
    Event("third_party_replied", D(2024, 4, 2)),
]
EXTENDED = Event("extended", D(2024, 4, 10), days=20, approved_by="王主任")
MONDAY = D(2024, 3, 4)
REPLIED = Event("replied", D(2024, 5, 20), outcome="granted")


def of(*events: Event, received: date = MONDAY, today: date | None = None) -> Clock:
    return clock("in_person", received, None, events, CHINA, today)


def flags(found: Clock) -> list[str]:
    return [flag.id for flag in found.flags]


def test_the_contracts_example() -> None:
    found = clock("internet", D(2024, 3, 1), D(2024, 3, 4), RESTARTED, CHINA)
    assert (found.received_on, found.due_on, found.provisional) == (D(2024, 3, 4), D(2024, 4, 28), False)
    extended = clock("internet", D(2024, 3, 1), D(2024, 3, 4), [*RESTARTED, EXTENDED, REPLIED], CHINA)
    assert (extended.due_on, extended.first_due, extended.extended) == (D(2024, 5, 28), D(2024, 4, 28), 20)
    assert (extended.closed_on, extended.outcome, extended.flags) == (D(2024, 5, 20), "granted", ())
    assert extended.owed_on is None


# ---- receipt (Art. 31) ----


@pytest.mark.parametrize(
    ("channel", "confirmed", "received", "unconfirmed"),
    [
        ("in_person", None, D(2024, 3, 1), False),
        ("oral", None, D(2024, 3, 1), False),
        ("registered_mail", None, D(2024, 3, 1), False),
        ("registered_mail", D(2024, 3, 4), D(2024, 3, 1), False),
        # Signed for by another section the day before: the earlier day is owed.
        ("registered_mail", D(2024, 2, 29), D(2024, 2, 29), False),
        ("in_person", D(2024, 2, 29), D(2024, 2, 29), False),
        ("ordinary_mail", D(2024, 3, 1), D(2024, 3, 1), False),
        ("ordinary_mail", D(2024, 3, 4), D(2024, 3, 4), False),
        ("ordinary_mail", None, D(2024, 3, 1), True),
        ("internet", D(2024, 3, 4), D(2024, 3, 4), False),
        ("internet", None, D(2024, 3, 1), True),
        ("fax", D(2024, 3, 4), D(2024, 3, 4), False),
        ("fax", None, D(2024, 3, 1), True),
    ],
)
def test_the_day_of_receipt(channel: str, confirmed: date | None, received: date, unconfirmed: bool) -> None:
    found = clock(channel, D(2024, 3, 1), confirmed, [], CHINA)
    assert (found.received_on, found.unconfirmed, found.provisional) == (received, unconfirmed, unconfirmed)
    assert found.due_on == CHINA.add(received, 20)
    assert "2024-03-01" in found.steps[0].text
    assert str(confirmed or "") in found.steps[0].text
    assert "第三十一条" in found.steps[0].article
    assert any(line.startswith("待确认") for line in explain(found, CHINA)) == unconfirmed


def test_ordinary_mail_confirmed_late_is_flagged() -> None:
    assert flags(clock("ordinary_mail", D(2024, 3, 1), D(2024, 3, 4), [], CHINA)) == ["CONFIRMED-LATE"]
    assert flags(clock("ordinary_mail", D(2024, 3, 1), D(2024, 3, 1), [], CHINA)) == []


def test_the_rule_of_the_day_of_receipt_is_applied() -> None:
    old, new = (of(received=day) for day in (D(2019, 4, 22), D(2019, 5, 15)))
    assert (old.due_on, old.correction_notice_due) == (D(2019, 5, 14), None)
    assert "15个工作日" in old.uncertain[0]
    assert (new.due_on, new.uncertain) == (CHINA.add(D(2019, 5, 15), 20), ())
    extended = of(Event("extended", D(2019, 5, 10), days=20, approved_by="王"), received=D(2019, 4, 22))
    assert (extended.extended, flags(extended)) == (15, ["EXTENSION-TOO-LONG"])
    late = of(Event("correction_requested", D(2019, 5, 13)), received=D(2019, 4, 22))
    assert (late.due_on, late.flags) == (None, ())


# ---- correction ----


def test_nothing_is_owed_while_a_correction_is_waited_for() -> None:
    found = of(RESTARTED[0])
    assert (found.due_on, found.owed_on, found.first_due, found.counting) == (None, None, None, None)
    assert (found.waiting_for, found.correction_until) == (("correction",), D(2024, 3, 22))
    assert explain(found, CHINA)[-1] == "现在没有应当答复的日期。"


def test_a_correction_limit_that_passed_asks_a_person_and_closes_nothing() -> None:
    assert flags(of(RESTARTED[0], today=D(2024, 3, 22))) == []
    found = of(RESTARTED[0], today=D(2024, 3, 23))
    assert flags(found) == ["CORRECTION-LAPSED"]
    assert "请确认是否有正当理由" in found.flags[0].text
    assert (found.closed_on, found.due_on) == (None, None)
    late = of(RESTARTED[0], Event("correction_received", D(2024, 3, 25)))
    assert (flags(late), late.due_on) == (["CORRECTION-ANSWER-LATE"], CHINA.add(D(2024, 3, 25), 20))


def test_the_last_day_for_the_notice_is_the_seventh_working_day() -> None:
    assert of().correction_notice_due == D(2024, 3, 13)
    assert of(Event("correction_requested", D(2024, 3, 13))).due_on is None
    late = of(Event("correction_requested", D(2024, 3, 14)), Event("correction_received", D(2024, 3, 20)))
    assert late.due_on == of().due_on
    assert flags(late) == ["CORRECTION-LATE", "CORRECTION-UNASKED"]


def test_a_second_correction_moves_nothing() -> None:
    again = [Event("correction_requested", D(2024, 3, 21)), Event("correction_received", D(2024, 3, 28))]
    found = of(*RESTARTED[:2], *again)
    assert found.due_on == CHINA.add(D(2024, 3, 18), 20)
    assert flags(found) == ["CORRECTION-TWICE", "CORRECTION-UNASKED"]


# ---- opinions ----


def test_an_opinion_that_does_not_come_ends_the_exclusion_after_15_working_days() -> None:
    asked = Event("third_party_consulted", D(2024, 3, 6), served_on=D(2024, 3, 8))
    found = of(asked)
    # 15 working days from 8 March end on 29 March; 2 days were counted before, 18 follow (7 and 28 April are worked).
    assert (found.consultations[0].due_on, found.due_on) == (D(2024, 3, 29), D(2024, 4, 25))
    assert found.waiting_for == ("third_party",)
    assert of(asked, today=D(2024, 3, 30)).waiting_for == ()
    assert any("最迟2024-03-29" in line for line in explain(found, CHINA) if line.startswith("意见还没有收到"))
    late = of(asked, Event("third_party_replied", D(2024, 4, 8)))
    assert (late.due_on, flags(late)) == (found.due_on, ["OPINION-LATE"])
    assert of(asked, Event("third_party_replied", D(2024, 3, 6))).due_on == of().due_on


def test_overlapping_opinions_are_excluded_once() -> None:
    one = [Event("third_party_consulted", D(2024, 3, 6)), Event("third_party_replied", D(2024, 3, 20))]
    inside = [Event("organ_consulted", D(2024, 3, 8)), Event("organ_replied", D(2024, 3, 15))]
    across = [Event("organ_consulted", D(2024, 3, 15)), Event("organ_replied", D(2024, 3, 22))]
    assert of(*one, *inside).due_on == of(*one).due_on == D(2024, 4, 16)
    assert of(*one, *across).due_on == D(2024, 4, 18)
    assert "征求第三方意见、征求其他机关意见" in "\n".join(explain(of(*one, *across), CHINA))


def test_an_answer_nobody_asked_for_moves_nothing() -> None:
    found = of(Event("organ_replied", D(2024, 3, 20)))
    assert (found.due_on, flags(found)) == (of().due_on, ["OPINION-UNASKED"])


# ---- extension, reasonable period ----


def test_an_extension_counts_up_to_the_due_day_itself() -> None:
    due = of().due_on
    assert due == D(2024, 4, 1)
    assert of(Event("extended", due, days=10, approved_by="王")).due_on == D(2024, 4, 16)
    late = of(Event("extended", D(2024, 4, 2), days=10, approved_by="王"))
    assert (late.due_on, late.extended, flags(late)) == (due, 0, ["EXTENSION-LATE"])


def test_extensions_are_20_working_days_in_all() -> None:
    found = of(
        Event("extended", D(2024, 3, 20), days=15, approved_by="王"),
        Event("extended", D(2024, 3, 21), days=15),
    )
    assert (found.extended, found.due_on) == (20, CHINA.add(D(2024, 3, 4), 40))
    assert flags(found) == ["EXTENSION-TOO-LONG", "EXTENSION-UNAPPROVED"]
    assert any("延期15个工作日（王同意）" in line for line in explain(found, CHINA))


def test_a_reasonable_period_has_its_own_date() -> None:
    asked = Event("explanation_requested", D(2024, 3, 6))
    assert (of(asked).due_on, of(asked).waiting_for) == (of().due_on, ("explanation",))
    given = of(
        asked, Event("explanation_received", D(2024, 3, 12)), Event("reasonable_period", D(2024, 3, 15), D(2024, 6, 28))
    )
    assert (given.due_on, given.waiting_for, given.flags) == (D(2024, 6, 28), (), ())
    assert "合理期限2024-06-28更晚" in "\n".join(explain(given, CHINA))
    late = of(Event("reasonable_period", D(2024, 4, 2), D(2024, 6, 28)))
    assert (late.due_on, flags(late)) == (of().due_on, ["REASONABLE-PERIOD"])


# ---- fee ----


def test_payment_is_a_new_day_0() -> None:
    asked = Event("fee_notified", D(2024, 3, 20), served_on=D(2024, 3, 22), pieces=3)
    waiting = of(asked)
    assert (waiting.due_on, waiting.waiting_for, waiting.fee_due) == (None, ("fee",), D(2024, 4, 22))
    assert flags(of(asked, today=D(2024, 4, 22))) == []
    assert flags(of(asked, today=D(2024, 4, 23))) == ["FEE-LAPSED"]
    paid = of(asked, Event("fee_paid", D(2024, 4, 10)))
    assert (paid.due_on, paid.fee_due, paid.flags) == (CHINA.add(D(2024, 4, 10), 20), None, ())
    assert any("国办函〔2020〕109号" in line for line in explain(paid, CHINA) if line.startswith("依据不足"))
    late = of(asked, Event("fee_paid", D(2024, 4, 23)))
    assert (late.due_on, flags(late)) == (CHINA.add(D(2024, 4, 23), 20), ["FEE-PAID-LATE"])


def test_a_fee_asked_out_of_time_twice_or_before_the_measure_moves_nothing() -> None:
    assert flags(of(Event("fee_notified", D(2024, 4, 2)))) == ["FEE-LATE"]
    twice = [
        Event("fee_notified", D(2024, 3, 6)),
        Event("fee_paid", D(2024, 3, 8)),
        Event("fee_notified", D(2024, 3, 11)),
    ]
    assert (flags(of(*twice)), of(*twice).due_on) == (["FEE-TWICE"], CHINA.add(D(2024, 3, 8), 20))
    early = of(Event("fee_notified", D(2020, 12, 30)), received=D(2020, 12, 21))
    assert (flags(early), early.due_on) == (["FEE-EARLY"], of(received=D(2020, 12, 21)).due_on)


# ---- the end ----


def test_a_reply_after_the_date_is_flagged_and_closes() -> None:
    found = of(Event("replied", D(2024, 4, 7), outcome="partial"))
    # 2, 3 and 7 April are working days after the 1st; the 4th to the 6th are a holiday.
    assert (found.closed_on, found.outcome, found.due_on) == (D(2024, 4, 7), "partial", D(2024, 4, 1))
    assert found.flags[0].text == "2024-04-07 答复应在2024-04-01或以前作出，迟了3个工作日。"
    assert flags(of(Event("replied", D(2024, 4, 1)))) == []


def test_a_withdrawal_closes_into_other() -> None:
    found = of(Event("withdrawn", D(2024, 3, 11)), Event("replied", D(2024, 3, 20), outcome="granted"))
    assert (found.closed_on, found.outcome, flags(found)) == (D(2024, 3, 11), "other", ["REPLY-TWICE"])


def test_an_order_to_reply_anew_opens_its_own_period_and_leaves_the_first() -> None:
    first = Event("replied", D(2024, 3, 20), outcome="internal_affairs")
    ordered = Event("re_reply_ordered", D(2024, 6, 3))
    open_ = of(first, ordered)
    assert (open_.closed_on, open_.outcome, open_.due_on) == (D(2024, 3, 20), "internal_affairs", D(2024, 4, 1))
    assert open_.owed_on == CHINA.add(D(2024, 6, 3), 20) == D(2024, 7, 2)
    assert "以决定书、判决书为准" in open_.uncertain[0]
    done = of(first, ordered, Event("replied", D(2024, 6, 20), outcome="granted"))
    assert (done.owed_on, done.outcome, done.closed_on, flags(done)) == (None, "internal_affairs", D(2024, 3, 20), [])
    assert done.re_replies[0].replied_on == D(2024, 6, 20)
    limited = of(first, Event("re_reply_ordered", D(2024, 6, 3), until=D(2024, 6, 17)))
    assert (limited.owed_on, limited.uncertain) == (D(2024, 6, 17), ())
    late = of(first, Event("re_reply_ordered", D(2024, 6, 3), days=5), Event("replied", D(2024, 6, 12)))
    assert flags(late) == ["RE-REPLY-LATE"]


def test_an_order_to_reply_anew_that_runs_into_an_unknown_year_is_provisional_unless_it_names_its_day() -> None:
    # 20 working days from 3 December 2026 end on 31 December, from 4 December in 2027.
    first = Event("replied", D(2026, 11, 2), outcome="granted")
    early, late = (of(first, Event("re_reply_ordered", D(2026, 12, day)), received=D(2026, 10, 9)) for day in (3, 4))
    assert (early.owed_on, early.rests_on_unknown) == (D(2026, 12, 31), None)
    assert (late.owed_on, late.rests_on_unknown) == (D(2027, 1, 1), D(2027, 1, 1))
    assert not late.provisional, "the day of the first reply is certain"
    assert any(line.startswith("暂定：2027年") for line in explain(late, CHINA))
    named = Event("re_reply_ordered", D(2026, 12, 4), until=D(2027, 2, 1))
    assert of(first, named, received=D(2026, 10, 9)).rests_on_unknown is None


def test_a_date_in_an_unknown_year_is_provisional() -> None:
    assert not of(received=D(2026, 12, 3)).provisional
    found = of(received=D(2026, 12, 4))
    assert (found.provisional, found.unknown_from) == (True, D(2027, 1, 1))
    assert any(line.startswith("暂定：2027年") for line in explain(found, CHINA))


def test_an_answer_that_names_its_party_ends_the_exclusion_of_that_party_only() -> None:
    # Received on Monday 4 March 2024, A asked on the 5th (one day counted) until 26 March, B on the 6th, served on the
    # 12th, until 2 April. B answers on the 8th, so A's 26 March ends it: 19 more, Qingming off, are over on 23 April.
    first = Event("third_party_consulted", D(2024, 3, 5), extra={"party": "甲"})
    second = Event("third_party_consulted", D(2024, 3, 6), served_on=D(2024, 3, 12), extra={"party": "乙"})
    answer = D(2024, 3, 8)
    assert of(first, second, Event("third_party_replied", answer, extra={"party": "乙 "})).due_on == D(2024, 4, 23)
    # Named by nobody it is the first one's: B's 2 April ends it, 19 more, with Sunday the 28th worked, are over on the
    # 29th.
    for unnamed in (Event("third_party_replied", answer), Event("third_party_replied", answer, extra={"party": "丙"})):
        assert of(first, second, unnamed).due_on == D(2024, 4, 29)


# ---- why this day ----


def test_the_derivation_of_the_contracts_example() -> None:
    found = clock("internet", D(2024, 3, 1), D(2024, 3, 4), [*RESTARTED, EXTENDED], CHINA)
    assert explain(found, CHINA)[-5:] == [
        "2024-03-18 从2024-03-18的次日起数满20＋延期20个工作日，到2024-05-28（《政府信息公开条例》第三十三条第二款）",
        "  2024-03-19至2024-03-20：2个工作日（第1至2个）",
        "  2024-03-21至2024-04-02：征求第三方意见，不计",
        "  2024-04-03至2024-05-28：38个工作日（第3至40个），其中2024-04-04至2024-04-06清明放假；2024-04-07周日上班；"
        "2024-04-28周日上班；2024-05-01至2024-05-05劳动节放假；2024-05-11周六上班",
        "应当在2024-05-28（周二）或以前答复；不延期时为2024-04-28。",
    ]
    assert found.counting
    lines = day_lines(found.counting, CHINA)
    assert lines[:3] == [
        "2024-03-19 周二：第1个工作日",
        "2024-03-20 周三：第2个工作日",
        "2024-03-21 周四，征求第三方意见：不计",
    ]
    assert "2024-04-05 清明放假：不计" in lines
    assert "2024-04-07 周日上班：第5个工作日" not in lines
    assert "2024-04-07 周日上班：第4个工作日" in lines


def test_what_people_wrote_stays_on_its_line() -> None:
    found = of(Event("extended", D(2024, 3, 20), days=5, approved_by="王\n\x1b[31m主任"))
    assert all("\n" not in line and "\x1b" not in line for line in explain(found, CHINA))


@given(received_days, randoms)
def test_the_derivation_ends_on_the_date_and_counts_every_day_once(received: date, random: Random) -> None:
    found = clock_of(received, history(received, random))
    if found.counting is None:
        return
    lines = day_lines(found.counting, CHINA)
    days = [date.fromisoformat(line[:10]) for line in lines]
    assert [day.toordinal() for day in days] == list(
        range(found.counting.start.toordinal() + 1, days[-1].toordinal() + 1)
    )
    assert days[-1] == found.counting.due_on
    numbers = [int(n) for line in lines for n in re.findall(r"第(\d+)个工作日", line)]
    assert numbers == list(range(1, 20 + found.extended + 1))
    runs = [int(n) for line in explain(found, CHINA) for n in re.findall(r"：(\d+)个工作日（第", line)]
    assert sum(runs) == len(numbers)
