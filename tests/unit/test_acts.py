"""What a person does to a report: one act one entry, undo, and two people at once."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tui_disclose.office.entering import (
    acknowledge,
    choose_findings,
    clear_figure,
    expect_figure,
    fill,
    place,
    set_figure,
    set_figures,
    set_text,
)
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.importing import apply_import, plan_import
from tui_disclose.office.reports import find_report, sheet_of, summaries, years
from tui_disclose.office.undoing import undo_last
from tui_disclose.problems import Changed, Refused, Unavailable
from tui_disclose.report.filling import zeros

TODAY = date(2024, 6, 3)
BUSINESS = "requests.received.business"
RESEARCH = "requests.received.research"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Make an office whose ledger begins with 2023."""
    return create_office(tmp_path / "data", "某局", TODAY, ledger_since=date(2023, 1, 1))


def colleague(office: Office, name: str = "colleague") -> Office:
    """Open the same office a second time, as somebody else."""
    return msgspec.structs.replace(open_office(office.folder), who=name)


def entered(office: Office, year: int) -> dict[str, Any]:
    report = find_report(office, year)
    return dict(report.cells) if report else {}


# ---- one act, one entry ----


def test_each_act_is_one_entry_of_its_place(office: Office) -> None:
    set_figure(office, 2023, BUSINESS, "5", TODAY, reason="并案")
    set_figures(office, 2023, {BUSINESS: "6", RESEARCH: 2}, TODAY)
    sheet = sheet_of(office, 2023)
    fill(office, sheet, zeros(sheet, "remedies"), "补零")
    set_text(office, 2023, "五", "不足。", TODAY)
    acknowledge(office, 2023, choose_findings(office, 2023, "SEC", ()), "另行公布")
    clear_figure(office, 2023, BUSINESS, TODAY)
    plan = plan_import(office, "x.json", b'{"year": 2022, "cells": {"requests.granted.business": 1}}', None, TODAY)
    apply_import(office, plan, "x.json", replace=False)
    created, *entries = office.store.since(0)
    assert (created.why, created.changes) == ("建立台账“某局”", ())
    assert [entry.sequence for entry in entries] == list(range(2, 9))
    assert [entry.place for entry in entries] == [place(2023)] * 6 + [place(2022)]
    assert {entry.who for entry in entries} == {office.who}
    assert "并案" in entries[0].why
    assert "补零" in entries[2].why
    assert "12" in entries[2].why
    assert "另行公布" in entries[4].why
    assert "x.json" in entries[6].why


def test_an_entry_holds_what_changed_before_and_after(office: Office) -> None:
    set_figure(office, 2023, BUSINESS, "5", TODAY)
    entry = set_figure(office, 2023, BUSINESS, "6", TODAY)
    assert entry is not None
    assert [(c.table, c.number, c.before, c.after) for c in entry.changes] == [
        ("reports", "2023", {f"cells.{BUSINESS}": 5}, {f"cells.{BUSINESS}": 6})
    ]


def test_what_changes_nothing_is_no_act(office: Office) -> None:
    set_figure(office, 2023, BUSINESS, "5", TODAY)
    set_text(office, 2023, "五", "不足。", TODAY)
    assert set_figure(office, 2023, BUSINESS, " ５ ", TODAY) is None
    assert set_text(office, 2023, "五", "不足。  \r\n", TODAY) is None
    assert set_text(office, 2022, "五", "\n", TODAY) is None
    assert clear_figure(office, 2023, RESEARCH, TODAY) is None
    assert clear_figure(office, 2022, RESEARCH, TODAY) is None
    assert fill(office, sheet_of(office, 2023), {}, "补零") is None
    assert office.store.sequence == 3
    assert years(office) == [2023]


def test_several_figures_are_taken_together_or_not_at_all(office: Office) -> None:
    with pytest.raises(Refused, match=RESEARCH):
        set_figures(office, 2023, {BUSINESS: "5", RESEARCH: "many"}, TODAY)
    assert office.store.sequence == 1


