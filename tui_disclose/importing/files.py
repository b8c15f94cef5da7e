"""Reads a report file of any kind that can be imported."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

import msgspec

from tui_disclose.importing import jsonfile
from tui_disclose.importing.csvfile import read_csv, without_labels
from tui_disclose.importing.decoding import decoded, web_part
from tui_disclose.importing.draft import Draft
from tui_disclose.importing.gathered import TWICE
from tui_disclose.importing.grid import Page, Paragraph
from tui_disclose.importing.kinds import check_kind, real_kind
from tui_disclose.importing.markdown import is_markdown, read_markdown, title_lines
from tui_disclose.importing.page import page_title, parted, read_page, text_title, titles_of
from tui_disclose.importing.plain import is_plain_export, read_plain
from tui_disclose.importing.text import text_page
from tui_disclose.importing.title import Title, find_title, year_said
from tui_disclose.importing.unroll import unrolled
from tui_disclose.problems import Refused, YearUnknown
from tui_disclose.records.report import checked_cells, checked_sections, checked_unit
from tui_disclose.statutory.forms import Form, Forms
from tui_disclose.statutory.text import one_line

SUFFIXES = (".json", ".md", ".markdown", ".txt", ".html", ".htm", ".mht", ".mhtml", ".docx", ".xlsx", ".pdf", ".csv")
"""The kinds of file that can be read."""

_LARGEST = 20_000_000
_TWO_REPORTS = 5
"""So many rows that a file gives twice with other figures are another report."""
_WORD, _SHEET = "请用 Word 或 WPS 另存为 .docx 再导入", "请用 Excel 或 WPS 另存为 .xlsx 再导入"
_PICTURE = "图片中的数字不能读出，请找文字版，或照图填写"
_OTHERWISE = {
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt"), _WORD),
    **dict.fromkeys((".xls", ".et", ".ods"), _SHEET),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp"), _PICTURE),
    **dict.fromkeys((".zip", ".rar", ".7z"), "请先解压，再导入其中的报告"),
    ".ofd": "请用阅读软件另存为 PDF 或 .docx 再导入",
}


def read_report(
    path_name: str, content: bytes, forms: Forms, year: int | None, picks: Mapping[str, int] | None = None
) -> Draft:
    """Return what a file holds; `year` is the report year where the caller knows it.

    `picks` says which way (counted from 1) to part the figures of a row that run together; a row that is not in it
    stays out of the cells and stands in the draft's choices.

    Raises Refused naming the file: not what its name says, no year or another one, not the year's form, an unknown
    address, section or value, no such row or way to pick.
    """
    path = PurePath(path_name)
    suffix = path.suffix.lower() if path.name != "-" else ".txt"
    name = path.name if path.name != "-" else "标准输入"
    suffix, really = (suffix, "") if suffix in SUFFIXES else real_kind(suffix, content)
    if suffix not in SUFFIXES:
        why = _OTHERWISE.get(suffix) or f"可导入的文件为{'、'.join(SUFFIXES)}"
        raise Refused(f"不能导入 {name}：{why}。")
    if not content.strip():
        raise Refused(f"{name} 是空文件。")
    if len(content) > _LARGEST:
        raise Refused(f"{name} 太大（{len(content)}字节），不像一份年度报告。")
    check_kind(name, suffix, content)
    draft = _read(name, suffix, content, forms, year, picks or {})
    if unknown := [key for key in picks or {} if key not in {choice.key for choice in draft.choices}]:
        raise Refused(f"{name} 中“{'”“'.join(one_line(key) for key in unknown)}”没有须选定分法的数字。")
    try:
        unit = checked_unit(draft.unit) if draft.unit else None
    except Refused as problem:
        raise Refused(f"{name}：{problem}") from None
    said = (f"文件名是 {path.suffix}，内容是{really}，按{really}读入。",) if really else ()
    return msgspec.structs.replace(draft, unit=unit, notes=(*said, *draft.notes))


def _read(name: str, suffix: str, content: bytes, forms: Forms, year: int | None, picks: Mapping[str, int]) -> Draft:
    if suffix in (".docx", ".xlsx", ".pdf"):
        return _from_page(name, _office_page(name, suffix, content), forms, year, picks)
    text, notes = decoded(name, web_part(name, content) if suffix in (".mht", ".mhtml") else content)
    if suffix == ".json":
        draft = _from_document(name, jsonfile.load_json(name, text), forms, year)
    elif suffix == ".csv":
        draft = _from_document(name, without_labels(read_csv(text)), forms, year)
    elif suffix in (".md", ".markdown"):
        draft = _from_markdown(name, text, forms, year, picks)
    elif suffix == ".txt":
        draft = _from_text(name, text, forms, year, picks)
    else:
        from tui_disclose.importing.webpage import web_page

        draft = _from_page(name, web_page(text), forms, year, picks)
    return msgspec.structs.replace(draft, notes=(*notes, *draft.notes))


def _office_page(name: str, suffix: str, content: bytes) -> Page:
    if suffix == ".docx":
        from tui_disclose.importing.word import word_page

        return word_page(name, content)
    if suffix == ".pdf":
        from tui_disclose.importing.pdf import pdf_page

        return pdf_page(name, content)
    from tui_disclose.importing.excel import excel_page

    return excel_page(name, content)


def _from_document(name: str, document: dict[str, Any], forms: Forms, year: int | None) -> Draft:
    if "cells" not in document and "sections" not in document:
        raise Refused(f"{name} 不是年度报告：缺少 cells。")
    own_year, form_id = jsonfile.year_of(name, document), jsonfile.form_of(name, document)
    form, settled = _form(name, forms, year, own_year)
    if form_id is not None and form_id != form.id:
        raise Refused(f"{name} 写明格式{form_id}，而{settled}年适用格式{form.id}。")
    unit = jsonfile.unit_of(name, document)
    extra = jsonfile.extra_keys(document)
    return Draft(
        unit=unit,
        year=settled,
        form_id=form_id,
        cells=checked_cells(form, jsonfile.object_of(name, document, "cells")),
        sections=checked_sections(form, jsonfile.object_of(name, document, "sections")),
        unplaced=jsonfile.unplaced_of(name, document),
        notes=(f"{name} 中的{'、'.join(one_line(key) for key in extra)}不属于年度报告，未读入。",) if extra else (),
    )


def _from_markdown(name: str, text: str, forms: Forms, year: int | None, picks: Mapping[str, int]) -> Draft:
    title = find_title(title_lines(text), titles_of(forms))
    form, settled, said = _settled(name, forms, year, title, text.split("\n"))
    return _found(name, read_markdown(text, form, settled, picks), said)


def _from_text(name: str, text: str, forms: Forms, year: int | None, picks: Mapping[str, int]) -> Draft:
    if is_plain_export(text):
        title = find_title(text.split("\n"), titles_of(forms))
        form, settled = _form(name, forms, year, title.year if title else None)
        return _found(name, read_plain(text, form, settled))
    text, names, pages = unrolled(text, forms)
    if is_markdown(text):
        draft = _from_markdown(name, text, forms, year, picks)
        return msgspec.structs.replace(draft, notes=(*pages, *draft.notes))
    lines = text.split("\n")
    title = text_title(lines, titles_of(forms))
    form, settled, said = _settled(name, forms, year, title, lines)
    page = msgspec.structs.replace(text_page(text, form, title), names=names, notes=tuple(pages))
    return _found(name, read_page(page, form, forms, settled, title, picks), said)


def _from_page(name: str, page: Page, forms: Forms, year: int | None, picks: Mapping[str, int]) -> Draft:
    page = parted(page, forms)
    title = page_title(page, forms)
    lines = [piece.text for piece in page.pieces if isinstance(piece, Paragraph)]
    form, settled, said = _settled(name, forms, year, title, lines)
    return _found(name, read_page(page, form, forms, settled, title, picks), said)


def _found(name: str, draft: Draft, said: Sequence[str] = ()) -> Draft:
    if not (draft.cells or draft.sections or draft.unread):
        raise Refused(f"{name} 中没有找到年度报告的表格和文字。")
    if sum(TWICE in line for line in draft.unread) >= _TWO_REPORTS:
        raise Refused(f"{name} 像是有两份报告：许多行出现两次而数字不同。请分成两个文件，分别导入。")
    return msgspec.structs.replace(draft, notes=(*said, *draft.notes))


def _settled(
    name: str, forms: Forms, given: int | None, title: Title | None, lines: Sequence[str]
) -> tuple[Form, int, list[str]]:
    """Return the form and year of a page, and what is said of where the year comes from."""
    own = title.year if title else None
    said = year_said(name, lines) if given is None and own is None else None
    if said is None:
        return (*_form(name, forms, given, own), [])
    return (*_form(name, forms, given, said[0]), [f"标题没有写明年份，按{said[1]}读作{said[0]}年的报告，请核对。"])


def _form(name: str, forms: Forms, given: int | None, own: int | None) -> tuple[Form, int]:
    if given is not None and own is not None and given != own:
        raise Refused(f"{name} 是{own}年的报告，与指定的{given}年不一致。")
    year = given if given is not None else own
    if year is None:
        raise YearUnknown(f"{name} 没有写明报告年份，请用 --year 指定。")
    return forms.for_year(year), year
