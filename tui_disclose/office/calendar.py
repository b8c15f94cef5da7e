"""The office's working calendar (工作日历): the national one with the notices in its own calendar.toml."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import rows
from tui_disclose.office.os_errors import in_words
from tui_disclose.problems import Changed, Problem, Refused, Unavailable
from tui_disclose.records.events import STRUCK
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.request import TABLE, Request, events_of, from_document
from tui_disclose.statutory.calendar_files import FILE_NAME, HEADER, national_calendar, notice_text, read_notices
from tui_disclose.statutory.clock_moves import Clocked, Move, moves
from tui_disclose.statutory.working_days import Calendar, Notice
from tui_disclose.store import files

_WAIT = 5.0
"""Seconds to wait for somebody else who is saving."""


class Plan(msgspec.Struct, frozen=True):
    """What taking in further notices would do, before anybody accepts it."""

    notices: tuple[Notice, ...]
    kept: bytes | None
    """The calendar file as it is, None where there is none."""
    content: bytes
    """The calendar file as it would be."""
    moves: tuple[Move, ...]
    """Every date of an open request that would become another."""


def calendar_of(office: Office) -> Calendar:
    """Return the office's calendar, read again only once its file has changed; raises as `calendar_in`."""
    return calendar_in(office.folder)


def calendar_in(folder: Path) -> Calendar:
    """Return the calendar of a data folder, which need not be an office.

    Raises CalendarError where its file is wrong, Unavailable where it cannot be read.
    """
    path = folder / FILE_NAME
    try:
        status = path.stat()
        return _calendar(path, (status.st_mtime_ns, status.st_size, status.st_ino))
    except (FileNotFoundError, NotADirectoryError):
        return national_calendar()
    except OSError as error:
        raise Unavailable(f"不能读取日历文件 {path}：{in_words(error)}。请检查权限。") from None


@lru_cache(maxsize=4)
def _calendar(path: Path, _stamp: tuple[int, int, int]) -> Calendar:
    return national_calendar().with_notices(read_notices(str(path), path.read_bytes()))


def open_requests(office: Office) -> Iterator[Request]:
    """Yield the requests of which something is still owed: a reply, or one anew."""
    for row in rows(office, ledger(TABLE)):
        kinds = {raw["kind"] for _, raw in events_of(row.fields) if STRUCK not in raw}
        # Most of a ledger is closed long since; its clocks are not worked out.
        if "re_reply_ordered" in kinds or not kinds & {"replied", "withdrawn"}:
            yield from_document(row.number, row.fields)


def plan_notices(office: Office, notices: Sequence[Notice], requests: Iterable[Clocked]) -> Plan:
    """Return what taking in notices would change, for `requests`; nothing is saved yet.

    Raises Refused where they say nothing new, CalendarError where the file that there is is wrong.
    """
    kept = files.read(office.folder / FILE_NAME)
    before = calendar_of(office)
    after = before.with_notices(notices)
    if _said(before) == _said(after):
        raise Refused("这些日期在日历中已是如此，没有变化。")
    start = (kept or HEADER.encode()).rstrip(b"\n")
    content = start + b"\n" + "".join(map(notice_text, notices)).encode()
    read_notices(FILE_NAME, content)
    return Plan(tuple(notices), kept, content, tuple(moves(before, after, requests)))


def _said(calendar: Calendar) -> tuple[object, ...]:
    return calendar.work.keys(), calendar.rest.keys(), calendar.complete


def accept(office: Office, plan: Plan) -> None:
    """Save a plan: its notices stand at the end of calendar.toml, all that was there stays, and the trail says so.

    Raises Changed where the file became another meanwhile, Unavailable where it cannot be written; then nothing
    is changed.
    """
    if office.read_only:
        raise Unavailable("本次以只读方式打开，不能录入工作日历。")
    path = office.folder / FILE_NAME
    with files.said(path, "日历没有录入"):
        with files.locked(office.folder / "store.lock", office.who, _WAIT):
            if files.read(path) != plan.kept:
                raise Changed(f"{path} 刚被别人改动，这次没有录入，请重新录入。", {})
            files.replace(path, plan.content)
        try:
            office.store.note(office.who, f"录入工作日历：{'；'.join(map(_words, plan.notices))}", "calendar")
        except Problem:
            # What the trail does not tell has not happened.
            if plan.kept is None:
                path.unlink(missing_ok=True)
            else:
                files.replace(path, plan.kept)
            raise


def _words(notice: Notice) -> str:
    parts = [
        f"{words}{'、'.join(map(str, days))}"
        for words, days in (("上班", notice.work), ("休息", notice.rest), ("完整年份", notice.complete_years))
        if days
    ]
    return f"{'，'.join(parts)}（{notice.source}）"
