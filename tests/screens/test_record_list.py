"""The list of records by itself: columns, pages, sort, filter against a plain search, selection, 100,000 records."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence

import pytest
from textual import events
from textual.app import ComposeResult
from textual.keys import _character_to_key
from textual.pilot import Pilot

from tests.screens.report_host import GOLDENS, NASTY
from tests.screens.settling import settled
from tui_disclose.office.position import Place
from tui_disclose.tui.key_order import KeysInOrder
from tui_disclose.tui.widgets.record_list import Column, RecordList

SECTIONS = ["办公室", "法规科", "执法支队"]
LABELS = ["编号", "名称", "科室", "日期"]


class Records:
    """Records made of their numbers alone, so that any number of them takes no room."""

    columns = (Column("编号", 12), Column("名称", 30, grows=True), Column("科室", 10), Column("日期", 10))
    labels = LABELS

    def __init__(self) -> None:
        self.asked = 0

    def cells(self, number: str) -> Sequence[str]:
        self.asked += 1
        n = int(number)
        return [number, f"关于第{n * 7919 % 1000}号事项的办法", SECTIONS[n % 3], f"20{10 + n % 17}-0{1 + n % 9}-11"]

    def fields(self, number: str) -> Mapping[str, str]:
        return dict(zip(LABELS, self.cells(number), strict=True))


class Texts(Records):
    """Records whose names are given."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = names

    def cells(self, number: str) -> Sequence[str]:
        return [number, self.names[int(number)], "", ""]


def key_event(key: str) -> events.Key:
    name, character = (_character_to_key(key), key) if len(key) == 1 else (key, None)
    return events.Key(name, " " if key == "space" else character)


class Host(KeysInOrder):
    def __init__(self, source: Records) -> None:
        super().__init__()
        self.rows = RecordList("事项", source)

    def compose(self) -> ComposeResult:
        yield self.rows

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.post_message(key_event(key))
        await settled(self.pilot)
        while self.rows.working or self._waiting or self._under_way:
            await settled(self.pilot)

    pilot: Pilot[None]

    @property
    def lines(self) -> list[str]:
        return [self.rows.render_line(y).text.rstrip() for y in range(self.rows.size.height)]

    @property
    def shown(self) -> list[str]:
        return list(self.rows.shown)


def use(
    numbers: Sequence[str],
    does: Callable[[Host], Awaitable[None]],
    source: Records | None = None,
    size: tuple[int, int] = (80, 24),
    place: Place | None = None,
) -> Host:
    app = Host(source or Records())

    async def go() -> None:
        async with app.run_test(size=size) as pilot:
            app.pilot = pilot
            app.rows.open(numbers, place or Place())
            app.rows.focus()
            await app.press()
            await does(app)

    asyncio.run(go())
    return app


