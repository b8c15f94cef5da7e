"""Commands about the papers of a request: its letters, why its due date is that day, its fee."""

import sys
from pathlib import Path

import click

from tui_disclose.choices import BINARY, LETTER_FORMATS
from tui_disclose.cli.common import DataCommand, current_office, out, today
from tui_disclose.cli.endings import say
from tui_disclose.cli.fields import number_argument
from tui_disclose.cli.transfers import output_option


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
@number_argument
@click.option("--days", "by_day", is_flag=True, help="连同逐日的计算。")
@output_option
def why(number: str, by_day: bool, output: Path | None) -> None:
    """说明答复期限为什么是这一天：每一步的日期、理由和条款。"""
    from tui_disclose.office.request_papers import export_why, why_text

    office = current_office()
    if output is None or output == Path("-"):
        out(why_text(office, number, today(), by_day).rstrip("\n"))
        return
    out(str(export_why(office, number, today(), output)))


@click.command(cls=DataCommand)
@number_argument
@click.option("--pages", metavar="页数", type=click.IntRange(0), help="按量计收的页数。")
def fee(number: str, pages: int | None) -> None:
    """算出一件申请的信息处理费，写明算法。"""
    from tui_disclose.office.request_papers import fee_text

    out(fee_text(current_office(), number, pages).rstrip("\n"))


COMMANDS = (letter, why, fee)
"""What belongs to the group `request`."""
