"""`request figures`: 三, 四 and the fees of a month or a quarter, as the report prints them."""

import json
from pathlib import Path

import pytest

from tests.command_line import Cli
from tests.conftest import FORMS
from tests.unit.test_request_records import CASE, CONTRACT

SECOND = {
    "number": "〔2024〕2号",
    "channel": "in_person",
    "arrived_on": "2024-04-01",
    "applicant": {"kind": "business"},
    "events": [
        {"kind": "fee_notified", "on": "2024-04-02", "pages": 100, "amount": 700},
        {"kind": "fee_paid", "on": "2024-04-08", "amount": 700},
    ],
}
FIRST_QUARTER = ("request", "figures", "--since", "20240101", "--until", "20240331")
SECOND_QUARTER = ("request", "figures", "--since", "20240401", "--until", "20240630")


@pytest.fixture
def ledger(cli: Cli) -> Cli:
    assert cli("init", "--unit", "某局", "--ledger-since", "2024-01-01").code == 0
    for command, records in (("request", (CONTRACT, SECOND)), ("remedy", (CASE,))):
        Path("f.jsonl").write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in records), "utf-8")
        assert cli(command, "import", "f.jsonl").code == 0
    return cli


def test_the_json_has_every_cell_of_both_tables_totals_among_them(ledger: Cli) -> None:
    found = ledger(*FIRST_QUARTER, "--json").json
    assert list(found) == ["unit", "since", "until", "form", "cells", "records", "fees"]
    assert (found["unit"], found["since"], found["until"], found["form"]) == (
        "某局",
        "2024-01-01",
        "2024-03-31",
        "2021",
    )
    both = [cell.address for key in ("requests", "remedies") for cell in FORMS.by_id("2021").table(key).cells]
    assert list(found["cells"]) == both
    assert {address: n for address, n in found["cells"].items() if n} == {
        "requests.received.natural_person": 1,
        "requests.received.total": 1,
        "requests.carried_out.natural_person": 1,
        "requests.carried_out.total": 1,
    }
    assert found["records"]["requests.received.total"] == ["〔2024〕1号"]
    assert (found["fees"]["notices"], found["fees"]["received"]) == (0, "0")


def test_the_next_quarter_begins_with_what_was_open_and_has_the_fees(ledger: Cli) -> None:
    found = ledger(*SECOND_QUARTER, "--json").json
    cells = {address.removeprefix("requests."): n for address, n in found["cells"].items() if n}
    assert cells == {
        "received.business": 1,
        "received.total": 1,
        "carried_in.natural_person": 1,
        "carried_in.total": 1,
        "granted.natural_person": 1,
        "granted.total": 1,
        "concluded.natural_person": 1,
        "concluded.total": 1,
        "carried_out.business": 1,
        "carried_out.total": 1,
        "remedies.reconsideration.pending": 1,
        "remedies.reconsideration.total": 1,
    }
    # 国办函〔2020〕109号: 100 pages cost 700 yuan.
    assert (found["fees"]["charged"], found["fees"]["received"]) == ("700", "700")
    assert found["fees"]["records"] == ["〔2024〕2号"]


def test_people_get_the_printed_tables_the_fees_and_the_records(ledger: Cli) -> None:
    done = ledger(*SECOND_QUARTER)
    lines = done.out.splitlines()
    assert lines[0] == "2024-04-01至2024-06-30"
    for part in FORMS.by_id("2021").parts:
        assert (part.heading in lines) == (part.table in ("requests", "remedies"))
    # Short label, six kinds of applicant, sum: both tables have the figures of the test above.
    figures = {line.split()[0]: line.split()[1:] for line in lines if len(line.split()) == 8}
    assert figures["（七）总计"] == ["1", "0", "0", "0", "0", "0", "1"]
    assert figures["无法提供2需制作"] == ["0"] * 7
    assert "信息处理费：发出收费通知1件，应收信息处理费700元；收到缴费1件，实收700元。（〔2024〕2号）" in lines
    assert any(line.startswith("三、本年度办理结果") and line.endswith("：〔2024〕1号") for line in lines)
    tables = lines[: next(n for n, line in enumerate(lines) if line.startswith("信息处理费"))]
    assert max(len(line.encode("gbk")) for line in tables) <= 80


def test_what_the_figures_do_not_cover_is_said(ledger: Cli) -> None:
    assert ledger(*FIRST_QUARTER).err == ""
    early = ledger("request", "figures", "--since", "20231201", "--until", "20240131")
    assert (early.code, "台账从2024-01-01起登记" in early.err) == (0, True)
    ahead = ledger("request", "figures", "--since", "20240101", "--until", "20991231")
    assert (ahead.code, "还没有到" in ahead.err) == (0, True)


def test_days_that_cannot_be_are_refused(ledger: Cli) -> None:
    done = ledger("request", "figures", "--since", "20240401", "--until", "20240331")
    assert (done.code, "颠倒" in done.err) == (3, True)
    assert ledger("request", "figures", "--since", "soon", "--until", "20240331").code == 2
    assert ledger("request", "figures", "--since", "20020101", "--until", "20020331").code == 3
