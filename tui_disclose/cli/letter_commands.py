"""Commands about the papers of a request: letters and their templates, why it is due that day, its fee, its file."""

import sys
from datetime import date
from pathlib import Path

import click

from tui_disclose.choices import BINARY, LETTER_FORMATS
from tui_disclose.cli.common import DataCommand, current_office, out, out_json, today
from tui_disclose.cli.endings import say
from tui_disclose.cli.fields import as_day, json_option, number_argument
from tui_disclose.cli.transfers import export_to, output_option, write_anew


@click.command(cls=DataCommand)
@number_argument
@click.argument("key", metavar="[文书]", required=False)
@click.option("--event", metavar="第几个", type=int, help="关于第几个事件；不给时为最近的一个。")
@click.option(
    "--format", "file_format", metavar="格式", type=click.Choice(LETTER_FORMATS), default="md", help="md 或 docx。"
)
@output_option
def letter(number: str, key: str | None, event: int | None, file_format: str, output: Path | None) -> None:
    """列出一件申请可写的文书；给出文书时写成文件，缺什么一并指出。"""
    from tui_disclose.office.letters import export_letter, hand_out_letter, letter_offers, write_letter

    office = current_office()
    if key is None:
        found = letter_offers(office, number)
        for offer in found:
            place = f"  --event {offer.kept.n}" if offer.kept else ""
            out(f"{offer.template.key}  {offer.name}{place}")
        say(f"共{len(found)}种。")
        return
    written = write_letter(office, number, key, today(), event)
    for sentence in written.missing:
        say(sentence)
    if output == Path("-"):
        if file_format in BINARY and sys.stdout.isatty():
            raise click.UsageError("Word 文档不能显示在终端上，请用 --output 写入文件。")
        click.echo(hand_out_letter(office, number, written, file_format), nl=False)
        return
    out(str(export_letter(office, number, written, file_format, output)))


@click.command(cls=DataCommand)
@click.argument("key", metavar="[文书]", required=False)
@output_option
def templates(key: str | None, output: Path | None) -> None:
    """列出文书模板；给出文书时写出模板，改好放在数据目录的 templates 中即代替原来的。"""
    from tui_disclose.office.letters import template_list, template_text

    office = current_office()
    if key is None:
        for template, own in template_list(office):
            out(f"{template.key}  {template.name}{'  本单位的' if own else ''}")
        return
    text = template_text(office, key)
    if output is None or output == Path("-"):
        out(text.rstrip("\n"))
        return
    write_anew(output, text.encode())
    out(str(output.absolute()))


@click.command(cls=DataCommand)
@number_argument
@click.option("--days", "by_day", is_flag=True, help="连同逐日的计算；写成文件的总是连同。")
@click.option(
    "--format",
    "file_format",
    metavar="格式",
    type=click.Choice(("txt", *LETTER_FORMATS)),
    help="写成文件：txt、md 或 docx；不给时显示。",
)
@output_option
def why(number: str, by_day: bool, file_format: str | None, output: Path | None) -> None:
    """说明答复期限为什么是这一天：每一步的日期、理由和条款。"""
    from tui_disclose.office.request_papers import export_why, why_text

    office = current_office()
    if output == Path("-") or (output is None and file_format is None):
        if file_format in LETTER_FORMATS:
            raise click.UsageError("写到标准输出的只有纯文本；md、docx 请用 --output 写入文件。")
        out(why_text(office, number, today(), by_day).rstrip("\n"))
        return
    out(str(export_why(office, number, today(), output, file_format or "txt")))


@click.command(cls=DataCommand)
@click.argument("number", metavar="[编号]", required=False)
@json_option
def hints(number: str | None, as_json: bool) -> None:
    """提示同一申请人、相同或相近内容的其他申请，和本月第几件；不给编号时，列出多个申请人都申请的内容。"""
    from tui_disclose.cli.common import plain
    from tui_disclose.office.request_hints import asked_by_several
    from tui_disclose.office.request_hints import hints as hints_for
    from tui_disclose.office.requests import find_request

    office = current_office()
    if number is None:
        several = asked_by_several(office)
        if as_json:
            out_json(plain(several))
            return
        for sentence in [each.sentence for each in several] or ("没有多个申请人都申请的内容。",):
            out(sentence)
        return
    found = hints_for(office, find_request(office, number).document, number)
    if as_json:
        out_json(plain(found))
        return
    for sentence in found.sentences or ("没有发现同一申请人或相近内容的其他申请。",):
        out(sentence)


@click.command("fees", cls=DataCommand)
@click.option("--since", metavar="日期", required=True, callback=as_day, help="从这一天起，如 2024-01-01。")
@click.option("--until", metavar="日期", required=True, callback=as_day, help="到这一天为止，如 2024-12-31。")
@json_option
def fees(since: date, until: date, as_json: bool) -> None:
    """任意起止日期的信息处理费：通知、应收、不予收取、实收，供年度报告第六部分用。"""
    from tui_disclose.cli.common import plain
    from tui_disclose.office.fee_totals import fee_totals

    found = fee_totals(current_office(), since, until)
    if as_json:
        out_json(plain(found))
        return
    out(f"{since}至{until}{found.sentence}")
    if found.records:
        out(f"涉及申请：{'、'.join(found.records)}")


@click.command(cls=DataCommand)
@number_argument
@json_option
@click.option(
    "--format",
    "file_format",
    metavar="格式",
    type=click.Choice(LETTER_FORMATS),
    help="写成 md 或 docx 文件。",
)
@output_option
def contents(number: str, as_json: bool, file_format: str | None, output: Path | None) -> None:
    """列出一件申请的卷内目录，或者写成文件。"""
    from tui_disclose.cli.common import plain
    from tui_disclose.office.request_files import export_contents, file_contents

    office = current_office()
    if file_format or output:
        kind = file_format or "md"
        export_to(output, kind, lambda path: export_contents(office, number, kind, path))
        return
    found = file_contents(office, number)
    if as_json:
        out_json(plain(found))
        return
    for each in found:
        out("  ".join(word for word in (str(each.place), each.on, each.letter, each.title, each.by) if word))
    say(f"共{len(found)}件。")


@click.command(cls=DataCommand)
@number_argument
@click.option("--output", metavar="目录", type=click.Path(path_type=Path), help="写到这个目录，应当还不存在。")
def evidence(number: str, output: Path | None) -> None:
    """把一件申请的全部材料写成一个目录，供复议答复、诉讼答辩使用；含个人信息。"""
    from tui_disclose.office.evidence import export_evidence

    if output == Path("-"):
        raise click.UsageError("材料写成一个目录，--output 不能是标准输出（-）。")
    path, said = export_evidence(current_office(), number, today(), output)
    for sentence in said:
        say(sentence)
    say("材料含个人信息，请妥善保管。")
    out(str(path))


@click.command(cls=DataCommand)
@number_argument
@click.option("--pages", metavar="页数", type=click.IntRange(0), help="按量计收的页数。")
def fee(number: str, pages: int | None) -> None:
    """算出一件申请的信息处理费，写明算法。"""
    from tui_disclose.office.request_papers import fee_text

    out(fee_text(current_office(), number, pages).rstrip("\n"))


COMMANDS = (letter, templates, why, fee, fees, hints, contents, evidence)
"""What belongs to the group `request`."""
