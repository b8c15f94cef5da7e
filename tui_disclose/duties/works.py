"""Duties that the year's work shows: what is owed each month and year, open problems and tasks, gaps in decisions."""

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from tui_disclose.duties.values import Duty
from tui_disclose.records.works import CHAIN, Kind, step_words, works
from tui_disclose.statutory.text import one_line

_TABLE = "works"

Record = Mapping[str, Any]
Records = Mapping[str, Record]
"""Work records by number, those taken out left out."""


def work_duties(records: Records, today: date, since: date) -> list[Duty]:
    """Return everything that the year's work owes on a day; `since` is the first day from which records are kept."""
    found = [*unfinished(records, today), *decisions(records)]
    for kind in works().kinds:
        if kind.rhythm == "monthly":
            found += monthly(records, kind, today, since)
        elif kind.rhythm == "yearly":
            found += yearly(records, kind, today, since)
    return found


def monthly(records: Records, kind: Kind, today: date, since: date) -> Iterator[Duty]:
    """Yield by year the months up to last month without their check (新媒体每月检查), where there were accounts.

    What was missed stays owed, over the year's end and after an account was closed: a check may still be recorded with
    what hindered it.
    """
    accounts = {number: record for number, record in records.items() if record.get("kind") == "media_account"}
    first = max(min((record["on"] for record in accounts.values()), default=""), since.isoformat())
    checks = [record for record in records.values() if record.get("kind") == kind.key]
    missed: dict[str, list[int]] = {}
    for month in _months(first, today) if accounts else ():
        in_use = {number: record["name"] for number, record in accounts.items() if _in_use(record, month)}
        done = [record for record in checks if record["on"].startswith(month)]
        # A check that names no account is of all of them.
        checked = {number for record in done for number in record.get("accounts") or in_use}
        left = [one_line(name)[:20] for number, name in in_use.items() if number not in checked]
        year, number = month.split("-")
        if left and done:
            yield _missed(kind, year, [int(number)], f"没有查{'、'.join(left)}")
        elif left:
            missed.setdefault(year, []).append(int(number))
    yield from (_missed(kind, year, months, "没有记录") for year, months in missed.items())


def _missed(kind: Kind, year: str, months: list[int], what: str) -> Duty:
    """Return what is owed of some months of a year, since the end of the first of them."""
    due = date(int(year), months[0], calendar.monthrange(int(year), months[0])[1])
    words = f"{year}年{_month_words(months)}的{kind.words}{what}。"
    return Duty(f"monthly.{kind.key}", _TABLE, "", words, "late", due)


def _month_words(months: list[int]) -> str:
    """Return months in words, three or more in a row as “1月至10月”."""
    runs: list[list[int]] = []
    for month in months:
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(
        f"{run[0]}月至{run[-1]}月" if len(run) > 2 else "、".join(f"{month}月" for month in run) for run in runs
    )


def _months(first: str, today: date) -> Iterator[str]:
    """Yield the months from that of a day (ISO 8601) to last month, as “2026-03”."""
    year, month = int(first[:4]), int(first[5:7])
    while (year, month) < (today.year, today.month):
        yield f"{year}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _in_use(account: Record, month: str) -> bool:
    """Tell whether an account was in use on some day of a month; on the day it was closed it no longer was."""
    opened: str = account["on"]
    closed: str | None = account.get("closed_on")
    if closed is not None and closed <= opened:
        return False
    last = (date.fromisoformat(closed) - timedelta(days=1)).isoformat() if closed else date.max.isoformat()
    return opened <= last and opened[:7] <= month <= last[:7]


def yearly(records: Records, kind: Kind, today: date, since: date) -> Iterator[Duty]:
    """Yield what is to be done once a year and was not, last year's too where records were kept then."""
    done = {record["on"][:4] for record in records.values() if record.get("kind") == kind.key}
    for year in (today.year - 1, today.year):
        if str(year) in done or (year < today.year and date(year, 1, 1) < since):
            continue
        due = date.fromisoformat(f"{year}-{kind.due}")
        words = f"{year}年的{kind.words}还没有记录（{kind.help}）。"
        yield Duty(f"yearly.{kind.key}", _TABLE, "", words, "late" if due < today else "hint", due)


def unfinished(records: Records, today: date) -> Iterator[Duty]:
    """Yield tasks, problems and complaints that are not finished; an old year's problem is carried into this one."""
    carried = {record.get("carried_from") for record in records.values()}
    for number, record in records.items():
        if record.get("kind") not in ("task", "problem", "complaint") or record.get("status") != "open":
            continue
        if number in carried:
            continue
        until = date.fromisoformat(record["until"]) if record.get("until") else None
        late = until is not None and until < today
        limit = f"，时限{until}" if until else ""
        old = record["kind"] == "problem" and record["on"][:4] < str(today.year)
        what = "，请登记完成或者结转到今年" if old else ""
        words = f"“{one_line(record['name'])[:30]}”还没有完成{limit}{what}。"
        yield Duty("unfinished", _TABLE, number, words, "late" if late else "due", until)


def decisions(records: Records) -> Iterator[Duty]:
    """Yield decisions with a step left out or out of order, and those taken and not published.

    Where the reason for what was left out is written down (缺项原因) nothing is missing.
    """
    for number, record in records.items():
        if record.get("kind") != "decision":
            continue
        steps = [(step, record[step]) for step in CHAIN if record.get(step)]
        name = f"“{one_line(record['name'])[:30]}”"
        for (step, day), (later, after) in pairwise(steps):
            if day > after:
                words = f"{step_words(step)}（{day}）在{step_words(later)}（{after}）之后"
                yield Duty("decision_order", _TABLE, number, f"决策{name}的{words}，请核对日期。", "hint")
        if record.get("skipped") or not steps:
            continue
        left = [step_words(step) for step in CHAIN[: CHAIN.index(steps[-1][0])] if not record.get(step)]
        if left:
            words = f"决策{name}没有{'、'.join(left)}的日期，请补记，没有经过的填缺项原因。"
            yield Duty("decision_chain", _TABLE, number, words, "hint")
        if record.get(CHAIN[-1]) and not record.get("items"):
            words = f"决策{name}已作出，还没有关联公开的条目；不公开的填缺项原因。"
            yield Duty("decision_published", _TABLE, number, words, "hint")
