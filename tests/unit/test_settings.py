"""An office's settings: number patterns, and every problem of the file said at once."""

import os
import re
from datetime import date
from pathlib import Path

import msgspec
import pytest

from tests.command_line import Cli
from tui_disclose.office.changing_settings import OPTIONS, change_settings, options, set_option, values
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.numbering import checked_pattern, next_number, number_at
from tui_disclose.office.rules import add_rule
from tui_disclose.office.settings import (
    Numbers,
    Person,
    Settings,
    person_name,
    read_settings,
)
from tui_disclose.problems import Changed, Refused, Unavailable

TODAY = date(2025, 3, 1)


def test_numbers_are_made_from_their_patterns() -> None:
    numbers = Numbers()
    assert number_at(numbers.request, 2024, 5) == "〔2024〕5号"
    assert number_at(numbers.item, 2024, 5, "白科") == "白科/2024-000005"
    assert number_at(numbers.letter, 2024, 12, "白科") == "白科依申请公开〔2024〕12号"
    assert number_at("{序号:3}", 2024, 1234) == "1234"


@pytest.mark.parametrize(
    ("former", "named"),
    [
        ("〔{year}〕{n}号", "〔{年度}〕{序号}号"),
        ("{code}/{year}-{n:06}", "{代码}/{年度}-{序号:6}"),
        ("{年度}-{序号：04}", "{年度}-{序号:4}"),
    ],
)
def test_a_pattern_of_before_counts_on_and_is_read_in_chinese(tmp_path: Path, former: str, named: str) -> None:
    (tmp_path / "settings.toml").write_text(f'unit = "某局"\n[numbers]\nitem = "{former}"\n', encoding="utf-8")
    assert read_settings(tmp_path).numbers.item == named
    first = next_number(former, [], 2024, "X6")
    assert next_number(named, [first], 2024, "X6") == next_number(former, [first], 2024, "X6") != first


@pytest.mark.parametrize(
    "pattern", ["{year}号", "{年度}号", "{n}{unit}", "{n.__class__}", "{n", "{n:x}", "{{n}}", "{n}{序号}", "{序号:0}"]
)
def test_a_pattern_that_does_not_count_or_names_nothing_is_refused(pattern: str) -> None:
    for refuses in (checked_pattern, lambda each: next_number(each, [], 2024)):
        with pytest.raises(Refused, match="只含一个"):
            refuses(pattern)


def test_a_person_is_named_as_settings_say_else_by_login() -> None:
    settings = Settings("某局", people={"zhangsan": Person("张三", "办公室"), "lisi": Person()})
    assert [person_name(settings, login) for login in ("zhangsan", "lisi", "wangwu")] == ["张三", "lisi", "wangwu"]


# ---- the file ----

WRONG = """# 设置
unti = "某局"
level = "county"

[checks]
lenght = true

[numbers]
request = "{year}号"

[people.zhangsan]
name = "张三"
sektion = "办公室"

[backup]
keep = -1

[report]
due = "02-30"
"""


def test_every_problem_is_said_at_once_with_its_line_and_what_was_meant(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(WRONG, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        read_settings(tmp_path)
    said = str(caught.value)
    assert f"{tmp_path / 'settings.toml'}有8处问题" in said.replace(" ", "")
    for line, key, right in (
        (2, "unti", "是不是 unit"),
        (3, "level", "应为 department、government、other 之一"),
        (6, "checks.lenght", "是不是 length"),
        (9, "numbers.request", "应含且只含一个 {序号}"),
        (13, "people.zhangsan.sektion", "是不是 section"),
        (16, "backup.keep", "应为 >= 0 的整数"),
        (19, "report.due", "不是月和日"),
    ):
        (sentence,) = [each for each in said.split("；") if f"第{line}行 {key}：" in each]
        assert right in sentence + said[said.index(sentence) :]
    assert "缺少键 unit" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('unit = "某局"\n[backup]\nkeep = "多"', "第3行 backup.keep：应为整数，现在是文字（写在引号中）"),
        ('unit = "某局"\n[checks]\nlength = 1', "第3行 checks.length：应为是否（true 或 false），现在是整数"),
    ],
)
def test_a_value_of_another_kind_is_said_in_chinese(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=re.escape(said)):
        read_settings(tmp_path)


@pytest.mark.parametrize(
    "text", ['unit = "某局"\npeople = 5', 'unit = "某局"\n[people]\nzhang = "张"', 'unit = "某局"\nletters = 1']
)
def test_what_should_be_a_table_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=r"第\d行"):
        read_settings(tmp_path)


# ---- changing ----


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某局", TODAY)


def text_of(office: Office) -> str:
    return (office.folder / "settings.toml").read_text(encoding="utf-8")


