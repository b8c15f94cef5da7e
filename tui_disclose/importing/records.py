"""Reads records of a ledger from JSON Lines, CSV or Excel: each line's values, or a sentence on what is wrong."""

import json
from collections.abc import Callable
from datetime import date

import msgspec

from tui_disclose.importing.ledger_tables import ENDINGS, TableRow, columns_of, read_table
from tui_disclose.problems import Refused
from tui_disclose.records.fields import Ledger, Values, checked_values
from tui_disclose.statutory.text import one_line


class Line(msgspec.Struct, frozen=True):
    """One record of a file."""

    line: int
    """From 1, as an editor counts."""
    number: str = ""
    """Its own number, empty where the file gives none."""
    values: Values = {}
    problem: str = ""
    """Why it cannot be taken."""


def read_records(ledger: Ledger, name: str, data: bytes, today: date) -> tuple[list[Line], list[str]]:
    """Return the records of a file by its ending (.jsonl, .csv, .xlsx) and what has to be said; Refused for none such.

    A table has the fields' labels or keys in its head, lists with “；” between.
    """
    if name.lower().endswith(ENDINGS):
        rows, said = read_table(name, data, columns_of(ledger, with_events=False), today)
        return [_line(row) for row in rows], said
    if not name.lower().endswith(".jsonl"):
        raise Refused(f"不能导入 {one_line(name)}；可用 .jsonl（每行一条）、.csv 或 .xlsx。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"文件 {one_line(name)} 不是 UTF-8 编码。") from None
    return [_json(ledger, place, line) for place, line in enumerate(text.split("\n"), 1) if line.strip()], []


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


def _line(row: TableRow) -> Line:
    values = {key: value for key, value in row.record.items() if value is not None and key != "number"}
    return Line(row.line, one_line(str(row.record.get("number", ""))).strip(), values, row.problem)


def _checked(place: int, number: str, values: Callable[[], Values]) -> Line:
    try:
        kept = {key: value for key, value in values().items() if value is not None}
    except Refused as problem:
        return Line(place, number, problem=str(problem))
    return Line(place, one_line(number).strip(), kept)
