"""Reads a register that was kept as a table (CSV, Excel): each row as the JSON of a record, or why it is none."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from tui_disclose.importing.decoding import decoded
from tui_disclose.problems import Refused
from tui_disclose.records.events import event_ledger
from tui_disclose.records.fields import Field, Ledger, typed_value
from tui_disclose.statutory.events import EVENT_KINDS
from tui_disclose.statutory.text import one_line

ENDINGS = (".csv", ".xlsx")
NUMBER_LABELS = ("number", "编号", "索引号")
"""What the column of record numbers may be called."""
_PLACE = ("序号",)
"""A column that only counts the rows."""
_HEAD_WITHIN = 20
"""Above the head there may be a title and the like, in so many rows at most."""
_STANDS_ALONE = "replied"
"""The kind of event whose columns may be called by their labels alone (答复日期、办理结果)."""

Columns = Mapping[str, tuple[str, Field]]
"""By what a column may be called: the kind of event that it is of, empty for the record itself, and the field."""


class TableRow(msgspec.Struct, frozen=True):
    """One row of a table."""

    line: int
    """From 1, as an editor or a spreadsheet counts."""
    record: dict[str, Any] = {}
    problem: str = ""
    """Why it cannot be taken."""


def columns_of(ledger: Ledger, with_events: bool) -> Columns:
    """Return what columns may be called; those of events “通知补正.补正期限”, of a reply by the label alone too."""
    found = {name: ("", field) for field in ledger.fields for name in (*field.also, field.label, field.key)}
    for kind, words in EVENT_KINDS.items() if with_events else ():
        for field in event_ledger(kind).fields:
            found[f"{words}.{field.label}"] = found[f"{kind}.{field.key}"] = (kind, field)
            if kind == _STANDS_ALONE:
                found.setdefault(field.label, (kind, field))
    return found


def read_table(name: str, data: bytes, columns: Columns, today: date) -> tuple[list[TableRow], list[str]]:
    """Return the rows of a CSV or Excel file and what has to be said of it.

    Raises Refused where the file cannot be read, has no row of heads, or a column is none of `columns`.
    """
    rows, said = _excel(name, data) if name.lower().endswith(".xlsx") else _csv(name, data)
    heads: list[tuple[str, Field] | None] = []
    found: list[TableRow] = []
    place = -1
    for line, cells in rows:
        if not any(cells):
            continue
        if not heads:
            if _is_head(cells, columns):
                heads = [_column(line, cell, columns) for cell in cells]
                place = next((at for at, cell in enumerate(cells) if cell in NUMBER_LABELS), -1)
            elif line > _HEAD_WITHIN:
                break
            continue
        number = cells[place] if 0 <= place < len(cells) else ""
        found.append(_row(line, number, heads, cells, today))
    if not heads:
        own = [field for kind, field in columns.values() if not kind]
        needed = "、".join(dict.fromkeys(field.label for field in own if field.required))
        words = f"至少有{needed}" if needed else f"如{'、'.join(dict.fromkeys(field.label for field in own[:9]))}"
        raise Refused(f"{one_line(name)} 的前{_HEAD_WITHIN}行中没有表头；表头应写字段名，{words}。")
    return found, said


def _is_head(cells: Iterable[str], columns: Columns) -> bool:
    return sum(cell in columns for cell in cells) > 1


def _column(line: int, cell: str, columns: Columns) -> tuple[str, Field] | None:
    if not cell or cell in (*NUMBER_LABELS, *_PLACE):
        return None
    if cell not in columns:
        offered = "、".join(dict.fromkeys(field.label for kind, field in columns.values() if not kind))
        kinds = dict.fromkeys(EVENT_KINDS[kind] for kind, _ in columns.values() if kind)
        events = f"；办理经过写作“事件.项目”，如 通知补正.补正期限，事件有{'、'.join(kinds)}" if kinds else ""
        raise Refused(f"第{line}行：没有“{cell[:20]}”这一项，请改名或删去这一列；可用：编号、{offered}{events}。")
    return columns[cell]


def _row(line: int, number: str, heads: list[tuple[str, Field] | None], cells: list[str], today: date) -> TableRow:
    if any(cells[len(heads) :]):
        return TableRow(line, problem=f"有{len(cells)}格，表头只有{len(heads)}格。")
    record: dict[str, Any] = {"number": number} if number else {}
    events: dict[str, dict[str, Any]] = {}
    for head, cell in zip(heads, cells, strict=False):
        if head is None or not cell:
            continue
        kind, field = head
        try:
            value = typed_value(field, cell.replace("；", "\n") if field.kind in ("lines", "records") else cell, today)
        except Refused as problem:
            return TableRow(line, problem=str(problem))
        if kind:
            events.setdefault(kind, {"kind": kind})[field.key] = value
            continue
        group, dot, key = field.key.partition(".")
        (record.setdefault(group, {}) if dot else record)[key if dot else group] = value
    if events:
        record["events"] = list(events.values())
    return TableRow(line, record)


def _csv(name: str, data: bytes) -> tuple[Iterator[tuple[int, list[str]]], list[str]]:
    text, said = decoded(one_line(name), data)
    return _csv_rows(text), said


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    before = 0
    try:
        for row in reader:
            # An export of this program keeps spreadsheets from taking text for a formula with an apostrophe.
            yield before + 1, [cell.strip().removeprefix("'") for cell in row]
            before = reader.line_num
    except csv.Error:
        raise Refused(f"第{before + 1}行不是 CSV。") from None


def _excel(name: str, data: bytes) -> tuple[Iterator[tuple[int, list[str]]], list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, SyntaxError):
        # openpyxl passes on whatever its reading of a damaged part ends with.
        raise Refused(f"{one_line(name)} 不是 Excel 工作簿（.xlsx）或已损坏，不能打开。") from None
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not shown:
        raise Refused(f"{one_line(name)} 中没有可见的工作表。")
    others = "、".join(f"“{one_line(sheet.title)}”" for sheet in shown[1:])
    said = [f"只读入工作表“{one_line(shown[0].title)}”，没有读入{others}。"] if others else []
    lines = enumerate(shown[0].iter_rows(values_only=True), 1)
    return ((line, _trimmed([_shown(value) for value in row])) for line, row in lines), said


def _trimmed(cells: list[str]) -> list[str]:
    """Return cells without the empty ones at the end, of which a formatted sheet has many."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _shown(value: object) -> str:
    """Return what a cell of a sheet shows: days as ISO, whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
