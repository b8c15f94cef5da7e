"""Reads the working calendar: the notices of past years from a library, further ones from an office's own file.

The office's `calendar.toml` holds one `[[notice]]` for each notice: `source`, `work` (上班) and `rest` (休息) days, and
`complete_years` once all days of a year are in it.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import tomli

from tui_disclose.problems import Refused
from tui_disclose.statutory.dates import NotADate, parse_date
from tui_disclose.statutory.form_files import toml_place
from tui_disclose.statutory.text import one_line
from tui_disclose.statutory.working_days import Calendar, Notice

FILE_NAME = "calendar.toml"

HEADER = """# 本单位的工作日历：国务院办公厅每年的放假安排公布后，或者年中有调整时，在后面加上一份 [[notice]]。
# source 通知的名称或文号；work 周末上班的日期；rest 放假的日期；complete_years 日期已录全的年份，该年不再是暂定。
# 同一天前后不一的，以后面的为准。
"""

_KEYS = {"source": "来源", "work": "上班", "rest": "休息", "complete_years": "已完整的年份"}
_RANGE = re.compile(r"(.+?)(?:至|\.\.)(.+)")
"""Two days and all between them, in one text."""
_LONGEST__RANGE = 31
"""Days; no holiday is longer, and a year mistyped in a range would take months away."""


def notice_text(notice: Notice) -> str:
    """Return a notice as it is written into a calendar file."""
    lines = ["", "[[notice]]", f"source = {json.dumps(notice.source, ensure_ascii=False)}"]
    for key, days in (("work", notice.work), ("rest", notice.rest)):
        if days:
            lines.append(f"{key} = [{', '.join(map(str, days))}]")
    if notice.complete_years:
        lines.append(f"complete_years = {list(notice.complete_years)}")
    return "\n".join(lines) + "\n"


def span_of(first: date, last: date) -> list[date]:
    """Return the days from one to another, both included; none where they are many more than a holiday has."""
    length = (last - first).days + 1
    return [first + timedelta(days=each) for each in range(length)] if 0 < length <= _LONGEST__RANGE else []


def typed_days(text: str, today: date) -> list[date]:
    """Return the days that typed text means: one, or all of 2027-02-05至2027-02-11; NotADate where it means none."""
    found = _RANGE.fullmatch(text)
    first, last = (found[1], found[2]) if found else (text, text)
    days = span_of(parse_date(first, today), parse_date(last, today))
    if not days:
        raise NotADate(text)
    return days


class CalendarError(Refused):
    """A calendar file is wrong; the message names the file and, for each place, its line and key."""


@cache
def national_calendar() -> Calendar:
    """Return the calendar that the yearly notices of the State Council's office give (国务院办公厅放假安排).

    The days are those of the library `chinesecalendar`, imported on first use.
    """
    from chinese_calendar.constants import Holiday, holidays, workdays

    return Calendar(
        work=dict.fromkeys(workdays, "上班"),
        rest={day: f"{Holiday(name).chinese}放假" for day, name in holidays.items()},
        complete=frozenset(range(min(holidays).year, max(holidays).year + 1)),
    )


def read_notices(name: str, content: bytes) -> tuple[Notice, ...]:
    """Return the notices in a calendar file's bytes; CalendarError names every place that is wrong, with its line."""
    try:
        text = content.decode("utf-8")
        document = tomli.loads(text)
    except UnicodeDecodeError:
        raise CalendarError(f"日历文件 {name} 不是 UTF-8 编码，请另存为 UTF-8 后重试。") from None
    except tomli.TOMLDecodeError as error:
        raise CalendarError(f"日历文件 {name} 不是有效的 TOML：{toml_place(error)}。请修改后重试。") from None
    reader = _Reader(text.splitlines())
    notices = tuple(reader.notices(document))
    if reader.wrong:
        several = f"有{len(reader.wrong)}处要改" if len(reader.wrong) > 1 else "要改"
        raise CalendarError(f"日历文件 {name} {several}：{'；'.join(said for _, said in sorted(reader.wrong))}。")
    return notices


class _Reader:
    """Takes a parsed file apart and keeps what is wrong in it, each with its line and key."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.wrong: list[tuple[int, str]] = []

    def notices(self, document: dict[str, Any]) -> Iterator[Notice]:
        for key in document:
            if key != "notice":
                self._say(0, key, "不认识这个键，每份通知写成一个 [[notice]]")
        entries = document.get("notice", [])
        if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
            self._say(0, "notice", "应写成 [[notice]]，两层方括号")
            return
        heads = [number for number, line in enumerate(self.lines) if re.match(r"\s*\[\[\s*notice\s*\]\]", line)]
        for index, entry in enumerate(entries):
            yield self._notice(entry, heads[index] if index < len(heads) else 0)

    def _notice(self, entry: dict[str, Any], head: int) -> Notice:
        for key in entry.keys() - _KEYS.keys():
            self._say(head, key, f"不认识这个键，可用：{'、'.join(_KEYS)}")
        source = entry.get("source")
        if not isinstance(source, str) or not one_line(source).strip():
            self._say(head, "source", "应写明通知的名称或文号")
        work, rest = (tuple(self._days(entry.get(key, []), head, key)) for key in ("work", "rest"))
        for day in sorted({*work} & {*rest}):
            self._say(head, "rest", f"{day} 同时写作上班和休息", str(day))
        years = entry.get("complete_years", [])
        if not isinstance(years, list) or not all(type(year) is int and 1949 < year < 3000 for year in years):
            self._say(head, "complete_years", "应为年份的列表，如 [2027]")
            years = []
        if not self.wrong and not (work or rest or years):
            self._say(head, "notice", "没有写任何一天")
        return Notice(one_line(str(source)).strip(), work, rest, tuple(years))

    def _days(self, value: Any, head: int, key: str) -> Iterator[date]:  # noqa: ANN401 - whatever TOML holds
        if not isinstance(value, list):
            self._say(head, key, "应为日期的列表，如 [2027-01-01, 2027-01-02]")
            return
        for each in value:
            ends = self._ends(each)
            shown = one_line(str(each))
            if ends is None:
                self._say(head, key, f'“{shown}”不是日期，应如 2027-01-01 或 "2027-02-05至2027-02-11"', shown)
            elif days := span_of(*ends):
                yield from days
            else:
                self._say(head, key, f"“{shown}”应从早到晚、不超过{_LONGEST__RANGE}天", shown)

    def _ends(self, value: object) -> tuple[date, date] | None:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value, value
        if not isinstance(value, str):
            return None
        found = _RANGE.fullmatch(value.strip())
        try:
            first, last = map(
                date.fromisoformat, (found[1].strip(), found[2].strip()) if found else [value.strip()] * 2
            )
        except ValueError:
            return None
        return first, last

    def _say(self, head: int, key: str, what: str, literal: str = "") -> None:
        line = self._line(head, key, literal)
        self.wrong.append((line, f"第{line}行 {one_line(key)}：{what}"))

    def _line(self, head: int, key: str, literal: str) -> int:
        """Return the number of the line where a key stands (a value of it, where it is told), else of its notice."""
        end = next(
            (n for n in range(head + 1, len(self.lines)) if self.lines[n].lstrip().startswith("[[")), len(self.lines)
        )
        pattern = rf"\s*(?:\[+\s*)?[\"']?{re.escape(key)}\b"
        at = next((n for n in range(head, end) if re.match(pattern, self.lines[n])), head)
        return next((n for n in range(at, end) if literal and literal in self.lines[n]), at) + 1
