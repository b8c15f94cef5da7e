"""Reads a report file of any kind that can be imported."""

from pathlib import PurePath
from typing import Any

import msgspec

from tui_disclose.importing import jsonfile
from tui_disclose.importing.draft import Draft
from tui_disclose.importing.markdown import read_markdown, title_lines
from tui_disclose.importing.plain import is_plain_export, read_plain
from tui_disclose.importing.text import read_text
from tui_disclose.importing.title import find_title
from tui_disclose.problems import Refused
from tui_disclose.records.report import checked_cells, checked_sections, checked_unit
from tui_disclose.statutory.forms import Form, Forms
from tui_disclose.statutory.text import one_line

SUFFIXES = (".json", ".md", ".markdown", ".txt")
"""The kinds of file that can be read."""

_LARGEST = 20_000_000


def read_report(path_name: str, content: bytes, forms: Forms, year: int | None) -> Draft:
    """Return what a file holds; `year` is the report year where the caller knows it.

    Raises Refused naming the file: not text, no year or another one, not the year's form, an unknown address,
    section or value.
    """
    path = PurePath(path_name)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused(f"不能导入 {path.name}：可导入的文件为{'、'.join(SUFFIXES)}。")
    text, notes = _decoded(path.name, content)
    if suffix == ".json":
        draft = _from_json(path.name, text, forms, year)
    else:
        draft = _from_text(path.name, suffix, text, forms, year)
    try:
        unit = checked_unit(draft.unit) if draft.unit else None
    except Refused as problem:
        raise Refused(f"{path.name}：{problem}") from None
    return msgspec.structs.replace(draft, unit=unit, notes=(*notes, *draft.notes))


def _decoded(name: str, content: bytes) -> tuple[str, list[str]]:
    if not content.strip():
        raise Refused(f"{name} 是空文件。")
    if len(content) > _LARGEST:
        raise Refused(f"{name} 太大（{len(content)}字节），不像一份年度报告。")
    notes = []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            raise Refused(f"{name} 不是文本文件：既不是 UTF-8 也不是 GB 18030 编码。") from None
        notes.append(f"{name} 不是 UTF-8 编码，按 GB 18030 读入，请核对文字。")
    if "\x00" in text:
        raise Refused(f"{name} 不是文本文件：其中有空字符。")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _from_json(name: str, text: str, forms: Forms, year: int | None) -> Draft:
    document: dict[str, Any] = jsonfile.load_json(name, text)
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


def _from_text(name: str, suffix: str, text: str, forms: Forms, year: int | None) -> Draft:
    titles = tuple(dict.fromkeys(form.title for form in forms.forms))
    plain = suffix == ".txt"
    title = find_title(text.split("\n") if plain else title_lines(text), titles)
    form, settled = _form(name, forms, year, title.year if title else None)
    read = (read_plain if is_plain_export(text) else read_text) if plain else read_markdown
    draft = read(text, form, settled)
    if not draft.cells and not draft.sections and not draft.unread:
        raise Refused(f"{name} 中没有找到年度报告的表格和文字。")
    return draft


def _form(name: str, forms: Forms, given: int | None, own: int | None) -> tuple[Form, int]:
    if given is not None and own is not None and given != own:
        raise Refused(f"{name} 是{own}年的报告，与指定的{given}年不一致。")
    year = given if given is not None else own
    if year is None:
        raise Refused(f"{name} 没有写明报告年份，请用 --year 指定。")
    return forms.for_year(year), year
