"""Commands about published information (主动公开目录)."""

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
    pairs_argument,
    past_on_option,
    print_list,
    print_row,
    print_versions,
    reason_option,
    typed_values,
    version_option,
)
from tui_disclose.cli.ledger_commands import UNCHANGED, say_done
from tui_disclose.cli.transfers import export_to, output_option

_comment = click.option("--comment", metavar="意见", default="", help="意见。")
_format = click.option(
    "--format", "file_format", type=click.Choice(PAPER_FORMATS), default="md", show_default=True, help="格式。"
)
_column = click.option(
    "--column",
    metavar="栏目",
    default="",
    help="只列这个栏目和它下面的栏目，或者这种文件性质、重点领域、法定内容。",
)


@click.group(cls=DataGroup)
def catalogue() -> None:
    """主动公开：登记条目、送审、审批、发布、目录和指南。"""


@catalogue.command()
@pairs_argument
def add(pairs: tuple[str, ...]) -> None:
    """登记一条，如 catalogue add 名称=关于… 栏目=政策解读 解读形式=专家解读 责任科室=办公室。"""
    from tui_disclose.office.catalogue import CATALOGUE, NOT_FOR_SECRETS, add_item

    values = typed_values(CATALOGUE, pairs, today())
    out(add_item(current_office(), values, today()))
    if values.get("openness") in ("withheld", "classified"):
        say(NOT_FOR_SECRETS)


@catalogue.command("list")
@_column
@click.option("--year", metavar="年度", type=int, help="只列这一年发布的。")
@click.option("--text", metavar="文字", default="", help="只列名称、文号、概述、关键字中有这些文字的。")
@click.option("--all", "with_all", is_flag=True, help="连同已撤下的。")
@json_option
def list_(column: str, year: int | None, text: str, with_all: bool, as_json: bool) -> None:
    """列出条目和各自办到哪里。"""
    from tui_disclose.office.catalogue import CATALOGUE, item_state_words, stages_of
    from tui_disclose.office.catalogue_lists import chosen
    from tui_disclose.records.items import title_words

    office = current_office()
    rows, stages = chosen(office, column, year, text, with_all), stages_of(office)
    more = {} if as_json else {row.number: {"状态": item_state_words(row, stages)} for row in rows}
    for row in rows:
        if row.number in more and row.fields.get("openness") == "classified":
            more[row.number] = {"名称": title_words(row.fields)}
    print_list(CATALOGUE, rows, as_json, more)


@catalogue.command()
@number_argument
@json_option
def show(number: str, as_json: bool) -> None:
    """显示一条和它的审批经过。"""
    from tui_disclose.office.catalogue import CATALOGUE, item_state_words, stages_of
    from tui_disclose.office.catalogue_lists import approval_lines
    from tui_disclose.office.ledgers import find_row

    office = current_office()
    row = find_row(office, CATALOGUE, number)
    print_row(CATALOGUE, row, as_json, {"状态": item_state_words(row, stages_of(office))})
    if not as_json:
        for line in approval_lines(office, row):
            out(line)


@catalogue.command()
@number_argument
@pairs_argument
def change(number: str, pairs: tuple[str, ...]) -> None:
    """修改一条；信息来源登记以后不能改，送审以后内容不能改，先撤回。"""
    from tui_disclose.office.catalogue import CATALOGUE, change_item

    say_done(change_item(current_office(), number, typed_values(CATALOGUE, pairs, today())), UNCHANGED)


@catalogue.command()
@number_argument
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, dir_okay=False))
def attach(number: str, file: Path) -> None:
    """把一个文件记为附件：登记文件名和校验值，文件本身不存入台账。"""
    from tui_disclose.office.catalogue import attach as note

    say_done(note(current_office(), number, file), UNCHANGED)


@catalogue.command()
@number_argument
@_comment
@past_on_option
def submit(number: str, comment: str, on: date) -> None:
    """填写信息发布审批单并送审。"""
    from tui_disclose.office.catalogue import submit as hand_in

    say_done(hand_in(current_office(), number, on, comment))


@catalogue.command()
@number_argument
@_comment
@click.option("--reason", metavar="理由", default="", help="一人办理两个环节的理由。")
@past_on_option
def approve(number: str, comment: str, reason: str, on: date) -> None:
    """在审批单的下一个环节签字同意。"""
    from tui_disclose.office.catalogue import approve as sign

    say_done(sign(current_office(), number, on, comment, reason))


@catalogue.command("return")
@number_argument
@click.option("--comment", "--reason", "comment", metavar="意见", required=True, help="要改什么。")
def return_(number: str, comment: str) -> None:
    """退回科室修改。"""
    from tui_disclose.office.catalogue import send_back

    say_done(send_back(current_office(), number, today(), comment))


@catalogue.command()
@number_argument
@reason_option
def withdraw(number: str, reason: str) -> None:
    """撤回审批单，已发布的撤下更正；改好后重新送审。"""
    from tui_disclose.office.catalogue import withdraw as take_back

    say_done(take_back(current_office(), number, today(), reason))


@catalogue.command()
@number_argument
@past_on_option
def publish(number: str, on: date) -> None:
    """记为已发布；原创和县区报送的须已审批同意。"""
    from tui_disclose.office.catalogue import publish as note

    say_done(note(current_office(), number, on))


