"""A letter as plain text for a terminal."""

from collections.abc import Iterator

from tui_disclose.exporting.document import (
    Bars,
    Block,
    Code,
    Document,
    Heading,
    ListItem,
    Note,
    PageBreak,
    Paragraph,
    Rule,
    Signature,
    TableBlock,
    Title,
    words_of,
)
from tui_disclose.letters.letters import Letter
from tui_disclose.tui.widgets.label_text import wrap
from tui_disclose.tui.wording import width_of

_WIDEST = 78
"""Cells of a line: as wide as a page is read comfortably."""


def letter_text(letter: Letter, width: int) -> str:
    """Return a letter as it would be printed, what is missing named above it."""
    room = min(width, _WIDEST)
    missing = ["尚缺或者要想一想的：", *(f"  {sentence}" for sentence in letter.missing), ""] if letter.missing else []
    return "\n".join([*missing, *document_lines(letter.document, room)]) + "\n"


def document_lines(document: Document, width: int) -> list[str]:
    """Return the lines of a document, at most `width` cells each."""
    lines = [_centred(line, width) for line in document.title.split("\n")]
    for block in document.blocks:
        lines += ["", *_block(block, width)]
    return lines


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Paragraph(text, align, indent):
            for line in words_of(text).split("\n"):
                if align == "center":
                    yield _centred(line, width)
                elif align == "right":
                    yield _right(line, width)
                else:
                    yield from wrap(("　　" if indent else "") + line, width)
        case Signature(text):
            yield from (_right(line, width) for line in words_of(text).split("\n"))
        case TableBlock(rows):
            for row in rows:
                texts = [words_of(cell.text).replace("\n", "　") for cell in row]
                pairs = zip(texts[::2], texts[1::2], strict=False)
                yield from wrap("　".join(f"【{label}】{text}" for label, text in pairs), width)
        case Heading(_, text) | Title(text) | ListItem(text) | Note(text):
            yield from wrap(words_of(text), width)
        case Code(text):
            yield from text.split("\n")
        case Rule() | Bars() | PageBreak():
            yield ""


def _centred(line: str, width: int) -> str:
    return " " * max((width - width_of(line)) // 2, 0) + line


def _right(line: str, width: int) -> str:
    return " " * max(width - width_of(line) - 4, 0) + line
