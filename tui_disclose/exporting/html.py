"""Prints a document as one web page that needs nothing else: inline styles, no scripts, charts as inline SVG."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from tui_disclose.exporting.charts import draw
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
from tui_disclose.statutory.text import harmless

SIGNED = 'data-part="落款"'
"""What a signature's paragraph carries: nothing else tells where the last part's text ends."""

LISTS = {False: "列表", True: "分段列表"}
"""What a list's `data-part` says, by whether its items stand apart: an import tells our lists from menus by it."""

_PAGE = "max-width:60em;margin:0 auto;padding:0 1em;color:#000;background:#fff;line-height:1.8"
_TITLE = "text-align:center;font-size:1.5em;line-height:1.5"
_HEADING = "font-size:1.1em;break-after:avoid"
# A portal's editor may take the styles away: the table's own border then still parts the cells.
_TABLE = "border-collapse:collapse;width:100%;margin:1em 0;font-size:0.9em;line-height:1.4"
_EDGE = "border:1px solid #000;padding:0.15em 0.3em"
# For those who hear the page; on screen the heading above says the same.
_CAPTION = "position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0)"


def render_html(document: Document) -> str:
    """Return the web page of a document."""
    title = text_of(document.title.replace("\n", ""))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n</head>\n"
        f'<body style="{_PAGE}">\n<h1 style="{_TITLE}">{_inline(document.title)}</h1>\n'
        + "\n".join(_blocks(document.blocks))
        + "\n</body>\n</html>\n"
    )


def text_of(text: str) -> str:
    """Return text as HTML shows it."""
    return escape(harmless(text))


def _blocks(blocks: Sequence[Block]) -> Iterable[str]:
    tables = 0
    for is_list, group in groupby(blocks, lambda block: isinstance(block, ListItem)):
        if is_list:
            yield _list([block for block in group if isinstance(block, ListItem)])
            continue
        for block in group:
            tables += isinstance(block, TableBlock)
            yield _block(block, f"t{tables}")


def _block(block: Block, name: str) -> str:
    match block:
        case Heading(level, text):
            return f'<h{level + 1} style="{_HEADING}">{_inline(text)}</h{level + 1}>'
        case Title(text):
            return f'<p style="{_TITLE}"><strong>{text_of(text)}</strong></p>'
        case Paragraph(text, align, indent, depth):
            return _paragraph(text, align, indent, depth)
        case Code(text):
            return f"<pre>{text_of(text)}</pre>"
        case Rule():
            return "<hr>"
        case TableBlock():
            return _table(block, name)
        case Bars():
            return draw(block)
        case PageBreak():
            return '<div style="page-break-after:always"></div>'
        case Signature(text):
            return f'<p {SIGNED} style="text-align:right;margin:1em 2em">{_inline(text)}</p>'
        case Note(text):
            return f"<p><small>{_inline(text)}</small></p>"
        case ListItem():
            return _list([block])


def _paragraph(text: Inline, align: str, indent: bool, depth: int) -> str:
    # Lines of one paragraph all begin two characters in, as separate paragraphs of a Chinese text would.
    style = "text-indent:2em" if indent else ""
    style += f";margin-left:{2 * depth}em" if depth else ""
    style += f";text-align:{align}" if align not in ("both", "left") else ""
    gap = "<br>　　" if indent else "<br>"
    return f'<p style="{style.lstrip(";")}">{_inline(text, gap)}</p>' if style else f"<p>{_inline(text, gap)}</p>"


def _inline(text: Inline, line_end: str = "<br>") -> str:
    return line_end.join("".join(map(_run, line)) for line in lines_of(text))


def _run(run: Run) -> str:
    shown = text_of(run.text)
    for tag, on in (("code", run.code), ("em", run.italic), ("strong", run.bold)):
        shown = f"<{tag}>{shown}</{tag}>" if on else shown
    return shown


