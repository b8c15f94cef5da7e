"""What a report screen shows, in words: its parts, the line about a cell, the line about a part."""

from typing import Literal

import msgspec

from tui_disclose.report.findings import SEVERITY_WORDS, Finding
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import figure_words, is_missing, shown
from tui_disclose.statutory.forms import Form
from tui_disclose.tui.widgets.grid_messages import Face, Shown
from tui_disclose.tui.wording import width_of

Kind = Literal["text", "table", "findings"]


class ReportPart(msgspec.Struct, frozen=True):
    """One entry of the parts bar: a text, a table, or the findings."""

    key: str
    """A section key, a table key, or “findings”."""
    label: str
    kind: Kind
    heading: str


FINDINGS = ReportPart("findings", "核对", "findings", "核对结果")


def parts_of(form: Form) -> list[ReportPart]:
    """Return what a report on this form consists of, in printed order, the findings last."""
    found = [ReportPart("前言", "前言", "text", "前言")]
    for part in form.parts:
        if part.table:
            before, after = part.sections
            found += [
                ReportPart(before, f"{part.numeral}前", "text", f"{part.heading}（表前文字）"),
                ReportPart(part.table, f"{part.numeral}表", "table", part.heading),
                ReportPart(after, f"{part.numeral}后", "text", f"{part.heading}（表后文字）"),
            ]
        else:
            found.append(ReportPart(part.numeral, part.numeral, "text", part.heading))
    return [*found, ReportPart("落款", "落款", "text", "落款（署名、日期）"), FINDINGS]


def shown_cells(sheet: Sheet, table_key: str, findings: list[Finding]) -> dict[str, Shown]:
    """Return what the grid shows in each cell of a table."""
    flagged = {address for finding in findings if _flags(finding) for address in finding.where}
    cells = {}
    for cell in sheet.form.table(table_key).cells:
        faces = sheet.faces[cell.address]
        figure = faces.counts
        face: Face = "none"
        if faces.entered is not None:
            face = "entered"
        elif faces.derived is not None:
            face = "derived"
        elif faces.computed is not None:
            face = "computed"
        cells[cell.address] = Shown(shown(figure), figure is not None, face, cell.address in flagged)
    return cells


def _flags(finding: Finding) -> bool:
    """Tell whether a finding marks its cells: an open one that compares figures (blanks show as what they are)."""
    return finding.acknowledged is None and finding.left is not None


def cell_line(sheet: Sheet, address: str, width: int) -> str:
    """Return the line about a cell: its name, in full where there is room, its faces and last year's figure."""
    cell, faces = sheet.form.cells[address], sheet.faces[address]
    reason = sheet.report.reasons.get(address)
    figures = (
        f"  填报数 {figure_words(faces.entered)}  台账数 {figure_words(faces.derived)}  "
        f"合计 {figure_words(faces.computed)}  上年 {figure_words(faces.last_year)}"
    ) + (f"  理由：{reason}" if reason else "")
    return cell.words + figures if width_of(cell.words + figures) <= width else cell.short + figures


def cell_trouble(address: str, findings: list[Finding]) -> str:
    """Return what is wrong with a cell: the first finding that compares its figure, and how many there are."""
    about = [finding for finding in findings if address in finding.where and finding.left is not None]
    if not about:
        return ""
    return (f"共{len(about)}项，" if len(about) > 1 else "") + finding_line(about[0])


def finding_line(finding: Finding) -> str:
    """Return a finding in one sentence with its severity in words."""
    accepted = f"（已认可：{finding.acknowledged}）" if finding.acknowledged else ""
    return f"{SEVERITY_WORDS[finding.severity]}：{finding.message}{accepted}"


def part_line(sheet: Sheet, part: ReportPart) -> str:
    """Return the heading of a part and how much of its table is filled."""
    if part.kind != "table":
        return part.heading
    cells = sheet.form.table(part.key).cells
    filled = sum(not is_missing(sheet.figure(cell.address)) for cell in cells)
    return f"{part.heading}：已填{filled}/{len(cells)}格"


def first_place(sheet: Sheet, finding: Finding) -> tuple[str, str] | None:
    """Return the part and the cell, or the paragraph of a text, that a finding leads to; None where it concerns none.

    Of several cells it is the one that can be typed and, if possible, has no figure yet.
    """
    for where in finding.where:
        if where.startswith("section."):
            return where.removeprefix("section."), str(finding.paragraph or "")
    cells = [address for address in finding.where if address in sheet.faces]
    if not cells:
        return None
    typed = [address for address in cells if address not in sheet.form.totals] or cells
    empty = [address for address in typed if is_missing(sheet.figure(address))]
    address = (empty or typed)[0]
    return address.partition(".")[0], address
