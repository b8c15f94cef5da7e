"""Cuts a Word document (.docx) into lines of text and tables, merged cells counted as Word counts them."""

import io
import re
from collections.abc import Iterator
from typing import Any

from tui_disclose.importing.grid import Grid, GridRow, Page, Paragraph, Piece, Spot
from tui_disclose.importing.list_items import Items
from tui_disclose.importing.marks import raised
from tui_disclose.importing.page import as_text
from tui_disclose.problems import Refused

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _TABLE, _ROW, _CELL, _LINE = (_W + tag for tag in ("t", "tbl", "tr", "tc", "p"))
_BREAKS = {_W + "br", _W + "cr"}
_UNSEEN = {
    _W + "del",
    _W + "txbxContent",
    _W + "instrText",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_PICTURES = (_W + "drawing", _W + "pict")
_BOX = _W + "txbxContent"
_INSIDE = {_W + tag for tag in ("sdt", "sdtContent", "ins", "smartTag", "customXml")}
_WIDEST = 100
_ITEMS = {"列表项": False, "分段列表项": True}
"""The styles of list items in our own documents: whether the items stand apart."""
_MARKER = "列表标记"


def word_page(name: str, content: bytes) -> Page:
    """Return a Word document from top to bottom; Refused where it cannot be opened."""
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = Document(io.BytesIO(content))
        body, styles = document.element.body, document.styles.element
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError):
        raise Refused(f"{name} 已损坏或不完整，不能打开；请重新下载或另存。") from None
    cutter = _Cutter({style.get(_W + "styleId"): _of(style, "name") for style in styles.iter(_W + "style")})
    cutter.cut(body)
    return Page(tuple(cutter.pieces), cutter.names, pictures=next(body.iter(*_PICTURES), None) is not None)


class _Cutter:
    """Numbers paragraphs and lines of tables from top to bottom, since a document has no lines of its own."""

    def __init__(self, styles: dict[str, str]) -> None:
        self._styles = styles
        """The name that Word shows of each style, by its key."""
        self._items = Items()
        self.pieces: list[Piece] = []
        self.names: dict[int, str] = {}
        self._line = self._paragraphs = self._tables = 0

    def cut(self, parent: Any) -> None:  # noqa: ANN401 - an element of the document
        for element in _blocks(parent):
            if element.tag == _LINE:
                self._paragraphs += 1
                # A line break inside a paragraph begins a new line of text for its reader.
                for number, text in enumerate(_words(element).split("\n")):
                    self.pieces += self._lines(element, self._next(f"第{self._paragraphs}段"), text, number == 0)
                for box in _boxes(element):
                    self.cut(box)
            else:
                self._tables += 1
                self._cut_table(element)

    def _lines(self, paragraph: Any, line: int, text: str, first: bool) -> list[Paragraph]:  # noqa: ANN401 - an element
        """Return a line of a paragraph; one in the style of our list items as Markdown."""
        loose = _ITEMS.get(self._styles.get(_of(paragraph, "pPr/w:pStyle"), ""))
        if loose is None:
            self._items.end()
            return [Paragraph(line, text)]
        if not text.strip():
            return []
        depth = _depth(paragraph)
        runs = paragraph.iter(_W + "r")
        marked = [run for run in runs if self._styles.get(_of(run, "rPr/w:rStyle")) == _MARKER] if first else []
        marker = "".join(map(_words, marked))
        if not marker:
            return self._items.more(line, text, depth, first)
        sign = marker if re.fullmatch(r"\d{1,9}\.", marker, re.ASCII) else "-"
        return self._items.item(line, text.removeprefix(marker), sign, depth, loose)

    def _cut_table(self, table: Any) -> None:  # noqa: ANN401 - an element of the document
        number = self._tables
        self._items.end()
        rows = list(_children(table, _ROW))
        nested = [cell for row in rows for cell in _children(row, _CELL) if list(_children(cell, _TABLE))]
        if nested:
            # A table that holds tables only lays the page out.
            for row in rows:
                for cell in _children(row, _CELL):
                    self.cut(cell)
            return
        lines: list[GridRow] = []
        above: dict[int, str] = {}
        for at, row in enumerate(rows, 1):
            line = self._next(f"第{number}个表第{at}行")
            lines.append(tuple(_spots(row, line, above)))
        grid = Grid(tuple(line for line in lines if line))
        lines_only = all(sum(not (spot.blank or spot.covered) for spot in row) <= 1 for row in lines)
        self.pieces += as_text(grid) if lines_only else [grid]

    def _next(self, name: str) -> int:
        self._line += 1
        self.names[self._line] = name
        return self._line


