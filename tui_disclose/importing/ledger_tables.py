"""Reads a register that was kept as a table (CSV, Excel): each row as the JSON of a record, or why it is none."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from tui_disclose.importing.table_rows import HEAD_WITHIN, NO_RESULT, is_excel, table_rows
from tui_disclose.problems import Refused
from tui_disclose.records.events import event_ledger
from tui_disclose.records.fields import Field, Ledger, Value, typed_value
from tui_disclose.statutory.events import EVENT_KINDS
from tui_disclose.statutory.text import one_line

ENDINGS = (".csv", ".xlsx")
NUMBER_LABELS = ("number", "编号", "索引号")
"""What the column of record numbers may be called."""
_PLACE = ("序号",)
"""A column that only counts the rows."""
_LONG = ("text", "lines", "records")
"""The kinds of field that may have line breaks within."""
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


class Head(msgspec.Struct, frozen=True):
    """One column of a table."""

    name: str
    """As the file has it."""
    column: tuple[str, Field] | None
    """None for a number, a place, or a column without a name."""


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
    rows, said = table_rows(name, data, lambda cells: _is_head(cells, columns))
    heads: list[Head] = []
    found: list[TableRow] = []
    for line, cells in rows:
        if not any(cells):
            continue
        if heads:
            broken = "" if is_excel(name) else _line_break(heads, cells)
            found.append(TableRow(line, problem=broken) if broken else _row(line, heads, cells, today))
        elif _is_head(cells, columns):
            heads = _heads(line, cells, columns)
        elif line > HEAD_WITHIN:
            break
    if not heads:
        own = [field for kind, field in columns.values() if not kind]
        needed = "、".join(dict.fromkeys(field.label for field in own if field.required))
        words = f"至少有{needed}" if needed else f"如{'、'.join(dict.fromkeys(field.label for field in own[:9]))}"
        raise Refused(f"{one_line(name)} 的前{HEAD_WITHIN}行中没有表头；表头应写字段名，{words}。")
    if not found:
        raise Refused(f"{one_line(name)} 有表头，没有数据行。")
    return found, said


def _is_head(cells: Iterable[str], columns: Columns) -> bool:
    return sum(cell in columns for cell in cells) > 1


def _heads(line: int, cells: list[str], columns: Columns) -> list[Head]:
    """Return what each column holds; Refused for one that is no field, and for a name that stands there twice."""
    twice = [cell for cell, times in Counter(cells).items() if cell and times > 1]
    if twice:
        names = "”、“".join(cell[:20] for cell in twice)
        raise Refused(f"第{line}行：表头中“{names}”出现不止一次，不知道以哪一列为准，请改名或删去多余的列。")
    numbers = [cell for cell in cells if cell in NUMBER_LABELS]
    if len(numbers) > 1:
        raise Refused(f"第{line}行：表头中“{'”、“'.join(numbers)}”都是编号，请只留一列。")
    return [Head(cell, _column(line, cell, columns)) for cell in cells]


def _column(line: int, cell: str, columns: Columns) -> tuple[str, Field] | None:
    if not cell or cell in (*NUMBER_LABELS, *_PLACE):
        return None
    if cell not in columns:
        offered = "、".join(dict.fromkeys(field.label for kind, field in columns.values() if not kind))
        kinds = dict.fromkeys(EVENT_KINDS[kind] for kind, _ in columns.values() if kind)
        events = f"；办理经过写作“事件.项目”，如 通知补正.补正期限，事件有{'、'.join(kinds)}" if kinds else ""
        raise Refused(f"第{line}行：没有“{cell[:20]}”这一项，请改名或删去这一列；可用：编号、{offered}{events}。")
    return columns[cell]


def _line_break(heads: list[Head], cells: list[str]) -> str:
    """Return the sentence that a cell of one line goes on in the next ones: a quotation mark swallowed their rows."""
    for head, cell in zip(heads, cells, strict=False):
        if "\n" in cell and head.column and head.column[1].kind not in _LONG:
            return f"{head.name}一格里有换行，引号可能没有成对，下面的行被并入这一格；请改正引号，或去掉换行。"
    return ""


def _row(line: int, heads: list[Head], cells: list[str], today: date) -> TableRow:
    """Return the record of a row, or all that is wrong with it."""
    wrong = [f"有{len(cells)}格，表头只有{len(heads)}格。"] if any(cells[len(heads) :]) else []
    record: dict[str, Any] = {}
    events: dict[str, dict[str, Any]] = {}
    names: dict[tuple[str, str], str] = {}
    for head, cell in zip(heads, cells, strict=False):
        if not cell or head.name in _PLACE:
            continue
        if cell == NO_RESULT:
            wrong.append(f"{head.name}：公式没有算出的值，请在表格软件中打开保存一次，或改填数值。")
        elif head.name in NUMBER_LABELS:
            record["number"] = cell
        elif head.column:
            kind, field = head.column
            other = names.setdefault((kind, field.key), head.name)
            if other != head.name:
                wrong.append(f"“{other}”和“{head.name}”是同一项，只能填一格。")
                continue
            try:
                value = typed_value(field, cell.replace("；", "\n") if field.kind in _LONG[1:] else cell, today)
            except Refused as problem:
                wrong.append(str(problem))
                continue
            _put(record, events, head.column, value)
    if wrong:
        return TableRow(line, problem="".join(wrong))
    return TableRow(line, {**record, "events": list(events.values())} if events else record)


def _put(
    record: dict[str, Any], events: dict[str, dict[str, Any]], column: tuple[str, Field], value: Value | None
) -> None:
    """Put a value where it belongs: into an event of its kind, or into the record."""
    kind, field = column
    if kind:
        events.setdefault(kind, {"kind": kind})[field.key] = value
        return
    group, dot, key = field.key.partition(".")
    (record.setdefault(group, {}) if dot else record)[key if dot else group] = value
