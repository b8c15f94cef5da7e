"""Commands about the yearly report (年度报告)."""

import sys
from pathlib import Path

import click

from tui_disclose.choices import BINARY, FORMATS, STYLES
from tui_disclose.cli.common import DataGroup, content_of, current_office, out, out_json, say_all, today
from tui_disclose.cli.endings import say
from tui_disclose.problems import Unavailable

_year = click.argument("year", metavar="年度", type=int)
_file = click.Path(path_type=Path, allow_dash=True)
_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")


@click.group(cls=DataGroup)
def report() -> None:
    """年度报告：导入、填写、核对、导出。"""


@report.command("import")
@click.argument("files", metavar="文件...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--year", metavar="年度", type=int, help="报告年度；文件中写明的可不给。")
@click.option("--dry-run", is_flag=True, help="逐格列出文件中的原文和将录入的数字，不录入。")
@click.option("--replace", is_flag=True, help="已有不同的数字或文字时，以文件为准。")
@click.option(
    "--cut", "cuts", metavar="行=序号", multiple=True, help="选定连在一起的数字怎样分开；“唯一”为只有一种分法的行。"
)
def import_(files: tuple[Path, ...], year: int | None, dry_run: bool, replace: bool, cuts: tuple[str, ...]) -> None:
    """导入年度报告：网页、Word、Excel、PDF、文本等文件，或放有这些文件的目录。

    可导入的格式：网页 .html .htm .mht，Word .docx，Excel .xlsx，PDF .pdf，Markdown .md，粘贴的文本 .txt，
    本系统导出的 .csv .json；文件写“-”时从标准输入读取文本。
    """
    from tui_disclose.cli.importing import import_many, import_one
    from tui_disclose.office.importing import report_files

    office = current_office()
    found = report_files(files)
    if len(found) == 1:
        import_one(office, found[0], year, dry_run, replace, cuts)
    elif cuts:
        raise click.UsageError("--cut 一次只能用于一个文件。")
    else:
        import_many(office, found, year, dry_run, replace)


@report.command("set", context_settings={"ignore_unknown_options": True})
@_year
@click.argument("address", metavar="单元格")
@click.argument("value", metavar="值", required=False)
@click.option("--reason", metavar="理由", default="", help="填报数与台账数不一致等的理由。")
@click.option("--expect", metavar="原值", help="只在现值为原值时改动。")
@click.option("--clear", is_flag=True, help="清除填报数，改用台账数或合计。")
def set_(year: int, address: str, value: str | None, reason: str, expect: str | None, clear: bool) -> None:
    """填写一格，如 report set 2019 requests.received.business 5。"""
    from tui_disclose.office.entering import clear_figure, expect_figure, set_figure
    from tui_disclose.office.reports import sheet_to_fill

    if clear == (value is not None):
        raise click.UsageError("请给出要填的值，或用 --clear 清除，二者只能用一样。")
    office = current_office()
    seen = None if expect is None else expect_figure(sheet_to_fill(office, year, today()), address, expect)
    if value is None:
        clear_figure(office, year, address, today(), seen)
    else:
        set_figure(office, year, address, value, today(), reason, seen)


@report.command()
@_year
@_json
def show(year: int, as_json: bool) -> None:
    """显示一年的报告。"""
    from tui_disclose.office.exporting import preview_text, report_with_faces
    from tui_disclose.office.reports import sheet_of

    sheet = sheet_of(current_office(), year)
    if as_json:
        out_json(report_with_faces(sheet))
    else:
        out(preview_text(sheet).rstrip("\n"))


@report.command()
@_year
@_json
@click.pass_context
def check(context: click.Context, year: int, as_json: bool) -> None:
    """核对一年的报告；有未认可的错误时退出码为1。"""
    from tui_disclose.office.reports import findings_of, sheet_of
    from tui_disclose.report.findings import SEVERITY_WORDS

    office = current_office()
    findings = findings_of(office, sheet_of(office, year), today())
    if as_json:
        out_json([finding.as_json() for finding in findings])
    else:
        for finding in findings:
            accepted = f"（已认可：{finding.acknowledged}）" if finding.acknowledged else ""
            out(f"{SEVERITY_WORDS[finding.severity]}  {finding.message}{accepted}")
        counts = [f"{words}{sum(f.severity == key for f in findings)}项" for key, words in SEVERITY_WORDS.items()]
        say(f"{year}年：{'，'.join(counts)}。")
    if any(finding.open_error for finding in findings):
        context.exit(1)


