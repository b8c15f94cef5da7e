"""What the catalogue and the year's work owe, and that it goes away once it is done."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tui_disclose.duties.catalogue import (
    catalogue_duties,
    empty_columns,
    interpretations,
    orphans,
    publications,
    reviews,
)
from tui_disclose.duties.values import Duty, in_order
from tui_disclose.office.catalogue import add_item, approve, publish, submit
from tui_disclose.office.catalogue_duties import owed
from tui_disclose.office.house import create_office
from tui_disclose.office.rules import add_preset
from tui_disclose.records.columns import read_columns
from tui_disclose.statutory.calendar_files import national_calendar

TODAY = date(2024, 3, 1)
COLUMNS = read_columns()


def item(**values: Any) -> dict[str, Any]:
    old = {"source": "backfill", "backfill_reason": "旧", "name": "甲", "openness": "proactive", "validity": "in_force"}
    return {**old, **values}


def signed(**values: Any) -> dict[str, Any]:
    """Return an original item whose form was signed to the end."""
    return item(**{"source": "original", "approval": [{"kind": "published", "on": "2024-02-01", "by": "li"}], **values})


@pytest.mark.parametrize(
    ("made", "due"),
    # 2024: 10–17 February are days off, 4 and 18 February are worked; counted by hand in the notice of the year.
    [("2024-01-29", "2024-02-29"), ("2024-03-01", "2024-03-29")],
)
def test_information_is_owed_20_working_days_after_it_was_made(made: str, due: str) -> None:
    draft = item(source="original", made_on=made)
    (duty,) = publications({"1": draft}, date.fromisoformat(due), national_calendar())
    assert (duty.due_on, duty.severity, duty.provisional) == (date.fromisoformat(due), "due", False)
    after = date.fromisoformat(due) + timedelta(days=1)
    (late,) = publications({"1": draft}, after, national_calendar())
    assert late.severity == "late"


def test_what_is_published_or_not_to_be_is_not_owed() -> None:
    kept = {
        "1": item(made_on="2024-01-02", published_on="2024-01-03"),
        "2": item(source="original", made_on="2024-01-02", openness="withheld"),
    }
    assert list(publications(kept, TODAY, national_calendar())) == []


def test_a_year_without_its_notice_gives_a_provisional_day() -> None:
    (duty,) = publications({"1": item(source="original", made_on="2099-01-05")}, TODAY, national_calendar())
    assert duty.provisional


def test_a_day_that_no_limit_can_be_counted_from_costs_its_own_line() -> None:
    kept = {
        "1": item(source="original", made_on="9999-12-31", name="错"),
        "2": item(source="original", made_on="2024-02-01", name="对"),
        "3": item(made_on="9999-12-31", openness="withheld", openness_reason="内部"),
        "4": item(published_on="9999-12-31", column="部门文件"),
    }
    found = catalogue_duties(kept, COLUMNS, [], TODAY, national_calendar())
    wrong = {duty.number: duty.sentence for duty in found if "无法用来计算期限，请改正" in duty.sentence}
    assert wrong.keys() >= {"1", "3"}
    assert "“错”的生成日期（9999-12-31）" in wrong["1"]
    # Art. 26: twenty working days after 1 February 2024, 10–17 February off, 4 and 18 February worked.
    assert [str(duty.due_on) for duty in found if (duty.kind, duty.number) == ("publish", "2")] == ["2024-03-05"]


def columns_owed(items: dict[str, dict[str, Any]], today: date = TODAY) -> dict[str, str]:
    found = empty_columns(items, COLUMNS, frozenset({"指南", "编制说明", "咨询电话", "机构职能"}), today)
    return {name: kind for kind, _, name in (duty.kind.partition(".") for duty in found)}


def test_an_empty_column_is_owed_until_something_stands_in_it_or_under_it() -> None:
    watched = {"政务信息公开制度规定", "政策解读", "建议提案办理结果", "依申请公开", "回应关切", "新闻发布会"}
    assert columns_owed({}) == dict.fromkeys(watched, "empty_column")
    one = {"1": item(column="政策解读", published_on="2024-01-03")}
    assert set(columns_owed(one)) == watched - {"政策解读"}
    assert columns_owed(one, date(2025, 1, 2)).get("政策解读") is None
    assert columns_owed(one, date(2025, 1, 3))["政策解读"] == "stale_column"
    missing = {duty.number for duty in empty_columns(one, COLUMNS, frozenset({"指南"}), TODAY) if duty.table == "texts"}
    assert missing == {"编制说明", "咨询电话", "机构职能"}


def test_a_policy_document_wants_its_interpretation_the_same_day() -> None:
    policy = {"1": signed(document_type="policy", published_on="2024-02-01", section="规划科")}
    (duty,) = interpretations(policy, COLUMNS, TODAY)
    assert (duty.kind, duty.severity) == ("interpret", "late")
    assert "规划科" in duty.sentence
    late = policy | {"2": item(interprets="1", interpretation="expert", published_on="2024-02-05")}
    assert [duty.kind for duty in interpretations(late, COLUMNS, TODAY)] == ["interpreted_late"]
    same = policy | {"2": item(interprets="1", interpretation="expert", published_on="2024-02-01")}
    assert list(interpretations(same, COLUMNS, TODAY)) == []


@pytest.mark.parametrize(
    ("document", "owed_as"),
    [
        ({"document_type": "normative"}, ["late"]),
        ({"document_type": "regulation"}, ["late"]),
        ({"document_type": "other"}, []),
        ({"document_type": "normative", "interpretation_waived": "只公布废止目录"}, []),
        ({"document_type": "policy", "source": "backfill"}, ["hint"]),
        # Who drafted it interprets it: another body's document is that body's.
        ({"document_type": "policy", "source": "reprint"}, []),
    ],
)
def test_a_normative_document_is_interpreted_too_unless_there_is_a_reason_not_to(
    document: dict[str, Any], owed_as: list[str]
) -> None:
    kept = {"1": signed(published_on="2024-02-01", **document)}
    assert [duty.severity for duty in interpretations(kept, COLUMNS, TODAY)] == owed_as


def test_an_office_says_itself_which_documents_are_interpreted() -> None:
    own = read_columns(b'interpreted = ["policy"]')
    kept = {"1": signed(document_type="normative", published_on="2024-02-01")}
    assert list(interpretations(kept, own, TODAY)) == []


def test_an_interpretation_whose_document_was_taken_down_is_looked_at() -> None:
    there = {"1": item(published_on="2024-02-01"), "2": item(interprets="1", published_on="2024-02-01")}
    assert list(orphans(there)) == []
    del there["1"]
    assert [(duty.kind, duty.number) for duty in orphans(there)] == [("orphan", "2")]


def test_what_is_withheld_is_looked_at_again_after_a_year() -> None:
    kept = {"1": item(openness="classified", count=2, made_on="2023-03-02")}
    assert list(reviews(kept, date(2024, 2, 29))) == []
    (duty,) = reviews(kept, TODAY)
    assert "涉密事项2件" in duty.sentence
    # 条例第十八条 says 定期: there is no day from which it would be late.
    assert (duty.severity, duty.due_on) == ("due", None)
    assert list(reviews({"1": kept["1"] | {"reviewed_on": "2024-01-01"}}, TODAY)) == []


@pytest.mark.parametrize("openness", ["withheld", "classified"])
def test_what_is_withheld_and_has_no_day_is_owed_a_review_at_once(openness: str) -> None:
    (duty,) = reviews({"1": item(openness=openness, count=2)}, TODAY)
    assert (duty.kind, duty.severity, duty.due_on) == ("review", "due", None)
    assert list(reviews({"1": item(openness=openness, count=2, reviewed_on="2024-03-01")}, TODAY)) == []


def test_secrets_that_are_all_declassified_are_owed_no_review() -> None:
    assert list(reviews({"1": item(openness="classified", count=0, made_on="2020-01-02")}, TODAY)) == []


def test_the_warning_of_an_empty_column_goes_away_once_an_item_is_published(tmp_path: Path) -> None:
    office = create_office(tmp_path / "data", "某局", TODAY)
    assert owed(office, TODAY) == []
    number = add_item(office, {"name": "解读", "column": "政策解读", "made_on": "2024-03-01"}, TODAY)

    def said() -> set[str]:
        return {duty.kind for duty in owed(office, TODAY) if duty.number == number or "政策解读" in duty.sentence}

    assert said() == {"publish", "empty_column.政策解读"}
    submit(office, number, TODAY)
    approve(office, number, TODAY, reason="只有一人")
    publish(office, number, TODAY)
    assert said() == set()
    add_preset(office, TODAY)
    # Of the 24 the published item carried out three: 主动公开, 公开时限, 规范信息发布.
    assert any(duty.kind == "idle_rules" and duty.sentence.startswith("21项") for duty in owed(office, TODAY))


def test_the_late_come_first_then_the_earlier() -> None:
    made = [
        Duty("a", "t", str(n), "", s, d)
        for n, (s, d) in enumerate([("hint", None), ("due", None), ("due", TODAY), ("late", TODAY)])
    ]  # type: ignore[arg-type]
    assert [duty.number for duty in in_order(made)] == ["3", "2", "1", "0"]


def test_everything_at_once() -> None:
    kept = {"1": item(source="original", made_on="2024-01-02", openness="withheld")}
    assert {d.kind for d in catalogue_duties(kept, COLUMNS, (), TODAY, national_calendar())} == {
        "empty_column",
        *(f"empty_column.{name}" for name in columns_owed({})),
    }
