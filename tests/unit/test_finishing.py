"""Finishing the year: stages in order, 定稿 refused with an error open, a finished report that nothing changes."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.conftest import REPORTS
from tests.year_host import BUSINESS, TEXTS, TODAY, URL, YEAR, office_with_report, to
from tui_disclose.choices import FORMATS
from tui_disclose.office import derivation
from tui_disclose.office.entering import (
    acknowledge,
    choose_findings,
    clear_figure,
    fill,
    set_figure,
    set_figures,
    set_text,
)
from tui_disclose.office.exporting import render_report
from tui_disclose.office.finishing import Said, seal_as_published, standing, unseal
from tui_disclose.office.house import Office, open_office
from tui_disclose.office.importing import apply_import, plan_import
from tui_disclose.office.manuscripts import keep_draft
from tui_disclose.office.reports import find_report, findings_of, sheet_of, summaries
from tui_disclose.office.undoing import last_act, passed_over, undo_last
from tui_disclose.office.versions import VERSIONS, count, find_version, published_version
from tui_disclose.problems import Changed, OpenErrors, Refused, Unavailable
from tui_disclose.records.stages import shipped
from tui_disclose.report.filling import zeros
from tui_disclose.report.sheet import Derived


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_with_report(tmp_path / "data")


def printed(office: Office) -> dict[str, object]:
    """Return what each format prints of the year."""
    return {each: render_report(sheet_of(office, YEAR), each) for each in FORMATS}


def stored(office: Office) -> dict[str, Any]:
    return {f: v for f, v in (office.store.record("reports", "2024") or {}).items() if f not in ("stage", "steps")}


# ---- the order of stages ----


def test_the_stages_stand_in_the_order_of_the_contract_and_lead_on() -> None:
    stages = shipped().stages
    names = [stage.name for stage in stages]
    contract = ["填报中", "数据已核对", "已送审", "已审签", "已报送", "退回修改", "已公开", "已归档"]
    assert [name for name in names if name in contract] == contract
    assert all(shipped().named(name) == stage for stage in stages for name in (stage.key, stage.name, *stage.aliases))
    assert [s.name for s in shipped().following(shipped().named("已公开"))] == ["已归档", "更正"]
    assert all(any(each.back for each in shipped().following(s)) for s in stages if s.finished)


def test_the_year_goes_through_all_stages_and_says_who_and_when(office: Office) -> None:
    for name, on in (("核对", 10), ("送审", 13), ("审核", 14), ("保密审查", 15), ("定稿", 16), ("报送", 17)):
        to(office, name, on=date(2025, 1, on), by=f"{name}人")
    to(office, "退回修改", on=date(2025, 1, 20), reason="市办要求补充说明")
    to(office, "定稿", on=date(2025, 1, 21))
    to(office, "报送", on=date(2025, 1, 21))
    to(office, "公开", on=date(2025, 1, 22), url=URL)
    to(office, "归档")
    found = standing(office, YEAR, TODAY)
    assert [(step.on.day, step.by) for step in found.steps][:6] == [
        (10, "核对人"),
        (13, "送审人"),
        (14, "审核人"),
        (15, "保密审查人"),
        (16, "定稿人"),
        (17, "报送人"),
    ]
    assert (found.stage.name, found.sealings, found.edition) == ("已归档", 2, 1)
    assert [step.sealing for step in found.steps if step.sealing] == [1, 2]
    assert found.steps[6].reason == "市办要求补充说明"
    assert {step.login for step in found.steps} == {office.who}
    assert office.store.since(0)[-1].place == "report/2024"
    assert summaries(office)[0].stage == "已归档"


@pytest.mark.parametrize(
    ("before", "wanted", "said", "message"),
    [
        ([], "已报送", {}, "还没有定稿"),
        ([], "已公开", {"url": URL}, "还没有定稿"),
        ([], "更正", {"note": "x"}, "现为“填报中”"),
        ([], "退回修改", {"reason": "x"}, "现为“填报中”"),
        (["定稿"], "退回修改", {}, "须写明理由"),
        (["定稿"], "已送审", {}, "现为“已审签”"),
        (["定稿"], "更正", {"note": "x"}, "只能作“退回修改”"),
        (["定稿"], "已公开", {}, "须写明网址"),
        (["定稿"], "已公开", {"url": "www.example.cn"}, "http"),
        (["定稿"], "已公开", {"url": "https://a b"}, "空格"),
        (["定稿"], "已报送", {"on": date(2025, 1, 23)}, "早于上一环节"),
        (["定稿"], "已报送", {"on": date(2025, 1, 25)}, "还没有到"),
        ([], "定稿", {"on": date(2024, 12, 31)}, "统计期限"),
        (["定稿", "报送", "公开"], "退回修改", {"reason": "x"}, "只能作“更正”"),
        (["定稿", "报送", "公开"], "更正", {}, "须写明更正说明"),
        (["定稿"], "定稿", {}, "已经是"),
    ],
)
def test_a_step_that_cannot_be_is_refused(
    office: Office, before: list[str], wanted: str, said: dict[str, Any], message: str
) -> None:
    for name in before:
        to(office, name, url=URL if name == "公开" else "")
    sequence = office.store.sequence
    with pytest.raises(Refused, match=message) as refused:
        to(office, wanted, **said)
    assert refused.value.exit_code == 3
    assert office.store.sequence == sequence


def test_the_details_of_the_last_step_can_be_corrected(office: Office) -> None:
    to(office, "定稿")
    to(office, "公开", url=URL)
    to(office, "公开", url=URL + "?2", on=TODAY)
    assert [step.url for step in standing(office, YEAR, TODAY).steps] == ["", URL + "?2"]
    assert count(office, VERSIONS, YEAR) == 1


def test_a_change_after_the_figures_were_checked_is_said(office: Office) -> None:
    to(office, "核对")
    assert standing(office, YEAR, TODAY).changed_since == ""
    set_text(office, YEAR, "一", "另外一段。", TODAY)
    assert standing(office, YEAR, TODAY).changed_since == "数据已核对"
    undo_last(office)
    assert standing(office, YEAR, TODAY).changed_since == ""


# ---- 定稿 is refused while an error is open ----


def broken(office: Office) -> None:
    """One request more was received than was dealt with: T3-ID and T3-ROW."""
    total = REPORTS["huaian-2024"]["cells"][BUSINESS]
    set_figure(office, YEAR, BUSINESS, str(total + 1), TODAY)


def blank(office: Office) -> None:
    clear_figure(office, YEAR, "proactive.fees.amount", TODAY)


def without_text(office: Office) -> None:
    set_text(office, YEAR, "五", "", TODAY)


@pytest.mark.parametrize("stage", ["定稿", "已报送", "已公开", "已归档"])
@pytest.mark.parametrize("wrong", [broken, blank, without_text])
def test_no_way_finishes_a_report_with_an_open_error(
    office: Office, wrong: Callable[[Office], None], stage: str
) -> None:
    wrong(office)
    sequence = office.store.sequence
    with pytest.raises(OpenErrors) as refused:
        to(office, stage, url=URL)
    assert refused.value.exit_code == 1
    assert list(refused.value.differences) == [f.message for f in standing(office, YEAR, TODAY).stopping]
    assert (office.store.sequence, count(office, VERSIONS, YEAR)) == (sequence, 0)
    undo_last(office)
    to(office, "定稿")


def test_an_accepted_error_stops_nothing_and_is_kept_with_its_reason(office: Office) -> None:
    without_text(office)
    acknowledge(office, YEAR, choose_findings(office, YEAR, "SEC", ("section.五",)), "另行报送")
    to(office, "定稿")
    version = find_version(office, YEAR, 1)
    assert [(f["id"], f["acknowledged"]) for f in version.acknowledged] == [("SEC", "另行报送")]


def test_an_error_that_comes_with_going_back_stops_the_next_time(office: Office) -> None:
    to(office, "定稿")
    to(office, "退回修改", reason="补充")
    broken(office)
    for stage in ("定稿", "报送"):
        with pytest.raises(OpenErrors):
            to(office, stage)


# ---- a finished report ----


def changes(office: Office) -> dict[str, Callable[[], object]]:
    """Every way in which a person changes a report."""
    sheet = sheet_of(office, YEAR)
    content = json.dumps({"year": YEAR, "cells": {BUSINESS: 9}, "sections": {"一": "别的"}}).encode()
    plan = plan_import(office, "y.json", content, None, TODAY)
    finding = findings_of(office, sheet)[:1]
    return {
        "set": lambda: set_figure(office, YEAR, BUSINESS, "9", TODAY),
        "set several": lambda: set_figures(office, YEAR, {BUSINESS: 9}, TODAY, "理由"),
        "clear": lambda: clear_figure(office, YEAR, BUSINESS, TODAY),
        "zeros": lambda: fill(office, sheet, {**zeros(sheet, "requests"), BUSINESS: 0}, "补零"),
        "text": lambda: set_text(office, YEAR, "一", "别的。", TODAY),
        "acknowledge": lambda: acknowledge(office, YEAR, finding, "理由"),
        "import": lambda: apply_import(office, plan, "y.json", replace=True),
        "undo": lambda: undo_last(office, "report/2024"),
        "undo anywhere": lambda: undo_last(office),
    }


@pytest.mark.parametrize("then", [[], ["报送"], ["报送", "公开"], ["报送", "公开", "归档"]], ids=len)
def test_no_change_reaches_a_finished_report(office: Office, then: list[str]) -> None:
    to(office, "定稿")
    for name in then:
        to(office, name, url=URL if name == "公开" else "")
    before, kept, sequence = printed(office), stored(office), office.store.sequence
    for name, change in changes(office).items():
        with pytest.raises(Refused, match="内容不能修改") as refused:
            change()
        assert refused.value.exit_code == 3, name
        assert "退回修改" in str(refused.value) or "更正" in str(refused.value), name
    assert (printed(office), stored(office), office.store.sequence) == (before, kept, sequence)


def test_what_changes_elsewhere_leaves_a_finished_report_as_it_is(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    to(office, "定稿")
    before = printed(office)
    content = find_version(office, YEAR, 1).content

    def more(office: Office, form: object, year: int) -> Derived:
        return Derived({BUSINESS: 77, "proactive.fees.amount": "1.5"}, {BUSINESS: ("〔2024〕1号",)})

    monkeypatch.setattr(derivation, "SOURCES", (more,))
    set_figure(office, 2023, "requests.carried_out.business", "3", TODAY)
    own = office.folder / "forms"
    own.mkdir()
    source = (Path(derivation.__file__).parents[1] / "statutory/forms/2021.toml").read_text(encoding="utf-8")
    (own / "2021.toml").write_text(source.replace("一、总体情况", "一、总的情况"), encoding="utf-8")
    settings = office.folder / "settings.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("某局", "别的局").replace("2025-01-01", "2020-01-01"), "utf-8"
    )
    later = open_office(office.folder)
    assert sheet_of(later, YEAR).faces[BUSINESS].derived == 77
    assert printed(later) == before
    unseal(later, YEAR, Said(reason="重新核对"), TODAY)
    assert printed(later) != before
    assert find_version(later, YEAR, 1).content == content


def test_a_version_holds_what_it_rests_on(office: Office) -> None:
    head = office.store.since(0)[-1].sequence
    to(office, "定稿", by="张三")
    version = find_version(office, YEAR, 1)
    assert version.cells == {a: f for a, f in REPORTS["huaian-2024"]["cells"].items() if f is not None}
    assert (version.sections, version.unit, version.form) == (TEXTS, "某局", "2021")
    assert (version.by, version.login, version.on) == ("张三", office.who, "2025-01-24")
    assert version.head.startswith(f"{head}:")
    assert set(version.prints) == {"form", "calendar", "templates", "program"}
    assert version.content == standing(office, YEAR, TODAY).steps[-1].content


# ---- ways back ----


def test_each_way_back_leaves_its_reason_and_versions_stay_for_ever(office: Office) -> None:
    to(office, "定稿")
    unseal(office, YEAR, Said(reason="分管领导要求修改"), TODAY)
    set_text(office, YEAR, "一", "改过一次。", TODAY)
    to(office, "定稿")
    to(office, "报送")
    to(office, "退回修改", reason="市办退改")
    to(office, "定稿")
    to(office, "公开", url=URL)
    with pytest.raises(Refused, match="更正"):
        unseal(office, YEAR, Said(reason="想改"), TODAY)
    public = printed(office)
    to(office, "更正", note="表三一处数字有误")
    set_text(office, YEAR, "一", "更正后的文字。", TODAY)
    report = find_report(office, YEAR)
    assert report
    version = published_version(office, report)
    assert version
    assert (version.sections["一"], version.sealing) == ("改过一次。", 3)
    to(office, "定稿")
    assert [find_version(office, YEAR, n).sections["一"] for n in (1, 2, 3, 4)] == [
        TEXTS["一"],
        "改过一次。",
        "改过一次。",
        "更正后的文字。",
    ]
    last = find_version(office, YEAR, 4)
    assert (last.edition, last.note) == (2, "表三一处数字有误")
    assert printed(office) != public
    steps = standing(office, YEAR, TODAY).steps
    assert [s.reason or s.note for s in steps if shipped().by_key(s.stage).back] == [
        "分管领导要求修改",
        "市办退改",
        "表三一处数字有误",
    ]
    said = [entry.why for entry in office.store.since(0)]
    for reason in ("分管领导要求修改", "市办退改", "表三一处数字有误"):
        assert sum(reason in why for why in said) == 1


def test_undo_never_takes_back_a_step_but_what_was_typed_before_it(office: Office) -> None:
    set_text(office, YEAR, "一", "第二稿。", TODAY)
    act = last_act(office)
    assert act
    assert passed_over(office, act) == ""
    to(office, "核对")
    keep_draft(office, YEAR, "", TODAY)
    words = "其后又记为“数据已核对”、留存1稿，撤销时保留不变，办理环节中会显示“数据已核对”以后报告又有改动。"
    assert last_act(office) == act
    assert passed_over(office, act) == words
    to(office, "定稿")
    assert passed_over(office, act) == ""
    unseal(office, YEAR, Said(reason="补充"), TODAY)
    assert passed_over(office, act) == "其后又记为“退回修改”、留存1稿，撤销时保留不变。"
    undo_last(office)
    assert sheet_of(office, YEAR).report.sections["一"] == TEXTS["一"]
    found = standing(office, YEAR, TODAY)
    assert found.stage.name == "退回修改"


# ---- a published page ----


def test_a_published_page_is_kept_with_its_errors(office: Office) -> None:
    broken(office)
    errors = [f.message for f in findings_of(office, sheet_of(office, YEAR)) if f.open_error]
    assert errors
    for said in (Said(url=URL), Said(on=TODAY), Said(on=date(2024, 12, 30), url=URL)):
        with pytest.raises(Refused):
            seal_as_published(office, YEAR, said, TODAY)
    seal_as_published(office, YEAR, Said(on=date(2025, 1, 20), url=URL), TODAY)
    found = standing(office, YEAR, TODAY)
    assert (found.stage.name, found.steps[-1].url, found.steps[-1].on) == ("已公开", URL, date(2025, 1, 20))
    version = find_version(office, YEAR, 1)
    assert version.as_published
    assert [f["message"] for f in version.findings if f["severity"] == "error"] == errors
    with pytest.raises(Refused, match="内容不能修改"):
        set_figure(office, YEAR, BUSINESS, "1", TODAY)
    with pytest.raises(Refused, match="已在本系统办理"):
        seal_as_published(office, YEAR, Said(on=TODAY, url=URL), TODAY)


def test_a_year_without_a_report_is_not_kept_as_published(office: Office) -> None:
    with pytest.raises(Refused, match="2022"):
        seal_as_published(office, 2022, Said(on=TODAY, url=URL), TODAY)


# ---- two people ----


def colleague(office: Office) -> Office:
    return msgspec.structs.replace(open_office(office.folder), who="lisi")


def meanwhile(office: Office, monkeypatch: pytest.MonkeyPatch, act: Callable[[Office], object]) -> None:
    """Have a colleague act after this person's act was prepared and before it is saved."""
    real, other, done = office.store.apply, colleague(office), []

    def apply(*arguments: Any, **named: Any) -> object:
        if not done:
            done.append(True)
            act(other)
        return real(*arguments, **named)

    monkeypatch.setattr(office.store, "apply", apply)


