"""The approval form: nothing original is published but through its stages, by different people, on two copies."""

import json
from datetime import date
from pathlib import Path

import msgspec
import pytest

from tui_disclose.office import ledgers
from tui_disclose.office.approval_forms import form_markdown, forms
from tui_disclose.office.catalogue import (
    CATALOGUE,
    add_item,
    approve,
    change_item,
    publish,
    send_back,
    stages_of,
    submit,
    withdraw,
)
from tui_disclose.office.catalogue_import import plan_items
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.ledger_import import apply_records
from tui_disclose.office.undoing import undo_last
from tui_disclose.problems import Changed, Differs, Refused
from tui_disclose.records.approval import read_stages
from tui_disclose.records.items import is_published
from tui_disclose.store.interface import Change

TODAY = date(2024, 3, 1)
ITEM = {"name": "关于项目申报的通知", "column": "部门文件", "made_on": "2024-03-01"}


@pytest.fixture
def bureau(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某市某局", TODAY)


def at_work(office: Office, who: str) -> Office:
    return msgspec.structs.replace(open_office(office.folder), who=who)


def published(office: Office, number: str) -> bool:
    return is_published(ledgers.find_row(office, CATALOGUE, number).fields)


def test_an_item_is_published_once_three_people_have_done_their_part(bureau: Office) -> None:
    number = add_item(bureau, ITEM, TODAY)
    for act in (approve, publish):
        with pytest.raises(Refused, match="还没有送审"):
            act(bureau, number, TODAY)
    submit(at_work(bureau, "zhang"), number, TODAY)
    with pytest.raises(Refused, match="不同的人"):
        approve(at_work(bureau, "zhang"), number, TODAY)
    with pytest.raises(Refused, match="正在审批，不能发布"):
        publish(at_work(bureau, "zhang"), number, TODAY)
    approve(at_work(bureau, "li"), number, TODAY, "同意")
    publish(at_work(bureau, "wang"), number, TODAY)
    row = ledgers.find_row(bureau, CATALOGUE, number)
    assert published(bureau, number)
    assert row.fields["published_on"] == "2024-03-01"
    with pytest.raises(Refused, match="已经发布"):
        publish(bureau, number, TODAY)


def test_what_a_county_sends_passes_the_office_first(bureau: Office) -> None:
    number = add_item(bureau, {**ITEM, "source": "county", "supplier": "某县科技局"}, TODAY)
    submit(at_work(bureau, "zhang"), number, TODAY)
    approve(at_work(bureau, "li"), number, TODAY)
    with pytest.raises(Refused, match="正在审批"):
        publish(bureau, number, TODAY)
    with pytest.raises(Refused, match="不同的人"):
        approve(at_work(bureau, "li"), number, TODAY)
    approve(at_work(bureau, "zhao"), number, TODAY)
    publish(bureau, number, TODAY)
    assert published(bureau, number)


def test_what_a_county_sends_names_who_sent_it_before_it_is_handed_in(bureau: Office) -> None:
    number = add_item(bureau, {**ITEM, "source": "county"}, TODAY)
    with pytest.raises(Refused, match="还没有填写供稿单位，不能送审"):
        submit(bureau, number, TODAY)
    change_item(bureau, number, {"supplier": "某县科技局"})
    submit(bureau, number, TODAY)


def test_what_is_not_made_yet_is_not_handed_in(bureau: Office) -> None:
    number = add_item(bureau, {**ITEM, "made_on": "2024-03-02"}, TODAY)
    with pytest.raises(Refused, match="在送审之日"):
        submit(bureau, number, TODAY)
    submit(bureau, number, date(2024, 3, 2))


def test_steps_are_noted_on_the_days_when_they_were_done_in_their_order(bureau: Office) -> None:
    number = add_item(bureau, ITEM, TODAY)
    submit(at_work(bureau, "zhang"), number, date(2024, 3, 4))
    with pytest.raises(Refused, match="审批同意的日期（2024-03-01）早于上一步填写送审（2024-03-04）"):
        approve(at_work(bureau, "li"), number, TODAY)
    approve(at_work(bureau, "li"), number, date(2024, 3, 5))
    with pytest.raises(Refused, match="发布的日期（2024-03-04）早于上一步审批同意（2024-03-05）"):
        publish(bureau, number, date(2024, 3, 4))
    publish(bureau, number, date(2024, 3, 5))
    assert ledgers.find_row(bureau, CATALOGUE, number).fields["published_on"] == "2024-03-05"


def test_one_clerk_does_it_all_with_a_reason_that_stays(bureau: Office) -> None:
    number = add_item(bureau, ITEM, TODAY)
    submit(bureau, number, TODAY)
    approve(bureau, number, TODAY, reason="纸质审批单由主任签字，工作人员只有1人")
    publish(bureau, number, TODAY)
    assert published(bureau, number)
    assert "工作人员只有1人" in form_markdown(bureau, number)


def test_a_returned_form_is_spent_and_the_next_has_a_number_of_its_own(bureau: Office) -> None:
    number = add_item(bureau, ITEM, TODAY)
    submit(bureau, number, TODAY)
    with pytest.raises(Refused, match="退回修改须写明意见"):
        send_back(bureau, number, TODAY, " ")
    send_back(at_work(bureau, "li"), number, TODAY, "写明依据")
    change_item(bureau, number, {"summary": "依据：……"})
    submit(bureau, number, TODAY)
    kept = forms(bureau)
    assert [form.number for form in kept] == [f"{number}-1", f"{number}-2"]
    assert [form.state for form in kept] == ["已作废", "待局办公室主任审批签字"]
    assert {form.copies for form in kept} == {("局办公室", "信息发布科室")}


def test_what_is_approved_does_not_change_afterwards(bureau: Office) -> None:
    number = add_item(bureau, ITEM, TODAY)
    change_item(at_work(bureau, "zhang"), number, {"name": "另一件"})
    submit(bureau, number, TODAY)
    with pytest.raises(Refused, match="不能改名称"):
        change_item(bureau, number, {"name": "第三件"})
    with pytest.raises(Refused, match="不能改信息来源"):
        change_item(bureau, number, {"source": "reprint", "origin": "某网", "link": "https://x", "entered_by": "张"})
    change_item(bureau, number, {"channels": ["门户网站"]})
    with pytest.raises(Refused, match="不能改名称；请先撤回"):
        undo_last(at_work(bureau, "zhang"))
    # Whatever way the text is changed all the same: what was not read is not signed.
    bureau.store.apply([Change("catalogue", number, {"name": ITEM["name"]})], "zhang", "改回原名")
    for act in (approve, publish):
        with pytest.raises(Refused):
            act(at_work(bureau, "li"), number, TODAY)
    withdraw(bureau, number, TODAY, "改回了原名")
    submit(bureau, number, TODAY)
    approve(at_work(bureau, "li"), number, TODAY)
    publish(bureau, number, TODAY)
    withdraw(bureau, number, TODAY, "更正")
    assert not published(bureau, number)
    assert "published_on" not in ledgers.find_row(bureau, CATALOGUE, number).fields


def test_two_who_sign_at_once_sign_once(bureau: Office) -> None:
    number = add_item(bureau, {**ITEM, "source": "county", "supplier": "某县科技局"}, TODAY)
    submit(bureau, number, TODAY)
    slow = at_work(bureau, "li")
    seen = ledgers.find_row(slow, CATALOGUE, number)
    approve(at_work(bureau, "zhao"), number, TODAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledgers, "find_row", lambda *_: seen)
        with pytest.raises(Changed):
            approve(slow, number, TODAY)


def test_the_form_is_printed_for_each_holder(bureau: Office) -> None:
    number = add_item(bureau, {**ITEM, "supplier": "规划科|"}, TODAY)
    submit(at_work(bureau, "zhang"), number, TODAY)
    approve(at_work(bureau, "li"), number, TODAY, "同意")
    first, second = form_markdown(bureau, number).split("\n---\n")
    assert "一式二份，第1份，由局办公室留存。" in first
    assert "一式二份，第2份，由信息发布科室留存。" in second
    for copy in (first, second):
        assert f"| 审批单号 | {number}-1 |" in copy
        assert "| 局办公室主任审批签字 | li；同意　2024-03-01　签字： |" in copy
        assert "| 行政审批科统一发布 | 签字：" in copy
        assert "规划科\\|" in copy


def test_a_form_handed_in_between_a_look_and_a_save_stands(bureau: Office) -> None:
    number = add_item(bureau, ITEM, TODAY)
    slow = at_work(bureau, "zhang")
    seen = ledgers.find_row(slow, CATALOGUE, number)
    submit(at_work(bureau, "li"), number, TODAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledgers, "find_row", lambda *_: seen)
        for before in (None, {"name": ITEM["name"]}):
            with pytest.raises(Refused, match="审批刚刚有了变动"):
                change_item(slow, number, {"name": "没有送审的标题"}, before)
    assert ledgers.find_row(slow, CATALOGUE, number).fields["name"] == ITEM["name"]


def test_an_office_may_have_other_stages(bureau: Office) -> None:
    own = """holders = ["办公室"]
stages = [
  {key = "fill", words = "科室填写", role = "draft"},
  {key = "secrecy", words = "保密审查"},
  {key = "leader", words = "分管领导审签"},
  {key = "publish", words = "办公室发布", role = "publish"},
]"""
    number = add_item(bureau, ITEM, TODAY)
    (bureau.folder / "approval.toml").write_text(own, encoding="utf-8")
    submit(at_work(bureau, "zhang"), number, TODAY)
    (bureau.folder / "approval.toml").unlink()
    # A form keeps to the stages that it was handed in for.
    approve(at_work(bureau, "li"), number, TODAY)
    with pytest.raises(Refused):
        publish(bureau, number, TODAY)
    approve(at_work(bureau, "zhao"), number, TODAY)
    publish(bureau, number, TODAY)
    assert stages_of(bureau).approvals("original") == ("director",)
    for wrong in ("x", 'holders = ["甲"]\nstages = []', own.replace('role = "publish"', 'role = "approve"')):
        with pytest.raises(Refused, match=r"approval\.toml"):
            read_stages(wrong.encode())


def test_an_import_signs_no_form(bureau: Office) -> None:
    line = json.dumps({**ITEM, "published_on": "2019-03-01"}).encode()
    plan = plan_items(bureau, "a.jsonl", line, TODAY)
    with pytest.raises(Differs) as refused:
        apply_records(bureau, plan, "a.jsonl")
    assert refused.value.differences[0].startswith("第1行：原创和县区报送的信息要经信息发布审批单才能发布")
    late = json.dumps({**ITEM, "published_on": "2999-03-01"}).encode()
    (sentence,) = plan_items(bureau, "a.jsonl", late, date(2999, 3, 2), "旧网站").wrong
    assert "启用本系统之前" in sentence


# ---- ways round the form ----


def colleague(office: Office, who: str) -> Office:
    return msgspec.structs.replace(open_office(office.folder), who=who)


@pytest.mark.parametrize("source", ["original", "county"])
def test_what_needs_a_form_is_never_relabelled(tmp_path: Path, source: str) -> None:
    office = create_office(tmp_path / "data", "某局", date(2024, 3, 1))
    zhang, li = colleague(office, "zhang"), colleague(office, "li")
    values = {"name": "通知", "column": "部门文件", "source": source, "supplier": "某县科技局"}
    number = add_item(zhang, values, date(2024, 3, 1))
    others = (
        {"source": "backfill", "backfill_reason": "以前发过", "published_on": "2020-01-02", "made_on": None},
        {"source": "reprint", "origin": "某网", "link": "https://example.cn", "entered_by": "张三"},
        {"source": "county" if source == "original" else "original"},
        {"source": None} if source == "county" else {"source": "reprint"},
    )

    def refused() -> None:
        for other in others:
            with pytest.raises(Refused, match=r"不能改信息来源.*另登记一条"):
                change_item(zhang, number, other)

    refused()
    submit(zhang, number, date(2024, 3, 1))
    send_back(li, number, date(2024, 3, 1), "不宜公开")
    refused()


def test_undo_brings_no_other_source_back(bureau: Office) -> None:
    reprint = {"source": "reprint", "origin": "某网", "link": "https://example.cn", "entered_by": "张三"}
    number = add_item(bureau, {**ITEM, **reprint}, TODAY)
    # As a version that took such changes left it.
    bureau.store.apply([Change("catalogue", number, {"source": "original"})], bureau.who, "改来源", place="catalogue")
    with pytest.raises(Refused, match="不能改信息来源"):
        undo_last(bureau, "catalogue")


def test_undo_brings_no_text_back_under_a_signature_it_never_had(tmp_path: Path) -> None:
    office = create_office(tmp_path / "data", "某局", date(2024, 3, 1))
    zhang, li, wang = (colleague(office, who) for who in ("zhang", "li", "wang"))
    number = add_item(zhang, {"name": "通知", "column": "部门文件"}, date(2024, 3, 1))
    submit(zhang, number, date(2024, 3, 1))
    approve(li, number, date(2024, 3, 1))
    publish(wang, number, date(2024, 3, 1))
    withdraw(zhang, number, date(2024, 3, 1), "更正")
    change_item(wang, number, {"name": "没有审批的新标题"})
    with pytest.raises(Refused, match="审批之后内容又有改动"):
        undo_last(zhang, "catalogue")


def test_who_wrote_the_text_does_not_approve_it_without_a_reason(tmp_path: Path) -> None:
    office = create_office(tmp_path / "data", "某局", date(2024, 3, 1))
    zhang, li = colleague(office, "zhang"), colleague(office, "li")
    number = add_item(zhang, {"name": "通知", "column": "部门文件"}, date(2024, 3, 1))
    submit(li, number, date(2024, 3, 1))
    with pytest.raises(Refused, match="不同的人"):
        approve(zhang, number, date(2024, 3, 1))
    assert approve(zhang, number, date(2024, 3, 1), reason="只有一人") is not None
