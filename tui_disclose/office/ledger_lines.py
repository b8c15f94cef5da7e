"""The records of a ledger as JSON Lines, one a line, as an import takes them in again."""

import json
from pathlib import Path

from tui_disclose.office import ledgers
from tui_disclose.office.exporting import write_export
from tui_disclose.office.house import Office
from tui_disclose.records.fields import Ledger


def ledger_lines(office: Office, ledger: Ledger) -> str:
    """Return all records, those taken out left out; approvals stay where they were given."""
    declared = {field.key for field in ledger.fields}
    return "".join(
        json.dumps(
            {"number": row.number, **{key: value for key, value in row.fields.items() if key in declared}},
            ensure_ascii=False,
        )
        + "\n"
        for row in ledgers.rows(office, ledger)
    )


def export_lines(office: Office, ledger: Ledger, name: str, output: Path | None) -> Path:
    """Write all records as JSON Lines and return the path; the trail says so."""
    data = ledger_lines(office, ledger).encode()
    return write_export(
        office, data, f"{name}.jsonl", output, f"导出{name}的全部{ledger.name}", ledgers.place_of(ledger)
    )
