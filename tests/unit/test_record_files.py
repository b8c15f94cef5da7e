"""Rules and work records out and in again as JSON Lines, and in from tables: all or none, bad lines named."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.command_line import Cli

RULE = {"name": "信息报送制度", "section": "办公室", "made_on": "2019-05-01", "text": "第一条\n\n第二条"}
WORKS = [
    {"kind": "training", "name": "学习条例", "on": "2019-06-12", "count": 30},
    {"kind": "problem", "name": "内容不够丰富", "on": "2019-12-01", "measures": "丰富政务公开内容"},
]


def write(name: str, lines: list[object]) -> None:
    text = "\n".join(each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in lines)
    Path(name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("group", "lines", "exported"),
    [
        ("rule", [RULE], ["rule", "export", "--format", "jsonl"]),
        ("work", WORKS, ["work", "export", "--format", "jsonl"]),
    ],
)
def test_what_goes_out_comes_in_again_the_same(
    office: Cli, group: str, lines: list[object], exported: list[str]
) -> None:
    write("a.jsonl", lines)
    assert office(group, "import", "a.jsonl").code == 0
    path = Path(office(*exported).out.strip())
    kept = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [each | given for each, given in zip(kept, lines, strict=True)] == kept  # type: ignore[operator]
    assert office("--data", "other", "init", "--unit", "某局").code == 0
    assert office("--data", "other", group, "import", path).code == 0
    assert office("--data", "other", group, "list", "--json").json == office(group, "list", "--json").json
    again = office(group, "import", path)
    assert again.code == 0
    assert f"第1行：“{kept[0]['name']}”已有，编号{kept[0]['number']}。" in again.err
    assert len(office(group, "list", "--json").json) == len(lines)


def test_one_bad_line_keeps_all_of_them_out(office: Cli) -> None:
    write("a.jsonl", [WORKS[0], {"name": "没有类别"}, {**WORKS[1], "count": 3}, {"kind": "nothing", "name": "甲"}, "{"])
    refused = office("work", "import", "a.jsonl")
    assert refused.code == 3
    for line in range(2, 6):
        assert f"第{line}行：" in refused.err
    assert office("work", "list", "--json").json == []
    write("b.jsonl", [RULE, {"section": "办公室"}, {**RULE, "name": "另一项制度", "made_on": "昨天"}])
    tried = office("rule", "import", "b.jsonl", "--dry-run")
    assert "可导入1条，已有0条，不能导入2条；未导入" in tried.out
    assert office("rule", "list", "--json").json == []


def test_numbers_follow_the_year_of_each_record(office: Cli) -> None:
    write("a.csv", ["类别,事项,日期", "培训,学习条例,2019-06-12", "培训,学习要点,2020-03-01", "培训,再学,2019-07-01"])
    assert office("work", "import", "a.csv").code == 0
    kept = {each["name"]: each["number"] for each in office("work", "list", "--json").json}
    assert kept == {"学习条例": "2019-1", "学习要点": "2020-1", "再学": "2019-2"}
    write("b.csv", ["名称,责任科室", "甲制度,办公室", "乙制度,办公室"])
    assert office("rule", "import", "b.csv").code == 0
    year = date.today().year
    assert [each["number"] for each in office("rule", "list", "--json").json] == [f"〔{year}〕1号", f"〔{year}〕2号"]
