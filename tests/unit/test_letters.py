"""The letters of a request: each offered when it is called for, filled from the record, saying what the law asks."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tui_disclose.exporting.document_markdown import render_markdown
from tui_disclose.letters.letters import choose, offers, write
from tui_disclose.letters.templates import WORDS, load_templates, read_template, words_in
from tui_disclose.letters.values import BLANK, Sender
from tui_disclose.problems import FormError, Refused
from tui_disclose.records.request import Request, from_document, from_json
from tui_disclose.statutory.calendar_files import national_calendar
from tui_disclose.statutory.grounds import ground

TEMPLATES = load_templates()
SENDER = Sender("某市某局", "某路1号", "0943-1234567", "730900", "某市人民政府", "某区人民法院", "张三")
OUTCOMES = {
    "granted": ("published", "granted"),
    "partial": ("partial",),
    **dict.fromkeys(
        ["state_secret", "prohibited_by_law", "security", "third_party", "internal_affairs", "deliberative"],
        ("refused",),
    ),
    **dict.fromkeys(["enforcement_file", "administrative_query"], ("refused",)),
    "not_held": ("not_found", "not_ours"),
    **dict.fromkeys(["needs_creation", "unclear"], ("not_provided",)),
    **dict.fromkeys(["petition", "publications", "excessive", "confirmation"], ("not_processed",)),
    "repeated": ("repeated",),
    **dict.fromkeys(["not_corrected", "fee_unpaid"], ("lapsed",)),
    "other": ("withdrawn",),
}
"""Which letter answers which outcome: statutory.md §5.2."""

ARTICLES = {
    "granted": "第三十六条第二项",
    "partial": "第三十七条",
    "state_secret": "第十四条",
    "security": "第十四条",
    "third_party": "第三十二条",
    "internal_affairs": "第十六条第一款",
    "deliberative": "第十六条第二款",
    "administrative_query": "第三十六条第七项",
    "needs_creation": "第三十八条",
    "petition": "第三十九条第一款",
    "repeated": "第三十六条第六项",
    "publications": "第三十九条第二款",
    "excessive": "第三十五条",
    "not_corrected": "第三十条",
    "fee_unpaid": "第四十二条",
}
"""The Regulation, read beside statutory.md §5.1."""


def request(*events: dict[str, Any], kind: str = "natural_person", **fields: Any) -> Request:
    data = {
        "number": "〔2024〕1号",
        "channel": "in_person",
        "arrived_on": "2024-03-01",
        "applicant": {"kind": kind, "name": "王小明"},
        "content": "2023年绿化养护合同",
        "events": list(events),
        **fields,
    }
    number, document, _ = from_json(data)
    return from_document(number, document)


def text_of(one: Request, key: str, sender: Sender = SENDER) -> str:
    calendar = national_calendar()
    letter = write(choose(offers(one, TEMPLATES), key), one, calendar, sender, date(2024, 3, 4))
    return render_markdown(letter.document)


def missing(one: Request, key: str, sender: Sender = SENDER) -> tuple[str, ...]:
    letter = write(choose(offers(one, TEMPLATES), key), one, national_calendar(), sender, date(2024, 3, 4))
    return letter.missing


def replied(outcome: str, on: str = "2024-03-20", **more: Any) -> dict[str, Any]:
    return {"kind": "replied", "on": on, "outcome": outcome, "letter": "某公复〔2024〕1号", **more}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_outcome_has_its_letter_and_no_other(outcome: str) -> None:
    one = request(replied(outcome))
    about_reply = {o.template.key for o in offers(one, TEMPLATES) if o.kept and o.template.key != "service"}
    assert about_reply == set(OUTCOMES[outcome])


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_reply_names_its_ground_and_the_way_to_turn_against_it(outcome: str) -> None:
    text = text_of(request(replied(outcome)), OUTCOMES[outcome][-1])
    assert "2024年3月1日收到您提出的政府信息公开申请（编号：〔2024〕1号）" in text.replace("\n", "")
    assert "2023年绿化养护合同" in text
    assert "某公复〔2024〕1号" in text
    assert "某市某局" in text
    assert "2024年3月20日" in text
    if outcome in ARTICLES:
        assert ARTICLES[outcome] in text
    first = outcome in {"partial", "state_secret", "prohibited_by_law", "security", "third_party"} | {
        "internal_affairs",
        "deliberative",
        "enforcement_file",
    }
    told = outcome != "other"
    assert ("应当先申请行政复议" in text) == first
    assert ("6个月内向某区人民法院提起行政诉讼" in text) == (told and not first)
    assert ("60日内向某市人民政府申请行政复议" in text) == told


def test_before_2024_nobody_had_to_go_to_reconsideration_first() -> None:
    one = request(replied("state_secret", "2023-12-29"), arrived_on="2023-12-11")
    assert "先申请" not in text_of(one, "refused")
    assert "6个月内" in text_of(one, "refused")


def test_the_ground_that_was_entered_stands_in_place_of_the_usual_one() -> None:
    text = text_of(request(replied("prohibited_by_law", ground="《中华人民共和国统计法》第二十五条")), "refused")
    assert "《中华人民共和国统计法》第二十五条" in text
    assert "第十四条" not in text


@pytest.mark.parametrize(
    ("event", "key", "words"),
    [
        (
            {
                "kind": "correction_requested",
                "until": "2024-03-22",
                "what": "写明所指年度",
                "letter": "某补〔2024〕1号",
            },
            "correction",
            ("第三十条", "写明所指年度", "2024年3月22日以前", "视为放弃申请", "自本机关收到补正的申请之日起计算"),
        ),
        (
            {"kind": "extended", "days": 10, "approved_by": "李四", "reason": "需要检索历史档案"},
            "extension",
            # 20 working days from Friday 1 March 2024 end on 29 March; ten more, with 7 April worked and
            # 4 to 6 April off, on 15 April.
            (
                "第三十三条",
                "需要检索历史档案",
                "2024年3月29日以前",
                "延长10个工作日",
                "2024年4月15日以前",
                "负责人同意",
            ),
        ),
        (
            {"kind": "third_party_consulted", "party": "某公司"},
            "third_party_opinion",
            ("某公司：", "第三十二条", "15个工作日", "2023年绿化养护合同"),
        ),
        ({"kind": "third_party_consulted", "party": "某公司"}, "consulting_notice", ("第三十三条第三款", "不计算在")),
        ({"kind": "organ_consulted", "organ": "某市财政局"}, "organ_opinion", ("某市财政局：", "视为同意公开")),
        ({"kind": "explanation_requested", "until": "2024-03-22"}, "explanation", ("第三十五条", "2024年3月22日以前")),
        (
            {"kind": "fee_notified", "pages": 100, "amount": "700"},
            "fee",
            ("700元", "第四十二条", "20个工作日", "非税收入"),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_notice_says_what_the_article_asks_and_nothing_of_remedies(
    event: dict[str, Any], key: str, words: tuple[str, ...]
) -> None:
    text = text_of(request({"on": "2024-03-08", **event}), key).replace("\n", "")
    for word in words:
        assert word in text
    assert "行政诉讼" not in text
    assert "行政复议" not in text


def test_a_fee_by_piece_is_that_of_the_month() -> None:
    # 国办函〔2020〕109号: ten pieces free, twenty at 100 yuan, five at 200.
    text = text_of(request({"kind": "fee_notified", "on": "2024-03-08", "pieces": 35, "amount": "3000"}), "fee")
    assert "合计3000元" in text.replace(",", "")


def test_the_receipt_promises_what_holds_without_any_event() -> None:
    later = {"kind": "extended", "on": "2024-03-20", "days": 20, "approved_by": "李四"}
    for one in (request(), request(later)):
        assert "即在2024年3月29日以前（含当日）予以答复" in text_of(one, "receipt")


def test_a_letter_says_what_was_known_on_its_day() -> None:
    extended = {"kind": "extended", "on": "2024-03-08", "days": 10, "approved_by": "李四"}
    later = {"kind": "third_party_consulted", "on": "2024-03-15", "party": "某公司"}
    for one in (request(extended), request(extended, later)):
        assert "延长10个工作日答复，即在2024年4月15日以前（含当日）作出答复" in text_of(one, "extension")


def test_who_asked_is_not_told_to_the_third_party() -> None:
    one = request({"kind": "third_party_consulted", "on": "2024-03-08", "party": "某公司"})
    for key in ("third_party_opinion", "opinion_reply"):
        assert "王小明" not in text_of(one, key)


def test_a_company_is_addressed_as_one() -> None:
    text = text_of(request(replied("granted"), kind="business"), "granted")
    assert "贵单位" in text
    assert "您" not in text


def test_what_is_not_known_is_left_blank_and_named() -> None:
    one = request(replied("partial"))
    nobody = Sender("某市某局")
    assert f"向{BLANK}申请行政复议" in text_of(one, "partial", nobody)
    said = "".join(missing(one, "partial", nobody))
    assert "复议机关或者人民法院还没有填写" in said
    assert "“答复要点”还没有内容" in said
    assert not missing(request(replied("partial", what="合同正文公开，个人电话隐去")), "partial")
    assert "“答复要点”还没有内容" in "".join(missing(request(replied("security")), "refused"))
    assert "没有单列条款" in "".join(missing(request(replied("confirmation")), "not_processed"))


def test_a_third_party_that_was_overruled_is_told_why() -> None:
    consulted = {"kind": "third_party_consulted", "on": "2024-03-04", "party": "某公司"}
    answered = {"kind": "third_party_replied", "on": "2024-03-08", "opinion": "refused"}
    plain = request(consulted, answered, replied("granted"))
    assert "third_party_told" not in {o.template.key for o in offers(plain, TEMPLATES)}
    told = request(consulted, answered, replied("granted", third_party_told_on="2024-03-20", what="涉及公共利益"))
    text = text_of(told, "third_party_told")
    assert "某公司：" in text
    assert "公共利益造成重大影响" in text
    assert "王小明" not in text


def test_the_proof_of_service_to_a_third_party_tells_nothing_of_the_applicant() -> None:
    for event in ({"kind": "third_party_consulted", "party": "某公司"}, {"kind": "organ_consulted", "organ": "某厅"}):
        told = {**event, "on": "2024-03-08", "served_on": "2024-03-11"}
        for one in (told, {key: told[key] for key in ("kind", "on", "served_on")}):
            text = text_of(
                request(one, applicant={"kind": "other", "name": "王小明", "address": "友好路2号"}), "service"
            )
            assert "王小明" not in text
            assert "友好路" not in text
            assert "2024年3月11日" in text


def test_a_reply_by_post_has_not_come_on_the_day_it_is_posted() -> None:
    assert "2024年3月20日" not in text_of(request(replied("granted", method="post")), "service")
    assert "2024年3月20日" in text_of(request(replied("granted", method="in_person")), "service")


def test_a_content_that_names_the_applicant_is_not_sent_on_without_a_word() -> None:
    named = request({"kind": "third_party_consulted", "on": "2024-03-08"}, content="王小明家庭的宅基地审批材料")
    assert "请改写" in "".join(missing(named, "third_party_opinion"))
    assert "请改写" not in "".join(missing(named, "consulting_notice"))
    plain = request({"kind": "third_party_consulted", "on": "2024-03-08"})
    assert "请改写" not in "".join(missing(plain, "third_party_opinion"))


def test_two_letters_about_one_event_do_not_bear_one_number() -> None:
    consulted = {"kind": "third_party_consulted", "on": "2024-03-04", "party": "某公司", "letter": "某征〔2024〕1号"}
    one = request(consulted, replied("granted", third_party_told_on="2024-03-18"))
    assert "某征〔2024〕1号" in text_of(one, "third_party_opinion")
    assert "某征〔2024〕1号" not in text_of(one, "consulting_notice")
    assert "“文号”还没有内容" in "".join(missing(one, "consulting_notice"))
    told = text_of(one, "third_party_told")
    assert "某公复〔2024〕1号" not in told
    assert "2024年3月18日" in told, "dated by the day on which the third party was told"
    assert "某公复〔2024〕1号" not in text_of(one, "amendment")


def test_a_letter_knows_what_came_on_its_own_day() -> None:
    # Corrected on Monday 18 March 2024: 20 working days end on 16 April, five more on the 23rd.
    asked = {"kind": "correction_requested", "on": "2024-03-08", "until": "2024-03-22"}
    corrected = {"kind": "correction_received", "on": "2024-03-18"}
    extended = {"kind": "extended", "on": "2024-03-18", "days": 5, "approved_by": "李四"}
    text = text_of(request(asked, corrected, extended), "extension")
    assert "无法在2024年4月16日以前" in text
    assert "即在2024年4月23日以前" in text


def test_a_letter_is_silent_on_what_came_after_it() -> None:
    asked = {"kind": "correction_requested", "on": "2024-03-11", "until": "2024-03-22"}
    corrected = {"kind": "correction_received", "on": "2024-03-18"}
    extended = {"kind": "extended", "on": "2024-03-08", "days": 5, "approved_by": "李四"}
    assert "补正材料" not in text_of(request(extended, asked, corrected), "extension")
    assert "补正材料" in text_of(request(asked, corrected, {**extended, "on": "2024-03-20"}), "extension")


def test_a_second_extension_names_the_day_that_the_first_one_gave() -> None:
    # 20 working days from 1 March 2024 end on 29 March; five more, Qingming off and 7 April worked, on 8 April.
    first = {"kind": "extended", "on": "2024-03-20", "days": 5, "approved_by": "李四"}
    second = {"kind": "extended", "on": "2024-04-01", "days": 5, "approved_by": "李四"}
    text = text_of(request(first, second), "extension")
    assert "无法在2024年4月8日以前" in text
    assert "即在2024年4月15日以前" in text


def test_the_day_for_paying_is_named_once_it_is_known_when_the_notice_came() -> None:
    notice = {"kind": "fee_notified", "on": "2024-03-08", "pages": 100, "amount": 700}
    assert "即在" not in text_of(request(notice), "fee")
    # 20 working days from Monday 11 March: Qingming is 4 to 6 April, and 7 April is worked.
    assert "即在2024年4月9日以前" in text_of(request({**notice, "served_on": "2024-03-11"}), "fee")


def test_reasons_that_nobody_gave_are_not_said_to_have_come() -> None:
    later = {"kind": "reasonable_period", "on": "2024-03-25", "until": "2024-06-28"}
    given = {"kind": "explanation_received", "on": "2024-03-18"}
    assert "说明的理由" not in text_of(request(later), "reasonable_period")
    assert "于2024年3月18日收到您说明的理由" in text_of(request(given, later), "reasonable_period")
    assert "没有说明合理的理由" in text_of(request(replied("excessive")), "not_processed")


def test_a_repeated_request_names_the_earlier_reply() -> None:
    assert "“原答复文号”还没有内容" in "".join(missing(request(replied("repeated")), "repeated"))
    assert "某公复〔2023〕9号" in text_of(request(replied("repeated", earlier="某公复〔2023〕9号")), "repeated")


def test_dates_that_may_still_move_are_named() -> None:
    late = request(arrived_on="2026-12-04", content="某")
    assert "“首次期限”（2027年1月1日）为暂定" in "".join(missing(late, "receipt"))
    assert not missing(request(arrived_on="2026-12-03"), "receipt")
    open_ = request(channel="internet")
    assert "尚未与申请人确认" in "".join(missing(open_, "receipt"))
    assert "尚未" not in "".join(missing(request(channel="internet", confirmed_on="2024-03-01"), "receipt"))


def test_a_lapse_names_the_notice_it_rests_on() -> None:
    asked = {"kind": "correction_requested", "on": "2024-03-05", "until": "2024-03-15", "letter": "某补〔2024〕3号"}
    text = text_of(request(asked, replied("not_corrected")), "lapsed")
    assert "某补〔2024〕3号" in text
    assert "2024年3月5日" in text


def test_the_register_and_the_proof_of_service_are_forms() -> None:
    one = request(replied("granted", method="post"))
    assert "<td>王小明</td>" in text_of(one, "register")
    assert "邮寄" in text_of(one, "service")
    assert not missing(one, "service")


def test_an_event_that_was_struck_out_has_no_letter() -> None:
    asked = {"kind": "correction_requested", "on": "2024-03-05", "struck_out": "误登"}
    one = request(struck_events=[asked])
    assert "correction" not in {o.template.key for o in offers(one, TEMPLATES)}
    with pytest.raises(Refused, match="register（政府信息公开申请登记表）"):
        choose(offers(one, TEMPLATES), "correction")


def test_markup_in_a_record_stays_text() -> None:
    one = request(replied("granted", what="|甲|\n# 乙 **丙** <b>"), content="=cmd()|[x](y)")
    text = text_of(one, "granted")
    assert "<b>" not in text
    assert "\n# 乙" not in text


def test_an_office_changes_a_letter_without_code(tmp_path: Path) -> None:
    own = tmp_path / "receipt.toml"
    own.write_text(
        'key = "receipt"\nname = "收件证明"\ntitle = "收件证明"\nbody = ["收到{申请编号}。"]\n', encoding="utf-8"
    )
    templates = load_templates(tmp_path)
    assert templates["receipt"].name == "收件证明"
    assert len(templates) == len(TEMPLATES)
    letter = write(
        choose(offers(request(), templates), "receipt"),
        request(),
        national_calendar(),
        SENDER,
        date(2024, 3, 4),
    )
    assert "收到〔2024〕1号。" in render_markdown(letter.document)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('key = "x"\nname = "甲"\ntitle = "{单位名}"\n', "不认识“{单位名}”"),
        ('key = "x"\nname = "甲"\ntitle = "t"\nboddy = []\n', "有不认识的键 boddy"),
        ('key = "x"\nname = "甲"\n', "缺少键 title"),
        ('key = "x\n', "第1行"),
        ('key = "x"\nname = "甲"\ntitle = "t"\nrows = [["a", "b", "c"]]\n', "2格或4格"),
    ],
)
def test_a_wrong_template_is_refused_by_name(content: str, said: str) -> None:
    with pytest.raises(FormError, match=r"own\.toml") as refused:
        read_template("own.toml", content.encode())
    assert said in str(refused.value)


def test_every_word_is_used_or_can_be() -> None:
    used = {word for template in TEMPLATES.values() for text in template.texts() for word in words_in(text)}
    assert used <= WORDS.keys()
    assert all(ground(outcome).finding for outcome in OUTCOMES)
