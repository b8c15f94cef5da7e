"""What an export costs beside writing the same tables plainly with the library one would pick for that format.

python -m benchmarks.exporting [--runs 15] [--one FORMAT WHOSE]

Ours is the whole export: the report laid out, written, read back and compared cell by cell. The peer only writes.
The peer for web pages, pandas, is none of the project's: without it that line is left out.
"""

import argparse
import csv
import io
import json
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from statistics import median

from benchmarks.startup import most_memory
from tests.conftest import sample_sheet
from tui_disclose.exporting.csvfile import render_csv
from tui_disclose.exporting.docx import render_docx
from tui_disclose.exporting.html import render_html
from tui_disclose.exporting.jsonfile import render_json
from tui_disclose.exporting.markdown import render_markdown
from tui_disclose.exporting.report_document import report_document
from tui_disclose.exporting.xlsx import render_xlsx
from tui_disclose.office.exporting import render_report
from tui_disclose.report.flat import printed
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.layout import lay_out

SAMPLE = "huaian-2024"

BOUNDS = {"docx": 0.2, "xlsx": 12.0, "html": 25.0, "md": 150.0, "csv": 60.0, "json": 20.0}
"""Times the peer's median that an export, its proof included, may take.

Reading an Excel file back twice costs more than writing it; for text the peers are what nobody could beat.
"""


def word(sheet: Sheet) -> bytes:
    """Write the tables with python-docx, merged as printed."""
    from docx import Document

    document, report = Document(), sheet.published()
    for table in sheet.form.tables:
        layout = lay_out(table)
        grid = document.add_table(layout.height, layout.width)
        for cell in layout.cells:
            first = grid.cell(cell.line, cell.column)
            last = grid.cell(cell.line + cell.rowspan - 1, cell.column + cell.colspan - 1)
            first.merge(last).text = printed(report, cell.cell) if cell.cell else cell.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel(sheet: Sheet) -> bytes:
    """Write the tables with openpyxl, merged as printed, figures as they are."""
    from openpyxl import Workbook

    book, report = Workbook(), sheet.published()
    for table in sheet.form.tables:
        page = book.create_sheet(table.numeral)
        for cell in lay_out(table).cells:
            at = (cell.line + 1, cell.column + 1)
            page.cell(*at, report.cells.get(cell.cell.address) if cell.cell else cell.text)
            if cell.rowspan > 1 or cell.colspan > 1:
                page.merge_cells(None, *at, cell.line + cell.rowspan, cell.column + cell.colspan)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(sheet: Sheet) -> list[list[list[str]]]:
    """Return the figures of each block of each table row by row."""
    report = sheet.published()
    return [
        [
            [row.words, *(printed(report, table.grid[row.key, column.key]) for column in block.columns)]
            for row in block.rows
        ]
        for table in sheet.form.tables
        for block in table.blocks
    ]


def web(sheet: Sheet) -> bytes:
    """Write the tables with pandas, without merged cells."""
    from pandas import DataFrame

    return "".join(DataFrame(block).to_html() for block in rows(sheet)).encode()


def comma(sheet: Sheet) -> bytes:
    """Write address and figure with the csv module."""
    out = io.StringIO()
    csv.writer(out).writerows(sheet.published().cells.items())
    return out.getvalue().encode()


def pipes(sheet: Sheet) -> bytes:
    """Write the tables with nothing but `join`."""
    return "\n".join("| " + " | ".join(line) + " |" for table in rows(sheet) for line in table).encode()


def plain_json(sheet: Sheet) -> bytes:
    """Write the figures with the json module."""
    return json.dumps(sheet.published().cells).encode()


PEERS: dict[str, tuple[str, Callable[[Sheet], bytes]]] = {
    "docx": ("python-docx", word),
    "xlsx": ("openpyxl", excel),
    "html": ("pandas to_html", web),
    "md": ("join", pipes),
    "csv": ("csv", comma),
    "json": ("json", plain_json),
}


def export(sheet: Sheet, file_format: str) -> bytes:
    """Export a report as the office does, with everything that proves it."""
    return render_report(sheet, file_format, past={}).content


def written(sheet: Sheet, file_format: str) -> bytes:
    """Write a report without proving it."""
    form, report = sheet.form, sheet.published()
    match file_format:
        case "docx":
            return render_docx(report_document(form, report))
        case "xlsx":
            return render_xlsx(form, report)
        case "html":
            return render_html(report_document(form, report)).encode()
        case "md":
            return render_markdown(form, report).encode()
        case "csv":
            return render_csv(form, report).encode()
        case _:
            return render_json(form, report).encode()


def milliseconds(act: Callable[[], bytes]) -> float:
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def measured(file_format: str, runs: int) -> bool:
    """Measure a format and its peer in turn, print one line, and tell whether the bound is kept."""
    sheet = sample_sheet(SAMPLE)
    name, peer = PEERS[file_format]
    ours: list[float] = []
    theirs: list[float] = []
    alone: list[float] = []
    for _ in range(runs + 1):
        alone.append(milliseconds(lambda: written(sheet, file_format)))
        ours.append(milliseconds(lambda: export(sheet, file_format)))
        theirs.append(milliseconds(lambda: peer(sheet)))
    own, other = median(ours[1:]), median(theirs[1:])
    ratio, bound = own / other, BOUNDS[file_format]
    memory = [
        most_memory(sys.executable, "-m", "benchmarks.exporting", "--one", file_format, whose) // 1024
        for whose in ("ours", "peer")
    ]
    times = f"{median(alone[1:]):.1f} | {own:.1f} | {name} | {other:.1f} | {median(alone[1:]) / other:.2f}"
    print(f"| {file_format} | {times} | {ratio:.2f} | {bound:.1f} | {memory[0]} | {memory[1]} |", flush=True)
    return ratio <= bound


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--one", nargs=2, metavar=("FORMAT", "WHOSE"))
    given = parser.parse_args()
    if given.one:
        file_format, whose = given.one
        sheet = sample_sheet(SAMPLE)
        if whose == "ours":
            export(sheet, file_format)
        else:
            PEERS[file_format][1](sheet)
        return
    print("| format | written (ms) | proven (ms) | peer | peer (ms) | ratio, written | proven | bound | MB | peer MB |")
    print("|---|--:|--:|---|--:|--:|--:|--:|--:|--:|")
    kept = [measured(each, given.runs) for each in PEERS if each != "html" or find_spec("pandas")]
    if not all(kept):
        sys.exit(1)


if __name__ == "__main__":
    main()
