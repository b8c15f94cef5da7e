"""Only what changed is sent, and the terminal shows in the end what a full repaint would."""

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_disclose.tui.sent import Sent

WIDTH, HEIGHT = 20, 4
STYLES = [Style(), Style(bold=True), Style(reverse=True)]

texts = st.text("ab 政务公𠮷。x", max_size=12)
pieces = st.tuples(st.integers(0, WIDTH - 2), st.integers(0, HEIGHT - 1), texts, st.sampled_from(STYLES))


def strip(text: str, x: int, style: Style) -> Strip:
    """A piece that ends within the line."""
    return Strip([Segment(set_cell_size(text, min(cell_len(text), WIDTH - x)), style)])


class Terminal:
    """A real terminal's reading of what is sent."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.stream = pyte.Stream(self.screen)
        self.bytes = 0

    def draw(self, x: int, y: int, strip: Strip) -> None:
        text = "".join(f"\x1b[0{';1' if s.style.bold else ''}{';7' if s.style.reverse else ''}m{s.text}" for s in strip)
        self.bytes += len(text.encode())
        self.stream.feed(f"\x1b[{y + 1};{x + 1}H{text}")

    def cells(self) -> list[list[tuple[str, bool, bool]]]:
        return [
            [(c.data, c.bold, c.reverse) for c in (self.screen.buffer[y][x] for x in range(WIDTH))]
            for y in range(HEIGHT)
        ]


@given(st.lists(st.lists(pieces, max_size=4), max_size=6))
def test_the_terminal_shows_what_full_repaints_would_show(frames: list[list[tuple[int, int, str, Style]]]) -> None:
    """Whole lines are repainted, as the app does, with one piece of each changed by every frame."""
    sent, sparing, full = Sent(), Terminal(), Terminal()
    lines = [[(" ", Style())] * WIDTH for _ in range(HEIGHT)]
    for frame in frames:
        for x, y, text, style in frame:
            written = [(c, style) for c in text if x + cell_len(text) <= WIDTH]
            lines[y] = fitted([*lines[y][:x], *written, *lines[y][x + len(written) :]])
        whole = [(0, y, Strip([Segment(c, s) for c, s in line])) for y, line in enumerate(lines)]
        for piece in whole:
            full.draw(*piece)
        for piece in sent.changes(whole):
            sparing.draw(*piece)
        assert sparing.cells() == full.cells()
    assert sparing.bytes <= full.bytes


def fitted(cells: list[tuple[str, Style]]) -> list[tuple[str, Style]]:
    """Return cells cut and padded to the width of a line."""
    kept: list[tuple[str, Style]] = []
    room = WIDTH
    for character, style in cells:
        if cell_len(character) > room:
            break
        kept.append((character, style))
        room -= cell_len(character)
    return [*kept, *[(" ", Style())] * room]


def test_the_same_again_sends_nothing_and_one_change_only_itself() -> None:
    sent = Sent()
    line = Strip([Segment("一、本年新收申请 12"), Segment(" 34", STYLES[1])])
    assert [piece[:2] for piece in sent.changes([(0, 3, line)])] == [(0, 3)]
    assert list(sent.changes([(0, 3, line)])) == []
    changed = Strip([Segment("一、本年新收申请 15"), Segment(" 34", STYLES[1])])
    ((x, y, strip_sent),) = sent.changes([(0, 3, changed)])
    assert (x, y, strip_sent.text) == (18, 3, "5")
    sent.forget()
    assert [strip_sent.text for *_, strip_sent in sent.changes([(0, 3, changed)])] == ["一、本年新收申请 15 34"]


def test_half_of_a_wide_character_is_never_sent_or_left() -> None:
    sent = Sent()
    list(sent.changes([(0, 0, Strip([Segment("政务")]))]))
    ((x, _, strip_sent),) = sent.changes([(0, 0, Strip([Segment("政府")]))])
    assert (x, strip_sent.text) == (2, "府")
    # A piece that overwrites one half makes the other unknown.
    list(sent.changes([(1, 0, Strip([Segment("a")]))]))
    ((x, _, strip_sent),) = sent.changes([(0, 0, Strip([Segment("政府")]))])
    assert (x, strip_sent.text) == (0, "政")
