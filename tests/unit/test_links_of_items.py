"""Links of items, and what is said where a record that others name is taken out."""

import json
from datetime import date
from pathlib import Path

import pytest

from tui_disclose.office import ledgers
from tui_disclose.office.catalogue import CATALOGUE, add_item, change_item
from tui_disclose.office.catalogue_import import plan_items
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.ledger_import import apply_records
from tui_disclose.office.rules import RULES, add_rule
from tui_disclose.office.undoing import undo_last
from tui_disclose.office.works import WORKS, add_work, change_work, plan_works
from tui_disclose.problems import Refused

TODAY = date(2024, 3, 1)
CODE = "1162040001391125X6"


@pytest.fixture
def bureau(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某市某局", TODAY, code=CODE)


def test_an_item_interprets_only_what_there_is_and_near_numbers_are_offered(bureau: Office) -> None:
    document = add_item(bureau, {"name": "办法"}, TODAY)
    assert document == f"{CODE}/2024-000001"
    # Lists show the number without the office's code: what is typed from there is recognised.
    with pytest.raises(Refused, match=f"没有编号为“2024-000001”的条目；相近的有：{document}“办法”。"):
        add_item(bureau, {"name": "解读", "interprets": "2024-000001"}, TODAY)
    with pytest.raises(Refused, match=f"解读文件：.*相近的有：{document}“办法”。"):
        add_item(bureau, {"name": "解读", "interprets": f"{CODE}/2024-000011"}, TODAY)
    number = add_item(bureau, {"name": "解读", "interprets": document}, TODAY)
    with pytest.raises(Refused, match="没有编号为“甲”的条目，请核对"):
        change_item(bureau, number, {"interprets": "甲"})
    with pytest.raises(Refused, match="本条自己的编号"):
        change_item(bureau, number, {"interprets": number})
    assert ledgers.find_row(bureau, CATALOGUE, number).fields["interprets"] == document


def test_a_work_record_names_only_items_that_there_are(bureau: Office) -> None:
    decision = {"kind": "decision", "name": "甲", "on": "2024-02-01"}
    words = "关联条目：没有编号为“2024-000009”的条目"
    with pytest.raises(Refused, match=words):
        add_work(bureau, {**decision, "items": ["2024-000009"]}, TODAY)
    number = add_work(bureau, decision, TODAY)
    with pytest.raises(Refused, match=words):
        change_work(bureau, number, {"items": ["2024-000009"]})
    line = json.dumps({**decision, "name": "乙", "items": ["2024-000009"]}).encode()
    (wrong,) = plan_works(bureau, "a.jsonl", line, TODAY).wrong
    assert wrong.startswith(f"第1行：{words}")


def test_a_line_of_a_file_may_name_a_later_one_and_a_bad_name_is_found_by_its_line(bureau: Office) -> None:
    lines = [
        {"number": "甲/2024-2", "name": "解读", "made_on": "2024-02-01", "interprets": "甲/2024-1"},
        {"number": "甲/2024-1", "name": "办法", "made_on": "2024-02-01"},
        {"name": "另一解读", "made_on": "2024-02-01", "interprets": "甲/2024-3"},
    ]
    data = "\n".join(json.dumps(line) for line in lines)
    (wrong,) = plan_items(bureau, "a.jsonl", data.encode(), TODAY).wrong
    assert wrong.startswith("第3行：解读文件：没有编号为“甲/2024-3”的条目")
    whole = "\n".join(json.dumps(line) for line in lines[:2]).encode()
    apply_records(bureau, plan_items(bureau, "a.jsonl", whole, TODAY), "a.jsonl")
    assert ledgers.find_row(bureau, CATALOGUE, "甲/2024-2").fields["interprets"] == "甲/2024-1"


def test_a_line_that_names_one_to_be_mended_is_not_wrong_itself(bureau: Office) -> None:
    lines = [
        {"number": "甲/2024-1", "name": "办法", "made_on": "2024-02-01", "column": "没有的栏目"},
        {"number": "甲/2024-2", "name": "解读", "made_on": "2024-02-01", "interprets": "甲/2024-1"},
    ]
    (wrong,) = plan_items(bureau, "a.jsonl", "\n".join(map(json.dumps, lines)).encode(), TODAY).wrong
    assert wrong.startswith("第1行：没有栏目“没有的栏目”")


def test_what_others_name_is_taken_out_with_their_numbers_said(bureau: Office) -> None:
    document = add_item(bureau, {"name": "办法"}, TODAY)
    reader = add_item(bureau, {"name": "解读", "interprets": document}, TODAY)
    entry = ledgers.take_out(bureau, CATALOGUE, document, "有误", TODAY)
    assert entry is not None
    assert entry.why.endswith(f"理由：有误；条目{reader}还用到它，请一并核对")
    # Once that one is gone too, nothing is left to look at.
    undo_last(bureau)
    ledgers.take_out(bureau, CATALOGUE, reader, "有误", TODAY)
    entry = ledgers.take_out(bureau, CATALOGUE, document, "有误", TODAY)
    assert entry is not None
    assert entry.why.endswith("理由：有误")


def test_a_rule_that_work_carried_out_is_repealed_with_that_said(bureau: Office) -> None:
    rule = add_rule(bureau, {"name": "内部规定", "kind": "other"}, TODAY)
    numbers = [
        add_work(bureau, {"kind": "training", "name": f"学习{n}", "on": "2024-02-01", "rules": [rule]}, TODAY)
        for n in range(5)
    ]
    entry = ledgers.take_out(bureau, RULES, rule, "不再适用", TODAY)
    assert entry is not None
    assert f"工作记录{numbers[0]}、工作记录{numbers[1]}、工作记录{numbers[2]}等5处还用到它" in entry.why


def test_undo_brings_back_no_name_of_what_is_gone(bureau: Office) -> None:
    rule = add_rule(bureau, {"name": "内部规定", "kind": "other"}, TODAY)
    work = add_work(bureau, {"kind": "training", "name": "学习", "on": "2024-02-01", "rules": [rule]}, TODAY)
    change_work(bureau, work, {"rules": None})
    undo_last(bureau, "rules")
    with pytest.raises(Refused, match=f"没有编号为“{rule}”的制度"):
        undo_last(bureau, "works")
    assert "rules" not in ledgers.find_row(bureau, WORKS, work).fields
