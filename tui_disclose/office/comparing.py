"""Where a report's figures differ: between their faces, or from a file."""

from typing import Any

from tui_disclose.office.finished import is_finished
from tui_disclose.office.house import Office
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import Figure, figure_words, is_missing, number_of


def faces_apart(sheet: Sheet) -> list[dict[str, Any]]:
    """Return a row for each entered figure that is not what the records give or the form adds up.

    Of a finished report these are the figures that were signed, so that later changes of records are listed.
    """
    rows = []
    name_of_entered = "定稿数" if is_finished(sheet.report) else "填报数"
    for address, faces in sheet.faces.items():
        others = {"台账数": faces.derived, "合计": faces.computed}
        apart = {name: figure for name, figure in others.items() if figure is not None}
        if faces.entered is not None and any(_differ(faces.entered, figure) for figure in apart.values()):
            rows.append(_row(sheet, address, {name_of_entered: faces.entered, **apart}))
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


def row_lines(row: dict[str, Any]) -> list[str]:
    """Return a row of differences in words: one line for a figure, a line for each paragraph of a text."""
    if "section" in row:
        return [f"{row['words']}：", *(f"  {line}" for line in row["lines"])]
    faces = "，".join(f"{name}{figure_words(figure)}" for name, figure in row["figures"].items())
    return [f"{row['words']}（{row['address']}）：{faces}"]


def _differ(left: Figure, right: Figure) -> bool:
    return number_of(left) != number_of(right)


def _row(sheet: Sheet, address: str, figures: dict[str, Figure]) -> dict[str, Any]:
    return {"address": address, "words": sheet.form.cells[address].words, "figures": figures}
