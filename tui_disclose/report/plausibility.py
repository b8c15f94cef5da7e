"""Checks of what is possible but unlikely: large changes (JUMP), T2-REG, T2-UNIT, T2-19-BUY."""

from collections.abc import Iterator
from decimal import Decimal

from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import Number, figure_words, is_missing, number_of
from tui_disclose.statutory.forms import Cell, Table

_JUMP_FLOOR = 20
_JUMP_RATIO = 5
# A figure typed in 元 where 万元 is asked is 10,000 times too large; a tenth of that is still no ordinary year.
_UNIT_RATIO = 1_000


def check_plausibility(sheet: Sheet, level: str) -> Iterator[Finding]:
    """Yield what a reviewer would ask about; `level` is the office's (department, government or other)."""
    for table in sheet.form.tables:
        yield from _pairs(sheet, table)
        if level == "department":
            yield from _rule_makers(sheet, table)
        if sheet.previous:
            yield from _units(sheet, table)
            yield from _jumps(sheet, table)


def _pairs(sheet: Sheet, table: Table) -> Iterator[Finding]:
    for pair in table.pairs:
        cells = table.cells_on("rows", pair.row, pair.columns)
        figures = [sheet.figure(cell.address) for cell in cells]
        if None in figures:
            continue
        left, right = (sheet.number(cell.address) for cell in cells)
        if bool(left) != bool(right):
            message = (
                f"表{table.numeral}‘{cells[0].row.words}’{cells[0].column.words}为{figure_words(figures[0])}，"
                f"{cells[1].column.words}为{figure_words(figures[1])}，应同时有数或同时为0。"
            )
            yield Finding(pair.id, pair.severity, tuple(c.address for c in cells), message, pair.basis, left, right)


def _rule_makers(sheet: Sheet, table: Table) -> Iterator[Finding]:
    cells = [c for c in table.cells if c.row.rule_makers_only and sheet.number(c.address) > 0]
    if cells:
        message = f"表{table.numeral}‘{cells[0].row.words}’填有数字；部门一般无规章制定权，内部制度不是规章。"
        yield Finding("T2-REG", "warning", tuple(c.address for c in cells), message, "立法法：规章由有权机关制定")


def _units(sheet: Sheet, table: Table) -> Iterator[Finding]:
    for cell in table.cells:
        if cell.column.unit != "万元":
            continue
        this, last = sheet.number(cell.address), number_of(sheet.faces[cell.address].last_year)
        if last and last > 0 and this >= last * _UNIT_RATIO:
            message = f"表{table.numeral}‘{cell.short}’为{this}，上年为{last}，疑似按“元”填写；本栏单位为万元。"
            yield Finding("T2-UNIT", "warning", (cell.address,), message, f"表头：{cell.column.words}", this, last)


def _jumps(sheet: Sheet, table: Table) -> Iterator[Finding]:
    if not table.jump:
        return
    for cells, this, last in _compared(sheet, table):
        small, large = sorted((abs(Decimal(this)), abs(Decimal(last))))
        if large >= _JUMP_FLOOR and large > _JUMP_RATIO * (small or 1):
            name = "、".join(cell.short for cell in cells)
            message = f"表{table.numeral}‘{name}’本年{this}，上年{last}，相差超过{_JUMP_RATIO}倍，请核实。"
            yield Finding("JUMP", "warning", tuple(c.address for c in cells), message, "与上年数据比较", this, last)


def _compared(sheet: Sheet, table: Table) -> Iterator[tuple[list[Cell], Number, Number]]:
    """Yield cells with this and last year's number; rows that last year's form had as one are taken together."""
    previous = sheet.previous
    if previous is None:
        return
    looked_at = [c for c in table.cells if not table.jump_columns or c.column.key in table.jump_columns]
    for cell in looked_at:
        last = number_of(sheet.faces[cell.address].last_year)
        if last is not None and not is_missing(sheet.figure(cell.address)):
            yield [cell], sheet.number(cell.address), last
    for merged in (m for m in sheet.form.merged_from(previous.form) if m.table == table.key):
        for column in dict.fromkeys(cell.column.key for cell in looked_at):
            before = f"{table.key}.{merged.previous_row}.{column}"
            if before not in previous.faces or any((row, column) not in table.grid for row in merged.rows):
                continue
            cells = table.cells_on("columns", column, merged.rows)
            last = number_of(previous.figure(before))
            if last is not None and not any(is_missing(sheet.figure(c.address)) for c in cells):
                yield cells, sum((sheet.number(c.address) for c in cells), start=0), last
