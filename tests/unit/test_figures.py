"""Figures kept exactly as written, and the number of each that counts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_disclose.statutory.figures import NotAFigure, as_json_number, number_of, parse_figure, remark_number
from tui_disclose.statutory.text import clean_text, harmless, label_key, one_line, without_number


@pytest.mark.parametrize(
    ("typed", "value", "number"),
    [
        ("0", 0, 0),
        (" 12 ", 12, 12),
        ("　１２　", 12, 12),
        ("-185", -185, -185),
        ("－５", -5, -5),
        ("−5", -5, -5),
        ("+1036", 1036, 1036),
        ("9116.36", "9116.36", Decimal("9116.36")),
        ("24252.311082", "24252.311082", Decimal("24252.311082")),
        ("251000元", "251000元", 251000),
        ("160.5964万元", "160.5964万元", Decimal("160.5964")),
        ("75394432.52元", "75394432.52元", Decimal("75394432.52")),
        ("22（其中修订16件）", "22（其中修订16件）", 22),
        ("55(含自然失效29件)", "55(含自然失效29件)", 55),
        ("1,234", "1,234", 1234),
        ("/", "/", None),
        ("／", "/", None),
        ("", "", None),
        ("　 ", "", None),
    ],
)
def test_a_figure_is_kept_as_written(typed: str, value: int | str, number: object) -> None:
    assert parse_figure(typed) == value
    assert number_of(parse_figure(typed)) == number


@pytest.mark.parametrize(
    "typed", ["无", "abc", "12abc", "1 2", "3.4.5", "--5", "5-", "1\n2", "=1+1", "12[b]", "5|6", "1e5", "٣x", "1" * 201]
)
def test_what_is_no_figure_is_refused(typed: str) -> None:
    with pytest.raises(NotAFigure):
        parse_figure(typed)


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_come_back(number: int) -> None:
    assert parse_figure(str(number)) == number


@given(st.decimals(-(10**9), 10**9, places=3, allow_nan=False))
def test_decimals_keep_their_digits(number: Decimal) -> None:
    assert parse_figure(f"{number:f}") == f"{number:f}"
    assert number_of(parse_figure(f"{number:f}")) == number


@given(st.text())
def test_any_text_is_a_figure_or_refused_and_reads_the_same_again(text: str) -> None:
    try:
        value = parse_figure(text)
    except NotAFigure:
        return
    assert parse_figure(str(value)) == value


def test_the_number_in_a_remark() -> None:
    assert remark_number("22（其中修订16件）", "修订") == 16
    assert remark_number("22", "修订") == 0
    assert remark_number(22, "修订") == 0


def test_sums_come_out_as_cell_values() -> None:
    assert as_json_number(Decimal("2.50")) == "2.5"
    assert as_json_number(Decimal("3.00")) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("总 计", "总计"),
        ("1、属于国家秘密", "1.属于国家秘密"),
        ("第二十条 第(一)项", "第二十条第（一）项"),
        ("危及‘三安全一稳定’", "危及“三安全一稳定”"),
        ("⾏政许可", "行政许可"),
        ("⺠事", "民事"),
    ],
)
def test_labels_that_are_printed_in_different_ways_are_the_same(one: str, other: str) -> None:
    assert label_key(one) == label_key(other)


def test_a_label_without_its_number() -> None:
    assert without_number(label_key("（三）不予公开")) == "不予公开"
    assert without_number(label_key("1.属于国家秘密")) == "属于国家秘密"
    assert without_number(label_key("三、本年度办理结果")) == "本年度办理结果"


@given(st.text())
def test_nothing_that_acts_on_a_terminal_is_left(text: str) -> None:
    for shown in (harmless(text), one_line(text), clean_text(text)):
        assert not any((ord(c) < 32 and c not in "\t\n") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066" for c in shown)
    assert "\n" not in one_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)
