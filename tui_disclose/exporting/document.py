"""A document on its way out: title, headings, paragraphs, lists and tables, told once and printed in every format.

The yearly report, letters and printed forms become such a document; `docx`, `html` and `document_markdown` print it.
Text is text: no renderer reads markup in it. A line end begins a new line.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

Align = Literal["both", "left", "center", "right"]
Vertical = Literal["top", "center", "bottom"]

PAGE_WIDTH_MM = 156.0
"""The width of the type area (版心), which no table exceeds: GB/T 9704-2012."""


class Run(msgspec.Struct, frozen=True):
    """A piece of a line in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False


Inline = str | tuple[Run, ...]
"""The words of a paragraph, plain or in pieces."""


class Heading(msgspec.Struct, frozen=True):
    """A heading: level 1 “一、”, 2 “（一）”, 3 “1.”, 4 “（1）”."""

    level: Literal[1, 2, 3, 4]
    text: Inline


class Title(msgspec.Struct, frozen=True):
    """The document's title once more, above a further copy of it (一式二份)."""

    text: str


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph; with `indent` its first line begins two characters in, `depth` moves all of it in by twos."""

    text: Inline
    align: Align = "both"
    indent: bool = True
    depth: int = 0


class ListItem(msgspec.Struct, frozen=True):
    """One item of a list, or a further paragraph of it where `marker` is empty; `depth` 0 is the outermost list."""

    text: Inline
    marker: str = "•"
    """As printed: “•”, “1.”."""
    depth: int = 0
    loose: bool = False
    """Its Markdown has empty lines between the items."""


class Code(msgspec.Struct, frozen=True):
    """Lines whose spaces count."""

    text: str


class Rule(msgspec.Struct, frozen=True):
    """A line across the page."""


class Cell(msgspec.Struct, frozen=True):
    """A cell of a table, merged with those it reaches over; a head stands over its column or before its row."""

    text: Inline = ""
    rowspan: int = 1
    colspan: int = 1
    head: bool = False
    align: Align = "center"
    vertical: Vertical = "center"


class TableBlock(msgspec.Struct, frozen=True):
    """A table: each row holds the cells that begin on it; the first `head_rows` rows are repeated on every page.

    `widths_mm` has one width for each grid column; together at most `PAGE_WIDTH_MM`. The `caption` is for those who
    cannot see the page. `statutory` marks the tables of the yearly report's form. `points` is the size of what stands
    in cells that are no heads: long figures are printed smaller rather than folded. `row_mm` is how high a row is at
    least, for those that are written into by hand.
    """

    rows: tuple[tuple[Cell, ...], ...]
    widths_mm: tuple[float, ...]
    head_rows: int = 0
    caption: str = ""
    statutory: bool = False
    points: float = 10.5
    row_mm: float = 0.0


class Bars(msgspec.Struct, frozen=True):
    """A bar chart: name and number of each bar. Only web pages show it; the numbers stand in the tables too."""

    caption: str
    bars: tuple[tuple[str, int], ...]


class PageBreak(msgspec.Struct, frozen=True):
    """What follows begins on a new page."""


class Signature(msgspec.Struct, frozen=True):
    """Who signs and when (落款), one a line, on the right."""

    text: Inline


class Note(msgspec.Struct, frozen=True):
    """A note in small type (注)."""

    text: Inline


Block = Heading | Title | Paragraph | ListItem | Code | Rule | TableBlock | Bars | PageBreak | Signature | Note


class Document(msgspec.Struct, frozen=True):
    """A whole document; `author` is the office, never a person's name."""

    title: str
    """With line ends where it breaks."""
    blocks: tuple[Block, ...]
    author: str = ""


class Placed(msgspec.Struct, frozen=True):
    """A cell and where it begins on the grid."""

    line: int
    column: int
    cell: Cell


def runs_of(text: Inline) -> tuple[Run, ...]:
    """Return words as runs."""
    return (Run(text),) if isinstance(text, str) else text


def words_of(text: Inline) -> str:
    """Return words without their style."""
    return text if isinstance(text, str) else "".join(run.text for run in text)


def lines_of(text: Inline) -> tuple[tuple[Run, ...], ...]:
    """Return words line by line, each line in its runs."""
    lines: list[list[Run]] = [[]]
    for run in runs_of(text):
        first, *others = run.text.split("\n")
        lines[-1].append(msgspec.structs.replace(run, text=first))
        lines += [[msgspec.structs.replace(run, text=piece)] for piece in others]
    return tuple(tuple(run for run in line if run.text) for line in lines)


def placed(rows: Sequence[Sequence[Cell]]) -> Iterator[Placed]:
    """Yield the cells of a table with their places, in reading order."""
    taken: dict[int, int] = {}
    for line, row in enumerate(rows):
        at = 0
        for cell in row:
            while taken.get(at, 0) > line:
                at += 1
            yield Placed(line, at, cell)
            for column in range(at, at + cell.colspan):
                taken[column] = line + cell.rowspan
            at += cell.colspan
