"""Prints a document as Markdown; tables that merge cells as HTML tables, for Markdown has none."""

from collections.abc import Iterable
from itertools import chain

from tui_disclose.exporting.document import (
    Bars,
    Block,
    Code,
    Document,
    Heading,
    Inline,
    ListItem,
    Note,
    PageBreak,
    Paragraph,
    Rule,
    Run,
    Signature,
    TableBlock,
    Title,
    lines_of,
    words_of,
)
from tui_disclose.exporting.html import plain_table
from tui_disclose.exporting.markdown import escape_markup


def render_markdown(document: Document) -> str:
    """Return a document as Markdown; charts and page breaks have no place in it."""
    pieces = ["# " + escape_markup(document.title.replace("\n", "")), *map(_block, document.blocks)]
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * (level + 1)} {_inline(text)}"
        case Title(text):
            return f"# {escape_markup(text)}"
        case Paragraph(text) | Signature(text) | Note(text):
            return _begin(_inline(text))
        case ListItem(text, marker, depth):
            return "   " * depth + ("- " if marker == "•" else f"{marker} " if marker else "   ") + _inline(text)
        case Code(text):
            return "\n".join(f"    {line}" for line in text.split("\n"))
        case Rule():
            return "---"
        case TableBlock():
            return _table(block)
        case Bars() | PageBreak():
            return ""


def _inline(text: Inline) -> str:
    return "<br>".join("".join(map(_run, line)) for line in lines_of(text))


def _run(run: Run) -> str:
    sign = "**" * run.bold + "*" * run.italic
    return f"{sign}{escape_markup(run.text)}{sign}"


def _begin(line: str) -> str:
    """Return a line that Markdown does not take for a heading, a list or a rule."""
    if line.startswith(("#", "-", "+", "=")):
        return "\\" + line
    head, dot, _ = line.partition(".")
    return line.replace(".", "\\.", 1) if dot and head.isascii() and head.isdigit() else line


def _table(table: TableBlock) -> str:
    cells = chain.from_iterable(table.rows)
    if not table.head_rows or any(cell.rowspan > 1 or cell.colspan > 1 for cell in cells):
        return plain_table(table)
    lines = [_line(words_of(cell.text) for cell in row) for row in table.rows]
    return "\n".join([lines[0], _line("---" for _ in table.rows[0]), *lines[1:]])


def _line(words: Iterable[str]) -> str:
    return "| " + " | ".join(map(escape_markup, words)) + " |"
