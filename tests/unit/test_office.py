"""The use cases: years, fills, when records give figures, settings, drafts."""

import stat
from datetime import date
from pathlib import Path

import msgspec
import pytest

from tests.conftest import REPORTS
from tui_disclose.office import derivation
from tui_disclose.office.comparing import faces_apart
from tui_disclose.office.drafts import drop_draft, find_draft, held_form, keep_draft
from tui_disclose.office.entering import (
    acknowledge,
    clear_figure,
    fill,
    save_fields,
    set_figure,
    set_figures,
    set_text,
)
from tui_disclose.office.exporting import report_with_faces
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.importing import plan_import
from tui_disclose.office.reports import find_report, findings_of, sheet_of, sheet_to_fill, summaries, years
from tui_disclose.office.settings import checked_settings, read_settings, settings_text
from tui_disclose.problems import Refused
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
    assert office.store.sequence == 1
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
    assert not sheet.report.cells.keys() & sheet.form.totals
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
        assert office.store.sequence == 1

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
        ('unit = " "', "unit"),
        (f'unit = "{"某" * 101}"', "unit"),
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
    assert find_draft(msgspec.structs.replace(office, who="colleague"), "2023/一") is None
    assert office.store.sequence == 1


def test_a_draft_is_replaced_and_dropped(office: Office) -> None:
    keep_draft(office, "2023/一", "旧")
    keep_draft(office, "2023/一", "新")
    assert find_draft(office, "2023/一") == "新"
    drop_draft(office, "2023/一")
    drop_draft(office, "2023/一")
    assert find_draft(office, "2023/一") is None
    assert not [path for path in (office.folder / "drafts").rglob("*") if path.is_file()]


def test_each_window_has_a_draft_of_its_own_and_none_is_forgotten(office: Office) -> None:
    with held_form(office, "form-rules-new") as first, held_form(office, "form-rules-new") as second:
        keep_draft(office, first, "甲")
        keep_draft(office, second, "乙")
        with held_form(office, "form-rules-new") as third:
            assert find_draft(office, third) is None
        with held_form(msgspec.structs.replace(office, who="colleague"), "form-rules-new") as theirs:
            assert theirs == "form-rules-new"
    restored = []
    for _ in range(3):
        with held_form(office, "form-rules-new") as name:
            restored.append(find_draft(office, name))
            drop_draft(office, name)
    assert restored == ["甲", "乙", None]
    assert not [path for path in (office.folder / "drafts").rglob("*") if path.is_file()]


def test_a_form_opens_where_no_draft_can_be_kept(office: Office) -> None:
    (office.folder / "drafts").write_text("", encoding="utf-8")
    with held_form(office, "form-rules-new") as name:
        assert name == "form-rules-new"


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
