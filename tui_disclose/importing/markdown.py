"""Reads a report from Markdown: tables as pipe tables or as HTML tables, texts word for word."""

import html
import re
from collections.abc import Mapping, Sequence

import msgspec

from tui_disclose.importing.draft import Draft
from tui_disclose.importing.grid import GridRow, Page, Spot
from tui_disclose.importing.html_tables import html_tables
from tui_disclose.importing.labels import Labels, key_of, labels_of
from tui_disclose.importing.numbers import looks_like_figure
from tui_disclose.importing.page import before_title, drafted, looks_like_table
from tui_disclose.importing.parts import Heading, Sections
from tui_disclose.importing.rows import read_rows
from tui_disclose.importing.tables import claimed, without_heads
from tui_disclose.importing.title import find_title
from tui_disclose.report.marks import SIGNATURE_MARK
from tui_disclose.statutory.forms import Form, Part
from tui_disclose.statutory.text import one_line

# Lines come from anybody: each pattern reads a line in one pass, no two neighbours of it take the same characters.
_ATX = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*)$")
_RULE = re.compile(r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_TABLE = re.compile(r"^ {0,3}<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_WIDEST = 100
"""More cells on a line than this are no row of a form."""
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|(<br\s*/?>)|(&#?\w{1,31};)|(\|)", re.IGNORECASE)


class _Text(msgspec.Struct, frozen=True):
    number: int
    text: str
    fenced: bool = False


class _Grid(msgspec.Struct, frozen=True):
    rows: tuple[GridRow, ...]
    source: tuple[_Text, ...]


def title_lines(text: str) -> list[str]:
    """Return the first lines of a Markdown file as a reader sees them, for finding the title."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    heads = [(at, match) for at, line in enumerate(lines) if (match := _ATX.match(line))]
    if heads and len(heads[0][1][1]) == 1:
        at = heads[0][0]
        return [*lines[:at], _heading_text(heads[0][1])]
    return [_heading_text(match) if (match := _ATX.match(line)) else line for line in lines]


def read_markdown(text: str, form: Form, year: int, picks: Mapping[str, int] | None = None) -> Draft:
    """Return what a Markdown file holds; `picks` says which way to part figures that run together, by row."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    title = find_title(title_lines(text), (form.title,))
    labels, sections = labels_of(form), Sections(form)
    notes: list[str] = []
    unread: list[str] = []
    rows: list[GridRow] = []
    start = title.last if title else 0
    if title is not None:
        notes += before_title(Page(()), list(enumerate(lines[: title.first], 1)))
    pieces = _pieces(lines, start, labels)
    parts = _headings(Heading(form), pieces)
    converted = False
    for piece in pieces:
        if isinstance(piece, _Grid):
            table = claimed(form, labels, piece.rows)
            if table is None and (table := without_heads(form, labels, piece.rows)) is not None:
                converted = True
            if table is not None:
                rows += [(), *piece.rows]
                sections.table(table.key)
            else:
                sections.add([line.text for line in piece.source])
        elif (part := parts.get(piece.number)) is not None:
            sections.begin(part)
        elif converted and (match := _ATX.match(piece.text)) and key_of(_heading_text(match)) in labels.groups:
            # Conversions make a heading of a merged label.
            rows.append((Spot(_heading_text(match), piece.number),))
        elif piece.text.strip() == SIGNATURE_MARK and not piece.fenced:
            sections.sign()
        else:
            if not piece.fenced and "|" in piece.text and looks_like_table(labels, piece.text):
                unread.append(f"第{piece.number}行：“{one_line(piece.text)}”像是表格的一行，作为正文读入。")
            sections.add((piece.text,))
    return drafted(year, title, sections, read_rows(form, rows, picks=picks), notes, unread)


def unescaped(text: str) -> str:
    """Return a piece of Markdown text without backslash escapes, `<br>` as a line end, entities as characters."""
    return _ESCAPED.sub(_unescape, text)


def _heading_text(match: re.Match[str]) -> str:
    """Return the words of a heading without the signs that may close it."""
    words: str = match[2]
    return unescaped(words.rstrip(" \t").rstrip("#").rstrip(" \t"))


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    return "\n" if match[2] else html.unescape(match[0])


def split_cells(line: str) -> list[str]:
    """Return the cells of a pipe table's line, unescaped and without their padding."""
    text = line.strip()
    text = text[1:] if text.startswith("|") else text
    cells, begin = [], 0
    for match in _ESCAPED.finditer(text):
        if match[4]:
            cells.append(text[begin : match.start()])
            begin = match.end()
    if text[begin:].strip() or not cells:
        cells.append(text[begin:])
    return [unescaped(cell).strip() for cell in cells]


def _headings(heading: Heading, pieces: Sequence[_Text | _Grid]) -> dict[int, Part]:
    """Return the lines that are headings of parts: those of the level of the first one found.

    A file without any such heading has them as plain lines.
    """
    texts = [piece for piece in pieces if isinstance(piece, _Text) and not piece.fenced]
    found: dict[int, Part] = {}
    level = 0
    for line in texts:
        match = _ATX.match(line.text)
        if match is None or (level and len(match[1]) != level):
            continue
        if (part := heading.part(_heading_text(match).strip("* "))) is not None:
            level = len(match[1])
            found[line.number] = part
    if found:
        return found
    plain = ((line.number, heading.part(line.text.strip("* "))) for line in texts)
    return {number: part for number, part in plain if part is not None}


def _pieces(lines: Sequence[str], start: int, labels: Labels) -> list[_Text | _Grid]:
    pieces: list[_Text | _Grid] = []
    at, fence = start, ""
    while at < len(lines):
        line = _Text(at + 1, lines[at], bool(fence))
        if match := _FENCE.match(line.text):
            if not fence:
                fence = match[1]
            elif match[1].startswith(fence) and not line.text.strip().strip(fence[0]):
                fence = ""
        end = at if fence else _table_end(lines, at, labels)
        if end > at:
            source = tuple(_Text(number + 1, lines[number]) for number in range(at, end))
            pieces += _grids(source)
            at = end
        else:
            pieces.append(line)
            at += 1
    return pieces


def _table_end(lines: Sequence[str], at: int, labels: Labels) -> int:
    """Return the line after the table that begins here; `at` itself where none begins."""
    if _TABLE.match(lines[at]):
        for end in range(at, len(lines)):
            if _TABLE_END.search(lines[end]):
                return end + 1
        return at
    if "|" not in lines[at]:
        return at
    end = at + 1
    while end < len(lines) and "|" in lines[end]:
        end += 1
    ruled = end > at + 1 and _RULE.match(lines[at + 1])
    if ruled and len(split_cells(lines[at])) == lines[at + 1].strip().strip("|").count("|") + 1:
        return end
    # What conversions leave of a table may lack the line below its heads; rows of the form still show it.
    cells = [split_cells(line) for line in lines[at:end]]
    return end if any(_is_row(labels, row) for row in cells) or _is_across(labels, cells) else at


def _is_across(labels: Labels, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether lines are heads of the form with a line of figures below: a table that is printed across."""
    heads = [cell for cell in rows[0] if cell]
    figures = [cell for cell in rows[-1] if cell]
    return bool(heads and figures) and all(map(labels.knows, heads)) and all(map(looks_like_figure, figures))


def _is_row(labels: Labels, cells: Sequence[str]) -> bool:
    """Tell whether cells are those of a row of the form: its label with figures behind it, as many as there are."""
    if len(cells) > _WIDEST:
        return False
    for at, cell in enumerate(cells):
        figures = [other for other in cells[at + 1 :] if other]
        if figures and all(map(looks_like_figure, figures)):
            return any(len(target.block.columns) == len(figures) for target in labels.exactly(cell))
    return False


def _grids(source: tuple[_Text, ...]) -> list[_Text | _Grid]:
    if _TABLE.match(source[0].text):
        tables = html_tables("\n".join(line.text for line in source), source[0].number)
        return [_Grid(tuple(row for table in tables for row in (*table, ())), source)]
    body = [line for line in source if not _RULE.match(line.text)]
    return [_Grid(tuple(tuple(Spot(c, line.number) for c in split_cells(line.text)) for line in body), source)]
