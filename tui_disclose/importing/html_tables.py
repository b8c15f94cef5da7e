"""Cuts HTML tables into lines of cells, merged cells written out to the grid.

The parser is lxml: it repairs broken pages as libxml2 does, reads 2 MB in a fraction of a second, and tells the line
of the file that an element stands in, which a person needs to compare.
"""

import re
from collections.abc import Iterator
from typing import Any

from tui_disclose.importing.grid import GridRow, spanned
from tui_disclose.importing.marks import raised

_WIDEST = 100
"""A span beyond this is a mistake of the page, not a table."""
UNSEEN = frozenset(
    (
        "script",
        "style",
        "comment",
        "noscript",
        "template",
        "head",
        "nav",
        "footer",
        "select",
        "button",
        "textarea",
        "svg",
    )
)
"""Elements that a reader of the page does not see as its text."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "title")
_BOXES = ("p", "div", "br", "hr", "center", "section", "article", "blockquote", "pre", "form")
_LISTS = ("ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th")
BREAKS = frozenset((*_HEADINGS, *_BOXES, *_LISTS))
"""Elements that begin and end a line of text."""


def parsed(html: str) -> Any:  # noqa: ANN401 - lxml's elements
    """Return the root element of a piece of HTML; None where it holds none."""
    from lxml import etree

    # Bytes, since lxml would otherwise believe the encoding that the page names.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    return etree.fromstring(html.encode("utf-8", "replace"), parser)


def html_tables(html: str, first_line: int = 1) -> list[list[GridRow]]:
    """Return the tables in a piece of HTML that begins on a line of the file, each as lines of cells.

    A cell stands once in every line that it reaches, and is marked as covered where it began above.
    """
    root = parsed(html)
    tables = root.iter("table") if root is not None else ()
    return [rows for table in tables if (rows := table_rows(table, first_line - 1))]


def table_rows(table: Any, lines_before: int = 0) -> list[GridRow]:  # noqa: ANN401 - an lxml element
    """Return the lines of cells of a table element; rows of tables inside its cells are not its own."""
    return spanned(
        [
            [
                (
                    cell_text(cell),
                    lines_before + (cell.sourceline or 0),
                    _span(cell.get("colspan")),
                    _span(cell.get("rowspan")),
                )
                for cell in row
                if cell.tag in ("td", "th")
            ]
            for row in _own_rows(table)
        ]
    )


def is_hidden(element: Any) -> bool:  # noqa: ANN401 - an lxml element
    """Tell whether a browser would show nothing of an element."""
    if element.tag in UNSEEN or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style) and "display:none" in "".join(style.lower().split())


def cell_text(cell: Any) -> str:  # noqa: ANN401 - an lxml element
    """Return the text of an element, a line for each paragraph."""
    from lxml import etree

    text = [cell.text or ""]
    above = 0
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        if element is cell:
            continue
        if event == "start":
            if is_hidden(element):
                walk.skip_subtree()
                continue
            above += element.tag == "sup"
            inner = raised(element.text or "") if above else element.text or ""
            text += ["\x00" if element.tag in BREAKS else "", inner]
        else:
            above -= element.tag == "sup"
            tail = raised(element.tail or "") if above else element.tail or ""
            text += ["\x00" if element.tag in BREAKS else "", tail]
    lines = re.sub(r"[ \t\r\n]+", " ", "".join(text)).split("\x00")
    return "\n".join(line.strip() for line in lines if line.strip())


def _own_rows(table: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")
    if stray := [child for child in table if child.tag in ("td", "th")]:
        yield stray


def _span(value: str | None) -> int:
    return min(int(value), _WIDEST) if value and value.isascii() and value.isdigit() and int(value) else 1
