"""Openings that differ from last year's closing for a reason that was given: 上年结转 of 三, 上一年项目数量 of 二.

An adjustment with its date and reason makes T3-OPEN a warning and accepts T2-19-ITEM; it explains the difference that
it was given for and no other. Where the columns of a total are explained, so is the total.
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
    sources: tuple[Cell, ...]
    """The cells of last year's report that make it up."""
    difference: Number | None
    """Opening minus closing; None where one of them is not known."""

    @property
    def source(self) -> Cell:
        """The first cell of last year's report."""
        return self.sources[0]

    @property
    def copies(self) -> bool:
        """Whether it is one figure of last year's report: then its column names it, else its row does."""
        return len(self.sources) == 1

    @property
    def name(self) -> str:
        """What it is told from the others by: the applicants' column of 三, the row of 二."""
        return self.cell.column.words if self.copies else self.cell.row.short

    @property
    def what(self) -> str:
        """What opens with it: “上年结转”, “上一年项目数量”."""
        return "上年结转" if self.copies else self.cell.column.words


def openings(sheet: Sheet) -> Iterator[Opening]:
    """Yield every cell that last year's report gives, with what it differs by."""
    for table in sheet.form.tables:
        for relation in (each for each in table.relations if each.opens):
            for line in table.lines(relation):
                cell, *sources = table.cells_on(relation.over, line, (*relation.left.this, *relation.right.last))
                yield Opening(cell, tuple(sources), _difference(sheet, cell, sources))


def _difference(sheet: Sheet, cell: Cell, sources: list[Cell]) -> Number | None:
    previous = sheet.previous
    if previous is None or any(source.address not in previous.faces for source in sources):
        return None
    figures = [sheet.figure(cell.address), *(previous.figure(source.address) for source in sources)]
    if any(map(is_missing, figures)):
        return None
    return sheet.number(cell.address) - sum(previous.number(source.address) for source in sources)


def explained(sheet: Sheet, findings: list[Finding]) -> list[Finding]:
    """Return findings, those about openings that an adjustment explains softened, with date and reason."""
    if not sheet.report.adjustments:
        return findings
    ids = {relation.id for table in sheet.form.tables for relation in table.relations if relation.opens}
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
    if not said or finding.difference != sum(each.number for each in said):
        return finding
    words = "；".join(dict.fromkeys(f"{date_words(each.on)}调整，{each.reason}" for each in said))
    if finding.severity == "warning":
        return msgspec.structs.replace(finding, acknowledged=words)
    return msgspec.structs.replace(
        finding, severity="warning", message=f"{finding.message.removesuffix('。')}；已说明：{words}。"
    )


def offered_sentence(sheet: Sheet) -> str:
    """Return a sentence about the adjustments for part 六, "" where there is nothing to say; nothing prints it."""
    reasons = reasons_of(sheet)
    said: dict[str, list[str]] = {}
    for each in openings(sheet):
        address = each.cell.address
        if address in sheet.report.adjustments and address in reasons and each.difference:
            more = "多" if each.difference > 0 else "少"
            adjustment = reasons[address][0]
            said.setdefault(_compared(each), []).append(
                f"“{each.name}”{more}{abs(each.difference)}{'件' if each.copies else '项'}"
                f"（{date_words(adjustment.on)}调整，原因：{adjustment.reason}）"
            )
    return "".join(f"{compared}的数字相比：{'；'.join(words)}。" for compared, words in said.items())


def _compared(opening: Opening) -> str:
    if not opening.copies:
        return f"本年度“{opening.what}”与上一年度报告"
    now, last = (cell.row.words.rpartition("、")[2] for cell in (opening.cell, opening.source))
    return f"本年度“{now}”与上一年度报告“{last}”"
