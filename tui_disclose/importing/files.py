"""Reads a report file of any kind that can be imported."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import msgspec

from tui_disclose.importing import jsonfile
from tui_disclose.importing.csvfile import read_csv, without_labels
from tui_disclose.importing.decoding import decoded, web_part
from tui_disclose.importing.draft import Draft
from tui_disclose.importing.grid import Page
from tui_disclose.importing.kinds import check_kind
from tui_disclose.importing.markdown import is_markdown, read_markdown, title_lines
from tui_disclose.importing.page import page_title, parted, read_page, text_title, titles_of
from tui_disclose.importing.plain import is_plain_export, read_plain
from tui_disclose.importing.text import text_page
from tui_disclose.importing.title import find_title
from tui_disclose.importing.unroll import unrolled
from tui_disclose.problems import Refused, YearUnknown
from tui_disclose.records.report import checked_cells, checked_sections, checked_unit
from tui_disclose.statutory.forms import Form, Forms
from tui_disclose.statutory.text import one_line

SUFFIXES = (".json", ".md", ".markdown", ".txt", ".html", ".htm", ".mht", ".mhtml", ".docx", ".xlsx", ".pdf", ".csv")
"""The kinds of file that can be read."""

_LARGEST = 20_000_000
_OTHERWISE = {
    ".doc": "请用 Word 或 WPS 另存为 .docx 再导入",
    ".wps": "请用 WPS 另存为 .docx 再导入",
    ".xls": "请用 Excel 或 WPS 另存为 .xlsx 再导入",
    ".et": "请用 WPS 另存为 .xlsx 再导入",
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
    return msgspec.structs.replace(draft, unit=unit)


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
    form, settled = _form(name, forms, year, title.year if title else None)
    return _found(name, read_markdown(text, form, settled, picks))


def _from_text(name: str, text: str, forms: Forms, year: int | None, picks: Mapping[str, int]) -> Draft:
    if is_plain_export(text):
        title = find_title(text.split("\n"), titles_of(forms))
        form, settled = _form(name, forms, year, title.year if title else None)
        return _found(name, read_plain(text, form, settled))
    text, names, said = unrolled(text, forms)
    if is_markdown(text):
        draft = _from_markdown(name, text, forms, year, picks)
    else:
        title = text_title(text.split("\n"), titles_of(forms))
        form, settled = _form(name, forms, year, title.year if title else None)
        page = text_page(text, form, title)
        page = msgspec.structs.replace(page, names=names, notes=tuple(said))
        return _found(name, read_page(page, form, forms, settled, title, picks))
    return msgspec.structs.replace(draft, notes=(*said, *draft.notes))


def _from_page(name: str, page: Page, forms: Forms, year: int | None, picks: Mapping[str, int]) -> Draft:
    page = parted(page, forms)
    title = page_title(page, forms)
    form, settled = _form(name, forms, year, title.year if title else None)
    return _found(name, read_page(page, form, forms, settled, title, picks))


def _found(name: str, draft: Draft) -> Draft:
    if not (draft.cells or draft.sections or draft.unread):
        raise Refused(f"{name} 中没有找到年度报告的表格和文字。")
    return draft


def _form(name: str, forms: Forms, given: int | None, own: int | None) -> tuple[Form, int]:
    if given is not None and own is not None and given != own:
        raise Refused(f"{name} 是{own}年的报告，与指定的{given}年不一致。")
    year = given if given is not None else own
    if year is None:
        raise YearUnknown(f"{name} 没有写明报告年份，请用 --year 指定。")
    return forms.for_year(year), year
