"""How a statutory table is laid out on a screen."""

import unicodedata
from itertools import pairwise

import pytest
from rich.cells import cell_len

from tests.screens.grid_host import FORMS, TABLES, every_table, requests, third_form
from tui_disclose.statutory.layout import lay_out
from tui_disclose.tui.widgets.grid_drawing import Sheet, draw
from tui_disclose.tui.widgets.grid_view import pages
from tui_disclose.tui.widgets.label_text import balanced, by_clauses, fit, wrap

# ---- the drawing ----


def covered(sheet: Sheet) -> list[list[tuple[int, int]]]:
    """Where something stands on each line: (from, to)."""
    spans: list[list[tuple[int, int]]] = [[] for _ in sheet.lines]
    for line, pieces in enumerate(sheet.lines):
        spans[line] += [(piece.x, piece.x + cell_len(piece.text)) for piece in pieces]
    for place in sheet.places.values():
        spans[place.line].append((place.x, place.x + place.width))
    return [sorted(line) for line in spans]


@pytest.mark.parametrize("width", [*range(40, 201, 7), 80, 109, 110, 120, 200])
def test_every_cell_has_one_place_inside_the_width_and_nothing_overlaps(width: int) -> None:
    for table in every_table():
        sheets = draw(lay_out(table), width).sheets
        assert sorted(a for s in sheets for a in s.places) == sorted(c.address for c in table.cells)
        for sheet in sheets:
            assert sheet.width <= width
            for line in covered(sheet):
                assert all(before[1] <= after[0] for before, after in pairwise(line))
                assert not line or line[-1][1] <= width
            # Three digits and the gap at least.
            assert min(place.width for place in sheet.places.values()) >= 4


@pytest.mark.parametrize("width", range(1, 40))
def test_no_width_is_too_small_to_draw(width: int) -> None:
    for table in every_table():
        sheets = draw(lay_out(table), width).sheets
        assert sorted(a for s in sheets for a in s.places) == sorted(c.address for c in table.cells)


def test_the_statutory_tables_need_one_sheet_at_80() -> None:
    for form, key in TABLES:
        assert len(draw(lay_out(FORMS[form].table(key)), 80).sheets) == 1


def test_table_three_at_80_is_labels_of_24_and_seven_columns_of_8() -> None:
    (sheet,) = draw(lay_out(requests()), 80).sheets
    assert {place.width for place in sheet.places.values()} == {8}
    assert min(place.x for place in sheet.places.values()) == 24
    assert sheet.width == 80


def test_table_four_at_80_has_fifteen_columns_of_5_and_heads_in_two_lines() -> None:
    (sheet,) = draw(lay_out(FORMS["2021"].table("remedies")), 80).sheets
    assert [place.width for place in sheet.places.values()] == [5] * 15
    assert [piece.text for piece in sheet.lines[-3] if piece.text == "结果"]
    assert len(sheet.lines) == 5


@pytest.mark.parametrize("width", [80, 100, 120, 160, 200])
def test_merged_heads_are_centred_over_their_columns(width: int) -> None:
    for form in FORMS:
        for key, head, first, last in (
            ("requests", "法人或其他组织", "received.business", "received.other"),
            ("requests", "申请人情况", "received.natural_person", "received.total"),
            ("remedies", "行政诉讼", "litigation_direct.upheld", "litigation_after.total"),
            ("remedies", "未经复议直接起诉", "litigation_direct.upheld", "litigation_direct.total"),
        ):
            (sheet,) = draw(lay_out(FORMS[form].table(key)), width).sheets
            (piece,) = (p for line in sheet.lines for p in line if p.text == head)
            left, right = sheet.places[f"{key}.{first}"], sheet.places[f"{key}.{last}"]
            before, after = piece.x - left.x, right.x + right.width - 1 - piece.x - cell_len(head)
            assert abs(before - after) <= 1


@pytest.mark.parametrize("width", [60, 80, 110, 120, 200])
def test_the_drawing_adds_no_character_of_ambiguous_width(width: int) -> None:
    for table in every_table():
        printed = "".join(f"{c.row.label}{c.row.short}{c.row.groups}" for c in table.cells)
        for sheet in draw(lay_out(table), width).sheets:
            for piece in (piece for line in sheet.lines for piece in line):
                assert not [c for c in piece.text if unicodedata.east_asian_width(c) == "A" and c not in printed]


def test_at_80_no_ambiguous_width_is_on_the_screen_at_all() -> None:
    for form, key in TABLES:
        (sheet,) = draw(lay_out(FORMS[form].table(key)), 80).sheets
        text = "".join(piece.text for line in sheet.lines for piece in line)
        assert not [c for c in text if unicodedata.east_asian_width(c) == "A"]


def test_from_110_row_labels_stand_in_merged_columns_as_printed() -> None:
    (sheet,) = draw(lay_out(requests()), 120).sheets
    texts = [piece.text for line in sheet.lines for piece in line if piece.role == "stub"]
    for label in ("一、本年新收政府信息公开申请数量", "（三）不予公开", "2.其他法律行政法规禁止公开", "（七）总计"):
        assert label in texts
    assert "".join(t for t in texts if t in ("三、本", "年度办", "理结果")) == "三、本年度办理结果"
    full = [piece.text for line in draw(lay_out(requests()), 200).sheets[0].lines for piece in line]
    assert "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请" in full


def test_a_table_wider_than_the_screen_goes_on_on_another_sheet_with_its_labels() -> None:
    sheets = draw(lay_out(third_form().tables[0]), 80).sheets
    assert len(sheets) == 2
    for sheet, group in zip(sheets, ("前十列", "后十列"), strict=True):
        texts = [piece.text for line in sheet.lines for piece in line]
        assert "甲" in texts
        assert "正好十二个字长的简称一二" in "".join(texts)
        assert group in texts


def test_pages_keep_the_head_show_every_row_and_the_last_one_is_full() -> None:
    for table in every_table():
        for sheet in draw(lay_out(table), 80).sheets:
            rows = {line for band in sheet.bands for line in band.rows}
            for height in range(1, 40):
                found = pages(sheet, height)
                assert rows <= {line for page in found for line in page}
                for page in found:
                    assert len(page) <= max(height, 1)
                    for band in sheet.bands:
                        if height > len(band.head) and set(page) & set(band.rows):
                            assert set(band.head) <= set(page)
    (sheet,) = draw(lay_out(requests()), 80).sheets
    assert [len(page) for page in pages(sheet, 17)] == [17, 17]


def test_labels_break_anywhere_but_not_before_closing_punctuation() -> None:
    assert wrap("本年新\n制作数量", 14) == ["本年新制作数量"]
    assert wrap("本年新\n制作数量", 8) == ["本年新", "制作数量"]
    assert wrap("第一项加，第二项", 8) == ["第一项", "加，第二", "项"]
    assert balanced("法律服务机构人", 12) == ["法律服务", "机构人"]
    assert by_clauses("第一项，第二项，第三项", 16) == ["第一项，第二项，", "第三项"]
    assert by_clauses("第一项加第二项，第三项", 10) == ["第一项加", "第二项，", "第三项"]
    assert (fit("123456", 4), fit("中文字", 5), fit("12", 2), fit("1", 0)) == ("123>", "中文>", "12", "")
