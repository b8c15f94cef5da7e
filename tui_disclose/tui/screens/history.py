"""Who changed what in a record, newest first."""

from tui_disclose.office.trail import history
from tui_disclose.problems import Problem
from tui_disclose.tui.base import PlaceScreen
from tui_disclose.tui.screens.reader import ReaderScreen


def show_history(screen: PlaceScreen, record: str, name: str) -> None:
    """Show the history of a record (“reports/2019”) over a screen."""
    try:
        steps = history(screen.office, record, screen.disclosure.readings)
    except Problem as problem:
        screen.say(str(problem))
        return
    lines = []
    for step in reversed(steps):
        lines += [f"{step.act.at[:16].replace('T', ' ')}  {step.act.who}  {step.act.why} {step.act.mark}".rstrip()]
        lines += [f"    {difference.sentence}" for difference in step.differences]
    screen.app.push_screen(ReaderScreen(f"{name}的来历", "\n".join(lines)))
