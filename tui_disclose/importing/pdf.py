"""Cuts a PDF into lines of text and tables: tables by the lines drawn around their cells, over page ends too.

Plain text of a PDF loses which figure stands in which column (a wrapped label puts its figures between its own lines),
so that only tables with drawn cells are read as tables; figures outside of them are named by the reader.
"""

import io
import logging
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from tui_disclose.importing.grid import Grid, Page, Paragraph, Piece, spanned
from tui_disclose.importing.marks import raised
from tui_disclose.importing.numbers import looks_like_figure
from tui_disclose.problems import Refused
from tui_disclose.statutory.text import one_line, without_radicals

if TYPE_CHECKING:
    from pdfplumber.page import Page as PdfPage

_PAGES = 60
"""A report that is longer is none."""
_GAP = 0.6
"""Parts of a character's size between two characters that are a space; less is how lines are filled."""
_SMALL = 0.72
"""Characters smaller than this part of the others are marks of notes."""
_NEAR = 3.0
"""Points within which two drawn lines are one."""
_EDGE = 0.09
"""The part of a page above and below its text."""
_NUMBER = re.compile(r"[\s\-—–－·]*\d{1,3}[\s\-—–－·]*")


_Box = tuple[float, float, float, float]
"""Left, top, right and bottom edge, in points."""


class _Line(msgspec.Struct, frozen=True):
    """A line of text outside tables, with its edges and the size of its characters, in points."""

    text: str
    left: float
    right: float
    size: float
    at_edge: bool
    """Whether it stands where pages have heads and feet."""


class _Cell(msgspec.Struct, frozen=True):
    """A cell with the edges drawn around it, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class _Table(msgspec.Struct, frozen=True):
    """The cells of a table on one page."""

    cells: tuple[_Cell, ...]


_Piece = _Line | _Table


def pdf_page(name: str, content: bytes) -> Page:
    """Return a PDF from top to bottom; Refused where it cannot be opened, is too long, or is a picture only."""
    import pdfplumber

    # The library speaks of fonts that it does not know; what they say is read all the same.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if len(document.pages) > _PAGES:
                raise Refused(f"{name} 有{len(document.pages)}页，不像一份年度报告。")
            pages = [_cut(page) for page in document.pages]
            pictures = any(page.images for page in document.pages)
            width = float(max((page.width for page in document.pages), default=0))
    except Refused:
        raise
    except Exception as problem:
        # pdfminer ends with whatever a damaged file leads it to; nothing of ours runs inside.
        if "Password" in f"{type(problem).__name__}{problem!r}":
            raise Refused(f"{name} 加了密码，请先解除密码再导入。") from None
        raise Refused(f"{name} 已损坏或不完整，不能打开；请重新下载或另存。") from None
    if not any(pages):
        raise Refused(f"{name} 中没有文字，像是扫描件，不能导入；请找文字版，或照原件填写。")
    kept, running = _without_running(pages)
    page = _assembled(kept, width)
    notes = (f"各页重复的页眉、页脚“{'”“'.join(running)}”没有读入。",) if running else ()
    return msgspec.structs.replace(page, notes=notes, pictures=pictures)


def _without_running(pages: Sequence[Sequence[_Piece]]) -> tuple[list[list[_Piece]], list[str]]:
    """Return the pages without the first and last lines that all of them share but for digits, and those lines."""
    kept = [list(page) for page in pages]
    found: list[str] = []
    for at in (0, -1):
        ends = [page[at] if page else None for page in kept]
        texts = {re.sub(r"\d+", "", end.text) if isinstance(end, _Line) and end.at_edge else "" for end in ends}
        if len(pages) > 1 and len(texts) == 1 and "" not in texts:
            first = ends[0]
            found += [one_line(first.text)] if isinstance(first, _Line) else []
            for page in kept:
                page.pop(at)
    return kept, found


def _cut(page: "PdfPage") -> list[_Piece]:
    """Return the lines and tables of a page from top to bottom, its number left out."""
    from pdfplumber.utils.text import extract_text

    found: list[tuple[float, _Piece]] = []
    tables = page.find_tables()
    for table in tables:
        cells = []
        for box in table.cells:
            text = extract_text(_marked([c for c in page.chars if _stands_in(c, box)]), x_tolerance_ratio=_GAP)
            cells.append(_Cell(_unwrapped(without_radicals(text)), *map(float, box)))
        found.append((table.bbox[1], _Table(tuple(cells))))
    outside = page.filter(lambda item: not _inside(item, [table.bbox for table in tables]))
    lines = outside.extract_text_lines(x_tolerance_ratio=_GAP, strip=True) if outside.chars else []
    if lines and _NUMBER.fullmatch(lines[-1]["text"]) and lines[-1]["top"] > page.height * 0.85:
        lines.pop()
    for line in lines:
        size = float(line["chars"][0]["size"])
        at_edge = not page.height * _EDGE < line["top"] < page.height * (1 - _EDGE)
        text = without_radicals(line["text"])
        found.append((line["top"], _Line(text, float(line["x0"]), float(line["x1"]), size, at_edge)))
    return [piece for _, piece in sorted(found, key=lambda item: item[0])]


def _marked(chars: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the characters of a cell, small ones above the line as the marks they are."""
    largest = max((char["size"] for char in chars), default=0)
    small = [char["size"] < _SMALL * largest for char in chars]
    return [
        {**char, "text": raised(char["text"])} if is_small else char
        for char, is_small in zip(chars, small, strict=True)
    ]


