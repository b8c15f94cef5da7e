"""The years side by side as files: every figure of every year is in them; a file that says otherwise is not left."""

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from openpyxl import load_workbook
from xlsxwriter.worksheet import Worksheet

from tests.conftest import FORMS, REPORTS
from tui_disclose.choices import TREND_FORMATS
from tui_disclose.exporting import trend_xlsx
from tui_disclose.office.entering import set_figures
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.trend_files import export_trend
from tui_disclose.office.trends import Trend, trend
from tui_disclose.problems import Refused
from tui_disclose.statutory.figures import Figure

TODAY = date(2026, 3, 1)
YEARS = {2019: "pt-2019", 2020: "pt-2020", 2021: "pt-gaj-2021", 2022: "pt-2022", 2023: "huaian-2024"}
YEARS |= {2024: "huaian-2024", 2025: "sh-office-2025"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = create_office(tmp_path / "data", "某局<b>|=1", TODAY)
    for year, name in YEARS.items():
        set_figures(made, year, REPORTS[name]["cells"], TODAY)
    return made


def published(year: int, address: str) -> str:
    return str(REPORTS[YEARS[year]]["cells"].get(address, ""))


def written(office: Office, found: Trend, file_format: str) -> Path:
    return export_trend(office, found, file_format, office.folder / f"历年.{file_format}")


def test_the_workbook_holds_every_figure_as_published(office: Office) -> None:
    book = load_workbook(written(office, trend(office), "xlsx"))
    form = FORMS.by_id("2021")
    assert book.sheetnames == ["表二", "表三", "表四"]
    rows = {row[0]: row[1:] for sheet in book for row in sheet.iter_rows(min_row=3, values_only=True)}
    for cell in form.cells.values():
        for at, year in enumerate(YEARS):
            if year > 2020:
                value = rows[cell.short][at]
                assert ("" if value is None else str(value)) == published(year, cell.address)
    assert isinstance(rows["一、本年新收申请·自然人"][5], int)
    assert [cell.value for cell in book["表三"][2]][1:8] == [f"{year}年" for year in YEARS]


def test_the_page_holds_every_figure_and_charts_of_the_totals(office: Office) -> None:
    page = html.fromstring(written(office, trend(office), "html").read_bytes())
    form = FORMS.by_id("2021")
    cells: dict[str, list[str]] = {}
    for row in page.iter("tr"):
        first, *others = [" ".join(cell.itertext()).strip() for cell in row]
        cells.setdefault(first, []).extend(others)
    for cell in form.cells.values():
        assert cells[cell.short][2:] == [published(year, cell.address) for year in YEARS if year > 2020]
    (chart,) = page.xpath("//svg[@aria-label[contains(., '一、本年新收申请·总计')]]")
    spoken = re.findall(r"(\d{4})年(\d+)", chart.get("aria-label"))
    assert spoken == [(str(year), published(year, "requests.received.total")) for year in YEARS]


@pytest.mark.parametrize("file_format", TREND_FORMATS)
def test_every_format_is_written_and_the_trail_says_so(office: Office, file_format: str) -> None:
    found = trend(office, ["requests.received.total", "proactive.fees.amount"])
    path = written(office, found, file_format)
    assert path.stat().st_size > 200
    assert office.store.since(0)[-1].why.startswith("导出历年数字到 ")
    if file_format in ("md", "html"):
        assert "<b>" not in path.read_text(encoding="utf-8")


def test_a_workbook_that_says_otherwise_is_not_left(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    real = trend_xlsx.plain_value

    def rounded(sheet: Worksheet, line: int, column: int, figure: Figure, _: object) -> None:
        value = real(figure)
        sheet.write(line, column, round(value) if isinstance(value, float) else value)

    monkeypatch.setattr(trend_xlsx, "_write", rounded)
    with pytest.raises(Refused, match="读回"):
        written(office, trend(office), "xlsx")
    assert not (office.folder / "历年.xlsx").exists()


def test_a_long_amount_is_printed_smaller_and_sheets_fit_the_page(office: Office) -> None:
    set_figures(office, 2024, {"proactive.fees.amount": "75394432.52"}, TODAY)
    found = trend(office)
    with zipfile.ZipFile(written(office, found, "docx")) as archive:
        text = archive.read("word/document.xml").decode()
    (paragraph,) = [each for each in text.split("<w:p>") if ">75394432.52<" in each]
    # Eleven half characters of 10.5 pt are 20.4 mm; six years share 156 mm less the name's.
    assert "TableText" not in paragraph
    book = load_workbook(written(office, found, "xlsx"))
    assert all(sheet.sheet_properties.pageSetUpPr.fitToPage for sheet in book)
    assert {sheet.print_title_rows for sheet in book} == {"$1:$2"}


def test_without_a_year_there_is_nothing_to_write(tmp_path: Path) -> None:
    made = create_office(tmp_path / "data", "某局", TODAY)
    with pytest.raises(Refused, match="还没有"):
        export_trend(made, trend(made), "md", None)
