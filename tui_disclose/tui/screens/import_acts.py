"""Importing a published report at the list of years: which file, which year, a look at it, and it is kept."""

from functools import partial
from typing import TYPE_CHECKING

from tui_disclose.office.importing import Plan, apply_import, plan_import, report_content
from tui_disclose.office.reports import year_typed
from tui_disclose.problems import Problem, YearUnknown
from tui_disclose.tui.screens.import_review import ImportReview
from tui_disclose.tui.screens.prompts import AskLine, AskPath

if TYPE_CHECKING:
    from tui_disclose.tui.screens.years import YearsScreen


_WHICH = "导入哪个文件？（网页、Word、Excel、文本等的路径）"


def take_report(screen: "YearsScreen", question: str = _WHICH, typed: str = "") -> None:
    """Ask for the file, show what it says beside what stands in the report, and keep it if that is the answer."""

    def named(path: str | None) -> None:
        if not path:
            return
        try:
            name, content = report_content(path)
        except Problem as problem:
            # A slip in a long path is put right, not typed again.
            take_report(screen, f"{problem}\n{_WHICH}", path)
        else:
            _read(screen, name, content, None)

    screen.app.push_screen(AskPath(question, typed), named)


def _read(screen: "YearsScreen", name: str, content: bytes, year: int | None) -> None:
    today = screen.disclosure.today()
    replan = partial(plan_import, screen.office, name, content, year, today)
    try:
        plan = replan()
    except YearUnknown:
        _ask_year(screen, name, content)
    except Problem as problem:
        screen.tell(str(problem))
    else:
        screen.app.push_screen(ImportReview(name, plan, replan), lambda kept: _keep(screen, name, kept))


def _ask_year(screen: "YearsScreen", name: str, content: bytes) -> None:
    def said(answer: str | None) -> None:
        if not answer:
            screen.tell("没有录入。")
            return
        try:
            year = year_typed(screen.office.forms, answer, screen.disclosure.today())
        except Problem as problem:
            screen.tell(str(problem))
        else:
            _read(screen, name, content, year)

    screen.app.push_screen(AskLine("文件没有写明报告年份，是哪一年的年度报告？"), said)


def _keep(screen: "YearsScreen", name: str, plan: Plan | None) -> None:
    if plan is None:
        screen.tell("没有录入。")
        return
    try:
        entry = apply_import(screen.office, plan, name, replace=True)
    except Problem as problem:
        screen.tell(str(problem))
        return
    screen.tell(f"{plan.year}年报告已录入{len(plan.cells)}格。" if entry else "与已有内容相同，无需改动。")
