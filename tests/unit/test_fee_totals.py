"""Fees over a span of days for section 六: notices, what they ask for, what came in, the requests behind."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Cli
from tui_disclose.office.fee_totals import fee_totals
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.ledgers import take_out
from tui_disclose.office.narrative import asker, behind, draft_text
from tui_disclose.office.request_events import add_event, strike_event
from tui_disclose.office.requests import REQUESTS, register
from tui_disclose.problems import Refused

TODAY = date(2024, 12, 31)
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)


@pytest.fixture
def kept(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某局", TODAY, ledger_since=date(2024, 1, 1))


def noticed(
    office: Office, on: str, paid: str | None = None, received: str = "700", arrived: str = "2024-03-01", **fields: Any
) -> str:
    values = {"channel": "in_person", "arrived_on": arrived, "applicant.kind": "other"}
    number = register(office, values)
    add_event(office, number, {"kind": "fee_notified", "on": on, **fields})
    if paid:
        add_event(office, number, {"kind": "fee_paid", "on": paid, "amount": received})
    return number


def test_the_totals_of_a_year_are_those_of_its_notices_and_payments(kept: Office) -> None:
    # 国办函〔2020〕109号: 100 pages cost 700 yuan, 200 pages 2,700.
    one = noticed(kept, "2024-03-11", "2024-03-20", pages=100, amount=700)
    two = noticed(kept, "2024-12-30", pages=200, amount=2700)
    noticed(kept, "2025-01-02", pages=250, amount=4700)
    waived = noticed(kept, "2024-03-12", pages=100, amount=0, waived="经济困难")
    gone = noticed(kept, "2024-03-12", pages=100, amount=700)
    take_out(kept, REQUESTS, gone, "重复登记", TODAY)
    struck = noticed(kept, "2024-03-12", pages=100, amount=700)
    strike_event(kept, struck, 1, "误登")
    late = noticed(kept, "2023-12-29", "2024-01-02", received="50.50", arrived="2023-12-01", amount="50.50")
    found = fee_totals(kept, FIRST, LAST)
    assert (found.notices, found.charged, found.waived) == (3, "3400", 1)
    assert (found.payments, found.received) == (2, "750.50")
    assert found.records == (one, two, waived, late)
    assert fee_totals(kept, date(2025, 1, 1), date(2025, 1, 31)).charged == "4700"
    with pytest.raises(Refused, match="颠倒"):
        fee_totals(kept, LAST, FIRST)


def test_section_six_says_what_was_charged_and_only_then(kept: Office) -> None:
    none = "未收取政府信息公开信息处理费"
    assert none in draft_text(kept, 2024, "六", TODAY).text
    number = noticed(kept, "2024-03-11", "2024-03-20", pages=100, amount=700)
    text = draft_text(kept, 2024, "六", TODAY).text
    assert none not in text
    assert "收费通知1件，应收700元，实收700元" in text
    assert asker(kept, 2024, TODAY)("信息处理费.不予收取").value == 0
    assert [row.number for row in behind(kept, 2024, "信息处理费.实收", TODAY)] == [number]
    assert none in draft_text(kept, 2025, "六", TODAY).text


def test_the_totals_on_the_command_line(office: Cli) -> None:
    span = ("request", "fees", "--since", "20240101", "--until", "20241231")
    assert "未收取" in office(*span).out
    office("request", "add", "收到渠道=当面", "到达日期=20240301", "申请人类别=1")
    office("request", "event", "〔2024〕1号", "通知缴费", "日期=20240311", "页数=100", "金额（元）=700")
    office("request", "event", "〔2024〕1号", "缴费", "日期=20240320", "金额（元）=700")
    assert "应收信息处理费700元；收到缴费1件，实收700元。" in office(*span).out
    assert office(*span, "--json").json == {
        "notices": 1,
        "charged": "700",
        "waived": 0,
        "payments": 1,
        "received": "700",
        "records": ["〔2024〕1号"],
    }


def test_a_section_gets_the_offices_own_limit_where_it_names_none(office: Cli) -> None:
    office("request", "add", "收到渠道=当面", "到达日期=20240301", "申请人类别=1")
    assert office("settings", "set", "requests.internal_limit", "5").code == 0
    done = office("request", "event", "〔2024〕1号", "转交办理", "日期=20240403", "承办科室=法规科")
    # Qingming is 4 to 6 April 2024 and Sunday the 7th is worked: 7, 8, 9, 10, 11.
    assert "内部时限按设置的5个工作日为2024-04-11" in done.err
    assert office("request", "due", "--json").json[0]["internal_limit"] == "2024-04-11"
    office("request", "event", "〔2024〕1号", "转交办理", "日期=20240408", "承办科室=规划科", "内部时限=20240409")
    assert office("request", "due", "--json").json[0]["internal_limit"] == "2024-04-09"
    office("settings", "set", "requests.internal_limit", "0")
    office("request", "event", "〔2024〕1号", "转交办理", "日期=20240410", "承办科室=办公室")
    assert office("request", "due", "--json").json[0]["internal_limit"] is None
