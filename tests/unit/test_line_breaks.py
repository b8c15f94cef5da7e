"""Long Chinese text is broken as it is set in print, and nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui_disclose.tui.wording import broken, shortened, wrapped

texts = st.text("政务公开，。（）“”〔〕 2026-12.31ab𠮷x", max_size=200)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("应在期限内答复（条例）。", ["应在期限内答", "复（条例）。"]),
        ("自生成之日起算），已逾期", ["自生成之日起", "算），已逾期"]),
        ("请按“确认日”填写", ["请按“确认日”", "填写"]),
        ("请你们按照“确认", ["请你们按照", "“确认"]),
        ("最晚2026-12-18答复", ["最晚", "2026-12-18答", "复"]),
        ("合计123456789012345678", ["合计", "123456789012", "345678"]),
    ],
)
def test_where_lines_of_twelve_cells_break(text: str, lines: list[str]) -> None:
    """Signs stay with what they close or open, a date is not torn."""
    assert broken(text, 12) == lines


@given(texts, st.integers(2, 30))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, width: int) -> None:
    """The lines together are the text."""
    lines = broken(text, width)
    assert "".join(lines) == text
    assert all(cell_len(line) <= width for line in lines)


@given(texts, st.integers(4, 30), st.integers(1, 4))
def test_a_shortened_text_takes_no_line_more(text: str, width: int, lines: int) -> None:
    """What says that more follows never stands on a line of its own beyond those."""
    short = shortened(text, width, lines)
    assert len(broken(short, width)) <= lines
    assert short == text or short.endswith(">")
    shown = wrapped(text, width, lines).split("\n")
    assert len(shown) <= lines
    assert all(cell_len(line) <= width for line in shown)
