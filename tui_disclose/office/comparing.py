"""Where a report's figures differ: between their faces, or from a file."""

from typing import Any

from tui_disclose.office.house import Office
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import Figure, is_missing, number_of


def faces_apart(sheet: Sheet) -> list[dict[str, Any]]:
    """Return a row for each entered figure that is not what the records give or the form adds up."""
    rows = []
    for address, faces in sheet.faces.items():
        others = {"台账数": faces.derived, "合计": faces.computed}
        apart = {name: figure for name, figure in others.items() if figure is not None}
        if faces.entered is not None and any(_differ(faces.entered, figure) for figure in apart.values()):
            rows.append(_row(sheet, address, {"填报数": faces.entered, **apart}))
    return rows


def file_apart(office: Office, sheet: Sheet, name: str, content: bytes) -> list[dict[str, Any]]:
    """Return a row for each cell in which a report file has another figure; Refused for a file that cannot be read."""
    from tui_disclose.importing import read_report

    draft = read_report(name, content, office.forms, sheet.report.year)
    rows = []
    for address in sheet.faces:
        here, there = sheet.figure(address), draft.cells.get(address)
        if not (is_missing(here) and is_missing(there)) and here != there:
            rows.append(_row(sheet, address, {"本报告": here, "文件": there}))
    return rows


def _differ(left: Figure, right: Figure) -> bool:
    return number_of(left) != number_of(right)


def _row(sheet: Sheet, address: str, figures: dict[str, Figure]) -> dict[str, Any]:
    return {"address": address, "words": sheet.form.cells[address].words, "figures": figures}