def _unwrapped(text: str) -> str:
    """Return a cell's text without the line ends of the page; those beside figures stay, for they may part figures."""
    lines = text.split("\n")
    return text if any(map(looks_like_figure, lines)) else "".join(lines)


def _inside(item: dict[str, Any], boxes: Sequence[_Box]) -> bool:
    return item.get("object_type") == "char" and any(_stands_in(item, box) for box in boxes)


def _stands_in(char: dict[str, Any], box: _Box) -> bool:
    left, top, right, bottom = box
    x, y = float(char["x0"] + char["x1"]) / 2, float(char["top"] + char["bottom"]) / 2
    return left <= x <= right and top <= y <= bottom


def _assembled(pages: Sequence[Sequence[_Piece]], width: float) -> Page:
    """Join what page ends cut in two: paragraphs, and tables that go on at the top of the next page.

    The right margin is taken to be no wider than the left one, since a report may have no full line.
    """
    lines = [piece for page in pages for piece in page if isinstance(piece, _Line)]
    left = min((line.left for line in lines), default=0)
    right = max([width - left, *(line.right for line in lines)])
    pieces: list[Piece] = []
    names: dict[int, str] = {}
    parts: list[_Table] = []
    before: _Line | None = None

    def end_table() -> None:
        if parts:
            pieces.append(_grid(parts, starts))
            parts.clear()

    starts: list[int] = []
    for number, page in enumerate(pages, 1):
        for at, piece in enumerate(page, 1):
            line = len(names) + 1
            if isinstance(piece, _Table):
                if not (parts and at == 1):
                    end_table()
                    starts.clear()
                parts.append(piece)
                starts.append(line)
                rows = len(_edges([cell.top for cell in piece.cells]))
                names |= {line + row: f"第{number}页表格第{row + 1}行" for row in range(rows)}
                before = None
                continue
            end_table()
            names[line] = f"第{number}页第{at}行"
            last = pieces[-1] if pieces else None
            if before and isinstance(last, Paragraph) and _goes_on(before, piece, left, right):
                pieces[-1] = Paragraph(last.line, last.text + piece.text)
            else:
                pieces.append(Paragraph(line, piece.text))
            before = piece
    end_table()
    return Page(tuple(pieces), names)


def _goes_on(before: _Line, line: _Line, left: float, right: float) -> bool:
    """Tell whether a line goes on with the paragraph of the one before: that is full, this is not indented."""
    full = before.right > right - 1.5 * before.size
    return full and line.left < left + 0.8 * line.size and abs(before.size - line.size) < 1


def _grid(parts: Sequence[_Table], starts: Sequence[int]) -> Grid:
    """Return a table with its cells in the columns that the edges of all its parts make."""
    columns = _edges([cell.left for part in parts for cell in part.cells])
    rows: list[list[tuple[str, int, int, int]]] = []
    for part, start in zip(parts, starts, strict=True):
        lines = _edges([cell.top for cell in part.cells])
        for at in range(len(lines)):
            row = []
            for cell in sorted(part.cells, key=lambda each: each.left):
                if _place(lines, cell.top) == at:
                    colspan = _place(columns, cell.right - 2 * _NEAR) - _place(columns, cell.left) + 1
                    rowspan = _place(lines, cell.bottom - 2 * _NEAR) - at + 1
                    row.append((cell.text, start + at, colspan, rowspan))
            rows.append(row)
    return Grid(tuple(spanned(rows)))


def _edges(places: Sequence[float]) -> list[float]:
    """Return the places of drawn lines, those that are one only once."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _place(edges: Sequence[float], place: float) -> int:
    """Return between which edges a place lies, from 0."""
    return bisect_right(edges, place + _NEAR) - 1
