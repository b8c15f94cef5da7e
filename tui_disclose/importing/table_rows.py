"""Reads the rows of a table file (CSV, Excel) as texts; what cannot be told for certain is refused, not left out."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from tui_disclose.importing.decoding import decoded
from tui_disclose.problems import Refused
from tui_disclose.statutory.text import one_line

Rows = Iterator[tuple[int, list[str]]]
"""Lines from 1, as an editor or a spreadsheet counts, with their cells."""
IsHead = Callable[[Iterable[str]], bool]

HEAD_WITHIN = 20
"""Above the head there may be a title and the like, in so many rows at most."""
NO_RESULT = "\x00"
"""Stands in a cell whose formula has no saved result, or an error; no file can hold it as text."""
_SEPARATORS = (",", "\t", ";", "；")


def table_rows(name: str, data: bytes, is_head: IsHead) -> tuple[Rows, list[str]]:
    """Return the rows of a CSV or Excel file and what has to be said of it; Refused where it cannot be read."""
    return _excel(name, data, is_head) if is_excel(name) else _csv(name, data, is_head)


def is_excel(name: str) -> bool:
    """Tell by its name whether a file is an Excel workbook."""
    return name.lower().endswith(".xlsx")


def _csv(name: str, data: bytes, is_head: IsHead) -> tuple[Rows, list[str]]:
    text, said = decoded(one_line(name), data)
    return _csv_rows(text, _separator(text, is_head)), said


def _separator(text: str, is_head: IsHead) -> str:
    """Return what parts the cells: the sign that makes heads of one of the first lines, a comma where none does."""
    for line in text.split("\n", HEAD_WITHIN)[:HEAD_WITHIN]:
        for sign in _SEPARATORS:
            if is_head([cell.strip().strip('"') for cell in line.split(sign)]):
                return sign
    return ","


def _csv_rows(text: str, separator: str) -> Rows:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for row in reader:
            # An export of this program keeps spreadsheets from taking text for a formula with an apostrophe.
            yield before + 1, [cell.strip().removeprefix("'") for cell in row]
            before = reader.line_num
    except csv.Error:
        raise Refused(
            f"第{before + 1}行起不能按 CSV 读出：引号没有成对（文字中的引号应写两遍），或者有一格太长。"
        ) from None


def _excel(name: str, data: bytes, is_head: IsHead) -> tuple[Rows, list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(data), read_only=True) if _has_formulas(data) else None
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, SyntaxError):
        # openpyxl passes on whatever its reading of a damaged part ends with.
        raise Refused(f"{one_line(name)} 不是 Excel 工作簿（.xlsx）或已损坏，不能打开。") from None
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise Refused(f"{one_line(name)} 中没有可见的工作表。")
    used = [sheet for sheet in book.worksheets if any(any(cells) for _, cells in _shown_rows(sheet))]
    chosen = _chosen(name, [sheet for sheet in visible if sheet in used] or visible[:1], is_head)
    others = "、".join(f"“{one_line(s.title)}”" for s in book.worksheets if s in (*visible, *used) and s is not chosen)
    said = [f"只读入工作表“{one_line(chosen.title)}”，没有读入{others}。"] if others else []
    return _shown_rows(chosen, formulas[chosen.title] if formulas else None), said


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [member for member in archive.namelist() if member.startswith("xl/worksheets/")]
        return any(b"<f" in archive.read(member) for member in sheets)


def _chosen(name: str, sheets: list[Any], is_head: IsHead) -> Any:  # noqa: ANN401 - openpyxl's sheet
    """Return the only sheet that holds something, or the only one with a head; Refused where there are more."""
    headed = [s for s in sheets if any(is_head(cells) for _, cells in islice(_shown_rows(s), HEAD_WITHIN))]
    if len(sheets) == 1 or len(headed) == 1:
        return (headed or sheets)[0]
    names = "、".join(f"“{one_line(sheet.title)}”" for sheet in headed or sheets)
    raise Refused(f"{one_line(name)} 有几张有内容的工作表：{names}；请把要导入的一张另存为一个文件，分别导入。")


def _shown_rows(sheet: Any, formulas: Any = None) -> Rows:  # noqa: ANN401 - openpyxl's sheets
    """Yield what the cells of a sheet show; `formulas` is the same sheet with its formulas in place of results."""
    if formulas is None:
        yield from ((at, _trimmed([_shown(c) for c in row])) for at, row in enumerate(sheet.iter_rows(), 1))
        return
    for at, (row, under) in enumerate(zip(sheet.iter_rows(), formulas.iter_rows(), strict=False), 1):
        yield at, _trimmed([NO_RESULT if _unsolved(c, f) else _shown(c) for c, f in zip(row, under, strict=False)])


def _unsolved(cell: Any, formula: Any) -> bool:  # noqa: ANN401 - openpyxl's cells
    """Tell whether a formula's result was not saved, or is an error; one that was saved as empty text is a result."""
    return formula.data_type == "f" and (cell.data_type == "e" or (cell.value is None and cell.data_type != "str"))


def _trimmed(cells: list[str]) -> list[str]:
    """Return cells without the empty ones at the end, of which a formatted sheet has many."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _shown(cell: Any) -> str:  # noqa: ANN401 - openpyxl's cell
    """Return what a cell of a sheet shows: days as ISO, whole numbers without a fraction."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
