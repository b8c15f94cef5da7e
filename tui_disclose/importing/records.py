"""Reads records of a ledger from JSON Lines or CSV: each line's values, or the sentence that says what is wrong."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import msgspec

from tui_disclose.problems import Refused
from tui_disclose.records.fields import Field, Ledger, Values, checked_values, typed_value
from tui_disclose.statutory.text import one_line

NUMBER_LABELS = ("number", "编号", "索引号")
"""What the column of record numbers may be called."""


class Line(msgspec.Struct, frozen=True):
    """One record of a file."""

    line: int
    """From 1, as an editor counts."""
    number: str = ""
    """Its own number, empty where the file gives none."""
    values: Values = {}
    problem: str = ""
    """Why it cannot be taken."""


def read_records(ledger: Ledger, name: str, data: bytes, today: date) -> list[Line]:
    """Return the records of a file by its name's ending (.jsonl or .csv); Refused where the file is neither.

    CSV has the fields' labels or keys in its first line, lists with “；” between.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"文件 {one_line(name)} 不是 UTF-8 编码；用 Excel 时请另存为“CSV UTF-8”。") from None
    if name.lower().endswith(".csv"):
        return list(_csv(ledger, text, today))
    if name.lower().endswith(".jsonl"):
        return [_json(ledger, place, line) for place, line in enumerate(text.split("\n"), 1) if line.strip()]
    raise Refused(f"不能导入 {one_line(name)}；可用 .jsonl（每行一条）或 .csv。")


def _json(ledger: Ledger, place: int, text: str) -> Line:
    try:
        found = json.loads(text)
    except ValueError:
        return Line(place, problem="不是有效的 JSON。")
    if not isinstance(found, dict):
        return Line(place, problem="应是一个 JSON 对象。")
    number = found.pop("number", "")
    if not isinstance(number, str):
        return Line(place, problem="number 应为文字。")
    return _checked(place, number, lambda: checked_values(ledger, found))


def _csv(ledger: Ledger, text: str, today: date) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""))
    head = [one_line(cell).strip() for cell in next(reader, [])]
    fields = [_field(ledger, name) for name in head]
    before = 1
    for row in reader:
        place, before = before + 1, reader.line_num
        cells = dict(zip(head, row, strict=False))
        if not any(cell.strip() for cell in row):
            continue
        number = next((one_line(cells[label]).strip() for label in NUMBER_LABELS if cells.get(label)), "")
        if len(row) > len(head):
            yield Line(place, number, problem=f"有{len(row)}格，表头只有{len(head)}格。")
            continue
        pairs = [(field, cell) for field, cell in zip(fields, row, strict=False) if field]
        yield _checked(place, number, partial(_typed, pairs, today))


def _typed(pairs: list[tuple[Field, str]], today: date) -> Values:
    typed: Values = {}
    for field, cell in pairs:
        text = cell.replace("；", "\n") if field.kind in ("lines", "records") else cell
        value = typed_value(field, text, today)
        if value is not None:
            typed[field.key] = value
    return typed


def _field(ledger: Ledger, name: str) -> Field | None:
    if name in NUMBER_LABELS:
        return None
    for field in ledger.fields:
        if name in (field.label, field.key):
            return field
    raise Refused(f"第1行：{ledger.name}没有“{name[:20]}”这一项；可用：{'、'.join(f.label for f in ledger.fields)}。")


def _checked(place: int, number: str, values: Callable[[], Values]) -> Line:
    try:
        kept = {key: value for key, value in values().items() if value is not None}
    except Refused as problem:
        return Line(place, number, problem=str(problem))
    return Line(place, one_line(number).strip(), kept)
