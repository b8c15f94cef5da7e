"""Reads a page of any format: its tables into cells, its texts under the sections they belong to."""

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from tui_disclose.importing.draft import Draft
from tui_disclose.importing.escape import as_markdown
from tui_disclose.importing.grid import Grid, GridRow, Page, Paragraph, Piece, Spot
from tui_disclose.importing.labels import Labels, key_of, labels_of
from tui_disclose.importing.numbers import numbers_only
from tui_disclose.importing.parts import Heading, Sections, is_numbered_heading
from tui_disclose.importing.rows import Reading, read_rows
from tui_disclose.importing.streams import with_tables
from tui_disclose.importing.tables import claimed, goes_on, of_another_form, recognised
from tui_disclose.importing.title import Title, find_title
from tui_disclose.records.report import checked_sections
from tui_disclose.statutory.forms import Form, Forms, Table
from tui_disclose.statutory.text import clean_text, one_line, spaced

_DATE = re.compile(
    r"[\d〇○零一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
)
_FOOT = re.compile(
    r"^[\[【(（]?(?:附件下载|相关附件|附件[:：]?$|打印|关闭|返回|上一[篇条]|下一[篇条]|分享|扫一扫|责任编辑|编辑[:：]|信息来源|来源[:：]"
    r"|版权所有|主办|承办|网站地图|网站标识码|联系我们|相关文章|相关链接|相关信息|相关阅读|[一-龥]{0,3}ICP备|[一-龥]{0,2}公网安备"
    r"|浏览次数|字体[:：]|点击数|友情链接|Copyright)",
    re.IGNORECASE,
)
_FACTS = re.compile(
    r"(?=.{2,80}$)[^。]*(?:发布时间|发布日期|发布机构|信息来源|来源|浏览次数|点击数|字体|字号|打印|作者)(?:[:：\s\]】]|$)"
)
_SHORT = 60
_Others = Sequence[tuple[Form, Labels]]
_ToldApart = tuple[list[Piece], list[str]]
_MOST_TITLES = 100
_MANY = 5
"""Lines before the title that are named one by one; more are a page's menus, named together."""


def parted(page: Page, forms: Forms) -> Page:
    """Return a page whose sheets are cut into lines of text and tables."""
    labels = [labels_of(form) for form in forms.forms]
    headings = [Heading(form) for form in forms.forms]
    titles = [form.title for form in forms.forms]

    def loose(piece: Grid) -> bool:
        lines = [spots[0].text for row in piece.rows if len(spots := [s for s in row if not s.blank]) == 1]
        return any(find_title([line], titles) or any(own.part(line) for own in headings) for line in lines)

    pieces = tuple(part for piece in page.pieces for part in _parted(labels, piece, loose))
    return msgspec.structs.replace(page, pieces=pieces)


def titles_of(forms: Forms) -> tuple[str, ...]:
    """Return what the forms call a report."""
    return tuple(dict.fromkeys(form.title for form in forms.forms))


def page_title(page: Page, forms: Forms) -> Title | None:
    """Return the title of a page, its lines counted in pieces; on a web page the last one before the report begins.

    Menus, paths and lists of other years stand above the title and name titles too.
    """
    titles = titles_of(forms)
    lines = [piece.text if isinstance(piece, Paragraph) else "" for piece in page.pieces]
    if not page.furniture:
        return find_title(lines, titles)
    found: Title | None = None
    start = 0
    tables = [(form, labels_of(form)) for form in forms.forms]
    begins = (
        _opens(piece.text) if isinstance(piece, Paragraph) else any(claimed(f, own, piece.rows) for f, own in tables)
        for piece in page.pieces
    )
    end = next((at for at, begun in enumerate(begins) if begun), len(lines))
    for _ in range(_MOST_TITLES):
        if (title := find_title(lines[start:end], titles, within=end)) is None:
            break
        title = Title(title.unit, title.year, title.first + start, title.last + start)
        if found is None or title.year is not None or found.year is None:
            found = title
        start = title.last
    return found


