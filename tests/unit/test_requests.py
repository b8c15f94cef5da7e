"""The register of requests: numbers, events side by side, closing, splitting, what is masked and what is noted."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tui_disclose.office import ledgers
from tui_disclose.office.house import Office, create_office, open_office
from tui_disclose.office.ledgers import take_out
from tui_disclose.office.remedies import answers_owed, change_case, decide, find_case
from tui_disclose.office.remedies import register as register_case
from tui_disclose.office.request_events import Incomplete, add_event, correct_event, strike_event
from tui_disclose.office.request_files import file_contents
from tui_disclose.office.request_hints import asked_by_several, hints
from tui_disclose.office.request_splits import children, split
from tui_disclose.office.requests import (
    REQUESTS,
    attach,
    change_request,
    changed_attachments,
    derived_of,
    due_list,
    find_request,
    register,
    shown_fields,
    view,
)
from tui_disclose.office.undoing import undo_last
from tui_disclose.problems import Changed, Refused, Unavailable

TODAY = date(2024, 5, 6)
VALUES = {"channel": "in_person", "arrived_on": "2024-03-01", "applicant.kind": "natural_person"}
REPLY = {"kind": "replied", "on": "2024-03-20", "outcome": "granted", "ground": "条", "letter": "1号", "method": "post"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某局", TODAY)


def registered(office: Office, **values: Any) -> str:
    return register(office, VALUES | {key.replace("__", "."): value for key, value in values.items()})


def test_numbers_run_on_within_the_year_of_arrival(office: Office) -> None:
    assert registered(office) == "〔2024〕1号"
    assert registered(office, arrived_on="2023-12-29") == "〔2023〕1号"
    assert registered(office) == "〔2024〕2号"
    register(office, VALUES, number="〔2024〕9号")
    assert registered(office) == "〔2024〕10号"
    with pytest.raises(Refused, match="已经有了"):
        register(office, VALUES, number="〔2024〕9号")


def test_what_is_impossible_is_refused_and_nothing_is_stored(office: Office) -> None:
    for values, words in (
        ({"channel": None}, "收到渠道还没有填写"),
        ({"channel": "fax", "confirmed_on": "2024-02-29"}, "早于到达日期"),
        ({"parent": "〔2024〕7号"}, "没有编号为“〔2024〕7号”的申请"),
    ):
        with pytest.raises(Refused, match=words):
            register(office, {**VALUES, **values})
    number = registered(office)
    add_event(office, number, REPLY)
    with pytest.raises(Refused, match="答复日期（2024-03-20）早于申请收到之日"):
        change_request(office, number, {"arrived_on": "2024-03-21"})
    with pytest.raises(Refused, match="早于申请"):
        add_event(office, number, {**REPLY, "on": "2024-02-28"})
    assert len(find_request(office, number).events) == 1


def test_two_people_add_different_events_at_once(office: Office) -> None:
    number = registered(office)
    colleague = open_office(office.folder)
    find_request(colleague, number)
    first = add_event(office, number, {"kind": "assigned", "on": "2024-03-02", "section": "法规科"})
    second = add_event(colleague, number, {"kind": "extended", "on": "2024-03-20", "days": 20, "approved_by": "李四"})
    assert first
    assert second
    assert (first.n, second.n) == (1, 2)
    assert [kept.event.kind for kept in find_request(office, number).events] == ["assigned", "extended"]
    assert add_event(colleague, number, {"kind": "assigned", "on": "2024-03-02", "section": "法规科"}) is None


def test_whoever_is_overtaken_between_looking_and_saving_gets_the_next_place(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui_disclose.office import request_events

    number = registered(office)
    colleague = open_office(office.folder)
    late, closing = [True], request_events._closing

    def overtaken(*arguments: Any) -> dict[str, Any]:
        if late.pop() if late else False:
            add_event(colleague, number, {"kind": "drafted", "on": "2024-03-05"})
        kept: dict[str, Any] = closing(*arguments)
        return kept

    monkeypatch.setattr(request_events, "_closing", overtaken)
    added = add_event(office, number, {"kind": "assigned", "on": "2024-03-04"})
    assert added
    assert added.n == 2
    assert {kept.event.kind for kept in find_request(office, number).events} == {"drafted", "assigned"}


def test_an_event_costs_the_same_however_many_requests_there_are(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = registered(office)

    def refused(*_: object) -> None:
        raise AssertionError("looks through the whole register")

    for look in ("records", "scan", "since"):
        monkeypatch.setattr(type(office.store), look, refused)
    assert add_event(office, number, {"kind": "note", "on": "2024-03-02", "note": "电话"}) is not None
    assert add_event(office, number, REPLY) is not None


def test_an_event_is_put_right_or_struck_out_and_never_erased(office: Office) -> None:
    number = registered(office)
    add_event(office, number, {**REPLY, "on": "2024-03-19"})
    before = office.store.record("requests", number)
    with pytest.raises(Refused, match="须写明理由"):
        correct_event(office, number, 1, REPLY, " ")
    entry = correct_event(office, number, 1, REPLY, "以签收之日为准")
    assert entry
    assert "理由：以签收之日为准" in entry.why
    assert entry.changes[0].before == {"events.1": before and before["events.1"]}
    with pytest.raises(Changed):
        correct_event(office, number, 1, {**REPLY, "letter": "2号"}, "改", seen=before and before["events.1"])
    strike_event(office, number, 1, "误登")
    request = find_request(office, number)
    assert (request.effective, request.events[0].struck) == ((), "误登")
    assert view(office, number, TODAY).status == "registered"
    for act in (lambda: strike_event(office, number, 1, "再"), lambda: correct_event(office, number, 1, REPLY, "再")):
        with pytest.raises(Refused, match="已经划去"):
            act()
    added = add_event(office, number, REPLY)
    assert added
    assert added.n == 2
    undo_last(office, f"requests/{number}")
    undo_last(office, f"requests/{number}")
    assert view(office, number, TODAY).status == "replied"


def test_a_case_is_closed_only_with_what_its_outcome_needs_or_a_reason(office: Office) -> None:
    number = registered(office)
    bare = {"kind": "replied", "on": "2024-04-30", "outcome": "third_party"}
    with pytest.raises(Incomplete) as stopped:
        add_event(office, number, bare)
    assert {lack.key for lack in stopped.value.lacks} == {
        *("ground", "letter", "method", "third_party_consulted", "late_reason", "late_person"),
    }
    assert find_request(office, number).events == ()
    added = add_event(office, number, bare, override="信已寄出")
    assert added
    assert "理由：信已寄出" in added.entry.why
    assert any("迟了" in sentence for sentence in added.said)
    assert view(office, number, TODAY).clock.outcome == "third_party"


def test_what_is_derived_is_what_the_events_say(office: Office) -> None:
    number = registered(office, channel="fax")
    assert derived_of(view(office, number, TODAY)) == {
        "received_on": "2024-03-01",
        "due_on": "2024-03-29",
        "provisional": True,
        "status": "unconfirmed",
        "outcome": None,
        "fee": None,
    }
    change_request(office, number, {"confirmed_on": "2024-03-04"})
    add_event(office, number, {"kind": "fee_notified", "on": "2024-03-05", "pages": 200, "amount": "2700"})
    found = derived_of(view(office, number, TODAY))
    assert (found["received_on"], found["due_on"], found["status"], found["fee"]) == ("2024-03-04", None, "fee", 2700)
    add_event(office, number, {"kind": "withdrawn", "on": "2024-03-06"})
    found = derived_of(view(office, number, TODAY))
    assert (found["status"], found["outcome"]) == ("withdrawn", "other")


def test_the_due_list_has_what_is_owed_first_due_first(office: Office) -> None:
    late = registered(office)
    soon = registered(office, arrived_on="2024-04-30")
    waiting = registered(office, arrived_on="2024-04-01")
    add_event(office, waiting, {"kind": "correction_requested", "on": "2024-04-03", "until": "2024-05-20"})
    closed = registered(office)
    add_event(office, closed, REPLY)
    gone = registered(office)
    take_out(office, REQUESTS, gone, "重复登记", TODAY)
    found = due_list(office, TODAY)
    # 29 March to 6 May: 22 working days in April (two Sundays worked, Qingming off) and 6 May.
    assert [(each.number, each.days_left) for each in found] == [(late, -23), (soon, 19), (waiting, None)]
    add_event(office, closed, {"kind": "re_reply_ordered", "on": "2024-05-06", "days": 10})
    assert closed in [each.number for each in due_list(office, TODAY)]


def test_several_matters_become_requests_of_their_own(office: Office) -> None:
    number = registered(office, content="甲、乙和丙", applicant__name="张三")
    add_event(office, number, {"kind": "assigned", "on": "2024-03-02"})
    before = office.store.sequence
    assert split(office, number, ["甲", "乙", "丙"]) == ["〔2024〕2号", "〔2024〕3号"]
    assert office.store.sequence == before + 1
    assert children(office, number) == ["〔2024〕2号", "〔2024〕3号"]
    found = [find_request(office, each) for each in (number, "〔2024〕2号", "〔2024〕3号")]
    assert [(r.content, r.parent, r.name, len(r.events)) for r in found] == [
        ("甲", "", "张三", 1),
        ("乙", number, "张三", 1),
        ("丙", number, "张三", 1),
    ]
    undo_last(office, f"requests/{number}")
    assert find_request(office, number).content == "甲、乙和丙"
    with pytest.raises(Refused):
        find_request(office, "〔2024〕2号")
    with pytest.raises(Refused, match="两件以上"):
        split(office, number, ["甲"])
    add_event(office, number, REPLY)
    with pytest.raises(Refused, match="已经办结"):
        split(office, number, ["甲", "乙"])


def test_hints_name_the_same_applicant_and_others_who_ask_the_same(office: Office) -> None:
    asked = "申请公开2023年度科技计划项目经费决算表"
    first = registered(office, content=asked, applicant__name="张三", applicant__phone="0943-8221234")
    other = registered(office, content="请提供2023年度科技计划项目经费决算表。", applicant__name="李四")
    registered(office, content="房屋征收补偿方案", applicant__name="王五")
    again = registered(
        office, content=asked, applicant__name="张 三", applicant__phone="09438221234", arrived_on="2024-03-29"
    )
    found = hints(office, find_request(office, again).document, again)
    assert [hint.number for hint in found.repeated] == [first]
    assert [hint.number for hint in found.asked_by_others] == [other]
    assert (found.same_applicant, found.piece_of_month, found.month_fee) == ((first,), 2, 0)
    for _ in range(9):
        registered(office, applicant__name="张三", arrived_on="2024-03-30")
    typing = {**VALUES, "arrived_on": "2024-03-31", "applicant.name": "张三"}
    # The 12th piece of the month: 100 yuan each from the 11th on (国办函〔2020〕109号).
    assert (hints(office, typing).piece_of_month, hints(office, typing).month_fee) == (12, 100)


def test_names_are_shown_with_an_entry_once_a_session_and_masked_to_those_who_only_look(office: Office) -> None:
    number = registered(office, applicant__name="张三")
    before, shown = office.store.sequence, set[str]()
    for _ in range(2):
        assert shown_fields(office, find_request(office, number), shown)["applicant.name"] == "张三"
    (entry,) = office.store.since(before)
    assert (entry.place, entry.changes) == (f"requests/{number}", ())
    assert "张三" not in entry.why
    looking = open_office(office.folder, read_only=True)
    assert shown_fields(looking, find_request(looking, number), set())["applicant.name"] == "张＊＊"
    assert office.store.sequence == before + 1
    with pytest.raises(Unavailable):
        add_event(looking, number, REPLY)


def test_an_attachment_is_known_by_its_path_and_hash(office: Office, tmp_path: Path) -> None:
    number = registered(office)
    paper = tmp_path / "申请表.pdf"
    paper.write_bytes(b"%PDF")
    attach(office, number, paper)
    assert attach(office, number, paper) is None
    (line,) = find_request(office, number).document["attachments"]
    assert line == f"{hashlib.sha256(b'%PDF').hexdigest()} *{paper}"
    assert changed_attachments(find_request(office, number)) == []
    paper.write_bytes(b"other")
    assert "改动过" in changed_attachments(find_request(office, number))[0]
    paper.unlink()
    assert "不在" in changed_attachments(find_request(office, number))[0]
    assert [each.title for each in file_contents(office, number)][-1] == "附件：申请表.pdf"


def test_the_papers_of_a_file_stand_in_the_order_of_their_days(office: Office) -> None:
    number = registered(office)
    add_event(office, number, REPLY)
    add_event(office, number, {"kind": "extended", "on": "2024-03-15", "days": 10, "approved_by": "李四"})
    papers = [(paper.on, paper.title) for paper in file_contents(office, number)][2:]
    assert papers == [("2024-03-15", "延期答复告知书"), ("2024-03-20", "答复书")]


def test_no_derived_figure_is_in_the_store(office: Office) -> None:
    number = registered(office)
    add_event(office, number, REPLY)
    view(office, number, TODAY)
    stored = json.dumps(office.store.record("requests", number))
    for word in ("due", "received_on", "status", "provisional", "2024-03-29"):
        assert word not in stored


# ---- cases ----


def case(office: Office, number: str, request: str, **values: Any) -> None:
    register_case(office, number, {"path": "reconsideration", "request": request, "filed_on": "2024-04-01", **values})


def test_a_case_is_tied_to_its_request_and_its_review(office: Office) -> None:
    number = registered(office)
    with pytest.raises(Refused, match="所涉申请请核对"):
        case(office, "复议1", "〔2024〕8号")
    with pytest.raises(Refused, match="早于申请"):
        case(office, "复议1", number, filed_on="2024-02-01")
    case(office, "复议1", number)
    with pytest.raises(Refused, match="没有编号为“复议2”的复议案件"):
        case(office, "诉1", number, path="litigation", after="复议2")
    case(office, "诉1", number, path="litigation", after="复议1")
    assert find_case(office, "诉1").group == "litigation_after"
    with pytest.raises(Refused, match="同时填写"):
        change_case(office, "诉1", {"decided_on": "2024-06-01"})
    with pytest.raises(Refused, match="已经有了"):
        case(office, "诉1", number)


def test_a_decision_orders_a_new_reply_in_the_same_act(office: Office) -> None:
    number = registered(office)
    add_event(office, number, REPLY)
    case(office, "复议1", number)
    before = office.store.sequence
    decide(office, "复议1", date(2024, 5, 6), "corrected", {"days": 10})
    assert office.store.sequence == before + 1
    found = view(office, number, TODAY)
    # Ten working days after 2024-05-06: the worked Saturday 11 May counts.
    assert (found.status, found.clock.owed_on, found.clock.outcome) == (
        "re_reply_ordered",
        date(2024, 5, 17),
        "granted",
    )
    undo_last(office, "remedies/复议1")
    assert (find_case(office, "复议1").result, view(office, number, TODAY).status) == ("", "replied")


def test_answers_to_authorities_and_courts_are_owed_by_their_own_days(office: Office) -> None:
    number = registered(office)
    case(office, "复议1", number, copy_received_on="2024-04-03")
    case(office, "复议2", number, copy_received_on="2024-04-03", procedure="simplified")
    case(office, "诉1", number, path="litigation", copy_received_on="2024-04-03")
    case(office, "诉2", number, path="litigation", copy_received_on="2024-04-03", answered_on="2024-04-08")
    # 4 to 6 April off, the 7th worked; 15 calendar days end on Thursday the 18th.
    assert [(owed.number, owed.due.on.isoformat()) for owed in answers_owed(office)] == [
        ("复议2", "2024-04-11"),
        ("复议1", "2024-04-18"),
        ("诉1", "2024-04-18"),
    ]


def test_a_case_taken_out_keeps_its_number(office: Office) -> None:
    number = registered(office)
    take_out(office, REQUESTS, number, "误登620402199001011234", TODAY)
    with pytest.raises(Refused, match="已注销登记"):
        add_event(office, number, REPLY)
    row = ledgers.find_row(office, REQUESTS, number)
    assert row.taken_out
    assert "620402199001011234" not in json.dumps(row.fields, ensure_ascii=False)
    assert registered(office) == "〔2024〕2号"


def test_what_several_applicants_ask_for_may_be_published(office: Office) -> None:
    asked = {
        name: register(office, {**VALUES, "applicant.name": name, "content": "科技经费  决算"}) for name in "甲乙丙"
    }
    register(office, {**VALUES, "applicant.name": "甲", "content": "人员编制"})
    register(office, {**VALUES, "applicant.name": "甲", "content": "人员编制"})
    gone = register(office, {**VALUES, "applicant.name": "丁", "content": "人员编制"})
    take_out(office, REQUESTS, gone, "误登", TODAY)
    add_event(office, asked["乙"], {"kind": "replied", "on": "2024-03-20", "outcome": "partial"}, "试验")
    (common,) = asked_by_several(office)
    assert (common.numbers, common.granted) == (tuple(asked.values()), (asked["乙"],))
    assert "条例第四十四条" in common.sentence
    (again,) = hints(office, {**VALUES, "applicant.name": "乙", "content": "科技经费决算"}).sentences[:1]
    assert f"其中{asked['乙']}已经办结，可能是重复申请（条例第三十六条第六项）" in again
