"""Lays a report out in every way in which published reports arrive; each returns a file's name and its bytes."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, NamedTuple

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from tui_disclose.statutory.forms import Form, Table
from tui_disclose.statutory.layout import GridCell, lay_out


class Sample(NamedTuple):
    """A report to lay out."""

    form: Form
    unit: str
    year: int
    cells: Mapping[str, Any]

    @property
    def title(self) -> str:
        return f"{self.year}年政府信息公开工作年度报告"

    def text(self, cell: GridCell) -> str:
        return cell.text if cell.cell is None else str(self.cells.get(cell.cell.address, ""))

    def tables(self) -> list[Table]:
        return [self.form.table(part.table) for part in self.form.parts if part.table]

    def body(self, draw: Callable[[Table], str], heading: str = "{}\n", words: str = "{}\n") -> str:
        """Return the parts of the report, each with its heading, a sentence and its table."""
        found = []
        for part in self.form.parts:
            found.append(heading.format(part.heading))
            if part.table:
                found += [words.format("表前的话。"), draw(self.form.table(part.table)), words.format("表后的话。")]
            else:
                found.append(words.format(f"{part.numeral}的文字，共有3件。"))
        return "".join(found)


Layout = Callable[[Sample], tuple[str, bytes]]


# ---- web pages ----


def html_table(sample: Sample, table: Table, cell: Callable[[GridCell, str], str], lines: range | None = None) -> str:
    layout = lay_out(table)
    rows = []
    for line in lines or range(layout.height):
        tds = []
        for each in layout.on_line(line):
            spans = f' colspan="{each.colspan}"' * (each.colspan > 1) + f' rowspan="{each.rowspan}"' * (
                each.rowspan > 1
            )
            tds.append(f"<td{spans}>{cell(each, escape(sample.text(each)))}</td>\n")
        rows.append(f"<tr>\n{''.join(tds)}</tr>\n")
    return f"<table border=1>\n{''.join(rows)}</table>\n"


def _bare(cell: GridCell, text: str) -> str:
    return text.replace("\n", "<br>")


def _from_word(cell: GridCell, text: str) -> str:
    """As Word saves it: paragraphs, spans between characters, no-break spaces, vertical labels."""
    if cell.cell is not None:
        inner = f"&nbsp;<font>{text}</font>&nbsp;" if text else "<o:p>&nbsp;</o:p>"
        return f"<p class=MsoNormal><span lang=EN-US>{inner}</span></p>"
    if cell.role == "stub" and cell.rowspan > 2:
        return "".join(f"<p>{letter}</p>\n" for letter in text)
    rest = text[2:].replace("\n", "\n<br/>")
    return f"<p><span>{text[:2]}</span><span\n lang=X>{rest}</span></p>"


def _html(sample: Sample, body: str, head: str = '<meta charset="utf-8">') -> str:
    return f"<!DOCTYPE html><html><head>{head}<title>{sample.title}</title></head><body>{body}</body></html>"


def web(sample: Sample) -> tuple[str, bytes]:
    body = sample.body(lambda table: html_table(sample, table, _bare), "<h2>{}</h2>\n", "<p>{}</p>\n")
    title = f"<h1>{sample.unit}<br>{sample.title}</h1>\n"
    return "a.html", _html(sample, f"{title}<p>各位：</p>{body}<p>{sample.unit}</p><p>2025年1月8日</p>").encode()


def web_portal(sample: Sample) -> tuple[str, bytes]:
    """Menus, other years, a metadata table, layout tables, scripts, buttons and a footer around; GBK."""
    menu = "".join(
        f"<li><a href=#>{item}</a></li>" for item in ("首页", "机构", "公开年报", "政府信息公开工作年度报告")
    )
    years = "".join(f"<li>某镇{year}年政府信息公开工作年度报告</li>" for year in range(2008, 2019))
    facts = (
        f"<table><tr><td>索引号：</td><td>0{sample.year}-1</td><td>发布机构：</td><td>{sample.unit}</td></tr>"
        f"<tr><td>名称：</td><td colspan=3>{sample.title}</td></tr></table>"
    )
    body = sample.body(
        lambda table: html_table(sample, table, _from_word), "<p><strong>{}</strong></p>\n", "<p>{}</p>\n"
    )
    foot = "<div>附件下载</div><div>【打印】【关闭】</div><div>主办：某市人民政府</div><p>规章</p><p>0</p>"
    page = (
        "<script>document.write('<td>3</td>');</script><style>p{}</style>"
        f"<div class=nav><ul>{menu}</ul></div><div style='display: none'>行政许可 9</div>"
        f"<table width=100%><tr><td><ul>{years}</ul></td><td><form>{facts}<div>"
        f"<h1>{sample.unit}{sample.title}</h1><p>发布时间：2020-01-19 浏览次数：33</p>{body}"
        f"<p align=right>{sample.unit}</p><p>2025年1月8日</p></div></form>{foot}</td></tr></table>"
        "<script>track()</script></body>"
    )
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    return "a.htm", _html(sample, page, head).encode("gb18030")


def web_broken(sample: Sample) -> tuple[str, bytes]:
    """Cells and rows that are not closed, attributes without quotes, upper case, no head."""
    name, page = web(sample)
    text = page.decode().replace("</td>", "").replace("</tr>", "").replace("</p>", "").replace("<td", "<TD")
    return name, text.replace("</body></html>", "").replace("<tr>", "<TR style=height:10pt>").encode()


def web_page_break(sample: Sample) -> tuple[str, bytes]:
    """Table three cut in two where Word broke the page: its vertical label is printed twice."""

    def draw(table: Table) -> str:
        layout = lay_out(table)
        vertical = [c for c in layout.cells if c.role == "stub" and c.rowspan > 10]
        if not vertical:
            return html_table(sample, table, _bare)
        cut = next(c.line for c in layout.cells if c.text.startswith("（四）"))
        first = html_table(sample, table, _bare, range(cut)).replace(
            f'rowspan="{vertical[0].rowspan}"', f'rowspan="{cut - vertical[0].line}"'
        )
        rest = html_table(sample, table, _bare, range(cut, layout.height))
        left = vertical[0].line + vertical[0].rowspan - cut
        return first + rest.replace("<tr>\n", f'<tr>\n<td rowspan="{left}">{vertical[0].text}</td>\n', 1)

    body = sample.body(draw, "<h2>{}</h2>\n", "<p>{}</p>\n")
    return "a.html", _html(sample, f"<h1>{sample.unit}{sample.title}</h1>{body}").encode()


def web_wrong_spans(sample: Sample) -> tuple[str, bytes]:
    """行政复议 drawn over 8 columns and 行政诉讼 over 7."""
    name, page = web(sample)
    text = page.decode().replace('colspan="5" rowspan="2">行政复议', 'colspan="8" rowspan="2">行政复议')
    return name, text.replace('colspan="10">行政诉讼', 'colspan="7">行政诉讼').encode()


def web_in_script(sample: Sample) -> tuple[str, bytes]:
    """The report is a string of a script."""
    inner = json.dumps(web(sample)[1].decode().partition("<body>")[2]).replace("</", "<\\/")
    return "a.html", _html(sample, f"<div id=a></div><script>var content = {inner};</script>").encode()


def web_utf16(sample: Sample) -> tuple[str, bytes]:
    name, page = web(sample)
    return name, page.decode().encode("utf-16")


def web_archive(sample: Sample) -> tuple[str, bytes]:
    from email.mime.multipart import MIMEMultipart
    from email.mime.text import MIMEText

    message = MIMEMultipart("related")
    message.attach(MIMEText(web(sample)[1].decode(), "html", "utf-8"))
    return "a.mht", message.as_bytes()


LOOK_ALIKES = str.maketrans("一二人行長民风页十八力大小工", "⼀⼆⼈⾏⻓⺠⻛⻚⼗⼋⼒⼤⼩⼯")


def look_alikes(sample: Sample) -> tuple[str, bytes]:
    """A web page with the radicals that PDF tools put for characters."""
    name, page = web(sample)
    head, rest = page.decode().split("各位", 1)
    return name, (head + "各位" + rest.translate(LOOK_ALIKES)).encode()


# ---- Word ----


def _word_table(sample: Sample, table: Table) -> str:
    layout = lay_out(table)
    rows = []
    for line in range(layout.height):
        tcs = []
        at = sorted((c for c in layout.cells if c.line <= line < c.line + c.rowspan), key=lambda c: c.column)
        for cell in at:
            merge = ""
            if cell.rowspan > 1:
                merge = '<w:vMerge w:val="restart"/>' if cell.line == line else "<w:vMerge/>"
            text = sample.text(cell) * (cell.line == line) or "\u3000"
            runs = "".join(
                f"<w:r><w:t xml:space='preserve'>{escape(part)}</w:t></w:r>" for part in (text[:1], text[1:])
            )
            span = f'<w:gridSpan w:val="{cell.colspan}"/>'
            tcs.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr><w:p>{runs}</w:p></w:tc>")
        rows.append(f"<w:tr>{''.join(tcs)}</w:tr>")
    return f"<w:tbl {nsdecls('w')}>{''.join(rows)}</w:tbl>"


def word(sample: Sample, boxed: bool = False) -> tuple[str, bytes]:
    document = Document()
    document.add_paragraph(sample.unit)
    document.add_paragraph(sample.title)
    for part in sample.form.parts:
        document.add_heading(part.heading, 1)
        if part.table:
            document.add_paragraph("表前的话。")
            drawn = parse_xml(_word_table(sample, sample.form.table(part.table)))
            if boxed:
                cell = document.add_table(1, 1).cell(0, 0)
                cell._element.insert(0, drawn)
            else:
                document.element.body.insert(len(document.element.body) - 1, drawn)
            document.add_paragraph("表后的话。")
        else:
            document.add_paragraph(f"{part.numeral}的文字，共有3件。")
    saved = io.BytesIO()
    document.save(saved)
    return "a.docx", saved.getvalue()


def word_boxed(sample: Sample) -> tuple[str, bytes]:
    """Each table inside a cell of another one."""
    return word(sample, boxed=True)


# ---- Excel ----


def _fill(sheet: Any, sample: Sample, table: Table, top: int, as_text: bool) -> int:  # noqa: ANN401 - a sheet
    layout = lay_out(table)
    for cell in layout.cells:
        row, column = top + cell.line, cell.column + 1
        text = sample.text(cell)
        value = int(text) if cell.cell and not as_text and text.lstrip("-").isdigit() else text or None
        value = (
            float(text) if cell.cell and not as_text and text.replace(".", "", 1).isdigit() and "." in text else value
        )
        sheet.cell(row, column, value)
        if cell.colspan > 1 or cell.rowspan > 1:
            sheet.merge_cells(None, row, column, row + cell.rowspan - 1, column + cell.colspan - 1)
    return top + layout.height


def _saved(book: Workbook) -> bytes:
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def excel(sample: Sample) -> tuple[str, bytes]:
    """A sheet for each table, numbers as numbers."""
    book = Workbook()
    book.remove(book.active)
    for table in sample.tables():
        sheet = book.create_sheet(f"表{table.numeral}")
        sheet.cell(1, 1, f"{sample.unit}{sample.title}")
        sheet.merge_cells("A1:J1")
        _fill(sheet, sample, table, 3, as_text=False)
    return "a.xlsx", _saved(book)


def excel_one_sheet(sample: Sample) -> tuple[str, bytes]:
    """Everything on one sheet, numbers as text."""
    book = Workbook()
    sheet = book.active
    sheet.cell(1, 1, sample.unit)
    sheet.cell(2, 1, sample.title)
    row = 3
    for part in sample.form.parts:
        sheet.cell(row, 1, part.heading)
        row += 1
        if part.table:
            row = _fill(sheet, sample, sample.form.table(part.table), row, as_text=True)
        else:
            sheet.cell(row, 1, f"{part.numeral}的文字，共有3件。")
            row += 1
    return "a.xlsx", _saved(book)


def excel_formulas(sample: Sample) -> tuple[str, bytes]:
    """Totals are formulas; their results were saved with them."""
    name, content = excel(sample)
    parts = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(parts, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            data = source.read(member)
            if member.startswith("xl/worksheets/sheet"):
                data = data.replace(b' t="n"><v>', b' t="n"><f>SUM(0,0)</f><v>')
            target.writestr(member, data)
    return name, parts.getvalue()


WHOLE: tuple[Layout, ...] = (
    web, web_portal, web_broken, web_page_break, web_wrong_spans, web_in_script, web_utf16, web_archive, look_alikes,
    word, word_boxed, excel, excel_one_sheet, excel_formulas,
)  # fmt: skip
"""Layouts that keep every cell."""