def text_title(lines: Sequence[str], titles: Sequence[str]) -> Title | None:
    """Return the title of a text: the first one, or the same one again above the first heading.

    What was saved with a page stands above its own title and names it.
    """
    title = find_title(lines, titles)
    end = next((at for at, line in enumerate(lines) if _opens(line)), 0)
    while title is not None:
        again = find_title(lines[title.last : end], titles)
        if again is None or (again.unit, again.year) != (title.unit, title.year):
            break
        title = Title(title.unit, title.year, again.first + title.last, again.last + title.last)
    return title


def read_page(page: Page, form: Form, forms: Forms, year: int, title: Title | None, picks: Mapping[str, int]) -> Draft:
    """Return what a page holds; `picks` says which way to part figures that run together, by row."""
    labels, heading, sections = labels_of(form), Heading(form), Sections(form)
    others = [(other, labels_of(other)) for other in forms.forms if other.id != form.id]
    above = page.pieces[: title.first if title else 0]
    notes = before_title(page, [(piece.line, piece.text) for piece in above if isinstance(piece, Paragraph)])
    pieces, said = _told_apart(form, labels, others, page, page.pieces[title.last if title else 0 :])
    notes += said
    if page.furniture:
        pieces, said = _without_foot(page, heading, pieces)
        notes += said
    pieces = with_tables(labels, heading, pieces)
    rows: list[GridRow] = []
    unread: list[str] = []
    printed = page.pieces[title.first : title.last] if title else ()
    titles = {one_line(p.text) for p in printed if isinstance(p, Paragraph) and find_title([p.text], (form.title,))}
    for piece in pieces:
        if isinstance(piece, Grid):
            rows += piece.rows
            for key in _tables(labels, piece):
                sections.table(key)
        elif piece.text.strip() and one_line(piece.text) in titles:
            # Each sheet of a workbook may repeat the title.
            continue
        elif _stands_among_tables(form, labels, sections, piece.text):
            rows.append((Spot(piece.text, piece.line),))
        else:
            if looks_like_table(labels, piece.text) or (not piece.markdown and numbers_only(piece.text)):
                where = page.where(piece.line)
                unread.append(f"{where}：“{one_line(piece.text)}”像是表格的一行，分不清各格，只作为正文读入。")
            _place(page, piece, heading, sections, notes, rows)
    reading = read_rows(form, rows, page, picks)
    if page.pictures and not (reading.cells or reading.choices or reading.unread):
        unread.append("没有读到表格：页面中有图片，表格可能是图片，不能读出；请找文字版，或照图填写。")
    _sign(sections, form, title.unit if title else None)
    draft = drafted(year, title, sections, reading, (*page.notes, *notes), unread)
    if not page.texts:
        return draft
    return msgspec.structs.replace(draft, sections={**draft.sections, **checked_sections(form, page.texts)})


def drafted(
    year: int, title: Title | None, sections: Sections, reading: Reading, notes: Sequence[str], unread: Sequence[str]
) -> Draft:
    """Return the draft of a page whose tables and texts were read."""
    return Draft(
        unit=clean_text(title.unit) if title and title.unit else None,
        year=year,
        cells=reading.cells,
        sections=sections.texts(),
        sources=reading.sources,
        choices=reading.choices,
        unplaced=reading.unplaced,
        notes=(*notes, *reading.notes),
        unread=(*unread, *reading.unread),
    )


def before_title(page: Page, lines: Sequence[tuple[int, str]]) -> list[str]:
    """Return what is said of lines before the title: each of a few, the number of many."""
    filled = [(number, text) for number, text in lines if text.strip()]
    if len(filled) > _MANY:
        first, last = page.where(filled[0][0]), page.where(filled[-1][0])
        return [f"{first}至{last}共{len(filled)}行在标题之前（如“{one_line(filled[0][1])[:20]}”），未读入。"]
    return [f"{page.where(number)}：“{one_line(text)}”在标题之前，未读入。" for number, text in filled]


