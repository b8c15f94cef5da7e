"""The use cases: one act one entry, undo, conflicts, reasons, settings, drafts, and when records give figures."""

import stat
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.conftest import REPORTS
from tui_disclose.office import derivation
from tui_disclose.office.comparing import faces_apart
from tui_disclose.office.drafts import drop_draft, find_draft, keep_draft
from tui_disclose.office.entering import (
    acknowledge,
    choose_findings,
    clear_figure,
    expect_figure,
    fill,
    place,
    save_fields,
    set_figure,
    set_figures,
    set_text,
)
from tui_disclose.office.exporting import report_with_faces
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.importing import apply_import, plan_import
from tui_disclose.office.reports import find_report, findings_of, sheet_of, sheet_to_fill, summaries, years
from tui_disclose.office.settings import checked_settings, read_settings, settings_text
from tui_disclose.office.undoing import undo_last
from tui_disclose.problems import Changed, Refused, Unavailable
from tui_disclose.report.filling import carried_over, zeros
from tui_disclose.report.sheet import Derived
from tui_disclose.statutory import form_files
from tui_disclose.statutory.forms import Form

TODAY = date(2024, 6, 3)
BUSINESS = "requests.received.business"
RESEARCH = "requests.received.research"
TOTAL = "requests.received.total"


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
    entries = office.store.since(0)
    assert [entry.sequence for entry in entries] == list(range(1, 8))
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
    assert office.store.sequence == 2
    assert years(office) == [2023]


def test_several_figures_are_taken_together_or_not_at_all(office: Office) -> None:
    with pytest.raises(Refused, match=RESEARCH):
        set_figures(office, 2023, {BUSINESS: "5", RESEARCH: "many"}, TODAY)
    assert office.store.sequence == 0


# ---- undo ----


def test_undo_takes_back_exactly_one_act_newest_first(office: Office) -> None:
    set_figure(office, 2023, BUSINESS, "5", TODAY, reason="并案")
    set_figures(office, 2023, {BUSINESS: "6", RESEARCH: "2"}, TODAY, reason="补录")
    set_figure(office, 2022, BUSINESS, "9", TODAY)
    assert undo_last(office, place(2023)).undoes == 2
    report = find_report(office, 2023)
    assert report is not None
    assert (report.cells, report.reasons) == ({BUSINESS: 5}, {BUSINESS: "并案"})
    assert entered(office, 2022) == {BUSINESS: 9}
    assert undo_last(office).undoes == 3
    assert undo_last(office).undoes == 1
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
    assert office.store.sequence == 3


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
    assert office.store.sequence == 1
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


# ---- years ----


def test_today_decides_which_years_have_begun(office: Office) -> None:
    new_year = date(2025, 1, 1)
    for act in (
        lambda day: set_figure(office, 2025, BUSINESS, "5", day),
        lambda day: set_text(office, 2025, "一", "总体。", day),
        lambda day: clear_figure(office, 2025, BUSINESS, day),
        lambda day: sheet_to_fill(office, 2025, day),
        lambda day: plan_import(office, "x.json", b'{"year": 2025, "cells": {}}', None, day),
    ):
        with pytest.raises(Refused, match="2025年尚未开始"):
            act(date(2024, 12, 31))
    assert office.store.sequence == 0
    assert set_figure(office, 2025, BUSINESS, "5", new_year) is not None


def test_a_year_before_every_form_is_refused(office: Office) -> None:
    oldest = office.forms.forms[0].first_year
    with pytest.raises(Refused, match=str(oldest - 1)):
        set_figure(office, oldest - 1, BUSINESS, "5", TODAY)
    assert set_figure(office, oldest, BUSINESS, "5", TODAY) is not None


@pytest.mark.parametrize(("year", "form"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2024, "2021")])
def test_a_report_is_on_the_form_of_its_year(office: Office, year: int, form: str) -> None:
    set_figure(office, year, BUSINESS, "5", TODAY)
    report = find_report(office, year)
    assert report is not None
    assert (report.form, report.unit, report.year) == (form, "某局", year)


