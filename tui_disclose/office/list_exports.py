"""What a list shows, written as a table: the records that a person selected or filtered out."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from tui_disclose.exporting.ledger_markdown import list_markdown
from tui_disclose.office.exporting import file_name, write_export
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import place_of
from tui_disclose.records.fields import Ledger
from tui_disclose.statutory.text import one_line


def export_list(office: Office, ledger: Ledger, head: Sequence[str], rows: Iterable[Sequence[str]], how: str) -> Path:
    """Write rows of a ledger's list as a Markdown table and return the path; the trail says so.

    `how` says in words which records they are. Raises Unavailable where it cannot be written.
    """
    lines = [[one_line(cell) for cell in row] for row in rows]
    text = list_markdown(f"{ledger.name}清单", head, lines, f"{one_line(how)}，共{len(lines)}条。")
    name = f"{file_name(f'{ledger.name}清单')}.md"
    return write_export(office, text.encode(), name, None, f"导出{ledger.name}清单（{len(lines)}条）", place_of(ledger))
