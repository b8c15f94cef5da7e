"""Checks of single figures: what may stand in a cell (VAL), and faces that differ (DERIVED)."""

from collections.abc import Iterator
from decimal import Decimal

from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import SLASH, is_missing, number_of, shown
from tui_disclose.statutory.forms import Cell, Table

_BASIS = "各栏均填非负整数（本年增/减可为负数，金额可有小数），没有的填0"
_MONEY_PLACES = 6


def check_values(sheet: Sheet) -> Iterator[Finding]:
    """Yield VAL: figures of the wrong kind one by one, blanks and “/” one finding per table."""
    for table in sheet.form.tables:
        for cell in table.cells:
            if wrong := _wrong(cell, sheet):
                message = f"表{table.numeral}‘{cell.short}’填的是“{shown(sheet.figure(cell.address))}”，{wrong}。"
                yield Finding("VAL", "error", (cell.address,), message, _BASIS, sheet.number(cell.address))
        blank = [c for c in table.cells if is_missing(sheet.figure(c.address)) and not _waits(sheet, c)]
        slashed = [c for c in table.cells if sheet.figure(c.address) == SLASH]
        if blank:
            yield _listed(table, blank, f"有{len(blank)}格空白，没有的应填0")
        if slashed:
            yield _listed(table, slashed, f"有{len(slashed)}格填的是“/”，没有的应填0")


def check_faces(sheet: Sheet) -> Iterator[Finding]:
    """Yield DERIVED: an entered figure that is not the one the records give; a reason acknowledges it."""
    for address, faces in sheet.faces.items():
        if faces.derived is None or faces.entered is None:
            continue
        left, right = number_of(faces.entered), number_of(faces.derived)
        if left == right and not is_missing(faces.entered):
            continue
        numbers = sheet.derived.records.get(address, ())
        yield Finding(
            "DERIVED",
            "warning",
            (address,),
            f"‘{sheet.form.cells[address].words}’填报数（{shown(faces.entered) or '空白'}）"
            f"与台账数（{shown(faces.derived)}）不一致。",
            "填报数应与台账一致，不一致的说明理由",
            left or 0,
            right or 0,
            tuple(numbers),
            sheet.report.reasons.get(address),
        )


def _wrong(cell: Cell, sheet: Sheet) -> str:
    faces = sheet.faces[cell.address]
    number = number_of(faces.counts)
    # What the form itself adds up is only as wrong as its parts, which are named.
    if number is None or (faces.entered is None and faces.derived is None):
        return ""
    if cell.column.kind == "money":
        places = -int(number.as_tuple().exponent) if isinstance(number, Decimal) else 0
        if number < 0:
            return "金额不能为负"
        return f"金额最多{_MONEY_PLACES}位小数" if places > _MONEY_PLACES else ""
    if isinstance(number, Decimal):
        return "应为整数"
    return "不能为负" if number < 0 and cell.column.kind == "count" else ""


def _waits(sheet: Sheet, cell: Cell) -> bool:
    """Tell whether the cell is a total that appears by itself once its parts are filled."""
    return cell.address in sheet.form.totals and sheet.figure(cell.address) is None


def _listed(table: Table, cells: list[Cell], what: str) -> Finding:
    names = "、".join(f"‘{cell.short}’" for cell in cells[:3]) + ("等" if len(cells) > 3 else "")
    where = tuple(cell.address for cell in cells)
    return Finding("VAL", "warning", where, f"表{table.numeral}{what}：{names}。", _BASIS)
