"""Where the figures of a year's report come from: each cell's faces and the records behind it."""

import msgspec

from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import title_of
from tui_disclose.office.reports import sheet_of
from tui_disclose.problems import Refused
from tui_disclose.records.ledger_files import ledger
from tui_disclose.report.sheet import Faces, Sheet
from tui_disclose.statutory.text import one_line

_TABLES = {"requests": ("requests",), "remedies": ("remedies",), "proactive": ("catalogue", "works")}
"""The table of the form → the ledgers whose records fill it."""


class Source(msgspec.Struct, frozen=True):
    """A record behind a figure."""

    table: str
    number: str
    words: str
    """How it is called, names of persons left out."""


class CellSource(msgspec.Struct, frozen=True):
    """Where one cell's figure comes from."""

    address: str
    words: str
    faces: Faces
    reason: str
    """Why the entered figure stands where the records give another."""
    parts: tuple[str, ...]
    """The cells that the form adds up to it, in words."""
    sources: tuple[Source, ...]


def cell_source(office: Office, year: int, address: str) -> CellSource:
    """Return where a cell's figure comes from; Refused for no such year or cell."""
    sheet = sheet_of(office, year)
    if address not in sheet.faces:
        raise Refused(f"格式{sheet.form.id}没有单元格“{one_line(address)[:40]}”。")
    parts = tuple(sheet.form.cells[part].words for part in sheet.form.totals.get(address, ()))
    numbers = sheet.derived.records.get(address, ())
    kinds = _TABLES[address.partition(".")[0]]
    found = tuple(_source(office, kinds, number) for number in numbers)
    words = sheet.form.cells[address].words
    return CellSource(address, words, sheet.faces[address], sheet.report.reasons.get(address, ""), parts, found)


def _source(office: Office, tables: tuple[str, ...], number: str) -> Source:
    table = next((each for each in tables if office.store.record(each, number)), tables[0])
    return Source(table, number, title_of(ledger(table), number, office.store.record(table, number) or {}))


def derived_cells(office: Office, year: int) -> tuple[Sheet, list[str]]:
    """Return a year's sheet with the cells that its records give, in printed order; Refused for no such year."""
    sheet = sheet_of(office, year)
    return sheet, [address for address, faces in sheet.faces.items() if faces.derived is not None]
