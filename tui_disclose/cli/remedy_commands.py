"""Commands about reviews and lawsuits (行政复议、行政诉讼)."""

from datetime import date
from pathlib import Path

import click

from tui_disclose.cli.common import DataGroup, current_office, out, out_json, today
from tui_disclose.cli.endings import say
from tui_disclose.cli.fields import (
    json_option,
    number_argument,
    pairs_argument,
    past_on_option,
    print_list,
    print_row,
    typed_values,
)
from tui_disclose.cli.ledger_commands import UNCHANGED, say_done, take_out_command
from tui_disclose.cli.transfers import (
    dry_run_option,
    file_argument,
    give_out,
    output_option,
    replace_option,
    take_in,
    year_option,
)


@click.group(cls=DataGroup)
def remedy() -> None:
    """复议诉讼：登记、审结、查看、导入、导出。"""


@remedy.command()
@number_argument
@pairs_argument
def add(number: str, pairs: tuple[str, ...]) -> None:
    """登记一件案件，如 remedy add 复议1 途径=行政复议 所涉申请=〔2024〕1号 申请起诉日=0603。"""
    from tui_disclose.office.remedies import REMEDIES, register

    say_done(register(current_office(), number, typed_values(REMEDIES, pairs, today())))


@remedy.command("list")
@click.option("--all", "with_all", is_flag=True, help="连同已注销登记的。")
@json_option
def list_(with_all: bool, as_json: bool) -> None:
    """列出案件。"""
    from tui_disclose.office.ledgers import rows
    from tui_disclose.office.remedies import REMEDIES
    from tui_disclose.records.remedy import to_json

    found = rows(current_office(), REMEDIES, with_all)
    if as_json:
        out_json([to_json(row.number, row.fields) for row in found])
    else:
        print_list(REMEDIES, found, as_json=False)


@remedy.command()
@number_argument
@json_option
def show(number: str, as_json: bool) -> None:
    """显示一件案件。"""
    from tui_disclose.office.ledgers import find_row
    from tui_disclose.office.remedies import REMEDIES
    from tui_disclose.records.remedy import from_document, to_json

    row = find_row(current_office(), REMEDIES, number)
    case = from_document(number, row.fields)
    if as_json:
        out_json({**to_json(number, row.fields), "derived": {"group": case.group, "status": case.status}})
    else:
        print_row(REMEDIES, row, as_json=False, more={"状态": case.status})


@remedy.command()
@number_argument
@pairs_argument
def change(number: str, pairs: tuple[str, ...]) -> None:
    """修改案件，如 remedy change 复议1 审结日期=0801 结果=结果维持。"""
    from tui_disclose.office.remedies import REMEDIES, change_case

    say_done(change_case(current_office(), number, typed_values(REMEDIES, pairs, today())), UNCHANGED)


@remedy.command()
@number_argument
@click.argument("result", metavar="结果")
@past_on_option
@click.option("--re-reply", "ordered", is_flag=True, help="同时责令重新答复，登记到所涉申请。")
@click.option("--until", metavar="日期", default="", help="责令重新答复的期限。")
@click.option("--days", metavar="工作日", type=click.IntRange(1), help="责令重新答复限几个工作日。")
def decide(number: str, result: str, on: date, ordered: bool, until: str, days: int | None) -> None:
    """登记审结，结果为 结果维持、结果纠正、其他结果 之一，如 remedy decide 复议1 结果纠正 --on 0801 --re-reply。"""
    from tui_disclose.office.remedies import REMEDIES, decide
    from tui_disclose.records.events import event_ledger
    from tui_disclose.records.fields import typed_value

    if (until or days) and not ordered:
        raise click.UsageError("--until、--days 要和 --re-reply 一起用。")
    kept = str(typed_value(REMEDIES.field("result"), result, today()) or "")
    limit = typed_value(event_ledger("re_reply_ordered").field("until"), until, today())
    order = {"until": limit, "days": days} if ordered else None
    say_done(decide(current_office(), number, on, kept, order), UNCHANGED)


take_out_command(remedy, "remedies", "注销登记一件案件；编号和内容仍保存，不再计入。")


@remedy.command()
@json_option
def due(as_json: bool) -> None:
    """列出本机关应提交的书面答复和答辩，先到期的在前。"""
    from tui_disclose.office.remedies import answers_owed

    found = answers_owed(current_office())
    if as_json:
        out_json(
            [
                {"number": o.number, "what": o.what, "due_on": str(o.due.on), "provisional": bool(o.due.unknown_from)}
                for o in found
            ]
        )
        return
    for owed in found:
        out(f"{owed.number}  {owed.what}  期限{owed.due.on}{'（暂定）' if owed.due.unknown_from else ''}")
    say(f"共{len(found)}件。")


@remedy.command("import")
@file_argument
@dry_run_option
@replace_option
def import_(file: Path, dry_run: bool, replace: bool) -> None:
    """导入案件：每行一件 JSON，或者 CSV、Excel 登记簿；有一行不能录入就都不录入。"""
    take_in("remedies", file, dry_run, replace)


@remedy.command()
@year_option
@output_option
def export(year: int | None, output: Path | None) -> None:
    """导出案件，每行一件 JSON。"""
    give_out("remedies", year, personal=False, output=output)