@catalogue.command("take-down")
@number_argument
@reason_option
def take_down(number: str, reason: str) -> None:
    """撤下一条，不再公开；编号和内容仍保存，以后不能再修改。"""
    from tui_disclose.office.catalogue import CATALOGUE
    from tui_disclose.office.ledgers import take_out

    say_done(take_out(current_office(), CATALOGUE, number, reason, today()))


@catalogue.command()
@json_option
def forms(as_json: bool) -> None:
    """列出全部信息发布审批单和留存人。"""
    from tui_disclose.office.approval_forms import forms as forms_of

    kept = forms_of(current_office())
    if as_json:
        out_json(plain(kept))
        return
    for form in kept:
        out(f"{form.number}  {form.on}  {form.state}  {form.name}  留存：{'、'.join(form.copies)}")
    say(f"共{len(kept)}份。")


@catalogue.command()
@number_argument
@_format
@output_option
def form(number: str, file_format: str, output: Path | None) -> None:
    """导出一条的信息发布审批单，每个留存人一份。"""
    from tui_disclose.office.approval_forms import export_form

    export_to(output, file_format, lambda path: export_form(current_office(), number, path, file_format))


@catalogue.command()
@json_option
def columns(as_json: bool) -> None:
    """列出栏目、文件性质、重点领域、法定内容和各自已发布的条数。"""
    from tui_disclose.office.catalogue_lists import column_counts, part_states

    office = current_office()
    found, parts = column_counts(office), part_states(office)
    if as_json:
        tree = [{"name": c.name, "parent": c.parent, "text": c.text, "published": count} for c, _, count in found]
        across = [{"name": each.part.name, "kind": each.part.kind, "published": each.published} for each in parts]
        out_json([*tree, *across])
        return
    for column, depth, count in found:
        shown = f"公开文本{column.text}{'' if count else '还没有内容'}" if column.text else str(count)
        out(f"{'　' * depth}{column.name}  {shown}")
    for each in parts:
        words = f"  {each.part.words}" if each.part.words else ""
        out(f"{each.part.kind}：{each.part.name}  {each.published}{words}")


@catalogue.command()
@click.argument("name", metavar="[文本]", default="")
@click.option(
    "--file", "source", metavar="文件", type=click.Path(path_type=Path, allow_dash=True), help="换成这个文件。"
)
@past_on_option
@click.option("--versions", "as_versions", is_flag=True, help="列出各版。")
@diff_option
@version_option
@click.option("--export", "as_export", is_flag=True, help="导出。")
@_format
@json_option
def text(
    name: str,
    source: Path | None,
    on: date,
    as_versions: bool,
    compared: tuple[int, int] | None,
    wanted: int | None,
    as_export: bool,
    file_format: str,
    as_json: bool,
) -> None:
    """显示或更新指南、编制说明、咨询电话、机构职能、工作机构；不写文本名时列出各个文本。"""
    from tui_disclose.office.catalogue import TEXTS
    from tui_disclose.office.catalogue_exports import export_text, set_text, text_names, text_of
    from tui_disclose.office.text_versions import versions
    from tui_disclose.problems import Refused

    office = current_office()
    if not name:
        kept = {each: text_of(office, each) for each in text_names(office)}
        if as_json:
            out_json([{"name": each, **fields} for each, fields in kept.items()])
            return
        for each, fields in kept.items():
            out(f"{each}  {fields.get('revised_on') or '还没有内容'}")
    elif source is not None:
        try:
            content = content_of(source).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Refused("文件不是 UTF-8 编码的文字。") from None
        say(f"已更新{name}。" if set_text(office, name, content, on.isoformat()) else "没有变化。")
    elif as_versions or compared or wanted is not None:
        print_versions(versions(office, TEXTS, name) if text_of(office, name) else [], compared, wanted, as_json)
    elif as_export:
        out(str(export_text(office, name, None, file_format)))
    elif as_json:
        out_json({"name": name, **text_of(office, name)})
    else:
        out(text_of(office, name).get("text", ""))


@catalogue.command()
@_column
@_format
@output_option
def index(column: str, file_format: str, output: Path | None) -> None:
    """导出政府信息公开目录：索引号、名称、内容概述、生成日期等。"""
    from tui_disclose.office.catalogue_exports import export_index

    export_to(output, file_format, lambda path: export_index(current_office(), column, path, file_format))


@catalogue.command("import")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--backfill", metavar="理由", default="", help="文件中已发布的作为补录，写明理由。")
@click.option("--dry-run", is_flag=True, help="只显示将作的改动，不导入。")
def import_(file: Path, backfill: str, dry_run: bool) -> None:
    """导入条目（每行一条 JSON 的 .jsonl，或表头为字段名的 .csv、.xlsx）；有一行不对就都不导入。"""
    from tui_disclose.cli.transfers import take_records
    from tui_disclose.office.catalogue_import import plan_items

    office = current_office()
    take_records(office, plan_items(office, file.name, content_of(file), today(), backfill), file.name, dry_run)


@catalogue.command()
@output_option
def export(output: Path | None) -> None:
    """导出全部条目，每行一条 JSON。"""
    from tui_disclose.office.catalogue_exports import export_items

    export_to(output, "jsonl", lambda path: export_items(current_office(), path))
