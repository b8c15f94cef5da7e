"""Reads a report from Markdown: tables as pipe tables or as HTML tables, texts word for word."""

import html
import re
from collections.abc import Sequence

import msgspec

from tui_disclose.importing.draft import Draft
from tui_disclose.importing.grid import GridRow, Spot
from tui_disclose.importing.html_tables import html_tables
from tui_disclose.importing.labels import Labels, column_names, key_of, labels_of
from tui_disclose.importing.parts import Heading, Sections
from tui_disclose.importing.rows import read_rows
from tui_disclose.importing.text import looks_like_table
from tui_disclose.importing.title import find_title
from tui_disclose.report.marks import SIGNATURE_MARK
from tui_disclose.statutory.forms import Form, Part, Table
from tui_disclose.statutory.text import clean_text, one_line

# Lines come from anybody: each pattern reads a line in one pass, no two neighbours of it take the same characters.
_ATX = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*)$")
_RULE = re.compile(r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_TABLE = re.compile(r"^ {0,3}<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
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


def read_markdown(text: str, form: Form, year: int) -> Draft:
    """Return what a Markdown file holds."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    title = find_title(title_lines(text), (form.title,))
    labels, sections = labels_of(form), Sections(form)
    notes: list[str] = []
    unread: list[str] = []
    rows: list[GridRow] = []
    start = title.last if title else 0
    if title is not None:
        notes += [
            f"第{at}行：“{one_line(line)}”在标题之前，未读入。"
            for at, line in enumerate(lines[: title.first], 1)
            if line.strip()
        ]
    pieces = _pieces(lines, start)
    parts = _headings(Heading(form), pieces)
    for piece in pieces:
        if isinstance(piece, _Grid):
            if (table := _claimed(form, labels, piece.rows)) is not None:
                rows += [(), *piece.rows]
                sections.table(table.key)
            else:
                sections.add([line.text for line in piece.source])
        elif (part := parts.get(piece.number)) is not None:
            sections.begin(part)
        elif piece.text.strip() == SIGNATURE_MARK and not piece.fenced:
            sections.sign()
        else:
            if not piece.fenced and "|" in piece.text and looks_like_table(labels, piece.text):
                unread.append(f"第{piece.number}行：“{one_line(piece.text)}”像是表格的一行，作为正文读入。")
            sections.add((piece.text,))
    reading = read_rows(form, rows)
    return Draft(
        unit=clean_text(title.unit) if title and title.unit else None,
        year=year,
        cells=reading.cells,
        sections=sections.texts(),
        unplaced=reading.unplaced,
        notes=(*notes, *reading.notes),
        unread=(*unread, *reading.unread),
    )


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


def _pieces(lines: Sequence[str], start: int) -> list[_Text | _Grid]:
    pieces: list[_Text | _Grid] = []
    at, fence = start, ""
    while at < len(lines):
        line = _Text(at + 1, lines[at], bool(fence))
        if match := _FENCE.match(line.text):
            if not fence:
                fence = match[1]
            elif match[1].startswith(fence) and not line.text.strip().strip(fence[0]):
                fence = ""
        end = at if fence else _table_end(lines, at)
        if end > at:
            source = tuple(_Text(number + 1, lines[number]) for number in range(at, end))
            pieces += _grids(source)
            at = end
        else:
            pieces.append(line)
            at += 1
    return pieces


def _table_end(lines: Sequence[str], at: int) -> int:
    """Return the line after the table that begins here; `at` itself where none begins."""
    if _TABLE.match(lines[at]):
        for end in range(at, len(lines)):
            if _TABLE_END.search(lines[end]):
                return end + 1
        return at
    if at + 1 >= len(lines) or "|" not in lines[at] or not _RULE.match(lines[at + 1]):
        return at
    if len(split_cells(lines[at])) != lines[at + 1].strip().strip("|").count("|") + 1:
        return at
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    return end


def _grids(source: tuple[_Text, ...]) -> list[_Text | _Grid]:
    if _TABLE.match(source[0].text):
        tables = html_tables("\n".join(line.text for line in source), source[0].number)
        return [_Grid(tuple(row for table in tables for row in (*table, ())), source)]
    body = (source[0], *source[2:])
    return [_Grid(tuple(tuple(Spot(c, line.number) for c in split_cells(line.text)) for line in body), source)]


def _claimed(form: Form, labels: Labels, rows: Sequence[GridRow]) -> Table | None:
    """Return the statutory table that a table is, by its row labels and its heads; None for any other table."""
    keys = [[key_of(spot.text) for spot in row if not spot.blank] for row in rows]
    printed = {key for row in keys for key in row}
    best: tuple[int, Table] | None = None
    for table in form.tables:
        score = 0
        for block in table.blocks:
            own = [t for t in labels.targets if t.block is block and t.table is table]
            names = [column_names(block, at) for at in range(len(block.columns))]
            seen = sum(bool(known & printed) for known in names)
            rows_seen = sum(bool((target.exact | target.loose) & printed) for target in own)
            if 2 * seen >= len(names) and rows_seen:
                score += rows_seen
        if score and (best is None or score > best[0]):
            best = (score, table)
    return best[1] if best else None
