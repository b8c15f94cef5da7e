"""Which screen belongs to each numbered place, and which opens a record of each kind: imported when they are needed."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui_disclose.tui.base import PlaceScreen

_PLACES = {
    1: "tui_disclose.tui.screens.desk:DeskScreen",
    2: "tui_disclose.tui.screens.rules:RulesScreen",
    3: "tui_disclose.tui.screens.catalogue:CatalogueScreen",
    4: "tui_disclose.tui.screens.requests:RequestsScreen",
    5: "tui_disclose.tui.screens.remedies:RemediesScreen",
    6: "tui_disclose.tui.screens.years:YearsScreen",
    7: "tui_disclose.tui.screens.works:WorksScreen",
    8: "tui_disclose.tui.screens.trail:TrailScreen",
}
"""Place number → its screen, which takes no arguments."""

_RECORDS = {
    "rules": "tui_disclose.tui.screens.rules:RuleScreen",
    "catalogue": "tui_disclose.tui.screens.item:ItemScreen",
    "works": "tui_disclose.tui.screens.work:WorkScreen",
    "texts": "tui_disclose.tui.screens.texts:TextScreen",
    "requests": "tui_disclose.tui.screens.request:RequestScreen",
    "remedies": "tui_disclose.tui.screens.remedies:RemedyScreen",
    "reports": "tui_disclose.tui.screens.report:report_screen",
}
"""The store's table → what makes the screen that opens a record of it, given the record's number."""


REGISTERED_IN = {"requests": 4, "catalogue": 3, "remedies": 5, "rules": 2, "works": 7}
"""The ledger → the place where `n` registers a record of it."""

LIST_PLACES = frozenset(REGISTERED_IN.values())
"""The places that are the list of a ledger: the next session opens there where one was left open."""


def place_screen(number: int) -> "PlaceScreen":
    """Return a new screen of a numbered place."""
    return cast("PlaceScreen", _named(_PLACES[number])())


def can_open(table: str) -> bool:
    """Tell whether there is a screen that opens a record of a table."""
    return table in _RECORDS


_PLACE_OF = {"rules": 2, "catalogue": 3, "texts": 3, "requests": 4, "remedies": 5, "reports": 6, "works": 7}
"""The store's table → the place where its records are seen to."""


def record_place(table: str) -> int:
    """Return the number of the place where a table's records are seen to."""
    return _PLACE_OF[table]


def record_screen(table: str, number: str) -> "Screen[None]":
    """Return a new screen that opens a record."""
    return cast("Screen[None]", _named(_RECORDS[table])(number))


def _named(path: str) -> Callable[..., object]:
    module, name = path.split(":")
    return cast("Callable[..., object]", getattr(import_module(module), name))
