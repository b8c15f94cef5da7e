"""Compares what a file shows with the document it was made of, word by word in their order."""

from collections.abc import Iterator

from tui_disclose.exporting.document import Bars, Document, PageBreak, Rule, TableBlock, placed, words_of
from tui_disclose.exporting.pages import Page, ReadTable
from tui_disclose.statutory.text import harmless, one_line

_WORDS = 20


def document_differences(document: Document, page: Page) -> list[str]:
    """Return in Chinese sentences where a page says other words than the document; empty means proven."""
    title = harmless(document.title.replace("\n", ""))
    said = [] if page.title == title else [f"标题应为“{title}”，读回为“{one_line(page.title)}”。"]
    own, back = "".join(_own(document)), "".join(_back(page))
    if own != back:
        at = next((n for n, (a, b) in enumerate(zip(own, back, strict=False)) if a != b), min(len(own), len(back)))
        said.append(f"文字读回后不同：应为“{own[at : at + _WORDS]}”，读回为“{back[at : at + _WORDS]}”。")
    return said


def _own(document: Document) -> Iterator[str]:
    for block in document.blocks:
        match block:
            case TableBlock():
                yield from (_kept(words_of(one.cell.text)) for one in placed(block.rows))
            case Rule() | Bars() | PageBreak():
                continue
            case _:
                yield _kept(words_of(block.text))


def _back(page: Page) -> Iterator[str]:
    for piece in page.pieces:
        if isinstance(piece, ReadTable):
            yield from (_kept(cell.text) for cell in piece.cells)
        else:
            yield _kept(piece.text)


def _kept(text: str) -> str:
    """Return a text as it is compared: harmless, without white space, which lines and cells give of their own."""
    return "".join(harmless(text).split())