def _of(element: Any, path: str) -> str:  # noqa: ANN401 - an element of the document
    """Return the value of an element below another, "" where there is none."""
    found = element.find(f"w:{path}", {"w": _W[1:-1]})
    return "" if found is None else found.get(_W + "val", "")


def _depth(paragraph: Any) -> int:  # noqa: ANN401 - an element of the document
    """Return how many lists an item stands in: each moves it in by two characters."""
    found = paragraph.find(f"{_W}pPr/{_W}ind")
    moved = "0" if found is None else found.get(_W + "leftChars", "0")
    return int(moved) // 200 if moved.isascii() and moved.isdigit() else 0


def _spots(row: Any, line: int, above: dict[int, str]) -> Iterator[Spot]:  # noqa: ANN401 - an element of the document
    """Give the cells of a table's row; `above` keeps the texts of cells that reach down, by grid column."""
    place = _number(row, "trPr", "gridBefore", 0)
    for cell in _children(row, _CELL):
        properties = cell.find(_W + "tcPr")
        merge = properties.find(_W + "vMerge") if properties is not None else None
        text = "\n".join(filter(None, (_words(paragraph).strip() for paragraph in _blocks(cell))))
        covered = merge is not None and merge.get(_W + "val", "continue") != "restart"
        if covered:
            yield Spot(above.get(place, text), line, covered=True, place=place)
        else:
            above[place] = text
            yield Spot(text, line, place=place)
        place += _number(cell, "tcPr", "gridSpan", 1)


def _number(element: Any, properties: str, tag: str, default: int) -> int:  # noqa: ANN401 - an element
    found = element.find(f"{_W}{properties}/{_W}{tag}")
    value = found.get(_W + "val", "") if found is not None else ""
    return min(int(value), _WIDEST) if value.isascii() and value.isdigit() else default


def _children(parent: Any, tag: str) -> Iterator[Any]:  # noqa: ANN401 - elements of the document
    """Give the children of a kind, those inside content controls and accepted insertions too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _INSIDE:
            yield from _children(child, tag)


def _blocks(parent: Any) -> Iterator[Any]:  # noqa: ANN401 - elements of the document
    """Give paragraphs and tables from top to bottom."""
    for child in parent:
        if child.tag in (_LINE, _TABLE):
            yield child
        elif child.tag in _INSIDE:
            yield from _blocks(child)


def _is_raised(text: Any) -> bool:  # noqa: ANN401 - an element of the document
    """Tell whether a text stands above the line, as the mark of a note does."""
    place = text.getparent().find(f"{_W}rPr/{_W}vertAlign")
    return place is not None and place.get(_W + "val") == "superscript"


def _boxes(paragraph: Any) -> Iterator[Any]:  # noqa: ANN401 - elements of the document
    """Give the text boxes of a paragraph that hold tables, each once: what is drawn for old programs repeats them."""
    for box in paragraph.iter(_BOX):
        repeated = any(above.tag.endswith("}Fallback") for above in box.iterancestors())
        if not repeated and next(box.iter(_TABLE), None) is not None:
            yield box


def _words(element: Any) -> str:  # noqa: ANN401 - an element of the document
    """Return the text of a paragraph, without what was deleted and what stands in boxes beside it."""
    found: list[str] = []
    stack = [element]
    while stack:
        node = stack.pop()
        if node.tag in _UNSEEN:
            continue
        if node.tag == _TEXT:
            found.append(raised(node.text or "") if _is_raised(node) else node.text or "")
        elif node.tag == _W + "tab" and node.getparent().tag == _W + "r":
            found.append("\t")
        elif node.tag in _BREAKS:
            found.append("\n")
        else:
            stack += reversed(node)
    return "".join(found)
