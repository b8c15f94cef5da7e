"""Published reports and ledgers become records; nothing is guessed silently."""

from tui_disclose.importing.draft import Draft
from tui_disclose.importing.files import read_report

__all__ = ["Draft", "read_report"]
