"""Rules: the preset in its order, versions of a text, search, repeal, export."""

from datetime import date
from pathlib import Path

import pytest

from tests.command_line import Cli
from tests.conftest import SAMPLES
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.ledger_import import apply_records
from tui_disclose.office.ledgers import change, rows
from tui_disclose.office.rules import (
    RULES,
    add_preset,
    add_rule,
    kinds_by_name,
    plan_rules,
    preset_words,
    refuse_rule,
    repeal,
    search,
)
from tui_disclose.office.text_versions import Version, differences, versions
from tui_disclose.office.undoing import undo_last
from tui_disclose.problems import Refused

TODAY = date(2024, 3, 1)


@pytest.fixture
def bureau(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某市某局", TODAY)


def named_in_the_sample() -> list[str]:
    """Return the names that part 六 of the real report enumerates, from the printed text itself."""
    text = (SAMPLES / "baiyin-2019.txt").read_text(encoding="utf-8")
    listed = text.split("先后建立了", 1)[1].split("、信息公开时严格执行", 1)[0]
    return listed.split("、")


def test_the_preset_holds_the_rules_of_the_sample_in_their_order(bureau: Office) -> None:
    add_preset(bureau, TODAY)
    kept = [row.fields["name"] for row in rows(bureau, RULES) if row.fields["kind"] == "disclosure"]
    assert kept == named_in_the_sample()
    assert len(kept) == 19
    kinds = list(kinds_by_name(bureau, TODAY).values())
    assert (kinds.count("决策制度"), kinds.count("发布制度")) == (4, 1)


def test_the_preset_is_one_act_and_adds_only_what_is_not_there(bureau: Office) -> None:
    add_rule(bureau, {"name": "救济制度"}, TODAY)
    before = bureau.store.sequence
    added = add_preset(bureau, TODAY)
    assert (len(added), bureau.store.sequence) == (23, before + 1)
    assert add_preset(bureau, TODAY) == []
    undo_last(bureau, "rules")
    assert [row.fields["name"] for row in rows(bureau, RULES)] == ["救济制度"]
    with pytest.raises(Refused, match="已经登记"):
        add_rule(bureau, {"name": "救济制度"}, TODAY)


def test_what_was_repealed_is_not_registered_again_by_the_preset(bureau: Office) -> None:
    add_preset(bureau, TODAY)
    gone = rows(bureau, RULES)[4]
    repeal(bureau, gone.number, "并入考核制度", TODAY)
    added = add_preset(bureau, TODAY)
    assert added == []
    assert preset_words(bureau, added) == "常用的制度都已登记。另有1项已废止，没有重新登记：责任追究制度。"
    # Who wants it again registers it, once.
    again = add_rule(bureau, {"name": "责任追究制度"}, TODAY)
    assert again == "〔2024〕25号"
    assert preset_words(bureau, []) == "常用的制度都已登记。"
    with pytest.raises(Refused, match=r"不能撤销.*已经登记，编号〔2024〕25号"):
        undo_last(bureau, f"rules/{gone.number}")


def test_two_rules_have_not_one_name(bureau: Office) -> None:
    one = add_rule(bureau, {"name": "救济制度"}, TODAY)
    other = add_rule(bureau, {"name": "澄清制度"}, TODAY)
    with pytest.raises(Refused, match=f"“救济制度”已经登记，编号{one}"):
        change(bureau, RULES, other, {"name": "救济制度"})
    plan = plan_rules(bureau, "制度.csv", "名称,文号\n救济制度,甲1号\n考核制度,甲2号\n".encode(), TODAY)
    assert (len(plan.items), len(plan.there), plan.wrong) == (1, 1, ())
    twice = '{"number":"甲","name":"考核制度"}\n{"number":"乙","name":"考核制度"}\n{"number":"丙","name":"救济制度"}'
    plan = plan_rules(bureau, "制度.jsonl", twice.encode(), TODAY)
    assert plan.wrong == (
        "第2行：制度“考核制度”在文件中有两项。",
        f"第3行：制度“救济制度”已经登记，编号{one}。",
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"revised_on": "2019-04-30"}, "修订日期2019-04-30早于制定日期2019-05-01"),
        ({"valid_until": "2019-04-30"}, "有效期至2019-04-30早于制定日期2019-05-01"),
        ({"made_on": "2025-01-01"}, "废止日期2023-07-01早于制定日期2025-01-01"),
        ({"revised_on": "2024-01-01"}, "废止日期2023-07-01早于修订日期2024-01-01"),
    ],
)
def test_a_rule_cannot_end_before_it_began(bureau: Office, fields: dict[str, str], words: str) -> None:
    made = {"name": "澄清制度", "made_on": "2019-05-01"}
    number = add_rule(bureau, made, TODAY)
    with pytest.raises(Refused, match="废止日期2019-04-30早于制定日期2019-05-01"):
        repeal(bureau, number, "没有用过", date(2019, 4, 30))
    with pytest.raises(Refused, match=words):
        refuse_rule(bureau, {}, {**made, "taken_out.on": "2023-07-01", **fields})
    repeal(bureau, number, "并入新制度", date(2023, 7, 1))
    with pytest.raises(Refused, match="已于2023-07-01废止，不能再修改"):
        change(bureau, RULES, number, fields)
    sentence = '{"name":"乙制度","made_on":"2019-05-01","valid_until":"2019-04-30"}'.encode()
    with pytest.raises(Refused, match="有1行"):
        apply_records(bureau, plan_rules(bureau, "制度.jsonl", sentence, TODAY), "制度.jsonl")


