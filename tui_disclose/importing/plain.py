"""Reads back the plain text that this program exports for terminals."""

import re

from tui_disclose.importing.draft import Draft
from tui_disclose.importing.grid import GridRow, Spot
from tui_disclose.importing.labels import Labels, labels_of
from tui_disclose.importing.page import drafted
from tui_disclose.importing.parts import Sections
from tui_disclose.importing.rows import read_rows
from tui_disclose.importing.title import find_title
from tui_disclose.report.marks import DASH, LEGEND, SIGNED, WRAPPED
from tui_disclose.statutory.forms import Form

_CELL = re.compile(r"\S+(?: \S+)*")
_Numbered = list[tuple[int, str]]


def is_plain_export(text: str) -> bool:
    """Tell whether a text is a plain text export of this program."""
    return LEGEND in (line.strip() for line in text.split("\n", 20)[:20])


def read_plain(text: str, form: Form, year: int) -> Draft:
    """Return what a plain text export holds."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    title = find_title(lines, (form.title,))
    start = lines.index(LEGEND) + 1 if LEGEND in lines else 0
    labels, sections = labels_of(form), Sections(form)
    headings = {part.heading: part for part in form.parts}
    rows: list[GridRow] = []
    for paragraph in _paragraphs(lines, start):
        first = paragraph[0][1] if len(paragraph) == 1 else ""
        if first in headings:
            sections.begin(headings[first])
            continue
        if first == SIGNED:
            sections.sign()
            continue
        if not paragraph:
            sections.add(("",))
            continue
        if (table := _table(labels, paragraph)) is not None:
            key, cut = table
            rows += [(), *cut]
            sections.table(key)
            continue
        sections.add((*_joined(paragraph), ""))
    return drafted(year, title, sections, read_rows(form, rows), (), ())


def _paragraphs(lines: list[str], start: int) -> list[_Numbered]:
    found: list[_Numbered] = [[]]
    for number, line in enumerate(lines[start:], start + 1):
        if line:
            found[-1].append((number, line))
        else:
            found.append([])
    return found


def _joined(paragraph: _Numbered) -> list[str]:
    whole = "\n".join(line for _, line in paragraph)
    return whole.replace(WRAPPED + "\n", "").split("\n")


def _table(labels: Labels, paragraph: _Numbered) -> tuple[str, list[GridRow]] | None:
    """Return a table's key and its lines of cells; None for a paragraph of text."""
    last = _CELL.findall(paragraph[-1][1])
    found = labels.exactly(last[0]) if len(last) > 1 else []
    if not found:
        return None
    body = [at for at, (_, line) in enumerate(paragraph) if labels.exactly(_CELL.findall(line)[0])]
    # The lines above the first row are the heads; their pieces stand above each other, flush right.
    heads = paragraph[: body[0]]
    columns: dict[int, str] = {}
    corner = ""
    for _, line in heads:
        for match in _CELL.finditer(line):
            if match.start() == 0:
                corner = match.group()
            else:
                end = _cells(line[: match.end()])
                columns[end] = columns.get(end, "") + match.group()
    cut: list[GridRow] = []
    if heads:
        number = heads[-1][0]
        cut.append((Spot(corner, number), *(Spot(columns[end], number) for end in sorted(columns))))
    for number, line in paragraph[body[0] :]:
        cells = _CELL.findall(line)
        cut.append((Spot(cells[0], number), *(Spot("" if c == DASH else c, number) for c in cells[1:])))
    return found[0].table.key, cut


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
