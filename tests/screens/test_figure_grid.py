import asyncio
import os
import unicodedata
from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input, Static

from tui_disclose.statutory.form_files import load_forms, read_form
from tui_disclose.statutory.forms import Form, Table
from tui_disclose.statutory.layout import lay_out
from tui_disclose.tui.widgets.figure_grid import FigureGrid
from tui_disclose.tui.widgets.grid_drawing import Sheet, draw
from tui_disclose.tui.widgets.grid_messages import (
    CellReached,
    FigureCleared,
    FiguresPasted,
    FigureTyped,
    GridEnd,
    KeyPressed,
    Shown,
    TotalTyped,
    TypingBegun,
    TypingGivenUp,
)
from tui_disclose.tui.widgets.grid_moves import Moves
from tui_disclose.tui.widgets.grid_view import pages
from tui_disclose.tui.widgets.label_text import balanced, by_clauses, fit, wrap

GOLDENS = Path(__file__).parent / "goldens"
FORMS = {form.id: form for form in load_forms().forms}
TABLES = [(form.id, table.key) for form in FORMS.values() for table in form.tables]

# A form that nobody issued: twenty columns under two levels of heads, two label columns, and a second block across.
THIRD = """
id = "2031"
first_year = 2031
title = "测试"
source = "测试"
[[parts]]
numeral = "一"
heading = "一、测试"
table = "wide"
[[tables]]
key = "wide"
numeral = "一"
[[tables.blocks]]
banner = "第一项"
corner = "信息内容"
stub = 2
columns = [COLUMNS]
rows = [
    { key = "one", label = "甲", short = "甲", groups = ["前两项"] },
    { key = "two", label = "乙", short = "乙", groups = ["前两项"] },
    { key = "three", label = "一个非常长的、无论如何放不下的行名称，需要用简称", short = "正好十二个字长的简称一二" },
]
[[tables.blocks]]
across = true
columns = [
    { key = "yes", label = "是", short = "是" },
    { key = "no", label = "否", short = "否", span = 2 },
]
rows = [{ key = "x", label = "某事", short = "某事" }, { key = "y", label = "另一事", short = "另一事" }]
"""
_COLUMNS = ", ".join(
    f'{{ key = "c{n}", label = "第{n}列数量", short = "列{n}", groups = ["全部", "{group}列"] }}'
    for n, group in enumerate(["前十"] * 10 + ["后十"] * 10)
)


def third_form() -> Form:
    return read_form("third.toml", THIRD.replace("COLUMNS", _COLUMNS).encode())


def every_table() -> list[Table]:
    return [table for form in (*FORMS.values(), third_form()) for table in form.tables]


class Host(App[None]):
    """A grid between the lines a screen has; keeps every message."""

    CSS = "Static { height: 1; } #below { height: 4; } Input { height: 1; border: none; }"

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.refused: set[str] = set()
        self.grid = FigureGrid(table, self.hear, id="grid")
        self.heard: list[Message] = []
        self.keys: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static("1待办 2制度")
        yield self.grid
        yield Input(id="other")
        yield Static("", id="below", markup=False)

    def on_mount(self) -> None:
        self.grid.focus()

    def on_key(self, event: events.Key) -> None:
        self.keys.append(event.key)

    def hear(self, message: Message) -> bool:
        if isinstance(message, KeyPressed):
            return False
        if isinstance(message, TypingBegun | TypingGivenUp):
            return True
        self.heard.append(message)
        return not (isinstance(message, FigureTyped) and message.text in self.refused)

    def of(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.heard if isinstance(message, kind)]

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.simulate_key(key)
        await self.settle()

    async def paste(self, text: str) -> None:
        self.post_message(events.Paste(text))
        await self.settle()

    settle: Callable[[], Awaitable[None]]

    def screen_text(self) -> list[str]:
        return [self.grid.render_line(y).text.rstrip() for y in range(self.grid.size.height)]


def use(table: Table, does: Callable[[Host], Awaitable[None]], size: tuple[int, int] = (80, 24)) -> Host:
    app = Host(table)

    async def go() -> None:
        async with app.run_test(size=size, notifications=True) as pilot:
            app.settle = pilot.pause
            await pilot.pause()
            app.heard.clear()
            await does(app)

    asyncio.run(go())
    return app


def requests(form: str = "2021") -> Table:
    return FORMS[form].table("requests")


def typed(*pairs: tuple[str, str]) -> list[Message]:
    return [FigureTyped(address, text) for address, text in pairs]


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


# ---- what is on the screen ----

