"""Reads the CSV file that this program exports: one row for each cell, and rows for the texts."""

import csv
import io
from typing import Any

from tui_disclose.problems import Refused
from tui_disclose.report.marks import CSV_HEAD


def read_csv(text: str) -> dict[str, Any]:
    """Return what a CSV file of this program holds, in the shape of a report as JSON; every figure is text.

    `labels` has table, row and column of each cell. Raises Refused naming the line where the file is none.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    if tuple(next(rows, ())) != CSV_HEAD:
        raise Refused(f"CSV 文件的第1行应为：{','.join(CSV_HEAD)}。")
    document: dict[str, Any] = {"cells": {}, "sections": {}, "labels": {}}
    for row in rows:
        if len(row) != len(CSV_HEAD):
            raise Refused(f"CSV 文件第{rows.line_num}行有{len(row)}个字段，应为{len(CSV_HEAD)}个。")
        address, value = row[0], row[-1].removeprefix("'")
        if address in ("unit", "year", "form"):
            document[address] = value
        elif address.startswith("sections."):
            document["sections"][address.removeprefix("sections.")] = value
        else:
            document["cells"][address] = value
            document["labels"][address] = tuple(field.removeprefix("'") for field in row[1:4])
    return document


def without_labels(document: dict[str, Any]) -> dict[str, Any]:
    """Return what a CSV file holds as a report in JSON has it: the year a number, no labels."""
    year = str(document.get("year", ""))
    kept = {key: value for key, value in document.items() if key != "labels"}
    return {**kept, "year": int(year)} if year.isascii() and year.isdigit() else kept