def test_every_version_of_a_text_stays_and_can_be_compared(bureau: Office) -> None:
    number = add_rule(bureau, {"name": "公开时限制度", "text": "一、及时公开。\n二、20个工作日。"}, TODAY)
    change(bureau, RULES, number, {"section": "办公室"})
    change(bureau, RULES, number, {"text": "一、及时公开。\n二、10个工作日。"})
    kept = versions(bureau, RULES, number)
    assert [(each.place, each.text.splitlines()[1]) for each in kept] == [
        (1, "二、20个工作日。"),
        (2, "二、10个工作日。"),
    ]
    assert list(differences(*kept)) == ["第2行：", "－二、20个工作日。", "＋二、10个工作日。"]


def test_versions_are_compared_by_sentence_however_long_their_lines_are() -> None:
    def version(place: int, text: str) -> Version:
        return Version(place, "", "", text)

    one = version(1, "第一条 公开。" + "".join(f"第{n}款 应当公开。" for n in range(5000)) + "附则。\n施行。")
    other = version(
        2, one.text.replace("第77款 应当公开。", "").replace("附则。\n", "附则：\n").replace("施行", "试行")
    )
    assert list(differences(one, other)) == [
        "第1行（第1版）：",
        "－第77款 应当公开。",
        "第1行：",
        "－附则。",
        "－施行。",
        "＋附则：",
        "＋试行。",
    ]
    # Nothing alike but blank lines, which are many.
    unlike = [version(n, "\n\n".join(f"{n}文{i}" for i in range(1500))) for n in (1, 2)]
    assert len(list(differences(*unlike))) == 1 + 2 * 1500
    assert list(differences(one, one)) == []


def test_words_are_found_in_names_and_texts(bureau: Office) -> None:
    number = add_rule(bureau, {"name": "澄清制度", "text": "总则\n发现虚假信息的，应当澄清。"}, TODAY)
    assert [(each.number, each.line) for each in search(bureau, "澄清")] == [(number, 0), (number, 2)]
    assert search(bureau, " ") == []
    repeal(bureau, number, "并入新制度", TODAY)
    assert [(each.line, each.repealed) for each in search(bureau, "虚假")] == [(2, True)]


def test_a_repealed_rule_counts_until_its_day(bureau: Office) -> None:
    number = add_rule(bureau, {"name": "澄清制度", "made_on": "2019-05-01"}, TODAY)
    repeal(bureau, number, "并入新制度", date(2023, 7, 1))
    assert "澄清制度" in kinds_by_name(bureau, date(2023, 6, 30))
    assert "澄清制度" not in kinds_by_name(bureau, date(2023, 7, 1))
    assert "澄清制度" not in kinds_by_name(bureau, date(2019, 4, 30))