# ---- undo ----


def test_undo_takes_back_exactly_one_act_newest_first(office: Office) -> None:
    set_figure(office, 2023, BUSINESS, "5", TODAY, reason="并案")
    set_figures(office, 2023, {BUSINESS: "6", RESEARCH: "2"}, TODAY, reason="补录")
    set_figure(office, 2022, BUSINESS, "9", TODAY)
    assert undo_last(office, place(2023)).undoes == 3
    report = find_report(office, 2023)
    assert report is not None
    assert (report.cells, report.reasons) == ({BUSINESS: 5}, {BUSINESS: "并案"})
    assert entered(office, 2022) == {BUSINESS: 9}
    assert undo_last(office).undoes == 4
    assert undo_last(office).undoes == 2
    assert years(office) == []
    with pytest.raises(Refused):
        undo_last(office)


def test_undo_of_the_first_figure_leaves_no_report(office: Office) -> None:
    set_figure(office, 2023, BUSINESS, "5", TODAY)
    undo_last(office)
    assert find_report(office, 2023) is None
    assert (years(office), summaries(office)) == ([], [])
    with pytest.raises(Refused, match="2023"):
        sheet_of(office, 2023)
    set_figure(office, 2023, RESEARCH, "1", TODAY)
    assert entered(office, 2023) == {RESEARCH: 1}


def test_undo_of_fill_clear_text_and_acknowledgement(office: Office) -> None:
    set_figure(office, 2023, BUSINESS, "5", TODAY, reason="并案")
    before = find_report(office, 2023)
    sheet = sheet_of(office, 2023)
    for act in (
        lambda: fill(office, sheet, zeros(sheet, "requests"), "补零"),
        lambda: clear_figure(office, 2023, BUSINESS, TODAY),
        lambda: set_text(office, 2023, "一", "总体。", TODAY),
        lambda: acknowledge(office, 2023, choose_findings(office, 2023, "SEC", ("section.五",)), "另行公布"),
    ):
        assert act() is not None
        assert find_report(office, 2023) != before
        undo_last(office)
        assert find_report(office, 2023) == before


def test_undo_of_an_import_restores_figures_texts_and_unit(office: Office) -> None:
    set_figure(office, 2023, BUSINESS, "5", TODAY)
    set_text(office, 2023, "一", "旧", TODAY)
    before = find_report(office, 2023)
    content = b'{"unit": "B", "year": 2023, "cells": {"%s": 6}, "sections": {"\xe4\xb8\x80": "new"}, "unplaced": ["3"]}'
    plan = plan_import(office, "x.json", content.replace(b"%s", BUSINESS.encode()), None, TODAY)
    apply_import(office, plan, "x.json", replace=True)
    after = find_report(office, 2023)
    assert after is not None
    assert (after.unit, after.cells, after.unplaced) == ("B", {BUSINESS: 6}, ("3",))
    undo_last(office)
    assert find_report(office, 2023) == before


def test_undo_is_refused_where_somebody_changed_the_same_since(office: Office) -> None:
    set_figure(office, 2023, BUSINESS, "5", TODAY)
    set_figure(office, 2023, RESEARCH, "1", TODAY)
    other = colleague(office)
    set_figure(other, 2023, RESEARCH, "2", TODAY)
    with pytest.raises(Refused):
        undo_last(office)
    assert entered(office, 2023) == {BUSINESS: 5, RESEARCH: 2}
    assert office.store.sequence == 4


def test_undo_leaves_what_others_did(office: Office) -> None:
    set_figure(office, 2023, BUSINESS, "5", TODAY)
    other = colleague(office)
    set_figure(other, 2023, RESEARCH, "2", TODAY)
    undo_last(office)
    assert entered(office, 2023) == {RESEARCH: 2}
    with pytest.raises(Refused):
        undo_last(office)
    undo_last(other)
    assert years(office) == []


