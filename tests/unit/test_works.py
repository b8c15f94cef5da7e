"""The year's work: kinds and their fields, rules carried out, problems carried over."""

from datetime import date
from pathlib import Path

import pytest

from tests.command_line import Cli
from tui_disclose.office.entering import set_figure
from tui_disclose.office.finishing import Said, seal_as_published
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.ledgers import find_row, take_out
from tui_disclose.office.narrative import figures
from tui_disclose.office.rules import RULES, add_preset, repeal, rule_names
from tui_disclose.office.undoing import undo_last
from tui_disclose.office.works import (
    WORKS,
    add_work,
    carried_out,
    carried_out_words,
    carry_over,
    change_work,
    chosen,
    plan_works,
)
from tui_disclose.problems import Refused
from tui_disclose.records.fields import missing
from tui_disclose.records.ledger_files import ledger, ledger_keys
from tui_disclose.records.rule_presets import preset_rules
from tui_disclose.records.works import Kind, kind_of, progress_words, table_ledger, work_ledger, works

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
    """§9.4: each of the 19 has a kind of record or a ledger of its own; 年度报告制度 has the reports themselves.

    Of the decision rules 行政决策责任追究制度 alone is named by hand: who is held to account is no matter of a kind.
    """
    names = {rule["name"] for rule in preset_rules()}
    carried = {kind.rule for kind in works().kinds} | {carrier.rule for carrier in works().ledgers}
    assert names - carried == {"年度报告制度", "行政决策责任追究制度"}
    assert carried - {""} <= names
    for carrier in works().ledgers:
        assert carrier.table in ledger_keys()
        ledger(carrier.table).field(carrier.field)


def test_a_record_has_the_fields_of_its_kind(bureau: Office) -> None:
    check = {"kind": "media_check", "name": "检查靖远县科技局微信公众平台", "on": "2019-03-29"}
    with pytest.raises(Refused, match="上报单位还没有填写"):
        add_work(bureau, check, TODAY)
    with pytest.raises(Refused, match="没有“项目环节”"):
        add_work(bureau, {**check, "reported_to": "市政务公开办", "stage": "call"}, TODAY)
    number = add_work(bureau, {**check, "reported_to": "市政务公开办"}, TODAY)
    assert number == "2019-1"
    with pytest.raises(Refused, match="统计项目"):
        change_work(bureau, number, {"kind": "yearly_count"})
    with pytest.raises(Refused, match="“培训”没有检查结果、上报单位，请先清除"):
        change_work(
            bureau, add_work(bureau, {**check, "reported_to": "市办", "result": "正常"}, TODAY), {"kind": "training"}
        )
    with pytest.raises(Refused, match="类别还没有填写"):
        add_work(bureau, {"name": "甲"}, TODAY)
    assert [row.number for row in chosen(bureau, "新媒体检查", 2019, "市政务")] == [number]
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


def test_other_ledgers_reports_and_steps_of_decisions_carry_rules_out(bureau: Office) -> None:
    add_preset(bureau, TODAY)
    numbers = rule_names(bureau)
    decision = {"kind": "decision", "name": "重点研发计划立项", "on": "2020-01-08"}
    plain = add_work(bureau, decision, TODAY)
    argued = add_work(bureau, {**decision, "expert_on": "2020-01-03"}, TODAY)
    hearing = add_work(bureau, {"kind": "opinions", "name": "就办法听证", "method": "听证会"}, TODAY)
    taken_back = add_work(bureau, {"kind": "question", "name": "误登的咨询"}, TODAY)
    take_out(bureau, WORKS, taken_back, "登记错", TODAY)
    set_figure(bureau, 2019, "requests.received.business", "0", TODAY)
    seal_as_published(bureau, 2019, Said(on=date(2020, 1, 9), url="https://example.cn/1"), TODAY)
    done = {name: [each.number for each in carried_out(bureau)[number]] for name, number in numbers.items()}
    assert done["行政决策程序制度"] == [plain, argued]
    assert done["重大行政决策专家咨询制度"] == [argued]
    assert done["行政决策听证制度"] == [hearing]
    assert done["解读回应制度"] == []
    assert done["年度报告制度"] == ["2019"]
    words = carried_out_words(carried_out(bureau)[numbers["年度报告制度"]], 2020)
    assert words == "本年1次，最近一次2020-01-09（2019年度报告）"


def test_what_was_done_after_a_rule_was_repealed_does_not_carry_it_out(bureau: Office) -> None:
    add_preset(bureau, TODAY)
    number = rule_names(bureau)["澄清制度"]
    for day in ("2019-06-30", "2019-07-01"):
        add_work(bureau, {"kind": "clarification", "name": "澄清", "on": day}, TODAY)
    repeal(bureau, number, "并入新制度", date(2019, 7, 1))
    assert [each.on for each in carried_out(bureau)[number]] == ["2019-06-30"]


