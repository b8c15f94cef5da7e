"""A statutory table of a report: each figure is saved when its cell is left."""

from collections.abc import Callable
from typing import ClassVar, cast

from textual.app import ComposeResult

from tui_disclose.office.entering import clear_figure, fill, set_figure, set_figures
from tui_disclose.problems import Changed, Problem
from tui_disclose.records.report import cell_field
from tui_disclose.report.filling import carried_over, zeros
from tui_disclose.statutory.figures import Figure, shown
from tui_disclose.tui.report_parts import shown_cells
from tui_disclose.tui.screens.pane import Pane
from tui_disclose.tui.widgets.figure_grid import FigureGrid
from tui_disclose.tui.widgets.grid_messages import (
    CellReached,
    FigureCleared,
    FiguresPasted,
    FigureTyped,
    GridEnd,
    TotalTyped,
)


class TablePane(Pane):
    """A statutory table."""

    KIND: ClassVar[str] = "table"

    def compose(self) -> ComposeResult:
        """Lay out the grid."""
        yield FigureGrid(self.sheet.form.table(self.part.key), id="grid")

    @property
    def grid(self) -> FigureGrid:
        """The grid."""
        return self.query_one(FigureGrid)

    @property
    def address(self) -> str:
        """The cell under the cursor."""
        return self.grid.address

    def renew(self) -> None:
        """Show the figures that count."""
        self.grid.show(shown_cells(self.sheet, self.part.key, self.report.findings))

    def move_to(self, address: str) -> None:
        """Put the cursor on a cell."""
        self.grid.move_to(address)

    def save(self) -> None:
        """Save the figure being typed, at once: the program may be about to end."""
        if self.grid.editing and self.grid.typed.strip():
            self._enter(self.grid.address, self.grid.typed.strip(), again=False)

    def on_figure_typed(self, event: FigureTyped) -> None:
        """Save a figure that was typed."""
        self._enter(event.address, event.text)

    def _enter(self, address: str, text: str, *, again: bool = True) -> None:
        report = self.report
        try:
            set_figure(report.office, report.year, address, text, report.disclosure.today(), seen=self._seen(address))
        except Changed as problem:
            now = shown(cast("Figure", problem.fields.get(cell_field(address)))) or "空白"
            report.reload()
            if again:
                self.grid.reject(address, text)
            report.say(f"别人刚把本格改为“{now}”，您输入的是“{text}”：按 Enter 用您的，按 Esc 用别人的。")
        except Problem as problem:
            if again and not report.office.read_only:
                self.grid.reject(address, text)
            report.say(str(problem))
        else:
            report.say("")
            report.reload()

    def _seen(self, address: str) -> dict[str, Figure]:
        return {cell_field(address): self.sheet.faces[address].entered}

    def on_figure_cleared(self, event: FigureCleared) -> None:
        """Drop the entered figure."""
        report, today = self.report, self.report.disclosure.today()
        self._act(lambda: clear_figure(report.office, report.year, event.address, today, self._seen(event.address)))

    def on_figures_pasted(self, event: FiguresPasted) -> None:
        """Save figures that were pasted, as one act."""
        report, today = self.report, self.report.disclosure.today()
        self._act(lambda: set_figures(report.office, report.year, event.values, today))
        if event.left_over:
            report.say(f"粘贴了{len(event.values)}格；另有{len(event.left_over)}个数字超出表格，未录入。")

    def on_total_typed(self, event: TotalTyped) -> None:
        """Explain that totals are added up."""
        name = self.sheet.form.cells[event.address].short
        self.report.say(f"‘{name}’是合计，由系统计算；公布的报告合计不同的，请用导入或 report set 录入。")

    def on_cell_reached(self, event: CellReached) -> None:  # noqa: ARG002
        """Show the lines about the cell."""
        self.report.show_about()

    async def on_grid_end(self, event: GridEnd) -> None:  # noqa: ARG002
        """Go on to the next table."""
        await self.report.action_table(1)

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
