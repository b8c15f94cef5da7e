"""Taking back by key, in lists, in opened records and in a report: what was not done just now is asked for first."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tui_disclose.office.undoing import is_recent, last_act, passed_over, undo_last
from tui_disclose.problems import Problem
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.screens.prompts import AskChoice

if TYPE_CHECKING:
    from tui_disclose.tui.base import PlaceScreen


def take_back(screen: "PlaceScreen", place: str, after: Callable[[str], None]) -> None:
    """Take back this person's last act in a place; `after` shows what there is then, and says what came of it."""
    store = screen.office.store
    try:
        act = last_act(screen.office, place)
    except Problem as problem:
        screen.say(str(problem))
        return

    def undo() -> None:
        try:
            said = f"已{undo_last(screen.office, place).why}"
        except Problem as problem:
            said = str(problem)
        after(said)

    over = "" if act is None else passed_over(screen.office, act)
    # Entries are stamped with the day of the machine.
    recent = act is None or is_recent(act, store.made, date.today())
    if act is None or screen.office.read_only or (recent and not over):
        undo()
        return
    question = (
        f"{'' if recent else '这是以前或者在别的窗口做的'}（{act.at[:16].replace('T', ' ')}）：{one_line(act.why)}"
    )
    question += f"。{over}" if over else ""
    screen.app.push_screen(AskChoice(question, ["不撤销", "撤销"]), lambda answer: undo() if answer == 1 else None)
