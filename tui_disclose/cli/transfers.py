"""Importing and exporting requests and cases: what their commands have in common."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui_disclose.choices import BINARY, FORMATS
from tui_disclose.cli.common import content_of, current_office, out, say_all, today
from tui_disclose.cli.endings import say

if TYPE_CHECKING:
    from tui_disclose.office.house import Office
    from tui_disclose.office.ledger_import import RecordsPlan
    from tui_disclose.office.transfer import Plan

file_argument = click.argument("file", metavar="文件", type=click.Path(path_type=Path, allow_dash=True))
dry_run_option = click.option("--dry-run", is_flag=True, help="只显示将作的改动，不录入。")
replace_option = click.option("--replace", is_flag=True, help="与台账不同的，以文件为准。")
year_option = click.option("--year", metavar="年度", type=int, help="只要这一年收到的；案件为这一年申请、起诉的。")
output_option = click.option(
    "--output", metavar="文件", type=click.Path(path_type=Path, allow_dash=True), help="- 为标准输出。"
)
personal_option = click.option(
    "--with-personal", "personal", is_flag=True, help="连同姓名、联系方式等个人信息；不给时隐去。"
)


def take_in(table: str, file: Path, dry_run: bool, replace: bool) -> None:
    """Import a file of one kind of record and say what became of it."""
    from tui_disclose.office.transfer import apply_plan, plan_remedies, plan_requests

    office = current_office()
    plan = (plan_requests if table == "requests" else plan_remedies)(office, content_of(file), file.name, today())
    say_all(plan.notes)
    if dry_run:
        for line in plan.differences:
            out(line)
        out(f"{_counts(plan)}；未录入。")
        return
    entry = apply_plan(office, plan, file.name, replace)
    say(f"{_counts(plan)}，已录入。" if entry else f"{_counts(plan)}，无需改动。")


def _counts(plan: "Plan") -> str:
    return f"{plan.ledger.name}：新的{len(plan.new)}件，与台账不同的{len(plan.other)}件，相同的{plan.same}件"


def take_records(office: "Office", plan: "RecordsPlan", name: str, dry_run: bool) -> None:
    """Say what a file holds and import it: all of its records or none."""
    from tui_disclose.office.ledger_import import apply_records

    say_all((*plan.said, *plan.there, *plan.alike))
    if dry_run:
        for line in plan.wrong:
            out(line)
        out(f"可导入{len(plan.items)}条，已有{len(plan.there)}条，不能导入{len(plan.wrong)}条；未导入。")
        return
    entry = apply_records(office, plan, name)
    say(f"已导入{len(plan.items)}条，已有{len(plan.there)}条。" if entry else f"没有新的{plan.ledger.name}。")


def give_out(table: str, year: int | None, personal: bool, output: Path | None) -> None:
    """Export one kind of record, to standard output or to a file whose path is printed."""
    from tui_disclose.office.transfer import export_lines, hand_out_lines

    office = current_office()
    if table == "requests":
        masked = not personal or office.masks_personal
        say("姓名、联系方式等个人信息已隐去。" if masked else "文件含个人信息，请妥善保管。")
    if output == Path("-"):
        click.echo(hand_out_lines(office, table, personal, year), nl=False)
        return
    out(str(export_lines(office, table, personal, year, output)))


def export_to(output: Path | None, file_format: str, write: Callable[[Path | None], Path]) -> None:
    """Export by `write` and print the path; to standard output (“-”) the file itself goes, unless a person sits there.

    Raises UsageError where a terminal would show what is no text.
    """
    if output == Path("-") and file_format in BINARY and sys.stdout.isatty():
        raise click.UsageError(f"{FORMATS[file_format]}不能显示在终端上，请用 --output 写入文件。")
    path = write(output)
    if path != Path("-"):
        out(str(path))


def write_anew(path: Path, data: bytes) -> None:
    """Write a file of an office's own (a template, its stages) to edit; Refused where there is one already."""
    from tui_disclose.exporting.files import write_new
    from tui_disclose.office.os_errors import in_words
    from tui_disclose.problems import Refused, Unavailable

    if path.exists() or path.is_symlink():
        raise Refused(f"{path} 已经存在，没有改动；请换一个文件名。")
    try:
        write_new(path, data)
    except OSError as error:
        raise Unavailable(f"不能写入 {path}：{in_words(error)}。") from None
