"""Keeping records of a ledger: numbers given once, nothing erased, two people at once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tui_disclose.office.catalogue import add_item, approve, change_item, publish, submit
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.ledgers import add, add_as, change, find_row, rows, take_out
from tui_disclose.office.numbering import next_number
from tui_disclose.office.remedies import register as register_case
from tui_disclose.office.request_events import add_event
from tui_disclose.office.request_splits import split
from tui_disclose.office.requests import change_request, register
from tui_disclose.office.trail import history
from tui_disclose.office.undoing import undo_last
from tui_disclose.office.works import add_work
from tui_disclose.problems import Changed, Refused, Unavailable
from tui_disclose.records.fields import Choice, Field, Ledger, checked_values
from tui_disclose.records.ledger_files import ledger, ledger_keys
from tui_disclose.store.interface import Entry

TODAY = date(2024, 3, 1)
RULES = ledger("rules")
REQUEST = {"channel": "in_person", "arrived_on": "2024-03-01", "applicant.kind": "natural_person", "content": "经费"}


def counted(taken: list[str]) -> str:
    return next_number("{序号}", taken, 2024)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某市某局", TODAY)


@pytest.mark.parametrize(
    ("pattern", "taken", "following"),
    [
        ("〔{年度}〕{序号}号", [], "〔2024〕1号"),
        ("〔{年度}〕{序号}号", ["〔2024〕9号", "〔2024〕10号", "〔2023〕77号", "旧-12"], "〔2024〕11号"),
        ("{代码}/{年度}-{序号:6}", ["X6/2024-000009"], "X6/2024-000010"),
        ("{序号}", ["1", "2", "19"], "20"),
    ],
)
def test_the_next_number_follows_the_pattern(pattern: str, taken: list[str], following: str) -> None:
    assert next_number(pattern, taken, 2024, "X6") == following


def test_a_number_is_never_given_again(office: Office) -> None:
    first = add(office, RULES, {"name": "保密审查制度"}, counted)
    second = add(office, RULES, {"name": "年度报告制度"}, counted)
    undo_last(office, "rules")
    third = add(office, RULES, {"name": "澄清制度"}, counted)
    take_out(office, RULES, third, "重复登记", TODAY)
    assert (first, second, third, add(office, RULES, {"name": "救济制度"}, counted)) == ("1", "2", "3", "4")
    assert [row.number for row in rows(office, RULES)] == ["1", "4"]
    assert [row.number for row in rows(office, RULES, with_taken_out=True)] == ["1", "3", "4"]
    with pytest.raises(Refused, match="没有编号为“2”的制度"):
        find_row(office, RULES, "2")


def test_two_people_who_add_at_once_get_two_numbers(office: Office) -> None:
    colleague = open_office(office.folder)
    late = [True]

    def overtaken(taken: list[str]) -> str:
        if late.pop() if late else False:
            add(colleague, RULES, {"name": "同一制度"}, counted)
        return counted(taken)

    assert add(office, RULES, {"name": "同一制度"}, overtaken) == "2"
    assert len(rows(office, RULES)) == 2


class Overtaken:
    """A store in which a colleague saves something just before each save of a change, as one who was waiting does."""

    def __init__(self, office: Office, first: list[Callable[[], object]]) -> None:
        self._store = office.store
        self._first = first

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        return getattr(self._store, name)

    def apply(self, *arguments: Any, **options: Any) -> Entry | None:
        if self._first:
            self._first.pop()()
        return self._store.apply(*arguments, **options)


def overtaken(office: Office, *first: Callable[[], object]) -> Office:
    return msgspec.structs.replace(office, store=Overtaken(office, list(first)))  # type: ignore[arg-type]


def test_a_number_that_a_colleague_takes_amid_a_save_is_given_once(office: Office) -> None:
    colleague = open_office(office.folder)
    late = overtaken(office, lambda: add(colleague, RULES, {"name": "年度报告制度", "section": "法规科"}, counted))
    assert add(late, RULES, {"name": "保密审查制度"}, counted) == "2"
    assert [row.fields for row in rows(office, RULES)] == [
        {"name": "年度报告制度", "section": "法规科"},
        {"name": "保密审查制度"},
    ]


def test_two_who_take_out_at_once_give_one_reason(office: Office) -> None:
    number = add(office, RULES, {"name": "保密审查制度"}, counted)
    late = overtaken(office, lambda: take_out(open_office(office.folder), RULES, number, "重复登记", TODAY))
    with pytest.raises(Changed):
        take_out(late, RULES, number, "误登", TODAY)
    assert find_row(office, RULES, number).fields["taken_out.reason"] == "重复登记"


def test_a_change_of_what_a_colleague_changed_is_stopped(office: Office) -> None:
    number = add(office, RULES, {"name": "救济制度", "section": "办公室"}, counted)
    seen = find_row(office, RULES, number).fields
    change(open_office(office.folder), RULES, number, {"section": "法规科"}, seen)
    assert change(office, RULES, number, {"made_on": "2019-05-01"}, seen) is not None
    with pytest.raises(Changed) as stopped:
        change(office, RULES, number, {"section": "综合科"}, seen)
    assert stopped.value.fields == {"section": "法规科"}
    assert find_row(office, RULES, number).fields["section"] == "法规科"


def test_the_trail_names_record_and_fields(office: Office) -> None:
    number = add(office, RULES, {"name": "救济制度"}, counted)
    change(office, RULES, number, {"section": "法规科"})
    take_out(office, RULES, number, " 合并\n入新制度 ", TODAY)
    steps = history(office, f"rule/{number}")
    assert [step.act.why for step in steps] == [
        "登记制度1“救济制度”",
        "修改制度1“救济制度”的责任科室",
        "废止制度1“救济制度”，理由：合并 入新制度",
    ]
    assert steps[1].differences[0].sentence == "责任科室：无 → 法规科"


def test_adding_is_not_taken_back_once_more_was_entered(office: Office) -> None:
    number = add(office, RULES, {"name": "救济制度"}, counted)
    change(open_office(office.folder), RULES, number, {"section": "法规科"})
    undo_last(office, "rules")  # the section
    change(msg := open_office(office.folder), RULES, number, {"section": "法规科"})
    assert msg.who == office.who
    undo_last(office, f"rules/{number}")
    undo_last(office, f"rules/{number}")
    with pytest.raises(Refused):
        find_row(office, RULES, number)


def test_what_rests_on_a_record_keeps_it_from_being_taken_back(office: Office) -> None:
    number = add(office, RULES, {"name": "救济制度"}, counted)
    office.store.apply([], "li", "")
    from tui_disclose.store.interface import Change

    office.store.apply([Change("rules", number, {"section": "法规科"})], "li", "修改", place=f"rules/{number}")
    with pytest.raises(Refused, match="又登记了别的内容"):
        undo_last(office, "rules")


def test_what_cannot_be_kept_is_refused_and_nothing_is_stored(office: Office) -> None:
    for values in ({}, {"name": ""}, {"name": "甲", "made_on": "昨天"}, {"name": "甲", "nothing": "x"}):
        with pytest.raises(Refused):
            add(office, RULES, values, counted)
    number = add(office, RULES, {"name": "甲"}, counted)
    with pytest.raises(Refused, match="名称还没有填写"):
        change(office, RULES, number, {"name": None})
    with pytest.raises(Refused, match="理由"):
        take_out(office, RULES, number, " ", TODAY)
    take_out(office, RULES, number, "重复", TODAY)
    with pytest.raises(Refused, match="已于2024-03-01废止"):
        take_out(office, RULES, number, "重复", TODAY)
    assert add_as(office, RULES, number, {"name": "乙"}) is None


def test_who_only_looks_changes_nothing(office: Office) -> None:
    number = add(office, RULES, {"name": "甲"}, counted)
    looking = open_office(office.folder, read_only=True)
    for act in (
        lambda: add(looking, RULES, {"name": "乙"}, counted),
        lambda: change(looking, RULES, number, {"name": "乙"}),
        lambda: take_out(looking, RULES, number, "重复", TODAY),
    ):
        with pytest.raises(Unavailable):
            act()


@pytest.mark.parametrize("key", ledger_keys())
def test_every_ledger_is_declared_soundly(key: str) -> None:
    kept: Ledger = ledger(key)
    keys = [field.key for field in kept.fields]
    assert kept.key == key
    assert len(keys) == len(set(keys))
    assert kept.title in keys or not kept.title
    for field in kept.fields:
        assert bool(field.choices) == (field.kind == "choice")
        assert bool(field.of) == (field.kind in ("record", "records"))
        assert len({choice.key for choice in field.choices}) == len(field.choices)
    assert any(field.column for field in kept.fields)


def test_values_are_checked_by_their_fields() -> None:
    own = Ledger("own", "样", (Field("a", "甲", "choice", (Choice("x", "某"),)), Field("b", "乙", "number")), title="a")
    assert checked_values(own, {"a": "x", "b": None}) == {"a": "x", "b": None}
    with pytest.raises(Refused, match="甲：“y”不在 x 之中"):
        checked_values(own, {"a": "y"})


def test_what_other_records_name_stays(office: Office) -> None:
    request = register(office, REQUEST)
    register_case(office, "复议1", {"path": "reconsideration", "request": request, "filed_on": "2024-06-03"})
    with pytest.raises(Refused, match="不能撤销“登记申请〔2024〕1号”：复议诉讼案件复议1还要用到它"):
        undo_last(office, "requests")
    undo_last(office, "remedies")
    child = register(office, {**REQUEST, "parent": request})
    with pytest.raises(Refused, match=f"申请{child}还要用到它"):
        undo_last(office, f"requests/{request}")
    undo_last(office, "requests")
    undo_last(office, "requests")
    assert rows(office, ledger("requests")) == []
    rule = add(office, RULES, {"name": "信息报送制度"}, counted)
    add_work(office, {"kind": "training", "name": "学习", "rules": [rule]}, TODAY)
    with pytest.raises(Refused, match="工作记录2024-1还要用到它"):
        undo_last(office, "rules")


def test_what_was_made_in_one_act_is_taken_back_in_one(office: Office) -> None:
    request = register(office, REQUEST)
    split(office, request, ["经费", "人员"])
    undo_last(office, "requests")
    assert [row.number for row in rows(office, ledger("requests"))] == [request]


def test_undo_leaves_nothing_that_could_not_be_entered(office: Office) -> None:
    number = register(office, {**REQUEST, "arrived_on": "2024-03-10"})
    change_request(office, number, {"arrived_on": "2024-03-01"})
    add_event(open_office(office.folder), number, {"kind": "drafted", "on": "2024-03-05"})
    colleague = msgspec.structs.replace(office, who="li")
    add_event(colleague, number, {"kind": "assigned", "on": "2024-03-02", "section": "法规科"})
    undo_last(office, f"requests/{number}")
    with pytest.raises(Refused, match=r"不能撤销“修改申请〔2024〕1号的到达日期”：.*早于申请到达之日"):
        undo_last(office, f"requests/{number}")
    assert find_row(office, ledger("requests"), number).fields["arrived_on"] == "2024-03-01"


def test_an_approved_text_does_not_go_back_but_each_step_does(office: Office) -> None:
    item = add_item(office, {"name": "公告", "source": "original", "column": "回应关切"}, TODAY)
    change_item(office, item, {"name": "关于征求意见的公告"})
    submit(msgspec.structs.replace(office, who="li"), item, TODAY)
    with pytest.raises(Refused, match=r"不能撤销“.*不能改名称；请先撤回"):
        undo_last(office, "catalogue")
    assert [d.sentence for d in history(office, f"catalogue/{item}")[-1].differences] == [
        "信息发布审批单：无 → 2024-03-01 填写送审（li）"
    ]
    approve(office, item, TODAY, reason="只有一人")
    publish(office, item, TODAY)
    for _ in "published", "approved":
        undo_last(office, "catalogue")
    assert "published_on" not in find_row(office, ledger("catalogue"), item).fields


def test_no_identity_number_stays_in_a_reason(office: Office) -> None:
    number = add(office, RULES, {"name": "保密审查制度"}, counted)
    take_out(office, RULES, number, "110101199003074258 重复登记", TODAY)
    assert "19900307" not in (office.folder / "trail/000000001.jsonl").read_text(encoding="utf-8")
    (said,) = history(office, f"rule/{number}")[-1].differences[1:]
    assert said.sentence == "废止理由：无 → ＊4258 重复登记"


def test_a_record_whose_making_was_taken_back_is_not_changed_from_what_was_seen(office: Office) -> None:
    number = add(office, RULES, {"name": "救济制度"}, counted)
    seen = find_row(office, RULES, number).fields
    undo_last(office, "rules")
    with pytest.raises(Refused, match="没有编号为“1”的制度"):
        change(office, RULES, number, {"section": "法规科"}, seen)
    assert rows(office, RULES, with_taken_out=True) == []
    with pytest.raises(Refused, match="没有编号为“7”的制度"):
        change(office, RULES, "7", {"section": "法规科"}, seen)
    assert office.store.record("rules", "7") is None
