"""Records found by number or pinyin initials, whatever ledger they stand in."""

from datetime import date
from pathlib import Path

from tui_disclose.office.demo import create_demo
from tui_disclose.office.entering import set_figure
from tui_disclose.office.finding_records import Found, find
from tui_disclose.office.house import create_office, open_office
from tui_disclose.office.ledgers import take_out
from tui_disclose.office.requests import register
from tui_disclose.office.rules import RULES, add_rule
from tui_disclose.records import ledger_files
from tui_disclose.tui.places import can_open

TODAY = date(2025, 3, 1)


def test_reports_are_found_by_year_and_by_initials_newest_first(tmp_path: Path) -> None:
    office = create_office(tmp_path / "data", "某局", TODAY)
    for year in (2019, 2023, 2024):
        set_figure(office, year, "requests.received.business", "1", TODAY)
    assert find(office, "2019", 9) == ([Found("reports", "2019", "2019年年度报告")], 1)
    assert [found.number for found in find(office, "ndbg", 9)[0]] == ["2024", "2023", "2019"]
    found, many = find(office, "", 2)
    assert ([each.number for each in found], many) == (["2024", "2023"], 3)
    assert find(office, "〔2019〕", 9) == ([], 0)


def test_records_of_a_ledger_are_found_by_number_and_name_until_they_are_taken_out(tmp_path: Path) -> None:
    office = create_office(tmp_path / "data", "某局", TODAY)
    number = add_rule(office, {"name": "保密审查办法", "kind": "disclosure"}, TODAY)
    for typed in ("保密", "bmsc", number):
        found, many = find(office, typed, 9)
        assert [(each.table, each.number) for each in found] == [("rules", number)]
        assert many == 1
    take_out(office, RULES, number, "并入", TODAY)
    assert find(office, "bmsc", 9) == ([], 0)


def test_widths_and_cases_are_alike(tmp_path: Path) -> None:
    office = create_office(tmp_path / "data", "某局", TODAY)
    add_rule(office, {"name": "ＡＰＰ信息发布（试行）规定１０", "kind": "disclosure"}, TODAY)
    for typed in ("app", "ＡＰＰ", "(试行)", "（试行）", "10", "appxx"):
        assert find(office, typed, 9)[1] == 1, typed


def test_every_ledger_of_the_demo_is_found_where_it_can_be_opened(tmp_path: Path) -> None:
    """A ledger that gets a screen must be in the palette, and what the palette finds must open."""
    found, many = find(create_demo(tmp_path / "data", TODAY), "", 10_000)
    assert len(found) == many > 60
    kept = {path.stem for path in Path(ledger_files.__file__).parent.glob("ledgers/*.toml")} | {"reports"}
    assert {each.table for each in found} == {table for table in kept if can_open(table)}
    assert {"rules", "requests", "remedies", "reports"} <= {each.table for each in found}


def test_requests_are_found_by_what_they_ask_for_and_nobody_is_named(tmp_path: Path) -> None:
    office = create_office(tmp_path / "data", "某局", TODAY)
    values = {"channel": "in_person", "arrived_on": "2025-02-03", "applicant.kind": "natural_person"}
    number = register(office, {**values, "applicant.name": "张三", "content": "张三承包地的补偿方案"})
    assert find(office, "补偿", 9)[0] == [Found("requests", number, f"{number}申请 张＊＊承包地的补偿方案")]
    looking = open_office(office.folder, read_only=True)
    assert find(looking, "补偿", 9)[1] == 1
    assert find(looking, "张三", 9)[1] == find(looking, "zscbd", 9)[1] == 0
