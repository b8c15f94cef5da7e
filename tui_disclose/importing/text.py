"""Reads plain text in which a tab begins a table cell, as browsers and word processors copy a published report.

A cell goes on over the lines that do not begin with a tab; a line with one tab before an empty line ends the row.
"""

import re
from collections.abc import Sequence

import msgspec

from tui_disclose.importing.draft import Draft
from tui_disclose.importing.escape import as_markdown
from tui_disclose.importing.grid import GridRow, Spot
from tui_disclose.importing.labels import Labels, key_of, labels_of
from tui_disclose.importing.numbers import looks_like_figure
from tui_disclose.importing.parts import Heading, Sections, is_numbered_heading
from tui_disclose.importing.rows import read_rows
from tui_disclose.importing.title import find_title
from tui_disclose.statutory.forms import Form
from tui_disclose.statutory.text import clean_text, one_line

_SENTENCE = 45
"""A line longer than this, or with a full stop, is text and no label."""
_DATE = re.compile(
    r"[\d〇○零一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
)


class _Line(msgspec.Struct, frozen=True):
    number: int
    text: str


class _Row(msgspec.Struct, frozen=True):
    spots: GridRow
    source: tuple[_Line, ...]


def read_text(text: str, form: Form, year: int) -> Draft:
    """Return what a plain text page holds."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    title = find_title(lines, (form.title,))
    heading, labels, sections = Heading(form), labels_of(form), Sections(form)
    notes: list[str] = []
    unread: list[str] = []
    rows: list[GridRow] = []
    start = 0
    if title is not None:
        start = title.last
        notes += [
            f"第{at}行：“{one_line(line)}”在标题之前，未读入。"
            for at, line in enumerate(lines[: title.first], 1)
            if line.strip()
        ]
    for piece in _pieces(lines, start, heading, labels):
        if isinstance(piece, _Row):
            if any(labels.knows(s.text) or looks_like_figure(s.text) for s in piece.spots):
                rows.append(_unstacked(labels, piece))
                for key in _tables(labels, piece.spots):
                    sections.table(key)
                continue
            narrative: Sequence[_Line] = piece.source
        else:
            narrative = (piece,)
        for line in narrative:
            if looks_like_table(labels, line.text):
                unread.append(f"第{line.number}行：“{one_line(line.text)}”像是表格的一行，分不清各格，只作为正文读入。")
            _place(line, heading, sections, notes, rows)
    reading = read_rows(form, rows)
    _sign(sections, form, title.unit if title else None)
    return Draft(
        unit=clean_text(title.unit) if title and title.unit else None,
        year=year,
        cells=reading.cells,
        sections=sections.texts(),
        unplaced=reading.unplaced,
        notes=(*notes, *reading.notes),
        unread=(*unread, *reading.unread),
    )


def _place(line: _Line, heading: Heading, sections: Sections, notes: list[str], rows: list[GridRow]) -> None:
    text = line.text.strip()
    if not text:
        return
    part = heading.part(text)
    if part is None and (part := heading.misprinted(text)) is not None:
        notes.append(f"第{line.number}行：标题“{one_line(text)}”按“{part.heading}”读入。")
    if part is not None:
        sections.begin(part)
        rows.append(())
        return
    if is_numbered_heading(text):
        notes.append(f"第{line.number}行：“{one_line(text)}”不是格式中的标题，作为“{sections.key}”的正文读入。")
    sections.add((as_markdown(clean_text(text)), ""))


def looks_like_table(labels: Labels, line: str) -> bool:
    """Tell whether a line of text is a row's label, alone or with nothing but figures behind it."""
    key = key_of(line)
    if any(key in target.exact for target in labels.targets):
        return True
    names = (name for target in labels.targets for name in target.exact | target.loose)
    return any(key.startswith(name) and re.fullmatch(r"[-+/|.\d]+", key[len(name) :]) for name in names)


def _unstacked(labels: Labels, row: _Row) -> GridRow:
    """Return a row whose figures stand below the label in one cell, as lost tabs leave them, a cell for each."""
    spots: list[Spot] = []
    lines = {line.number: line.text.strip() for line in row.source if line.text.strip()}
    for at, spot in enumerate(row.spots):
        parts = spot.text.split("\n")
        cut = next((n for n, part in enumerate(parts) if n and looks_like_figure(part)), len(parts))
        label = "".join(parts[:cut])
        if cut == len(parts) or not labels.exactly(label) or not all(map(looks_like_figure, parts[cut:])):
            spots.append(spot)
            continue
        end = row.spots[at + 1].line if at + 1 < len(row.spots) else max(lines) + 1
        numbers = [number for number in lines if spot.line <= number < end][cut:]
        spots.append(Spot(label, spot.line))
        spots += [Spot(part, number) for part, number in zip(parts[cut:], numbers, strict=False)]
    return tuple(spots)


def _tables(labels: Labels, row: GridRow) -> list[str]:
    """Return the table whose rows a line names; aliases such as “总计” stand as heads in other tables too."""
    keys = {key_of(spot.text) for spot in row}
    found = list(dict.fromkeys(target.table.key for target in labels.targets if keys & target.exact))
    return found if len(found) == 1 else []


def _pieces(lines: Sequence[str], start: int, heading: Heading, labels: Labels) -> list[_Line | _Row]:
    """Cut a page into lines of text and rows of cells."""
    pieces: list[_Line | _Row] = []
    cells: list[list[_Line]] = []
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
            cells += [[_Line(number, piece)] for piece in raw.split("\t")]
            close()
        elif raw == "\t" and (at + 1 == len(lines) or lines[at + 1] == ""):
            close()
        elif raw.startswith("\t") and not (_is_sentence(words) and not cells):
            cells += [[_Line(number, piece)] for piece in raw.split("\t")[1:]]
        elif cells and not raw:
            pass
        elif cells and not heading.part(words) and not (gap and _is_sentence(words)):
            cells[-1].append(_Line(number, raw))
        else:
            close()
            pieces.append(_Line(number, raw))
        gap = not raw
    close()
    return pieces


def _is_whole_row(line: str) -> bool:
    """Tell whether tabs stand between the cells of a line, not only before its one cell."""
    return line.count("\t") > line.startswith("\t")


def _first_line(cell: Sequence[_Line]) -> int:
    return next((part.number for part in cell if part.text.strip()), cell[0].number)


def _is_sentence(words: str) -> bool:
    return "。" in words or len(words) > _SENTENCE


def _sign(sections: Sections, form: Form, unit: str | None) -> None:
    """Move the unit and date that end the last part to the signature."""
    last = [line for line in sections.lines(form.parts[-1].sections[-1]) if line]
    if len(last) < 2 or not _DATE.fullmatch("".join(last[-1].split())):
        return
    name = "".join(last[-2].split())
    if (
        len(name) > 40
        or re.search("[。；，：、]", name)
        or (unit and not {name[-4:], name[:4]} & {unit[-4:], unit[:4]})
    ):
        return
    kept, signature = last[:-2], last[-2:]
    lines = sections.lines(form.parts[-1].sections[-1])
    lines[:] = [piece for line in kept for piece in (line, "")]
    sections.sign()
    sections.add([piece for line in signature for piece in (line, "")])
