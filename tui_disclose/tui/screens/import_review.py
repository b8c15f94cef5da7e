"""What a report file says beside what stands in the report, cell by cell, before anything is kept."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui_disclose.importing.compare import Compared, choice_lines
from tui_disclose.office.importing import Plan
from tui_disclose.statutory.figures import figure_words
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.base import Fitting
from tui_disclose.tui.commands import LIST_KEYS, Command, bindings, hints
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.widgets.page_list import PageList, RowOpened
from tui_disclose.tui.wording import fit

_SOURCE, _CELL, _FIGURE = 22, 34, 10


class ImportReview(Fitting[bool]):
    """A list of what an import would keep; the answer is whether to keep it."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter", "accept", "全部录入", "按文件录入全部各格，现有的不同数字以文件为准。", cli="report import"),
        Command("escape,q", "dismiss(False)", "不录入", "不录入，回到原处。"),
    )
    KEYS_TITLE = "导入前核对"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, name: str, plan: Plan) -> None:
        super().__init__()
        self.file_name = name
        self.plan = plan

    def compose(self) -> ComposeResult:
        """Lay out title, heads, list and hints."""
        plan = self.plan
        title = f"导入 {one_line(self.file_name)}：{plan.year}年，{len(plan.cells)}格，不同{len(plan.differences)}处"
        yield Lines(f"{title}，未能读出{len(plan.unread)}处", id="title")
        yield Lines(f"{fit('文件中的原文', _SOURCE)}{fit('单元格', _CELL)}{fit('数字', _FIGURE)}现有", id="heads")
        yield PageList(id="body")
        yield Lines(hints((*self.KEYS, *LIST_KEYS), 78), id="hints")

    def on_mount(self) -> None:
        """Show what needs a person's eye first: what was not read, then every cell."""
        listing = self.query_one(PageList)
        listing.show(review_lines(self.plan), 0)
        listing.focus()

    def on_row_opened(self, event: RowOpened) -> None:
        """Keep it all: the list takes Enter."""
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Answer that it is to be kept."""
        self.dismiss(result=True)


def review_lines(plan: Plan) -> Sequence[str]:
    """Return the rows of the list: what was not read, rows to pick by command, notes, then one row a cell."""
    unread = [f"未能读出 {line}" for line in plan.unread]
    open_choices = [choice for choice in plan.choices if choice.picked is None]
    choices = [line for choice in open_choices for line in choice_lines(choice)]
    how = ["  选定分法请用命令 tui-disclose report import 的 --cut"] if choices else []
    return [*map(one_line, (*unread, *choices, *how, *plan.notes)), *map(_line, plan.cells)]


def _line(row: Compared) -> str:
    source = f"{row.source.where}“{row.source.text}”" if row.source else ""
    now = {"new": "", "same": "相同", "other": figure_words(row.standing)}[row.state]
    figure = fit(figure_words(row.figure), _FIGURE - 1)
    return f"{fit(source, _SOURCE - 1)} {fit(row.short, _CELL - 1)} {figure} {now}"
