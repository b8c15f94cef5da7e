"""The fields of a form, one a line: typed, chosen and moved between; only what changed is drawn again."""

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui_disclose.statutory.text import clean_text, harmless, one_line
from tui_disclose.tui.commands import Command
from tui_disclose.tui.form_model import LONG, FormModel, Slot
from tui_disclose.tui.wording import cut, fit, width_of

_TYPED = Style(underline=True)
_CURSOR = Style(reverse=True)
_FAINT = Style(dim=True)
_FAR = 10**6


@dataclass
class FieldReached(Message):
    """The cursor is on another field, or the field under it holds something else."""


@dataclass
class FieldLeft(Message):
    """The cursor left a field."""


@dataclass
class FieldOpened(Message):
    """A field is to be typed on several lines."""

    typed: str
    """What was typed to open it."""


@dataclass
class FormEnd(Message):
    """Enter was pressed in the last field."""


@dataclass
class NotAnOption(Message):
    """A key was pressed that chooses nothing."""

    typed: str


class FormBox(Widget, can_focus=True):
    """A form; it pages instead of scrolling. Characters are text, so that it has no letter keys."""

    DEFAULT_CSS = "FormBox { height: 1fr; }"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("tab,down", "", "下一项", "到下一项。", hint=False),
        Command("shift+tab,up", "", "上一项", "到上一项。", hint=False),
        Command("enter", "", "下一项", "到下一项；可以写多行的一项先打开来写。"),
        Command("space,right", "", "下个选项", "在有选项的一项中换下一个，也可按序号、拼音首字母选。", hint=False),
        Command("left", "", "上个选项", "在有选项的一项中换上一个；在文字中左移。", hint=False),
        Command("pagedown", "", "下页", "到下一页的第一项。", hint=False),
        Command("pageup", "", "上页", "到上一页的第一项。", hint=False),
        Command("ctrl+home", "", "首项", "到第一项。", hint=False),
        Command("ctrl+end", "", "末项", "到最后一项。", hint=False),
        Command("home,ctrl+a", "", "行首", "到行首。", hint=False),
        Command("end,ctrl+e", "", "行末", "到行末。", hint=False),
        Command("backspace", "", "退格", "删去光标前的一个字，清空所选的选项。", hint=False),
        Command("delete,ctrl+d", "", "删除", "删去光标处的一个字。", hint=False),
        Command("ctrl+u", "", "删到行首", "删去光标前的全部。", hint=False),
        Command("ctrl+k", "", "删到行末", "删去光标后的全部。", hint=False),
    )
    KEYS_TITLE = "表单的各项"

    def __init__(self, model: FormModel, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.model = model
        self.cursor = model.first_missing()
        self._drawn: tuple[str, int] | None = None
        """What is shown of the field that is typed, and the cell its cursor is on; None for one with several lines."""

    @property
    def slot(self) -> Slot:
        """The field under the cursor."""
        return self.model.slots[self.cursor]

    @property
    def page(self) -> tuple[int, int]:
        """The page shown, from 1, and how many there are."""
        height = max(self.size.height, 1)
        return self.cursor // height + 1, max(1, -(-len(self.model.slots) // height))

    def move_to(self, index: int) -> None:
        """Put the cursor on a field; the one that is left is checked."""
        before, height = self.cursor, max(self.size.height, 1)
        self.slot.check(self.model.today)
        self.slot.left()
        self.cursor = max(0, min(index, len(self.model.slots) - 1))
        if before // height != self.cursor // height:
            self.refresh()
        else:
            self._refresh_line(before)
            self._refresh_line(self.cursor)
        if before != self.cursor:
            self.post_message(FieldLeft())
        self.post_message(FieldReached())

    def changed(self) -> None:
        """Draw the field under the cursor again where it is another now."""
        self.post_message(FieldReached())
        if self.slot.long or self._drawn is None:
            self._refresh_line(self.cursor)
            return
        (before, was_at), (after, at) = self._drawn, self._view(self.slot)
        # Both are as wide as the window, so that what they end in alike stands in the same place.
        first = min(was_at, at, width_of(after[: _same(before, after)]))
        alike = after[len(after) - _same(before[::-1], after[::-1]) :]
        last = max(was_at + 2, at + 2, width_of(after) - width_of(alike))
        self._refresh_line(self.cursor, self._value_at + first, last - first)

    # ---- keys ----

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Tell that every character is text."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Take what types, chooses or moves; all other keys are for the screen."""
        character = " " if event.key == "space" else event.character or ""
        if self._moved(event.key) or self._edited(event.key, character):
            event.stop()
            event.prevent_default()

    def _moved(self, key: str) -> bool:
        height = max(self.size.height, 1)
        page = self.cursor // height * height - self.cursor
        steps = {"down": 1, "tab": 1, "up": -1, "shift+tab": -1, "pagedown": page + height, "pageup": page - height}
        steps |= {"ctrl+end": _FAR, "ctrl+home": -_FAR}
        if key == "enter" and self.slot.field.kind in LONG:
            self.post_message(FieldOpened(""))
        elif key in ("enter", "tab") and self.cursor == len(self.model.slots) - 1:
            self.move_to(self.cursor)
            self.post_message(FormEnd())
        elif key == "enter":
            self.move_to(self.cursor + 1)
        elif key in steps:
            self.move_to(self.cursor + steps[key])
        else:
            return False
        return True

    def _edited(self, key: str, character: str) -> bool:
        typed = character if character and character.isprintable() else ""
        slot = self.slot
        if slot.options:
            return self._chose(slot, key, typed)
        if slot.long and (typed or key in ("backspace", "delete")):
            self.post_message(FieldOpened(typed))
        elif typed:
            self._insert(harmless(typed))
        elif not slot.long and slot.edit.press(key):
            self.changed()
        else:
            return False
        return True

    def _chose(self, slot: Slot, key: str, typed: str) -> bool:
        if key in ("backspace", "delete", "ctrl+u"):
            slot.put("")
            slot.left()
        elif key in ("left", "right") or typed == " ":
            slot.turn(-1 if key == "left" else 1)
        elif not typed:
            return False
        elif not slot.choose(typed):
            self.post_message(NotAnOption(typed))
            return True
        self.changed()
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted text: kept as lines where lines may be, else joined to one; nothing is cut."""
        event.stop()
        slot = self.slot
        if slot.options:
            pasted = one_line(event.text).strip()
            if not slot.choose(pasted):
                self.post_message(NotAnOption(pasted))
                return
            slot.left()
            self.changed()
        elif slot.field.kind in LONG:
            self._insert(clean_text(event.text))
        else:
            self._insert(one_line(event.text))

    def _insert(self, text: str) -> None:
        was_wrong, self.slot.wrong = self.slot.wrong, ""
        if self.slot.is_whole_day:
            self.slot.put("")
        self.slot.edit.insert(text)
        if was_wrong:
            self._refresh_line(self.cursor)
        self.changed()

    # ---- drawing ----

    def on_focus(self) -> None:
        """Show the cursor."""
        self._refresh_line(self.cursor)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.refresh()
        self.post_message(FieldReached())

    @property
    def _value_at(self) -> int:
        return 2 + max(width_of(slot.field.label) for slot in self.model.slots) + 2

    def _refresh_line(self, index: int, x: int = 0, width: int = _FAR) -> None:
        height = max(self.size.height, 1)
        if self.is_mounted and index // height == self.cursor // height:
            self.refresh(Region(x, index % height, max(min(self.size.width - x, width), 1), 1))

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        height, width = max(self.size.height, 1), self.size.width
        index = self.cursor // height * height + y
        if index >= len(self.model.slots):
            return Strip.blank(width, self.rich_style)
        slot, start = self.model.slots[index], self._value_at
        mark = "! " if slot.wrong else "* " if slot.field.required and not slot.text else "  "
        segments = [Segment(fit(f"{mark}{fit(slot.field.label, start - 4)}：", start), self.rich_style)]
        if index == self.cursor and not slot.long:
            segments += self._being_typed(slot, Offset(start, y))
        else:
            if index == self.cursor:
                self._drawn = None
            segments += self._value(slot, width - start, index == self.cursor)
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _view(self, slot: Slot) -> tuple[str, int]:
        width = max(self.size.width - self._value_at, 1)
        shown, cell = slot.edit.view(width)
        return fit(harmless(shown), width), cell

    def _being_typed(self, slot: Slot, at: Offset) -> list[Segment]:
        line, cell = self._drawn = self._view(slot)
        self.app.cursor_position = self.content_region.offset + at + Offset(cell, 0)
        before = set_cell_size(line, cell)
        behind = line[len(before) :]
        style = self.rich_style + _TYPED
        return [Segment(before, style), Segment(behind[:1], style + _CURSOR), Segment(behind[1:], style)]

    def _value(self, slot: Slot, width: int, here: bool) -> list[Segment]:
        base = self.rich_style
        if not slot.text:
            return [Segment("（必填）" if slot.field.required else "", base + _FAINT)]
        if slot.wrong:
            return [Segment(cut(f"{one_line(slot.text)}  ！{slot.wrong}", width), base)]
        text = one_line(slot.text)
        if not slot.long:
            return [Segment(cut(text, width), base)]
        lines, characters = slot.text.count("\n") + 1, len("".join(slot.text.split()))
        size = f"（共{lines}行{characters}字，Enter 打开）"
        first = one_line(slot.text.split("\n", 1)[0])
        return [Segment(cut(first, width - width_of(size)) + size, base + (_CURSOR if here else Style()))]


def _same(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
