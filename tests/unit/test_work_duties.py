"""What the year's work and the rules owe: missed months and years, gaps in decisions, rules past their day."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_disclose.duties.rules import rule_duties
from tui_disclose.duties.works import decisions, monthly, unfinished, work_duties, yearly
from tui_disclose.records.works import kind_of

TODAY = date(2024, 3, 1)
SINCE = date(2023, 1, 1)
CHECK = kind_of("media_check")


def account(on: str = "2024-01-15", closed_on: str = "", name: str = "靖远县科技局微信") -> dict[str, Any]:
    closed = {"closed_on": closed_on, "closed_reason": "功能整合"} if closed_on else {}
    return {"kind": "media_account", "on": on, "name": name, **closed}


def check(on: str, *accounts: str) -> dict[str, Any]:
    return {"kind": "media_check", "on": on, "name": "检查", **({"accounts": list(accounts)} if accounts else {})}


def months(records: dict[str, dict[str, Any]], today: date = TODAY, since: date = SINCE) -> list[str]:
    found = list(monthly(records, CHECK, today, since))
    assert {duty.severity for duty in found} <= {"late"}
    return [duty.sentence.removesuffix("的新媒体检查没有记录。") for duty in found]


def test_a_month_without_its_check_is_owed_while_there_is_an_account() -> None:
    assert months({}) == []
    (duty,) = monthly({"1": account()}, CHECK, TODAY, SINCE)
    assert (duty.sentence, duty.due_on) == ("2024年1月、2月的新媒体检查没有记录。", date(2024, 1, 31))
    assert months({"1": account(), "2": check("2024-01-20")}) == ["2024年2月"]


def test_december_is_owed_in_january_and_all_the_year_after() -> None:
    kept = {"1": account("2023-11-02"), "2": check("2023-11-20")}
    assert months(kept, date(2023, 12, 31)) == []
    assert months(kept, date(2024, 1, 1)) == ["2023年12月"]
    assert months({**kept, "3": check("2024-01-31")}, date(2024, 2, 1)) == ["2023年12月"]
    later = {**kept, "3": check("2024-02-01"), "4": check("2024-07-09")}
    assert months(later, date(2024, 10, 1)) == ["2023年12月", "2024年1月、3月至6月、8月、9月"]
    assert months(kept, date(2024, 3, 1)) == ["2023年12月", "2024年1月、2月"]
    assert months({**kept, "3": check("2023-12-31")}, date(2024, 1, 1)) == []


@pytest.mark.parametrize(
    ("closed_on", "owed"),
    # On the day it is closed an account is no longer in use.
    [
        ("2024-01-15", []),
        ("2024-02-01", ["2024年1月"]),
        ("2024-02-02", ["2024年1月、2月"]),
        ("2024-06-30", ["2024年1月、2月"]),
    ],
)
def test_closing_an_account_ends_the_checks_and_takes_none_back(closed_on: str, owed: list[str]) -> None:
    assert months({"1": account(closed_on=closed_on)}) == owed


def test_nothing_is_owed_from_before_records_were_kept_here() -> None:
    assert months({"1": account("2015-05-01")}, since=date(2024, 1, 1)) == ["2024年1月、2月"]


def test_an_account_that_a_check_left_out_is_named() -> None:
    kept = {"1": account(name="甲号"), "2": account("2024-02-03", name="乙号"), "3": check("2024-01-20", "1")}
    assert months(kept) == ["2024年2月"]
    (duty,) = monthly({**kept, "4": check("2024-02-20", "1")}, CHECK, TODAY, SINCE)
    assert duty.sentence == "2024年2月的新媒体检查没有查乙号。"
    assert months({**kept, "4": check("2024-02-20")}) == []


DAYS = st.dates(date(2022, 6, 1), date(2024, 6, 30))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(DAYS, st.none() | st.integers(1, 500)), max_size=3),
    st.lists(st.tuples(DAYS, st.booleans()), max_size=6),
    DAYS,
    DAYS,
)
def test_every_month_is_as_counted_day_by_day(
    accounts: list[tuple[date, int | None]], checks: list[tuple[date, bool]], since: date, today: date
) -> None:
    """Each day of each account is looked at: an account is owed a check in a month in which it had a day in use."""
    records: dict[str, dict[str, Any]] = {}
    wanted: set[tuple[str, str]] = set()
    for at, (opened, lasted) in enumerate(accounts):
        closed = opened + timedelta(days=lasted) if lasted else None
        records[str(at)] = account(opened.isoformat(), closed.isoformat() if closed else "", name=f"账号{at}")
        for day in (opened + timedelta(days=n) for n in range((min(closed or today, today) - opened).days + 1)):
            month = f"{day:%Y-%m}"
            if day != closed and f"{since:%Y-%m}" <= month < f"{today:%Y-%m}":
                wanted.add((month, f"账号{at}"))
    for at, (day, of_first) in enumerate(checks, 100):
        first_only = of_first and bool(accounts)
        records[str(at)] = check(day.isoformat(), *(["0"] if first_only else []))
        seen = {"账号0"} if first_only else {name for _, name in wanted}
        wanted -= {(f"{day:%Y-%m}", name) for name in seen}
    found: set[tuple[str, str]] = set()
    for duty in monthly(records, CHECK, today, since):
        told, _, what = duty.sentence.removesuffix("。").partition("的新媒体检查没有")
        for month in told_months(told):
            in_use = {name for each, name in wanted if each == month}
            assert in_use
            found |= {(month, name) for name in (in_use if what == "记录" else what.removeprefix("查").split("、"))}
        assert (what == "记录") == (f"{duty.due_on:%Y-%m}" not in {f"{day:%Y-%m}" for day, _ in checks})
    assert found == wanted


def told_months(told: str) -> list[str]:
    """Return the months that a sentence names: “2024年1月至3月、5月”."""
    year, _, rest = told.partition("年")
    found: list[str] = []
    for part in rest.split("、"):
        first, _, last = part.replace("月", "").partition("至")
        found += [f"{year}-{month:02}" for month in range(int(first), int(last or first) + 1)]
    return found


def test_yearly_work_is_owed_until_done_last_years_too() -> None:
    plan, since = kind_of("work_points"), date(2024, 1, 1)
    (duty,) = yearly({}, plan, TODAY, since)
    assert (duty.severity, duty.due_on) == ("hint", date(2024, 6, 30))
    assert [d.severity for d in yearly({}, plan, date(2024, 7, 1), since)] == ["late"]
    assert list(yearly({"1": {"kind": "work_points", "on": "2024-02-01"}}, plan, TODAY, since)) == []
    cleanup = kind_of("cleanup")
    assert [(d.due_on, d.severity) for d in yearly({}, cleanup, date(2025, 1, 1), since)] == [
        (date(2024, 12, 31), "late"),
        (date(2025, 12, 31), "hint"),
    ]
    done = {"1": {"kind": "cleanup", "on": "2024-11-02"}}
    assert [d.due_on for d in yearly(done, cleanup, date(2025, 1, 1), since)] == [date(2025, 12, 31)]


def test_tasks_and_problems_are_owed_until_done() -> None:
    task = {"kind": "task", "name": "公开预算", "status": "open", "on": "2024-01-01", "until": "2024-02-29"}
    assert [d.severity for d in unfinished({"1": task}, TODAY)] == ["late"]
    assert list(unfinished({"1": {**task, "status": "done"}}, TODAY)) == []
    problem = {"kind": "problem", "name": "不够丰富", "status": "open", "on": "2023-12-31"}
    (old,) = unfinished({"1": problem}, TODAY)
    assert "登记完成或者结转到今年" in old.sentence
    carried = {"1": problem, "2": {**problem, "on": "2024-01-02", "carried_from": "1"}}
    assert [d.number for d in unfinished(carried, TODAY)] == ["2"]
    assert work_duties({"1": task}, TODAY, SINCE)


STEPS = ("expert_on", "opinions_on", "director_on", "council_on", "party_on")


def test_a_decision_with_a_step_left_out_is_shown_until_it_is_said_why() -> None:
    made = {"kind": "decision", "name": "专项资金办法", "on": "2024-02-01", "expert_on": "2024-01-05"}
    assert list(decisions({"1": made})) == []
    gap, unpublished = decisions({"1": {**made, "party_on": "2024-02-01"}})
    assert (gap.kind, unpublished.kind) == ("decision_chain", "decision_published")
    assert "没有征求意见、局长办公会、局务会议的日期" in gap.sentence
    assert list(decisions({"1": {**made, "party_on": "2024-02-01", "skipped": "局内事务，不公开"}})) == []
    whole = {**made, **dict.fromkeys(STEPS, "2024-02-01")}
    assert [d.kind for d in decisions({"1": whole})] == ["decision_published"]
    assert list(decisions({"1": {**whole, "items": ["2024-000001"]}})) == []


def test_steps_out_of_order_are_shown() -> None:
    days = dict(zip(STEPS, ("2024-01-05", "2024-01-20", "2024-01-12", "2024-01-25", "2024-02-01"), strict=True))
    (duty,) = decisions({"1": {"kind": "decision", "name": "立项", "on": "2024-02-01", "items": ["1"], **days}})
    assert "征求意见（2024-01-20）在局长办公会（2024-01-12）之后" in duty.sentence


def rule_owes(today: date = TODAY, **fields: str) -> list[tuple[str, str, date | None]]:
    found = rule_duties({"1": {"name": "澄清制度", **fields}}, {"1": [today.isoformat()]}, today)
    return [(duty.kind, duty.severity, duty.due_on) for duty in found]


def test_a_rule_is_owed_at_the_end_of_its_validity_and_at_its_review() -> None:
    assert rule_owes() == rule_owes(valid_until="2024-05-31", review_on="2024-03-02") == []
    assert rule_owes(valid_until="2024-05-30") == [("rule_expires", "hint", date(2024, 5, 30))]
    assert rule_owes(valid_until="2024-03-01") == [("rule_expires", "hint", TODAY)]
    assert rule_owes(valid_until="2024-02-29") == [("rule_expired", "late", date(2024, 2, 29))]
    assert rule_owes(review_on="2024-03-01") == [("rule_review", "due", TODAY)]
    assert rule_owes(review_on="2024-02-29") == [("rule_review", "late", date(2024, 2, 29))]


def test_rules_in_force_without_a_record_this_year_are_named_in_one() -> None:
    rules = {n: {"name": f"{n}制度"} for n in "甲乙丙丁"} | {"戊": {"name": "戊制度", "valid_until": "2024-01-31"}}
    done = {"甲": ["2024-02-01"], "乙": ["2023-12-31"], "丙": [], "丁": [], "戊": []}
    (duty,) = (duty for duty in rule_duties(rules, done, TODAY) if duty.kind == "idle_rules")
    assert duty.sentence == "3项制度本年无实施记录：乙制度、丙制度、丁制度。"
