"""Figures that run together: every way to part them, and none that is not one, whatever their number."""

import random
from itertools import combinations
from math import comb

import pytest

from tests.conftest import FORMS
from tui_disclose.importing import read_report
from tui_disclose.importing.cuts import part_figures

SEVEN = [(6, (0, 1, 2, 3, 4, 5))]
FIFTEEN = [(at + 4, tuple(range(at, at + 4))) for at in (0, 5, 10)]


def by_hand(text: str, size: int, totals: list[tuple[int, tuple[int, ...]]]) -> list[tuple[int, ...]]:
    """Every cut of a text into so many figures, none of them with a nought before it, that satisfies the totals."""
    found = []
    for cuts in combinations(range(1, len(text)), size - 1):
        parts = [text[a:b] for a, b in zip((0, *cuts), (*cuts, len(text)), strict=True)]
        if all(part == "0" or (part[0] != "0" and len(part) <= 9) for part in parts):
            way = tuple(map(int, parts))
            found += [way] if all(way[t] == sum(way[at] for at in p) for t, p in totals) else []
    return found


@pytest.mark.parametrize("seed", range(12))
def test_the_ways_are_those_that_a_search_by_hand_finds(seed: int) -> None:
    chance = random.Random(seed)
    figures = [chance.choice([0, 0, chance.randint(0, 9), chance.randint(10, 120)]) for _ in range(6)]
    text = "".join(map(str, [*figures, sum(figures)]))
    parting = part_figures(text, ["count"] * 7, SEVEN)
    assert sorted(parting.ways) == sorted(by_hand(text, 7, SEVEN))
    assert (*figures, sum(figures)) in parting.ways
    assert (parting.count, parting.agree) == (len(parting.ways), True)


def test_where_no_total_agrees_the_nearest_ways_come_first() -> None:
    parting = part_figures("12345000", ["count"] * 7, SEVEN)
    everything = by_hand("12345000", 7, [])
    assert sorted(parting.ways) == sorted(everything)
    assert not parting.agree
    missed = [abs(way[6] - sum(way[:6])) for way in parting.ways]
    assert missed == sorted(missed)


def test_white_space_is_an_edge_and_its_lack_is_none() -> None:
    assert part_figures("23 0 00 0 023", ["count"] * 7, SEVEN).ways == ((23, 0, 0, 0, 0, 0, 23),)


def test_dense_figures_are_counted_without_looking_at_each_way() -> None:
    text = "9" * 24
    parting = part_figures(text, ["count"] * 7, SEVEN)
    # Seven figures of one to nine digits: all ways to cut less those in which one figure is longer, or two are.
    ways = sum((-1) ** k * comb(7, k) * comb(24 - 9 * k - 1, 6) for k in range(3))
    assert (parting.ways, parting.count) == ((), ways)


def test_a_dense_table_printed_across_is_parted() -> None:
    figures = [40, 0, 10, 5, 55, 2, 0, 4, 6, 12, 6, 0, 9, 7, 22]
    parting = part_figures("".join(map(str, figures)), ["count"] * 15, FIFTEEN)
    assert tuple(figures) in parting.ways
    assert all(way[t] == sum(way[at] for at in parts) for way in parting.ways for t, parts in FIFTEEN)


def page(row: str) -> str:
    heads = "自然人商业企业科研机构社会公益组织法律服务机构其他总计"
    rows = f"一、本年新收政府信息公开申请数量{row}\n二、上年结转政府信息公开申请数量0000000\n"
    title = "某局2024年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n"
    return f"{title}{heads}\n{rows}（一）予以公开0000000\n"


def test_too_many_ways_are_counted_and_left_to_a_person() -> None:
    draft = read_report("a.txt", page("9" * 24).encode(), FORMS, None)
    assert [choice.key for choice in draft.choices] == ["requests.carried_in", "requests.granted"]
    ways = part_figures("9" * 24, ["count"] * 7, SEVEN).count
    assert any(f"有{ways}种分法，太多不能一一列出" in said for said in draft.unread)


def test_no_way_is_taken_because_totals_agree_and_picks_keep_their_numbers() -> None:
    text = page("270020130")
    draft = read_report("a.txt", text.encode(), FORMS, None)
    (choice,) = (choice for choice in draft.choices if choice.key == "requests.received")
    assert not any(address.startswith("requests.") for address in draft.cells)
    for number, cut in enumerate(choice.cuts, 1):
        picks = {"requests.received": number, "requests.carried_in": 1, "requests.granted": 1}
        cells = read_report("a.txt", text.encode(), FORMS, None, picks).cells
        assert tuple(figure for address, figure in cells.items() if ".received." in address) == cut.figures
