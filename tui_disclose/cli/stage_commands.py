"""Commands about finishing the year: the stages of a report (办理环节), 定稿 and the way back."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui_disclose.choices import PAPER_FORMATS, TREND_FORMATS
from tui_disclose.cli.common import DataCommand, content_of, current_office, out, out_json, plain, say_all, today
from tui_disclose.cli.endings import say
from tui_disclose.cli.ledger_commands import UNCHANGED, say_done
from tui_disclose.cli.transfers import export_to, output_option, write_anew

if TYPE_CHECKING:
    from tui_disclose.office.finishing import Standing
    from tui_disclose.records.stages import Stages

_year = click.argument("year", metavar="年度", type=int)
_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
_on = click.option("--on", metavar="日期", type=click.DateTime(["%Y-%m-%d"]), help="办理日期；不给时为今天。")
_by = click.option("--by", metavar="姓名", default="", help="办理人、审签人；不给时为本人。")


def day(given: datetime | None) -> date | None:
    """Return the date of a --on option."""
    return given.date() if given else None


@click.command(cls=DataCommand)
@_year
@click.argument("stage", metavar="[环节]", required=False)
@_on
@_by
@click.option("--url", metavar="网址", default="", help="公开的网址，记为“已公开”时须写。")
@click.option("--note", metavar="说明", default="", help="说明；“更正”须写更正说明。")
@click.option("--reason", metavar="理由", default="", help="理由；“退回修改”须写。")
@_json
def stage(
    year: int, stage: str | None, on: datetime | None, by: str, url: str, note: str, reason: str, as_json: bool
) -> None:
    """显示一年报告办到哪个环节、下一步是什么；写明环节时记为到了这个环节，如 report stage 2024 已报送。"""
    from tui_disclose.office.finishing import Said, advance, standing
    from tui_disclose.office.reports import due_of

    office = current_office()
    if stage is not None:
        said = Said(day(on), by, reason, note, url)
        say(f"已记：{advance(office, year, office.stages.named(stage), said, today()).why}。")
    found = standing(office, year, today())
    if as_json:
        out_json(_as_json(found))
    elif stage is None:
        for line in _lines(office.stages, found):
            out(line)
        out(f"期限：{due_of(office, year).words}前报送、公开")
    if stage is None and not as_json:
        say_all(finding.message for finding in found.stopping)


@click.command(cls=DataCommand)
@output_option
def stages(output: Path | None) -> None:
    """列出办理环节；--output 写出环节文件，改好后存为数据目录中的 stages.toml 即照此办理。"""
    from tui_disclose.records.stages import shipped_text

    if output is not None and output != Path("-"):
        write_anew(output, shipped_text().encode())
        out(str(output.absolute()))
        return
    if output is not None:
        out(shipped_text().rstrip("\n"))
        return
    known = current_office().stages
    for each in known.stages:
        following = "、".join(next_one.name for next_one in known.following(each))
        out(f"{each.key}  {each.name}{'（定稿）' * each.seals}  之后可以是：{following or '无'}")


@click.command(cls=DataCommand)
@_year
@click.option("--as-published", is_flag=True, help="按已公布的报告存档，连同其中的错误，须写公布日期和网址。")
@_on
@_by
@click.option("--url", metavar="网址", default="", help="公布的网址。")
@click.option("--note", metavar="说明", default="", help="说明。")
def seal(year: int, as_published: bool, on: datetime | None, by: str, url: str, note: str) -> None:
    """定稿：报告审签后不再变动；还有错误时不能定稿，退出码为1。"""
    from tui_disclose.office.finishing import Said, advance, seal_as_published
    from tui_disclose.office.reports import sheet_of

    office = current_office()
    said = Said(day(on), by, "", note, url)
    sheet_of(office, year)
    if as_published:
        entry = seal_as_published(office, year, said, today())
    else:
        entry = advance(office, year, office.stages.named("sealed"), said, today())
    say(f"已{entry.why}。")


@click.command(cls=DataCommand)
@_year
@click.option("--reason", metavar="理由", required=True, help="退回修改的理由。")
@_on
@_by
def unseal(year: int, reason: str, on: datetime | None, by: str) -> None:
    """退回修改：解除定稿，写明理由；原来的定稿仍留存。已公开的只能用 report stage 年度 更正 --note 说明。"""
    from tui_disclose.office.finishing import Said
    from tui_disclose.office.finishing import unseal as open_again

    entry = open_again(current_office(), year, Said(day(on), by, reason), today())
    say(f"已记：{entry.why}。")


@click.command(cls=DataCommand)
@_year
@click.option("--note", metavar="说明", default="", help="这一稿的说明，如“送审稿”。")
@_by
def draft(year: int, note: str, by: str) -> None:
    """把报告现在的内容留存为一稿（第1稿、第2稿……），供比较。"""
    from tui_disclose.office.manuscripts import keep_draft

    say(f"已{keep_draft(current_office(), year, note, today(), by).why}。")


@click.command(cls=DataCommand)
@_year
@_json
def drafts(year: int, as_json: bool) -> None:
    """列出一年留存的各稿；比较用 report diff 年度 --drafts 稿号 稿号。"""
    from tui_disclose.office.manuscripts import draft_words
    from tui_disclose.office.manuscripts import drafts as drafts_of

    found = drafts_of(current_office(), year)
    if as_json:
        keys = ("on", "by", "note", "content", "head")
        out_json([{"draft": n} | {key: getattr(each, key) for key in keys} for n, each in enumerate(found, 1)])
        return
    for number, each in enumerate(found, 1):
        out(draft_words(number, each))
    say(f"{year}年：{len(found)}稿。")


@click.command(cls=DataCommand)
@_year
@click.argument("block", metavar="[块]", required=False)
@click.option("--section", metavar="科室", default="", help="提供数字的科室；设置中写明的可不给。")
@_by
@click.option("--checked-by", metavar="姓名", default="", help="核对人。")
@_on
@_json
def sign(
    year: int, block: str | None, section: str, by: str, checked_by: str, on: datetime | None, as_json: bool
) -> None:
    """科室报数签字：列出报告各块由谁提供、谁核对；写明块时记下签字。"""
    from tui_disclose.office.signing import provided
    from tui_disclose.office.signing import sign as sign_block

    office = current_office()
    if block is not None:
        entry = sign_block(office, year, block, today(), section, by, checked_by, day(on))
        say(f"已记：{entry.why}。" if entry else "没有变化。")
    found = provided(office, year, today())
    if as_json:
        out_json(plain(found))
        return
    for each in found if block is None else ():
        out(f"{each.key}  {each.name}：{each.words}")


@click.command(cls=DataCommand)
@_year
@click.argument("kind", metavar="审签单|核对表")
@click.option("--format", "file_format", type=click.Choice(PAPER_FORMATS), default="md", show_default=True)
@output_option
def paper(year: int, kind: str, file_format: str, output: Path | None) -> None:
    """导出年度报告审签单或数据核对表。"""
    from tui_disclose.office.year_papers import export_paper

    export_to(output, file_format, lambda path: export_paper(current_office(), year, kind, today(), file_format, path))


@click.command(cls=DataCommand)
@_year
@click.argument("column", metavar="列")
@click.option("--reason", metavar="理由", required=True, help="与上年报告不同的理由；空白为取消。")
@click.option("--on", metavar="日期", type=click.DateTime(["%Y-%m-%d"]), help="调整日期；不给时为今天。")
def adjust(year: int, column: str, reason: str, on: datetime | None) -> None:
    """说明上年结转（列如 自然人、总计）、上一年项目数量（行如 行政许可）为什么与上年报告不同。"""
    from tui_disclose.office.adjusting import adjust as adjust_opening

    say_done(adjust_opening(current_office(), year, column, reason, today(), day(on)), UNCHANGED)


@click.command(cls=DataCommand)
@click.argument("addresses", metavar="[单元格]...", nargs=-1)
@click.option("--table", metavar="表", default="", help="只列一张表（单元格地址的第一段）。")
@click.option("--from", "first", metavar="年度", type=int, help="从哪一年起。")
@click.option("--to", "last", metavar="年度", type=int, help="到哪一年止。")
@click.option("--format", "file_format", type=click.Choice(TREND_FORMATS), help="写成文件，网页中带图。")
@output_option
@_json
def trend(
    addresses: tuple[str, ...],
    table: str,
    first: int | None,
    last: int | None,
    file_format: str | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """历年数字对比；写明单元格时逐年画出长短，如 report trend requests.received.business；--format 写成文件。"""
    from tui_disclose.office.trends import bars
    from tui_disclose.office.trends import trend as trend_of
    from tui_disclose.statutory.figures import figure_words

    office = current_office()
    found = trend_of(office, addresses, table, first, last)
    if file_format is not None or output is not None:
        from tui_disclose.office.trend_files import export_trend

        style = file_format or "md"
        export_to(output, style, lambda path: export_trend(office, found, style, path))
        return
    if as_json:
        rows = [
            {"address": line.address, "form": line.form, "words": line.words, "figures": found.figures_of(line)}
            for line in found.lines
        ]
        out_json({"years": list(found.years), "rows": rows})
        return
    for line in found.lines:
        if addresses:
            out(f"{line.words}（{line.address}，格式{line.form}）")
            for row in bars(found, line, 24):
                out(f"  {row}")
        else:
            figures = "，".join(f"{year}年{figure_words(figure)}" for year, figure in found.figures_of(line).items())
            out(f"{line.words}（{line.address}）：{figures}")
    say(f"{len(found.years)}个年度，{len(found.lines)}格。" if found.years else "还没有年度报告可以比较。")


@click.command(cls=DataCommand)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def verify(context: click.Context, file: Path) -> None:
    """查验导出的文件是不是定稿的内容、导出后有没有被改动；不符时退出码为1。"""
    from tui_disclose.office.proofs import verify_file

    proof = verify_file(current_office(), file.absolute(), content_of(file))
    for sentence in proof.sentences:
        out(sentence)
    if not proof.good:
        context.exit(1)


def _lines(stages: "Stages", found: "Standing") -> list[str]:
    """Return where a report stands, one thing a line."""
    from tui_disclose.records.stages import NEED_WORDS

    lines = [f"{found.year}年报告：{found.words}"]
    for step in found.steps:
        said = "，".join(filter(None, (step.reason, step.note, step.url)))
        sealed = f"（第{step.sealing}次定稿）" if step.sealing else ""
        lines.append(f"  {step.on}  {stages.by_key(step.stage).name}{sealed}  {step.by}{'  ' + said if said else ''}")
    if found.changed_since:
        lines.append(f"“{found.changed_since}”以后报告又有改动，请重新核对。")
    following = [
        each.name + "".join(f"（须写明{NEED_WORDS[need]}）" for need in each.needs) for each in found.following
    ]
    lines.append(f"下一步：{'、'.join(following) or '无'}")
    if not found.stage.finished:
        errors = len(found.stopping)
        lines.append(f"定稿前还有{errors}项错误要处理。" if errors else "没有错误，可以定稿。")
    return lines


def _as_json(found: "Standing") -> dict[str, Any]:
    return {
        "year": found.year,
        "stage": found.stage.key,
        "name": found.stage.name,
        "finished": found.stage.finished,
        "edition": found.edition,
        "sealings": found.sealings,
        "steps": plain(found.steps),
        "next": [{"stage": s.key, "name": s.name, "needs": list(s.needs)} for s in found.following],
        "stopping": [finding.as_json() for finding in found.stopping],
        "changed_since": found.changed_since,
    }


COMMANDS = (stage, stages, seal, unseal, draft, drafts, sign, adjust, paper, trend)
"""What belongs to the group of the yearly report."""