def _list(items: Sequence[ListItem]) -> str:
    """Return items as nested lists; an item of another depth or kind opens a list or closes some."""
    made: list[str] = []
    open_lists: list[str] = []
    for item in items:
        if not item.marker and open_lists:
            made.append(f"<div>{_inline(item.text)}</div>")
            continue
        kind = "ol" if item.marker[:-1].isdigit() else "ul"
        while len(open_lists) > item.depth + 1 or (len(open_lists) == item.depth + 1 and open_lists[-1] != kind):
            made.append(f"</li></{open_lists.pop()}>")
        if len(open_lists) == item.depth + 1:
            made.append("</li>")
        while len(open_lists) <= item.depth:
            # A list inside a list that has no item of its own stands in an empty one.
            made.append("<li>" if open_lists and made[-1].startswith(("<ul", "<ol")) else "")
            made.append(f'<{kind} data-part="{LISTS[item.loose]}">')
            open_lists.append(kind)
        value = f' value="{item.marker[:-1]}"' if kind == "ol" else ""
        made.append(f"<li{value}>{_inline(item.text)}")
    return "".join(made) + "".join(f"</li></{kind}>" for kind in reversed(open_lists))


def _table(table: TableBlock, name: str) -> str:
    cells = list(placed(table.rows))
    all_heads = {line for line, row in enumerate(table.rows) if all(cell.head for cell in row)}
    ids = {(one.line, one.column): f"{name}-{one.line + 1}-{one.column + 1}" for one in cells if one.cell.head}
    whole = ";break-inside:avoid" if table.statutory else ""
    lines = [f'<table border="1" style="{_TABLE}{whole}">']
    lines += [f'<caption style="{_CAPTION}">{text_of(table.caption)}</caption>'] if table.caption else []
    lines += ["<colgroup>", *(f'<col style="width:{width}%">' for width in _shares(table.widths_mm)), "</colgroup>"]
    # On paper the heads stand on every page that the table goes on to.
    bodies = [("thead", range(table.head_rows)), ("tbody", range(table.head_rows, len(table.rows)))]
    for tag, body in bodies if table.head_rows else bodies[1:]:
        lines.append(f"<{tag}>")
        for line in body:
            lines.append(f'<tr style="height:{table.row_mm}mm">' if table.row_mm else "<tr>")
            for one in (one for one in cells if one.line == line):
                names = [ids[head.line, head.column] for head in _heads_of(one, cells, all_heads)]
                lines.append(_cell(one, ids.get((line, one.column)), line in all_heads, names))
            lines.append("</tr>")
        lines.append(f"</{tag}>")
    return "\n".join([*lines, "</table>"])


def plain_table(table: TableBlock) -> str:
    """Return a table without styles, names and blank lines: what Markdown takes in."""
    lines = ["<table>"]
    for row in table.rows:
        lines.append("<tr>")
        for cell in row:
            tag = "th" if cell.head else "td"
            spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
            spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
            lines.append(f"<{tag}{spans}>{_inline(cell.text)}</{tag}>")
        lines.append("</tr>")
    return "\n".join([*lines, "</table>"])


def _shares(widths: Sequence[float]) -> list[float]:
    return [round(100 * width / sum(widths), 2) for width in widths]


def _heads_of(one: Placed, cells: Sequence[Placed], all_heads: set[int]) -> list[Placed]:
    """Return the heads that a figure stands under: the nearest lines of heads above it, and the heads of its row."""
    if one.cell.head:
        return []
    line = one.line - 1
    while line >= 0 and line not in all_heads:
        line -= 1
    first = line
    while first - 1 in all_heads:
        first -= 1
    heads = [other for other in cells if other.cell.head]
    above = [
        other
        for other in heads
        if first <= other.line <= line and other.column < one.column + one.cell.colspan
        if one.column < other.column + other.cell.colspan
    ]
    before = [
        other
        for other in heads
        if other.line not in all_heads and other.line <= one.line < other.line + other.cell.rowspan
        if other.column < one.column
    ]
    return above + before


def _cell(one: Placed, key: str | None, over_column: bool, heads: Sequence[str]) -> str:
    cell = one.cell
    attributes = f' id="{key}"' if key else ""
    attributes += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    attributes += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    if cell.head:
        scope = (
            ("col" if cell.colspan == 1 else "colgroup") if over_column else "row" if cell.rowspan == 1 else "rowgroup"
        )
        attributes += f' scope="{scope}"'
    elif heads:
        attributes += f' headers="{" ".join(heads)}"'
    middle = "" if cell.vertical == "center" else f";vertical-align:{cell.vertical}"
    weight = ";font-weight:normal" if cell.head else ""
    align = "justify" if cell.align == "both" else cell.align
    tag = "th" if cell.head else "td"
    return f'<{tag}{attributes} style="{_EDGE};text-align:{align}{middle}{weight}">{_inline(cell.text)}</{tag}>'
