"""Records found by number or pinyin initials, whatever ledger they stand in."""

from datetime import date
from pathlib import Path

from tui_disclose.office.entering import set_figure
from tui_disclose.office.finding_records import Found, find
from tui_disclose.office.house import create_office
from tui_disclose.office.ledgers import take_out
from tui_disclose.office.rules import RULES, add_rule

TODAY = date(2025, 3, 1)


def test_reports_are_found_by_year_and_by_initials_newest_first(tmp_path: Path) -> None:
    office = create_office(tmp_path / "data", "某局", TODAY)
    for year in (2019, 2023, 2024):
        set_figure(office, year, "requests.received.business", "1", TODAY)
    assert find(office, "2019", 9) == [Found("reports", "2019", "2019年年度报告")]
    assert [found.number for found in find(office, "ndbg", 9)] == ["2024", "2023", "2019"]
    assert [found.number for found in find(office, "", 2)] == ["2024", "2023"]
    assert find(office, "〔2019〕", 9) == []


def test_records_of_a_ledger_are_found_by_number_and_name_until_they_are_taken_out(tmp_path: Path) -> None:
    office = create_office(tmp_path / "data", "某局", TODAY)
    number = add_rule(office, {"name": "保密审查办法", "kind": "disclosure"}, TODAY)
    for typed in ("保密", "bmsc", number):
        assert [(found.table, found.number) for found in find(office, typed, 9)] == [("rules", number)]
    take_out(office, RULES, number, "并入", TODAY)
    assert find(office, "bmsc", 9) == []
