"""The list of a ledger's records: any place is made of it and of an opened record by naming its ledger."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual.widget import Widget

from tui_disclose.office.ledgers import OUT_ON, add
from tui_disclose.office.numbering import next_number
from tui_disclose.office.position import Place
from tui_disclose.problems import Problem
from tui_disclose.records.fields import Values
from tui_disclose.tui.screens.ledger_acts import FOLLOW_EVERY, LedgerActs
from tui_disclose.tui.screens.record import RecordScreen
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.widgets.page_list import RowOpened
from tui_disclose.tui.widgets.record_list import Column, FilterTyped, RecordList
from tui_disclose.tui.wording import broken

Export = tuple[str, Callable[[], Path]]
"""What can be written, in words, and what writes it."""


class LedgerScreen(LedgerActs):
    """The records of a ledger; a place is a subclass that names `PLACE`, `LEDGER`, `RECORD` and its keys."""

    RECORD: ClassVar[type[RecordScreen]]
    """What opens a record."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = RecordList(self.ledger.name, self, id="body")
        self.records: dict[str, Mapping[str, Any]] = {}
        """The records that are listed, by number: the store's own, not to be changed."""
        self.with_taken_out = False
        """Whether those taken out are listed too."""
        self.columns: Sequence[Column] = self.list_columns()
        self.labels: Sequence[str] = ["编号", *(field.label for field in self.ledger.fields)]
        self._mark = (0, 0)
        """As of when the records were read."""

    # ---- what a place may say otherwise ----

    def list_columns(self) -> Sequence[Column]:
        """Return the columns: the number and every field that has a width."""
        title = self.ledger.title
        fields = [Column(f.label, f.column, f.key == title) for f in self.ledger.fields if f.column]
        return [Column("编号", 12), *fields]

    def cells(self, number: str) -> Sequence[str]:
        """Return the texts of a record's columns."""
        fields = self.records[number]
        mark = f"【已{self.ledger.take_out}】" if OUT_ON in fields else ""
        return [mark + number, *(self.shown(f, fields.get(f.key), plain=False) for f in self.ledger.fields if f.column)]

    def number_pattern(self) -> str:
        """Return the pattern of new numbers."""
        return "{序号}"

    def listed(self, fields: Mapping[str, Any]) -> bool:  # noqa: ARG002
        """Tell whether a record belongs to the part of the ledger that is listed."""
        return True

    def in_order(self) -> list[str]:
        """Return the numbers of the records in the order in which they are listed: as they were made."""
        return list(self.records)

    def add_record(self, values: Values) -> str:
        """Add a record of the values that a form gave and return its number."""
        year, code = self.disclosure.today().year, self.office.settings.code
        return add(
            self.office, self.ledger, values, lambda taken: next_number(self.number_pattern(), taken, year, code)
        )

    # ---- the list ----

    def compose_body(self) -> Iterable[Widget]:
        """Return the list, and what it says where it is empty."""
        return self.rows, Lines(id="empty")

    @property
    def number(self) -> str:
        """The number of the record under the cursor."""
        return self.rows.number

    def on_mount(self) -> None:
        """Show the records, and where the person was among them."""
        try:
            self._read()
        except Problem as problem:
            self.say(str(problem))
        self.rows.open(self.in_order(), self.disclosure.list_places.get(self.LEDGER, Place()))
        self.rows.focus()
        self._show_empty()
        self.set_interval(FOLLOW_EVERY, self._follow)

    def save_pending(self) -> None:
        """Remember where the person is."""
        self.disclosure.list_places[self.LEDGER] = self.rows.place

    def on_unmount(self) -> None:
        """Remember where the person was."""
        self.save_pending()

    def on_screen_resume(self) -> None:
        """Show what was saved while another screen was on top."""
        if self.records or self._mark[1]:
            self._follow()

    def _read(self) -> None:
        self._mark = self.office.store.mark
        found: dict[str, Mapping[str, Any]] = {}

        def keep(number: str, fields: Values) -> None:
            # Of a record whose making was undone nothing is left but its number.
            if len(fields) > 1 and (self.with_taken_out or OUT_ON not in fields) and self.listed(fields):
                found[number] = fields

        self.office.store.scan(self.LEDGER, keep)
        self.records = found

    def _show_empty(self) -> None:
        text = "" if self.records else self.ledger.empty or f"还没有{self.ledger.name}。按 n 登记。"
        shown = broken(text, self.app.size.width)
        empty = self.query_one("#empty", Lines)
        empty.display = bool(text)
        empty.styles.height = len(shown)
        empty.show("\n".join(shown))

    def _follow(self) -> None:
        try:
            if self.office.store.mark != self._mark:
                self.follow()
        except Problem as problem:
            self.say(str(problem))

    def follow(self, number: str = "") -> None:
        """Show what was saved meanwhile, the cursor where it was or on a record; nothing typed is touched."""
        before, former = self._mark, self.records
        try:
            entries = self.office.store.since(before[1])
            self._read()
        except Problem as problem:
            self.say(str(problem))
            return
        changed = [c.number for entry in entries for c in entry.changes if c.table == self.LEDGER]
        if self._mark[0] != before[0]:
            # Restored meanwhile: nothing is as it was.
            changed = list({**former, **self.records})
        if changed:
            self.rows.renew(self.in_order(), changed, number)
            self._show_empty()

    def fields(self, number: str) -> Mapping[str, str]:
        """Return what the filter looks into, by label; what is masked is not found."""
        kept = self.records[number]
        found = {"编号": number}
        for field in self.ledger.fields:
            value = kept.get(field.key)
            # As it is stored where that is how it reads: making it fit to be shown takes longer than searching it.
            if isinstance(value, str) and field.kind != "choice" and not field.personal:
                found[field.label] = value
            else:
                found[field.label] = self.shown(field, value, not self.office.masks_personal)
        return found

    # ---- acts ----

    def on_row_opened(self, event: RowOpened) -> None:  # noqa: ARG002
        """Open the record under the cursor."""
        self.say("")
        self.app.push_screen(self.RECORD(self.number))

    def action_new(self) -> None:
        """Ask for the values of a new record."""
        if not self.may_change():
            return
        made: list[str] = []

        def save(values: Values, seen: Values) -> str:  # noqa: ARG001
            made.append(self.add_record({key: value for key, value in values.items() if value is not None}))
            self.follow(made[-1])
            return f"已登记{self.ledger.name}{made[-1]}。"

        self.open_form(f"登记{self.ledger.name}", {}, save, "", lambda: "别人")

    def action_taken_out(self) -> None:
        """List those taken out too, or no longer."""
        self.with_taken_out = not self.with_taken_out
        if self.list_anew():
            self.say(f"已{self.ledger.take_out}的{'一并列出' if self.with_taken_out else '不再列出'}。")

    def list_anew(self) -> bool:
        """List what is to be listed now; False, having said why, where it cannot be read."""
        try:
            self._read()
        except Problem as problem:
            self.say(str(problem))
            return False
        self.rows.renew(self.in_order(), (), "")
        self._show_empty()
        return True

    def context(self) -> str:
        """Return whether characters go into the filter."""
        return "filter" if self.rows.typing else "list"

    def on_filter_typed(self, event: FilterTyped) -> None:  # noqa: ARG002
        """Show the keys that apply now: while a filter is typed characters are text."""
        self.show_hints()

    # ---- export ----

    def exports(self) -> list[Export]:
        """Return what can be written beside the list as it stands."""
        return []

    def export_question(self) -> str:
        """Return the question which of them it is to be."""
        return "导出："

    def action_export(self) -> None:
        """Ask what is to be written, write it, and say where it is and how to fetch it."""
        from tui_disclose.tui.screens.letters import show_exported
        from tui_disclose.tui.screens.prompts import AskChoice

        marked = len(self.rows.selected_numbers)
        listed = f"选中的{marked}条" if marked else f"列出的{self.rows.count}条"
        offered = self.exports() + [(f"{listed}的清单，Markdown", self._export_list)] * bool(self.rows.count)

        def write(answer: int | None) -> None:
            if answer is None:
                return
            try:
                path = offered[answer][1]()
            except Problem as problem:
                self.say(str(problem))
            else:
                show_exported(self, path)

        self.app.push_screen(AskChoice(self.export_question(), [words for words, _ in offered]), write)

    def _export_list(self) -> Path:
        from tui_disclose.office.list_exports import export_list

        selected, typed = self.rows.selected_numbers, self.rows.typed
        how = "选中的" if selected else f"含“{typed}”的" if typed else "全部"
        rows = map(self.cells, selected or self.rows.shown)
        return export_list(self.office, self.ledger, [column.title for column in self.columns], rows, how)
