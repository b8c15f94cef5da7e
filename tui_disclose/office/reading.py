"""Looking without changing: what has to be said when an office is opened, and the entries for personal data shown."""

from datetime import datetime, timedelta

from tui_disclose.office.house import Office, everything_gone
from tui_disclose.store.interface import Entry

_SLACK = timedelta(minutes=5)


def notices(office: Office, now: datetime) -> list[str]:
    """Return what the person should know before working: a damaged store, a clock that went back."""
    found = []
    damage = getattr(office.store, "damage", None) or everything_gone(office.folder)
    if damage:
        found.append(f"{damage[:-1]}；现以只读方式显示损坏处之前的内容（到第{office.store.sequence}条操作）。")
    behind = clock_behind(office, now)
    if behind:
        found.append(behind)
    return found


def clock_behind(office: Office, now: datetime) -> str | None:
    """Return what to say where the clock is earlier than the newest entry, None where it is not."""
    newest = office.store.since(office.store.sequence - 1)
    if not newest or datetime.fromisoformat(newest[-1].at) <= now + _SLACK:
        return None
    last = newest[-1].at[:16].replace("T", " ")
    return f"系统时钟（{now:%Y-%m-%d %H:%M}）早于最近一次操作（{last}），请先校正时钟再录入。"


def note_reading(office: Office, record: str, what: str, shown: set[str]) -> Entry | None:
    """Record that personal data of a record (“request/〔2024〕1号”) was shown, once a session; None the next time.

    `shown` holds the session's records so far. A read-only session sees personal data masked and records nothing.
    Raises Unavailable where it cannot be recorded: then do not show it.
    """
    if office.read_only or record in shown:
        return None
    entry = office.store.note(office.who, f"查看{what}", record)
    shown.add(record)
    return entry


def note_export(office: Office, what: str, place: str) -> Entry | None:
    """Record that something is about to leave the store (“导出…”); None in a read-only session, which records nothing.

    Raises Unavailable where it cannot be recorded: then do not export.
    """
    return None if office.read_only else office.store.note(office.who, what, place)
