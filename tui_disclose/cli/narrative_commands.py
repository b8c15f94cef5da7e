"""Commands about what the records give for the yearly report: its cells, named figures, and texts drafted from them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui_disclose.cli.common import DataCommand, content_of, current_office, out, out_json, plain, say_all, today
from tui_disclose.cli.endings import say
from tui_disclose.problems import Refused

if TYPE_CHECKING:
    from tui_disclose.office.house import Office
    from tui_disclose.report.narrative.queries import Answer

_file = click.Path(path_type=Path, allow_dash=True)
_year = click.argument("year", metavar="年度", type=int)


@click.command(cls=DataCommand)
@_year
@click.argument("name", metavar="[数字名称]", required=False)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def figures(year: int, name: str | None, as_json: bool) -> None:
    """列出模板可用的数字，如 解读.专家；给出名称时列出它背后的记录。"""
    from tui_disclose.office.narrative import behind, hints, templates_of
    from tui_disclose.office.narrative import figures as figures_of

    office = current_office()
    if name is not None:
        rows = behind(office, year, name, today())
        if as_json:
            out_json([{"number": row.number, **row.fields} for row in rows])
            return
        for row in rows:
            title = row.fields.get("name") or ""
            out(row.number if title == row.number else f"{row.number}  {title}".rstrip())
        say(f"共{len(rows)}条。")
        return
    say_all(templates_of(office).problems)
    found = figures_of(office, year, today())
    if as_json:
        out_json({key: {"value": each.value, "records": list(each.numbers)} for key, each in found.items()})
        return
    to_enter = hints(office, year, found)
    for key, each in found.items():
        out(f"{key}：{f'没有数字（{to_enter[key]}）' if each.value is None else each.value}")


@click.command(cls=DataCommand)
@_year
@click.argument("section", metavar="部分")
@click.option(
    "--file", "source", metavar="文件", type=click.Path(path_type=Path, allow_dash=True), help="- 为标准输入。"
)
@click.option("--offer", is_flag=True, help="显示可写入这一部分的句子（上年结转的调整、信息处理费），不会自动写入。")
@click.option("--draft", is_flag=True, help="显示由模板和台账数字写成的草稿（Markdown），不会自动写入。")
@click.option("--diff", "apart", is_flag=True, help="与 --draft 同用：列出现有文字与草稿不同的段落。")
@click.option("--keep", is_flag=True, help="与 --draft 同用：把草稿写入这一部分；已有不同文字的须加 --replace。")
@click.option("--replace", is_flag=True, help="与 --keep 同用：以草稿替换现有文字。")
def text(
    year: int, section: str, source: Path | None, offer: bool, draft: bool, apart: bool, keep: bool, replace: bool
) -> None:
    """显示一部分的文字，或用 --file 换成文件中的文字；部分如 一、五、六、前言、二前。"""
    from tui_disclose.office.entering import set_text
    from tui_disclose.office.reports import sheet_of

    if ((apart or keep) and not draft) or (replace and not keep) or sum((offer, draft, source is not None)) > 1:
        raise click.UsageError(
            "--diff、--keep 要与 --draft 同用，--replace 与 --keep 同用；--file、--offer、--draft 只能用一样。"
        )
    office = current_office()
    if draft:
        _draft(office, year, section, apart, keep, replace)
        return
    if offer:
        from tui_disclose.office.offering import offers

        sentences = offers(office, year, section)
        for sentence in sentences:
            out(sentence)
        if not sentences:
            say(f"“{section}”部分没有可供写入的句子。")
        return
    if source is None:
        sheet = sheet_of(office, year)
        if section not in sheet.form.sections:
            raise Refused(f"报告没有“{section}”这一部分；可用：{'、'.join(sheet.form.sections)}。")
        out(sheet.report.sections.get(section, ""))
        return
    try:
        new = content_of(source).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("文件不是 UTF-8 编码的文字。") from None
    entry = set_text(office, year, section, new, today())
    say(f"{year}年“{section}”部分{'已保存' if entry else '没有变化'}。")


def _draft(office: "Office", year: int, section: str, apart: bool, keep: bool, replace: bool) -> None:
    from tui_disclose.office.narrative import draft_text, hints, keep_draft_text
    from tui_disclose.office.reports import find_report

    found = draft_text(office, year, section, today())
    if apart:
        from tui_disclose.office.manuscripts import text_changes

        report = find_report(office, year)
        lines = text_changes(report.sections.get(section, "") if report else "", found.text)
        for line in lines:
            out(line)
        say(f"{year}年“{section}”部分的现有文字（－）与草稿（＋）{'不同' if lines else '相同'}。")
    elif not keep:
        out(found.text)
        say_all(_figure_lines(found.figures, hints(office, year, found.figures)))
    say_all(found.problems)
    if keep:
        entry = keep_draft_text(office, year, section, found, today(), replace)
        say(f"{year}年“{section}”部分{'已按草稿保存' if entry else '没有变化'}。")
    if found.blanks:
        say(f"有{len(found.blanks)}处待填，文中写作“{found.blanks[0]}”；填上台账后再起草，或直接改成数字、文字。")


def _figure_lines(found: "dict[str, Answer]", to_enter: dict[str, str]) -> list[str]:
    lines = []
    for name, each in found.items():
        if name in to_enter:
            lines.append(f"{name}：没有数字，{to_enter[name]}")
        elif each.value is not None:
            lines.append(f"{name}：{each.value}（{len(each.numbers)}条记录）")
    return lines


@click.command(cls=DataCommand)
@_year
@click.argument("address", metavar="[单元格]", required=False)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def derive(year: int, address: str | None, as_json: bool) -> None:
    """列出由台账得出的各格和记录数；写明单元格时列出它的填报数、台账数、合计、上年数和背后的每条记录。"""
    from tui_disclose.office.cell_sources import cell_source, derived_cells
    from tui_disclose.statutory.figures import figure_words

    office = current_office()
    if address is None:
        sheet, there = derived_cells(office, year)
        counts = {each: len(sheet.derived.records.get(each, ())) for each in there}
        if as_json:
            out_json({each: {"derived": sheet.faces[each].derived, "records": counts[each]} for each in there})
            return
        for each in there:
            apart = "" if sheet.faces[each].entered is None else f"，填报数{figure_words(sheet.faces[each].entered)}"
            figure = figure_words(sheet.faces[each].derived)
            out(f"{each}  {sheet.form.cells[each].words}：{figure}（{counts[each]}条记录{apart}）")
        say(f"{year}年：由台账得出{len(there)}格。")
        return
    found = cell_source(office, year, address)
    if as_json:
        out_json(plain(found))
        return
    faces = found.faces
    out(found.words)
    out(
        f"填报数{figure_words(faces.entered)}，台账数{figure_words(faces.derived)}，"
        f"合计{figure_words(faces.computed)}，上年{figure_words(faces.last_year)}"
    )
    if found.reason:
        out(f"理由：{found.reason}")
    if found.parts:
        out(f"合计由各格相加：{'、'.join(found.parts)}")
    for source in found.sources:
        out(source.words)
    say(f"共{len(found.sources)}条记录。")


COMMANDS = (figures, text, derive)
"""Commands of the group `report`."""
