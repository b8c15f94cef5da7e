"""Cuts a saved web page into lines of text and tables; menus, scripts and hidden parts are left out."""

import json
import re
from typing import Any

from tui_disclose.importing.grid import Grid, Page, Paragraph, Piece
from tui_disclose.importing.html_tables import BREAKS, is_hidden, parsed, table_rows
from tui_disclose.importing.list_items import Items
from tui_disclose.importing.page import as_text
from tui_disclose.statutory.text import spaced

LISTS = {"列表": False, "分段列表": True}
"""What the lists of our own pages carry in `data-part`: whether their items stand apart."""
_SCRIPTED = re.compile(r"\"((?:[^\"\\\n]|\\.)*?<\\?/table(?:[^\"\\\n]|\\.)*)\"", re.IGNORECASE)
_LABELS_OF_ITS_OWN = 3
"""A table that has so many filled lines of several cells beside a table inside it is a table of its own."""


def web_page(html: str) -> Page:
    """Return a saved web page from top to bottom; a report that stands in a script's string is read from there."""
    root = parsed(html)
    if root is None:
        return Page((), furniture=True)
    if root.find(".//table") is None and (found := _in_script(root)):
        return web_page(found)
    return Page(tuple(_pieces(root)), furniture=True, pictures=root.find(".//img") is not None)


def _in_script(root: Any) -> str:  # noqa: ANN401 - an lxml element
    """Return the HTML that the scripts of a page put into it, as far as it holds tables."""
    found = []
    for script in root.iter("script"):
        for match in _SCRIPTED.finditer(script.text or ""):
            try:
                found.append(json.loads(f'"{match[1]}"'))
            except ValueError:
                continue
    return "".join(found)


def _pieces(root: Any) -> list[Piece]:  # noqa: ANN401 - an lxml element
    from lxml import etree

    pieces: list[Piece] = []
    words: list[str] = []
    lists = _Lists()
    line = 1

    def close(next_line: int) -> None:
        nonlocal line
        if text := spaced("".join(words)):
            pieces.extend(lists.lines(line, text))
        words.clear()
        line = next_line or line

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if not isinstance(element.tag, str):
            continue
        breaks = element.tag in BREAKS
        if event == "end":
            if breaks:
                close(0)
                lists.end(element)
            words.append(element.tail or "")
            continue
        if breaks:
            close(element.sourceline or 0)
            lists.start(element)
        if is_hidden(element):
            walk.skip_subtree()
        elif element.tag == "table" and _is_data(element):
            rows = table_rows(element)
            grid = Grid(tuple(rows))
            lines_only = all(sum(not (spot.blank or spot.covered) for spot in row) <= 1 for row in rows)
            pieces += as_text(grid) if lines_only else [grid]
            walk.skip_subtree()
        else:
            words.append(element.text or "")
    close(0)
    return pieces


class _Lists:
    """Knows in which item of a list that this program printed a line stands; other lists are lines like any other."""

    def __init__(self) -> None:
        self._items = Items()
        self._open: list[tuple[str, bool]] = []
        """Of each open list: its tag, and whether its items stand apart."""
        self._marker = ""
        self._apart = False

    def start(self, element: Any) -> None:  # noqa: ANN401 - an lxml element
        """Go on inside an element."""
        if element.tag in ("ul", "ol") and element.get("data-part") in LISTS:
            self._open.append((element.tag, LISTS[element.get("data-part")]))
        elif element.tag == "li" and self._open:
            value = element.get("value") or ""
            number = value if value.isascii() and value.isdigit() else "1"
            self._marker = "-" if self._open[-1][0] == "ul" else f"{number}."
        self._apart = element.tag == "div"

    def end(self, element: Any) -> None:  # noqa: ANN401 - an lxml element
        """Go on behind an element."""
        if self._open and element.tag in ("ul", "ol") and element.get("data-part") in LISTS:
            self._open.pop()
            if not self._open:
                self._items.end()

    def lines(self, line: int, text: str) -> list[Paragraph]:
        """Return a line of text as it stands in its list, if it stands in one."""
        if not self._open:
            return [Paragraph(line, text)]
        depth, marker = len(self._open) - 1, self._marker
        self._marker = ""
        if marker:
            return self._items.item(line, text, marker, depth, self._open[-1][1])
        return self._items.more(line, text, depth, self._apart)


def _is_data(table: Any) -> bool:  # noqa: ANN401 - an lxml element
    """Tell whether a table holds data; one that holds other tables only lays the page out."""
    if table.find(".//table") is None:
        return True
    rows = [row for row in table_rows(table) if sum(not (s.blank or len(s.text) > 100) for s in row) > 1]
    return len(rows) >= _LABELS_OF_ITS_OWN