def numbers(count: int) -> list[str]:
    return [str(n) for n in range(1, count + 1)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
def test_the_list_looks_so(size: tuple[int, int]) -> None:
    async def look(app: Host) -> None:
        await app.press("down", "space", "s", "s")
        text = "\n".join(app.lines) + "\n"
        path = GOLDENS / f"record-list-{size[0]}x{size[1]}.txt"
        if os.environ.get("UPDATE_GOLDENS"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    use(numbers(60), look, size=size)


def test_columns_that_do_not_fit_are_left_out_from_the_right() -> None:
    for width, titles in (
        (80, ["编号", "名称", "科室", "日期"]),
        (52, ["编号", "名称", "科室"]),
        (40, ["编号", "名称"]),
    ):

        async def look(app: Host, titles: list[str] = titles) -> None:
            assert app.lines[1].split() == titles

        use(numbers(3), look, size=(width, 24))


def test_only_what_is_on_screen_is_ever_made() -> None:
    source = Records()

    async def look(app: Host) -> None:
        await app.press("end")
        assert app.rows.number == "100000"
        assert "第4546/4546页" in app.lines[0]

    use(numbers(100_000), look, source)
    assert source.asked < 200


def test_each_sort_is_by_its_column_and_then_backwards() -> None:
    every = numbers(50)
    source = Records()

    async def sort(app: Host) -> None:
        await app.press("s")
        # 9 before 10.
        assert app.shown == sorted(every, key=int)
        await app.press("s")
        assert app.shown == sorted(every, key=int, reverse=True)
        await app.press("s", "s", "s", "s", "s")
        assert [source.cells(n)[3] for n in app.shown] == sorted(source.cells(n)[3] for n in every)
        await app.press("s", "s")
        assert app.shown == every
        assert "按" not in app.lines[0]

    use(every, sort, source)


def test_names_are_sorted_by_their_pinyin() -> None:
    async def sort(app: Host) -> None:
        await app.press("s", "s", "s")
        assert app.shown == ["2", "1", "0"]

    use(["0", "1", "2"], sort, Texts(["政务", "公开", "办法"]))


@pytest.mark.parametrize(
    "typed", ["7", "办公", "bgs", "科室:法规", "名称:11 办公", "科室：zfzd 2015", "没有的", "号事项"]
)
def test_the_filter_finds_what_a_plain_search_finds(typed: str) -> None:
    source = Records()
    every = numbers(3_000)
    initials = {"bgs": "办公室", "zfzd": "执法支队"}

    def has(number: str, part: str) -> bool:
        fields = source.fields(number)
        label, colon, value = part.replace("：", ":").partition(":")
        wanted = initials.get(value if colon else part, value if colon else part)
        return wanted in fields[label] if colon else any(wanted in text for text in fields.values())

    async def search(app: Host) -> None:
        await app.press("slash", *("space" if c == " " else c for c in typed))
        found = [n for n in every if all(has(n, part) for part in typed.split())]
        assert app.shown == found
        assert f"找到{len(found)}条/共3000条" in app.lines[0]
        await app.press(*["backspace"] * len(typed))
        assert app.shown == every
        await app.press(*typed[:1])
        await app.press("escape")
        assert app.shown == every

    async def type_text(app: Host) -> None:
        # The pilot drops full-width signs, which a terminal sends.
        await app.press("slash")
        app.post_message(events.Paste(typed))
        await app.press()
        assert app.shown == [n for n in every if all(has(n, part) for part in typed.split())]

    use(every, type_text if "：" in typed else search, source)


def test_the_filter_goes_through_a_hundred_thousand_and_keys_stay_alive() -> None:
    async def search(app: Host) -> None:
        await app.press("slash")
        app.post_message(key_event("7"))
        while not app.rows.working:
            await app.pilot.pause(0)
        seen = set()
        while app.rows.working:
            app.post_message(key_event("down"))
            await app.pilot.pause(0)
            seen.add(app.rows.cursor)
        assert len(seen) > 2, "the cursor did not move while the filter was at work"
        source = app.rows.source
        assert app.rows.count == sum("7" in "".join(source.cells(n)) for n in numbers(100_000))

    use(numbers(100_000), search)


def test_selected_ones_stay_selected_whatever_is_filtered() -> None:
    async def select(app: Host) -> None:
        await app.press("space", "space", "slash", *"办公", "enter", "space")
        assert app.rows.selected_numbers == ["1", "2", "3"]
        assert "已选3条" in app.lines[0]
        assert app.lines[2].startswith("* ")
        await app.press("escape")
        assert app.rows.selected_numbers == []
        assert app.rows.typed == "办公"
        await app.press("escape")
        assert app.rows.count == 9

    use(numbers(9), select)


def test_a_place_is_found_again() -> None:
    places = []

    async def go(app: Host) -> None:
        await app.press("slash", *"法规", "enter", "s", "s", "down", "down")
        places.append((app.rows.place, app.rows.number))

    use(numbers(90), go)
    place, number = places[0]

    async def come_back(app: Host) -> None:
        assert (app.rows.place, app.rows.number) == (place, number)
        assert app.rows.count == 30

    use(numbers(90), come_back, place=place)


def test_what_is_saved_meanwhile_appears_and_the_cursor_stays_on_its_record() -> None:
    async def renew(app: Host) -> None:
        await app.press("slash", *"法规", "enter", "down", "down")
        at = app.rows.number
        app.rows.renew(numbers(120), numbers(120)[90:])
        await app.press()
        assert app.rows.number == at
        assert app.rows.count == 40
        app.rows.renew([n for n in numbers(120) if n != at], [at])
        await app.press()
        assert app.rows.number != at
        assert app.rows.count == 39

    use(numbers(90), renew)


@pytest.mark.parametrize("keys", [["s"], ["/", *"0", "tab"]], ids=["sorted", "filtered"])
def test_what_is_gone_is_not_drawn_while_the_rest_is_still_sifted(keys: list[str]) -> None:
    kept = {str(n) for n in range(30)}

    class Kept(Records):
        def cells(self, number: str) -> Sequence[str]:
            assert number in kept, "it is gone"
            return super().cells(number)

    async def renew(app: Host) -> None:
        await app.press(*keys, "end")
        kept.difference_update({str(n) for n in range(5, 30)})
        app.rows.renew(sorted(kept), (), "")
        assert app.rows.working
        # Drawn before the sifting has had its turn.
        assert app.lines
        assert set(app.shown) <= kept
        assert app.rows.number in {*kept, ""}
        await app.press("home")
        assert app.rows.number == min(app.shown)

    use(sorted(kept), renew, Kept())


def test_texts_of_any_kind_are_one_line_each() -> None:
    async def look(app: Host) -> None:
        assert all("\x1b" not in line and "\n" not in line for line in app.lines)
        assert "编号[/]尾" in app.lines[2]
        assert "𠮷䶮" in app.lines[6]
        assert app.lines[7].rstrip().endswith(">")
        await app.press("slash", "[", "/", "]")
        assert app.shown == ["0"]

    use([str(n) for n in range(len(NASTY))], look, Texts(NASTY))


def test_an_empty_list_takes_every_key() -> None:
    async def press(app: Host) -> None:
        await app.press("down", "up", "pagedown", "end", "home", "space", "s", "enter", "slash", "x", "enter", "escape")
        assert app.rows.number == ""

    use([], press)
