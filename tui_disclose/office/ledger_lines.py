"""The records of a ledger as JSON Lines, one a line, as an import takes them in again."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tui_disclose.office import ledgers
from tui_disclose.office.exporting import write_export
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import Row
from tui_disclose.records.fields import Ledger
from tui_disclose.statutory.text import harmless_json


def ledger_lines(office: Office, ledger: Ledger, more: Callable[[Row], Mapping[str, Any]] | None = None) -> str:
    """Return all records, those taken out left out; `more` gives what each is told besides. Approvals stay behind."""
    declared = {field.key for field in ledger.fields}
    found = []
    for row in ledgers.rows(office, ledger):
        kept = {key: value for key, value in row.fields.items() if key in declared}
        line = {"number": row.number, **kept, **(more(row) if more else {})}
        found.append(harmless_json(json.dumps(line, ensure_ascii=False)) + "\n")
    return "".join(found)


def export_lines(office: Office, ledger: Ledger, name: str, output: Path | None) -> Path:
    """Write all records as JSON Lines and return the path; the trail says so."""
    data = ledger_lines(office, ledger).encode()
    return write_export(
        office, data, f"{name}.jsonl", output, f"导出{name}的全部{ledger.name}", ledgers.place_of(ledger)
    )
