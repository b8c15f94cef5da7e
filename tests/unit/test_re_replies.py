"""A reply ordered anew changes no cell of 三 unless settings say that it counts as new; the table balances then too."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.command_line import Cli
from tests.conftest import FORMS
from tests.unit.test_derive import BALANCES, requests
from tui_disclose.records.facts import re_reply_facts, request_fact
from tui_disclose.records.report import Report
from tui_disclose.records.request import from_json
from tui_disclose.report.check import check
from tui_disclose.report.derive import derive_requests
from tui_disclose.report.sheet import Sheet, build_sheet

NUMBER = "〔2024〕1号"
ORDER = ("request", "event", NUMBER, "责令重新答复", "日期=20240801", "限工作日数=10")
AGAIN = (
    "request",
    "event",
    NUMBER,
    "答复",
    "日期=20250110",
    "办理结果=予以公开",
    "法律依据=条",
    "文号=2号",
    "送达方式=邮寄",
)


def figures(cli: Cli, year: int) -> dict[str, int]:
    faces = cli("report", "show", year, "--json").json["faces"]
    return {
        address.removeprefix("requests."): face["derived"]
        for address, face in faces.items()
        if face["derived"] and address.startswith("requests.")
    }


@pytest.fixture
def ordered(cli: Cli) -> Cli:
    """Return an office with a refusal of 2024 that was ordered to be answered anew, which was done in 2025."""
    assert cli("init", "--unit", "某局", "--ledger-since", "2024-01-01").code == 0
    cli("request", "add", "收到渠道=当面", "到达日期=20240301", "申请人类别=自然人")
    reply = ("日期=20240320", "办理结果=不予公开：属于国家秘密", "法律依据=条", "文号=1号", "送达方式=邮寄")
    assert "期限" not in cli("request", "event", NUMBER, "答复", *reply, "--override", "试验").err
    # 10 working days after Thursday 1 August 2024.
    assert "答复期限2024-08-15" in cli(*ORDER).err
    assert "期限" not in cli(*AGAIN).err, "nothing is owed any more"
    return cli


def test_it_changes_no_cell(ordered: Cli) -> None:
    assert figures(ordered, 2024) == {"received.natural_person": 1, "state_secret.natural_person": 1}
    assert ordered("report", "show", 2025, "--json").code == 3, "nothing counts in 2025"


def test_it_counts_as_new_where_settings_say_so(ordered: Cli) -> None:
    assert ordered("settings", "set", "requests.count_re_reply", "as_new").code == 0
    assert figures(ordered, 2024) == {
        "received.natural_person": 2,
        "state_secret.natural_person": 1,
        "carried_out.natural_person": 1,
    }
    assert figures(ordered, 2025) == {"carried_in.natural_person": 1, "granted.natural_person": 1}
    span = ordered("request", "figures", "--since", "20240801", "--until", "20240831", "--json").json["cells"]
    assert span["requests.received.natural_person"] == 1
    assert ordered("settings", "set", "requests.count_re_reply", "sometimes").code == 3


@settings(max_examples=40)
@given(st.lists(requests(), max_size=12), st.data())
def test_the_table_balances_with_them(drawn: list[dict[str, Any]], data: st.DataObject) -> None:
    facts = []
    for n, request in enumerate(drawn):
        days = data.draw(st.lists(st.dates(date(2016, 1, 1), date(2026, 12, 31)), max_size=3))
        orders = [{"kind": "re_reply_ordered", "on": max(day.isoformat(), "2026-01-01")} for day in days]
        number, document, _ = from_json({**request, "number": f"{n}号", "events": [*request["events"], *orders]})
        fact = request_fact(number, document)
        assert fact
        facts += [fact, *(re_reply_facts(number, document) if fact.reordered else [])]
    found: list[Sheet] = []
    for year in range(2016, 2030):
        form = FORMS.for_year(year)
        derived = derive_requests(form, facts, year)
        found.append(build_sheet(form, Report("某局", year, form.id), derived, found[-1] if found else None))
        assert not [each for each in check(found[-1]) if each.id in BALANCES and each.severity == "error"]
