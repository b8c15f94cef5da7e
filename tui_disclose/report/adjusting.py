"""Openings that differ from last year's closing (二、上年结转 and 四、结转下年度继续办理) for a reason that was given.

An adjustment with its date and reason makes T3-OPEN a warning; it explains the difference that it was given for and no
other. Where the columns of a total are explained, so is the total.
"""

from collections.abc import Iterator

import msgspec

from tui_disclose.records.adjustments import Adjustment
from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.dates import date_words
from tui_disclose.statutory.figures import Number, is_missing
from tui_disclose.statutory.forms import Cell


class Opening(msgspec.Struct, frozen=True):
    """A cell that opens the year with what last year's report closed with."""

    cell: Cell
    source: Cell
    """The cell of last year's report."""
    difference: Number | None
    """Opening minus closing; None where one of them is not known."""


def openings(sheet: Sheet) -> Iterator[Opening]:
    """Yield every cell that last year's report gives, with what it differs by."""
    for table in sheet.form.tables:
        for relation in (each for each in table.relations if each.copies):
            for line in table.lines(relation):
                cell, source = table.cells_on(relation.over, line, (*relation.left.this, *relation.right.last))
                yield Opening(cell, source, _difference(sheet, cell, source))


def _difference(sheet: Sheet, cell: Cell, source: Cell) -> Number | None:
    previous = sheet.previous
    if previous is None or source.address not in previous.faces:
        return None
    if is_missing(sheet.figure(cell.address)) or is_missing(previous.figure(source.address)):
        return None
    return sheet.number(cell.address) - previous.number(source.address)


def explained(sheet: Sheet, findings: list[Finding]) -> list[Finding]:
    """Return findings, those about openings that an adjustment explains as warnings with date and reason."""
    if not sheet.report.adjustments:
        return findings
    ids = {relation.id for table in sheet.form.tables for relation in table.relations if relation.copies}
    reasons = reasons_of(sheet)
    return [_softened(finding, reasons) if finding.id in ids else finding for finding in findings]


def reasons_of(sheet: Sheet) -> dict[str, tuple[Adjustment, ...]]:
    """Return by address the adjustments that explain what an opening differs by, totals with those of their parts."""
    differences = {each.cell.address: each.difference for each in openings(sheet)}
    own: dict[str, tuple[Adjustment, ...]] = {
        address: (said,)
        for address, said in sheet.report.adjustments.items()
        if differences.get(address) and differences[address] == said.number
    }
    found = dict(own)
    for address, difference in differences.items():
        parts = [part for part in sheet.form.totals.get(address, ()) if differences.get(part)]
        together = sum((differences[part] or 0 for part in parts), start=0)
        if address not in own and difference and difference == together and all(part in own for part in parts):
            found[address] = tuple(dict.fromkeys(said for part in parts for said in own[part]))
    return found


def _softened(finding: Finding, reasons: dict[str, tuple[Adjustment, ...]]) -> Finding:
    said = next((reasons[address] for address in finding.where if address in reasons), ())
    if finding.severity != "error" or not said:
        return finding
    words = "；".join(dict.fromkeys(f"{date_words(each.on)}调整，{each.reason}" for each in said))
    return msgspec.structs.replace(
        finding, severity="warning", message=f"{finding.message.removesuffix('。')}；已说明：{words}。"
    )


def offered_sentence(sheet: Sheet) -> str:
    """Return a sentence about the adjustments for part 六, "" where there is nothing to say; nothing prints it."""
    reasons = reasons_of(sheet)
    said = []
    for each in openings(sheet):
        address = each.cell.address
        if address in sheet.report.adjustments and address in reasons and each.difference:
            more = "多" if each.difference > 0 else "少"
            adjustment = reasons[address][0]
            said.append(
                f"“{each.cell.column.words}”{more}{abs(each.difference)}件"
                f"（{date_words(adjustment.on)}调整，原因：{adjustment.reason}）"
            )
    if not said:
        return ""
    opening = next(iter(openings(sheet)))
    return (
        f"本年度“{opening.cell.row.words.rpartition('、')[2]}”与上一年度报告"
        f"“{opening.source.row.words.rpartition('、')[2]}”的数字相比：{'；'.join(said)}。"
    )
