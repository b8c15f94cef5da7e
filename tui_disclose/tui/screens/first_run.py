"""The first questions: who the office is, what kind, and the report year to begin with."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from tui_disclose.office.house import create_office
from tui_disclose.office.reports import check_year
from tui_disclose.office.settings import LEVELS
from tui_disclose.problems import Problem
from tui_disclose.statutory.text import half_width
from tui_disclose.tui.base import PlaceScreen
from tui_disclose.tui.screens.prompts import LineInput

_QUESTIONS = ("unit", "level", "year")


class FirstRunScreen(Screen[None]):
    """Three questions, then the workbench."""

    DEFAULT_CSS = "FirstRunScreen .question { height: 1; margin-top: 1; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.quit", "退出", show=False),
        Binding("up,shift+tab", "app.focus_previous", "上一项", show=False),
        Binding("down", "app.focus_next", "下一项", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the questions."""
        yield from self._lines()

    def _lines(self) -> Iterable[Widget]:
        app = self.app
        year = str(app.today().year - 1) if hasattr(app, "today") else ""
        kinds = "  ".join(f"{number} {name}" for number, name in enumerate(LEVELS.values(), 1))
        yield Static("政务公开台账 · 首次使用".replace(" · ", "：") + "\n", markup=False)
        yield Static("本系统为非涉密系统，不得录入国家秘密、工作秘密；涉密事项只登记数量，不登记标题。", markup=False)
        yield Static("单位全称（如 白银市科学技术局）", classes="question", markup=False)
        yield LineInput(id="unit")
        yield Static(f"单位级别（{kinds}）", classes="question", markup=False)
        yield LineInput("1", id="level")
        yield Static("从哪一年的年度报告开始", classes="question", markup=False)
        yield LineInput(year, id="year")
        yield Static("", id="message", classes="question", markup=False)
        yield Static("Enter 下一项  Esc 退出，不建立台账", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next question, and after the last one begin."""
        at = _QUESTIONS.index(event.input.id or "unit")
        if at + 1 < len(_QUESTIONS):
            self.query_one(f"#{_QUESTIONS[at + 1]}", Input).focus()
        else:
            self._begin()

    def _begin(self) -> None:
        answers = {name: half_width(self.query_one(f"#{name}", Input).value).strip() for name in _QUESTIONS}
        levels = list(LEVELS)
        app = PlaceScreen.disclosure.fget(self)  # type: ignore[attr-defined]
        if answers["level"] not in ("1", "2", "3"):
            self._ask_again("level", "单位级别请填 1、2 或 3。")
        elif not answers["year"].isdigit():
            self._ask_again("year", "年度请填四位数字，如 2019。")
        else:
            try:
                office = create_office(
                    app.folder, self.query_one("#unit", Input).value, app.today(), levels[int(answers["level"]) - 1]
                )
                check_year(office, int(answers["year"]), app.today())
            except Problem as problem:
                self._ask_again("unit", str(problem))
            else:
                app.enter(office, int(answers["year"]))

    def _ask_again(self, question: str, why: str) -> None:
        self.query_one("#message", Static).update(why)
        self.query_one(f"#{question}", Input).focus()
