"""The information-processing fee: the measure's own vectors, the tier edges, and an independent sum."""

from datetime import date
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_disclose.statutory.fees import fee_by_page, fee_by_piece, in_force


@pytest.mark.parametrize(
    ("pieces", "yuan"),
    [(1, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (35, 3000), (40, 4000), (41, 4300), (45, 5500), (50, 7000)],
)
def test_a_month_of_pieces(pieces: int, yuan: int) -> None:
    assert fee_by_piece(1, pieces).amount == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (250, 4700)],
)
def test_pages_of_one_request(pages: int, yuan: int) -> None:
    assert fee_by_page(pages).amount == yuan


@given(st.integers(1, 300), st.integers(0, 200))
def test_a_range_of_pieces_costs_what_its_pieces_cost_one_by_one(first: int, more: int) -> None:
    # statutory formula: 0 (n ≤ 10), 100 (11–30), 100·(⌈(n−30)/10⌉+1) beyond
    def price(n: int) -> int:
        return 0 if n <= 10 else 100 if n <= 30 else 100 * (ceil((n - 30) / 10) + 1)

    last = first + more
    assert fee_by_piece(first, last).amount == sum(map(price, range(first, last + 1)))


def test_the_working_is_shown() -> None:
    assert fee_by_piece(9, 32).working == (
        "第9至10件：2件，免费",
        "第11至30件：20件×100元＝2000元",
        "第31至32件：2件×200元＝400元",
        "合计2400元",
    )
    assert fee_by_piece(33, 33).working == ("第33件：1件×200元＝200元", "合计200元")
    assert fee_by_page(12).working == ("第1至12页：12页，免费", "合计0元")
    assert "国办函〔2020〕109号" in fee_by_page(1).source


def test_what_cannot_be_counted_is_a_programming_error() -> None:
    for first, last in ((0, 3), (4, 3)):
        with pytest.raises(ValueError, match="pieces"):
            fee_by_piece(first, last)
    with pytest.raises(ValueError, match="pages"):
        fee_by_page(-1)


def test_the_measure_is_in_force_since_2021() -> None:
    assert (in_force(date(2020, 12, 31)), in_force(date(2021, 1, 1))) == (False, True)
