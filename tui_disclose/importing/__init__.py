"""Published reports and ledgers become records; nothing is guessed silently."""

from tui_disclose.importing.draft import Draft
from tui_disclose.importing.files import SUFFIXES, read_report

__all__ = ["SUFFIXES", "Draft", "read_report"]
