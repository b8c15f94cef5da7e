"""Place 6: the years that have a report."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from tui_disclose.office.drafts import draft_years
from tui_disclose.office.reports import Summary, summaries, year_typed
from tui_disclose.problems import Problem
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.base import PlaceScreen
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.widgets.choice_list import ChoiceList, ChoiceMade
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.wording import cut, fit, wrapped

_MESSAGE_LINES = 4


class YearsScreen(PlaceScreen):
    """The list of yearly reports."""

    PLACE = 6
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("n", "new", "新建", "新建一个年度的报告。", cli="report set"),
        Command("i", "take", "导入", "导入一份公布的报告：先逐格核对，再录入。", cli="report import"),
        Command("t", "trends", "历年", "各年度的数字放在一起看。", cli="report trend"),
    )
    KEYS_TITLE = "年度列表"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, notice: str = "") -> None:
        super().__init__()
        self.notice = notice
        """Why a report could not be opened, to begin with."""
        self.years: list[int] = []

    def compose_body(self) -> Iterable[Widget]:
        """Return the list."""
        yield Lines(f"年度报告：{one_line(self.office.settings.unit)}", id="title")
        yield ChoiceList(id="body")

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was on top."""
        self._fill()

    def _fill(self) -> None:
        try:
            width, unit = self.app.size.width, self.office.settings.unit
            rows = {row.year: _row(row, unit, width) for row in summaries(self.office)}
        except Problem as problem:
            self.say(str(problem))
            return
        for year in draft_years(self.office):
            rows.setdefault(year, f" {year}年  还没有录入；有文字草稿还没有保存")
        if (begun := self.disclosure.last_year) is not None:
            rows.setdefault(begun, f" {begun}年  还没有录入")
        self.years = sorted(rows, reverse=True)
        chosen = self.query_one(ChoiceList)
        chosen.show([rows[year] for year in self.years])
        if self.disclosure.last_year in self.years:
            chosen.highlighted = self.years.index(self.disclosure.last_year)
        if self.notice or self.years:
            self.say(self.notice)
        else:
            self.say("还没有年度报告。按 n 新建；已有网页、Word、Excel 等文件的按 i 导入。")
        chosen.focus()

    def say(self, text: str) -> None:
        """Show what there is to say on as many lines as it takes."""
        shown = wrapped(one_line(text), self.app.size.width, _MESSAGE_LINES)
        message = self.query_one("#message", Lines)
        message.styles.height = shown.count("\n") + 1
        message.show(shown)

    def on_choice_made(self, event: ChoiceMade) -> None:
        """Open the year under the cursor."""
        self._open(self.years[event.index])

    def action_new(self) -> None:
        """Ask for the year of a new report."""
        if self.office.read_only:
            self.say("本次以只读方式打开，不能新建。")
            return
        from tui_disclose.tui.screens.prompts import AskLine

        last = self.disclosure.today().year - 1
        self.app.push_screen(AskLine("新建哪一年的年度报告？", str(last)), self._new)

    def _new(self, answer: str | None) -> None:
        if answer is None:
            return
        try:
            year = year_typed(self.office.forms, answer, self.disclosure.today())
        except Problem as problem:
            self.say(str(problem))
        else:
            self._open(year)

    def action_trends(self) -> None:
        """Show the years side by side."""
        from tui_disclose.tui.screens.trends import TrendsScreen

        self.app.push_screen(TrendsScreen())

    def action_take(self) -> None:
        """Ask for the file of a published report."""
        if self.office.read_only:
            self.say("本次以只读方式打开，不能导入。")
            return
        from tui_disclose.tui.screens.import_acts import take_report

        take_report(self)

    def tell(self, text: str) -> None:
        """Say something that stays when this screen comes to the top again."""
        self.notice = text
        self._fill()

    def _open(self, year: int) -> None:
        from tui_disclose.tui.screens.report import ReportScreen

        self.notice = ""
        self.say("")
        self.app.push_screen(ReportScreen(year))


def _row(row: Summary, unit: str, width: int) -> str:
    """Return a year in a line of a width; whose report it is only where that is not `unit`, the office."""
    if row.trouble:
        return f" {row.year}年  打不开：{one_line(row.trouble)}"
    state = f"错误{row.errors}项 提示{row.warnings}项" if row.errors or row.warnings else "核对通过"
    filled = fit(f"已填{row.filled}/{row.cells}格", 15)
    other = one_line(row.unit) if row.unit != unit else ""
    return cut(f" {row.year}年  {fit(row.stage, 13)}格式{row.form} {filled}{fit(state, 19)}{other}".rstrip(), width)
