"""A list to choose from, filtered while it is typed: what a field of a form may hold, columns, kinds, forms."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from msgspec import structs
from textual.app import ComposeResult
from textual.binding import BindingType

from tui_disclose.office.position import Place
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.base import Fitting
from tui_disclose.tui.commands import Command, bindings, hints
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.widgets.page_list import RowOpened
from tui_disclose.tui.widgets.record_list import Column, RecordList

if TYPE_CHECKING:
    from tui_disclose.tui.screens.form import FormScreen

Rows = Mapping[str, Sequence[str]]
"""What may be chosen, each with the texts of its columns."""


class PickingScreen(Fitting[str | None]):
    """Rows to choose from; answers the key of the one chosen, or opens it and stays where `opened` is given."""

    KEYS: ClassVar[tuple[Command, ...]] = (Command("escape,q", "dismiss(None)", "返回", "返回原处。"),)
    KEYS_TITLE = "从列表中挑选"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(
        self,
        title: str,
        what: str,
        columns: Sequence[Column],
        rows: Callable[[], Rows],
        opened: Callable[[str], object] | None = None,
        at: str = "",
    ) -> None:
        """Take what the rows are called, and where the cursor begins; `rows` is asked anew after `opened`."""
        super().__init__()
        self.title_text = title
        self.what = what
        self.columns: Sequence[Column] = columns
        self.labels: Sequence[str] = [column.title for column in columns]
        self._ask = rows
        self._rows = rows()
        self._opened = opened
        self._at = at

    def cells(self, number: str) -> Sequence[str]:
        """Return the texts of a row."""
        return self._rows[number]

    def fields(self, number: str) -> Mapping[str, str]:
        """Return what the filter looks into."""
        return dict(zip(self.labels, self._rows[number], strict=True))

    def compose(self) -> ComposeResult:
        """Lay out title, rows, message and hints."""
        yield Lines(one_line(self.title_text), id="title")
        yield PickedRows(self.what, self, id="body")
        yield Lines(id="message")
        keys = tuple(command for command in RecordList.KEYS if "filter" not in command.when)
        if self._opened is None:
            keys = tuple(structs.replace(each, name="选定") if each.action == "open" else each for each in keys)
        yield Lines(hints((*self.KEYS, *keys), 78), id="hints")

    def on_mount(self) -> None:
        """Show the rows."""
        rows = self.query_one(PickedRows)
        rows.open(list(self._rows), Place(self._at))
        rows.focus()

    def on_screen_resume(self) -> None:
        """Show the rows as they are now, after one of them was opened."""
        if self._opened and self.query_one(PickedRows).is_mounted:
            self._rows = self._ask()
            self.query_one(PickedRows).renew(list(self._rows), list(self._rows))

    def on_row_opened(self, event: RowOpened) -> None:  # noqa: ARG002
        """Answer with the row under the cursor, or open it."""
        number = self.query_one(PickedRows).number
        if self._opened is None:
            self.dismiss(number)
        else:
            self._opened(number)


class PickedRows(RecordList, inherit_bindings=False):
    """The rows; Esc leaves the screen where there is nothing to cancel."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(RecordList.KEYS)

    def action_clear(self) -> None:
        """Drop selection or filter, else leave."""
        if self.selected or self.typed or self.typing:
            super().action_clear()
        else:
            self.screen.dismiss(None)


def pick_into(form: "FormScreen") -> None:
    """Offer what the field under the cursor may hold; several are added to each other where it holds several."""
    slot = form.box.slot
    offered = form.offered(slot.field)
    if not offered:
        form.say("这一项没有可以挑选的，请直接填写。")
        return

    def picked(value: str | None) -> None:
        if value is None:
            return
        several = slot.field.kind in ("lines", "records") and slot.text.strip()
        slot.put(f"{slot.text}{chr(10) if slot.long else '；'}{value}" if several else value)
        form.box.changed()

    width = 34 if any(len(value) > 14 for value in offered) else 16
    columns = (Column(slot.field.label, width), Column("说明", 30, grows=True))
    rows = {value: (value, words) for value, words in offered.items()}
    form.app.push_screen(PickingScreen(f"{slot.field.label}：挑选", "可选", columns, lambda: rows), picked)
