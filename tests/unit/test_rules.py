"""Rules: the preset in its order, versions of a text, search, repeal, export."""

from datetime import date
from pathlib import Path

import pytest

from tests.command_line import Cli
from tests.conftest import SAMPLES
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.ledgers import change, rows, take_out
from tui_disclose.office.rules import RULES, add_preset, add_rule, kinds_by_name, search
from tui_disclose.office.text_versions import differences, versions
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


def test_every_version_of_a_text_stays_and_can_be_compared(bureau: Office) -> None:
    number = add_rule(bureau, {"name": "公开时限制度", "text": "一、及时公开。\n二、20个工作日。"}, TODAY)
    change(bureau, RULES, number, {"section": "办公室"})
    change(bureau, RULES, number, {"text": "一、及时公开。\n二、10个工作日。"})
    kept = versions(bureau, RULES, number)
    assert [(each.place, each.text.splitlines()[1]) for each in kept] == [
        (1, "二、20个工作日。"),
        (2, "二、10个工作日。"),
    ]
    assert list(differences(*kept)) == ["－二、20个工作日。", "＋二、10个工作日。"]


def test_words_are_found_in_names_and_texts(bureau: Office) -> None:
    number = add_rule(bureau, {"name": "澄清制度", "text": "总则\n发现虚假信息的，应当澄清。"}, TODAY)
    assert [(each.number, each.line) for each in search(bureau, "澄清")] == [(number, 0), (number, 2)]
    assert search(bureau, " ") == []


def test_a_repealed_rule_counts_until_its_day(bureau: Office) -> None:
    number = add_rule(bureau, {"name": "澄清制度", "made_on": "2019-05-01"}, TODAY)
    take_out(bureau, RULES, number, "并入新制度", date(2023, 7, 1))
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
    assert "先审查、后公开" in listed
    assert office("rule", "change", number, "责任科室=").code == 0
    assert "section" not in office("rule", "show", number, "--json").json


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
