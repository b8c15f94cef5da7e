"""Days that have not come: refused where a person types what has happened, said or refused by line in a file."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.command_line import Cli, Result
from tui_disclose.records.events import event_ledger
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.request import from_document, refuse_impossible
from tui_disclose.statutory.calendar_files import national_calendar
from tui_disclose.statutory.events import EVENT_KINDS
from tui_disclose.tui.form_model import FormModel

TODAY = date.today()
TOMORROW = TODAY + timedelta(days=1)
NUMBER = "〔2024〕1号"
REGISTER = ("request", "add", "收到渠道=当面", "申请人类别=自然人")
CASE = ("remedy", "add", "复议1", "途径=行政复议", f"所涉申请={NUMBER}")


@pytest.fixture
def ledgers(cli: Cli) -> Cli:
    assert cli("init", "--unit", "某局", "--ledger-since", "2024-01-01").code == 0
    assert cli(*REGISTER, "到达日期=20240301").code == 0
    return cli


def refused(done: Result, day: object) -> bool:
    return done.code == 3 and f"（{day}）还没有到，今天是{TODAY}" in done.err


def test_an_arrival_ahead_or_in_the_wrong_century_is_refused(ledgers: Cli) -> None:
    assert refused(ledgers(*REGISTER, "到达日期=22040301"), "2204-03-01")
    assert refused(ledgers(*REGISTER, "到达日期=明天"), TOMORROW)
    assert refused(ledgers("request", "change", NUMBER, f"确认日期={TOMORROW}"), TOMORROW)
    # 国务院令第492号: in force from 2008-05-01.
    assert "早于1949-10-01" in ledgers(*REGISTER, "到达日期=19240301").err
    old = ledgers(*REGISTER, "到达日期=19940301")
    assert (old.code, "自2008-05-01起施行" in old.err) == (3, True)
    assert ledgers(*REGISTER, "到达日期=20080430").code == 3
    assert ledgers(*REGISTER, "到达日期=20080501").code == ledgers(*REGISTER, "到达日期=今天").code == 0
    assert len(ledgers("request", "list", "--json").json) == 3


def test_no_event_happens_on_a_day_ahead(ledgers: Cli) -> None:
    for kind in EVENT_KINDS:
        assert refused(ledgers("request", "event", NUMBER, kind, f"on={TOMORROW}"), TOMORROW), kind
    assert ledgers("request", "show", NUMBER, "--json").json["events"] == []


def test_limits_may_lie_ahead(ledgers: Cli) -> None:
    assert ledgers("request", "event", NUMBER, "通知补正", "日期=今天", f"补正期限={TOMORROW}").code == 0
    assert refused(ledgers("request", "event", NUMBER, "通知缴费", "amount=700", f"送达日期={TOMORROW}"), TOMORROW)
    assert refused(ledgers("request", "correct", NUMBER, "1", f"日期={TOMORROW}", "--reason", "错"), TOMORROW)


def test_a_case_is_not_filed_decided_or_answered_ahead(ledgers: Cli) -> None:
    assert refused(ledgers(*CASE, f"申请起诉日={TOMORROW}"), TOMORROW)
    assert ledgers(*CASE, "申请起诉日=20240601").code == 0
    for label in ("审结日期", "收到副本日", "提交答辩日"):
        assert refused(ledgers("remedy", "change", "复议1", f"{label}={TOMORROW}"), TOMORROW)
    done = ledgers("remedy", "decide", "复议1", "结果维持", "--on", TOMORROW)
    assert (done.code, f"{TOMORROW}还没有到，今天是{TODAY}" in done.err) == (3, True)
    assert ledgers("remedy", "take-out", "复议1", "--reason", "误登", "--on", TOMORROW).code == 3
    assert ledgers("remedy", "show", "复议1", "--json").json["decided_on"] is None


def test_every_day_of_what_happened_is_declared_so() -> None:
    declared = [ledger("requests"), ledger("remedies"), *map(event_ledger, EVENT_KINDS)]
    days = [field for each in declared for field in each.fields if field.kind == "date"]
    assert {field.key for field in days if not field.past} == {"until"}


def test_the_form_says_so_at_the_field_and_leaves_what_was_stored() -> None:
    own = ledger("requests")
    fields = [own.field("arrived_on"), own.field("content")]
    typed = FormModel(fields, {}, TODAY)
    typed.slots[0].put("22040301")
    assert typed.first_wrong() == 0
    assert "（2204-03-01）还没有到" in typed.slots[0].wrong
    typed.slots[0].put(TODAY.isoformat())
    assert typed.first_wrong() is None
    stored = FormModel(fields, {"arrived_on": TOMORROW.isoformat(), "content": "某"}, TODAY)
    assert stored.first_wrong() is None


def written(**changes: object) -> str:
    request = {"number": "〔2024〕8号", "channel": "in_person", "arrived_on": "2024-03-01", **changes}
    text = json.dumps({**request, "applicant": {"kind": "other"}}, ensure_ascii=False)
    Path("f.jsonl").write_text(text, encoding="utf-8")
    return "f.jsonl"


def test_a_file_with_a_year_too_far_is_refused_by_line_and_a_nearer_day_said(ledgers: Cli) -> None:
    reply = {"kind": "replied", "on": "2204-04-01", "outcome": "granted"}
    for changes in ({"arrived_on": "2204-03-01"}, {"events": [reply]}):
        done = ledgers("request", "import", written(**changes))
        assert (done.code, "第1行：〔2024〕8号的" in done.err, "请核对年份" in done.err) == (3, True, True)
    near = {**reply, "on": TOMORROW.isoformat()}
    done = ledgers("request", "import", written(events=[near]))
    assert (done.code, f"答复的答复日期（{TOMORROW}）还没有到" in done.err) == (0, True)
    assert f"{TOMORROW} 答复的日期还没有到" in ledgers("request", "show", "〔2024〕8号").out


def test_only_what_is_ahead_is_flagged_and_it_moves_no_date() -> None:
    events = {"events.1": {"kind": "note", "on": "2024-03-05", "note": "某"}}
    document = {"channel": "in_person", "arrived_on": "2024-03-01", "applicant.kind": "other", **events}
    refuse_impossible("1号", document)
    request, calendar = from_document("1号", document), national_calendar()
    before, after = request.clock(calendar, date(2024, 3, 4)), request.clock(calendar, date(2024, 3, 5))
    assert [flag.id for flag in before.flags] == ["EVENT-AHEAD"]
    assert (after.flags, before.due_on) == ((), after.due_on)
