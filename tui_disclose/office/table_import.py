"""Requests and cases out of a register that was kept as a table: by its columns, numbered where it is not."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tui_disclose.office.house import Office
from tui_disclose.office.overlaps import registered, twin
from tui_disclose.office.requests import request_number
from tui_disclose.problems import Refused
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.request import TABLE

Read = tuple[int, object | Refused]
"""The line of a record, and the record as JSON or what is wrong with the line."""


def is_table(name: str) -> bool:
    """Tell by its name whether a file is a table (CSV, Excel)."""
    from tui_disclose.importing.ledger_tables import ENDINGS

    return name.lower().endswith(ENDINGS)


def read_table(office: Office, table: str, name: str, content: bytes, today: date) -> tuple[list[Read], list[str]]:
    """Return the records of a table file with their lines, and what has to be said; Refused where it cannot be read.

    Requests without a number get the next ones of their years; those that are in the register already are left out.
    """
    from tui_disclose.importing import ledger_tables

    columns = ledger_tables.columns_of(ledger(table), with_events=table == TABLE)
    rows, said = ledger_tables.read_table(name, content, columns, today)
    found: list[Read] = [
        (row.line, Refused(f"第{row.line}行：{row.problem}") if row.problem else row.record) for row in rows
    ]
    return _numbered(office, found, said) if table == TABLE else (found, said)


def _numbered(office: Office, rows: Iterable[Read], said: list[str]) -> tuple[list[Read], list[str]]:
    known = registered(office)
    taken = office.store.scan(TABLE, lambda number, _: number)
    last: dict[int, str] = {}
    found: list[Read] = []
    for line, record in rows:
        if isinstance(record, dict) and not record.get("number") and record.get("arrived_on"):
            flat = {
                **record,
                "applicant.kind": _applicant(record, "kind"),
                "applicant.name": _applicant(record, "name"),
            }
            there = twin(known, "", flat)
            if there:
                said.append(f"第{line}行：没有编号，与台账中的{there}相同，没有再录。")
                continue
            year = int(record["arrived_on"][:4])
            last[year] = request_number(office, [last[year]] if year in last else taken, year)
            found.append((line, {"number": last[year], **record}))
        else:
            found.append((line, record))
    return found, said


def _applicant(record: dict[str, Any], key: str) -> str:
    return str((record.get("applicant") or {}).get(key) or "")
