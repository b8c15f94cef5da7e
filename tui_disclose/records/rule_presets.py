"""The rules (制度) that a bureau usually has, read from `presets/rules.toml`."""

from pathlib import Path

import tomli

from tui_disclose.records.fields import Values, checked_values
from tui_disclose.records.ledger_files import ledger

_FILE = Path(__file__).parent / "presets" / "rules.toml"


def preset_rules() -> list[Values]:
    """Return the values of the preset rules in their order."""
    rules = tomli.loads(_FILE.read_text(encoding="utf-8"))["rules"]
    return [checked_values(ledger("rules"), rule) for rule in rules]
