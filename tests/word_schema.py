"""What Word is strict about in a .docx, from the schema of ECMA-376 Part 1 (wml.xsd) and Part 2 (packages).

Other programs read an element in the wrong place and pass over it; Word says the file is damaged. Only the elements
that this program writes are listed; one that is not is an error here, to be looked up before it is added.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"

ORDER = {
    "document": "body",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "pBdr": "top left bottom right between bar",
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "settings": "writeProtection view zoom removePersonalInformation mirrorMargins trackRevisions defaultTabStop "
    "evenAndOddHeaders drawingGridHorizontalSpacing drawingGridVerticalSpacing characterSpacingControl compat rsids",
    "p": "pPr *",
    "r": "rPr *",
}
"""Element → its children in the order of the schema; “*” is any content after them."""

ANY_ORDER = {"body", "trPr", "tblGrid", "ftr", "rPrDefault", "pPrDefault", "compat"}
CONTENT = {"t", "tab", "br", "fldChar", "instrText", "r"}
VALUES = {
    "jc": {"both", "left", "center", "right", "start", "end"},
    "vMerge": {None, "restart", "continue"},
    "vAlign": {"top", "center", "bottom"},
}


def faults(content: bytes) -> list[str]:
    """Return what Word would stumble over in a file; empty means none of the rules here is broken."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    found = [f"{name} stands twice" for name, times in Counter(names).items() if times > 1]
    found += [] if names and names[0] == "[Content_Types].xml" else ["[Content_Types].xml is not the first part"]
    trees = {name: ET.fromstring(data) for name, data in parts.items()}
    found += _package(trees)
    styles = {(style.get(f"{W}type"), style.get(f"{W}styleId")) for style in trees["word/styles.xml"].iter(f"{W}style")}
    for name, tree in trees.items():
        if name.startswith("word/") and name.endswith(".xml"):
            found += [f"{name}: {fault}" for fault in (*_order(tree), *_styles(tree, styles), *_tables(tree))]
    return found


def _package(trees: dict[str, ET.Element]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    known = {element.get("PartName", "").lstrip("/") for element in types.iter(f"{_TYPES}Override")}
    defaults = {element.get("Extension", "") for element in types.iter(f"{_TYPES}Default")}
    for name in trees:
        if name not in known and name.rpartition(".")[2] not in defaults:
            yield f"{name} has no content type"
    yield from (f"{name} has a content type and is not there" for name in known if name not in trees)
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder = name.rpartition("_rels/")[0]
        ids = [each.get("Id", "") for each in tree.iter(f"{_RELATIONS}Relationship")]
        yield from (f"{name}: {each} stands twice" for each, times in Counter(ids).items() if times > 1)
        for each in tree.iter(f"{_RELATIONS}Relationship"):
            if folder + each.get("Target", "") not in trees:
                yield f"{name}: {each.get('Target')} is not there"
        whole = trees.get(f"{folder}{name.rpartition('/')[2].removesuffix('.rels')}")
        used = (
            {value for e in whole.iter() for key, value in e.items() if key == f"{R}id"} if whole is not None else set()
        )
        yield from (f"{name}: {each} is used and not there" for each in used - set(ids))


def _order(tree: ET.Element) -> Iterator[str]:
    for parent in tree.iter():
        name, children = _name(parent), [_name(child) for child in parent]
        if name in ANY_ORDER or not children:
            continue
        if name not in ORDER:
            yield f"{name} is not known to have children ({', '.join(children)})"
            continue
        order = ORDER[name].split()
        places = []
        for child in children:
            if child in order:
                places.append(order.index(child))
            elif "*" in order and child in CONTENT:
                places.append(order.index("*"))
            else:
                yield f"{child} cannot stand in {name}"
        if places != sorted(places):
            yield f"{name}: {' '.join(children)} is not in the order of the schema"
        once = [c for c in children if c not in ("tr", "tc", "p", "r", "style", "footerReference", *CONTENT)]
        yield from (f"{name}: {child} stands twice" for child, times in Counter(once).items() if times > 1)
    for element in tree.iter():
        allowed = VALUES.get(_name(element))
        if allowed and element.get(f"{W}val") not in allowed:
            yield f"{_name(element)} cannot be {element.get(f'{W}val')}"
        for key, value in element.items():
            if key in (f"{W}w", f"{W}line", f"{W}left", f"{W}firstLine") and not re.fullmatch(r"-?\d+", value):
                yield f"{_name(element)}: {key.rpartition('}')[2]} is no whole number: {value}"


def _styles(tree: ET.Element, styles: set[tuple[str | None, str | None]]) -> Iterator[str]:
    kinds = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table", "basedOn": "paragraph"}
    for element in tree.iter():
        kind = kinds.get(_name(element))
        if kind and (kind, element.get(f"{W}val")) not in styles:
            yield f"the {kind} style {element.get(f'{W}val')} is not there"


def _tables(tree: ET.Element) -> Iterator[str]:
    for table in tree.iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w", "0")) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
        if not grid or min(grid) <= 0:
            yield "a table has no grid, or a column without width"
        open_cells: dict[int, int] = {}
        for line, row in enumerate(table.findall(f"{W}tr")):
            column, cells = 0, row.findall(f"{W}tc")
            if not cells:
                yield f"row {line} has no cell"
            reached: dict[int, int] = {}
            for cell in cells:
                span = int(_value(cell, "gridSpan", "1"))
                width = cell.find(f"{W}tcPr/{W}tcW")
                if width is None or int(width.get(f"{W}w", "0")) != sum(grid[column : column + span]):
                    yield f"row {line}, column {column}: the cell is not as wide as its columns"
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None:
                    if merge.get(f"{W}val") != "restart" and open_cells.get(column) != span:
                        yield f"row {line}, column {column}: goes on with a cell that is not above it"
                    reached[column] = span
                if not cell.findall(f"{W}p") or _name(cell[-1]) != "p":
                    yield f"row {line}, column {column}: a cell has to end with a paragraph"
                column += span
            after = row.find(f"{W}trPr/{W}gridAfter")
            column += int(after.get(f"{W}val", "0")) if after is not None else 0
            if column != len(grid):
                yield f"row {line} has {column} columns, the grid {len(grid)}"
            open_cells = reached
    body = tree.find(f"{W}body")
    if body is not None:
        kinds = [_name(element) for element in body]
        if kinds[-1] != "sectPr" or kinds.count("sectPr") != 1:
            yield "the body does not end with its one section"
        if any(pair in (("tbl", "tbl"), ("tbl", "sectPr")) for pair in pairwise(kinds)):
            yield "no paragraph stands behind a table"


def _value(cell: ET.Element, tag: str, default: str) -> str:
    found = cell.find(f"{W}tcPr/{W}{tag}")
    return default if found is None else found.get(f"{W}val", default)


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