def looks_like_table(labels: Labels, line: str) -> bool:
    """Tell whether a line of text is a row's label, alone or with nothing but figures behind it."""
    key = key_of(line).strip("|")
    if labels.prints(key):
        return True
    if not key.endswith(tuple("-+/|.0123456789")):
        return False
    names = (name for target in labels.targets for name in target.exact | target.loose)
    return any(key.startswith(name) and re.fullmatch(r"[-+/|.\d]+", key[len(name) :]) for name in names)


def as_text(grid: Grid) -> list[Paragraph]:
    """Return the lines of a table that is none of the form's: as they stand, or as a pipe table."""
    rows = [[spot for spot in row if not spot.covered] for row in grid.rows if row]
    filled = [[spot for spot in row if not spot.blank] for row in rows]
    if all(len(row) <= 1 for row in filled):
        return [Paragraph(spot.line, line) for row in filled for spot in row for line in spot.text.split("\n")]
    width = max(len(row) for row in rows)
    lines = []
    for row in rows:
        cells = [clean_text(spaced(spot.text)).replace("|", "\\|") for spot in row]
        lines.append(Paragraph(row[0].line, f"| {' | '.join(cells + [''] * (width - len(cells)))} |", markdown=True))
    begin = lines[0].line
    rule = Paragraph(begin, "|" + " --- |" * width, markdown=True)
    return [Paragraph(begin, "", markdown=True), lines[0], rule, *lines[1:]]


def _opens(line: str) -> bool:
    return bool(re.match(r"\s*一、\s*总体情况", line))


def _parted(labels: Sequence[Labels], piece: Piece, loose: Callable[[Grid], bool]) -> list[Piece]:
    """Return a sheet in which lines of text may stand among rows as texts and tables, each as wide as it is filled."""
    if isinstance(piece, Paragraph) or not (piece.loose or loose(piece)):
        return [piece]
    found: list[Piece] = []
    rows: list[GridRow] = []

    def close() -> None:
        filled = [spot.place for row in rows for spot in row if not spot.blank]
        if filled:
            first, last = min(filled), max(filled)
            found.append(Grid(tuple(tuple(spot for spot in row if first <= spot.place <= last) for row in rows)))
        rows.clear()

    for row in piece.rows:
        words = [spot for spot in row if not spot.blank]
        if len(words) == 1 and not words[0].covered and not any(own.knows(words[0].text) for own in labels):
            close()
            found += [Paragraph(words[0].line, line) for line in words[0].text.split("\n")]
        elif words or rows:
            rows.append(row)
    close()
    return found


def _without_foot(page: Page, heading: Heading, pieces: list[Piece]) -> tuple[list[Piece], list[str]]:
    """Return the pieces of a web page without what stands right below its title and behind the report.

    Buttons, dates of publication and the footer are known by their words; nothing is cut before the last heading or
    table of the report.
    """
    notes = []
    top = 0
    while top < len(pieces) and isinstance(piece := pieces[top], Paragraph) and _FACTS.match(piece.text.strip()):
        top += 1
    if top:
        notes.append(f"{page.where(_line_of(pieces[0]))}起{top}行是发布信息，未读入。")
    pieces = pieces[top:]
    last = max(
        (at for at, p in enumerate(pieces) if (p.statutory if isinstance(p, Grid) else heading.part(p.text))),
        default=None,
    )
    before = ""
    for at, piece in enumerate(pieces):
        line = piece.text.strip() if isinstance(piece, Paragraph) else ""
        is_foot = len(line) < _SHORT and "。" not in line and _FOOT.match(line)
        if last is not None and at > last and (is_foot or _DATE.fullmatch(before)):
            texts = [p for p in pieces[at:] if isinstance(p, Paragraph) and p.text.strip()]
            if not texts:
                break
            sample = one_line(texts[0].text)[:20]
            notes.append(f"{page.where(texts[0].line)}起共{len(texts)}行在报告之后（如“{sample}”），未读入。")
            return pieces[:at], notes
        before = "".join(line.split())
    return pieces, notes


def _line_of(piece: Piece) -> int:
    return piece.line if isinstance(piece, Paragraph) else next(spot.line for row in piece.rows for spot in row)


