"""Approval forms on paper stay what they were when they were handed in: content, stages, holders, names, the unit."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from tests.command_line import Cli
from tui_disclose.office.approval_forms import form_markdown, forms
from tui_disclose.office.catalogue import (
    CATALOGUE,
    add_item,
    approve,
    change_item,
    publish,
    send_back,
    submit,
    withdraw,
)
from tui_disclose.office.catalogue_lists import approval_lines
from tui_disclose.office.catalogue_views import stages_signed
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.ledgers import find_row
from tui_disclose.office.settings import Person
from tui_disclose.problems import Refused
from tui_disclose.records.approval import Event, events_of, read_stages, stage_names, state_of, state_words

TODAY = date(2024, 3, 1)
ITEM = {"name": "关于项目申报的通知", "column": "部门文件", "section": "规划科"}
OWN = """holders = ["综合科", "档案室", "保密办"]
stages = [
  {key = "fill", words = "起草", role = "draft"},
  {key = "secrecy", words = "保密审查"},
  {key = "leader", words = "分管领导审签"},
  {key = "publish", words = "综合科发布", role = "publish"},
]"""


@pytest.fixture
def bureau(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某市某局", TODAY)


def at_work(office: Office, who: str) -> Office:
    return msgspec.structs.replace(open_office(office.folder), who=who)


def own_stages(office: Office, text: str) -> None:
    (office.folder / "approval.toml").write_text(text, encoding="utf-8")


def renamed(office: Office, unit: str, **people: str) -> Office:
    named = {login: Person(name) for login, name in people.items()}
    return msgspec.structs.replace(office, settings=msgspec.structs.replace(office.settings, unit=unit, people=named))


def test_a_form_names_the_holders_stages_people_and_unit_of_its_day(bureau: Office) -> None:
    then = renamed(bureau, "某市科学技术局", zhang="张三", li="李四")
    number = add_item(bureau, ITEM, TODAY)
    submit(msgspec.structs.replace(then, who="zhang"), number, TODAY)
    approve(msgspec.structs.replace(then, who="li"), number, TODAY)
    own_stages(bureau, OWN)
    # The bureau is another by now, and the same logins belong to others.
    now = renamed(bureau, "某市科技和工信局", zhang="周一", li="吴二", wang="郑三")
    publish(msgspec.structs.replace(now, who="wang"), number, TODAY)
    copies = form_markdown(now, number).split("\n---\n")
    assert len(copies) == 2
    for copy, holder in zip(copies, ("局办公室", "信息发布科室"), strict=True):
        assert "某市科学技术局\n" in copy
        assert f"由{holder}留存。" in copy
        assert "| 科室填写 | 张三　" in copy
        assert "| 局办公室主任审批签字 | 李四　" in copy
        assert "| 行政审批科统一发布 | 郑三　" in copy
        assert "周一" not in copy
    (kept,) = forms(now)
    assert kept.copies == ("局办公室", "信息发布科室")
    assert [stage.words for stage in stages_signed(now, find_row(now, CATALOGUE, number))] == [
        "科室填写",
        "局办公室主任审批签字",
        "行政审批科统一发布",
    ]
    assert "（局办公室主任审批签字）" in approval_lines(now, find_row(now, CATALOGUE, number))[1]
    later = add_item(bureau, ITEM, TODAY)
    assert "一式三份，第3份，由保密办留存。" in form_markdown(now, later)


def test_a_spent_form_still_prints_what_was_signed_and_not_what_the_item_became(bureau: Office) -> None:
    number = add_item(bureau, ITEM, TODAY)
    submit(at_work(bureau, "zhang"), number, TODAY)
    approve(at_work(bureau, "li"), number, TODAY, "同意")
    publish(at_work(bureau, "wang"), number, TODAY)
    # The section is no content of the form, but it is printed on it.
    change_item(bureau, number, {"section": "综合科"})
    withdraw(at_work(bureau, "zhang"), number, TODAY, "标题有误")
    change_item(bureau, number, {"name": "从没有人签过的标题"})
    first = form_markdown(bureau, number)
    assert "| 名称 | 关于项目申报的通知 |" in first
    assert "| 责任科室 | 规划科 |" in first
    assert "从没有人签过的标题" not in first
    assert f"| 审批单号 | {number}-1（已作废） |" in first
    assert "| 撤回 | zhang；标题有误　" in first
    submit(at_work(bureau, "zhang"), number, TODAY)
    send_back(at_work(bureau, "li"), number, TODAY, "再改")
    assert form_markdown(bureau, f"{number}-1") == first
    second = form_markdown(bureau, f"{number}-2")
    assert "| 名称 | 从没有人签过的标题 |" in second
    assert "| 局办公室主任审批签字 | （审批单已作废） |" in second
    for wrong in (f"{number}-3", "2024-000009"):
        with pytest.raises(Refused, match="没有编号为"):
            form_markdown(bureau, wrong)


def test_an_old_form_is_written_by_its_own_number(office: Cli) -> None:
    number = office("catalogue", "add", "名称=甲", "栏目=部门文件").out.strip()
    office("catalogue", "submit", number)
    office("catalogue", "return", number, "--comment", "再改")
    office("catalogue", "change", number, "名称=乙")
    text = Path(office("catalogue", "form", f"{number}-1").out.strip()).read_text(encoding="utf-8")
    assert "| 名称 | 甲 |" in text


def test_a_stage_that_is_no_more_keeps_its_name(bureau: Office) -> None:
    own_stages(bureau, OWN)
    number = add_item(bureau, ITEM, TODAY)
    submit(at_work(bureau, "zhang"), number, TODAY)
    (bureau.folder / "approval.toml").unlink()
    (form,) = forms(bureau)
    assert form.state == "待保密审查"
    assert form.copies == ("综合科", "档案室", "保密办")


def test_stages_have_keys_of_their_own() -> None:
    with pytest.raises(Refused, match="应各不相同"):
        read_stages(OWN.replace('"leader"', '"secrecy"').encode())


def test_a_form_of_before_names_were_kept_has_those_of_today() -> None:
    """What an earlier version stored: an event without words, holders or names."""
    stages = read_stages()
    kept = [{"kind": "submitted", "on": "2024-03-01", "by": "zhang", "form": "1-1", "stages": ["office", "director"]}]
    events = events_of(kept)
    state = state_of(events)
    assert state_words(state, stages) == "待局办公室审核"
    assert stage_names(events[0], "county", stages).in_order == (
        "科室填写",
        "局办公室审核",
        "局办公室主任审批签字",
        "行政审批科统一发布",
    )
    signed = [Event("approved", "2024-03-01", who, stage=key) for who, key in (("li", "office"), ("wu", "director"))]
    assert state_words(state_of([*events, *signed]), stages) == "待行政审批科统一发布"
