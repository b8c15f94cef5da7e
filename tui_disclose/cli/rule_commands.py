"""Commands about the office's rules (制度)."""

from datetime import date
from pathlib import Path

import click

from tui_disclose.choices import PAPER_FORMATS
from tui_disclose.cli.common import DataGroup, content_of, current_office, out, out_json, plain, today
from tui_disclose.cli.endings import say
from tui_disclose.cli.fields import (
    diff_option,
    json_option,
    number_argument,
    on_option,
    pairs_argument,
    print_list,
    print_row,
    print_versions,
    reason_option,
    typed_values,
    version_option,
)
from tui_disclose.cli.ledger_commands import UNCHANGED, say_done
from tui_disclose.cli.transfers import dry_run_option, export_to, file_argument, output_option, take_records


@click.group(cls=DataGroup)
def rule() -> None:
    """制度：登记、修改、废止、查找、导出。"""


@rule.command()
@pairs_argument
def add(pairs: tuple[str, ...]) -> None:
    """登记一项制度，如 rule add 名称=保密审查制度 责任科室=办公室 正文=@制度.md。"""
    from tui_disclose.office.rules import RULES, add_rule

    out(add_rule(current_office(), typed_values(RULES, pairs, today()), today()))


@rule.command()
def preset() -> None:
    """一次登记常用的公开制度、决策制度和发布制度，已有的不重复登记。"""
    from tui_disclose.office.rules import add_preset, preset_words

    office = current_office()
    say(preset_words(office, add_preset(office, today())))


@rule.command("list")
@click.option("--all", "with_all", is_flag=True, help="连同已废止的。")
@json_option
def list_(with_all: bool, as_json: bool) -> None:
    """列出制度，连同本年实施的次数、是否已过有效期。"""
    from tui_disclose.office.ledgers import rows
    from tui_disclose.office.rule_views import standings
    from tui_disclose.office.rules import RULES

    office = current_office()
    more = {
        number: {
            "state": "" if each.state == "有效" and not as_json else each.state,
            "carried_out": each.brief,
            "last_on": each.last if as_json or not each.last else f"最近一次{each.last}",
        }
        for number, each in standings(office, today()).items()
    }
    print_list(RULES, rows(office, RULES, with_all), as_json, more)


@rule.command()
@number_argument
@click.option("--carried", is_flag=True, help="列出实施这项制度的全部记录，新的在前。")
@json_option
def show(number: str, carried: bool, as_json: bool) -> None:
    """显示一项制度、是否有效和最近一次实施。"""
    from tui_disclose.office.ledgers import find_row
    from tui_disclose.office.rule_views import carrier_words, standings
    from tui_disclose.office.rules import RULES

    office = current_office()
    row = find_row(office, RULES, number)
    standing = standings(office, today())[number]
    if carried:
        done = standing.carried_out[::-1]
        if as_json:
            out_json(plain(done))
            return
        for each in done:
            out("  ".join((each.on, *carrier_words(office, each))))
        say(f"共{len(done)}条。")
        return
    labels = ("state", "carried_out") if as_json else ("状态", "实施")
    print_row(RULES, row, as_json, dict(zip(labels, (standing.state, standing.words), strict=True)))


@rule.command()
@number_argument
@pairs_argument
def change(number: str, pairs: tuple[str, ...]) -> None:
    """修改一项制度，如 rule change 〔2024〕3号 修订日期=今天 正文=@制度.md。"""
    from tui_disclose.office.ledgers import change as save
    from tui_disclose.office.rules import RULES

    say_done(save(current_office(), RULES, number, typed_values(RULES, pairs, today())), UNCHANGED)


@rule.command()
@number_argument
@reason_option
@on_option
def repeal(number: str, reason: str, on: date) -> None:
    """废止一项制度；编号和正文仍保存。"""
    from tui_disclose.office.rules import repeal as take_out

    say_done(take_out(current_office(), number, reason, on))


@rule.command()
@number_argument
@diff_option
@version_option
@json_option
def versions(number: str, compared: tuple[int, int] | None, wanted: int | None, as_json: bool) -> None:
    """列出一项制度正文的各版。"""
    from tui_disclose.office.rules import RULES
    from tui_disclose.office.text_versions import versions as versions_of

    print_versions(versions_of(current_office(), RULES, number), compared, wanted, as_json)


@rule.command()
@click.argument("words", metavar="文字")
@json_option
def search(words: str, as_json: bool) -> None:
    """在制度的名称和正文中查找，连同已废止的。"""
    from tui_disclose.office.rules import search as search_in

    found = search_in(current_office(), words)
    if as_json:
        out_json(plain(found))
        return
    for each in found:
        where = f"第{each.line}行" if each.line else "名称"
        mark = "（已废止）" if each.repealed else ""
        out(f"{each.number}  {each.name}{mark}  {where}：{each.text}")
    say(f"共{len(found)}处。")


@rule.command("import")
@file_argument
@dry_run_option
def import_(file: Path, dry_run: bool) -> None:
    """导入制度（每行一条 JSON 的 .jsonl，或表头为字段名的 .csv、.xlsx）；有一行不对就都不导入。"""
    from tui_disclose.office.rules import plan_rules

    office = current_office()
    take_records(office, plan_rules(office, file.name, content_of(file), today()), file.name, dry_run)


@rule.command()
@click.argument("number", metavar="[编号]", required=False)
@click.option("--texts", is_flag=True, help="目录后附全部正文。")
@click.option("--all", "with_all", is_flag=True, help="连同已废止的，写明废止日期。")
@click.option("--format", "file_format", type=click.Choice((*PAPER_FORMATS, "jsonl")), default="md", show_default=True)
@output_option
def export(number: str | None, texts: bool, with_all: bool, file_format: str, output: Path | None) -> None:
    """导出一项制度；不给编号时导出制度目录，jsonl 为没有废止的制度连同正文，每行一条，可以再导入。"""
    if file_format == "jsonl":
        from tui_disclose.office.ledger_lines import export_lines
        from tui_disclose.office.ledgers import rows
        from tui_disclose.office.rules import RULES

        if number or texts or with_all:
            raise click.UsageError("jsonl 是没有废止的全部制度连同正文，不能给编号、--texts 或 --all。")
        office = current_office()
        repealed = sum(row.taken_out for row in rows(office, RULES, with_taken_out=True))
        export_to(output, file_format, lambda path: export_lines(office, RULES, "制度", path))
        if repealed:
            say(f"已废止的{repealed}项没有导出；连同已废止的目录、汇编，不加 --format jsonl 而加 --all。")
        return
    from tui_disclose.office.rule_exports import export_rules

    export_to(output, file_format, lambda p: export_rules(current_office(), number, texts, p, file_format, with_all))
