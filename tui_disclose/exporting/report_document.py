"""The yearly report as a document: its parts in order, their texts, and the statutory tables as printed."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from tui_disclose.exporting.document import (
    PAGE_WIDTH_MM,
    Bars,
    Block,
    Cell,
    Document,
    Heading,
    Inline,
    Signature,
    TableBlock,
    words_of,
)
from tui_disclose.exporting.markdown_blocks import blocks_of
from tui_disclose.exporting.widths import SIZES, width_of
from tui_disclose.records.report import Report
from tui_disclose.report.flat import printed, printed_unit
from tui_disclose.statutory.forms import Form, Part, Table
from tui_disclose.statutory.layout import GridCell, Layout, lay_out
from tui_disclose.statutory.text import clean_text

TITLE_LINE = 19
"""Characters of 22 pt that a line of the title holds: 156 mm, less what stands between Chinese and figures."""

_TALL_STUB_MM = 9.0
_WIDEST_GROUP_MM = 22.0
_WIDEST_STUB_MM = 52.0
_NARROWEST_MM = 10.0


def report_document(form: Form, report: Report, charts: Mapping[str, Sequence[Bars]] | None = None) -> Document:
    """Return a report as a document; `charts` of a table, by its key, stand behind it."""
    blocks: list[Block] = list(_text(report, "前言"))
    for part in form.parts:
        blocks.append(Heading(1, part.heading))
        if part.table:
            before, after = part.sections
            blocks += _text(report, before)
            blocks.append(statutory_table(form.table(part.table), part, report))
            blocks += (charts or {}).get(part.table, ())
            blocks += _text(report, after)
        else:
            blocks += [block for key in part.sections for block in _text(report, key)]
    blocks += [Signature(words) for block in _text(report, "落款") if (words := _words(block))]
    unit = printed_unit(report)
    return Document(document_title(form, unit, report.year), tuple(blocks), unit)


def document_title(form: Form, unit: str, year: int) -> str:
    """Return the title; the unit on a line of its own where one line does not hold it all."""
    title = form.document_title(unit, year)
    if sum(0.5 if character.isascii() else 1 for character in title) <= TITLE_LINE or not title.startswith(unit):
        return title
    return f"{unit}\n{title.removeprefix(unit)}"


def statutory_table(table: Table, part: Part, report: Report) -> TableBlock:
    """Return a statutory table with its printed merged cells and the figures that count."""
    layout = lay_out(table)
    nested = any(cell.role == "stub" and cell.rowspan > 1 for cell in layout.cells)
    rows = tuple(tuple(_cell(cell, report, nested) for cell in layout.on_line(line)) for line in range(layout.height))
    widths, points = _fitted(layout, rows)
    caption = part.heading.partition("、")[2]
    return TableBlock(rows, widths, _head_rows(layout), caption, statutory=True, points=points)


def _cell(cell: GridCell, report: Report, nested: bool) -> Cell:
    if cell.cell is not None:
        return Cell(printed(report, cell.cell), cell.rowspan, cell.colspan)
    leaf = nested and cell.role == "stub" and cell.rowspan == 1
    return Cell(cell.text, cell.rowspan, cell.colspan, head=True, align="left" if leaf else "center")


def _head_rows(layout: Layout) -> int:
    """Return how many lines stand above the first figure; a table of several heads repeats none but the first."""
    return min((cell.line for cell in layout.cells if cell.cell is not None), default=0)


def _text(report: Report, key: str) -> tuple[Block, ...]:
    return blocks_of(clean_text(report.sections.get(key, "")))


def _words(block: Block) -> Inline:
    """Return a block as lines of a signature, which holds nothing but words."""
    if isinstance(block, TableBlock):
        return "\n".join("　".join(words_of(cell.text) for cell in row) for row in block.rows)
    return getattr(block, "text", "")


def _fitted(layout: Layout, rows: Sequence[Sequence[Cell]]) -> tuple[tuple[float, ...], float]:
    """Return the width in mm of each grid column, and the size of the figures in points.

    Labels get what they need, figures what is left, in equal parts. Where that is too little the last label column
    gives way, then the type; figures too long for the smallest fold rather than leave the page.
    """
    stubs = _stub_widths(layout)
    for points in SIZES:
        needed = _needed(layout, rows, len(stubs), points / SIZES[0])
        over = sum(stubs) + sum(needed) - PAGE_WIDTH_MM
        given = min(over, max(0.0, stubs[-1] - _WIDEST_GROUP_MM)) if stubs and over > 0 else 0.0
        if over <= given:
            break
    stubs = [*stubs[:-1], stubs[-1] - given] if stubs else []
    room = PAGE_WIDTH_MM - sum(stubs)
    if over > given:
        most = _most(needed, room)
        return (*stubs, *(min(width, most) for width in needed)), points
    level = _level(needed, room)
    return (*stubs, *(max(width, level) for width in needed)), points


def _needed(layout: Layout, rows: Sequence[Sequence[Cell]], stubs: int, scale: float) -> list[float]:
    needed = [_NARROWEST_MM] * (layout.width - stubs)
    for cell in layout.cells:
        at = cell.column - stubs
        if cell.cell is not None and cell.colspan == 1 and at >= 0:
            text = words_of(rows[cell.line][layout.on_line(cell.line).index(cell)].text)
            needed[at] = max(needed[at], width_of(text, scale))
    return needed


def _most(needed: Sequence[float], room: float) -> float:
    """Return the width that every wider column is cut down to so that all of them fit the room."""
    narrow = sorted(needed)
    for at, width in enumerate(narrow):
        most = (room - sum(narrow[:at])) / (len(narrow) - at)
        if most <= width:
            return most
    return narrow[-1]


def _level(needed: Sequence[float], room: float) -> float:
    """Return the width that every narrower column gets so that all of them fill the room."""
    narrow = sorted(needed)
    for at in range(len(narrow), 0, -1):
        level = (room - sum(narrow[at:])) / at
        if level >= narrow[at - 1]:
            return level
    return 0.0


def _stub_widths(layout: Layout) -> list[float]:
    """Return the widths of the columns that hold row labels: the outer ones narrow, the last one wide."""
    labels = [cell for cell in layout.cells if cell.role == "stub"]
    edges = sorted({cell.column for cell in labels} | {cell.column + cell.colspan for cell in labels})
    widths: list[float] = []
    for left, right in pairwise(edges):
        own = [cell for cell in labels if cell.column + cell.colspan == right and cell.column == left]
        if right < edges[-1]:
            tall = all(cell.rowspan * 2 >= len(cell.text) for cell in own)
            width = _TALL_STUB_MM if tall else max(min(width_of(c.text), _WIDEST_GROUP_MM) for c in own)
        else:
            width = min(max(width_of(cell.text) for cell in own or labels), _WIDEST_STUB_MM)
        widths += [width / (right - left)] * (right - left)
    return widths
