"""Reads back a Word file that this program wrote, by its styles, with another library than the one that wrote it."""

import io
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import msgspec

from tui_disclose.exporting.pages import Page, ReadCell, ReadHeading, ReadTable, ReadWords
from tui_disclose.problems import Refused

if TYPE_CHECKING:
    from docx.oxml.table import CT_Tbl
    from docx.oxml.text.paragraph import CT_P

_SILENT = "Marker"
"""The style of list markers: the page shows them, the text does not have them."""


def read_docx_page(content: bytes) -> Page:
    """Return what a Word file of this program shows; Refused where it is none."""
    from docx import Document
    from docx.oxml.table import CT_Tbl
    from docx.oxml.text.paragraph import CT_P

    try:
        body = Document(io.BytesIO(content)).element.body
    except (BadZipFile, KeyError, SyntaxError, ValueError) as error:
        raise Refused(f"Word 文件不能打开：{error}。") from None
    title = ""
    pieces: list[ReadHeading | ReadWords | ReadTable] = []
    for block in body.iterchildren():
        if isinstance(block, CT_P):
            text = _words(block)
            if block.style == "Title":
                title += text
            elif block.style == "Heading1":
                pieces.append(ReadHeading(text))
            else:
                pieces.append(ReadWords(text, block.style == "Signature", _marker(block)))
        elif isinstance(block, CT_Tbl):
            cells = _cells(block)
            if block.tblStyle_val == "Statutory":
                pieces.append(ReadTable(tuple(cells)))
            else:
                pieces += [ReadWords(cell.text) for cell in cells]
    return Page(title.replace("\n", ""), tuple(pieces))


def _words(paragraph: "CT_P") -> str:
    return "".join(run.text for run in paragraph.r_lst if run.style != _SILENT)


def _marker(paragraph: "CT_P") -> str:
    return "".join(run.text for run in paragraph.r_lst if run.style == _SILENT)


def _cells(table: "CT_Tbl") -> list[ReadCell]:
    found: list[ReadCell] = []
    open_cells: dict[int, int] = {}
    """Grid column → which cell found reaches down through it."""
    for line, row in enumerate(table.tr_lst):
        column = 0
        for cell in row.tc_lst:
            at = open_cells.get(column) if cell.vMerge == "continue" else None
            if at is not None:
                found[at] = msgspec.structs.replace(found[at], rowspan=line - found[at].line + 1)
            else:
                text = "\n".join(_words(paragraph) for paragraph in cell.p_lst)
                found.append(ReadCell(line, column, 1, cell.grid_span, text))
                open_cells[column] = len(found) - 1
            column += cell.grid_span
    return found
