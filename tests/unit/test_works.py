"""The year's work: kinds and their fields, rules carried out, problems carried over."""

from datetime import date
from pathlib import Path

import pytest

from tui_disclose.office.house import Office, create_office
from tui_disclose.office.ledgers import find_row
from tui_disclose.office.rules import RULES, add_preset, rule_names
from tui_disclose.office.works import WORKS, add_work, carried_out, carried_out_words, carry_over, change_work, chosen
from tui_disclose.problems import Refused
from tui_disclose.records.fields import missing
from tui_disclose.records.ledger_files import ledger, ledger_keys
from tui_disclose.records.rule_presets import preset_rules
from tui_disclose.records.works import Kind, kind_of, work_ledger, works

TODAY = date(2020, 1, 10)


@pytest.fixture
def bureau(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某市某局", TODAY)


def test_every_kind_is_declared_and_uses_fields_that_there_are() -> None:
    kinds = works().kinds
    assert [kind.key for kind in kinds] == [choice.key for choice in WORKS.field("kind").choices]
    for kind in kinds:
        assert missing(work_ledger(kind.key), {}).keys() >= {"kind", "on", "name", *kind.required}
        assert bool(kind.due) == (kind.rhythm == "yearly")
        assert kind.words
        assert kind.help


def test_every_preset_rule_has_what_carries_it_out() -> None:
    """§9.4: each of the 19 has a kind of record or a ledger of its own; 年度报告制度 has the reports themselves."""
    names = {rule["name"] for rule in preset_rules() if rule["kind"] == "disclosure"}
    carried = {kind.rule for kind in works().kinds} | {carrier.rule for carrier in works().ledgers}
    assert names - carried == {"年度报告制度"}
    assert carried - {""} <= names
    for carrier in works().ledgers:
        assert carrier.table in ledger_keys()
        ledger(carrier.table).field(carrier.field)


def test_a_record_has_the_fields_of_its_kind(bureau: Office) -> None:
    check = {"kind": "media_check", "name": "检查靖远县科技局微信公众平台", "on": "2019-03-29"}
    with pytest.raises(Refused, match="上报单位还没有填写"):
        add_work(bureau, check, TODAY)
    with pytest.raises(Refused, match="没有“stage”"):
        add_work(bureau, {**check, "reported_to": "市政务公开办", "stage": "call"}, TODAY)
    number = add_work(bureau, {**check, "reported_to": "市政务公开办"}, TODAY)
    assert number == "2019-1"
    with pytest.raises(Refused, match="统计项目"):
        change_work(bureau, number, {"kind": "yearly_count"})
    with pytest.raises(Refused, match="类别还没有填写"):
        add_work(bureau, {"name": "甲"}, TODAY)
    assert [row.number for row in chosen(bureau, "新媒体检查", 2019, "靖远")] == [number]
    assert chosen(bureau, "新媒体检查", 2020) == chosen(bureau, "培训") == []


def test_what_carried_a_rule_out_is_found_by_kind_by_name_and_in_other_ledgers(bureau: Office) -> None:
    add_preset(bureau, TODAY)
    numbers = rule_names(bureau)
    check = {"kind": "media_check", "name": "检查", "reported_to": "市办"}
    add_work(bureau, {**check, "on": "2019-03-29"}, TODAY)
    add_work(bureau, {**check, "on": "2019-02-28", "rules": [numbers["舆情监测制度"]]}, TODAY)
    done = carried_out(bureau)
    assert [each.on for each in done[numbers["监督检查制度"]]] == ["2019-02-28", "2019-03-29"]
    assert [each.on for each in done[numbers["舆情监测制度"]]] == ["2019-02-28"]
    assert done[numbers["澄清制度"]] == []
    assert carried_out_words(done[numbers["监督检查制度"]], 2019) == "本年2次，最近一次2019-03-29（2019-1）"
    assert carried_out_words(done[numbers["监督检查制度"]], 2020).startswith("本年无实施记录，最近一次2019-03-29")
    assert carried_out_words([], 2020) == "本年无实施记录"
    assert find_row(bureau, RULES, numbers["舆情监测制度"])


def test_a_problem_goes_on_into_the_next_year_once(bureau: Office) -> None:
    old = add_work(
        bureau, {"kind": "problem", "name": "内容不够丰富", "on": "2019-12-31", "measures": "扩大范围"}, TODAY
    )
    new = carry_over(bureau, old, TODAY)
    fields = find_row(bureau, WORKS, new).fields
    assert (new, fields["carried_from"], fields["measures"], fields["on"]) == ("2020-1", old, "扩大范围", "2020-01-10")
    for number, words in ((old, "已经结转"), (new, "是今年的")):
        with pytest.raises(Refused, match=words):
            carry_over(bureau, number, TODAY)
    change_work(bureau, new, {"status": "done"})
    with pytest.raises(Refused, match="已办结"):
        carry_over(bureau, new, date(2021, 1, 10))


def test_a_kind_is_known_by_its_key() -> None:
    assert isinstance(kind_of("training"), Kind)
    with pytest.raises(Refused):
        kind_of("nothing")
