"""Turns a section's Markdown into the blocks of a document; HTML in it is text like any other."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from tui_disclose.exporting.document import (
    Align,
    Block,
    Cell,
    Code,
    Document,
    Heading,
    ListItem,
    Paragraph,
    Rule,
    Run,
    TableBlock,
    words_of,
)
from tui_disclose.exporting.widths import shared_widths

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SECOND = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。；！？\n]{1,40}")
_ALIGNS: dict[str, Align] = {"text-align:center": "center", "text-align:right": "right", "text-align:left": "left"}
_BULLET = "•"


def parser() -> "MarkdownIt":
    """Return the Markdown parser of documents: tables, and no HTML."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return a text's blocks; a line of its own such as “（一）主动公开情况” is a heading of the second level."""
    return tuple(_Reader(parser().parse(text)).blocks())


def document_of(text: str, author: str) -> Document:
    """Return Markdown that begins with its title (“# …”) as a document; headings below it move up with it."""
    first, *others = parser().parse(text)
    title = "".join(run.text for run in inline(others[0])) if first.type == "heading_open" and first.tag == "h1" else ""
    rest = text.partition("\n")[2] if title else text
    return Document(title, blocks_of(rest), author)


class _Reader:
    """Walks over the parser's tokens once."""

    def __init__(self, tokens: Sequence["Token"]) -> None:
        self._tokens = tokens
        self._lists: list[int | None] = []
        """Of each open list: its next number, None for bullets."""
        self._quotes = 0
        self._marker = ""
        """The marker that the next paragraph carries."""
        self._loose = False
        """Whether the next paragraph stands in a list with empty lines between its items."""

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        at = 0
        while at < len(self._tokens):
            token = self._tokens[at]
            if token.type == "table_open":
                end = next(n for n in range(at, len(self._tokens)) if self._tokens[n].type == "table_close")
                found.append(_table(self._tokens[at:end]))
                at = end
            elif token.type == "heading_open":
                found.append(Heading(_level(token.tag), inline(self._tokens[at + 1])))
                at += 1
            elif token.type == "inline":
                found.append(self._paragraph(inline(token)))
            elif token.type in ("fence", "code_block"):
                found.append(Code(token.content.removesuffix("\n")))
            elif token.type == "hr":
                found.append(Rule())
            else:
                self._open_or_close(token)
            at += 1
        return found

    def _paragraph(self, runs: tuple[Run, ...]) -> Block:
        if self._lists:
            marker, self._marker = self._marker, ""
            return ListItem(runs, marker, len(self._lists) - 1, self._loose)
        if not self._quotes and len(runs) == 1 and _SECOND.fullmatch(words_of(runs)):
            return Heading(2, runs)
        return Paragraph(runs, depth=self._quotes)

    def _open_or_close(self, token: "Token") -> None:
        if token.type == "bullet_list_open":
            self._lists.append(None)
        elif token.type == "ordered_list_open":
            self._lists.append(int(token.attrs.get("start", 1)))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif token.type == "list_item_open":
            number = self._lists[-1]
            self._marker = _BULLET if number is None else f"{number}."
            self._lists[-1] = None if number is None else number + 1
        elif token.type == "paragraph_open":
            self._loose = not token.hidden
        elif token.type == "blockquote_open":
            self._quotes += 1
        elif token.type == "blockquote_close":
            self._quotes -= 1


def inline(token: "Token") -> tuple[Run, ...]:
    """Return the runs of an inline token; a link's address follows its words in brackets."""
    runs: list[Run] = []
    bold = italic = 0
    links: list[tuple[str, int]] = []
    for child in token.children or ():
        text, code = "", False
        if child.type in ("text", "text_special"):
            text = child.content
        elif child.type in ("softbreak", "hardbreak"):
            text = "\n"
        elif child.type == "code_inline":
            text, code = child.content, True
        elif child.type == "image":
            text = child.content
        elif child.type == "link_open":
            links.append((str(child.attrGet("href") or ""), len(runs)))
        elif child.type == "link_close":
            address, begin = links.pop()
            shown = "".join(run.text for run in runs[begin:])
            text = "" if address in (shown, f"mailto:{shown}") else f"（{address}）"
        bold += child.nesting if child.type.startswith("strong_") else 0
        italic += child.nesting if child.type.startswith("em_") else 0
        if text:
            runs.append(Run(text, bold > 0, italic > 0, code))
    return _joined(runs)


def _joined(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Join neighbours of one style; spaces that begin a line go: paragraphs are indented by their style."""
    joined: list[Run] = []
    for run in runs:
        if joined and (joined[-1].bold, joined[-1].italic, joined[-1].code) == (run.bold, run.italic, run.code):
            run = Run(joined.pop().text + run.text, run.bold, run.italic, run.code)
        joined.append(run)
    if joined:
        joined[0] = Run(joined[0].text.lstrip(), joined[0].bold, joined[0].italic, joined[0].code)
    return tuple(Run(re.sub(r"\s*\n\s*", "\n", r.text), r.bold, r.italic, r.code) for r in joined if r.text)


def _level(tag: str) -> Literal[2, 3, 4]:
    # The first level is the report's own parts: a text's headings stand under them. “###” is the second.
    return {"h4": 3, "h5": 4, "h6": 4}.get(tag, 2)  # type: ignore[return-value]


def _table(tokens: Sequence["Token"]) -> TableBlock:
    rows: list[list[Cell]] = []
    for at, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            head = token.type == "th_open"
            align = _ALIGNS.get(str(token.attrGet("style")), "center" if head else "left")
            rows[-1].append(Cell(inline(tokens[at + 1]), head=head, align=align))
    return TableBlock(tuple(map(tuple, rows)), shared_widths(rows), head_rows=1)
