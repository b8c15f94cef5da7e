"""Compares what a file shows with the report it was made of: every label, every figure, every word in its place."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tui_disclose.exporting.csvfile import labels_of
from tui_disclose.exporting.document import ListItem, words_of
from tui_disclose.exporting.markdown_blocks import blocks_of, parser
from tui_disclose.exporting.pages import Book, Page, ReadHeading, ReadTable, ReadWords
from tui_disclose.records.report import Report
from tui_disclose.report.flat import printed, printed_unit
from tui_disclose.statutory.forms import Form, Table
from tui_disclose.statutory.layout import GridCell, lay_out
from tui_disclose.statutory.text import clean_text, harmless, one_line

_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"[^\S　]+")
"""White space but the full-width space, which people set between words."""
_WORDS = 20


def differences(form: Form, report: Report, page: Page) -> list[str]:
    """Return in Chinese sentences what a page shows otherwise than the report; empty means proven."""
    title = harmless(form.document_title(printed_unit(report), report.year))
    said = [] if page.title == title else [f"标题应为“{title}”，读回为“{one_line(page.title)}”。"]
    shown = [piece.text for piece in page.pieces if isinstance(piece, ReadHeading)]
    if shown != [part.heading for part in form.parts]:
        said.append("各部分的标题读回后与格式不一致。")
        return said
    tables = [piece for piece in page.pieces if isinstance(piece, ReadTable)]
    needed = [form.table(part.table) for part in form.parts if part.table]
    if len(tables) != len(needed):
        said.append(f"读回时有{len(tables)}张法定表格，应为{len(needed)}张。")
    for table, read in zip(needed, tables, strict=False):
        said += table_differences(table, report, read)
    return said + list(_texts(form, report, page))


def book_differences(form: Form, report: Report, book: Book) -> list[str]:
    """Return in Chinese sentences what a workbook shows otherwise than the report; empty means proven."""
    title = harmless(form.document_title(printed_unit(report), report.year))
    parts = [part for part in form.parts if part.table]
    if set(book.titles) != {title} or [heading for heading, _ in book.tables] != [part.heading for part in parts]:
        return ["工作表的标题读回后与报告不一致。"]
    said: list[str] = []
    for part, (_, read) in zip(parts, book.tables, strict=True):
        said += table_differences(form.table(part.table), report, read)
    for key in form.sections:
        own, back = harmless(clean_text(report.sections.get(key, ""))), book.texts.get(key, "")
        said += [] if own == back else [text_difference(key, own, back)]
    return said + [f"读回的“{one_line(key)}”不是报告的一部分。" for key in book.texts if key not in form.sections]


def csv_differences(form: Form, report: Report, read: Mapping[str, Any]) -> list[str]:
    """Return in Chinese sentences what a CSV file says otherwise than the report; empty means proven."""
    own: dict[str, str] = {"unit": printed_unit(report), "year": str(report.year), "form": report.form}
    own |= {address: printed(report, cell) for address, cell in form.cells.items()}
    own |= {f"sections.{key}": kept for key in form.sections if (kept := clean_text(report.sections.get(key, "")))}
    back = {key: value for key, value in read.items() if isinstance(value, str)}
    back |= {**read["cells"], **{f"sections.{key}": text for key, text in read["sections"].items()}}
    labels = {cell.address: labels_of(table, cell) for table in form.tables for cell in table.cells}
    if read["labels"] != labels:
        return ["各格的表、行、列名称读回后与格式不一致。"]
    both = [(key, own.get(key, ""), back.get(key, "")) for key in dict.fromkeys((*own, *back))]
    return [
        f"“{one_line(key)}”应为“{one_line(here)[:_WORDS]}”，读回为“{one_line(there)[:_WORDS]}”。"
        for key, here, there in both
        if here != there
    ]


def table_differences(table: Table, report: Report, read: ReadTable) -> Iterator[str]:
    """Yield where a table on the page is not the printed one: merged cells, labels, figures."""
    own = {(c.line, c.column): c for c in lay_out(table).cells}
    back = {(c.line, c.column): c for c in read.cells}
    for place in sorted(own.keys() | back.keys()):
        cell, shown = own.get(place), back.get(place)
        if cell is None:
            yield f"表{table.numeral}读回后多出一格“{one_line(back[place].text)}”。"
            continue
        text = cell_text(cell, report)
        if shown is None:
            yield f"表{table.numeral}读回后缺少“{_name(cell)}”一格。"
        elif shown.text != text:
            yield f"表{table.numeral}“{_name(cell)}”应为“{one_line(text)}”，读回为“{one_line(shown.text)}”。"
        elif (shown.rowspan, shown.colspan) != (cell.rowspan, cell.colspan):
            yield f"表{table.numeral}“{_name(cell)}”合并的行、列与格式不一致。"


def cell_text(cell: GridCell, report: Report) -> str:
    """Return what a printed cell has to say."""
    return harmless(printed(report, cell.cell)) if cell.cell else cell.text


def visible_words(markdown: str) -> str:
    """Return the words that a reader of a Markdown text sees: its HTML without the tags, packed."""
    shown = parser().render(clean_text(markdown))
    shown = _LINK.sub(_with_address, shown)
    shown = _IMAGE.sub(r"\1", shown)
    return harmless(_packed(html.unescape(_TAG.sub("", shown))))


def _packed(text: str) -> str:
    """Return a text without white space; full-width spaces stay where no line begins or ends with them."""
    return "".join(_SPACE.sub("", line.strip()) for line in text.split("\n"))


def _with_address(match: re.Match[str]) -> str:
    address, words = html.unescape(match[1]), html.unescape(_TAG.sub("", match[2]))
    return match[2] if address in (words, f"mailto:{words}") else f"{match[2]}（{match[1]}）"


def _texts(form: Form, report: Report, page: Page) -> Iterator[str]:
    back = dict.fromkeys(form.sections, "")
    items: dict[str, list[tuple[str, str]]] = {key: [] for key in form.sections}
    last = form.sections[-1]
    parts = iter(form.parts)
    part, key = None, form.sections[0]
    for piece in page.pieces:
        if isinstance(piece, ReadHeading):
            part = next(parts)
            key = part.sections[0]
        elif isinstance(piece, ReadTable):
            key = part.sections[-1] if part else key
        elif isinstance(piece, ReadWords):
            back[last if piece.signature else key] += _packed(piece.text)
            items[key] += [(piece.marker, _packed(piece.text))] if piece.marker else []
    for key in form.sections:
        own, read = visible_words(report.sections.get(key, "")), back[key]
        # What stands in a table of the signature is set apart by full-width spaces.
        if (own.replace("　", "") != read.replace("　", "")) if key == last else own != read:
            yield text_difference(key, own, read)
        elif key != last and not _same_items(_items(report, key), items[key]):
            yield f"“{key}”的文字中，列表的项目符号或编号读回后不同。"


def _items(report: Report, key: str) -> list[tuple[str, str]]:
    blocks = blocks_of(clean_text(report.sections.get(key, "")))
    items = [block for block in blocks if isinstance(block, ListItem) and block.marker]
    return [(item.marker, harmless(_packed(words_of(item.text)))) for item in items]


def _same_items(own: list[tuple[str, str]], back: list[tuple[str, str]]) -> bool:
    """Tell whether items read back have the markers of the text; further paragraphs may stand with them."""
    return len(own) == len(back) and all(a[0] == b[0] and b[1].startswith(a[1]) for a, b in zip(own, back, strict=True))


def text_difference(key: str, own: str, back: str) -> str:
    """Return a sentence that shows where two texts part."""
    at = next((n for n, (a, b) in enumerate(zip(own, back, strict=False)) if a != b), min(len(own), len(back)))
    begin = max(0, at - 5)
    return (
        f"“{key}”的文字读回后不同，从第{at + 1}字起应为“{one_line(own[begin : begin + _WORDS])}”，"
        f"读回为“{one_line(back[begin : begin + _WORDS])}”。"
    )


def _name(cell: GridCell) -> str:
    return cell.cell.words if cell.cell else one_line(cell.text)