def test_colleagues_of_the_group_can_change_them_too_whoever_was_first(office: Office) -> None:
    before = os.umask(0o077)
    try:
        change_settings(office, {"checks.length": True})
    finally:
        os.umask(before)
    for name in ("settings.toml", "settings.lock"):
        assert (office.folder / name).stat().st_mode & 0o777 == 0o660


def test_a_change_leaves_all_else_as_it_is_and_is_one_act(office: Office) -> None:
    before, acts = text_of(office), office.store.sequence
    changed = change_settings(office, {"checks.length": True, "letters.court": "某区人民法院"})
    assert (changed.checks.length, changed.letters.court) == (True, "某区人民法院")
    lines = before.splitlines()
    after = text_of(office).splitlines()
    assert [line for line in lines if line not in after] == ["length = false"]
    assert [line for line in after if line not in lines and line] == [
        "length = true",
        "[letters]",
        'court = "某区人民法院"',
    ]
    (entry,) = office.store.since(acts)
    assert entry.why == "修改设置：查字数：否 → 是；人民法院：无 → 某区人民法院"
    assert open_office(office.folder).settings == changed


def test_an_option_is_taken_back_to_what_it_is_without_being_set(office: Office) -> None:
    set_option(office, "backup.keep", "3", TODAY)
    set_option(office, "people.li.si.name", "李四", TODAY)
    assert open_office(office.folder).settings.people == {"li.si": Person("李四", "")}
    assert set_option(office, "backup.keep", "", TODAY).backup.keep == 14
    acts = office.store.sequence
    set_option(office, "backup.keep", "14", TODAY)
    set_option(office, "unit", "某局", TODAY)
    assert office.store.sequence == acts


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("unit", "", "缺少键 unit"),
        ("level", "县级", "单位级别"),
        ("code", "123", "18位"),
        ("numbers.item", "{year}", "应含"),
        ("requests.internal_limit", "21", "internal_limit"),
        ("report.due", "13-01", "report.due"),
        ("letters.cuort", "x", "是不是 letters.court"),
        ("backup.keep", "很多", "备份份数"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(office: Office, key: str, typed: str, said: str) -> None:
    before, acts = text_of(office), office.store.sequence
    with pytest.raises(Refused, match=said):
        set_option(office, key, typed, TODAY)
    assert (text_of(office), office.store.sequence) == (before, acts)


def test_what_somebody_else_changed_is_not_overwritten(office: Office) -> None:
    seen = values(office)
    change_settings(office, {"letters.court": "甲法院"})
    with pytest.raises(Changed) as caught:
        change_settings(office, {"letters.court": "乙法院"}, {"letters.court": seen["letters.court"]})
    assert caught.value.fields == {"letters.court": "甲法院"}
    # Another option goes in beside it, though this session opened the office before.
    assert change_settings(office, {"letters.phone": "0943"}, {"letters.phone": ""}).letters.court == "甲法院"


def test_a_session_that_only_reads_changes_nothing(office: Office) -> None:
    before = text_of(office)
    with pytest.raises(Unavailable, match="只读"):
        change_settings(open_office(office.folder, read_only=True), {"unit": "别局"})
    assert text_of(office) == before


def test_every_option_is_one_of_the_settings_and_explained(office: Office) -> None:
    found = values(office)
    assert {key for key, value in found.items() if value is None} <= {
        f"people.{office.who}.{n}" for n in ("name", "section")
    }
    assert all(field.help.endswith("。") and len(field.label) <= 8 for field in OPTIONS)


def test_colleagues_at_work_can_be_named(office: Office) -> None:
    add_rule(msgspec.structs.replace(office, who="wang.wu"), {"name": "澄清制度"}, TODAY)
    assert [f.key for f in options(office) if f.key.startswith("people.wang")] == [
        "people.wang.wu.name",
        "people.wang.wu.section",
    ]
    change_settings(office, {"people.wang.wu.name": "王五"}, {"people.wang.wu.name": None})
    assert open_office(office.folder).settings.people == {"wang.wu": Person("王五", "")}


def test_settings_on_the_command_line(office: Office, cli: Cli) -> None:
    data = ("--data", str(office.folder))
    assert cli(*data, "settings", "set", "letters.reconsideration", "某市人民政府").code == 0
    shown = cli(*data, "settings", "show")
    assert "letters.reconsideration = 某市人民政府" in shown.out
    assert cli(*data, "settings", "show", "--json").json["letters.reconsideration"] == "某市人民政府"
    refused = cli(*data, "settings", "set", "uint", "x")
    assert refused.code == 3
    assert "是不是 unit" in refused.err
    assert cli("--read-only", *data, "settings", "set", "unit", "x").code == 4
    assert "人民法院" in cli(*data, "doctor").out
    (office.folder / "settings.toml").write_text(WRONG, encoding="utf-8")
    assert "有8处问题" in cli(*data, "doctor").out
