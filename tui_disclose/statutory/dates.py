"""Dates as people type and print them."""

import re
from datetime import date, timedelta

from tui_disclose.statutory.text import half_width

_WORDS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "明日": 1, "后天": 2}
_OFFSET = re.compile(r"[+-]\d{1,4}")
_WHOLE = re.compile(r"(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))")
_SHORT = re.compile(r"(?:(\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))")


_AWAY = timedelta(days=31)
"""How far what is entered as having happened may lie ahead before last year is meant."""

WAYS = "2026-03-01、0301、3.1、今天、昨天、-3、+3"
"""How a day may be typed, for people."""


class NotADate(ValueError):
    """The text is not a day of the calendar in any of the ways that are understood."""


def parse_date(text: str, today: date, ahead: bool = False) -> date:
    """Return the day that typed `text` means; NotADate where it means none.

    Understood: 2024-03-01, 2024.3.1, 20240301, 2024年3月1日; without a year (0301, 3.1, 3月1日) the last one up to a
    month after `today`, or with `ahead` (a limit) the one nearest to it; 今天, 昨天, 明天; -3 and +3 as so many days
    before and after `today`. Full-width signs count as half-width.
    """
    typed = half_width(text).replace("。", ".").strip()
    if typed in _WORDS:
        return today + timedelta(days=_WORDS[typed])
    try:
        if _OFFSET.fullmatch(typed):
            return today + timedelta(days=int(typed))
        if match := _WHOLE.fullmatch(typed):
            year, month, day = (int(part) for part in match.groups() if part)
            return date(year, month, day)
        if match := _SHORT.fullmatch(typed):
            month, day = (int(part) for part in match.groups() if part)
            return _meant(month, day, today, ahead)
    except (ValueError, OverflowError):
        pass
    raise NotADate(text)


def _meant(month: int, day: int, today: date, ahead: bool) -> date:
    # 29 February exists in some years only, eight apart where a century has none.
    found = []
    for year in range(max(today.year - 8, 1), today.year + 9):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    if ahead:
        return min(found, key=lambda each: abs(each - today))
    return max(each for each in found if each <= today + _AWAY)


def date_words(day: date) -> str:
    """Return a day as documents print it: 2024年3月1日, without leading zeros (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def with_weekday(day: date) -> str:
    """Return a day with its weekday, as lists show it: 2024-03-01（周五）."""
    return f"{day}（周{'一二三四五六日'[day.weekday()]}）"
