"""Table 二 from the records, on both forms."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.command_line import Cli
from tests.conftest import FORMS, only, sheet_with
from tui_disclose.office import ledgers
from tui_disclose.office.catalogue_import import plan_items
from tui_disclose.office.derivation import derived_figures
from tui_disclose.office.house import create_office
from tui_disclose.office.ledger_import import apply_records
from tui_disclose.office.works import WORKS, add_work, plan_works
from tui_disclose.problems import Refused
from tui_disclose.report.check import check
from tui_disclose.report.filling import carried_over
from tui_disclose.report.proactive import counted, derive_proactive
from tui_disclose.report.sheet import Derived
from tui_disclose.statutory.forms import Form


def document(made: str, published: str | None, repealed: str | None = None, **more: Any) -> dict[str, Any]:
    item = {"document_type": "normative", "source": "backfill", "made_on": made, "openness": "proactive", **more}
    return {k: v for k, v in {**item, "published_on": published, "repealed_on": repealed}.items() if v}


def derived_of(form: Form, items: dict[str, Any], counts: dict[str, Any], year: int) -> Derived:
    return derive_proactive(form, [counted(number, item, year) for number, item in items.items()], counts, year)


ITEMS = {
    "a": document("2018-05-01", "2018-05-02"),
    "b": document("2018-06-01", "2018-06-02", "2019-12-31"),
    "c": document("2018-12-30", "2019-01-10"),
    "d": document("2019-03-01", "2019-03-04"),
    "e": document("2019-12-30", "2020-01-06"),
    "f": document("2019-05-01", "2019-05-02", source="reprint"),
    "g": document("2019-05-01", "2019-05-02", document_type="other"),
    "h": document("2020-02-01", "2020-02-02"),
    "i": document("2019-02-01", None, openness="withheld"),
}
ROW = "proactive.normative_documents"


def test_documents_are_counted_by_day() -> None:
    derived = derived_of(FORMS.by_id("2019"), ITEMS, {}, 2019)
    assert {cell: derived.records[f"{ROW}.{cell}"] for cell in ("made", "published", "total_public")} == {
        "made": ("d", "e", "i"),
        "published": ("c", "d"),
        "total_public": ("a", "b", "c", "d"),
    }
    assert derived.figures["proactive.regulations.made"] == 0
    newer = derived_of(FORMS.by_id("2021"), ITEMS, {}, 2019)
    assert [newer.figures[f"{ROW}.{cell}"] for cell in ("issued", "repealed", "in_force")] == [3, 1, 5]
    assert derived_of(FORMS.by_id("2021"), ITEMS, {}, 2024).active is False
    assert derived_of(FORMS.by_id("2021"), {}, {}, 2024).figures == {}


def typed(on: str, subject: str, measure: str, **more: Any) -> dict[str, Any]:
    return {"kind": "yearly_count", "on": on, "subject": subject, "measure": measure, **more}


COUNTS = {
    "1": typed("2018-12-31", "licences", "items", count=12),
    "2": typed("2019-06-30", "licences", "items", count=20),
    "3": typed("2019-12-31", "licences", "items", count=9),
    "4": typed("2019-03-31", "licences", "decisions", count=5),
    "5": typed("2019-12-31", "licences", "decisions", count=7),
    "6": typed("2020-12-31", "licences", "decisions", count=100),
    "7": typed("2019-12-31", "procurement", "purchases", count=2),
    "8": typed("2019-12-31", "procurement", "amount", amount="251000"),
    "9": typed("2021-12-31", "fees", "amount", amount="91163605.5"),
}


def test_counts_are_added_up_and_totals_carried_from_year_to_year() -> None:
    found = derived_of(FORMS.by_id("2019"), {}, COUNTS, 2019)
    assert dict(found.figures) == {
        "proactive.licences.previous": 12,
        "proactive.licences.change": -3,
        "proactive.licences.decisions": 12,
        "proactive.procurement.count": 2,
        "proactive.procurement.amount": "251000元",
    }
    assert found.records["proactive.licences.decisions"] == ("4", "5")
    assert derived_of(FORMS.by_id("2021"), {}, COUNTS, 2021).figures["proactive.fees.amount"] == "9116.36055"
    carried = derived_of(FORMS.by_id("2019"), {}, COUNTS, 2020).figures
    # Nothing was counted in 2020: whether the number changed is not known.
    assert carried["proactive.licences.previous"] == 9
    assert "proactive.licences.change" not in carried


@pytest.mark.parametrize(
    ("subject", "measure", "given", "words"),
    [
        ("licences", "items", {}, "“项目数量”的还没有填写数量；没有的填0"),
        ("licences", "items", {"amount": "5"}, "还没有填写数量"),
        ("procurement", "amount", {"count": 3}, "还没有填写金额"),
        # Form 2019 asks of penalties how many, no form how much; fees are 万元 in form 2021 alone.
        ("penalties", "amount", {"amount": "500"}, "没有“金额（元）”这一格.*可填：项目数量、处理决定数量"),
        ("procurement", "decisions", {"count": 3}, "可填：采购项目数量、金额（元）"),
        ("fees", "decisions", {"count": 3}, "可填：项目数量、金额（元）"),
        ("fees", "amount", {"amount": "0"}, ""),
        ("other_services", "decisions", {"count": 0}, ""),
    ],
)
def test_a_count_that_stands_in_no_cell_is_refused_and_what_to_enter_is_said(
    tmp_path: Path, subject: str, measure: str, given: dict[str, Any], words: str
) -> None:
    office = create_office(tmp_path / "data", "某局", date(2024, 3, 1))
    record = {"name": "甲", "source": "执法科", **typed("2024-02-01", subject, measure, **given)}
    line = json.dumps(record).encode()
    if not words:
        add_work(office, record, date(2024, 3, 1))
        assert plan_works(office, "a.jsonl", line, date(2024, 3, 1)).wrong == ()
        return
    with pytest.raises(Refused, match=words):
        add_work(office, record, date(2024, 3, 1))
    (wrong,) = plan_works(office, "a.jsonl", line, date(2024, 3, 1)).wrong
    assert re.search(words, wrong)
    assert ledgers.rows(office, WORKS) == []


def test_an_old_count_without_its_figure_says_nothing_and_not_nought() -> None:
    counts = {"1": typed("2018-12-31", "licences", "items"), "2": typed("2019-12-31", "licences", "items", count=9)}
    assert dict(derived_of(FORMS.by_id("2019"), {}, counts, 2019).figures) == {}
    decisions = {"1": typed("2019-12-31", "penalties", "decisions")}
    assert dict(derived_of(FORMS.by_id("2019"), {}, decisions, 2019).figures) == {}


def test_a_report_shows_what_the_ledgers_give(office: Cli, tmp_path: Path) -> None:
    year = date.today().year
    pairs = ["统计项目=行政处罚", "统计内容=处理决定数量", "数量=3", "数据来源=执法科"]
    assert office("work", "add", "类别=统计数", "事项=处罚决定", *pairs).code == 0
    faces = office("report", "show", year, "--json").json["faces"]
    assert faces["proactive.penalties.decisions"]["derived"] == 3
    assert "proactive.normative_documents.issued" in faces
    assert faces["proactive.normative_documents.issued"]["derived"] is None


def test_the_sample_s_documents(tmp_path: Path) -> None:
    office = create_office(tmp_path / "data", "某局", date(2020, 1, 1), ledger_since=date(2019, 1, 1))
    lines = ["名称,文件性质,生成日期,发布日期"]
    lines += [f"办法{n},规范性文件,2018010{n},2018010{n}" for n in (1, 2)]
    lines += [f"细则{n},规范性文件,2019010{n},2019010{n}" for n in range(1, 7)]
    plan = plan_items(office, "a.csv", "\n".join(lines).encode(), date(2020, 1, 1), "启用前已发布")
    apply_records(office, plan, "a.csv")
    found = derived_figures(office, FORMS.by_id("2019"), 2019).figures
    assert [found[f"{ROW}.{cell}"] for cell in ("made", "published", "total_public")] == [6, 6, 8]


# ---- any catalogue, counted again by hand ----

DAYS = st.dates(date(2017, 1, 1), date(2022, 12, 31))
KINDS = st.sampled_from(["normative", "regulation", "policy", "other"])


@st.composite
def any_item(draw: st.DrawFn) -> dict[str, Any]:
    """Draw an item as the catalogue keeps it: published by form or not, withheld, taken on, repealed."""
    made = draw(DAYS)
    source = draw(st.sampled_from(["original", "county", "reprint", "backfill"]))
    item: dict[str, Any] = {"name": "甲", "source": source, "document_type": draw(KINDS), "made_on": made.isoformat()}
    item["openness"] = draw(st.sampled_from(["proactive", "proactive", "proactive", "withheld", "on_request"]))
    if item["openness"] == "proactive" and draw(st.booleans()):
        item["published_on"] = (made + timedelta(draw(st.integers(0, 500)))).isoformat()
        if source in ("original", "county"):
            last = draw(st.sampled_from(["published", "published", "withdrawn"]))
            item["approval"] = [{"kind": "submitted"}, {"kind": last}]
    if draw(st.booleans()):
        item["repealed_on"] = (made + timedelta(draw(st.integers(0, 900)))).isoformat()
    return item


def by_hand(items: list[dict[str, Any]], kind: str, year: int) -> dict[str, int]:
    """Count documents of a kind year by year, each looked at on its own."""
    ours = [item for item in items if item["document_type"] == kind and item["source"] != "reprint"]

    def year_of(item: dict[str, Any], key: str) -> int:
        return date.fromisoformat(item[key]).year if key in item else 9999

    def public(item: dict[str, Any]) -> bool:
        form = item["source"] in ("original", "county")
        return "published_on" in item and (not form or item["approval"][-1]["kind"] == "published")

    made = [item for item in ours if year_of(item, "made_on") == year]
    return {
        "made": len(made),
        "issued": len(made),
        "published": sum(public(item) and year_of(item, "published_on") == year for item in ours),
        "total_public": sum(public(item) and year_of(item, "published_on") <= year for item in ours),
        "repealed": sum(year_of(item, "repealed_on") == year for item in ours),
        "in_force": sum(year_of(item, "made_on") <= year < year_of(item, "repealed_on") for item in ours),
    }


@settings(max_examples=60)
@given(st.lists(any_item(), min_size=1, max_size=12), st.integers(2017, 2023))
def test_any_catalogue_gives_what_is_counted_by_hand_and_each_year_opens_with_the_last(
    items: list[dict[str, Any]], year: int
) -> None:
    kept = {str(n): item for n, item in enumerate(items)}
    for row, kind in (("regulations", "regulation"), ("normative_documents", "normative")):
        for form in (FORMS.by_id("2019"), FORMS.by_id("2021")):
            now, before = (derived_of(form, kept, {}, each).figures for each in (year, year - 1))
            cells = {address.rpartition(".")[2]: n for address, n in now.items() if f".{row}." in address}
            last = {address.rpartition(".")[2]: n for address, n in before.items() if f".{row}." in address}
            assert cells == {key: n for key, n in by_hand(items, kind, year).items() if key in cells}
            assert len(cells) == 3
            if "in_force" in cells:
                assert cells["in_force"] == last["in_force"] + cells["issued"] - cells["repealed"]
            else:
                assert cells["total_public"] == last["total_public"] + cells["published"]


@settings(max_examples=60)
@given(st.lists(st.tuples(DAYS, st.integers(0, 50)), max_size=8), st.integers(2018, 2021))
def test_project_counts_carry_on_from_year_to_year(totals: list[tuple[date, int]], year: int) -> None:
    totals = list(dict(totals).items())
    counts = {str(n): typed(day.isoformat(), "coercion", "items", count=c) for n, (day, c) in enumerate(totals)}
    form = FORMS.by_id("2019")
    now, following = (derived_of(form, {}, counts, each).figures for each in (year, year + 1))
    until = [(day, count) for day, count in sorted(totals) if day.year < year]
    assert now.get("proactive.coercion.previous") == (until[-1][1] if until else None)
    if until:
        closing = int(now["proactive.coercion.previous"]) + int(now.get("proactive.coercion.change", 0))
        assert following["proactive.coercion.previous"] == closing


def test_last_year_s_projects_open_this_year_s_table() -> None:
    row = "proactive.licences"
    last = sheet_with(2019, {f"{row}.previous": 12, f"{row}.change": -3, "proactive.fees.previous": 5})
    assert carried_over(sheet_with(2020, {}, previous=last), "proactive") == {f"{row}.previous": 9}
    # What the records give is not typed over, and nothing is carried from a year that nobody knows.
    known = Derived({f"{row}.previous": 8}, {f"{row}.previous": ("1",)})
    assert carried_over(sheet_with(2020, {}, previous=last, derived=known), "proactive") == {}
    assert carried_over(sheet_with(2020, {}), "proactive") == {}
    found = check(sheet_with(2020, {f"{row}.previous": 8}, previous=last))
    carried = only([finding for finding in found if finding.severity == "warning"], "T2-19-ITEM")
    assert (carried.left, carried.right) == (8, 9)


def test_where_a_cell_comes_from(office: Cli) -> None:
    year = date.today().year
    count = ["类别=统计数", "统计项目=行政处罚", "统计内容=处理决定数量", "数据来源=执法科"]
    office("work", "add", *count, "事项=上半年处罚", "数量=3")
    office("work", "add", *count, "事项=下半年处罚", "数量=4")
    office("request", "add", "收到渠道=当面", f"到达日期={year}-01-05", "申请人类别=自然人", "申请人=张三")
    address = "proactive.penalties.decisions"
    listed = office("report", "derive", year)
    assert f"{address}  行政处罚·本年处理决定数量：7（2条记录）" in listed.out
    office("report", "set", year, address, 9, "--reason", "另有2件在分局")
    lines = office("report", "derive", year, address).out.splitlines()
    assert lines[:3] == ["行政处罚·本年处理决定数量", "填报数9，台账数7，合计无，上年无", "理由：另有2件在分局"]
    assert [line.partition("“")[2] for line in lines[3:]] == ["上半年处罚”", "下半年处罚”"]
    found = office("report", "derive", year, "requests.received.natural_person", "--json")
    assert [source["number"] for source in found.json["sources"]] == [f"〔{year}〕1号"]
    assert "张三" not in found.out
    total = office("report", "derive", year, "requests.received.total").out
    assert "合计由各格相加：一、本年新收政府信息公开申请数量·自然人、" in total
    assert office("report", "derive", year, "requests.received.nobody").code == 3
