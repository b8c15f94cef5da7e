"""A statutory table of a report: each figure is saved when its cell is left."""

from collections.abc import Callable, Mapping
from typing import ClassVar, cast

from textual.app import ComposeResult

from tui_disclose.office.entering import clear_figure, fill, set_figure, set_figures
from tui_disclose.problems import Changed, Problem
from tui_disclose.records.report import cell_field
from tui_disclose.report.filling import carried_over, zeros
from tui_disclose.statutory.figures import Figure, shown
from tui_disclose.tui.base import half_width_key
from tui_disclose.tui.report_parts import shown_cells
from tui_disclose.tui.screens.pane import Pane
from tui_disclose.tui.widgets.figure_grid import FigureGrid
from tui_disclose.tui.widgets.grid_messages import (
    CellReached,
    FigureCleared,
    FiguresPasted,
    FigureTyped,
    GridEnd,
    KeyPressed,
    RecordsAsked,
    Report,
    TotalTyped,
    TypingBegun,
    TypingGivenUp,
)


class TablePane(Pane):
    """A statutory table."""

    KIND: ClassVar[str] = "table"
    began_from: Figure = None
    """What stood in the cell when typing in it began: others may change it meanwhile."""

    def compose(self) -> ComposeResult:
        """Lay out the grid."""
        yield FigureGrid(self.sheet.form.table(self.part.key), self.take, id="grid")

    @property
    def grid(self) -> FigureGrid:
        """The grid."""
        return self.query_one(FigureGrid)

    @property
    def address(self) -> str:
        """The cell under the cursor."""
        return self.grid.address if self.ready else ""

    def begin(self) -> None:
        """Show the table, the cursor in its first cell."""
        self.grid.open(self.sheet.form.table(self.part.key))
        self.renew()

    def renew(self) -> None:
        """Show the figures that count."""
        if self.ready:
            self.grid.show(shown_cells(self.sheet, self.part.key, self.report.open.findings))

    def move_to(self, address: str) -> None:
        """Put the cursor on a cell, as soon as the grid is there."""
        super().move_to(address)
        if self.ready:
            self.grid.move_to(address)

    def save(self) -> None:
        """Save the figure being typed."""
        if self.ready:
            self.grid.commit()

    def take(self, message: Report) -> bool:
        """Do what the grid reports; False where a figure cannot be taken or a key means nothing."""
        match message:
            case TypingBegun(address):
                if locked := self.report.locked:
                    self.report.say(locked)
                    return False
                self.began_from = self.sheet.faces[address].entered
            case TypingGivenUp(address, text):
                self.report.say(f"已放弃输入的“{text}”，本格没有改动。" if text else "")
            case FigureTyped(address, text):
                return self._enter(address, text)
            case FigureCleared(address):
                self._clear(address)
            case FiguresPasted():
                self._paste(message)
            case TotalTyped(address):
                name = self.sheet.form.cells[address].short
                self.report.say(f"‘{name}’是合计，由系统计算；公布的报告合计不同的，请用导入或 report set 录入。")
            case CellReached():
                self.report.show_about()
            case RecordsAsked(address):
                return self._list_records(address)
            case GridEnd():
                self._go_on()
            case KeyPressed(key, character):
                return self.report.run_key(half_width_key(key, character))
        return True

    def _list_records(self, address: str) -> bool:
        numbers = self.sheet.derived.records.get(address, ())
        if numbers:
            from tui_disclose.tui.screens.cell_records import CellRecords

            self.app.push_screen(CellRecords(self.sheet.form.cells[address], numbers))
        return bool(numbers)

    def _go_on(self) -> None:
        """Go to the next table, unless cells of this one are still to be filled."""
        empty = len(zeros(self.sheet, self.part.key))
        if empty:
            self.report.say(f"本表还有{empty}格没有数字：按 z 补零，按 ] 到下一张表。")
        else:
            self.report.action_table(1)

    def _enter(self, address: str, text: str) -> bool:
        report = self.report
        seen = {cell_field(address): self.began_from} if self.grid.editing else self._seen(address)
        try:
            set_figure(report.office, report.year, address, text, report.disclosure.today(), seen=seen)
        except Changed as problem:
            self.began_from = cast("Figure", problem.fields.get(cell_field(address)))
            now = shown(self.began_from) or "空白"
            report.reload()
            report.say(f"别人刚把本格改为“{now}”，您输入的是“{text}”：按 Enter 用您的，按 Esc 用别人的。")
            return False
        except Problem as problem:
            # The line above names the cell already.
            report.say(str(problem).removeprefix(f"{self.sheet.form.cells[address].words}（{address}）："))
            return False
        report.say("")
        report.reload()
        return True

    def _seen(self, address: str) -> dict[str, Figure]:
        return {cell_field(address): self.sheet.faces[address].entered}

    def _clear(self, address: str) -> None:
        report, today = self.report, self.report.disclosure.today()
        self._act(lambda: clear_figure(report.office, report.year, address, today, self._seen(address)))

    def _paste(self, pasted: FiguresPasted) -> None:
        beyond = f"；另有{len(pasted.left_over)}个数字超出表格，未录入" if pasted.left_over else ""
        seen = {field: value for address in pasted.values for field, value in self._seen(address).items()}
        self._keep_pasted(pasted.values, seen, beyond)

    def _keep_pasted(self, values: Mapping[str, str], seen: dict[str, Figure], beyond: str) -> None:
        report, today = self.report, self.report.disclosure.today()
        try:
            set_figures(report.office, report.year, values, today, seen=seen)
        except Changed as problem:
            from tui_disclose.tui.screens.conflict import Conflict

            now = {address: problem.fields[f] for address in values if (f := cell_field(address)) in problem.fields}
            theirs = {address: cast("Figure", figure) for address, figure in now.items()}
            conflicts = [
                Conflict(address, self.sheet.form.cells[address].short, values[address], shown(figure))
                for address, figure in theirs.items()
                if seen[cell_field(address)] != figure
            ]

            def decided(mine: frozenset[str] | None) -> None:
                if mine is None:
                    report.say("没有粘贴。")
                    return
                given_up = {conflict.field for conflict in conflicts} - mine
                left = {address: text for address, text in values.items() if address not in given_up}
                known = {cell_field(address): figure for address, figure in theirs.items()}
                self._keep_pasted(left, {cell_field(a): (seen | known)[cell_field(a)] for a in left}, beyond)

            report.ask_whose(conflicts, decided)
        except Problem as problem:
            report.say(str(problem))
        else:
            report.reload()
            report.say(f"粘贴了{len(values)}格，按 u 撤销{beyond}。")

    def fill_zeros(self) -> None:
        """Fill with 0 the cells that have no figure."""
        self._fill(zeros(self.sheet, self.part.key), "补零", "本表没有空格。")

    def carry(self) -> None:
        """Copy what last year's report carries over."""
        year = self.report.year - 1
        missing = f"没有{year}年的报告，不能抄上年结转。" if self.sheet.previous is None else "本表没有可抄的上年结转。"
        self._fill(carried_over(self.sheet, self.part.key), "抄上年结转", missing)

    def _fill(self, figures: dict[str, Figure], what: str, nothing: str) -> None:
        if not figures:
            self.report.say(nothing)
            return
        if self._act(lambda: fill(self.report.office, self.sheet, figures, what)):
            self.report.say(f"{what}：{len(figures)}格，按 u 撤销。")

    def _act(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except Problem as problem:
            self.report.reload()
            self.report.say(str(problem))
            return False
        self.report.say("")
        self.report.reload()
        return True
