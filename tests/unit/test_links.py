"""Links between records: one that names no record is refused with the nearest, on every way in."""

import json
from datetime import date
from pathlib import Path

import pytest

from tui_disclose.office.house import Office, create_office
from tui_disclose.office.ledger_import import apply_records
from tui_disclose.office.ledgers import find_row, take_out
from tui_disclose.office.rules import RULES, add_preset, rule_names
from tui_disclose.office.undoing import undo_last
from tui_disclose.office.works import WORKS, add_work, change_work, plan_works
from tui_disclose.problems import Refused

TODAY = date(2026, 3, 10)
TRAINING = {"kind": "training", "name": "学习条例"}


@pytest.fixture
def bureau(tmp_path: Path) -> Office:
    office = create_office(tmp_path / "data", "某市某局", TODAY)
    add_preset(office, TODAY)
    return office


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("2026-12", "〔2026〕12号“监督检查制度”"),
        ("监督检查", "〔2026〕12号“监督检查制度”"),
        ("〔2026〕99号", "〔2026〕9号“"),
    ],
)
def test_a_rule_that_is_none_is_refused_with_those_meant(bureau: Office, typed: str, near: str) -> None:
    with pytest.raises(Refused, match=f"实施制度：没有编号为“{typed}”的制度；相近的有：.*{near}"):
        add_work(bureau, {**TRAINING, "rules": [typed]}, TODAY)
    assert bureau.store.count(WORKS.key) == 0


def test_a_problem_goes_on_from_a_problem_only(bureau: Office) -> None:
    training = add_work(bureau, TRAINING, TODAY)
    old = add_work(bureau, {"kind": "problem", "name": "内容不够丰富", "on": "2025-12-31"}, TODAY)
    problem = {"kind": "problem", "name": "内容仍不够丰富"}
    with pytest.raises(Refused, match=f"没有编号为“{training}”的“问题和措施”；相近的有：{old}“内容不够丰富”"):
        add_work(bureau, {**problem, "carried_from": training}, TODAY)
    number = add_work(bureau, {**problem, "carried_from": old}, TODAY)
    with pytest.raises(Refused, match="接续问题"):
        change_work(bureau, number, {"carried_from": "2025-7"})


def test_what_was_named_stays_when_it_is_repealed_and_cannot_vanish(bureau: Office) -> None:
    number = rule_names(bureau)["舆情监测制度"]
    work = add_work(bureau, {**TRAINING, "rules": [number]}, TODAY)
    take_out(bureau, RULES, number, "并入新制度", TODAY)
    change_work(bureau, work, {"section": "办公室", "rules": [number]})
    assert find_row(bureau, WORKS, work).fields["rules"] == [number]
    undo_last(bureau, "rules/〔2026〕15号")
    with pytest.raises(Refused, match="还要用到它"):
        undo_last(bureau, "rules")


def test_a_file_may_name_what_it_brings_itself_and_nothing_else(bureau: Office) -> None:
    old = {"number": "2025-1", "kind": "problem", "on": "2025-12-31", "name": "形式单一"}
    new = {"kind": "problem", "on": "2026-01-05", "name": "形式仍单一", "carried_from": "2025-1"}
    stray = {**TRAINING, "on": "2026-01-06", "rules": ["〔2027〕1号"]}

    def lines(*records: dict[str, object]) -> bytes:
        return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()

    plan = plan_works(bureau, "台账.jsonl", lines(new, {**stray, "name": ""}, stray, old), TODAY)
    assert [sentence.partition("；")[0] for sentence in plan.wrong] == [
        "第2行：事项还没有填写。",
        "第3行：实施制度：没有编号为“〔2027〕1号”的制度",
    ]
    assert apply_records(bureau, plan_works(bureau, "台账.jsonl", lines(new, old), TODAY), "台账.jsonl")
    assert find_row(bureau, WORKS, "2026-1").fields["carried_from"] == "2025-1"
