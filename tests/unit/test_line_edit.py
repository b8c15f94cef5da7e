"""A line being edited, held against a plain list of characters; and the window on it."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui_disclose.tui.line_edit import LineEdit

KEYS = st.sampled_from(["backspace", "delete", "left", "right", "home", "end", "ctrl+u", "ctrl+k"])
TYPED = st.text(alphabet="a1 中𠮷（，", min_size=1, max_size=4)
STEPS = st.lists(st.one_of(KEYS.map(lambda key: ("key", key)), TYPED.map(lambda text: ("text", text))), max_size=40)


def model(start: str, steps: list[tuple[str, str]]) -> tuple[str, int]:
    """Return text and cursor as a list of characters before and one behind the cursor give them."""
    before, behind = list(start), []
    for kind, what in steps:
        match what if kind == "key" else "":
            case "backspace":
                before = before[:-1]
            case "delete":
                behind = behind[1:]
            case "left":
                before, behind = (before[:-1], before[-1:] + behind) if before else (before, behind)
            case "right":
                before, behind = before + behind[:1], behind[1:]
            case "home":
                before, behind = [], before + behind
            case "end":
                before, behind = before + behind, []
            case "ctrl+u":
                before = []
            case "ctrl+k":
                behind = []
            case _:
                before = before + list(what)
    return "".join(before + behind), len(before)


@given(TYPED, STEPS, st.integers(4, 30))
def test_any_keys_leave_what_they_leave_in_a_plain_text(start: str, steps: list[tuple[str, str]], width: int) -> None:
    line = LineEdit(start)
    for at, (kind, what) in enumerate(steps, 1):
        if kind == "key":
            assert line.press(what)
        else:
            line.insert(what)
        assert (line.text, line.at) == model(start, steps[:at])
        shown, cell = line.view(width)
        assert shown in line.text
        assert cell_len(shown) <= width
        # The cursor is in the window, and what is left of it there is what stands before it in the text.
        assert 0 <= cell < width
        left = next(n for n in range(len(shown) + 1) if cell_len(shown[:n]) == cell)
        assert line.text[: line.at].endswith(shown[:left])
        assert not line.at or left or width < 6 or line.text[: line.at] == ""


def test_a_key_that_edits_nothing_is_left_to_others() -> None:
    assert not LineEdit("x").press("f1")


def test_a_field_of_five_thousand_characters_is_typed_at_its_end() -> None:
    line = LineEdit("长" * 5_000)
    line.insert("尾")
    shown, cell = line.view(60)
    assert shown.endswith("尾")
    assert cell == cell_len(shown)
    assert len(line.text) == 5_001
