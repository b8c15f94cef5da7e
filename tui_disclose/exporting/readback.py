"""Proves an exported text: reads it back and compares every cell and every text with the report."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tui_disclose.exporting.pages import Book, Page, ReadTable
from tui_disclose.exporting.proof import book_differences, csv_differences, differences
from tui_disclose.importing.csvfile import read_csv
from tui_disclose.importing.draft import Draft
from tui_disclose.importing.grid import GridRow, Spot
from tui_disclose.importing.jsonfile import cleaned, load_json
from tui_disclose.importing.markdown import read_markdown, title_lines
from tui_disclose.importing.plain import read_plain
from tui_disclose.importing.rows import read_rows
from tui_disclose.importing.title import Title, find_title
from tui_disclose.problems import Refused
from tui_disclose.records.report import Report
from tui_disclose.report.flat import printed_figure, printed_unit
from tui_disclose.statutory.figures import Figure, NotAFigure, parse_figure, shown
from tui_disclose.statutory.forms import Form
from tui_disclose.statutory.text import clean_text, one_line

_WORDS = 20


def verify(form: Form, report: Report, text: str, format: str, style: str = "pipe") -> list[str]:  # noqa: A002
    """Return in Chinese sentences what an exported text says otherwise than the report; empty means proven.

    `format` is “md”, “txt” or “json”, `style` that of the Markdown's tables.
    """
    if format == "json":
        return _verify_json(report, text)
    strange = _without_place(form, report)
    read, lines = (read_markdown, title_lines(text)) if format == "md" else (read_plain, text.split("\n"))
    title = find_title(lines, (form.title,))
    draft = read(text, form, report.year)
    differences = [*strange, *_title(report, title), *_compare(form, report, draft)]
    if format == "md":
        differences += [*_unclosed(report), *_structure(form, text, style)]
    if not differences:
        return []
    # What one text does to all that is printed behind it is said alone: the differences it makes are legion.
    causes = [*_foreign_headings(form, report, format), *(_unclosed(report) if format == "md" else ())]
    return [*strange, *causes] if causes else differences


def verify_page(form: Form, report: Report, page: Page) -> list[str]:
    """Return what a page shows otherwise than the report, by place and, as an import would read it, by label."""
    if said := [*_without_place(form, report), *differences(form, report, page)]:
        return said
    return _by_label(form, report, [piece for piece in page.pieces if isinstance(piece, ReadTable)])


def verify_book(form: Form, report: Report, book: Book) -> list[str]:
    """Return what a workbook shows otherwise than the report, by place and, as an import would read it, by label."""
    if said := [*_without_place(form, report), *book_differences(form, report, book)]:
        return said
    return _by_label(form, report, [table for _, table in book.tables])


def verify_csv(form: Form, report: Report, text: str) -> list[str]:
    """Return what a CSV file says otherwise than the report."""
    return [*_without_place(form, report), *csv_differences(form, report, read_csv(text))]


def _by_label(form: Form, report: Report, tables: Iterable[ReadTable]) -> list[str]:
    rows: list[GridRow] = []
    for table in tables:
        rows += [(), *_grid_rows(table)]
    reading = read_rows(form, rows)
    return [*_cells(form, report, reading.cells), *(f"读回时：{sentence}" for sentence in reading.unread)]


def _grid_rows(table: ReadTable) -> list[GridRow]:
    """Return a table line by line, merged cells in every line that they reach."""
    height = max(cell.line + cell.rowspan for cell in table.cells)
    lines: list[list[Spot]] = [[] for _ in range(height)]
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        for line in range(cell.line, cell.line + cell.rowspan):
            lines[line].append(Spot(cell.text, line, line > cell.line, cell.column))
    return [tuple(line) for line in lines]


def _without_place(form: Form, report: Report) -> list[str]:
    """Return what the report holds and the form has no place for."""
    said = [
        f"“{address}”不是格式{form.id}的单元格，无处可印。" for address in report.cells if address not in form.cells
    ]
    return said + [f"“{key}”不是报告的一部分，无处可印。" for key in report.sections if key not in form.sections]


def _cells(form: Form, report: Report, read: Mapping[str, Figure]) -> list[str]:
    said = []
    for address, cell in form.cells.items():
        own, back = _as_printed(report.cells.get(address)), read.get(address, "")
        if own is None:
            said.append(f"“{cell.words}”的值“{one_line(shown(report.cells[address]))}”不是数字。")
        elif own != back:
            said.append(f"“{cell.words}”应为“{own}”，读回为“{shown(back)}”。")
    return said


def _compare(form: Form, report: Report, draft: Draft) -> list[str]:
    said = _cells(form, report, draft.cells)
    for key in form.sections:
        own_text, back_text = clean_text(report.sections.get(key, "")), draft.sections.get(key, "")
        if own_text != back_text:
            said.append(_text_difference(key, own_text, back_text))
    # Our own export is read without a single assumption, or it isn't what was meant to be written.
    return said + [f"读回时：{sentence}" for sentence in (*draft.unread, *draft.notes)]


def _title(report: Report, title: Title | None) -> list[str]:
    own, back = (printed_unit(report), report.year), (title.unit or "", title.year) if title else ("", None)
    return [] if own == back else [f"标题读回为“{back[0]}”{back[1] or ''}年，应为“{own[0]}”{own[1]}年。"]


def _as_printed(figure: Figure) -> Figure:
    """Return a figure as print can give it back, unknown as a blank; None where it is no figure at all."""
    try:
        return parse_figure(printed_figure(figure))
    except NotAFigure:
        return None


def _text_difference(key: str, own: str, back: str) -> str:
    at = next((n for n, (a, b) in enumerate(zip(own, back, strict=False)) if a != b), min(len(own), len(back)))
    begin = max(0, at - 5)
    return (
        f"“{key}”的文字读回后不同，从第{at + 1}字起应为“{one_line(own[begin : begin + _WORDS])}”，"
        f"读回为“{one_line(back[begin : begin + _WORDS])}”；文字中可能有与报告标题或表格相同的内容。"
    )


def _verify_json(report: Report, text: str) -> list[str]:
    try:
        back = load_json("导出的 JSON", text)
    except Refused as problem:
        return [str(problem)]
    # Compared with the report itself, not with what the renderer made of it.
    own: dict[str, Any] = cleaned(
        {
            "unit": report.unit,
            "year": report.year,
            "form": report.form,
            **{f"cells.{address}": figure for address, figure in report.cells.items() if figure is not None},
            **{f"sections.{key}": section for key, section in report.sections.items() if section},
            **({"unplaced": list(report.unplaced)} if report.unplaced else {}),
        }
    )
    flat = {key: value for key, value in back.items() if key not in ("cells", "sections")}
    flat |= {f"{group}.{key}": v for group in ("cells", "sections") for key, v in back.get(group, {}).items()}
    missing = object()
    return [
        f"“{key}”读回后不同。"
        for key in dict.fromkeys((*own, *flat))
        if own.get(key, missing) != flat.get(key, missing)
    ]


def _foreign_headings(form: Form, report: Report, format: str) -> list[str]:  # noqa: A002
    """Return where a line of a text reads like the heading of a part."""
    mark = "## " if format == "md" else ""
    headings = {f"{mark}{part.heading}" for part in form.parts}
    return [
        f"“{key}”的文字中有一行与标题“{line.removeprefix(mark)}”相同，会被当作标题，请删去或改动这一行。"
        for key, section in report.sections.items()
        for line in clean_text(section).split("\n")
        if line.strip() in headings
    ]


def _unclosed(report: Report) -> list[str]:
    """Return which texts swallow what is printed behind them."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    said = []
    for key, section in report.sections.items():
        probe = parser.parse(f"# 题\n\n{clean_text(section)}\n\n## 界\n\n| 甲 |\n| --- |\n| 乙 |\n")
        if not _ends_with_heading_and_table([token.type for token in probe]):
            said.append(f"“{key}”的文字中有未结束的代码块、注释或 HTML 标记，会吞掉其后的标题和表格，请先改正。")
    return said


