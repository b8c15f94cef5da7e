"""Days that cannot be: refused wherever they come in, and what is stored already costs one line of what is owed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tui_disclose.office.catalogue import CATALOGUE
from tui_disclose.office.catalogue_import import plan_items
from tui_disclose.office.duties import owed
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.request_events import add_event
from tui_disclose.office.requests import register
from tui_disclose.office.works import plan_works
from tui_disclose.problems import Refused
from tui_disclose.records.fields import Field, unlikely_day
from tui_disclose.records.request import TABLE
from tui_disclose.store.interface import Change
from tui_disclose.tui.form_model import FormModel

TODAY = date(2024, 3, 1)
PAST = Field("on", "日期", "date", past=True)
LIMIT = Field("until", "期限", "date", ahead=True)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某局", TODAY)


@pytest.mark.parametrize(
    ("field", "day", "said"),
    [
        (PAST, "2024-03-01", ""),
        (PAST, "2024-03-02", "还没有到"),
        (PAST, "1949-10-01", ""),
        (PAST, "1949-09-30", "早于1949-10-01"),
        (LIMIT, "2034-12-31", ""),
        (LIMIT, "2035-01-01", "在10年以后"),
        (LIMIT, "0024-03-01", "早于1949-10-01"),
    ],
)
def test_a_day_is_refused_that_nobody_can_mean(field: Field, day: str, said: str) -> None:
    assert said in unlikely_day(field, day, TODAY)
    assert bool(unlikely_day(field, day, TODAY)) == bool(said)


def test_what_is_stored_is_read_and_kept_as_it_is() -> None:
    form = FormModel([CATALOGUE.field("made_on")], {"made_on": "9999-12-31"}, TODAY)
    (slot,) = form.slots
    slot.check(TODAY)
    assert (slot.text, slot.wrong) == ("9999-12-31", "")
    slot.put("9998-12-31")
    slot.check(TODAY)
    assert "还没有到" in slot.wrong


@pytest.mark.parametrize(("name", "line"), [("a.csv", "甲,部门文件,{}"), ("a.jsonl", "")])
def test_a_file_brings_no_impossible_day_and_invents_none(office: Office, name: str, line: str) -> None:
    def wrong(day: str) -> tuple[str, ...]:
        made = f', "made_on": "{day}"' if day else ""
        json = f'{{"name": "甲", "column": "部门文件"{made}}}'
        text = f"名称,栏目,生成日期\n{line.format(day)}\n" if line else f"\n{json}\n"
        return plan_items(office, name, text.encode(), TODAY).wrong

    assert wrong("2024-02-29") == ()
    for day in ("9999-12-31", "1899-01-01", ""):
        (sentence,) = wrong(day)
        assert sentence.startswith("第2行：生成日期"), day


def test_of_an_old_item_the_day_of_publication_is_enough(office: Office) -> None:
    table = "名称,栏目,发布日期\n甲,部门文件,20190301\n".encode()
    plan = plan_items(office, "a.csv", table, TODAY, backfill="旧网站迁移")
    (item,) = plan.items.values()
    assert (plan.wrong, item["published_on"], "made_on" in item) == ((), "2019-03-01", False)


def test_work_without_its_day_is_not_dated_today(office: Office) -> None:
    plan = plan_works(office, "a.csv", "类别,日期,事项,数量\n培训,,丙,5\n培训,0228,丁,5\n".encode(), TODAY)
    (sentence,) = plan.wrong
    assert sentence.startswith("第2行：")
    assert "日期还没有填写" in sentence
    assert [item["on"] for item in plan.items.values()] == ["2024-02-28"]


def test_a_request_whose_days_cannot_be_counted_costs_one_line(office: Office) -> None:
    values: dict[str, Any] = {"channel": "in_person", "applicant.kind": "natural_person"}
    first, second = (register(office, {**values, "arrived_on": day}) for day in ("2024-02-01", "2024-02-02"))
    order = {"kind": "re_reply_ordered", "on": "2024-02-20", "days": 999_999_999}
    with pytest.raises(Refused, match="限工作日数（999999999）太大"):
        add_event(office, first, order)
    assert "events.1" not in (office.store.record(TABLE, first) or {})
    # As an earlier release stored it.
    office.store.apply([Change(TABLE, first, {"events.1": order})], "甲", "登记")
    found = owed(office, TODAY)
    (wrong,) = (duty for duty in found if duty.number == first)
    assert "无法用来计算期限，请改正" in wrong.sentence
    assert any(duty.number == second and duty.kind == "reply" for duty in found)
