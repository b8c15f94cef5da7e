"""What a person types into a ledger's fields, and what is kept of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_disclose.problems import Refused
from tui_disclose.records.fields import Choice, Field, checked_value, editable_text, shown_value, typed_value
from tui_disclose.statutory.dates import NotADate, date_words, parse_date

TODAY = date(2024, 1, 15)
DAY = Field(key="on", label="日期", kind="date")
CHANNEL = Field(
    key="channel",
    label="渠道",
    kind="choice",
    choices=(Choice("in_person", "当面提交"), Choice("registered_mail", "挂号邮寄"), Choice("ordinary_mail", "平信")),
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2024-03-01", date(2024, 3, 1)),
        ("2024.3.1", date(2024, 3, 1)),
        ("２０２４年３月１日", date(2024, 3, 1)),
        ("20240301", date(2024, 3, 1)),
        ("0201", date(2024, 2, 1)),
        ("2.1", date(2024, 2, 1)),
        ("2。1", date(2024, 2, 1)),
        ("2月1日", date(2024, 2, 1)),
        ("1228", date(2023, 12, 28)),
        ("0301", date(2023, 3, 1)),  # what has happened does not lie months ahead
        ("0229", date(2020, 2, 29)),
        ("今天", TODAY),
        ("昨天", date(2024, 1, 14)),
        ("-3", date(2024, 1, 12)),
        ("－３", date(2024, 1, 12)),
        ("+20", date(2024, 2, 4)),
    ],
)
def test_a_day_is_typed_in_many_ways(typed: str, meant: date) -> None:
    assert parse_date(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["", "3", "2023-02-29", "1301", "0230x", "上周", "2024-3", "99999999", "-99999"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(NotADate):
        parse_date(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "today", "meant"),
    [
        ("0110", date(2023, 12, 20), date(2024, 1, 10)),
        ("0301", date(2023, 11, 23), date(2024, 3, 1)),
        ("1220", date(2024, 1, 5), date(2023, 12, 20)),
        ("1101", date(2024, 1, 5), date(2023, 11, 1)),
        ("0229", date(2027, 6, 1), date(2028, 2, 29)),
        ("0229", date(2099, 6, 1), date(2096, 2, 29)),
    ],
)
def test_a_limit_is_the_nearest_day(typed: str, today: date, meant: date) -> None:
    limit = Field(key="until", label="期限", kind="date", ahead=True)
    assert parse_date(typed, today, ahead=True) == meant
    assert typed_value(limit, typed, today) == meant.isoformat()


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_printed_day_is_read_again(day: date) -> None:
    assert parse_date(date_words(day), TODAY) == parse_date(day.isoformat(), TODAY) == day


@pytest.mark.parametrize("typed", ["2", "２", "挂号", "挂号邮寄", "registered_mail"])
def test_a_choice_is_typed_by_number_words_or_key(typed: str) -> None:
    assert typed_value(CHANNEL, typed, TODAY) == "registered_mail"
    assert shown_value(CHANNEL, "registered_mail") == "挂号邮寄"


def test_what_cannot_be_chosen_is_refused_with_the_choices() -> None:
    with pytest.raises(Refused, match="1当面提交、2挂号邮寄、3平信"):
        typed_value(CHANNEL, "4", TODAY)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("line", "  一\t行\n ", "一 行"),
        ("line", "", None),
        ("line", "\x1b[31m红", "�[31m红"),
        ("text", "甲\r\n乙 \n", "甲\n乙"),
        ("lines", "甲\n\n 乙 ", ["甲", "乙"]),
        ("number", "１２", 12),
        ("amount", "1,200.50元", "1200.50"),
        ("flag", "是", True),
        ("flag", "2", False),
        ("date", "0201", "2024-02-01"),
    ],
)
def test_each_kind_keeps_what_was_meant(kind: str, typed: str, kept: object) -> None:
    field = Field(key="x", label="栏", kind=kind)  # type: ignore[arg-type]
    value = typed_value(field, typed, TODAY)
    assert value == kept
    if value is not None:
        assert checked_value(field, value) == value
        assert typed_value(field, editable_text(field, value), TODAY) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *[("number", -1), ("number", True), ("number", "3"), ("date", "0301"), ("date", 3), ("line", 3), ("flag", 1)],
        *[("lines", "甲"), ("lines", [1]), ("amount", "-1"), ("amount", "1e9"), ("line", "长" * 501)],
    ],
)
def test_a_wrong_json_value_is_refused_by_name(kind: str, value: object) -> None:
    with pytest.raises(Refused, match="栏目"):
        checked_value(Field(key="x", label="栏目", kind=kind), value)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["\u200b", "\u3000\u200b", "\u2800", "\u3164", "\u0301", "\udcd6"])
def test_what_cannot_be_seen_is_no_text(text: str) -> None:
    for kind, value in (("line", text), ("lines", ["甲", text])):
        with pytest.raises(Refused, match="没有看得见的文字"):
            checked_value(Field("name", "名称", kind), value)  # type: ignore[arg-type]
    assert checked_value(Field("name", "名称"), f"甲{text}")[0] == "甲"  # type: ignore[index]
