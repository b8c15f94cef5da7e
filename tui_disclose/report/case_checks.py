"""Checks of 三 and 四 that rest on the records behind their cells: T3-CASE, T4-CARRY."""

from collections.abc import Iterator

from tui_disclose.report.derive import CARRIED_IN, CARRIED_OUT, PENDING, REMEDIES, REQUESTS
from tui_disclose.report.findings import Finding, named
from tui_disclose.report.sheet import Sheet

_CASE_BASIS = "表三各行的含义：上年结转的就是上年“四、结转下年度继续办理”的那些申请"
_CARRY_BASIS = "表四各列的含义：上年尚未审结的案件，本年审结或者仍未审结（各地统计口径不尽相同）"


def check_cases(sheet: Sheet) -> Iterator[Finding]:
    """Yield what the records behind this year's and last year's cells say about each other."""
    yield from _carried_requests(sheet)
    yield from _carried_cases(sheet)


def _records(sheet: Sheet, table: str, row: str) -> dict[str, tuple[str, ...]] | None:
    """Return the records behind a row's cells by column; None where no records give them."""
    cells = [a for a in sheet.form.cells if a.startswith(f"{table}.{row}.") and a not in sheet.form.totals]
    if not cells or not all(address in sheet.derived.figures for address in cells):
        return None
    return {address.rsplit(".", 1)[1]: sheet.derived.records.get(address, ()) for address in cells}


def _carried_requests(sheet: Sheet) -> Iterator[Finding]:
    now = _records(sheet, REQUESTS, CARRIED_IN)
    if now is None:
        return
    cells = tuple(f"{REQUESTS}.{CARRIED_IN}.{column}" for column in now)
    before = _records(sheet.previous, REQUESTS, CARRIED_OUT) if sheet.previous else None
    if before is None:
        if any(now.values()):
            year = sheet.report.year - 1
            numbers = tuple(number for each in now.values() for number in each)
            message = f"{year}年不在台账中，本年结转的{len(numbers)}件申请是不是上年结转的那些，无法核对。"
            yield Finding("T3-CASE", "unassessable", cells, message, _CASE_BASIS, records=numbers)
        return
    for column, numbers in now.items():
        there = before.get(column, ())
        lost = tuple(number for number in there if number not in set(numbers))
        found = tuple(number for number in numbers if number not in set(there))
        if not lost and not found:
            continue
        parts = [f"上年结转而本年没有的：{named(lost)}"] if lost else []
        parts += [f"本年有而上年没有结转的：{named(found)}"] if found else []
        address = f"{REQUESTS}.{CARRIED_IN}.{column}"
        words = sheet.form.cells[address].column.words
        message = f"表三‘{words}’列‘二、上年结转’与上年‘四、结转下年度’不是同一些申请：{'；'.join(parts)}。"
        records = (*lost, *found)
        yield Finding("T3-CASE", "error", (address,), message, _CASE_BASIS, len(numbers), len(there), records)


def _carried_cases(sheet: Sheet) -> Iterator[Finding]:
    if sheet.previous is None:
        return
    for address in sheet.previous.form.cells:
        table, row, column = address.split(".", 2)
        if table != REMEDIES or column != PENDING or address not in sheet.form.cells:
            continue
        total = f"{REMEDIES}.{row}.total"
        last, this = sheet.previous.figure(address), sheet.figure(total)
        if last is None or this is None:
            continue
        left, right = sheet.number(total), sheet.previous.number(address)
        gone: tuple[str, ...] = ()
        if address in sheet.derived.figures and address in sheet.previous.derived.figures:
            there = set(sheet.derived.records.get(total, ()))
            gone = tuple(n for n in sheet.previous.derived.records.get(address, ()) if n not in there)
        if left >= right and not gone:
            continue
        name = sheet.form.cells[address].row.words
        which = f"；没有再出现的：{named(gone)}" if gone else ""
        message = f"表四‘{name}’上年尚未审结{right}件，本年总计只有{left}件{which}，请核对是否漏计。"
        yield Finding("T4-CARRY", "warning", (total,), message, _CARRY_BASIS, left, right, gone)
