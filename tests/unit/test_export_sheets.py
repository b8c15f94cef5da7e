"""Reports as Excel workbooks and CSV: tables as printed, totals as formulas that agree, nothing that acts."""

import csv
import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from tests.conftest import FORMS, REPORTS, sample_sheet, sheet_with
from tui_disclose.exporting.csvfile import harmless_field
from tui_disclose.exporting.sheet_values import plain_value
from tui_disclose.exporting.xlsx import render_xlsx
from tui_disclose.importing import read_report
from tui_disclose.office.exporting import render_report
from tui_disclose.records.report import Report
from tui_disclose.statutory.figures import Figure


def book_of(content: bytes, values: bool = False) -> Workbook:
    return load_workbook(io.BytesIO(content), data_only=values)


def exported(name: str, values: bool = False) -> Workbook:
    return book_of(render_report(sample_sheet(name), "xlsx").content, values)


def computed(book: Workbook, sheet: str, place: str) -> int | float:
    """Compute a cell as a spreadsheet does, by a reader of formulas of its own."""
    value = book[sheet][place].value
    if not isinstance(value, str) or not value.startswith("="):
        return value if isinstance(value, int | float) else 0
    (areas,) = set(re.findall(r"(?:COUNT|SUM)\(([^()]*)\)", value))
    total: int | float = 0
    for area in areas.split(","):
        cells = book[sheet][area]
        for line in cells if isinstance(cells, tuple) else ((cells,),):
            total += sum(computed(book, sheet, cell.coordinate) for cell in line)
    return total


@pytest.mark.parametrize("sample", REPORTS.values(), ids=REPORTS)
def test_formulas_agree_with_the_printed_totals(sample: dict[str, Any]) -> None:
    formulas, values = exported(sample["id"]), exported(sample["id"], values=True)
    seen = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    seen += 1
                    stored = values[sheet.title][cell.coordinate].value
                    assert computed(formulas, sheet.title, cell.coordinate) == (stored or 0)
    # 7 columns and 23 or 25 rows add up in 三, 3 times in 四; a total printed otherwise is no formula.
    expected = {"2019": 23 + 6 + 3, "2021": 25 + 6 + 3}[sample["form"]]
    apart = [cell for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.comment]
    assert seen + len(apart) == expected


def test_a_total_printed_otherwise_stays_as_printed_with_a_note() -> None:
    """pt-2020 printed 20 under 自然人·（七）总计 where its outcomes add up to 26."""
    sheet = exported("pt-2020")["表三"]
    (noted,) = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    assert noted.value == 20
    assert "26" in noted.comment.text


def test_what_is_typed_into_the_workbook_is_added_up() -> None:
    book = exported("huaian-2024")
    sheet = book["表三"]
    # 新收·自然人 is 3,001 of 3,119.
    (place,) = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value == 3001]
    total = sheet.cell(sheet[place].row, 10).coordinate
    assert computed(book, "表三", total) == 3119
    sheet[place] = 3011
    assert computed(book, "表三", total) == 3129


def test_an_empty_report_is_a_workbook_to_type_into() -> None:
    content = render_report(sheet_with(2024, {}), "xlsx").content
    values = book_of(content, values=True)
    assert values.sheetnames == ["表二", "表三", "表四", "文字"]
    assert not [c.value for s in values for row in s.iter_rows() for c in row if isinstance(c.value, int | float)]
    formulas = [c for s in book_of(content) for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert len(formulas) == 34


@pytest.mark.parametrize(("name", "rows"), [("baiyin-2019", 20), ("huaian-2024", 22)])
def test_tables_are_merged_as_printed(name: str, rows: int) -> None:
    sheet = exported(name)["表三"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A3:C5", "D3:J3", "E4:I4", f"A8:A{7 + rows}", "B10:B17", "A6:C6"} <= merged
    assert sheet["A8"].value == "三、本年度办理结果"


def test_texts_stand_on_a_sheet_of_their_own_line_by_line() -> None:
    text = "总体。\n\n- =1+1\n@b"
    report = Report("某局", 2024, "2021", {}, {"一": text, "落款": "某局"})
    sheet = book_of(render_xlsx(FORMS.for_year(2024), report))["文字"]
    rows = [tuple(row) for row in sheet.iter_rows(min_row=2, max_col=2, values_only=True)]
    assert rows[:6] == [
        ("部分", "文字"),
        ("前言", "未填写"),
        ("一", "总体。"),
        (None, None),
        (None, "- =1+1"),
        (None, "@b"),
    ]
    assert rows[-1] == ("落款", "某局")
    # Nothing but what was typed over it becomes a text again.
    sheet["B3"].value = "写上的前言。"
    out = io.BytesIO()
    sheet.parent.save(out)
    draft = read_report("a.xlsx", out.getvalue(), FORMS, None)
    assert draft.sections == {"前言": "写上的前言。", "一": text, "落款": "某局"}


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        (7, 7),
        ("9116.36", 9116.36),
        ("24252.311082", 24252.311082),
        ("12.50", "12.50"),
        ("3.0", "3.0"),
        ("251000元", "251000元"),
        ("/", "/"),
        ("", ""),
        (None, ""),
        (10**15, "1000000000000000"),
        ("0.12345678901234567", "0.12345678901234567"),
    ],
)
def test_a_figure_is_a_number_only_where_it_comes_back_digit_for_digit(figure: Figure, value: float | str) -> None:
    assert plain_value(figure) == value
    assert type(plain_value(figure)) is type(value)


def test_equal_reports_are_equal_workbooks() -> None:
    sheet = sample_sheet("pt-2020")
    assert render_report(sheet, "xlsx").content == render_report(sheet, "xlsx").content


@pytest.mark.parametrize("sample", REPORTS.values(), ids=REPORTS)
def test_csv_has_one_row_for_each_cell(sample: dict[str, Any]) -> None:
    content = render_report(sample_sheet(sample["id"]), "csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    cells = {row["地址"]: row["值"] for row in rows if row["表"].startswith("表")}
    assert cells == {a: str(sample["cells"].get(a, "")) for a in FORMS.for_year(sample["year"]).cells}
    named = next(row for row in rows if row["地址"] == "requests.state_secret.business")
    assert named["行"] == "三、本年度办理结果·（三）不予公开·1.属于国家秘密"
    assert named["列"] == "申请人情况·法人或其他组织·商业企业"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("-5", "-5"),
        ("-5.25", "-5.25"),
        ("-5（+1）", "'-5（+1）"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("@a", "'@a"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("'a", "''a"),
        ("总体=1", "总体=1"),
    ],
)
def test_no_field_is_taken_for_a_formula(text: str, field: str) -> None:
    assert harmless_field(text) == field


def test_sheets_show_all_of_a_long_title_and_text_and_print_heads_on_every_page() -> None:
    """A Chinese character of 10.5 pt is 3.7 mm wide and a line 14 pt high; a row ends at 409 pt in Excel."""
    report = Report("某自治州" * 20, 2024, "2021", {}, {"一": "公" * 500, "五": "开" * 5000})
    book = book_of(render_xlsx(FORMS.for_year(2024), report))
    texts = book["文字"]
    assert 14 * (500 * 3.7 / 140) < texts.row_dimensions[4].height < 409
    assert 408 < max(row.height for row in texts.row_dimensions.values()) <= 409
    assert all(sheet.row_dimensions[1].height > 28 for sheet in book)
    assert [book[name].print_title_rows for name in ("表二", "表三", "表四")] == ["$3:$4", "$3:$5", "$3:$5"]
