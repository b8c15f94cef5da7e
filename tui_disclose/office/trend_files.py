"""The years side by side as files: one series for screen, command line and every export."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from tui_disclose.exporting.document import PAGE_WIDTH_MM, Bars, Block, Cell, Document, Heading, Note, TableBlock
from tui_disclose.exporting.widths import size_that_fits
from tui_disclose.office.exporting import write_export
from tui_disclose.office.house import Office
from tui_disclose.office.papers import render_paper
from tui_disclose.office.trends import Line, Trend
from tui_disclose.problems import Refused
from tui_disclose.statutory.figures import shown

_FIGURE = 12
"""Characters of the longest figure; what is longer has a remark."""
_NAME_MM = 54.0
_YEARS = 6
"""Years beside each other on a page; the earlier ones stand in tables of their own."""


def export_trend(office: Office, found: Trend, file_format: str, output: Path | None) -> Path:
    """Write the years side by side and return the path; the trail says so.

    Raises Refused where there is no year, for an unknown format, and where the file does not prove itself;
    Unavailable where it cannot be written.
    """
    if not found.years:
        raise Refused("还没有年度报告可以比较。")
    title = f"{office.settings.unit}政府信息公开历年数字（{found.years[0]}年至{found.years[-1]}年）"
    content = _workbook(office, found, title) if file_format == "xlsx" else _paper(office, found, title, file_format)
    return write_export(office, content, f"历年数字.{file_format}", output, "导出历年数字", "reports")


def _paper(office: Office, found: Trend, title: str, file_format: str) -> bytes:
    return render_paper(Document(title, tuple(_blocks(office, found)), office.settings.unit), file_format)


def _blocks(office: Office, found: Trend) -> Iterator[Block]:
    for name, lines in _by_table(office, found):
        yield Heading(1, name)
        for begin in range(0, len(found.years), _YEARS):
            yield _table(found, lines, range(len(found.years))[begin : begin + _YEARS], name)
        yield from (chart for line in lines if _is_total(line) and (chart := _chart(found, line)))
    if len({line.form for line in found.lines}) > 1:
        yield Note("格式不同的年度：只有旧格式才有的格注明格式；2019年格式的“其他处理”一行与后来三行之和对应。")


def _by_table(office: Office, found: Trend) -> list[tuple[str, list[Line]]]:
    numerals = {table.key: table.numeral for form in office.forms.forms for table in form.tables}
    lines = sorted(found.lines, key=lambda line: list(numerals).index(line.table))
    return [(f"表{numerals[key]}", list(group)) for key, group in groupby(lines, key=lambda line: line.table)]


def _table(found: Trend, lines: Sequence[Line], places: Sequence[int], name: str) -> TableBlock:
    heads = ("单元格", *(f"{found.years[at]}年" for at in places))
    rows = [tuple(Cell(text, head=True) for text in heads)]
    newest = lines[0].form
    for line in lines:
        figures = (Cell(shown(line.figures[at])) for at in places)
        rows.append((Cell(_name(line, newest), align="left"), *figures))
    width = (PAGE_WIDTH_MM - _NAME_MM) / _YEARS
    # Remarks fold, figures do not.
    whole = [text for line in lines for at in places if len(text := shown(line.figures[at])) <= _FIGURE]
    points = size_that_fits(whole, width)
    return TableBlock(tuple(rows), (_NAME_MM, *[width] * len(places)), 1, f"{name}历年数字", points=points)


def _name(line: Line, newest: str) -> str:
    return line.short if line.form == newest else f"{line.short}（格式{line.form}）"


def _is_total(line: Line) -> bool:
    return line.address.endswith(".total")


def _chart(found: Trend, line: Line) -> Bars | None:
    """Return a chart of whole numbers; None for a line with fewer than two of them, or with nothing but 0."""
    known = [(year, number) for year, number in zip(found.years, line.numbers, strict=True) if isinstance(number, int)]
    if len(known) < 2 or not any(number for _, number in known):
        return None
    return Bars(f"{line.short}（件）", tuple((f"{year}年", number) for year, number in known))


def _workbook(office: Office, found: Trend, title: str) -> bytes:
    from tui_disclose.exporting.trend_xlsx import TrendSheet, read_trends, render_trends, shown_rows

    sheets = [
        TrendSheet(name, tuple((_name(line, lines[0].form), line.figures) for line in lines))
        for name, lines in _by_table(office, found)
    ]
    content = render_trends(title, found.years, sheets)
    if read_trends(content) != [shown_rows(sheet) for sheet in sheets]:
        raise Refused("导出内容读回后与历年数字不一致，未生成文件。")
    return content
