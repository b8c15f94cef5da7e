"""The list of records: a fixed head, columns by width, sort, live filter, selection; any number of records.

Only the rows on screen are ever made. Filter and sort go through the records in slices, so that keys stay alive
whatever their number; what has been found of the first page is shown at once.
"""

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

import msgspec
from msgspec.structs import replace
from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.binding import BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from tui_disclose.office.position import Place
from tui_disclose.records.filtering import Wanted, wanted
from tui_disclose.statutory.pinyin import initials
from tui_disclose.statutory.text import harmless, one_line
from tui_disclose.tui.commands import LIST_KEYS, Command, bindings
from tui_disclose.tui.line_edit import LineEdit
from tui_disclose.tui.widgets.page_list import PageList
from tui_disclose.tui.wording import cut, fit, width_of

_HEAD = Style(underline=True)
_CURSOR = Style(reverse=True)
_FILTER = "筛选："
_SLICE = 1_000
"""Records looked at before the keys have their turn again: some milliseconds."""
_FIGURES = re.compile("[0-9]+")
_MARK = 2
"""Cells before the first column, for the mark of a selected row."""


_FILTER_KEYS = (
    Command("left,right", "", "移动", "在筛选的文字中左移、右移。"),
    Command("backspace", "", "退格", "删去光标前的一个字。"),
    Command("delete", "", "删除", "删去光标处的一个字。"),
    Command("ctrl+u", "", "删到开头", "删去光标前的全部。"),
    Command("ctrl+k", "", "删到末尾", "删去光标后的全部。"),
)
"""What edits the filter while it is typed."""


def _padded(figures: re.Match[str]) -> str:
    return figures[0].rjust(9, "0")


class Column(msgspec.Struct, frozen=True):
    """A column of the list."""

    title: str
    width: int
    """In terminal cells."""
    grows: bool = False
    """Whether it takes the room that is left."""


class Source(Protocol):
    """Where the list gets what it shows; records are known by their numbers."""

    columns: Sequence[Column]
    labels: Sequence[str]
    """What fields are called in the filter."""

    def cells(self, number: str) -> Sequence[str]:
        """Return the texts of a record's columns."""
        ...

    def fields(self, number: str) -> Mapping[str, str]:
        """Return the texts of a record's fields by label: what the filter looks into."""
        ...


@dataclass
class FilterTyped(Message):
    """Characters go into the filter from now on, or no longer."""