def test_a_read_only_office_changes_nothing(office: Office) -> None:
    set_figure(office, 2023, BUSINESS, "5", TODAY)
    reader = open_office(office.folder, read_only=True)
    plan = plan_import(reader, "x.json", b'{"year": 2023, "cells": {"requests.granted.business": 1}}', None, TODAY)
    for act in (
        lambda: set_figure(reader, 2023, BUSINESS, "6", TODAY),
        lambda: clear_figure(reader, 2023, BUSINESS, TODAY),
        lambda: set_text(reader, 2023, "一", "总体。", TODAY),
        lambda: acknowledge(reader, 2023, [], "无"),
        lambda: apply_import(reader, plan, "x.json", replace=False),
        lambda: undo_last(reader),
    ):
        with pytest.raises(Unavailable):
            act()
    assert office.store.sequence == 2
    assert entered(reader, 2023) == {BUSINESS: 5}


# ---- two people ----


def test_a_figure_that_changed_since_it_was_seen_is_not_overwritten(office: Office) -> None:
    set_figure(office, 2023, BUSINESS, "5", TODAY)
    sheet, seen = sheet_of(office, 2023), {f"cells.{BUSINESS}": 5}
    other = colleague(office)
    set_figure(other, 2023, BUSINESS, "6", TODAY, seen=seen)
    for act in (
        lambda: set_figure(office, 2023, BUSINESS, "7", TODAY, seen=seen),
        lambda: clear_figure(office, 2023, BUSINESS, TODAY, seen=seen),
        lambda: fill(office, sheet, {BUSINESS: 0}, "补零"),
    ):
        with pytest.raises(Changed) as caught:
            act()
        assert caught.value.fields == {f"cells.{BUSINESS}": 6}
    assert entered(office, 2023) == {BUSINESS: 6}


def test_different_cells_never_meet(office: Office) -> None:
    set_figure(office, 2023, BUSINESS, "5", TODAY)
    other = colleague(office)
    set_figure(other, 2023, RESEARCH, "2", TODAY, seen={f"cells.{RESEARCH}": None})
    set_figure(office, 2023, BUSINESS, "6", TODAY, seen={f"cells.{BUSINESS}": 5})
    assert entered(office, 2023) == entered(other, 2023) == {BUSINESS: 6, RESEARCH: 2}


def test_an_import_meets_what_was_typed_meanwhile(office: Office) -> None:
    content = f'{{"year": 2023, "cells": {{"{BUSINESS}": 6}}}}'.encode()
    plan = plan_import(office, "x.json", content, None, TODAY)
    set_figure(colleague(office), 2023, BUSINESS, "5", TODAY)
    with pytest.raises(Changed):
        apply_import(office, plan, "x.json", replace=True)
    assert entered(office, 2023) == {BUSINESS: 5}


def test_expect_is_about_the_figure_that_counts(office: Office) -> None:
    set_figures(office, 2023, {BUSINESS: "5", RESEARCH: "9116.30"}, TODAY)
    sheet = sheet_of(office, 2023)
    assert expect_figure(sheet, BUSINESS, "５") == {f"cells.{BUSINESS}": 5}
    assert expect_figure(sheet, "requests.granted.business", "") == {"cells.requests.granted.business": None}
    for address, wrong in ((BUSINESS, ""), (BUSINESS, "0"), (RESEARCH, "9116.3"), ("requests.granted.business", "0")):
        with pytest.raises(Changed):
            expect_figure(sheet, address, wrong)
    with pytest.raises(Refused):
        expect_figure(sheet, "no.such.cell", "5")


def test_an_import_taken_back_can_be_made_again(office: Office) -> None:
    content = json.dumps({"unit": "某科", "year": 2023, "form": "2021", "cells": {BUSINESS: 4}}).encode()
    for _ in range(2):
        plan = plan_import(office, "report.json", content, None, TODAY)
        assert apply_import(office, plan, "report.json", False) is not None
        report = find_report(office, 2023)
        assert report is not None
        assert (report.unit, report.cells) == ("某科", {BUSINESS: 4})
        undo_last(office, place(2023))
        assert find_report(office, 2023) is None
