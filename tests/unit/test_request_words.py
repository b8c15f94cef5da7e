"""What is said of requests and cases on screen, and a letter as text."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tui_disclose.exporting.document import Cell, Document, Paragraph, Signature, TableBlock
from tui_disclose.letters.letters import Letter
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.request_events import add_event
from tui_disclose.office.request_previews import registered_view, view_after
from tui_disclose.office.requests import find_request, number_meant, register, view
from tui_disclose.problems import Refused
from tui_disclose.records.events import event_kind, event_ledger
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.masking import masked_document
from tui_disclose.statutory.calendar_files import national_calendar
from tui_disclose.statutory.events import CHANNELS, EVENT_KINDS
from tui_disclose.tui.letter_text import letter_text
from tui_disclose.tui.request_rows import Linked, rows
from tui_disclose.tui.request_words import KINDS, confirming_words, due_cell, due_words, fee_words, left_words

TODAY = date(2024, 3, 20)
VALUES = {"channel": "in_person", "arrived_on": "2024-03-01", "applicant.kind": "natural_person"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return create_office(tmp_path / "data", "某局", TODAY)


def begun(office: Office, *events: dict[str, Any], **values: Any) -> str:
    number = register(office, VALUES | values)
    for event in events:
        add_event(office, number, event, "试验")
    return number


def test_what_is_left_of_a_period_is_said_in_working_days() -> None:
    assert [left_words(days) for days in (None, 3, 0, -2)] == ["", "还剩3个工作日", "今天到期", "逾期2个工作日"]


def test_the_column_says_when_how_long_and_what_is_uncertain(office: Office) -> None:
    # 20 working days from Friday 1 March 2024: Friday 29 March, seven working days after the 20th.
    assert due_cell(view(office, begun(office), TODAY)) == "2024-03-29 还剩7"
    unconfirmed = begun(office, channel="fax")
    assert due_cell(view(office, unconfirmed, date(2024, 3, 29))) == "2024-03-29 今天 待确认"
    assert due_cell(view(office, unconfirmed, date(2024, 4, 1))) == "2024-03-29 逾期1 待确认"
    waiting = begun(office, {"kind": "correction_requested", "on": "2024-03-05", "until": "2024-03-29"})
    assert due_cell(view(office, waiting, TODAY)) == "等待申请人"
    assert "没有应当答复的日期" in due_words(view(office, waiting, TODAY))
    # No notice for 2030 is known.
    far = begun(office, arrived_on="2030-03-01")
    assert due_cell(view(office, far, date(2030, 3, 1))).endswith("暂定")
    closed = begun(office, {"kind": "replied", "on": "2024-04-01", "outcome": "granted"})
    assert due_cell(view(office, closed, TODAY)) == ""
    assert due_words(view(office, closed, TODAY)) == "2024-04-01办结，期限2024-03-29，逾期"


def test_every_channel_and_class_has_its_words() -> None:
    assert all(confirming_words(channel) for channel in CHANNELS)
    assert confirming_words(None) == ""
    assert KINDS.keys() == {choice.key for choice in ledger("requests").field("applicant.kind").choices}
    assert max(map(cell_len, KINDS.values())) <= 6


def test_a_fee_is_worked_out_while_its_notice_is_typed() -> None:
    # 国办函〔2020〕109号: of the 35 pieces of a month ten are free, twenty cost 100 yuan, five 200.
    assert fee_words({"pieces": 35}).startswith("按件，当月累计35件：第1至10件：10件，免费；")
    assert fee_words({"pieces": 35}).endswith("5件×200元＝1000元；合计3000元")
    assert fee_words({"pages": 200}).endswith("合计2700元")
    assert fee_words({"pages": 0}).endswith("合计0元")
    assert fee_words({}) == ""


def test_a_preview_stores_nothing_and_refuses_what_cannot_be(office: Office) -> None:
    number = begun(office)
    sequence = office.store.sequence
    extended = {"kind": "extended", "on": "2024-03-20", "days": 20, "approved_by": "李四"}
    # 20 more from 29 March: 1 to 3 April, Sunday 7 (worked; Qingming is 4 to 6), 8 to 26 are 15, Sunday 28 (worked).
    assert str(view_after(office, number, extended, TODAY).clock.due_on) == "2024-04-28"
    assert registered_view(office, {"channel": "fax"}, TODAY) is None
    found = registered_view(office, {"channel": "in_person", "arrived_on": "2024-03-01"}, TODAY)
    assert found is not None
    assert str(found.clock.due_on) == "2024-03-29"
    with pytest.raises(Refused, match="早于"):
        view_after(office, number, {"kind": "replied", "on": "2024-02-01", "outcome": "granted"}, TODAY)
    with pytest.raises(Refused, match="早于"):
        registered_view(office, {"channel": "fax", "arrived_on": "2024-03-01", "confirmed_on": "2024-02-28"}, TODAY)
    assert office.store.sequence == sequence
    assert find_request(office, number).events == ()


def test_a_letter_fits_any_window_and_says_first_what_is_missing() -> None:
    blocks = (
        Paragraph("文号", align="center", indent=False),
        Paragraph("甲" * 60),
        TableBlock(
            ((Cell("申请编号", head=True), Cell("〔2024〕1号"), Cell("备注", head=True), Cell("")),), (78.0, 78.0)
        ),
        Signature("某局\n2024年5月20日"),
    )
    letter = Letter("答复书", Document("某局\n答复书", blocks), ("“事项”还没有内容。",))
    for width in (40, 80, 200):
        lines = letter_text(letter, width).splitlines()
        assert lines[1] == "  “事项”还没有内容。"
        assert max(map(cell_len, lines)) <= min(width, 78)
        assert "".join(lines).count("甲") == 60
        assert any("【申请编号】〔2024〕1号" in line for line in lines)
        assert lines[-1].endswith("2024年5月20日")


def test_a_number_may_be_typed_without_its_brackets(office: Office) -> None:
    assert begun(office) == "〔2024〕1号"
    for typed in ("1", "2024-1", "２０２４．１", " 1 "):
        assert number_meant(office, typed, 2024) == "〔2024〕1号"
    # What means no request stays as it was typed, for the sentence that says so.
    for typed in ("2", "2023-1", "〔2024〕1号", "一号"):
        assert number_meant(office, typed, 2024) == typed
    register(office, VALUES, number="7")
    assert number_meant(office, "7", 2024) == "7"


def test_a_field_that_several_kinds_of_event_share_is_explained_for_each() -> None:
    # An extension adds 20 working days at most (Art. 33); what a review or a court orders is its own matter.
    assert "合计最多20个工作日" in event_ledger("extended").field("days").help
    assert "合计" not in event_ledger("re_reply_ordered").field("days").help
    assert "每行写一项" in event_ledger("correction_requested").field("what").help
    assert all(kind.helps.keys() <= set(kind.fields) for kind in map(event_kind, EVENT_KINDS))


def test_attachments_are_named_by_their_files_and_masked_by_their_endings(office: Office) -> None:
    number = begun(office, attachments=[f"{'a' * 64} */扫描/张三/申请表.pdf"])
    each = view(office, number, TODAY)
    document = each.request.document
    for shown, words in ((document, "附件：申请表.pdf"), (masked_document(document), "附件：＊＊.pdf")):
        texts = [row.text for row in rows(each, shown, (), Linked(), national_calendar(), TODAY, 80)]
        assert words in texts
