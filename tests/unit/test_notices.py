"""Notices on the way (补正, 延期, 收费, 逾期): what they ask, until when, what follows, what speaks against them."""

from datetime import date
from pathlib import Path

import pytest
from msgspec import structs

from tests.unit.test_letters import SENDER, TEMPLATES, missing, replied, request, text_of
from tui_disclose.exporting.document_markdown import render_markdown
from tui_disclose.letters.letters import offers, write
from tui_disclose.letters.points import numbered, points
from tui_disclose.office.house import create_office
from tui_disclose.office.letters import sender_of
from tui_disclose.office.settings import Person
from tui_disclose.records.request import from_document
from tui_disclose.statutory.calendar_files import national_calendar

FIRST = {
    "kind": "correction_requested",
    "on": "2024-03-06",
    "until": "2024-03-20",
    "what": "名称\n年度\n获取信息的方式",
}
CORRECTED = {"kind": "correction_received", "on": "2024-03-12"}
ABANDONED = "无正当理由逾期不补正的，视为放弃申请，本机关不再处理该政府信息公开申请。"
RESTARTS = "答复期限自本机关收到补正的申请之日起计算。"
NUMBERED = {"letter": "某补〔2024〕1号"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        ("写明所指年度", ["写明所指年度"]),
        ("写明所指年度。\n\n附身份证明；", ["写明所指年度", "附身份证明"]),
        ("1.名称\n2、年度\n（三）方式", ["名称", "年度", "方式"]),
        ("一、项目名称、年度；二、材料的种类。", ["项目名称、年度", "材料的种类"]),
        ("1.名称;2.年度", ["名称", "年度"]),
        ("提供2.5万元以上项目的名称；说明年度", ["提供2.5万元以上项目的名称；说明年度"]),
        ("2023年一、二季度的报表", ["2023年一、二季度的报表"]),
        ("10.2寸照片\n11.3寸照片", ["10.2寸照片", "11.3寸照片"]),
    ],
)
def test_the_points_are_those_of_the_lines_or_of_the_numbers_on_one_line(typed: str, found: list[str]) -> None:
    assert points(typed) == found


def test_points_are_numbered_only_where_there_are_several() -> None:
    assert numbered(["甲"]) == "甲。"
    assert numbered(["甲", "乙", "丙"]) == "（一）甲；\n（二）乙；\n（三）丙。"
    assert points(numbered(["甲", "乙", "丙"])) == ["甲", "乙", "丙"]
    many = numbered(["甲"] * 31).split("\n")
    assert [many[n][1:4].split("）")[0] for n in (9, 10, 19, 20, 30)] == ["十", "十一", "二十", "二十一", "三十一"]


def test_a_first_notice_counts_its_points_and_says_limit_and_consequence() -> None:
    # Art. 30: all at once, with what to correct and a reasonable limit; the period then begins with the correction.
    one = request({**FIRST, **NUMBERED})
    text = text_of(one, "correction")
    assert "请您就下列3项作出补正" in text
    assert "\n\n（一）名称；\n\n（二）年度；\n\n（三）获取信息的方式。\n\n" in text
    assert "请于2024年3月20日以前（含当日）" in text
    assert ABANDONED in text
    assert RESTARTS in text
    assert missing(one, "correction") == ()


def test_a_second_notice_neither_moves_the_period_nor_threatens() -> None:
    again = {**FIRST, "on": "2024-03-18", "until": "2024-03-29", "what": "仍须写明年度"}
    one = request(FIRST, CORRECTED, {**again, **NUMBERED})
    text = text_of(one, "correction")
    assert "本机关已于2024年3月6日告知您作出补正。" in text
    assert "本机关于2024年3月12日收到您的补正材料。" in text
    assert ABANDONED not in text
    assert RESTARTS not in text
    assert "本机关按照现有的申请内容依法答复" in text
    assert ["第二次通知补正" in said for said in missing(one, "correction")] == [True]


def test_a_notice_that_is_still_being_typed_is_the_first_or_the_second_as_it_will_be() -> None:
    drafted = {**FIRST, **NUMBERED}
    for former, first in (({}, True), ({"events.1": FIRST}, False)):
        document = {**request().document, **former, "events.0": drafted}
        one = from_document("1号", document)
        (offer,) = [o for o in offers(one, TEMPLATES) if o.kept and o.kept.n == 0 and o.template.key == "correction"]
        text = render_markdown(write(offer, one, national_calendar(), SENDER, date(2024, 3, 6)).document)
        assert (ABANDONED in text, "告知您作出补正" in text) == (first, not first)


def test_a_late_notice_does_not_promise_a_new_period() -> None:
    # 7 working days after Friday 1 March 2024 end on the 12th; the reply stays due on the 29th.
    late = {**FIRST, "on": "2024-03-13", "until": "2024-04-02", **NUMBERED}
    one = request(late)
    assert RESTARTS not in text_of(one, "correction")
    assert ABANDONED in text_of(one, "correction")
    said = missing(one, "correction")
    assert ["最晚2024-03-12" in said[0], "2024-03-29" in said[1], len(said)] == [True, True, 2]
    in_time = request({**late, "on": "2024-03-12"})
    assert (RESTARTS in text_of(in_time, "correction"), missing(in_time, "correction")) == (True, ())


def test_a_limit_that_leaves_no_time_is_pointed_out() -> None:
    for until, few in (("2024-03-06", True), ("2024-03-12", True), ("2024-03-13", False)):
        said = missing(request({**FIRST, "until": until, **NUMBERED}), "correction")
        assert ["期限合理" in each for each in said] == [True] * few, until


