"""Lists written on one line, and fields that a kind has not: what was typed is understood or named as it was typed."""

from datetime import date
from pathlib import Path

import pytest

from tui_disclose.office.catalogue import CATALOGUE, add_item, change_item
from tui_disclose.office.catalogue_import import plan_items
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.ledgers import find_row
from tui_disclose.office.works import add_work, plan_works
from tui_disclose.problems import Refused

DAY = date(2026, 3, 2)
AREAS = ["财政信息", "重点民生"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某市某局", DAY, ledger_since=date(2026, 1, 1))


@pytest.mark.parametrize("between", ["、", "；", ";", "，", ",", "\n"])
def test_two_areas_may_stand_on_one_line(office: Office, between: str) -> None:
    number = add_item(office, {"name": "甲", "areas": [between.join(AREAS)]}, DAY)
    assert find_row(office, CATALOGUE, number).fields["areas"] == AREAS
    change_item(office, number, {"areas": [f"重点民生{between}三大攻坚战"]})
    assert find_row(office, CATALOGUE, number).fields["areas"] == ["重点民生", "三大攻坚战"]


def test_two_areas_in_a_cell_of_a_table(office: Office) -> None:
    plan = plan_items(office, "t.csv", "名称,生成日期,重点领域\n甲,20260105,财政信息、重点民生\n".encode(), DAY)
    assert [item["areas"] for item in plan.items.values()] == [AREAS]


def test_an_unknown_area_among_others_is_refused_with_how_to_write_it(office: Office) -> None:
    with pytest.raises(Refused, match="没有“财政信息、哪里”；几项之间用顿号"):
        add_item(office, {"name": "甲", "areas": ["财政信息、哪里"]}, DAY)


def test_a_field_that_a_kind_has_not_goes_by_its_label(office: Office) -> None:
    with pytest.raises(Refused, match="“培训”没有“专家论证”、“数据来源”这一项；可用：类别、日期、事项") as refused:
        add_work(office, {"kind": "training", "name": "x", "expert_on": "2026-01-01", "source": "a"}, DAY)
    assert "expert_on" not in str(refused.value)
    plan = plan_works(office, "t.csv", "类别,日期,事项,专家论证\n培训,20260105,x,20260101\n".encode(), DAY)
    assert plan.wrong[0].startswith("第2行：“培训”没有“专家论证”这一项")
