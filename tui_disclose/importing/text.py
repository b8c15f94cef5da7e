"""Cuts plain text in which a tab begins a table cell, as browsers and word processors copy a published report.

A cell goes on over the lines that do not begin with a tab; a line with one tab before an empty line ends the row.
"""

from collections.abc import Sequence
from itertools import groupby

import msgspec

from tui_disclose.importing.grid import Grid, GridRow, Page, Paragraph, Piece, Spot, in_place
from tui_disclose.importing.labels import Labels, labels_of
from tui_disclose.importing.numbers import looks_like_figure
from tui_disclose.importing.parts import Heading
from tui_disclose.importing.title import Title
from tui_disclose.statutory.forms import Form

_SENTENCE = 45
"""A line longer than this, or with a full stop, is text and no label."""


class _Row(msgspec.Struct, frozen=True):
    spots: GridRow
    source: tuple[Paragraph, ...]


def text_page(text: str, form: Form, title: Title | None) -> Page:
    """Return a plain text page cut into lines of text and lines of cells; those up to the title stay lines."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    labels, start = labels_of(form), title.last if title else 0
    pieces: list[Piece] = [Paragraph(at, line) for at, line in enumerate(lines[:start], 1)]
    for piece in _in_place(_pieces(lines, start, Heading(form), labels)):
        if isinstance(piece, Paragraph):
            pieces.append(piece)
        elif any(labels.knows(s.text) or looks_like_figure(s.text) for s in piece.spots):
            pieces.append(Grid((_unstacked(labels, piece),), statutory=True))
        else:
            pieces += piece.source
    return Page(tuple(pieces))


def _in_place(pieces: Sequence[Paragraph | _Row]) -> list[Paragraph | _Row]:
    """Return the pieces with the places of cells, where tabs leave a cell for each that a merged one covers."""
    found: list[Paragraph | _Row] = []
    for is_row, group in groupby(pieces, key=lambda piece: isinstance(piece, _Row)):
        if not is_row:
            found += group
            continue
        rows = [piece for piece in group if isinstance(piece, _Row)]
        spots = in_place([row.spots for row in rows])
        found += [_Row(own, row.source) for own, row in zip(spots, rows, strict=True)]
    return found


def _unstacked(labels: Labels, row: _Row) -> GridRow:
    """Return a row whose figures stand below the label in one cell, as lost tabs leave them, a cell for each."""
    spots: list[Spot] = []
    lines = {line.line: line.text.strip() for line in row.source if line.text.strip()}
    for at, spot in enumerate(row.spots):
        parts = spot.text.split("\n")
        cut = next((n for n, part in enumerate(parts) if n and looks_like_figure(part)), len(parts))
        label = "".join(parts[:cut])
        if cut == len(parts) or not labels.exactly(label) or not all(map(looks_like_figure, parts[cut:])):
            spots.append(spot)
            continue
        end = row.spots[at + 1].line if at + 1 < len(row.spots) else max(lines) + 1
        numbers = [number for number in lines if spot.line <= number < end][cut:]
        spots.append(Spot(label, spot.line, place=spot.place))
        spots += [Spot(part, number) for part, number in zip(parts[cut:], numbers, strict=False)]
    return tuple(spots)


def _pieces(lines: Sequence[str], start: int, heading: Heading, labels: Labels) -> list[Paragraph | _Row]:
    """Cut a page into lines of text and rows of cells."""
    pieces: list[Paragraph | _Row] = []
    cells: list[list[Paragraph]] = []
    gap = False

    def close() -> None:
        if cells:
            spots = tuple(
                Spot("\n".join(part.text.strip() for part in cell if part.text.strip()), _first_line(cell))
                for cell in cells
            )
            pieces.append(_Row(spots, tuple(part for cell in cells for part in cell)))
            cells.clear()

    for at in range(start, len(lines)):
        raw, number = lines[at], at + 1
        words = raw.strip()
        around = (*lines[max(start, at - 1) : at], *lines[at + 1 : at + 2])
        if _is_whole_row(raw) or (
            not cells and "\t" not in raw and labels.knows(words) and any(map(_is_whole_row, around))
        ):
            # A whole row on one line, as spreadsheets copy it; a merged cell may be the only one of its row.
            close()
            cells += [[Paragraph(number, piece)] for piece in raw.split("\t")]
            close()
        elif raw == "\t" and (at + 1 == len(lines) or lines[at + 1] == ""):
            close()
        elif raw.startswith("\t") and not (_is_sentence(words) and not cells):
            cells += [[Paragraph(number, piece)] for piece in raw.split("\t")[1:]]
        elif cells and not raw:
            pass
        elif cells and not heading.part(words) and not (gap and _is_sentence(words)):
            cells[-1].append(Paragraph(number, raw))
        else:
            close()
            pieces.append(Paragraph(number, raw))
        gap = not raw
    close()
    return pieces


def _is_whole_row(line: str) -> bool:
    """Tell whether tabs stand between the cells of a line, not only before its one cell."""
    return line.count("\t") > line.startswith("\t")


def _first_line(cell: Sequence[Paragraph]) -> int:
    return next((part.line for part in cell if part.text.strip()), cell[0].line)


def _is_sentence(words: str) -> bool:
    return "。" in words or len(words) > _SENTENCE