def test_what_was_not_typed_is_left_blank_and_named() -> None:
    one = request({"kind": "correction_requested", "on": "2024-03-06", "until": "2024-03-20"})
    assert "就下列事项作出补正" in text_of(one, "correction")
    assert any("事项" in each for each in missing(one, "correction"))


def test_an_extension_that_does_not_count_says_why() -> None:
    late = {"kind": "extended", "on": "2024-04-01", "days": 20, "approved_by": "李四"}
    assert any("延期应在2024-03-29或以前作出" in each for each in missing(request(late), "extension"))
    first = {**late, "on": "2024-03-20"}
    twice = request(first, {**late, "on": "2024-03-25", "days": 5})
    assert any("延期合计不得超过20个工作日，这次只计0个工作日" in each for each in missing(twice, "extension"))
    alone = request({**first, "approved_by": None})
    assert any("由谁同意" in each for each in missing(alone, "extension"))
    assert not any("延期" in each for each in missing(request(first), "extension"))


def test_a_date_that_counts_on_an_opinion_still_to_come_is_said() -> None:
    consulted = {"kind": "third_party_consulted", "on": "2024-03-05", "served_on": "2024-03-07"}
    extended = {"kind": "extended", "on": "2024-03-20", "days": 20, "approved_by": "李四"}
    # 15 working days after 7 March 2024.
    (said,) = [each for each in missing(request(consulted, extended), "extension") if "推算" in each]
    assert "2024-03-28" in said
    answered = {"kind": "third_party_replied", "on": "2024-03-12"}
    assert not any("推算" in each for each in missing(request(consulted, answered, extended), "extension"))


CHARGED = {"kind": "fee_notified", "on": "2024-03-06", "method": "in_person", "letter": "某费〔2024〕1号"}


def test_a_fee_is_asked_for_with_its_last_day_and_what_follows() -> None:
    text = text_of(request({**CHARGED, "pages": 200, "amount": 2700}), "fee")
    assert "收费通知书" in text
    # 20 working days from 7 March 2024 end on 3 April, the day before Qingming.
    assert "自收到本通知次日起20个工作日内，即在2024年4月3日以前（含当日）" in text
    assert "逾期未缴纳的，视为放弃申请" in text
    assert "自您缴纳费用的次日起重新计算" in text


def test_a_fee_that_is_waived_is_not_asked_for_and_leaves_the_period_alone() -> None:
    waived = request({**CHARGED, "pages": 100, "amount": 0, "waived": "申请人系低保对象。"})
    text = text_of(waived, "fee")
    assert "不予收取告知书" in text
    assert "因申请人系低保对象，本机关决定不予收取信息处理费。" in text
    assert "答复期限不变" in text
    assert not [word for word in ("缴纳", "放弃", "信息处理费0元") if word in text]
    clock = waived.clock(national_calendar())
    assert (str(clock.due_on), clock.waiting_for, clock.fee_due) == ("2024-03-29", (), None)


@pytest.mark.parametrize(("amount", "wrong"), [(700, False), ("700", False), ("700.00", False), (900, True)])
def test_an_amount_that_is_not_that_of_the_measure_is_pointed_out(amount: int | str, wrong: bool) -> None:
    # 国办函〔2020〕109号: 100 pages cost 700 yuan.
    said = missing(request({**CHARGED, "pages": 100, "amount": amount}), "fee")
    assert ["算出的（700元）不同" in each for each in said] == [True] * wrong


def test_what_lapsed_is_named_with_its_last_day() -> None:
    lapsed = text_of(request({**FIRST, **NUMBERED}, replied("not_corrected", "2024-03-22")), "lapsed")
    assert "《政府信息公开补正告知书》（某补〔2024〕1号），日期为2024年3月6日。" in lapsed
    assert "通知所定的期限至2024年3月20日止，本机关没有收到您的补正材料。" in lapsed
    assert "视为放弃申请" in lapsed
    unpaid = request({**CHARGED, "pages": 100, "amount": 700}, replied("fee_unpaid", "2024-04-08"))
    assert "通知所定的期限至2024年4月3日止，本机关没有收到您的费用。" in text_of(unpaid, "lapsed")
    # A notice by post gives 20 working days from its coming: no date is named that nobody knows.
    posted = request({**CHARGED, "method": "post", "pages": 100, "amount": 700}, replied("fee_unpaid", "2024-05-08"))
    assert "期限至" not in text_of(posted, "lapsed")
    assert any("送达日期没有登记" in each for each in missing(posted, "lapsed"))


@pytest.mark.parametrize("outcome", ["prohibited_by_law", "administrative_query", "state_secret"])
def test_a_refusal_that_rests_on_another_law_must_name_it(outcome: str) -> None:
    asked = outcome != "state_secret"
    bare = missing(request(replied(outcome, what="依法不公开")), "refused")
    assert ["哪部法律" in each for each in bare] == [True] * asked
    named = request(replied(outcome, what="《中华人民共和国档案法》第二十七条"))
    assert missing(named, "refused") == ()


def test_a_withdrawal_is_confirmed_with_its_reason() -> None:
    text = text_of(request({"kind": "withdrawn", "on": "2024-03-05", "reason": "已经找到。"}), "withdrawn")
    assert "您于2024年3月5日撤回该申请。\n\n撤回的理由：已经找到。\n" in text


def test_a_clerk_without_a_name_is_left_blank_and_named(tmp_path: Path) -> None:
    office = create_office(tmp_path / "data", "某局", date(2024, 3, 1))
    assert sender_of(office).clerk == ""
    people = {office.who: Person(name="李四")}
    named = structs.replace(office, settings=structs.replace(office.settings, people=people))
    assert sender_of(named).clerk == "李四"
    bare = structs.replace(SENDER, clerk="")
    assert any("“经办人”还没有内容，请在设置中填写" in each for each in missing(request(), "receipt", bare))