def _told_apart(form: Form, labels: Labels, others: _Others, page: Page, pieces: Sequence[Piece]) -> _ToldApart:
    """Return the pieces with every table that is none of the form's as text, and what is said of tables.

    The form is decided for each table: one that is printed on another form is said, and read where labels and heads
    are the same.
    """
    found: list[Piece] = []
    notes: list[str] = []
    last: Table | None = None
    for piece in pieces:
        if isinstance(piece, Paragraph) or piece.statutory:
            found.append(piece)
            continue
        other = of_another_form(form, labels, others, piece.rows)
        own = recognised(form, labels, piece.rows, _title_above(found))
        where = page.where(_line_of(piece))
        if other:
            notes.append(f"{where}起的表按格式{other}印制，本年适用格式{form.id}：名称相同的行列照读，其余未读入。")
        if own is not None and own.note:
            notes.append(f"{where}起的{own.note}。")
        if own is not None or other:
            found.append(Grid(((), *(own.rows if own else piece.rows)), statutory=True))
        elif goes_on(labels, last, piece.rows):
            found.append(Grid(piece.rows, statutory=True))
            continue
        else:
            found += as_text(piece)
        last = own.table if own else None
    return found, notes


def _title_above(pieces: Sequence[Piece]) -> Spot | None:
    """Return the line of text right above what comes next; None where there is none."""
    last = next((piece for piece in reversed(pieces) if isinstance(piece, Grid) or piece.text.strip()), None)
    return Spot(last.text, last.line) if isinstance(last, Paragraph) else None


def _tables(labels: Labels, grid: Grid) -> list[str]:
    """Return the tables whose rows lines name; aliases such as “总计” stand as heads in other tables too."""
    found: list[str] = []
    for row in grid.rows:
        keys = {key_of(spot.text) for spot in row}
        named = list(dict.fromkeys(target.table.key for target in labels.targets if keys & target.exact))
        found += named if len(named) == 1 else []
    return found


def _stands_among_tables(form: Form, labels: Labels, sections: Sections, text: str) -> bool:
    """Tell whether a line is a banner or merged label of a table that was cut at it."""
    key = key_of(text)
    inside = any(part.table and sections.key in part.sections for part in form.parts)
    return inside and bool(key) and (key in labels.groups or key in labels.heads)


def _place(
    page: Page, line: Paragraph, heading: Heading, sections: Sections, notes: list[str], rows: list[GridRow]
) -> None:
    if line.markdown:
        sections.add((line.text,) if line.text else _gap(sections))
        return
    text = line.text.strip()
    if not text:
        return
    part = heading.part(text)
    if part is None and (part := heading.misprinted(text)) is not None:
        notes.append(f"{page.where(line.line)}：标题“{one_line(text)}”按“{part.heading}”读入。")
    if part is not None:
        sections.begin(part)
        rows.append(())
        return
    if is_numbered_heading(text):
        where = page.where(line.line)
        notes.append(f"{where}：“{one_line(text)}”不是格式中的标题，作为“{sections.key}”的正文读入。")
    sections.add((*_gap(sections), as_markdown(clean_text(text)), ""))


def _gap(sections: Sections) -> Sequence[str]:
    """Return the empty line that parts what comes next from a table or list right above it."""
    lines = sections.lines(sections.key)
    return ("",) if lines and lines[-1] else ()


def _sign(sections: Sections, form: Form, unit: str | None) -> None:
    """Move the unit and date that end the last part to the signature."""
    lines = sections.lines(form.parts[-1].sections[-1])
    filled = [at for at, line in enumerate(lines) if line]
    last = [lines[at] for at in filled]
    if len(last) < 2 or not _DATE.fullmatch("".join(last[-1].split())):
        return
    name = "".join(last[-2].split())
    if (
        len(name) > 40
        or re.search("[。；，：、]", name)
        or (unit and not {name[-4:], name[:4]} & {unit[-4:], unit[:4]})
    ):
        return
    del lines[filled[-2] :]
    sections.sign()
    sections.add([piece for line in last[-2:] for piece in (line, "")])
