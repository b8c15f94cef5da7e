"""Prints a document as a Word file (.docx) after GB/T 9704-2012; equal documents give equal bytes."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from itertools import pairwise

from tui_disclose.exporting import docx_parts as parts
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
    Placed,
    Rule,
    Run,
    Signature,
    TableBlock,
    Title,
    lines_of,
    placed,
)

_MM = parts.WIDTH / 156
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of every part: the earliest that a zip file can say."""


def render_docx(document: Document) -> bytes:
    """Return the Word file of a document."""
    content = _lines("Title", document.title)
    content += _paragraph("Body", "") + "".join(_block(block) for block in document.blocks)
    files = {
        "[Content_Types].xml": parts.TYPES,
        "_rels/.rels": parts.ROOT_RELATIONS,
        "docProps/core.xml": parts.core(document.title.replace("\n", ""), document.author),
        "word/document.xml": parts.body(content),
        "word/_rels/document.xml.rels": parts.DOCUMENT_RELATIONS,
        "word/styles.xml": parts.STYLES,
        "word/settings.xml": parts.SETTINGS,
        "word/footer1.xml": parts.footer("right"),
        "word/footer2.xml": parts.footer("left"),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return out.getvalue()


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return _lines(f"Heading{level}", text)
        case Title(text):
            return _lines("CopyTitle", text)
        case Paragraph(text, align, indent, depth):
            return _lines("Body", text, _shift(depth, indent) + _align(align))
        case ListItem(text, marker, depth, loose):
            return _lines("LooseItem" if loose else "Item", text, _shift(depth, True), marker)
        case Code(text):
            return "".join(_paragraph("Lines", _run(Run(line))) for line in text.split("\n"))
        case Rule():
            return _paragraph("Rule", "")
        case TableBlock():
            return _table(block) + _paragraph("Between", "")
        case Bars():
            return ""
        case PageBreak():
            return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        case Signature(text):
            return _lines("Signature", text)
        case Note(text):
            return _lines("Remark", text)


def _lines(style: str, text: Inline, properties: str = "", marker: str = "") -> str:
    """Return a paragraph; further lines are paragraphs too, so that they are indented, marked as going on."""
    made = []
    for number, line in enumerate(lines_of(text)):
        runs = "".join(_run(run) for run in line)
        if number == 0:
            before = f'<w:r><w:rPr><w:rStyle w:val="Marker"/></w:rPr>{_text(marker)}</w:r>' if marker else ""
            made.append(_paragraph(style, before + runs, properties))
        elif style == "Body":
            made.append(_paragraph("Continued", runs, properties))
        else:
            made[-1] = made[-1].removesuffix("</w:p>") + "<w:r><w:br/></w:r>" + runs + "</w:p>"
    return "".join(made)


def _paragraph(style: str, runs: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def _run(run: Run) -> str:
    properties = '<w:rStyle w:val="Literal"/>' if run.code else ""
    properties += "<w:b/>" if run.bold else ""
    properties += "<w:i/>" if run.italic else ""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{_text(run.text)}</w:r>"


def _text(text: str) -> str:
    """Return the text of a run; a tab is an element of its own."""
    pieces = (f'<w:t xml:space="preserve">{parts.xml_text(piece)}</w:t>' for piece in text.split("\t"))
    return "<w:tab/>".join(pieces)


def _align(align: str) -> str:
    return "" if align == "both" else f'<w:jc w:val="{align}"/>'


def _shift(depth: int, indent: bool) -> str:
    if indent and not depth:
        return ""
    left, first = 2 * depth * parts.CHARACTER, 2 * parts.CHARACTER if indent else 0
    return (
        f'<w:ind w:leftChars="{200 * depth}" w:left="{left}" '
        f'w:firstLineChars="{200 if indent else 0}" w:firstLine="{first}"/>'
    )


def _table(table: TableBlock) -> str:
    edges = [0.0]
    for width in table.widths_mm:
        edges.append(edges[-1] + width * _MM)
    twips = [round(edge) for edge in edges]
    style = "Statutory" if table.statutory else "Table"
    caption = f'<w:tblCaption w:val="{_attribute(table.caption)}"/>' if table.caption else ""
    columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(twips))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{twips[-1]}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/>{caption}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        + "".join(_row(line, cells, table, twips) for line, cells in enumerate(_full_rows(table)))
        + "</w:tbl>"
    )


def _full_rows(table: TableBlock) -> list[list[Placed]]:
    """Return the cells of each row, those that reach down from above included: Word prints a cell in every row."""
    rows: list[list[Placed]] = [[] for _ in table.rows]
    for one in placed(table.rows):
        for line in range(one.line, min(one.line + one.cell.rowspan, len(rows))):
            rows[line].append(one)
    return [sorted(row, key=lambda one: one.column) for row in rows]


def _row(line: int, cells: Sequence[Placed], table: TableBlock, twips: Sequence[int]) -> str:
    head = "<w:tblHeader/>" if line < table.head_rows else ""
    # A statutory table stays on one page where it fits: its merged labels are hard to follow over two.
    keep = "<w:keepNext/>" if table.statutory and line + 1 < len(table.rows) else ""
    after = len(twips) - 1 - sum(one.cell.colspan for one in cells)
    head += f'<w:gridAfter w:val="{after}"/>' if after else ""
    written = "".join(_cells(line, cells, twips, keep, parts.TABLE_STYLES[table.points]))
    height = f'<w:trHeight w:val="{round(table.row_mm * _MM)}" w:hRule="atLeast"/>' if table.row_mm else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{written}</w:tr>"


def _cells(line: int, cells: Iterable[Placed], twips: Sequence[int], keep: str, style: str) -> Iterable[str]:
    for one in cells:
        cell, begins = one.cell, one.line == line
        width = twips[one.column + cell.colspan] - twips[one.column]
        span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
        merge = ""
        if cell.rowspan > 1:
            merge = '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
        face = style if not cell.head else "TableText"
        text = _lines(face, cell.text, f'{keep}<w:jc w:val="{cell.align}"/>') if begins else ""
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="{cell.vertical}"/>'
        yield (f"<w:tc><w:tcPr>{properties}</w:tcPr>{text or _paragraph('TableText', '', keep)}</w:tc>")


def _attribute(text: str) -> str:
    return parts.xml_text(text).replace('"', "&quot;").replace("\n", " ")
