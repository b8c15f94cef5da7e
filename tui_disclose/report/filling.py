"""Figures that one key fills in: zeros, and what last year's report carries over."""

from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import Figure, is_missing


def zeros(sheet: Sheet, table_key: str) -> dict[str, Figure]:
    """Return a 0 for each cell of a table that is typed and not known yet; a printed blank is a figure that counts."""
    return {address: 0 for address in sheet.fillable(table_key) if sheet.figure(address) is None}


def carried_over(sheet: Sheet, table_key: str) -> dict[str, Figure]:
    """Return the figures that last year's report carries into a table of this one (上年结转), totals left out."""
    if sheet.previous is None:
        return {}
    table = sheet.form.table(table_key)
    found: dict[str, Figure] = {}
    for relation in (r for r in table.relations if r.copies):
        for line in table.lines(relation):
            target, source = table.cells_on(relation.over, line, (*relation.left.this, *relation.right.last))
            if target.address in sheet.form.totals or source.address not in sheet.previous.faces:
                continue
            if not is_missing(figure := sheet.previous.figure(source.address)):
                found[target.address] = figure
    return found
