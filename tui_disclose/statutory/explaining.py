"""“为什么是这一天”: a clock's derivation as lines of text, in runs of days or day by day."""

from collections.abc import Iterator
from datetime import date

from tui_disclose.statutory.clock_values import Clock
from tui_disclose.statutory.counting import Counting, DayLine, Stretch, day_by_day
from tui_disclose.statutory.dates import with_weekday
from tui_disclose.statutory.text import one_line
from tui_disclose.statutory.working_days import Calendar, provisional_words


def explain(clock: Clock, calendar: Calendar) -> list[str]:
    """Return the derivation of a clock's due date: receipt, events, runs of days counted, result, what is uncertain."""
    lines = [f"{step.on} {one_line(step.text)}{f'（{step.article}）' if step.article else ''}" for step in clock.steps]
    if clock.counting:
        lines += _runs(clock.counting, calendar)
    lines.append(_result(clock))
    if unknown := clock.rests_on_unknown:
        lines.append(f"暂定：{provisional_words(unknown)}。")
    if clock.unconfirmed:
        lines.append("待确认：收到申请之日尚未与申请人确认，确认后重新起算。")
    if end := clock.due_on and _assumed_end(clock):
        lines.append(f"意见还没有收到，先按最迟{end}收到计算；提前收到的，期限随之提前。")
    return lines + [f"依据不足：{sentence}。" for sentence in clock.uncertain]


def day_lines(counting: Counting, calendar: Calendar) -> list[str]:
    """Return every day of a counting on a line of its own: the date, why it counts or not, its number."""
    return [_day_line(line) for line in day_by_day(counting, calendar)]


def _day_line(line: DayLine) -> str:
    unknown = "" if line.known else "（暂定）"
    return f"{line.day} {line.why}：{f'第{line.number}个工作日' if line.number else '不计'}{unknown}"


def _assumed_end(clock: Clock) -> date | None:
    """Return the last day for an opinion that is still waited for, on which the due date then rests."""
    return max((each.due_on for each in clock.consultations if each.who in clock.waiting_for), default=None)


def _result(clock: Clock) -> str:
    if clock.due_on is None:
        return "现在没有应当答复的日期。"
    first = f"；不延期时为{clock.first_due}" if clock.extended else ""
    return f"应当在{with_weekday(clock.due_on)}或以前答复{first}。"


def _runs(counting: Counting, calendar: Calendar) -> Iterator[str]:
    number = 0
    for stretch in counting.stretches:
        first = date.fromordinal(stretch.after.toordinal() + 1)
        span = f"{first}至{stretch.until}" if first < stretch.until else f"{first}"
        if stretch.excluded:
            yield f"  {span}：{stretch.excluded}，不计"
            continue
        which = f"第{number + 1}至{number + stretch.counted}个" if stretch.counted > 1 else f"第{number + 1}个"
        number += stretch.counted
        besides = "；".join(_exceptions(stretch, calendar))
        counted = f"{stretch.counted}个工作日（{which}）" if stretch.counted else "没有工作日"
        yield f"  {span}：{counted}{f'，其中{besides}' if besides else ''}"


def _exceptions(stretch: Stretch, calendar: Calendar) -> Iterator[str]:
    """Yield the holidays and the weekends worked of a stretch, neighbouring days together."""
    first = last = None
    reason = ""
    for ordinal in range(stretch.after.toordinal() + 1, stretch.until.toordinal() + 2):
        day = date.fromordinal(ordinal)
        said = calendar.reason(day) if ordinal <= stretch.until.toordinal() and calendar.is_exception(day) else ""
        if first and last and said != reason:
            yield f"{first}至{last}{reason}" if first < last else f"{first}{reason}"
            first = None
        if said:
            first, last, reason = first or day, day, said
