"""Commands about the year's work (工作台账)."""

from pathlib import Path

import click

from tui_disclose.choices import PAPER_FORMATS
from tui_disclose.cli.common import DataGroup, content_of, current_office, out, out_json, plain, today
from tui_disclose.cli.endings import say
from tui_disclose.cli.fields import (
    json_option,
    number_argument,
    pairs_argument,
    print_list,
    print_row,
    typed_values,
)
from tui_disclose.cli.ledger_commands import UNCHANGED, say_done, take_out_command
from tui_disclose.cli.transfers import dry_run_option, export_to, file_argument, output_option, take_records


@click.group(cls=DataGroup)
def work() -> None:
    """工作台账：培训、会议、检查、征求意见、决策、问题和措施、统计数等。"""


@work.command()
@click.argument("kind", metavar="[类别]", required=False)
@json_option
def kinds(kind: str | None, as_json: bool) -> None:
    """列出工作记录的类别；给出类别时列出它要填的项目。"""
    from tui_disclose.office.works import WORKS
    from tui_disclose.records.fields import typed_value
    from tui_disclose.records.works import kind_of, work_ledger, works

    if as_json:
        out_json(
            [
                {"key": each.key, "words": each.words, "rule": each.rule, "help": each.help, "rhythm": each.rhythm}
                for each in works().kinds
            ]
        )
    elif kind is None:
        for each in works().kinds:
            out(f"{each.words}：{each.help}" + (f"（{each.rule}）" if each.rule else ""))
    else:
        key = str(typed_value(WORKS.field("kind"), kind, today()))
        say(kind_of(key).help)
        for field in work_ledger(key).fields:
            choices = f"可填：{'、'.join(choice.words for choice in field.choices)}。" if field.choices else ""
            words = field.help if field.key == "kind" else f"{field.help}{choices}"
            out(f"{field.label}{'（必填）' if field.required else ''}  {words}")


@work.command()
@pairs_argument
def add(pairs: tuple[str, ...]) -> None:
    """登记一条，如 work add 类别=培训 事项=学习新修订的条例 日期=20190612 数量=30。"""
    from tui_disclose.office.works import WORKS, add_work
    from tui_disclose.records.fields import typed_value
    from tui_disclose.records.works import typing_ledger

    kind = next((text for name, _, text in (pair.partition("=") for pair in pairs) if name in ("类别", "kind")), "")
    named = typing_ledger(str(typed_value(WORKS.field("kind"), kind, today()))) if kind.strip() else WORKS
    out(add_work(current_office(), typed_values(named, pairs, today()), today()))


@work.command("list")
@click.option("--kind", metavar="类别", default="", help="只列这一类。")
@click.option("--year", metavar="年度", type=int, help="只列这一年的。")
@click.option("--text", metavar="文字", default="", help="只列有这些文字的。")
@click.option("--all", "with_all", is_flag=True, help="连同已注销的。")
@json_option
def list_(kind: str, year: int | None, text: str, with_all: bool, as_json: bool) -> None:
    """列出工作记录，连同进展。"""
    from tui_disclose.office.works import WORKS, chosen
    from tui_disclose.records.works import progress_words

    rows = chosen(current_office(), kind, year, text, with_all)
    print_list(WORKS, rows, as_json, {row.number: {"progress": progress_words(row.fields)} for row in rows})


@work.command()
@number_argument
@json_option
def show(number: str, as_json: bool) -> None:
    """显示一条工作记录、实施的制度和待办。"""
    from tui_disclose.office.ledgers import find_row
    from tui_disclose.office.work_views import rules_of, work_duties_of
    from tui_disclose.office.works import WORKS
    from tui_disclose.records.works import progress_words, work_ledger

    office = current_office()
    row = find_row(office, WORKS, number)
    labels = ("progress", "rules", "owed") if as_json else ("状态", "实施的制度", "待办")
    words = (
        progress_words(row.fields),
        "；".join(f"{rule} {name}" for rule, name in rules_of(office, row).items()),
        "；".join(duty.sentence for duty in work_duties_of(office, number, today())),
    )
    more = {label: text for label, text in zip(labels, words, strict=True) if text}
    print_row(work_ledger(row.fields["kind"]), row, as_json, more)


@work.command()
@number_argument
@pairs_argument
def change(number: str, pairs: tuple[str, ...]) -> None:
    """修改一条工作记录。"""
    from tui_disclose.office.ledgers import find_row
    from tui_disclose.office.works import WORKS, change_work
    from tui_disclose.records.works import typing_ledger

    office = current_office()
    named = typing_ledger(find_row(office, WORKS, number).fields["kind"])
    say_done(change_work(office, number, typed_values(named, pairs, today())), UNCHANGED)


@work.command("carry-over")
@number_argument
def carry_over(number: str) -> None:
    """把以前年度没有解决的问题转到今年，接着登记改进措施。"""
    from tui_disclose.office.works import carry_over as carry

    out(carry(current_office(), number, today()))


take_out_command(work, "works", "注销一条登记错的工作记录；编号和内容仍保存。")


@work.command()
@click.option("--kind", metavar="类别", default="", help="只导出这一类。")
@click.option("--year", metavar="年度", type=int, help="只导出这一年的。")
@click.option("--format", "file_format", type=click.Choice((*PAPER_FORMATS, "jsonl")), default="md", show_default=True)
@output_option
def export(kind: str, year: int | None, file_format: str, output: Path | None) -> None:
    """导出工作记录的清单，按日期先后；jsonl 为全部记录，每行一条，可以再导入。"""
    if file_format == "jsonl":
        from tui_disclose.office.ledger_lines import export_lines
        from tui_disclose.office.works import WORKS

        if kind or year:
            raise click.UsageError("jsonl 是全部记录，不能给 --kind、--year。")
        export_to(output, file_format, lambda path: export_lines(current_office(), WORKS, "工作台账", path))
        return
    from tui_disclose.office.work_views import export_works

    export_to(output, file_format, lambda path: export_works(current_office(), kind, year, path, file_format))


@work.command()
@json_option
def due(as_json: bool) -> None:
    """列出目录、制度、工作台账的待办：公开时限、空栏目、解读、复查、每月检查、未完成的任务和问题。"""
    from tui_disclose.duties.values import URGENCY_WORDS
    from tui_disclose.office.catalogue_duties import owed

    found = owed(current_office(), today())
    if as_json:
        out_json(plain(found))
        return
    for duty in found:
        day = f"{duty.due_on}{'（暂定）' if duty.provisional else ''}" if duty.due_on else "　　"
        out(f"{URGENCY_WORDS[duty.severity]}  {day}  {duty.number}  {duty.sentence}")
    say(f"共{len(found)}项。")


@work.command("import")
@file_argument
@dry_run_option
def import_(file: Path, dry_run: bool) -> None:
    """导入工作记录（每行一条 JSON 的 .jsonl，或表头为字段名的 .csv、.xlsx）；有一行不对就都不导入。"""
    from tui_disclose.office.works import plan_works

    office = current_office()
    take_records(office, plan_works(office, file.name, content_of(file), today()), file.name, dry_run)