class RecordList(PageList, inherit_bindings=False):
    """Records, one a line."""

    HEAD = 2
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter,tab", "", "看结果", "留着筛选，按键不再是文字。", when=("filter",)),
        Command("escape", "", "不筛了", "取消筛选。", when=("filter",)),
        *(replace(each, hint=False, when=("filter",)) for each in _FILTER_KEYS),
        Command("enter", "open", "打开", "打开光标所在的记录。", when=("list",)),
        Command("slash", "filter", "筛选", "边输边筛：文字、拼音首字母、“字段:值”，空格分开的都要符合。"),
        Command("escape", "clear", "取消", "取消选择；没有选择时取消筛选。", hint=False, when=("list",)),
        Command("s", "sort", "排序", "依次按各列顺序、倒序排列，最后回到原来的次序。", hint=False),
        Command("space", "select", "选择", "选中或不选这条记录，可以选多条，导出清单。", hint=False, when=("list",)),
        *LIST_KEYS,
    )
    KEYS_TITLE = "记录列表"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, name: str, source: Source, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.what = name
        """What the records are called."""
        self.order = ""
        """How the records are listed where no column orders them, if that is to be said."""
        self.source = source
        self.selected: set[str] = set()
        self.typing = False
        """Whether characters go into the filter."""
        self.working = False
        """Whether filter or sort have not come to their end yet."""
        self._all: Sequence[str] = ()
        self._filter = LineEdit()
        self._sort: int | None = None
        self._backwards = False
        self._found: list[str] = []
        self._texts: dict[str, str] = {}
        """What the filter looks into, of the records it has looked at so far."""
        self._sorted: Sequence[str] | None = None
        self._looking_for = ""
        """The record that the cursor goes to once it is found."""

    # ---- what is shown ----

    @property
    def count(self) -> int:
        """How many records are shown."""
        return len(self._found)

    @property
    def total(self) -> int:
        """How many records there are."""
        return len(self._all)

    @property
    def typed(self) -> str:
        """The filter."""
        return self._filter.text

    @property
    def number(self) -> str:
        """The number of the record under the cursor, nothing where there is none."""
        return self._found[self.cursor] if self._found else ""

    @property
    def selected_numbers(self) -> list[str]:
        """The numbers of the records that are selected, in the order of the list."""
        return [n for n in self._all if n in self.selected] if self.selected else []

    @property
    def shown(self) -> Sequence[str]:
        """The numbers of all records that the filter leaves, in order."""
        return self._found

    @property
    def place(self) -> Place:
        """Where the person is."""
        return Place(self.number or self._looking_for, self.typed, self._sort, self._backwards)

    def open(self, numbers: Sequence[str], place: Place) -> None:
        """Show these records, the cursor, the filter and the order as they were."""
        self._all = numbers
        self._filter = LineEdit(place.typed)
        # A place that was kept by an earlier version may name a column that is no more.
        known = place.sort is not None and 0 <= place.sort < len(self.source.columns)
        self._sort, self._backwards = (place.sort, place.backwards) if known else (None, False)
        self._begin(place.number)

    def renew(self, numbers: Sequence[str], changed: Sequence[str], at: str = "") -> None:
        """Show what was saved meanwhile: `numbers` are all records now, `changed` those whose text is another.

        The cursor stays on its record, or goes to `at`; what is typed and selected stays.
        """
        self._all = numbers
        for number in changed:
            self._texts.pop(number, None)
        self.selected &= set(numbers) if self.selected else set()
        here = self.number
        if self.typed or self._sort is not None:
            # Until filter and sort have come to their end, what is gone must not be drawn.
            known = set(numbers)
            self._found = [number for number in self._found if number in known]
            self.cursor = max(0, min(self.cursor, len(self._found) - 1))
        self._begin(at or here)

    # ---- filter and sort, in slices ----

    def _begin(self, number: str, within: Sequence[str] | None = None) -> None:
        """Find and sort anew, the cursor on a record; `within` what is known to hold all that will be found."""
        self._looking_for = number
        if within is None:
            self._sorted = None
        if within is None and not self.typed and self._sort is None:
            self._take(list(self._all), done=True)
        else:
            self.working = True
            self._refresh_status()
            self._sift(within)

    @work(exclusive=True, group="sift")
    async def _sift(self, within: Sequence[str] | None) -> None:
        if self._sorted is None:
            keys: dict[str, str] = {}
            for part in self._slices(self._all if self._sort is not None else ()):
                keys |= {number: self._key(number) for number in part}
                await asyncio.sleep(0)
            self._sorted = sorted(self._all, key=keys.__getitem__, reverse=self._backwards) if keys else self._all
        what = wanted(self.typed, self.source.labels)
        found: list[str] = []
        shown = False
        for part in self._slices(self._sorted if within is None else within):
            found += [number for number in part if self._fits(number, what)]
            if not shown and len(found) > self.rows and not self._looking_for:
                shown = True
                self._take(found, done=False)
            await asyncio.sleep(0)
        self._take(found, done=True)

    def _slices(self, numbers: Sequence[str]) -> Iterator[Sequence[str]]:
        return (numbers[start : start + _SLICE] for start in range(0, len(numbers), _SLICE))

    def _key(self, number: str) -> str:
        # By pinyin, as lists of names are read, 9 before 10; the text itself decides between those alike.
        text = self.source.cells(number)[self._sort or 0]
        return f"{initials(_FIGURES.sub(_padded, text))}\x00{text}"

    def _fits(self, number: str, what: Wanted) -> bool:
        if what.anywhere and not what.in_text(self._text(number)):
            return False
        return not what.fields or what.in_fields(self.source.fields(number))

    def _text(self, number: str) -> str:
        text = self._texts.get(number)
        if text is None:
            text = self._texts[number] = "\n".join((number, *self.source.fields(number).values()))
        return text

    @work(exclusive=True, group="prepare")
    async def _prepare(self) -> None:
        """Make what the filter looks into while the first letter is still being thought of."""
        numbers = self._all
        for part in self._slices(numbers):
            if self._all is not numbers:
                return
            for number in part:
                self._text(number)
            await asyncio.sleep(0)

    def _take(self, found: list[str], done: bool) -> None:
        self.working = not done
        self._found = found
        if done and self._looking_for:
            self.cursor = found.index(self._looking_for) if self._looking_for in found else min(self.cursor, len(found))
            self._looking_for = ""
        self.cursor = max(0, min(self.cursor, len(found) - 1))
        self.refresh()

    # ---- keys ----

    def action_sort(self) -> None:
        """Sort by the next column, then by it backwards, in the end as they are listed without."""
        shown = len(self._widths())
        if self._sort is None:
            self._sort, self._backwards = 0, False
        elif not self._backwards:
            self._backwards = True
        else:
            self._sort, self._backwards = (self._sort + 1, False) if self._sort + 1 < shown else (None, False)
        self._begin(self.number)

    def action_select(self) -> None:
        """Select the record under the cursor, or no longer, and go on to the next."""
        if self.number:
            self.selected ^= {self.number}
            self.action_move(1)
            self._refresh_status()

    def action_filter(self) -> None:
        """Type into the filter from now on."""
        self._prepare()
        self._type_filter(True)

    def _type_filter(self, typing: bool) -> None:
        self.typing = typing
        self._refresh_status()
        self.post_message(FilterTyped())

    def action_clear(self) -> None:
        """Drop the selection, or the filter where nothing is selected."""
        if self.selected:
            self.selected.clear()
            self.refresh()
            self._refresh_status()
        elif self.typed or self.typing:
            self._type_filter(False)
            self._filter = LineEdit()
            self._begin(self.number)

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Tell that while the filter is typed every character is text."""
        return self.typing and character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Take what is typed into the filter; keys that move the cursor work all the while."""
        if not self.typing:
            return
        character = " " if event.key == "space" else event.character or ""
        if event.key in ("enter", "tab", "escape"):
            if event.key == "escape":
                self.action_clear()
            self._type_filter(False)
        elif character and character.isprintable():
            self.type(character)
        elif any(event.key in command.keys for command in _FILTER_KEYS):
            self._edited(event.key)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste into the filter as one line."""
        if self.typing:
            event.stop()
            self.type(one_line(event.text))

    def type(self, text: str) -> None:
        """Put a text into the filter; what a longer one finds is among what the shorter one found."""
        longer = self._filter.at == len(self.typed) and not self.working and not {*":："} & {*self.typed, *text}
        self._filter.insert(text)
        self.cursor = 0
        self._begin("", list(self._found) if longer else self._sorted)

    def _edited(self, key: str) -> None:
        before = self.typed
        self._filter.press(key)
        if self.typed != before:
            self.cursor = 0
            self._begin("", self._sorted)
        else:
            self._refresh_status()

    # ---- drawing ----

    def _widths(self) -> list[int]:
        """Return the widths of the columns that fit, the first ones first; the one that grows takes the rest."""
        left = self.size.width - _MARK
        widths: list[int] = []
        for column in self.source.columns:
            wanted_here = min(column.width, 20) if column.grows else column.width
            if widths and left < wanted_here:
                break
            widths.append(min(wanted_here, max(left, 1)))
            left -= wanted_here + 1
        for at, column in enumerate(self.source.columns[: len(widths)]):
            if column.grows:
                widths[at] += max(left + 1, 0)
        return widths

    def _line(self, texts: Sequence[str], mark: str) -> str:
        return mark + " ".join(fit(cut(text, width), width) for text, width in zip(texts, self._widths(), strict=False))

    def row_text(self, index: int) -> str:
        """Return the text of a row."""
        number = self._found[index]
        mark = "* " if number in self.selected else "  "
        return self._line([one_line(text) for text in self.source.cells(number)], mark)

    def _refresh_status(self) -> None:
        self.refresh(Region(0, 0, self.size.width, 1))

    @property
    def status(self) -> str:
        """How many records there are, which are shown and how, in words."""
        page, pages = self.page
        parts = [f"{self.what}：共{self.total}条"]
        if self.typed:
            parts.append(f"含“{self.typed}”的{self.count}条{'（还在找）' if self.working else ''}")
        if self._sort is not None:
            parts.append(f"按{self.source.columns[self._sort].title}{'倒序' if self._backwards else '顺序'}")
        elif self.order and self.total > 1:
            parts.append(self.order)
        if self.selected:
            parts.append(f"已选{len(self.selected)}条")
        return "，".join([*parts, f"第{page}/{pages}页"] if pages > 1 else parts)

    def _status_line(self) -> Strip:
        base, width = self.rich_style, self.size.width
        if not self.typing:
            return Strip([Segment(fit(cut(one_line(self.status), width), width), base)], width)
        found = f"  {'还在找，已' if self.working else ''}找到{self.count}条/共{self.total}条"
        room = max(width - width_of(_FILTER + found), 1)
        shown, at = self._filter.view(room)
        self.app.cursor_position = self.content_region.offset + Offset(width_of(_FILTER) + at, 0)
        line = f"{fit(harmless(shown), room)}"
        before = set_cell_size(line, at)
        here = line[len(before) : len(before) + 1]
        segments = [Segment(_FILTER + before, base), Segment(here, base + _CURSOR)]
        return Strip([*segments, Segment(line[len(before) + 1 :] + found, base)]).adjust_cell_length(width, base)

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        if y == 0:
            return self._status_line()
        if y > 1:
            return super().render_line(y - self.HEAD)
        head = fit(self._line([column.title for column in self.source.columns], "  "), self.size.width)
        return Strip([Segment(head, self.rich_style + _HEAD)], self.size.width)
