"""A whole catalogue goes to another office and comes back: nothing is lost, and nothing counts as approved there."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Cli
from tui_disclose.office import ledgers
from tui_disclose.office.catalogue import CATALOGUE, add_item, approve, change_item, publish, stages_of, submit
from tui_disclose.office.catalogue_exports import item_lines
from tui_disclose.office.catalogue_import import plan_items
from tui_disclose.office.derivation import derived_figures
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.ledger_import import RecordsPlan, apply_records
from tui_disclose.office.narrative import figures
from tui_disclose.problems import Differs
from tui_disclose.records.items import APPROVAL, is_published

DAY = date(2019, 6, 3)
TODAY = date(2020, 1, 10)
OLD = {"source": "backfill", "backfill_reason": "旧网站", "made_on": "2018-05-04", "published_on": "2018-05-06"}


def office_at(folder: Path) -> Office:
    return create_office(folder / "data", "某市某局", DAY, ledger_since=date(2018, 1, 1))


def published(office: Office, **values: Any) -> str:
    number = add_item(office, {"made_on": DAY.isoformat(), **values}, DAY)
    submit(office, number, DAY)
    for _ in stages_of(office).approvals(values.get("source", "original")):
        approve(office, number, DAY, reason="只有一人")
    publish(office, number, DAY)
    return number


@pytest.fixture
def bureau(tmp_path: Path) -> Office:
    """Return an office with an item of every source and openness."""
    office = office_at(tmp_path / "old")
    policy = published(office, name="办法", column="政策法规", document_type="normative", section="规划科")
    published(office, name="图解", column="政策解读", interprets=policy, interpretation="graphic")
    published(office, name="县里的", column="部门要闻", source="county", supplier="某县科技局")
    waiting = add_item(office, {"name": "待批", "column": "部门文件", "made_on": "2019-06-03"}, DAY)
    submit(office, waiting, DAY)
    link = {"origin": "某网", "link": "https://example.cn", "entered_by": "张三"}
    reprint = add_item(office, {"name": "转来的", "column": "部门要闻", "source": "reprint", **link}, DAY)
    publish(office, reprint, DAY)
    add_item(office, {"name": "旧的", "column": "部门文件", "document_type": "normative", **OLD}, DAY)
    add_item(office, {"name": "内部的", "openness": "withheld", "openness_reason": "过程性信息"}, DAY)
    for _ in range(2):
        add_item(office, {"openness": "classified", "count": 3, "made_on": "2019-01-07"}, DAY)
    return office


def moved(office: Office, folder: Path) -> Office:
    other = office_at(folder)
    data = item_lines(office).encode()
    apply_records(other, plan_items(other, "目录.jsonl", data, TODAY, "从原系统迁移"), "目录.jsonl")
    return other


def kept(office: Office) -> dict[str, dict[str, Any]]:
    return {row.number: row.fields for row in ledgers.rows(office, CATALOGUE)}


def test_every_item_arrives_under_its_number_with_what_it_was(bureau: Office, tmp_path: Path) -> None:
    before, after = kept(bureau), kept(moved(bureau, tmp_path / "new"))
    assert after.keys() == before.keys()
    own = {"source", "backfill_reason", "former_approval", APPROVAL}
    for number, fields in before.items():
        assert {k: v for k, v in after[number].items() if k not in own} == {
            k: v for k, v in fields.items() if k not in own
        }
        assert is_published(after[number]) == is_published(fields)


def test_figures_and_table_two_are_the_same_there(bureau: Office, tmp_path: Path) -> None:
    other = moved(bureau, tmp_path / "new")
    for year in (2018, 2019):
        before, after = (figures(office, year, TODAY) for office in (bureau, other))
        other_than = {name for name, found in before.items() if found.value != after[name].value}
        assert other_than <= {"信息.补录", "信息.审批"}
        tables = [derived_figures(office, office.forms.for_year(year), year).figures for office in (bureau, other)]
        assert tables[0] == tables[1]
        assert tables[0]["proactive.normative_documents.made"] == 1


def test_what_was_approved_there_is_backfilled_here_with_its_approval_as_words(bureau: Office, tmp_path: Path) -> None:
    other = moved(bureau, tmp_path / "new")
    county = next(f for f in kept(other).values() if f.get("name") == "县里的")
    assert (county["source"], county["supplier"]) == ("backfill", "某县科技局")
    assert county["backfill_reason"] == "从原系统迁移"
    assert APPROVAL not in county
    begun, *steps = county["former_approval"]
    assert begun == "某市某局，信息来源：县区报送"
    assert [words.split()[2].split("：")[0] for words in steps] == [
        "填写送审",
        "审批同意（局办公室审核）",
        "审批同意（局办公室主任审批签字）",
        "发布",
    ]
    # Three of 2019 and none else: what was a reprint or an old item stays one.
    assert figures(other, 2019, TODAY)["信息.补录"].value == 3
    waiting = next(f for f in kept(other).values() if f.get("name") == "待批")
    assert (waiting["source"], waiting.get("published_on")) == ("original", None)


def test_words_on_an_approval_sign_nothing(bureau: Office, tmp_path: Path) -> None:
    other = moved(bureau, tmp_path / "new")
    number = next(n for n, f in kept(other).items() if f.get("name") == "待批")
    change_item(other, number, {"former_approval": ["2019-06-03  李四  审批同意", "2019-06-03  王五  发布"]})
    assert not is_published(kept(other)[number])


def test_a_second_journey_changes_nothing_and_coming_home_adds_nothing(bureau: Office, tmp_path: Path) -> None:
    other = moved(bureau, tmp_path / "new")
    third = moved(other, tmp_path / "third")
    assert kept(third) == kept(other)
    home = plan_items(bureau, "目录.jsonl", item_lines(third).encode(), TODAY)
    assert (home.items, home.wrong, len(home.there)) == ({}, (), len(kept(bureau)))


def test_without_a_reason_what_is_published_is_refused_and_what_to_do_is_said(bureau: Office, tmp_path: Path) -> None:
    other = office_at(tmp_path / "new")
    plan = plan_items(other, "目录.jsonl", item_lines(bureau).encode(), TODAY)
    assert len(plan.wrong) == 3
    for sentence in plan.wrong:
        assert "--backfill" in sentence
        assert "backup 和 restore" in sentence
    with pytest.raises(Differs):
        apply_records(other, plan, "目录.jsonl")
    assert kept(other) == {}


def test_a_whole_office_moves_by_backup_with_its_forms(bureau: Office, office: Cli, tmp_path: Path) -> None:
    del bureau
    old, copy = tmp_path / "old" / "data", tmp_path / "备份.zip"
    assert office("--data", old, "backup", copy).code == 0
    assert office("--data", tmp_path / "there", "restore", copy).code == 0
    there = open_office(tmp_path / "there", read_only=True)
    assert kept(there) == kept(open_office(old, read_only=True))
    assert sum(is_published(fields) and fields["source"] == "original" for fields in kept(there).values()) == 2


# ---- overlaps ----


def line(**values: Any) -> str:
    return json.dumps({"source": "backfill", "backfill_reason": "旧", "published_on": "2019-03-05", **values})


def planned(office: Office, *lines: str) -> RecordsPlan:
    return plan_items(office, "a.jsonl", "\n".join(lines).encode(), TODAY)


def test_the_same_number_or_the_same_name_and_day_is_found(tmp_path: Path) -> None:
    office = office_at(tmp_path)
    first = line(name="通知", column="部门文件", made_on="2019-03-04")
    apply_records(office, planned(office, first), "a.jsonl")
    there = planned(office, first, line(name="另一件", number="2019-000001"))
    assert there.there == ("第1行：“通知”已有，编号2019-000001。",)
    assert there.wrong == ("第2行：编号“2019-000001”已用于另一条，编号不重复使用。",)
    twice = planned(office, line(name="公告", made_on="2019-03-04"), line(name="公告", made_on="2019-03-04"))
    assert (len(twice.items), twice.there) == (1, ("第2行：“公告”与第1行相同。",))
    # The same name and day in another column may be the same thing or another: it is taken, and said.
    alike = planned(office, line(name="通知", column="政策法规", made_on="2019-03-04"))
    assert len(alike.items) == 1
    assert alike.alike == ("第1行：与2019-000001同名同日，作为另一条导入，请核对是否重复。",)
    assert planned(office, line(name="通知", column="政策法规", made_on="2019-03-03")).alike == ()


def test_what_was_taken_down_is_not_taken_in_again_unsaid(tmp_path: Path) -> None:
    office = office_at(tmp_path)
    first = line(name="通知", made_on="2019-03-04")
    apply_records(office, planned(office, first), "a.jsonl")
    ledgers.take_out(office, CATALOGUE, "2019-000001", "有误", TODAY)
    assert planned(office, first).there == ("第1行：“通知”已有，编号2019-000001（已撤下）。",)


def test_numbers_given_in_the_file_are_not_given_to_other_lines(tmp_path: Path) -> None:
    office = office_at(tmp_path)
    lines = (line(name="一", made_on="2019-01-01"), line(name="二", made_on="2019-01-01", number="2019-000001"))
    plan = planned(office, *lines, line(name="三", made_on="2019-01-01"))
    assert plan.wrong == ()
    assert {fields["name"]: number for number, fields in plan.items.items()} == {
        "一": "2019-000002",
        "二": "2019-000001",
        "三": "2019-000003",
    }


def test_what_may_be_a_repetition_is_said_on_the_command_line(office: Cli) -> None:
    Path("a.jsonl").write_text(
        "\n".join(line(name="通知", column=column, made_on="2019-03-04") for column in ("部门文件", "政策法规")),
        encoding="utf-8",
    )
    for arguments in (("--dry-run",), ()):
        done = office("catalogue", "import", "a.jsonl", *arguments)
        assert done.code == 0
        assert "第2行：与第1行同名同日，作为另一条导入，请核对是否重复。" in done.err
    assert len(office("catalogue", "list", "--json").json) == 2


def test_a_long_trail_is_not_read_for_each_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = office_at(tmp_path)
    read = []
    since = type(office.store).since
    monkeypatch.setattr(type(office.store), "since", lambda store, start: read.append(start) or since(store, start))
    plan = planned(office, *(line(name=f"通知{n}", made_on="2019-03-04") for n in range(20)))
    assert (len(plan.items), len(read)) == (20, 1)