@report.command()
@_year
@click.option("--with", "other", metavar="文件", type=click.Path(path_type=Path), help="与文件中的报告比较。")
@click.option("--with-draft", "draft", metavar="稿号", type=int, help="与第几稿比较。")
@click.option("--with-sealed", "sealed", metavar="次数", type=int, help="与第几次定稿比较。")
@click.option("--drafts", metavar="稿号 稿号", type=int, nargs=2, help="比较两稿。")
@_json
def diff(
    year: int,
    other: Path | None,
    draft: int | None,
    sealed: int | None,
    drafts: tuple[int, int] | None,
    as_json: bool,
) -> None:
    """列出填报数（定稿后为定稿数）与台账数、合计不同的格；也可与文件、草稿、定稿比较。"""
    from tui_disclose.office.comparing import faces_apart, file_apart, row_lines
    from tui_disclose.office.manuscripts import draft_apart, drafts_apart, version_apart
    from tui_disclose.office.reports import sheet_of

    if sum(each is not None for each in (other, draft, sealed, drafts)) > 1:
        raise click.UsageError("--with、--with-draft、--with-sealed、--drafts 只能用一样。")
    office = current_office()
    sheet = sheet_of(office, year)
    if other is not None:
        rows = file_apart(office, sheet, other.name, content_of(other))
    elif draft is not None:
        rows = draft_apart(office, sheet, draft)
    elif sealed is not None:
        rows = version_apart(office, sheet, sealed)
    elif drafts is not None:
        rows = drafts_apart(office, year, *drafts)
    else:
        rows = faces_apart(sheet)
    if as_json:
        out_json(rows)
        return
    for row in rows:
        for line in row_lines(row):
            out(line)
    texts = sum("section" in row for row in rows)
    say(f"{year}年：{len(rows) - texts}格不同" + (f"，{texts}部分文字不同。" if texts else "。"))


@report.command()
@_year
@click.option("--format", "file_format", type=click.Choice(list(FORMATS)), default="md", show_default=True)
@click.option(
    "--style", type=click.Choice(list(STYLES)), default="pipe", show_default=True, help="Markdown 的表格样式。"
)
@click.option("--charts/--no-charts", default=True, help="网页中带或不带图（申请类别、办理结果、历年）。")
@click.option("--output", metavar="文件", type=_file, help="- 为标准输出。")
def export(year: int, file_format: str, style: str, charts: bool, output: Path | None) -> None:
    """导出一年的报告，默认放在数据目录旁的 exports 目录。"""
    from tui_disclose.office.caveats import caveats
    from tui_disclose.office.export_names import kept_words
    from tui_disclose.office.exporting import export_report, hand_out
    from tui_disclose.office.reports import sheet_of

    office = current_office()
    sheet = sheet_of(office, year)
    if output == Path("-"):
        if file_format in BINARY and sys.stdout.isatty():
            raise click.UsageError(f"{FORMATS[file_format]}不能显示在终端上，请用 --output 写入文件。")
        click.echo(hand_out(office, sheet, file_format, style, charts), nl=False)
        return
    path = export_report(office, sheet, file_format, style, output, charts)
    out(str(path))
    kept = filter(None, [kept_words(path)] if output is None else [])
    say_all(f"注意：{sentence}" for sentence in (*kept, *caveats(office, sheet)))


@report.command()
@_year
@click.argument("finding", metavar="核对项")
@click.argument("where", metavar="[单元格]...", nargs=-1)
@click.option("--reason", metavar="理由", required=True, help="认可的理由；空白为取消认可。")
def ack(year: int, finding: str, where: tuple[str, ...], reason: str) -> None:
    """认可核对结果并写明理由，如 report ack 2019 JUMP requests.received.total --reason …。"""
    from tui_disclose.office.entering import acknowledge, choose_findings

    office = current_office()
    if office.read_only:
        raise Unavailable("本次以只读方式打开，不能修改。")
    chosen = choose_findings(office, year, finding, where, today())
    acknowledge(office, year, chosen, reason)
    say(f"{'已认可' if reason.strip() else '已取消认可'}{len(chosen)}项。")
