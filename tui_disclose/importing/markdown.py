"""Reads a report from Markdown: tables as pipe tables or as HTML tables, texts word for word."""

import html
import re
from collections.abc import Mapping, Sequence

import msgspec

from tui_disclose.importing.draft import Draft
from tui_disclose.importing.grid import Grid, GridRow, Page, Paragraph, Spot, in_place
from tui_disclose.importing.html_tables import html_tables
from tui_disclose.importing.labels import Labels, key_of, labels_of
from tui_disclose.importing.numbers import looks_like_figure, numbers_only
from tui_disclose.importing.page import before_title, drafted, looks_like_table
from tui_disclose.importing.parts import Heading, Sections
from tui_disclose.importing.rows import read_rows
from tui_disclose.importing.streams import with_tables
from tui_disclose.importing.tables import names_across, recognised
from tui_disclose.importing.title import find_title
from tui_disclose.report.marks import SIGNATURE_MARK
from tui_disclose.statutory.forms import Form, Part
from tui_disclose.statutory.text import one_line

# Lines come from anybody: each pattern reads a line in one pass, no two neighbours of it take the same characters.
_ATX = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*)$")
_RULE = re.compile(r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?$")
_RULED = re.compile(r"^ {0,3}\|.*\| *\n {0,3}\| *:?-{3,}:? *\|[ :|-]*$", re.MULTILINE)
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
    label: bool = False
    """It is a heading that names rows of the table below it."""


class _Grid(msgspec.Struct, frozen=True):
    rows: tuple[GridRow, ...]
    source: tuple[_Text, ...]
    cut: bool = False
    """Its rows were found in plain lines."""


def is_markdown(text: str) -> bool:
    """Tell whether a text file holds pipe tables with the line below their heads."""
    return bool(_RULED.search(text))


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
    heading = Heading(form)
    pieces = _pieces(lines, start, labels)
    parts = _headings(heading, pieces)
    left_out: list[_Text] = []
    numbers: list[_Text] = []
    above: Spot | None = None
    for piece in _with_lost_tables(form, labels, heading, parts, pieces):
        if isinstance(piece, _Grid):
            own = None if piece.cut else recognised(form, labels, piece.rows, above)
            if own is not None:
                notes += [f"第{piece.source[0].number}行起的{own.note}。"] if own.note else []
                rows += [(), *(map(_as_filled, own.rows) if own.placed and _has_figures(own.rows[0]) else own.rows)]
                sections.table(own.table.key)
            elif piece.cut:
                rows += [(), *piece.rows]
            else:
                left_out += [line for line in piece.source if looks_like_table(labels, line.text)]
                sections.add([line.text for line in piece.source])
            above = None
            continue
        if piece.text.strip():
            above = Spot(_words(piece), piece.number)
        if (part := parts.get(piece.number)) is not None:
            sections.begin(part)
        elif piece.label:
            # Conversions make a heading of a label.
            rows += [(Spot(_words(piece), piece.number),)] if key_of(_words(piece)) in labels.groups else []
        elif piece.text.strip() == SIGNATURE_MARK and not piece.fenced:
            sections.sign()
        else:
            if not piece.fenced and "|" in piece.text and looks_like_table(labels, piece.text):
                unread.append(_as_text(piece))
            elif not piece.fenced and numbers_only(piece.text):
                numbers.append(piece)
            sections.add((piece.text,))
    reading = read_rows(form, rows, picks=picks)
    read = {address.rpartition(".")[0] for address in reading.cells}
    for line in left_out:
        named = [target for cell in split_cells(line.text) for target in labels.exactly(cell)]
        unread += [] if any(f"{t.table.key}.{t.row.key}" in read for t in named) else [_as_text(line)]
    if {address.partition(".")[0] for address in reading.cells} != {table.key for table in form.tables}:
        # Beside tables that were all found, a line of numbers is somebody's own; else it may be what is left of one.
        unread += map(_as_text, numbers)
    return drafted(year, title, sections, reading, notes, unread)


def _has_figures(row: GridRow) -> bool:
    return any(looks_like_figure(spot.text) for spot in row)


def _as_filled(row: GridRow) -> GridRow:
    """Return a line of a table that lost its heads without its blanks: which of its cells is blank is not known."""
    return tuple(spot for spot in row if not spot.blank)


def _as_text(line: "_Text") -> str:
    return f"第{line.number}行：“{one_line(line.text)}”像是表格的一行，作为正文读入。"


def _words(line: "_Text") -> str:
    return _heading_text(match) if (match := _ATX.match(line.text)) else line.text.strip()


def _with_lost_tables(
    form: Form, labels: Labels, heading: Heading, parts: Mapping[int, Part], pieces: Sequence["_Text | _Grid"]
) -> list["_Text | _Grid"]:
    """Return the pieces with the rows that a conversion left as plain lines beside the tables of their part.

    Headings that are labels of the table below them are marked as such.
    """
    found: list[_Text | _Grid] = []
    lines: list[_Text] = []
    part: Part | None = None

    def close() -> None:
        if part is not None and part.table:
            found.extend(_cut(labels, heading, lines))
        else:
            found.extend(lines)
        lines.clear()

    for at, piece in enumerate(pieces):
        if isinstance(piece, _Grid) or piece.fenced or piece.number in parts or _ATX.match(piece.text):
            close()
            if isinstance(piece, _Text):
                part = parts.get(piece.number, part)
                if part is not None and part.table and piece.number not in parts and not piece.fenced:
                    piece = msgspec.structs.replace(piece, label=_is_label(form, labels, piece, pieces[at + 1 :]))
            found.append(piece)
        else:
            lines.append(piece)
    close()
    return found


def _cut(labels: Labels, heading: Heading, lines: Sequence["_Text"]) -> list["_Text | _Grid"]:
    paragraphs = [Paragraph(line.number, line.text) for line in lines]
    cut = with_tables(labels, heading, paragraphs)
    if not any(isinstance(piece, Grid) for piece in cut):
        return list(lines)
    by_number = {line.number: line for line in lines}
    return [_Grid(p.rows, (), cut=True) if isinstance(p, Grid) else by_number[p.line] for p in cut]


def _is_label(form: Form, labels: Labels, line: "_Text", below: Sequence["_Text | _Grid"]) -> bool:
    """Tell whether a heading is a label of the table that comes next, whatever other labels stand between."""
    if not (labels.knows(_words(line)) or names_across(form, _words(line))):
        return False
    for piece in below:
        if isinstance(piece, _Grid):
            return True
        if piece.text.strip() and not labels.knows(_words(piece)):
            return False
    return False


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
    plain = ((line.number, heading.part(line.text.strip("* "))) for line in texts)
    named = {number: part for number, part in plain if part is not None}
    if not found:
        return named
    # A conversion that loses one heading's mark leaves it as a line behind the others.
    last = max(found)
    return found | {number: part for number, part in named.items() if number > last and part not in found.values()}


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
    rows = [tuple(Spot(cell, line.number) for cell in split_cells(line.text)) for line in body]
    return [_Grid(tuple(in_place(rows)), source)]
