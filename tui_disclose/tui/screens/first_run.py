"""The first questions: who the office is, what kind, and the report year to begin with."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from tui_disclose.choices import LEVELS
from tui_disclose.office.house import create_office
from tui_disclose.office.reports import year_typed
from tui_disclose.problems import Problem
from tui_disclose.statutory.form_files import load_forms
from tui_disclose.statutory.text import half_width, one_line
from tui_disclose.tui.base import Fitting
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.screens.prompts import LineInput
from tui_disclose.tui.widgets.lines import Lines

_QUESTIONS = ("unit", "level", "year")


class FirstRunScreen(Fitting[None]):
    """Three questions, then the workbench."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("tab,down", "app.focus_next", "下一项", "到下一项。", hint=False),
        Command("shift+tab,up", "app.focus_previous", "上一项", "回到上一项。", hint=False),
        Command("escape", "app.quit", "退出", "退出，不建立台账。"),
    )
    KEYS_TITLE = "首次使用"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def compose(self) -> ComposeResult:
        """Lay out the questions."""
        kinds = "  ".join(f"{number} {name}" for number, name in enumerate(LEVELS.values(), 1))
        yield Lines("政务公开台账：首次使用")
        yield Lines()
        yield Lines("本系统为非涉密系统，不得录入国家秘密、工作秘密；涉密事项只登记数量，不登记标题。")
        yield Lines()
        yield Lines("单位全称（如 白银市科学技术局）")
        yield LineInput(id="unit")
        yield Lines()
        yield Lines(f"单位级别（{kinds}）")
        yield LineInput("1", id="level")
        yield Lines()
        yield Lines("从哪一年的年度报告开始")
        yield LineInput(str(self.disclosure.today().year - 1), id="year")
        yield Lines()
        yield Lines(id="message")
        yield Lines("Enter 下一项  Esc 退出，不建立台账")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next question, and after the last one begin."""
        at = _QUESTIONS.index(event.input.id or "unit")
        if not self.query_one("#unit", Input).value.strip():
            self._ask_again("unit", "请先填写单位全称，它印在年度报告和文书上。")
        elif at + 1 < len(_QUESTIONS):
            self.query_one("#message", Lines).show("")
            self.query_one(f"#{_QUESTIONS[at + 1]}", Input).focus()
        else:
            self._begin()

    def _begin(self) -> None:
        app = self.disclosure
        unit, level, typed_year = (self.query_one(f"#{name}", Input).value for name in _QUESTIONS)
        levels = dict(enumerate(LEVELS, 1))
        chosen = half_width(level).strip()
        if chosen not in map(str, levels):
            self._ask_again("level", f"单位级别请填 {'、'.join(map(str, levels))} 之一。")
            return
        # The year before anything is made: a wrong one must not leave half an office behind.
        try:
            year = year_typed(load_forms(app.folder / "forms"), typed_year, app.today())
        except Problem as problem:
            self._ask_again("year", str(problem))
            return
        try:
            office = create_office(app.folder, unit, app.today(), levels[int(chosen)])
        except Problem as problem:
            self._ask_again("unit", str(problem))
        else:
            app.enter(office, year)

    def _ask_again(self, question: str, why: str) -> None:
        self.query_one("#message", Lines).show(one_line(why))
        field = self.query_one(f"#{question}", Input)
        field.focus()
        field.action_select_all()
