"""An item as it stands, columns and kinds of work with what they owe, records behind the figures of a text."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from tui_disclose.office import ledgers
from tui_disclose.office.catalogue import (
    CATALOGUE,
    add_item,
    approve,
    change_item,
    columns_of,
    publish,
    refuse_submitting,
    submit,
)
from tui_disclose.office.catalogue_exports import set_text
from tui_disclose.office.catalogue_lists import column_states
from tui_disclose.office.catalogue_views import column_names, next_acts, open_up, review, stages_signed, standing
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.narrative import records_behind
from tui_disclose.office.requests import REQUESTS, register
from tui_disclose.office.rules import RULES, add_rule, repeal
from tui_disclose.office.undoing import undo_last
from tui_disclose.office.work_views import kind_states
from tui_disclose.office.works import add_work
from tui_disclose.problems import Changed, Refused

TODAY = date(2024, 3, 1)
OLD = {"source": "backfill", "backfill_reason": "迁移", "published_on": "2022-05-01", "made_on": "2022-04-30"}


@pytest.fixture
def bureau(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某市某局", TODAY)


def row(office: Office, number: str) -> ledgers.Row:
    return ledgers.find_row(office, CATALOGUE, number)


def test_what_may_be_done_follows_the_approval_form(bureau: Office) -> None:
    number = add_item(bureau, {"name": "甲", "column": "政策法规", "document_type": "policy"}, TODAY)
    seen = [next_acts(row(bureau, number), columns_of(bureau), interpreted=True)]
    submit(bureau, number, TODAY)
    seen.append(next_acts(row(bureau, number), columns_of(bureau), interpreted=True))
    approve(bureau, number, TODAY, reason="一人")
    seen.append(next_acts(row(bureau, number), columns_of(bureau), interpreted=True))
    publish(bureau, number, TODAY)
    seen.append(next_acts(row(bureau, number), columns_of(bureau), interpreted=False))
    assert seen == [
        ("submit",),
        ("approve", "send_back", "withdraw"),
        ("publish", "send_back", "withdraw"),
        ("withdraw", "interpret"),
    ]
    signed = stages_signed(bureau, row(bureau, number))
    assert [bool(stage.who) for stage in signed] == [True, True, True]
    assert signed[1].note == "一人办理的理由：一人"


def test_what_is_withheld_is_reviewed_or_opened_up_and_secrets_stay(bureau: Office) -> None:
    withheld = add_item(bureau, {"name": "乙", "openness": "withheld", "openness_reason": "过程性信息"}, TODAY)
    secret = add_item(bureau, {"openness": "classified", "count": 2}, TODAY)
    for number, stands in ((withheld, "withheld"), (secret, "secret")):
        assert standing(row(bureau, number)) == stands
        review(bureau, number, TODAY)
        assert row(bureau, number).fields["reviewed_on"] == "2024-03-01"
    with pytest.raises(Refused, match="先依法解密"):
        open_up(bureau, secret, TODAY)
    open_up(bureau, withheld, TODAY)
    assert standing(row(bureau, withheld)) == "draft"
    with pytest.raises(Refused, match="要复查"):
        review(bureau, withheld, TODAY)


def test_what_is_picked_for_an_item_can_be_saved(bureau: Office) -> None:
    columns = columns_of(bureau)
    picked = column_names(bureau)
    assert "政策法规" in picked
    assert [name for name in picked if columns.column(name).text] == []


def test_of_secrets_no_words_are_kept(bureau: Office) -> None:
    secret = add_item(bureau, {"openness": "classified", "count": 2, "section": "政策法规与监督科"}, TODAY)
    kept = bureau.store.sequence
    for section in ("秘密标题乙号文件", "关于某某某某某某某某某的科", "规划科《某项目》", "甲1号科"):
        with pytest.raises(Refused, match="只写科室名称"):
            add_item(bureau, {"openness": "classified", "count": 2, "section": section}, TODAY)
        with pytest.raises(Refused, match="只写科室名称"):
            change_item(bureau, secret, {"section": section})
    with pytest.raises(Refused, match="理由只能是：登记错误、") as refused:
        ledgers.take_out(bureau, CATALOGUE, secret, "秘密标题", TODAY)
    assert "秘密标题" not in str(refused.value)
    with pytest.raises(Refused, match="也不登记解读"):
        add_item(bureau, {"name": "某件的解读", "interprets": secret}, TODAY)
    assert bureau.store.sequence == kept
    ledgers.take_out(bureau, CATALOGUE, secret, "登记错误", TODAY)
    assert row(bureau, secret).taken_out


def test_what_was_taken_down_stays_as_it_was_then(bureau: Office) -> None:
    number = add_item(bureau, {"name": "甲"}, TODAY)
    seen = row(bureau, number).fields
    change_item(bureau, number, {"summary": "概述"})
    other = msgspec.structs.replace(bureau, who="li")
    ledgers.take_out(other, CATALOGUE, number, "登记错误", TODAY)
    for change in (
        lambda: change_item(bureau, number, {"name": "乙"}),
        lambda: change_item(bureau, number, {"name": "乙"}, seen),
        lambda: undo_last(bureau, "catalogue"),
    ):
        with pytest.raises(Refused, match="已于2024-03-01撤下，不能再修改"):
            change()
    undo_last(other, "catalogue")
    change_item(bureau, number, {"name": "乙"})
    rule = add_rule(bureau, {"name": "甲制度", "text": "第一条"}, TODAY)
    repeal(bureau, rule, "已有新制度", TODAY)
    with pytest.raises(Refused, match="废止，不能再修改"):
        ledgers.change(bureau, RULES, rule, {"text": "第二条"})
    values = {"channel": "internet", "arrived_on": "2024-02-01", "content": "决算", "applicant.kind": "natural_person"}
    request = register(bureau, {**values, "applicant.name": "张三"})
    seen = ledgers.find_row(bureau, REQUESTS, request).fields
    ledgers.take_out(bureau, REQUESTS, request, "重复登记", TODAY)
    # Who had it open when a colleague took it out is told so too.
    with pytest.raises(Refused, match="注销登记，不能再修改"):
        ledgers.change(bureau, REQUESTS, request, {"content": "预算"}, seen)


def test_nothing_is_asked_before_a_form_that_cannot_be_handed_in(bureau: Office) -> None:
    number = add_item(bureau, {"name": "甲"}, TODAY)
    with pytest.raises(Refused, match="栏目还没有填写"):
        refuse_submitting(bureau, row(bureau, number), TODAY)
    change_item(bureau, number, {"column": "政策法规"})
    refuse_submitting(bureau, row(bureau, number), TODAY)
    submit(bureau, number, TODAY)
    with pytest.raises(Refused, match="正在审批"):
        refuse_submitting(bureau, row(bureau, number), TODAY)


def test_columns_count_what_is_below_them_and_say_what_they_owe(bureau: Office) -> None:
    add_item(bureau, {"name": "旧解读", "column": "政策解读", **OLD}, TODAY)
    add_item(bureau, {"name": "新解读", "column": "政策解读"}, TODAY)
    set_text(bureau, "指南", "文", "2024-03-01")
    states = {state.column.name: state for state in column_states(bureau, TODAY)}
    above, column = states["政府信息公开目录"], states["政策解读"]
    assert (above.published, above.unpublished) == (column.published, column.unpublished) == (1, 1)
    # Nothing new for a year and ten months: stale; a watched column with nothing in it: empty.
    assert column.duty
    assert (column.duty.kind, column.newest) == ("stale_column.政策解读", "2022-05-01")
    assert states["回应关切"].duty
    assert states["政府信息公开指南"].duty is None
    assert states["政府信息公开编制说明"].duty
    names = list(states)
    assert names.index("政府信息公开目录") < names.index("政策解读")


def test_a_text_that_another_wrote_meanwhile_is_not_lost(bureau: Office) -> None:
    set_text(bureau, "指南", "一", "2024-01-01")
    set_text(bureau, "指南", "二", "2024-02-01", {"text": "一"})
    with pytest.raises(Changed):
        set_text(bureau, "指南", "三", "2024-03-01", {"text": "一"})


def test_each_kind_counts_its_year_and_names_what_is_missing(bureau: Office) -> None:
    add_work(bureau, {"kind": "media_account", "on": "2024-01-10", "name": "公众号"}, TODAY)
    add_work(bureau, {"kind": "media_check", "on": "2024-02-10", "name": "检查", "reported_to": "市政府办"}, TODAY)
    add_work(bureau, {"kind": "problem", "on": "2023-12-10", "name": "栏目更新慢"}, TODAY)
    states = {state.kind.key: state for state in kind_states(bureau, TODAY)}
    assert (states["media_check"].this_year, states["problem"].this_year, states["problem"].in_all) == (1, 0, 1)
    # The account is from January on, February was checked, March is not over.
    assert [duty.due_on for duty in states["media_check"].duties] == [date(2024, 1, 31)]
    assert [duty.kind for duty in states["problem"].duties] == ["unfinished"]
    assert [duty.kind for duty in states["cleanup"].duties] == ["yearly.cleanup"]


def test_records_behind_a_figure_come_with_their_table(bureau: Office) -> None:
    number = add_work(bureau, {"kind": "training", "on": "2024-02-10", "name": "学习条例"}, TODAY)
    assert [(table, row.number) for table, row in records_behind(bureau, 2024, "培训.次数", TODAY)] == [
        ("works", number)
    ]
    # The seven columns of the portal's page that the report of 2019 names.
    columns = records_behind(bureau, 2024, "栏目.个数", TODAY)
    assert ({table for table, _ in columns}, len(columns)) == ({"columns"}, 7)
