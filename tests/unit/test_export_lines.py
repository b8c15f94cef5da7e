"""Plain text breaks its lines where a reader would, and says what unit money is in."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.conftest import FORMS
from tui_disclose.exporting.plain import render_plain
from tui_disclose.importing import read_report
from tui_disclose.records.report import Report


def lines_of(text: str) -> list[str]:
    form = FORMS.by_id("2021")
    printed = render_plain(form, Report("某局", 2024, "2021", sections={"一": text}))
    begin, end = printed.index("一、总体情况") + 6, printed.index("二、主动公开")
    return [line.removesuffix(" ") for line in printed[begin:end].strip("\n").split("\n")]


def test_a_figure_is_never_cut() -> None:
    for before in range(30, 42):
        assert any("1234.56" in line for line in lines_of("字" * before + "1234.56件政府信息"))


def test_no_line_begins_with_a_closing_mark() -> None:
    for before in range(30, 42):
        assert not any(line[0] in "，。）”" for line in lines_of("字" * before + "）”，其后。"))


@given(st.text("字，。）0123456789.a ", min_size=1, max_size=300))
def test_lines_fit_and_come_back_whole(text: str) -> None:
    form = FORMS.by_id("2021")
    kept = " ".join(text.split())
    printed = render_plain(form, Report("某局", 2024, "2021", sections={"一": kept}))
    assert all(cell_len(line) <= 80 for line in printed.split("\n"))
    if kept:
        draft = read_report("x.txt", printed.encode(), FORMS, 2024)
        assert draft.sections.get("一", "") == kept


def test_money_says_its_unit() -> None:
    form = FORMS.by_id("2021")
    printed = render_plain(form, Report("某局", 2024, "2021", cells={"proactive.fees.amount": "9116.36"}))
    assert "万元" in printed
