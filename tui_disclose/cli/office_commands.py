"""Commands about the office itself: init, undo, due, doctor."""

import sys
from datetime import date, datetime

import click

from tui_disclose.choices import LEVELS
from tui_disclose.cli.common import DataCommand, current_folder, current_office, out, out_json, plain, today
from tui_disclose.cli.endings import say
from tui_disclose.problems import Refused, Unavailable
from tui_disclose.statutory.text import one_line


@click.command(cls=DataCommand)
@click.option("--unit", metavar="单位", required=True, help="单位全称。")
@click.option(
    "--level",
    type=click.Choice(list(LEVELS)),
    default="department",
    show_default=True,
    help=f"单位级别：{'、'.join(LEVELS.values())}。",
)
@click.option("--code", metavar="代码", default="", help="统一社会信用代码，18位。")
@click.option(
    "--ledger-since",
    metavar="日期",
    type=click.DateTime(["%Y-%m-%d"]),
    help="从哪一天起登记台账；不给时为今年1月1日。",
)
def init(unit: str, level: str, code: str, ledger_since: datetime | None) -> None:
    """建立本单位的台账。"""
    from tui_disclose.office.house import create_office

    if click.get_current_context().find_root().params.get("read_only"):
        raise Unavailable("本次以只读方式打开，不能建立台账。")
    since = ledger_since.date() if ledger_since else None
    office = create_office(current_folder(), unit, today(), level, code, since)
    say(f"已在 {office.folder} 建立“{office.settings.unit}”的台账。")
    say("本系统为非涉密系统，不得录入国家秘密、工作秘密；涉密事项只登记数量，不登记标题。")


@click.command(cls=DataCommand)
@click.option("--year", metavar="年度", type=int, help="只撤销这一年年度报告中的操作。")
@click.option("--yes", is_flag=True, help="以前的日子做的操作也撤销，不再询问。")
def undo(year: int | None, yes: bool) -> None:
    """撤销本人最近一次操作；不是今天做的，先问一次。"""
    from tui_disclose.office.entering import place
    from tui_disclose.office.undoing import last_act, passed_over, undo_last

    office = current_office()
    where = None if year is None else place(year)
    act = last_act(office, where)
    over = passed_over(office, act) if act else ""
    done_at = act.at[:16].replace("T", " ") if act else ""
    # Entries are stamped with the day of the machine.
    if act and not yes and act.at[:10] != date.today().isoformat():
        question = f"最近一次操作是以前做的（{done_at}）：{one_line(act.why)}"
        if not sys.stdin.isatty():
            raise Refused(f"{question}。没有撤销；确认撤销的加 --yes。")
        if not click.confirm(f"{question}。撤销它？", default=False, err=True):
            say("没有撤销。")
            return
    say(f"已{undo_last(office, where).why}（{done_at}所做）{f'。{over}' if over else ''}")


@click.command(cls=DataCommand)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def due(as_json: bool) -> None:
    """列出全部待办：逾期的在前，其余按日期；可放在定时任务里每天发送。"""
    from tui_disclose.duties.values import URGENCY_WORDS
    from tui_disclose.office.duties import owed

    duties = owed(current_office(), today())
    if as_json:
        out_json([plain(duty) for duty in duties])
        return
    for duty in duties:
        out(f"{URGENCY_WORDS[duty.severity]}  {duty.due_on or '——'}  {duty.sentence}")
    say(f"共{len(duties)}项，其中逾期{sum(duty.severity == 'late' for duty in duties)}项。")


@click.command(cls=DataCommand)
def doctor() -> None:
    """检查运行环境：Python、语言环境、终端、数据目录、各组件版本。"""
    from tui_disclose.office.doctor import examine

    for line in examine(current_folder()):
        out(f"{'正常' if line.good else '注意'}  {line.subject}：{line.text}")
