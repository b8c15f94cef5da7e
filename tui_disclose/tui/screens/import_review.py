"""What a report file says beside what stands in the report, cell by cell, before anything is kept."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType

from tui_disclose.office.importing import Plan, single_ways
from tui_disclose.office.reviewing import HEADS, ReviewRow, questions, review
from tui_disclose.problems import Problem
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.base import Fitting
from tui_disclose.tui.commands import LIST_KEYS, Command, bindings, hints
from tui_disclose.tui.screens.prompts import AskChoice
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.widgets.page_list import PageList, RowOpened, RowReached
from tui_disclose.tui.wording import fit, wrapped

_WIDTHS = (22, 34, 10)
"""Of the columns; what is left of the line is the last one's."""

_WHOLE = 3
"""Lines below the list that show the row under the cursor as the file prints it."""

Replan = Callable[[Mapping[str, int]], Plan]
"""Reads the file again with these ways picked."""


class ImportReview(Fitting[Plan]):
    """A list of what an import would keep; the answer is the plan to keep, None for nothing."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command(
            "enter", "", "录入", "按文件录入；要替换现有内容时先问。光标在一种分法上时选定它。", cli="report import"
        ),
        Command("space", "pick", "选分法", "选定光标所在的一种分法，再按一次不选。", cli="report import"),
        Command("a", "pick_single", "选唯一的", "只有一种分法且与合计、勾稽相符的行一并选定。", cli="report import"),
        Command("escape,q", "dismiss(None)", "不录入", "不录入，回到原处。"),
    )
    KEYS_TITLE = "导入前核对"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    DEFAULT_CSS = "ImportReview #whole { height: 3; }"

    def __init__(self, name: str, plan: Plan, replan: Replan) -> None:
        super().__init__()
        self.file_name = name
        self.plan = plan
        self.replan = replan
        self.rows: tuple[ReviewRow, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out title, heads, list and hints."""
        yield Lines(id="title")
        yield Lines(_line(HEADS), id="heads")
        yield PageList(id="body")
        yield Lines(id="whole")
        yield Lines(hints((*self.KEYS, *LIST_KEYS), 78), id="hints")

    def on_mount(self) -> None:
        """Show the plan."""
        self._show(0)
        self.query_one(PageList).focus()

    def _show(self, cursor: int) -> None:
        plan = self.plan
        self.rows = review(plan)
        about = f"{plan.year}年，{len(plan.cells)}格，不同{len(plan.differences)}处，未能读出{len(plan.unread)}处"
        self.query_one("#title", Lines).show(f"导入 {one_line(self.file_name)}：{about}")
        self.query_one(PageList).show([_line(row.columns) for row in self.rows], cursor)
        self._show_whole()

    def on_row_reached(self, event: RowReached) -> None:
        """Show the row under the cursor whole: what the file prints there."""
        event.stop()
        self._show_whole()

    def _show_whole(self) -> None:
        here = self.here
        # A sentence that the list shows to its end is not said twice.
        more = here is not None and (here.address or cell_len(here.whole) > self.size.width)
        self.query_one("#whole", Lines).show(wrapped(here.whole, 78, _WHOLE) if here and more else "")

    @property
    def here(self) -> ReviewRow | None:
        """The row under the cursor."""
        return self.rows[self.query_one(PageList).cursor] if self.rows else None

    @property
    def picks(self) -> dict[str, int]:
        """The ways picked, by row."""
        return {choice.key: choice.picked for choice in self.plan.choices if choice.picked is not None}

    def on_row_opened(self, event: RowOpened) -> None:
        """Pick the way under the cursor, or keep it all: the list takes Enter."""
        event.stop()
        if self.here and self.here.key:
            self.action_pick()
        else:
            self._accept()

    def action_pick(self) -> None:
        """Pick the way under the cursor, or no longer pick it."""
        here = self.here
        if here is None or not here.key:
            self.say("光标不在数字的分法上。")
            return
        picks = self.picks
        if picks.pop(here.key, None) != here.way:
            picks[here.key] = here.way
        self._read_again(picks)

    def action_pick_single(self) -> None:
        """Pick every row that can be parted in one way only."""
        picks = self.picks
        single = single_ways(self.plan).keys() - picks.keys()
        if single:
            self._read_again(picks | dict.fromkeys(single, 1))
        self.say(f"选定了{len(single)}行，请逐行核对。" if single else "没有只有一种分法的行。")

    def _read_again(self, picks: Mapping[str, int]) -> None:
        here = self.here
        try:
            self.plan = self.replan(picks)
        except Problem as problem:
            self.say(str(problem))
            return
        rows = review(self.plan)
        at = [n for n, row in enumerate(rows) if here and row.key and (row.key, row.way) == (here.key, here.way)]
        self._show(at[0] if at else self.query_one(PageList).cursor)

    def _accept(self) -> None:
        """Answer with the plan, after a question where it replaces or leaves out anything."""
        asked = questions(self.plan)
        if not asked:
            self.dismiss(self.plan)
            return

        def answered(answer: int | None) -> None:
            if answer == 1:
                self.dismiss(self.plan)

        self.app.push_screen(AskChoice("\n".join(asked), ["不录入，回去核对", "录入"]), answered)


def _line(columns: tuple[str, ...]) -> str:
    """Return a row as it stands on screen: a sentence, or its columns one beside the other."""
    if len(columns) == 1:
        return columns[0]
    *first, last = columns
    return "".join(f"{fit(text, width - 1)} " for text, width in zip(first, _WIDTHS, strict=True)) + last
