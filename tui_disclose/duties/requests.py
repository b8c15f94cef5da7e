"""Duties that the request log shows: replies owed, what waits for the office, cases to be answered."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from tui_disclose.duties.values import Duty, Urgency
from tui_disclose.statutory.clock_values import Clock
from tui_disclose.statutory.working_days import Calendar

_REQUESTS = "requests"
_REMEDIES = "remedies"


class Running(msgspec.Struct, frozen=True):
    """An open request as the duties see it."""

    number: str
    clock: Clock
    status: str
    """In words (待补正)."""
    section: str = ""
    """The section that it was given to."""
    internal_limit: date | None = None
    """The day by which that section was asked to be done."""
    in_section: bool = False
    """Whether it is still with the section: given to it and not drafted yet."""


class Case(msgspec.Struct, frozen=True):
    """A case in which the office has to answer."""

    number: str
    what: str
    """答复 or 答辩."""
    due_on: date
    provisional: bool = False


def request_duties(running: Iterable[Running], today: date, days: Calendar) -> list[Duty]:
    """Return what open requests owe on a day, in working days where the law counts so."""
    return [duty for each in running for duty in _of(each, today, days)]


def uncountable_request(number: str) -> Duty:
    """Return what is owed of an open request from whose days no limit can be counted: that they are put right."""
    words = f"申请{number}的日期或者工作日数无法用来计算期限，请改正。"
    return Duty("uncountable", _REQUESTS, number, words, "due")


def _of(each: Running, today: date, days: Calendar) -> Iterator[Duty]:
    clock = each.clock
    if clock.closed_on is not None:
        yield from _re_replies(each, today, days)
        return
    if clock.unconfirmed:
        words = f"{each.number}尚未与申请人确认收到，应当日确认（条例第三十一条）。"
        yield _duty("confirm", each, words, _urgency(clock.receipt.received_on, today), clock.receipt.received_on)
    if clock.due_on is not None:
        where = f"，{each.section}" if each.section else ""
        marks = [word for word, holds in (("待确认", clock.unconfirmed), ("暂定", clock.rests_on_unknown)) if holds]
        by = f"{clock.due_on}前（{'、'.join(marks)}）" if marks else f"{clock.due_on}前"
        words = f"{each.number}应在{by}答复，{_left(clock.due_on, today, days)}（{each.status}{where}）。"
        yield _duty("reply", each, words, _urgency(clock.due_on, today), clock.due_on, clock.provisional)
    if "correction" in clock.waiting_for and clock.correction_until and clock.correction_until < today:
        words = f"{each.number}补正逾期（{clock.correction_until}），请确认是否有正当理由，再决定是否不再处理。"
        yield _duty("correction_lapsed", each, words, "due", clock.correction_until)
    if "fee" in clock.waiting_for and clock.fee_due and clock.fee_due < today:
        words = f"{each.number}缴费逾期（{clock.fee_due}），请确认后决定是否不再处理。"
        yield _duty("fee_lapsed", each, words, "due", clock.fee_due)
    for asked in clock.consultations:
        if asked.replied_on is None and asked.due_on < today:
            words = f"{each.number}{asked.words}已满15个工作日（{asked.due_on}）没有答复，答复期限已接着计算。"
            yield _duty("opinion_lapsed", each, words, "hint", asked.due_on)
    if each.in_section and each.internal_limit and each.internal_limit < today:
        words = f"{each.number}超过内部时限（{each.internal_limit}），{each.section or '承办科室'}还没有拟稿。"
        yield _duty("internal_limit", each, words, "hint", each.internal_limit)


def _re_replies(each: Running, today: date, days: Calendar) -> Iterator[Duty]:
    for order in each.clock.re_replies:
        if order.replied_on is None:
            unsure = "（暂定）" if order.unknown_from else ""
            left = _left(order.due_on, today, days)
            words = f"{each.number}被责令重新答复，应在{order.due_on}前{unsure}答复，{left}。"
            yield _duty("re_reply", each, words, _urgency(order.due_on, today), order.due_on, bool(unsure))


def case_duties(cases: Iterable[Case], today: date, days: Calendar) -> list[Duty]:
    """Return the answers to review authorities and courts that are owed on a day."""
    return [
        Duty(
            "answer",
            _REMEDIES,
            each.number,
            f"案件{each.number}应在{each.due_on}前{'（暂定）' if each.provisional else ''}提交{each.what}，"
            f"{_left(each.due_on, today, days)}。",
            _urgency(each.due_on, today),
            each.due_on,
            each.provisional,
        )
        for each in cases
    ]


def report_duty(year: int, due_on: date, words: str, today: date, days: Calendar) -> Duty:
    """Return the duty to publish a year's report by a day; `words` say which day in full."""
    sentence = f"{year}年年度报告应在{words}前报送并公开，{_left(due_on, today, days)}。"
    return Duty("report", "reports", str(year), sentence, _urgency(due_on, today), due_on)


def _urgency(due_on: date, today: date) -> Urgency:
    return "late" if due_on < today else "due"


def _left(due_on: date, today: date, days: Calendar) -> str:
    """Return how many working days are left, or by how many it is late."""
    if due_on == today:
        return "今天到期"
    if due_on < today:
        gone = days.between(due_on, today)
        return f"已逾期{gone}个工作日" if gone else "已逾期"
    return f"还剩{days.between(today, due_on)}个工作日"


def _duty(kind: str, each: Running, words: str, severity: Urgency, due_on: date, provisional: bool = False) -> Duty:
    return Duty(kind, _REQUESTS, each.number, words, severity, due_on, provisional)
