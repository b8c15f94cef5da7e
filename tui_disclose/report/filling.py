"""Figures that one key fills in: zeros, and what last year's report carries over."""

from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import Figure, as_json_number, is_missing, number_of
from tui_disclose.statutory.forms import Cell


def zeros(sheet: Sheet, table_key: str) -> dict[str, Figure]:
    """Return a 0 for each cell of a table that is typed and not known yet; a printed blank is a figure that counts."""
    return {address: 0 for address in sheet.fillable(table_key) if sheet.figure(address) is None}


def carried_over(sheet: Sheet, table_key: str) -> dict[str, Figure]:
    """Return the figures that last year's report carries into a table of this one, totals left out.

    These are the openings: 上年结转 of 三, and 上一年项目数量 of 二 (last year's with its change), left alone where the
    records give it.
    """
    found: dict[str, Figure] = {}
    table = sheet.form.table(table_key)
    for relation in (each for each in table.relations if each.opens):
        for line in table.lines(relation):
            target, *sources = table.cells_on(relation.over, line, (*relation.left.this, *relation.right.last))
            known = not relation.copies and sheet.faces[target.address].derived is not None
            figure = _carried(sheet, sources)
            if target.address not in sheet.form.totals and not known and not is_missing(figure):
                found[target.address] = figure
    return found


def _carried(sheet: Sheet, sources: list[Cell]) -> Figure:
    previous = sheet.previous
    if previous is None or any(source.address not in previous.faces for source in sources):
        return None
    figures = [previous.figure(source.address) for source in sources]
    if len(figures) == 1:
        return figures[0]
    numbers = [number for figure in figures if (number := number_of(figure)) is not None]
    return as_json_number(sum(numbers)) if len(numbers) == len(figures) else None
