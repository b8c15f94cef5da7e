"""Years side by side: figures of real reports through the years, over the change of form, as chart and in words."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPORTS, SAMPLES
from tui_disclose.office.entering import set_figures
from tui_disclose.office.finishing import Said, seal_as_published
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.importing import apply_import, plan_import
from tui_disclose.office.reports import sheet_of
from tui_disclose.office.trends import bars, change_words, series, trend
from tui_disclose.problems import Refused
from tui_disclose.report.filling import carried_over

TODAY = date(2025, 3, 1)
OTHER = "requests.other.natural_person"
PARTS = [f"requests.{row}.natural_person" for row in ("not_corrected", "fee_unpaid", "other")]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某局", TODAY)


def enter(office: Office, year: int, cells: dict[str, Any]) -> None:
    set_figures(office, year, cells, TODAY)


def test_each_cell_of_the_newest_form_is_a_line_and_years_stand_oldest_first(office: Office) -> None:
    for year, figure in ((2023, 4), (2021, 2), (2022, 3)):
        enter(office, year, {"requests.received.business": figure})
    found = trend(office)
    assert found.years == (2021, 2022, 2023)
    assert [line.address for line in found.lines] == list(office.forms.by_id("2021").cells)
    (line,) = trend(office, ["requests.received.business"]).lines
    assert line.figures == (2, 3, 4)
    assert trend(office, first=2022, last=2022).years == (2022,)
    assert {line.table for line in trend(office, table="remedies").lines} == {"remedies"}


def test_other_of_form_2019_is_the_sum_of_three_rows_of_form_2021(office: Office) -> None:
    enter(office, 2020, {OTHER: 9})
    enter(office, 2021, dict(zip(PARTS, (1, 2, 4), strict=True)))
    lines = [line for line in trend(office).lines if line.address in (OTHER, *PARTS)]
    assert [(line.form, line.address, line.figures) for line in lines] == [
        ("2021", PARTS[0], (None, 1)),
        ("2021", PARTS[1], (None, 2)),
        ("2021", PARTS[2], (None, 4)),
        ("2019", OTHER, (9, 7)),
    ]
    assert series(office, [OTHER]) == {OTHER: {2020: None, 2021: 4}}


def test_what_only_an_older_form_prints_stands_behind_what_a_newer_one_prints(office: Office) -> None:
    enter(office, 2020, {"proactive.procurement.count": 3, "requests.granted.business": 5})
    enter(office, 2021, {"proactive.fees.amount": "1.5", "requests.granted.business": 6})
    found = trend(office)
    forms = [line.form for line in found.lines]
    assert forms == sorted(forms, reverse=True)
    by_address = {line.address: line for line in found.lines}
    assert by_address["proactive.procurement.count"].figures == (3, None)
    assert by_address["proactive.fees.amount"].figures == (None, "1.5")
    assert by_address["requests.granted.business"].figures == (5, 6)
    # Of 22 cells of table 二 three (处理决定数量) are on both forms; 其他处理 is divided in seven columns.
    assert forms.count("2019") == 22 - 3 + 7


def test_a_third_form_is_followed_through_both_changes(office: Office) -> None:
    folder = office.folder / "forms"
    folder.mkdir()
    (folder / "form-2031.toml").write_bytes((SAMPLES / "form-2031.toml").read_bytes())
    later = open_office(office.folder)
    set_figures(later, 2021, {"requests.received.natural_person": 1}, date(2032, 3, 1))
    set_figures(later, 2020, {"requests.received.natural_person": 2}, date(2032, 3, 1))
    newest = later.forms.by_id("2031")
    address = next(iter(newest.cells))
    set_figures(later, 2031, {address: 7}, date(2032, 3, 1))
    found = trend(later)
    assert found.years == (2020, 2021, 2031)
    assert found.lines[0].figures[2] == 7
    (received,) = [line for line in found.lines if line.address == "requests.received.natural_person"]
    assert received.figures[:2] == (2, 1)


def test_published_years_with_their_oddities_are_shown_as_printed(office: Office) -> None:
    sample = REPORTS["baiyin-2019"]
    document = {key: sample[key] for key in ("unit", "year", "form", "cells")}
    content = json.dumps(document).encode()
    apply_import(office, plan_import(office, "b.json", content, None, TODAY), "b.json", replace=False)
    seal_as_published(office, 2019, Said(on=date(2020, 1, 20), url="https://example.cn/1"), TODAY)
    found = trend(office)
    printed = {line.address: line.figures[0] for line in found.lines}
    assert printed == {address: sample["cells"].get(address) for address in printed}


def test_a_published_year_gives_the_next_its_opening(office: Office) -> None:
    closing = {"requests.carried_out.natural_person": 3, "requests.carried_out.business": 0}
    content = json.dumps({"year": 2022, "cells": closing}).encode()
    apply_import(office, plan_import(office, "b.json", content, None, TODAY), "b.json", replace=False)
    seal_as_published(office, 2022, Said(on=date(2023, 1, 20), url="https://example.cn/1"), TODAY)
    enter(office, 2023, {"requests.received.business": 1})
    assert carried_over(sheet_of(office, 2023), "requests") == {
        "requests.carried_in.natural_person": 3,
        "requests.carried_in.business": 0,
    }


def test_a_chart_gives_each_year_a_bar_and_says_the_change(office: Office) -> None:
    for year, figure in ((2021, "0"), (2022, "1"), (2023, "40"), (2024, "20")):
        enter(office, year, {"requests.received.business": figure})
    found = trend(office, ["requests.received.business"])
    (line,) = found.lines
    drawn = bars(found, line, 20)
    assert [row.count("█") for row in drawn] == [0, 1, 20, 10, 0]
    assert [row[:5] for row in drawn[:4]] == ["2021年", "2022年", "2023年", "2024年"]
    assert drawn[-1] == "2024年比2023年减少20。"


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({}, "各年都没有数字。"),
        ({2022: "5"}, "只有一年有数字。"),
        ({2022: "5", 2023: "5"}, "2023年与2022年相同。"),
        ({2021: "1.25", 2023: "3.5"}, "2023年比2021年增加2.25。"),
        ({2021: "/", 2022: "251000元", 2023: "0"}, "2023年比2022年减少251000。"),
    ],
)
def test_the_change_in_words(office: Office, figures: dict[int, str], words: str) -> None:
    for year in (2021, 2022, 2023):
        enter(office, year, {"requests.received.business": 1})
    for year, figure in figures.items():
        enter(office, year, {"proactive.fees.amount": figure})
    found = trend(office, ["proactive.fees.amount"])
    assert change_words(found, found.lines[0]) == words


def test_what_no_year_has_is_refused(office: Office) -> None:
    enter(office, 2023, {"requests.received.business": 1})
    with pytest.raises(Refused, match=r"no\.such\.cell"):
        trend(office, ["no.such.cell"])
    with pytest.raises(Refused, match="nothing"):
        trend(office, table="nothing")
    assert trend(office, first=2030).years == ()