def test_the_list_of_years_counts_figures_and_open_errors(office: Office) -> None:
    for name in ("pt-gaj-2021", "huaian-2024"):
        report = REPORTS[name]
        set_figures(office, report["year"], report["cells"], TODAY)
    set_text(office, 2021, "一", "总体。", TODAY)
    listed = summaries(office)
    assert [(line.year, line.form, line.filled, line.cells) for line in listed] == [
        (2024, "2021", 200, 200),
        (2021, "2021", 200, 200),
    ]
    for line in listed:
        findings = findings_of(office, sheet_of(office, line.year))
        assert line.errors == sum(f.severity == "error" for f in findings) > 0
        acknowledge(office, line.year, [f for f in findings if f.severity == "error"], "原报告如此")
    assert [line.errors for line in summaries(office)] == [0, 0]


class TestAFormThatIsNoMore:
    @pytest.fixture
    def without(self, office: Office) -> Office:
        """Keep 2022 on a form of the office's own, then take that form's file away; 2023 is on the shipped one."""
        text = (Path(form_files.__file__).parent / "forms/2021.toml").read_text(encoding="utf-8")
        own = office.folder / "forms/own.toml"
        own.parent.mkdir(exist_ok=True)
        text = text.replace('id = "2021"\nfirst_year = 2021', 'id = "own"\nfirst_year = 2022')
        own.write_text(text, encoding="utf-8")
        set_figure(open_office(office.folder), 2022, "requests.carried_out.business", "3", TODAY)
        own.unlink()
        found = open_office(office.folder)
        set_figure(found, 2023, "requests.carried_in.business", "5", TODAY)
        return found

    def test_its_year_says_why_and_the_others_are_listed(self, without: Office) -> None:
        listed = {line.year: line for line in summaries(without)}
        assert list(listed) == [2023, 2022]
        assert "own" in listed[2022].trouble
        assert (listed[2022].form, listed[2022].unit, listed[2022].filled) == ("own", "某局", 0)
        assert (listed[2023].trouble, listed[2023].filled) == ("", 2)
        with pytest.raises(Refused, match="own"):
            sheet_of(without, 2022)

    def test_the_next_year_is_checked_as_if_it_were_not_known(self, without: Office) -> None:
        sheet = sheet_of(without, 2023)
        assert sheet.previous is None
        found = [f for f in findings_of(without, sheet) if f.id == "T3-OPEN"]
        assert [f.severity for f in found] == ["unassessable"]
        assert sheet_to_fill(without, 2023, TODAY) == sheet


# ---- fills ----


def test_zeros_leave_what_stands_there(office: Office) -> None:
    set_figures(office, 2023, {"remedies.reconsideration.upheld": "3", "remedies.reconsideration.other": "/"}, TODAY)
    set_figure(office, 2023, "remedies.reconsideration.pending", "", TODAY)
    sheet = sheet_of(office, 2023)
    fill(office, sheet, zeros(sheet, "remedies"), "补零")
    sheet = sheet_of(office, 2023)
    results = ("upheld", "corrected", "other", "pending", "total")
    assert [sheet.figure(f"remedies.reconsideration.{r}") for r in results] == [3, 0, "/", "", 3]
    assert [sheet.figure(f"remedies.litigation_after.{r}") for r in results] == [0, 0, 0, 0, 0]
    assert all(a not in entered(office, 2023) for a in sheet.form.totals)
    assert zeros(sheet, "remedies") == {}


def test_last_years_closing_figures_are_carried_over(office: Office) -> None:
    set_figures(office, 2022, {"requests.carried_out.business": "3", "requests.carried_out.research": "0"}, TODAY)
    sheet = sheet_to_fill(office, 2023, TODAY)
    found = carried_over(sheet, "requests")
    assert found == {"requests.carried_in.business": 3, "requests.carried_in.research": 0}
    fill(office, sheet, found, "抄上年结转")
    assert sheet_of(office, 2023).figure("requests.carried_in.total") == 3


