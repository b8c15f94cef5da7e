"""Typing and pasting figures into the statutory grid."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from rich.cells import cell_len
from textual import events
from textual.message import Message

from tests.screens.grid_host import FORMS, Host, requests, typed, use
from tests.screens.settling import settled
from tui_disclose.statutory.layout import lay_out
from tui_disclose.tui.widgets.grid_messages import (
    FigureCleared,
    FiguresPasted,
    FigureTyped,
    KeyPressed,
    Shown,
    TotalTyped,
)
from tui_disclose.tui.widgets.grid_moves import Moves

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
            app.settle = partial(settled, pilot)
            await app.settle()

            async def resize(width: int, height: int) -> None:
                await pilot.resize_terminal(width, height)
                await app.settle()

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
