"""Commands of the working calendar: workday, calendar show, calendar add."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui_disclose.cli.common import (
    DataCommand,
    DataGroup,
    content_of,
    current_folder,
    current_office,
    out,
    out_json,
    say_all,
    today,
)
from tui_disclose.cli.endings import say
from tui_disclose.problems import Refused

if TYPE_CHECKING:
    from tui_disclose.statutory.working_days import Notice


def _as_date(_context: click.Context, _parameter: click.Parameter, value: str) -> date:
    """Return the day that a typed argument means; a usage error where it means none."""
    from tui_disclose.statutory.dates import NotADate, parse_date

    try:
        return parse_date(value, today())
    except NotADate:
        raise click.BadParameter(f"“{value}”不是日期，应如 2025-01-13 或 20250113") from None


@click.command(cls=DataCommand, context_settings={"ignore_unknown_options": True})
@click.argument("day", metavar="DATE", callback=_as_date)
@click.argument("count", metavar="N", type=int)
def workday(day: date, count: int) -> None:
    """输出某日之后的第几个工作日，如 workday 2025-01-13 7；N 为负数时往前数。

    按国务院办公厅公布的放假安排和数据目录中的 calendar.toml 计算；
    放假安排还没有录入的年份先按周一至周五计算，并说明是暂定。
    """
    from tui_disclose.office.calendar import calendar_in
    from tui_disclose.statutory.working_days import provisional_words

    days = calendar_in(current_folder())
    found = days.add(day, count)
    out(found.isoformat())
    if unknown := days.first_unknown(day, found):
        say(f"暂定：{provisional_words(unknown)}。")


@click.group(cls=DataGroup)
def calendar() -> None:
    """工作日历：哪些日子上班、哪些日子休息。"""


@calendar.command()
@click.argument("year", metavar="年度", type=click.IntRange(1, 9999))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def show(year: int, as_json: bool) -> None:
    """列出一年中周末上班和放假的日期，并说明该年的放假安排是否已经录入。"""
    from tui_disclose.office.calendar import calendar_in
    from tui_disclose.statutory.dates import with_weekday
    from tui_disclose.statutory.working_days import provisional_words

    days = calendar_in(current_folder())
    known, named = year in days.complete, days.exceptions(year)
    if as_json:
        work, rest = (
            {str(day): said for day, said in named.items() if days.is_working(day) == working}
            for working in (True, False)
        )
        out_json({"year": year, "known": known, "working_days": days.in_year(year), "work": work, "rest": rest})
        return
    for day, said in named.items():
        out(f"{with_weekday(day)} {said}")
    say(f"{year}年共{days.in_year(year)}个工作日。")
    if not known:
        say(f"暂定：{provisional_words(date(year, 1, 1))}。")


@calendar.command()
@click.argument("what", metavar="文件|work|rest")
@click.argument("days", metavar="[日期]...", nargs=-1)
@click.option("--source", metavar="来源", default="", help="通知的名称或文号；逐日录入时必须写。")
@click.option("--complete", metavar="年度", type=click.IntRange(1950, 2999), help="这一年的日期已经录全，不再是暂定。")
@click.option("--yes", is_flag=True, help="有申请的期限变动时不再询问，直接录入。")
@click.option("--dry-run", is_flag=True, help="只列出会变动的期限，不录入。")
def add(what: str, days: tuple[str, ...], source: str, complete: int | None, yes: bool, dry_run: bool) -> None:
    """录入上班（work）或休息（rest）的日期，或一份文件中的全部通知；先列出期限会变动的申请。

    如 calendar add rest 2027-02-05至2027-02-11 --source 国办发明电〔2026〕7号
    """
    from tui_disclose.office.calendar import accept, open_requests, plan_notices

    notices = (_typed(what, days, source, complete),) if what in ("work", "rest") else _from_file(what, days)
    office = current_office()
    plan = plan_notices(office, notices, open_requests(office))
    say_all(move.sentence for move in plan.moves)
    if dry_run:
        say(f"有{len(plan.moves)}个期限会变动；只是试算，没有录入。")
        return
    if plan.moves and not yes:
        question = f"以上{len(plan.moves)}个期限会变动，录入？"
        if not (sys.stdin.isatty() and click.confirm(question, default=False, err=True)):
            raise Refused(f"以上{len(plan.moves)}个期限会变动，没有录入；确认后加 --yes 重新录入。")
    accept(office, plan)
    say(f"工作日历已录入，{len(plan.moves)}个期限随之变动。")


def _typed(what: str, typed: tuple[str, ...], source: str, complete: int | None) -> "Notice":
    """Return the notice that the words of a command line are; a usage error where they are none."""
    from tui_disclose.statutory.calendar_files import typed_days
    from tui_disclose.statutory.dates import NotADate
    from tui_disclose.statutory.text import one_line
    from tui_disclose.statutory.working_days import Notice

    if not typed:
        raise click.UsageError(f"请写明哪些日期，如 calendar add {what} 2027-01-01。")
    if not one_line(source).strip():
        raise click.UsageError("请用 --source 写明通知的名称或文号。")
    try:
        days = tuple(day for text in typed for day in typed_days(text, today()))
    except NotADate as wrong:
        raise click.UsageError(f"“{wrong}”不是日期，应如 2027-01-01 或 2027-02-05至2027-02-11。") from None
    work, rest = (days, ()) if what == "work" else ((), days)
    return Notice(one_line(source).strip(), work, rest, (complete,) if complete else ())


def _from_file(name: str, days: tuple[str, ...]) -> "tuple[Notice, ...]":
    from tui_disclose.statutory.calendar_files import read_notices

    if days:
        raise click.UsageError("逐日录入请写 work（上班）或 rest（休息）；用文件录入时不再写日期。")
    return read_notices(name, content_of(Path(name)))