def test_a_figure_typed_while_a_colleague_finishes_the_year_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(office, monkeypatch, lambda other: to(other, "定稿"))
    with pytest.raises(Refused, match="内容不能修改"):
        set_figure(office, YEAR, BUSINESS, "9", TODAY)


def test_a_figure_typed_while_a_colleague_says_it_is_checked_is_saved(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(office, monkeypatch, lambda other: to(other, "核对"))
    set_figure(office, YEAR, BUSINESS, "9", TODAY)
    assert sheet_of(office, YEAR).faces[BUSINESS].entered == 9


@pytest.mark.parametrize(
    "act",
    [
        lambda other: set_figure(other, YEAR, BUSINESS, "9", TODAY),
        lambda other: set_text(other, YEAR, "前言", "前言。", TODAY),
        lambda other: to(other, "定稿"),
    ],
)
def test_what_a_colleague_changes_while_the_year_is_finished_stops_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, act: Callable[[Office], object]
) -> None:
    meanwhile(office, monkeypatch, act)
    with pytest.raises(Changed, match="没有定稿"):
        to(office, "定稿")


def test_a_read_only_session_takes_no_step(office: Office) -> None:
    reader = open_office(office.folder, read_only=True)
    for act in (lambda: to(reader, "定稿"), lambda: seal_as_published(reader, YEAR, Said(on=TODAY, url=URL), TODAY)):
        with pytest.raises(Unavailable):
            act()
    assert standing(reader, YEAR, TODAY).stage.name == "填报中"
