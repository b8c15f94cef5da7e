"""Commands of the working calendar: workday, calendar show, calendar add."""

from datetime import date

import click

from tui_disclose.cli.common import DataCommand, current_folder, out, today
from tui_disclose.cli.endings import say


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

    calendar = calendar_in(current_folder())
    found = calendar.add(day, count)
    out(found.isoformat())
    if unknown := calendar.first_unknown(day, found):
        say(f"暂定：{provisional_words(unknown)}。")
