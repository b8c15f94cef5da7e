"""What the statutory grid shows, and how its cursor moves."""

import os

import pytest
from textual.geometry import Region

from tests.screens.grid_host import FORMS, GOLDENS, TABLES, Host, every_table, requests, third_form, use
from tui_disclose.statutory.forms import Table
from tui_disclose.statutory.layout import lay_out
from tui_disclose.tui.widgets.figure_grid import FigureGrid
from tui_disclose.tui.widgets.grid_messages import (
    CellReached,
    GridEnd,
    Shown,
)
from tui_disclose.tui.widgets.grid_moves import Moves

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