def test_the_commands_register_change_list_and_export(office: Cli, tmp_path: Path) -> None:
    Path("rule.md").write_text("# 第一条\n\n先审查、后公开。|", encoding="utf-8")
    number = office("rule", "add", "名称=保密审查制度|", "制定日期=20190501", "正文=@rule.md").out.strip()
    assert office("rule", "change", number, "责任科室=办公室").code == 0
    (row,) = office("rule", "list", "--json").json
    assert (row["name"], row["made_on"], row["section"]) == ("保密审查制度|", "2019-05-01", "办公室")
    one = Path(office("rule", "export", number).out.strip()).read_text(encoding="utf-8")
    assert one.startswith("# 保密审查制度\\|\n")
    assert one.endswith("# 第一条\n\n先审查、后公开。|\n")
    listed = Path(office("rule", "export", "--texts").out.strip()).read_text(encoding="utf-8")
    assert "| 1 | 保密审查制度\\| |" in listed
    assert "### 第一条\n\n先审查、后公开。|" in listed
    assert office("rule", "change", number, "责任科室=").code == 0
    assert "section" not in office("rule", "show", number, "--json").json


def exported(office: Cli, *options: str) -> str:
    return Path(office("rule", "export", *options).out.strip()).read_text(encoding="utf-8")


def test_the_commands_say_how_each_rule_stands(office: Cli) -> None:
    expired = office(
        "rule", "add", "名称=澄清制度", "制定日期=20190501", "有效期至=20200430", "正文=虚假信息"
    ).out.strip()
    idle = office("rule", "add", "名称=保密审查制度").out.strip()
    gone = office("rule", "add", "名称=救济制度", "正文=虚假信息").out.strip()
    assert office("rule", "repeal", gone, "--reason", "并入新制度", "--on", "20240601").code == 0
    listed = office("rule", "list", "--all").out.splitlines()
    assert listed == [
        f"{expired}  澄清制度  公开制度  2019-05-01  已过有效期  本年无实施记录",
        f"{idle}  保密审查制度  公开制度  本年无实施记录",
        f"{gone}  救济制度  公开制度  已废止",
    ]
    (row,) = [line for line in exported(office, "--all", "--texts").splitlines() if "| 救济制度 |" in line]
    assert row.endswith("| 2024-06-01 |")
    assert "救济制度" not in exported(office, "--texts")
    work = office("work", "add", "类别=保密审查", "事项=审查三件", "审查人=办公室").out.strip()
    last_on = office("work", "show", work, "--json").json["on"]
    assert "状态：有效\n实施：本年1次，最近一次" in office("rule", "show", idle).out
    assert office("rule", "show", idle, "--carried").out == f"{last_on}  工作记录  {work}“审查三件”\n"
    assert office("rule", "show", idle, "--carried", "--json").json == [
        {"on": last_on, "table": "works", "number": work},
    ]
    assert office("rule", "list").out.splitlines()[1].endswith(f"本年1次  最近一次{last_on}")
    derived = {row["number"]: row["derived"] for row in office("rule", "list", "--json").json}
    assert derived == {
        expired: {"state": "已过有效期", "carried_out": "本年无实施记录", "last_on": ""},
        idle: {"state": "有效", "carried_out": "本年1次", "last_on": last_on},
    }
    found = office("rule", "search", "虚假").out.splitlines()
    assert found == [f"{expired}  澄清制度  第1行：虚假信息", f"{gone}  救济制度（已废止）  第1行：虚假信息"]


@pytest.mark.parametrize(
    ("pairs", "code", "words"),
    [
        (["名称"], 2, "字段=值"),
        (["名字=某制度"], 3, "制度没有“名字”这一项；可用：名称、"),
        (["名称=甲", "name=乙"], 3, "名称给了两次"),
        (["名称=甲", "类别=5"], 3, "不在可选项中"),
        (["名称=甲", "正文=@absent.md"], 3, "不能读取文件"),
        (["责任科室=办公室"], 3, "名称还没有填写"),
    ],
)
def test_what_cannot_be_taken_is_said(office: Cli, pairs: list[str], code: int, words: str) -> None:
    result = office("rule", "add", *pairs)
    assert (result.code, result.out) == (code, "")
    assert words in result.err
    assert office("rule", "list", "--json").json == []
