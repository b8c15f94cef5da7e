"""A report as plain text for a terminal: no box characters, at most 80 columns where the short labels allow it."""

from collections.abc import Collection, Iterable, Sequence

from tui_disclose.records.report import Report
from tui_disclose.report.flat import FlatTable, flatten, printed, printed_unit
from tui_disclose.report.marks import DASH, LEGEND, SIGNED, WRAPPED
from tui_disclose.statutory.forms import Form
from tui_disclose.statutory.text import clean_text

WIDTH = 80
_HEAD = 8
"""Terminal cells of a head's line; longer heads go on below."""
_GAP = "  "
_FIGURE = frozenset("0123456789.,%‰-")
_CLOSING = frozenset("，。、；：？！）》〉」』】〕”’,.;:?!)]")
_LONGEST_CARRY = 12
"""Characters that may go over to the next line at most, so that a line of figures alone is still cut somewhere."""


def render_plain(form: Form, report: Report) -> str:
    """Return the report as plain text; a blank or unknown cell is “-”, as the legend under the title says."""
    pieces = [form.document_title(printed_unit(report), report.year), LEGEND, _text(report, "前言")]
    for part in form.parts:
        pieces.append(part.heading)
        if part.table:
            before, after = part.sections
            tables = [_table(flat, report) for flat in flatten(form.table(part.table))]
            pieces += [_text(report, before), *tables, _text(report, after)]
        else:
            pieces += [_text(report, key) for key in part.sections]
    if signature := _text(report, "落款"):
        pieces += [SIGNED, signature]
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def render_tables(form: Form, report: Report, tables: Collection[str]) -> str:
    """Return tables of the report as plain text, each under its heading; a blank or unknown cell is “-”."""
    pieces = []
    for part in form.parts:
        if part.table in tables:
            pieces += [part.heading, *(_table(flat, report) for flat in flatten(form.table(part.table)))]
    return "\n\n".join(pieces) + "\n"


def _text(report: Report, key: str) -> str:
    lines = clean_text(report.sections.get(key, "")).split("\n")
    return "\n".join(piece for line in lines for piece in _wrapped(line))


def _table(flat: FlatTable, report: Report) -> str:
    heads = [list(_folded(name, _HEAD)) for name in flat.short_head[1:]]
    deep = max(map(len, heads))
    names = [flat.short_head[0], *(row.short for row in flat.rows)]
    figures = [[printed(report, cell) or DASH for cell in row.cells] for row in flat.rows]
    left = max(map(_cells, names))
    widths = [max(map(_cells, (*head, *(line[at] for line in figures)))) for at, head in enumerate(heads)]
    # Heads of fewer lines stand on the last line, next to their figures.
    upright = [[""] * (deep - len(head)) + head for head in heads]
    lines = []
    for level in range(deep):
        corner = flat.short_head[0] if level == deep - 1 else ""
        lines.append(_line(corner, left, [head[level] for head in upright], widths))
    lines += [_line(row.short, left, line, widths) for row, line in zip(flat.rows, figures, strict=True)]
    return "\n".join(lines)


def _line(label: str, left: int, texts: Sequence[str], widths: Sequence[int]) -> str:
    padded = (" " * (width - _cells(text)) + text for text, width in zip(texts, widths, strict=True))
    return _GAP.join((label + " " * (left - _cells(label)), *padded)).rstrip()


def _wrapped(line: str) -> Iterable[str]:
    pieces = list(_folded(line, WIDTH - len(WRAPPED)))
    return (*(piece + WRAPPED for piece in pieces[:-1]), pieces[-1])


def _folded(text: str, width: int) -> Iterable[str]:
    """Cut `text` into pieces of at most `width` terminal cells; Chinese has no spaces to break at."""
    piece, taken = "", 0
    for character in text:
        wide = _cells(character)
        if piece and taken + wide > width:
            kept = _break_before(piece, character)
            yield piece[:kept]
            piece = piece[kept:]
            taken = _cells(piece)
        piece += character
        taken += wide
    yield piece


def _break_before(piece: str, following: str) -> int:
    """Return where to cut a full line: not inside a figure, and not so that the next one begins with a closing mark."""
    at, after = len(piece), following
    while at > len(piece) - _LONGEST_CARRY and at > 1:
        before = piece[at - 1]
        in_figure = after in _FIGURE and before in _FIGURE
        if not in_figure and after not in _CLOSING:
            return at
        at, after = at - 1, before
    return len(piece)


def _cells(text: str) -> int:
    # Rich knows the terminal width of every character; imported where it is needed.
    from rich.cells import cell_len

    return cell_len(text)