def test_an_account_is_in_use_until_it_is_closed_for_a_reason(bureau: Office) -> None:
    number = add_work(
        bureau, {"kind": "media_account", "name": "微信", "on": "2019-05-01", "platform": "wechat"}, TODAY
    )
    assert progress_words(find_row(bureau, WORKS, number).fields) == "在用"
    for wrong, words in (
        ({"closed_on": "2020-01-02"}, "须写明关停理由"),
        ({"closed_reason": "无力维护"}, "关停日期还没有填写"),
        ({"closed_on": "2019-04-30", "closed_reason": "无力维护"}, "关停日期2019-04-30早于开通日期2019-05-01"),
    ):
        with pytest.raises(Refused, match=words):
            change_work(bureau, number, wrong)
    change_work(bureau, number, {"closed_on": "2020-01-02", "closed_reason": "无力维护"})
    assert progress_words(find_row(bureau, WORKS, number).fields) == "已关停"
    undo_last(bureau, f"works/{number}")
    assert progress_words(find_row(bureau, WORKS, number).fields) == "在用"


def test_a_problem_goes_on_from_an_older_year_only(bureau: Office) -> None:
    problem = {"kind": "problem", "name": "内容不够丰富"}
    old = add_work(bureau, {**problem, "on": "2020-01-02"}, TODAY)
    with pytest.raises(Refused, match=f"接续问题应是以前年度的，{old}是2020年的"):
        add_work(bureau, {**problem, "carried_from": old, "on": "2020-01-09"}, TODAY)
    assert add_work(bureau, {**problem, "carried_from": old, "on": "2021-01-09"}, TODAY) == "2021-1"


def test_a_problem_is_reported_as_solved_in_the_year_in_which_it_was(bureau: Office) -> None:
    def told(year: int) -> tuple[object, object, object]:
        found = figures(bureau, year, date(2022, 1, 10))
        names = ("问题.内容", "问题.措施", "问题.上年已改进")
        return tuple(found[name].value for name in names)  # type: ignore[return-value]

    problem = {"kind": "problem", "on": "2019-12-20"}
    old = add_work(bureau, {**problem, "name": "内容不够丰富", "measures": "按月报送"}, TODAY)
    add_work(bureau, {**problem, "name": "形式单一", "measures": "增加图解"}, TODAY)
    assert told(2019) == ("一是内容不够丰富；二是形式单一", "一是按月报送；二是增加图解", None)
    again = carry_over(bureau, old, TODAY)
    assert told(2020) == ("内容不够丰富", "按月报送", None)
    once_more = carry_over(bureau, again, date(2021, 1, 10))
    change_work(bureau, once_more, {"status": "done"})
    assert told(2021) == (None, None, "内容不够丰富")
    # What was open at the end of an earlier year stays so in that year's report.
    assert told(2020) == ("内容不够丰富", "按月报送", None)


def test_a_table_may_call_fields_as_the_kinds_do(bureau: Office) -> None:
    names = [(name, field.key) for field in table_ledger().fields for name in (field.label, *field.also)]
    assert len({name for name, _ in names}) == len(names)
    table = "\n".join(
        (
            "类别,日期,事项,责任单位,参加人数,完成时限",
            "任务分解,2020-01-02,公开预算,规划科；办公室,,2020-06-30",
            "培训,2020-01-03,学习条例,,30,",
        )
    )
    plan = plan_works(bureau, "台账.csv", table.encode(), TODAY)
    kept = [(f.get("people"), f.get("count"), f.get("until"), f.get("status")) for f in plan.items.values()]
    assert kept == [(["规划科", "办公室"], None, "2020-06-30", "open"), (None, 30, None, None)]
    table = "类别,日期,事项,参加人数,关停理由\n培训,2020-01-03,学习,三十,\n培训,2020-01-03,学习,,停\n"
    wrong = plan_works(bureau, "台账.csv", table.encode(), TODAY)
    assert [sentence[:3] for sentence in wrong.wrong] == ["第2行", "第3行"]


def test_a_kind_calls_fields_by_its_own_names(office: Cli) -> None:
    given = ("类别=任务", "事项=公开预算", "责任单位=规划科\n办公室", "完成时限=20300630", "日期=20250105")
    number = office("work", "add", *given).out.strip()
    assert office("work", "add", "类别=培训", "事项=学习", "数量=3").code == 0
    shown = office("work", "show", number).out
    assert "责任单位：规划科；办公室" in shown
    assert "待办：“公开预算”还没有完成，时限2030-06-30。" in shown
    assert office("work", "change", number, "责任单位=规划科", "进展说明=已编制", "进展=已完成").code == 0
    assert "责任单位：规划科；办公室 → 规划科" in office("history", f"works/{number}").out
    table = Path(office("work", "export", "--kind", "任务").out.strip()).read_text(encoding="utf-8")
    assert "工作台账（任务分解）" in table
    assert "| 编号 | 日期 | 事项 | 责任单位 | 进展 | 完成时限 | 进展说明 |" in table
    assert "| 规划科 | 已完成 | 2030-06-30 | 已编制 |" in table
    assert "参加人" not in office("work", "kinds", "任务").out


def test_a_kind_is_known_by_its_key() -> None:
    assert isinstance(kind_of("training"), Kind)
    with pytest.raises(Refused):
        kind_of("nothing")
