"""Place 2 制度: the rules an office keeps for its disclosure work."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType

from tui_disclose.office.rule_exports import export_rules
from tui_disclose.office.rules import add_rule
from tui_disclose.records.fields import Values
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.screens.ledger import LedgerScreen, RecordScreen
from tui_disclose.tui.screens.ledger_acts import ledger_keys, record_keys


class RuleScreen(RecordScreen):
    """A rule."""

    PLACE = 2
    LEDGER = "rules"
    KEYS: ClassVar[tuple[Command, ...]] = (*RecordScreen.KEYS, *record_keys("rule", "废止", "repeal"))
    KEYS_TITLE = "打开的制度"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)


class RulesScreen(LedgerScreen):
    """The list of rules."""

    PLACE = 2
    LEDGER = "rules"
    RECORD = RuleScreen
    KEYS: ClassVar[tuple[Command, ...]] = ledger_keys(
        "rule", "废止", "repeal", "导出制度目录；只选中一条时导出它的全文。"
    )
    KEYS_TITLE = "制度"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def add_record(self, values: Values) -> str:
        """Register a rule and return its number."""
        return add_rule(self.office, values, self.disclosure.today())

    def export(self, selected: Sequence[str]) -> Path:
        """Write the catalogue of rules, or the one rule that is selected."""
        one = selected[0] if len(selected) == 1 else None
        return export_rules(self.office, one, with_texts=False, output=None)