_FIGURES = ("0", "12", None, "", "/", "+14", "251000元", "22（其中修订16件）")


def some_values(table: Table) -> dict[str, Shown]:
    """Every kind of figure, round and round."""
    values = {}
    for number, cell in enumerate(table.cells):
        text = _FIGURES[number * 3 % len(_FIGURES)]
        if text is not None:
            values[cell.address] = Shown(text, True, "entered" if number % 3 else "derived", number % 11 == 4)
    return values


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(("form", "key"), TABLES)
def test_golden(form: str, key: str, size: tuple[int, int]) -> None:
    lines: list[str] = []
    table = FORMS[form].table(key)

    async def look(app: Host) -> None:
        app.grid.show(some_values(table))
        seen = 0
        while app.grid.page[0] > seen:
            seen, count = app.grid.page
            lines.extend([f"-- {seen}/{count}", *app.screen_text()])
            await app.press("pagedown")

    use(table, look, size)
    path = GOLDENS / f"grid-{form}-{key}-{size[0]}x{size[1]}.txt"
    text = "\n".join(lines) + "\n"
    if os.environ.get("UPDATE_GOLDENS"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_blank_unknown_slash_and_zero_look_different_and_a_finding_has_its_mark() -> None:
    table = FORMS["2021"].table("remedies")
    values = {
        "remedies.reconsideration.upheld": Shown("", True, "entered"),
        "remedies.reconsideration.corrected": Shown("0", True, "derived", flagged=True),
        "remedies.reconsideration.other": Shown("/", True, "entered"),
        "remedies.reconsideration.total": Shown("12345", True, "computed"),
    }

    async def look(app: Host) -> None:
        app.grid.show(values)
        assert app.screen_text()[4].startswith("  空    0!   /    . 123>    .")

    use(table, look)


# ---- moving ----


@pytest.mark.parametrize("forward", ["enter", "tab"])
@pytest.mark.parametrize("form", FORMS)
def test_enter_and_tab_pass_every_cell_but_the_totals_in_printed_order(form: str, forward: str) -> None:
    seen = 0
    for table in FORMS[form].tables:
        expected = [c.address for c in table.cells if c.address not in table.totals]

        async def go(app: Host, expected: list[str] = expected) -> None:
            reached = [app.grid.address]
            await app.press(*[forward] * (len(expected) - 1))
            reached += [message.address for message in app.of(CellReached)]  # type: ignore[attr-defined]
            assert reached == expected
            assert not app.of(GridEnd)
            await app.press(forward)
            assert app.of(GridEnd) == [GridEnd()]
            assert app.grid.address == expected[-1]
            await app.press(*["shift+tab"] * len(expected))
            assert app.grid.address == expected[0]

        use(table, go)
        seen += len(table.cells)
    assert seen == {"2019": 198, "2021": 200}[form]


def test_arrows_and_letters_go_over_totals_too() -> None:
    async def go(app: Host) -> None:
        for keys, cell in (
            ("lll", "received.public_welfare"),
            ("jjh", "granted.research"),
            ("k", "carried_in.research"),
            (["end"], "carried_in.total"),
            (["home"], "carried_in.natural_person"),
            (["ctrl+end"], "carried_out.total"),
            (["ctrl+home"], "received.natural_person"),
            (["left", "up"], "received.natural_person"),
            (["right", "down"], "carried_in.business"),
        ):
            await app.press(*keys)
            assert app.grid.address == f"requests.{cell}"

    use(requests(), go)


def test_up_and_down_keep_to_their_column_through_wider_cells() -> None:
    async def go(app: Host) -> None:
        app.grid.move_to("proactive.coercion.decisions")
        await app.press("down")
        assert app.grid.address == "proactive.fees.change"
        await app.press("down", "up", "up")
        assert app.grid.address == "proactive.coercion.decisions"

    use(FORMS["2019"].table("proactive"), go)


def test_every_cell_is_reached_by_arrows_alone() -> None:
    for table in every_table():
        moves = Moves(lay_out(table), table.totals)
        for address in moves.order:
            assert moves.lines_away(address, 0, 0) == address
            right = moves.beside(address, 1)
            assert right == address or moves.beside(right, -1) == address


def test_the_page_turns_when_the_cursor_leaves_it_and_the_head_stays() -> None:
    async def go(app: Host) -> None:
        assert app.grid.page == (1, 2)
        head = app.screen_text()[:4]
        await app.press(*["down"] * 13)
        assert app.grid.page == (1, 2)
        await app.press("down")
        assert app.grid.page == (2, 2)
        assert app.screen_text()[:4] == head
        assert app.screen_text()[-1].startswith("四、结转下年度继续办理")
        await app.press("pageup")
        assert app.grid.page[0] == 1
        await app.press("pagedown", "pagedown", "pagedown")
        assert app.grid.address == "requests.carried_out.natural_person"

    use(requests(), go)


def test_a_wide_table_turns_to_the_sheet_of_the_cursor() -> None:
    async def go(app: Host) -> None:
        await app.press("end")
        assert app.grid.address == "wide.one.c19"
        assert app.grid.page == (2, 2)
        assert "后十列" in "".join(app.screen_text())
        await app.press("home")
        assert app.grid.page == (1, 2)

    use(third_form().tables[0], go)


def test_a_move_inside_the_page_draws_two_cells_and_a_typed_character_one(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[Region, ...]] = []
    refresh = FigureGrid.refresh

    def record(grid: FigureGrid, *regions: Region, **how: bool) -> FigureGrid:
        drawn.append(regions)
        return refresh(grid, *regions, **how)

    async def go(app: Host) -> None:
        monkeypatch.setattr(FigureGrid, "refresh", record)
        await app.press("right", "down")
        assert drawn == [(Region(24 + 8 * c, y, 8, 1),) for c, y in ((0, 4), (1, 4), (1, 4), (1, 5))]
        drawn.clear()
        await app.press("1", "2")
        assert drawn == [(Region(32, 5, 8, 1),)] * 2
        drawn.clear()
        app.grid.show({"requests.granted.total": Shown("3", True, "computed")})
        app.grid.show({"requests.granted.total": Shown("3", True, "computed")})
        assert drawn == [(Region(72, 6, 8, 1),)]

    use(requests(), go)


# ---- typing ----


def test_figures_typed_one_after_the_other_are_each_reported_once() -> None:
    async def go(app: Host) -> None:
        await app.press(*"12", "enter", *"3", "tab", *"-4", "down", *"+5", "left", *"/", "up", *".5", "shift+tab")
        assert app.of(FigureTyped) == typed(
            ("requests.received.natural_person", "12"),
            ("requests.received.business", "3"),
            ("requests.received.research", "-4"),
            ("requests.carried_in.research", "+5"),
            ("requests.carried_in.business", "/"),
            ("requests.received.business", ".5"),
        )
        assert not app.keys

    use(requests(), go)


def test_typing_replaces_and_f2_or_e_goes_on_at_the_end() -> None:
    async def go(app: Host) -> None:
        app.grid.show({"requests.received.natural_person": Shown("12", True, "derived")})
        await app.press("7")
        assert (app.grid.editing, app.grid.typed) == (True, "7")
        await app.press("escape")
        assert (app.grid.editing, app.grid.typed) == (False, "")
        await app.press("e", "3", "4", "backspace")
        assert app.grid.typed == "123"
        await app.press("enter")
        await app.press("left", "f2", "enter")
        assert app.of(FigureTyped) == typed(("requests.received.natural_person", "123"))

    use(requests(), go)


def test_while_typing_every_character_is_text() -> None:
    async def go(app: Host) -> None:
        await app.press("2", "2", *"（其中修订16件）", "e", "q", "h", "space", "=", "enter")
        assert app.of(FigureTyped) == typed(("requests.received.natural_person", "22（其中修订16件）eqh ="))

    use(requests(), go)


def test_full_width_digits_and_signs_of_an_input_method_count_as_half_width() -> None:
    async def go(app: Host) -> None:
        await app.press("１", "２", "．", "５", "（", "－", "enter", "－", "３", "enter", "／", "enter", "＝", "　")
        assert app.of(FigureTyped) == typed(
            ("requests.received.natural_person", "12.5（-"),
            ("requests.received.business", "-3"),
            ("requests.received.research", "/"),
            ("requests.received.public_welfare", ""),
        )
        assert app.of(FigureCleared) == [FigureCleared("requests.received.public_welfare")]

    use(requests(), go)


def test_space_is_a_printed_blank_and_delete_drops_the_entered_figure() -> None:
    async def go(app: Host) -> None:
        await app.press("space", "right", "delete", "backspace", "=")
        assert app.of(FigureTyped) == typed(("requests.received.natural_person", ""))
        assert app.of(FigureCleared) == [FigureCleared("requests.received.business")] * 3
        assert not app.grid.editing

    use(requests(), go)


def test_typing_on_a_total_changes_nothing_and_is_said() -> None:
    async def go(app: Host) -> None:
        await app.press("end", "5", "e", "space")
        assert not app.grid.editing
        assert app.of(TotalTyped) == [TotalTyped("requests.received.total")] * 3
        await app.paste("5")
        assert not app.of(FigureTyped)
        assert len(app.of(TotalTyped)) == 4

    use(requests(), go)


def test_escape_cancels_the_edit_and_only_then_is_for_the_screen() -> None:
    async def go(app: Host) -> None:
        await app.press("5", "escape")
        assert app.keys == []
        await app.press("escape", "z", "u", "c", "f", "q", "?", "f1", "ctrl+p")
        assert app.keys[:7] == ["escape", *"zucfq", "?"]
        assert not app.heard

    use(requests(), go)


def test_a_figure_that_is_not_taken_stays_to_be_corrected_or_given_up() -> None:
    async def go(app: Host) -> None:
        app.refused = {"1x"}
        await app.press("1", "x", "enter", "down")
        assert (app.grid.address, app.grid.typed) == ("requests.received.natural_person", "1x")
        await app.press("backspace", "enter")
        assert app.of(FigureTyped) == typed(
            ("requests.received.natural_person", "1x"),
            ("requests.received.natural_person", "1x"),
            ("requests.received.natural_person", "1"),
        )
        await app.press("1", "x", "enter", "escape", "down")
        assert (app.grid.address, app.grid.editing) == ("requests.carried_in.business", False)

    use(requests(), go)


def test_what_is_typed_ahead_is_taken_in_the_order_of_the_keys() -> None:
    async def go(app: Host) -> None:
        order: list[str] = []

        def desk(message: Message) -> bool:
            order.append(message.key if isinstance(message, KeyPressed) else type(message).__name__)
            return True

        app.grid._tell = desk
        await app.press("1", "tab", "z", "2", "tab", "right_square_bracket", "3", "tab")
        assert [o for o in order if o not in ("CellReached", "TypingBegun")] == [
            "FigureTyped", "z", "FigureTyped", "right_square_bracket", "FigureTyped"
        ]  # fmt: skip

    use(requests(), go)


def test_another_table_is_opened_in_place() -> None:
    async def go(app: Host) -> None:
        await app.press("5")
        app.grid.commit()
        app.grid.open(FORMS["2019"].table("remedies"))
        await app.press("7", "enter")
        assert app.of(FigureTyped)[-1] == FigureTyped("remedies.reconsideration.upheld", "7")
        assert "复议后起诉" in "".join(app.screen_text())

    use(requests(), go)


def test_leaving_the_grid_reports_a_pending_figure_once() -> None:
    async def go(app: Host) -> None:
        await app.press("5")
        app.query_one("#other").focus()
        await app.settle()
        app.grid.commit()
        await app.settle()
        assert app.of(FigureTyped) == typed(("requests.received.natural_person", "5"))

    use(requests(), go)


def test_leaving_the_terminal_window_keeps_the_edit() -> None:
    async def go(app: Host) -> None:
        await app.press("5")
        app.post_message(events.AppBlur())
        await app.settle()
        assert not app.of(FigureTyped)
        app.post_message(events.AppFocus())
        await app.press("6", "enter")
        assert app.of(FigureTyped) == typed(("requests.received.natural_person", "56"))

    use(requests(), go)


def test_moving_by_address_reports_the_pending_figure_and_foreign_cells_are_no_place_to_go() -> None:
    async def go(app: Host) -> None:
        await app.press("5")
        app.grid.move_to("requests.granted.research")
        await app.press("6")
        app.grid.move_to("requests.partial.other")
        await app.settle()
        app.grid.move_to("remedies.litigation_after.total")
        assert app.grid.address == "requests.partial.other"
        assert app.of(FigureTyped) == typed(
            ("requests.received.natural_person", "5"), ("requests.granted.research", "6")
        )

    use(requests(), go)


def test_a_figure_too_wide_for_its_cell_lies_over_its_neighbours_while_typed_and_is_marked_after() -> None:
    async def go(app: Host) -> None:
        await app.press(*"123456789")
        assert app.screen_text()[4].startswith("一、本年新收申请      123456789       .")
        assert app.grid.render_line(4).cell_length == 80
        await app.paste("9" * 100)
        assert app.screen_text()[4].startswith("<" + "9" * 30 + "       .")
        app.grid.show({app.grid.address: Shown("123456789", True, "entered")})
        await app.press("escape")
        assert "123456>" in app.screen_text()[4]

    use(requests(), go)


def test_the_terminal_cursor_is_where_the_figure_is_typed() -> None:
    async def go(app: Host) -> None:
        assert app.cursor_position == (31, 5)
        await app.press("right", "down", "1")
        assert app.cursor_position == (39, 6)

    use(requests(), go)


# ---- pasting ----


def test_one_pasted_figure_is_taken_as_typed() -> None:
    async def go(app: Host) -> None:
        await app.paste("１,２34\r\n")
        assert app.grid.typed == "1,234"
        await app.paste("元")
        await app.press("enter")
        assert app.of(FigureTyped) == typed(("requests.received.natural_person", "1,234元"))
        assert not app.of(FiguresPasted)

    use(requests(), go)


def test_several_figures_fill_across_and_down_as_one_act() -> None:
    async def go(app: Host) -> None:
        await app.press("9")
        await app.paste("1\t2\r\n\t4\r\n")
        assert app.of(FiguresPasted) == [
            FiguresPasted(
                {
                    "requests.received.natural_person": "1",
                    "requests.received.business": "2",
                    "requests.carried_in.natural_person": "",
                    "requests.carried_in.business": "4",
                },
                {},
                (),
            )
        ]
        assert app.of(FigureTyped) == typed(("requests.received.natural_person", "9"))
        assert not app.grid.editing

    use(requests(), go)


def test_pasted_totals_are_kept_apart_and_what_has_no_cell_is_said() -> None:
    table = requests()
    moves = Moves(lay_out(table), table.totals)
    spread = moves.spread("requests.received.legal_service", [["1", "2", "3", "4"], ["5"]])
    assert spread.values == {
        "requests.received.legal_service": "1",
        "requests.received.other": "2",
        "requests.carried_in.legal_service": "5",
    }
    assert spread.totals == {"requests.received.total": "3"}
    assert spread.left_over == ("4",)


def test_a_whole_table_is_pasted_with_its_totals_or_without_them() -> None:
    table = FORMS["2021"].table("remedies")
    moves = Moves(lay_out(table), table.totals)
    whole = moves.spread(moves.order[0], [[str(n) for n in range(15)]])
    assert (len(whole.values), len(whole.totals), whole.left_over) == (12, 3, ())
    without = moves.spread(moves.order[0], [[str(n) for n in range(12)]])
    assert list(without.values) == [a for a in moves.order if a not in table.totals]
    assert without.values["remedies.litigation_direct.upheld"] == "4"
    three = requests()
    moves = Moves(lay_out(three), three.totals)
    rows = [["7"] * 6] * 24
    assert set(moves.spread(moves.order[0], rows).values) == set(moves.order) - set(three.totals)


# ---- sizes ----


def test_any_size_shows_the_cursor_and_never_ends_the_app() -> None:
    async def go(app: Host, resize: Callable[[int, int], Awaitable[None]]) -> None:
        app.grid.move_to("requests.carried_out.total")
        app.grid.show({"requests.carried_out.total": Shown("77", True, "computed")})
        for width, height in ((200, 60), (80, 24), (100, 30), (81, 12), (20, 8), (1, 1), (120, 40), (80, 24)):
            await resize(width, height)
            if width >= 80 and height >= 12:
                assert "77" in "".join(app.screen_text())
                assert max(cell_len(line) for line in app.screen_text()) <= width
        await app.press("left", "5", "enter")
        assert app.of(FigureTyped) == typed(("requests.carried_out.other", "5"))

    async def run() -> None:
        app = Host(requests())
        async with app.run_test(size=(80, 24)) as pilot:
            app.settle = pilot.pause
            await pilot.pause()

            async def resize(width: int, height: int) -> None:
                await pilot.resize_terminal(width, height)
                await pilot.pause()

            await go(app, resize)

    asyncio.run(run())


def test_text_of_records_is_never_markup_and_moves_nothing() -> None:
    async def go(app: Host) -> None:
        nasty = {c.address: Shown(text, True) for c, text in zip(requests().cells, NASTY, strict=False)}
        app.grid.show(nasty)
        await app.settle()
        text = "\n".join(app.screen_text())
        assert "[/]" in text
        assert "\x1b" not in text
        assert len({cell_len(app.grid.render_line(y).text) for y in range(17)}) == 1

    use(requests(), go)


NASTY = ("[/]", "[a]x", "a|b", "1\n2", "　", "𠮷", "9" * 5000, "\x1b[31m", "\u202e1", "[bold]1[/bold]", "\t1")