def _structure(form: Form, text: str, style: str) -> list[str]:
    """Return where another program would see other headings or fewer tables than the form has."""
    from markdown_it import MarkdownIt

    said = []
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    found = [
        tokens[at + 1].content
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0
    ]
    expected = [part.heading for part in form.parts]
    if [heading for heading in found if heading in expected] != expected:
        said.append("导出文件的标题与格式的各部分不一致，请检查各部分的文字。")
    tables = sum(token.type == "table_open" and token.level == 0 for token in tokens)
    blocks = sum(token.type == "html_block" and bool(re.match(r"\s*<table", token.content)) for token in tokens)
    needed = [form.table(part.table) for part in form.parts if part.table]
    printed = tables if style == "pipe" else blocks
    if not said and printed < (sum(len(t.blocks) for t in needed) if style == "pipe" else len(needed)):
        said.append("导出文件中的表格少于格式的规定。")
    return said


def _ends_with_heading_and_table(types: Iterable[str]) -> bool:
    kinds = list(types)
    return "heading_open" in kinds and kinds[-1] == "table_close" and _last_heading_is_open(kinds)


def _last_heading_is_open(kinds: list[str]) -> bool:
    # The table must follow the probe's own heading directly: heading_open, inline, heading_close, table_open.
    at = len(kinds) - 1 - kinds[::-1].index("table_open")
    return kinds[at - 3 : at] == ["heading_open", "inline", "heading_close"]