# ---- records ----


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a ledger give figures for every year, as a kind of record does."""

    def source(office: Office, form: Form, year: int) -> Derived:
        cells = {BUSINESS: 7, "requests.granted.business": 7, "requests.received.natural_person": 0}
        return Derived(
            {address: figure for address, figure in cells.items() if address in form.cells},
            {BUSINESS: (f"〔{year}〕1号",)},
        )

    def second(office: Office, form: Form, year: int) -> Derived:
        return Derived({"remedies.reconsideration.upheld": 2}, {"remedies.reconsideration.upheld": ("复1",)})

    monkeypatch.setattr(derivation, "SOURCES", (source, second))


@pytest.mark.usefixtures("ledger")
class TestDerivedFigures:
    def test_a_year_with_records_and_no_report_is_shown(self, office: Office) -> None:
        sheet = sheet_of(office, 2023)
        assert (sheet.figure(BUSINESS), sheet.figure(TOTAL)) == (7, 7)
        assert sheet.figure("requests.received.natural_person") == 0
        assert sheet.figure(RESEARCH) is None
        assert sheet.figure("remedies.reconsideration.total") == 2
        assert years(office) == []
        shown = report_with_faces(sheet)
        assert shown["faces"][BUSINESS] == {"derived": 7, "entered": None, "computed": None, "last_year": None}
        assert shown["cells"][BUSINESS] == 7
        assert office.store.sequence == 0

    @pytest.mark.parametrize(
        ("since", "first"), [(date(2023, 1, 1), 2023), (date(2023, 1, 2), 2024), (date(2021, 12, 31), 2022)]
    )
    def test_only_years_wholly_in_the_ledger_have_them(self, tmp_path: Path, since: date, first: int) -> None:
        office = create_office(tmp_path / "own", "某局", TODAY, ledger_since=since)
        for year in range(2020, 2025):
            derived = sheet_to_fill(office, year, TODAY).faces[BUSINESS].derived
            assert derived == (7 if year >= first else None)

    def test_an_office_that_began_without_a_date_begins_with_its_year(self, tmp_path: Path) -> None:
        office = create_office(tmp_path / "own", "某局", TODAY)
        assert sheet_of(office, 2024).figure(BUSINESS) == 7
        with pytest.raises(Refused):
            sheet_of(office, 2023)

    def test_last_years_figure_may_come_from_records_alone(self, office: Office) -> None:
        assert sheet_of(office, 2024).faces[BUSINESS].last_year == 7

    def test_an_entered_figure_counts_and_the_difference_is_a_finding(self, office: Office) -> None:
        set_figure(office, 2023, BUSINESS, "5", TODAY)
        sheet = sheet_of(office, 2023)
        assert (sheet.figure(BUSINESS), sheet.faces[BUSINESS].derived) == (5, 7)
        found = [f for f in findings_of(office, sheet) if f.id == "DERIVED"]
        assert [(f.severity, f.where, f.left, f.right, f.records) for f in found] == [
            ("warning", (BUSINESS,), 5, 7, ("〔2023〕1号",))
        ]
        assert [row["figures"] for row in faces_apart(sheet)] == [{"填报数": 5, "台账数": 7}]

    def test_a_reason_accepts_it_and_goes_with_the_figure(self, office: Office) -> None:
        set_figure(office, 2023, BUSINESS, "5", TODAY, reason="两件并案\n处理")
        found = [f for f in findings_of(office, sheet_of(office, 2023)) if f.id == "DERIVED"]
        assert [f.acknowledged for f in found] == ["两件并案 处理"]
        clear_figure(office, 2023, BUSINESS, TODAY)
        sheet = sheet_of(office, 2023)
        assert sheet.figure(BUSINESS) == 7
        assert sheet.report.reasons == {}
        assert not [f for f in findings_of(office, sheet) if f.id == "DERIVED"]

    def test_a_reason_is_for_the_figure_it_was_given_with(self, office: Office) -> None:
        set_figure(office, 2023, BUSINESS, "5", TODAY, reason="两件并案")
        set_figures(office, 2023, {BUSINESS: "5", RESEARCH: "1"}, TODAY)
        assert sheet_of(office, 2023).report.reasons == {BUSINESS: "两件并案"}
        set_figure(office, 2023, BUSINESS, "50", TODAY)
        found = [f for f in findings_of(office, sheet_of(office, 2023)) if f.id == "DERIVED"]
        assert [f.acknowledged for f in found] == [None]

    def test_a_printed_blank_stands_before_the_records(self, office: Office) -> None:
        set_figure(office, 2023, BUSINESS, "", TODAY)
        sheet = sheet_of(office, 2023)
        assert sheet.figure(BUSINESS) == ""
        assert [f.id for f in findings_of(office, sheet) if f.where == (BUSINESS,)] == ["DERIVED"]

    def test_zeros_do_not_touch_derived_figures(self, office: Office) -> None:
        sheet = sheet_of(office, 2023)
        filled = zeros(sheet, "requests")
        assert BUSINESS not in filled
        assert filled[RESEARCH] == 0

    def test_balanced_records_need_no_typing(self, office: Office) -> None:
        sheet = sheet_of(office, 2023)
        fill(office, sheet, zeros(sheet, "requests"), "补零")
        errors = [f for f in findings_of(office, sheet_of(office, 2023)) if f.severity == "error"]
        assert {f.id for f in errors} == {"SEC"}


# ---- settings ----


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "unit"),
        ('unit = "某局"\nlevel = "county"', "level"),
        ('unit = "某局"\nlevle = "other"', "levle"),
        ('unit = "某局"\nledger_since = "soon"', "ledger_since"),
        ('unit = "某局"\n[checks]\nlength = 5', "length"),
        ("unit = 5", "unit"),
        ('unit = "某局', "TOML"),
    ],
)
def test_wrong_settings_are_refused_with_file_and_key(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        read_settings(tmp_path)
    assert str(path) in str(caught.value)
    assert named in str(caught.value)


@pytest.mark.parametrize("unit", ["某局", '带"引号"\\和\t空白的 局', "'''", "#局", "𠮷局"])
def test_settings_come_back_as_they_were_given(tmp_path: Path, unit: str) -> None:
    settings = checked_settings(unit, "government", "11620400mb1533297t", date(2023, 5, 1))
    (tmp_path / "settings.toml").write_text(settings_text(settings), encoding="utf-8")
    assert read_settings(tmp_path) == settings
    assert settings.code == "11620400MB1533297T"


def test_the_level_and_the_length_check_come_from_the_settings(office: Office) -> None:
    set_figure(office, 2023, "proactive.regulations.in_force", "1", TODAY)
    set_text(office, 2023, "一", "字" * 1001, TODAY)

    def ids() -> set[str]:
        opened = open_office(office.folder)
        return {f.id for f in findings_of(opened, sheet_of(opened, 2023))} & {"T2-REG", "LEN"}

    assert ids() == {"T2-REG"}
    path = office.folder / "settings.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("length = false", "length = true"), encoding="utf-8")
    assert ids() == {"T2-REG", "LEN"}
    path.write_text(text.replace('"department"', '"government"'), encoding="utf-8")
    assert ids() == set()


# ---- drafts ----


def test_drafts_are_private(office: Office) -> None:
    keep_draft(office, "2023/一", "打到一半")
    found = [path for path in (office.folder / "drafts").rglob("*") if path.is_file()]
    assert [stat.S_IMODE(path.stat().st_mode) for path in found] == [0o600]
    assert stat.S_IMODE(found[0].parent.stat().st_mode) == 0o700
    assert find_draft(office, "2023/一") == "打到一半"
    assert find_draft(office, "2023/五") is None
    assert find_draft(colleague(office), "2023/一") is None
    assert office.store.sequence == 0


def test_a_draft_is_replaced_and_dropped(office: Office) -> None:
    keep_draft(office, "2023/一", "旧")
    keep_draft(office, "2023/一", "新")
    assert find_draft(office, "2023/一") == "新"
    drop_draft(office, "2023/一")
    drop_draft(office, "2023/一")
    assert find_draft(office, "2023/一") is None
    assert not [path for path in (office.folder / "drafts").rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["../../settings.toml", "/etc/x", "..", "a/../../b"])
def test_no_name_leads_a_draft_out_of_its_folder(office: Office, name: str) -> None:
    for who in ("normal", "../../up", "..", "/root"):
        guest = msgspec.structs.replace(office, who=who)
        before = {path for path in office.folder.parent.rglob("*") if path.is_file()}
        try:
            keep_draft(guest, name, "文")
        except OSError:
            continue
        new = {path for path in office.folder.parent.rglob("*") if path.is_file()} - before
        assert all((office.folder / "drafts").resolve() in path.resolve().parents for path in new)


def test_the_person_behind_sudo_is_recorded(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_USER", "zhangsan")
    opened = open_office(office.folder)
    entry = save_fields(opened, 2023, {f"cells.{BUSINESS}": 1}, "填写")
    assert entry is not None
    assert entry.who == "zhangsan"
