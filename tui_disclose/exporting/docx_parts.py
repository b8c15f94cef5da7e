"""The parts of a Word file that are the same for every document: page, styles, footers, properties.

Everything here is GB/T 9704-2012 (党政机关公文格式) for a report without 版头 and 版记: A4, type area 156 × 225 mm at
28 mm from the left and 37 mm from the top, 22 lines of 28 characters, 3号 (16 pt) 仿宋, no bold: the face carries the
weight. Lengths in twips (1/20 pt), sizes in half points.
"""

from xml.sax.saxutils import escape

from tui_disclose.statutory.text import harmless

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

WIDTH = 8844
"""156 mm, the width of the type area."""
LINE = 579
"""225 mm / 22 lines = 28.95 pt."""
CHARACTER = 316
"""156 mm / 28 characters = 15.8 pt."""

_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1361" w:gutter="0"/>'
    f'<w:docGrid w:type="linesAndChars" w:linePitch="{LINE}"/></w:sectPr>'
)

BODY_FACE = "仿宋_GB2312"
TITLE_FACE = "方正小标宋简体"
FIRST_FACE = "黑体"
SECOND_FACE = "楷体_GB2312"
TABLE_FACE = "宋体"
_LATIN = "Times New Roman"

# 28 characters of 16 pt are wider than 156 mm: each gives way by 0.25 pt. The grid's own charSpace could say it too,
# but LibreOffice gives every character two places of a grid that is narrower than its type.
_CLOSE = '<w:spacing w:val="-5"/>'
_WIDE = '<w:spacing w:val="0"/>'

_INDENT = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * CHARACTER}"/>'
_NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_TABLE_LINES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def fonts(face: str) -> str:
    """Return the fonts of a style: a face for Chinese, Times New Roman for the rest."""
    return f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{face}" w:cs="{_LATIN}"/>'


def _style(key: str, name: str, paragraph: str = "", run: str = "", based: str = "Body") -> str:
    """Return a paragraph style; its key is how files are read back, its name what Word shows."""
    kind = ' w:default="1"' if key == "Body" else ' w:customStyle="1"' if not name.isascii() else ""
    base = "" if key == "Body" else f'<w:basedOn w:val="{based}"/>'
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{key}"><w:name w:val="{name}"/>{base}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


TABLE_STYLES = {10.5: "TableText", 9.0: "TableSmall", 7.5: "TableSmallest"}
"""The size of a table's figures in points → the key of the style that prints them."""

ITEM, LOOSE_ITEM, MARKER = "列表项", "分段列表项", "列表标记"
"""What Word shows as the styles of list items and of their markers; an import knows them by these names, since Word
gives styles other keys when it saves."""

_LINE_EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
_TABLE_PARAGRAPH = (
    '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="270" w:lineRule="exact"/>'
    f'{_NO_INDENT}<w:jc w:val="center"/>'
)

STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY_FACE)}'
    f'<w:color w:val="000000"/><w:kern w:val="2"/>{_size(32)}'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    "<w:pPrDefault/></w:docDefaults>"
    + _style(
        "Body", "Normal", f'<w:widowControl w:val="0"/>{_LINE_EXACT}{_INDENT}<w:jc w:val="both"/>', _CLOSE + _size(32)
    )
    + _style("Continued", "正文续行")
    + _style(
        "Title",
        "Title",
        f'<w:snapToGrid w:val="0"/>{_NO_INDENT}<w:jc w:val="center"/>',
        fonts(TITLE_FACE) + _WIDE + _size(44),
    )
    + _style("CopyTitle", "再一份的标题", based="Title")
    + _style("Heading1", "heading 1", f"<w:keepNext/>{_outline(0)}", fonts(FIRST_FACE))
    + _style("Heading2", "heading 2", f"<w:keepNext/>{_outline(1)}", fonts(SECOND_FACE))
    + _style("Heading3", "heading 3", f"<w:keepNext/>{_outline(2)}")
    + _style("Heading4", "heading 4", f"<w:keepNext/>{_outline(3)}")
    + _style("Item", ITEM)
    + _style("LooseItem", LOOSE_ITEM, based="Item")
    + _style("Lines", "逐行文字", f'{_NO_INDENT}<w:jc w:val="left"/>', _WIDE + _size(28))
    + _style("Rule", "分隔线", '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="000000"/></w:pBdr>')
    + _style(
        "Signature",
        "落款",
        f'<w:keepNext/><w:keepLines/><w:spacing w:before="{LINE}"/>'
        f'<w:ind w:rightChars="200" w:right="{2 * CHARACTER}" w:firstLineChars="0" w:firstLine="0"/>'
        '<w:contextualSpacing/><w:jc w:val="right"/>',
    )
    + _style(
        "Remark",
        "附注",
        '<w:snapToGrid w:val="0"/><w:spacing w:line="400" w:lineRule="exact"/><w:jc w:val="left"/>',
        _WIDE + _size(24),
    )
    + _style("Between", "表后空行", '<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="exact"/>', _size(10))
    + _style(
        "TableText", "表内文字", _TABLE_PARAGRAPH, fonts(TABLE_FACE) + '<w:snapToGrid w:val="0"/>' + _WIDE + _size(21)
    )
    + "".join(
        _style(key, f"表内文字（{points:g}磅）", run=_size(round(2 * points)), based="TableText")
        for points, key in TABLE_STYLES.items()
        if key != "TableText"
    )
    + _style("Footer", "footer", f'<w:snapToGrid w:val="0"/>{_NO_INDENT}', fonts(TABLE_FACE) + _WIDE + _size(28))
    + '<w:style w:type="character" w:customStyle="1" w:styleId="Marker"><w:name w:val="'
    + MARKER
    + '"/></w:style>'
    + '<w:style w:type="character" w:customStyle="1" w:styleId="Literal"><w:name w:val="原样文字"/></w:style>'
    + "".join(
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        f"<w:tblPr><w:tblBorders>{_TABLE_LINES}</w:tblBorders><w:tblCellMar>"
        '<w:top w:w="17" w:type="dxa"/><w:left w:w="28" w:type="dxa"/>'
        '<w:bottom w:w="17" w:type="dxa"/><w:right w:w="28" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        for key, name in (("Statutory", "法定表格"), ("Table", "正文表格"))
    )
    + "</w:styles>"
)

SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
    '<w:drawingGridVerticalSpacing w:val="579"/><w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:adjustLineHeightInTable/><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)

TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-{kind}+xml"/>'
        for part, kind in (
            ("word/document.xml", "officedocument.wordprocessingml.document.main"),
            ("word/styles.xml", "officedocument.wordprocessingml.styles"),
            ("word/settings.xml", "officedocument.wordprocessingml.settings"),
            ("word/footer1.xml", "officedocument.wordprocessingml.footer"),
            ("word/footer2.xml", "officedocument.wordprocessingml.footer"),
            ("docProps/core.xml", "package.core-properties"),
        )
    )
    + "</Types>"
)


def _relations(*targets: tuple[str, str]) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(targets, 1)
        )
        + "</Relationships>"
    )


ROOT_RELATIONS = _relations(
    (f"{RELATIONS}/officeDocument", "word/document.xml"),
    (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
)
DOCUMENT_RELATIONS = _relations(
    (f"{RELATIONS}/styles", "styles.xml"),
    (f"{RELATIONS}/settings", "settings.xml"),
    (f"{RELATIONS}/footer", "footer1.xml"),
    (f"{RELATIONS}/footer", "footer2.xml"),
)


def footer(side: str) -> str:
    """Return a footer with the page number between two dashes, one character from the page's outer edge."""
    return (
        f'{_HEAD}<w:ftr xmlns:w="{WORD}"><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind w:{side}Chars="100" w:{side}="280" w:firstLineChars="0" w:firstLine="0"/>'
        f'<w:jc w:val="{side}"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def core(title: str, author: str) -> str:
    """Return the file's properties: title and office; no person, no time, so that equal documents are equal files."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{xml_text(author)}</dc:creator><dc:title>{xml_text(title)}</dc:title></cp:coreProperties>"
    )


def body(content: str) -> str:
    """Return the document itself around its content."""
    return (
        f'{_HEAD}<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body>{content}{_SECTION}</w:body></w:document>'
    )


def xml_text(text: str) -> str:
    """Return text as XML shows it."""
    return escape(harmless(text))
