"""A place whose ledger this version does not keep yet: says so and what can be done instead."""

from collections.abc import Iterable

from textual.widget import Widget

from tui_disclose.tui.base import PLACES, PlaceScreen
from tui_disclose.tui.widgets.lines import Lines


class ElsewhereScreen(PlaceScreen):
    """A place without a ledger."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def compose_body(self) -> Iterable[Widget]:
        """Say what is not here yet."""
        name = PLACES[self.number - 1]
        text = f"\n  “{name}”在本版本中还没有启用。\n\n  年度报告已可使用：按 6 打开。"
        yield Lines(text, id="body")

    def place_number(self) -> int:
        """Return the number of the place that was asked for."""
        return self.number
