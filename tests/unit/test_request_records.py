"""A request as JSON and as it is stored: round trips, what is refused, what is kept, what is never stored."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_disclose.problems import Refused
from tui_disclose.records.events import checked_event, event_ledger, event_words, may_follow
from tui_disclose.records.fields import Field, checked_value, typed_value
from tui_disclose.records.identity import last_signs, without_identity_numbers
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.remedy import from_json as remedy_from_json
from tui_disclose.records.remedy import to_json as remedy_to_json
from tui_disclose.records.request import from_document, from_json, same, to_json
from tui_disclose.statutory.calendar_files import national_calendar
from tui_disclose.statutory.events import EVENT_KINDS

CONTRACT: dict[str, Any] = {
    "number": "〔2024〕1号",
    "channel": "internet",
    "arrived_on": "2024-03-01",
    "confirmed_on": "2024-03-04",
    "applicant": {"kind": "natural_person", "name": "张三", "contact": "0943-1"},
    "content": "科技经费决算",
    "parent": None,
    "events": [
        {"kind": "correction_requested", "on": "2024-03-08", "until": "2024-03-22"},
        {"kind": "correction_received", "on": "2024-03-18"},
        {"kind": "third_party_consulted", "on": "2024-03-20", "served_on": "2024-03-21"},
        {"kind": "third_party_replied", "on": "2024-04-02"},
        {"kind": "extended", "on": "2024-04-10", "days": 20, "approved_by": "李四"},
        {
            "kind": "replied",
            "on": "2024-05-20",
            "outcome": "granted",
            "ground": "第三十六条第二项",
            "letter": "市科公复〔2024〕1号",
            "method": "post",
        },
    ],
}


def test_the_example_of_the_contract_is_due_on_the_days_it_says() -> None:
    number, document, said = from_json(CONTRACT)
    found = from_document(number, document).clock(national_calendar())
    assert (found.first_due, found.due_on, said) == (date(2024, 4, 28), date(2024, 5, 28), [])
    assert to_json(number, document) == CONTRACT


def test_nothing_that_follows_is_stored() -> None:
    derived = {"received_on": "2024-03-04", "due_on": "2024-05-28", "status": "replied", "fee": None}
    _, document, _ = from_json({**CONTRACT, "derived": derived})
    keys = {*document, *(key for name, raw in document.items() if name.startswith("events.") for key in raw)}
    assert not keys & {"derived", *derived, "due", "outcome_row", "provisional", "year"}
    declared = {f.key for f in ledger("requests").fields} | {
        f.key for kind in EVENT_KINDS for f in event_ledger(kind).fields
    }
    assert not declared & {"received_on", "due_on", "due", "status", "fee", "provisional"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": " "}, "没有编号"),
        ({"channel": "pigeon"}, "收到渠道：“pigeon”不在"),
        ({"arrived_on": "2024-02-30"}, "不是日期"),
        ({"arrived_on": None}, "没有到达日期"),
        ({"confirmed_on": "2024-02-29"}, "早于到达日期"),
        ({"applicant": {"kind": "alien"}}, "申请人类别"),
        ({"applicant": None}, "没有申请人类别"),
        ({"events": {"kind": "note"}}, "events 应为列表"),
        ({"events": [{"kind": "lost", "on": "2024-03-05"}]}, "不认识事件“lost”"),
        ({"events": [{"kind": "note"}]}, "没有日期"),
        (
            {"events": [{"kind": "replied", "on": "2024-03-03", "outcome": "granted"}]},
            "答复日期（2024-03-03）早于申请收到之日",
        ),
        (
            {"events": [{"kind": "withdrawn", "on": "2024-03-03"}]},
            "申请人撤回日期（2024-03-03）早于申请收到之日（2024-03-04），请核对日期；确认收到以前撤回的，不填确认日期",
        ),
        ({"events": [{"kind": "assigned", "on": "2024-02-28"}]}, "早于申请到达之日"),
        ({"events": [{"kind": "replied", "on": "2024-03-05"}]}, "没有办理结果"),
        ({"events": [{"kind": "replied", "on": "2024-03-05", "outcome": "great"}]}, "办理结果：“great”不在"),
        ({"events": [{"kind": "extended", "on": "2024-03-05", "days": -1}]}, "延期的延长工作日数"),
        (
            {"events": [{"kind": "correction_requested", "on": "2024-03-05", "until": "2024-03-04"}]},
            "补正期限（2024-03-04）早于2024-03-05",
        ),
        ({"events": [7]}, "事件应有 kind"),
        ({"struck_events": [{"kind": "note", "on": "2024-03-05"}]}, "应写明划去的理由"),
    ],
)
def test_what_cannot_be_is_refused_with_the_line(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=r"^第7行：") as refused:
        from_json({**CONTRACT, **changes}, "第7行：")
    assert words in str(refused.value)


def test_what_is_late_or_unlawful_is_kept() -> None:
    events = [
        {"kind": "correction_requested", "on": "2024-06-30"},
        {"kind": "correction_requested", "on": "2024-07-01"},
        {"kind": "third_party_replied", "on": "2024-07-02"},
        {"kind": "extended", "on": "2024-09-01", "days": 90},
        {"kind": "replied", "on": "2025-09-01", "outcome": "other"},
        {"kind": "replied", "on": "2025-09-02", "outcome": "granted"},
    ]
    _, document, _ = from_json({**CONTRACT, "events": events})
    assert to_json("x", document)["events"] == events


def test_unknown_keys_are_kept_and_said_and_come_back() -> None:
    data = {
        **CONTRACT,
        "source": {"system": ["旧", 1]},
        "applicant": {**CONTRACT["applicant"], "nickname": "阿三", "id_kind": "图书证"},
        "wanted": "纸质",
        "events": [{"kind": "note", "on": "2024-03-05", "colour": "red", "method": "pigeon"}],
    }
    number, document, said = from_json(data)
    assert to_json(number, document) == data
    unknown = "applicant.nickname、applicant.id_kind、source、wanted、colour、method"
    assert said == [f"〔2024〕1号：保留了不认识的内容 {unknown}。"]


def test_identity_numbers_keep_their_last_four_by_every_path() -> None:
    whole = "620402199001011234"
    field = ledger("requests").field("applicant.id_number")
    assert checked_value(field, whole) == typed_value(field, whole, date(2024, 3, 1)) == "1234"
    assert checked_value(field, "E12345678") == "5678"
    assert checked_value(field, "12") == "12"
    data = {
        **CONTRACT,
        "content": f"本人{whole}申请",
        "applicant": {**CONTRACT["applicant"], "contact": whole, "id_number": whole, "card": {"no": [whole]}},
        "old": whole,
        "events": [{"kind": "note", "on": "2024-03-05", "note": whole, "extra": whole}],
    }
    _, document, _ = from_json(data)
    assert whole not in json.dumps(document, ensure_ascii=False)
    assert document["content"] == "本人＊1234申请"
    assert without_identity_numbers("116204000139112599") == "116204000139112599"  # no day of birth in it
    assert last_signs("62040219900101123x", 4) == "123x"
    assert checked_value(Field("a", "甲", "lines"), [whole]) == ["＊1234"]


def test_masked_json_names_nobody() -> None:
    events = [*CONTRACT["events"], {"kind": "served", "on": "2024-05-22", "signer": "王五收"}]
    applicant = {**CONTRACT["applicant"], "id_number": "1234", "phone": "13900001111", "nick": "阿三"}
    number, document, _ = from_json({**CONTRACT, "events": events, "applicant": applicant})
    shown = json.dumps(to_json(number, document, personal=False), ensure_ascii=False)
    for personal in ("张三", "0943-1", "1234", "13900001111", "阿三", "王五收"):
        assert personal not in shown
    assert "科技经费决算" in shown


def test_the_order_in_which_events_were_entered_says_nothing() -> None:
    _, one, _ = from_json(CONTRACT)
    _, other, _ = from_json({**CONTRACT, "events": CONTRACT["events"][::-1]})
    assert same(one, other)
    assert not same(one, from_json({**CONTRACT, "events": CONTRACT["events"][1:]})[1])


@given(st.permutations(CONTRACT["events"]))
def test_the_clock_does_not_hang_on_the_order(events: list[dict[str, Any]]) -> None:
    number, document, _ = from_json({**CONTRACT, "events": events})
    assert from_document(number, document).clock(national_calendar()).due_on == date(2024, 5, 28)


def test_a_struck_event_is_kept_and_counts_for_nothing() -> None:
    struck = {"kind": "replied", "on": "2024-03-06", "outcome": "not_held", "struck_out": "登记错了"}
    number, document, _ = from_json({**CONTRACT, "struck_events": [struck]})
    assert to_json(number, document)["struck_events"] == [struck]
    found = from_document(number, document)
    assert len(found.effective) == len(found.events) - 1
    assert found.clock(national_calendar()).outcome == "granted"


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_every_kind_of_event_has_its_fields(kind: str) -> None:
    declared = event_ledger(kind)
    assert declared.field("on").required
    assert all(field.label and len(field.label) <= 8 for field in declared.fields)
    kept, unknown = checked_event(
        {"kind": kind, "on": "2024-03-05", **({"outcome": "other"} if kind == "replied" else {})}
    )
    assert (kept["kind"], unknown) == (kind, [])


def test_only_what_may_lawfully_follow_is_offered() -> None:
    def happened(*kinds: str) -> set[str]:
        return set(may_follow({"kind": kind, "on": "2024-03-05"} for kind in kinds))

    assert {"correction_requested", "replied", "withdrawn", "assigned"} <= happened()
    assert not {"correction_received", "fee_paid", "served", "archived", "re_reply_ordered"} & happened()
    assert "correction_requested" not in happened("correction_requested")
    assert "correction_received" in happened("correction_requested")
    assert "correction_received" not in happened("correction_requested", "correction_received")
    assert happened("replied") == {"served", "archived", "re_reply_ordered", "note"}
    assert "replied" in happened("replied", "re_reply_ordered")
    assert "replied" not in happened("replied", "re_reply_ordered", "replied")


CASE = {
    "number": "复议1",
    "path": "reconsideration",
    "request": "〔2024〕1号",
    "after": None,
    "filed_on": "2024-06-03",
    "decided_on": "2024-08-01",
    "result": "corrected",
}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"result": None}, "同时填写"),
        ({"decided_on": None}, "同时填写"),
        ({"decided_on": "2024-06-02"}, "早于"),
        ({"after": "复议0"}, "不能填先行复议"),
        ({"path": "appeal"}, "途径"),
        ({"request": None}, "没有所涉申请"),
        ({"path": "litigation", "after": "复议1"}, "不能是它自己"),
    ],
)
def test_a_case_that_cannot_be_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        remedy_from_json({**CASE, **changes})


def test_a_case_comes_back_as_it_was() -> None:
    data = {**CASE, "case_number": "市政复决字〔2024〕3号", "odd": [1]}
    number, document, said = remedy_from_json(data)
    assert remedy_to_json(number, document) == data
    assert said == ["复议1：保留了不认识的内容 odd。"]


def test_several_lines_of_an_event_are_told_apart_on_one() -> None:
    event = {
        "kind": "correction_requested",
        "on": "2024-03-05",
        "until": "2024-03-12",
        "what": "名称；\n\n年度。\n方式",
    }
    assert event_words(event) == "2024-03-05 通知补正 补正期限2024-03-12，需要补正的事项名称；年度；方式"
