"""Duties that the year's work shows: what is owed each month and year, open problems and tasks, idle rules."""

import calendar
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tui_disclose.duties.values import Duty
from tui_disclose.records.works import CHAIN, Kind, works
from tui_disclose.statutory.text import one_line

_TABLE = "works"

Records = Mapping[str, Mapping[str, Any]]
"""Work records by number, those taken out left out."""


def work_duties(records: Records, today: date) -> list[Duty]:
    """Return everything that the year's work owes on a day."""
    found = [*unfinished(records, today), *decisions(records)]
    for kind in works().kinds:
        if kind.rhythm == "monthly":
            found += monthly(records, kind, today)
        elif kind.rhythm == "yearly":
            found += yearly(records, kind, today)
    return found


def monthly(records: Records, kind: Kind, today: date) -> Iterator[Duty]:
    """Yield the months without their check, from when there is an account to check (新媒体每月检查) to last month."""
    accounts = [r["on"] for r in records.values() if r.get("kind") == "media_account" and r.get("status") == "open"]
    if not accounts:
        return
    done = {record["on"][:7] for record in records.values() if record.get("kind") == kind.key}
    first = max(date.fromisoformat(min(accounts)), date(today.year, 1, 1))
    for month in range(first.month, today.month):
        if f"{today.year}-{month:02}" not in done:
            due = date(today.year, month, calendar.monthrange(today.year, month)[1])
            words = f"{today.year}年{month}月的{kind.words}没有记录。"
            yield Duty(f"monthly.{kind.key}", _TABLE, "", words, "late", due)


def yearly(records: Records, kind: Kind, today: date) -> Iterator[Duty]:
    """Yield what is to be done once this year and is not."""
    if any(record.get("kind") == kind.key and record["on"][:4] == str(today.year) for record in records.values()):
        return
    due = date.fromisoformat(f"{today.year}-{kind.due}")
    words = f"{today.year}年的{kind.words}还没有记录（{kind.help}）。"
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
        words = f"“{one_line(record['name'])[:30]}”还没有完成{f'，时限{until}' if until else ''}。"
        yield Duty("unfinished", _TABLE, number, words, "late" if late else "due", until)


def decisions(records: Records) -> Iterator[Duty]:
    """Yield decisions with a step left out before a later one, and those taken and not published."""
    for number, record in records.items():
        if record.get("kind") != "decision":
            continue
        done = [bool(record.get(step)) for step in CHAIN]
        name = f"“{one_line(record['name'])[:30]}”"
        if not all(done) and any(done) and done.index(False) < max(at for at, each in enumerate(done) if each):
            yield Duty("decision_chain", _TABLE, number, f"决策{name}的环节不全，请补记日期或写明原因。", "hint")
        if all(done) and not record.get("items"):
            yield Duty("decision_published", _TABLE, number, f"决策{name}已作出，还没有关联公开的条目。", "hint")
