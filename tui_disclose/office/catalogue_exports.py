"""The catalogue on its way out: the index of Art. 12 of the Regulation, the kept texts, and all items as data."""

from functools import partial
from pathlib import Path

from tui_disclose.office import ledgers
from tui_disclose.office.catalogue import CATALOGUE, TEXTS, columns_of
from tui_disclose.office.catalogue_lists import approval_lines
from tui_disclose.office.exporting import file_name, write_export
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.ledger_lines import ledger_lines
from tui_disclose.office.ledgers import Row
from tui_disclose.office.papers import render_text
from tui_disclose.problems import Refused
from tui_disclose.records.fields import Field, checked_values, shown_value
from tui_disclose.records.items import is_published
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Change, Entry, Fields

_TEXT_NAMES = ("指南", "编制说明", "咨询电话", "机构职能", "工作机构")
"""The texts that every office keeps up to date (条例第十二条 and the portal's columns)."""

_INDEX = ("name", "summary", "made_on", "document_number", "published_on", "validity")


def index_markdown(office: Office, column: str = "") -> str:
    """Return the index of what is published (政府信息公开目录, Art. 12): 索引号、名称、内容概述、生成日期 and more.

    Of a column alone, or of a kind of document, an area or a content of Art. 20; Refused where there is none such.
    """
    from tui_disclose.exporting.ledger_markdown import list_markdown

    fields = [CATALOGUE.field(key) for key in _INDEX]
    fitting = columns_of(office).chooser(column) if column else None
    lines = [
        [row.number, *(_indexed(f, row.fields) for f in fields)]
        for row in ledgers.rows(office, CATALOGUE)
        if is_published(row.fields) and (fitting is None or fitting(row.fields))
    ]
    title = f"{office.settings.unit}政府信息公开目录" + (f"（{column}）" if column else "")
    return list_markdown(title, ["索引号", *(field.label for field in fields)], lines, f"共{len(lines)}条。")


def _indexed(field: Field, fields: Fields) -> str:
    """Return a field as the index shows it: with 有效性 the day since when it is not."""
    words = shown_value(field, fields.get(field.key))
    gone = fields.get("repealed_on") if field.key == "validity" else None
    return f"{words}（{gone}）" if gone else words


def export_index(office: Office, column: str, output: Path | None, file_format: str = "md") -> Path:
    """Write the index as a file of a format and return the path; the trail says so. Refused for no such format."""
    data = render_text(index_markdown(office, column), file_format, office.settings.unit)
    name = f"{file_name(f'政府信息公开目录{column}')}.{file_format}"
    return write_export(office, data, name, output, "导出政府信息公开目录", ledgers.place_of(CATALOGUE))


def text_names(office: Office) -> list[str]:
    """Return the names of the texts that are kept: the usual ones, and those that the office's own columns show."""
    return list(dict.fromkeys((*_TEXT_NAMES, *(each.text for each in columns_of(office).columns if each.text))))


def set_text(office: Office, name: str, text: str, revised_on: str, seen: Fields | None = None) -> Entry | None:
    """Keep a new version of a text; None where nothing differs. Refused for a text that is not kept here.

    `seen` holds the text that the person saw: Changed is raised where somebody else wrote a version meanwhile.
    """
    refuse_read_only(office)
    fields: Fields = checked_values(TEXTS, {"text": text, "revised_on": revised_on})
    _refuse_unknown(office, name)
    kept = office.store.record(TEXTS.key, name) or {}
    if not str(fields["text"]).strip():
        raise Refused(f"{name}的正文是空的，没有保存。")
    if kept.get("text") == fields["text"]:
        return None
    expected = None if seen is None else {(TEXTS.key, name): {"text": seen.get("text")}}
    return office.store.apply(
        [Change(TEXTS.key, name, fields)], office.who, f"更新{name}", expected, place=ledgers.place_of(TEXTS, name)
    )


def text_of(office: Office, name: str) -> Fields:
    """Return a kept text with the day it was revised; empty where there is none yet."""
    _refuse_unknown(office, name)
    return office.store.record(TEXTS.key, name) or {}


def _refuse_unknown(office: Office, name: str) -> None:
    if name not in text_names(office):
        raise Refused(f"没有“{one_line(name)}”这种公开文本；可用：{'、'.join(text_names(office))}。")


def export_text(office: Office, name: str, output: Path | None, file_format: str = "md") -> Path:
    """Write a kept text under its title, with the day of its revision, as a file of a format and return the path."""
    from datetime import date

    from tui_disclose.statutory.dates import date_words

    kept = text_of(office, name)
    if not kept.get("text"):
        raise Refused(f"{name}还没有内容，请先用 catalogue text {name} --file 写入。")
    revised = f"（{date_words(date.fromisoformat(kept['revised_on']))}修订）\n\n" if kept.get("revised_on") else ""
    title = (
        f"{office.settings.unit}政府信息公开{name}" if name in ("指南", "编制说明") else f"{office.settings.unit}{name}"
    )
    text = f"# {title}\n\n{revised}{kept['text']}\n"
    where = ledgers.place_of(TEXTS, name)
    data = render_text(text, file_format, office.settings.unit)
    return write_export(office, data, f"{file_name(title)}.{file_format}", output, f"导出{name}", where)


def item_lines(office: Office) -> str:
    """Return all items as JSON Lines, those taken down left out; what was signed comes along as words (原审批经过)."""
    return ledger_lines(office, CATALOGUE, partial(_signed, office))


def _signed(office: Office, row: Row) -> Fields:
    """Return what another office is told of an item's approval: where it came from, and each step."""
    steps = approval_lines(office, row)
    if not steps:
        return {}
    source = CATALOGUE.field("source")
    begun = f"{office.settings.unit}，信息来源：{shown_value(source, row.fields.get('source'))}"
    return {"former_approval": [*(row.fields.get("former_approval") or ()), begun, *steps]}


def export_items(office: Office, output: Path | None) -> Path:
    """Write all items as JSON Lines and return the path; the trail says so."""
    what = f"导出公开目录的全部{CATALOGUE.name}"
    return write_export(
        office, item_lines(office).encode(), "公开目录.jsonl", output, what, ledgers.place_of(CATALOGUE)
    )
