"""What a report screen shows: the bar of parts, the part below it, and the lines about where the cursor is."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual import events
from textual.widget import Widget

from tui_disclose.office.position import Position
from tui_disclose.problems import Problem
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.base import PlaceScreen
from tui_disclose.tui.open_report import OpenReport
from tui_disclose.tui.report_parts import FINDINGS, ReportPart, cell_line, cell_trouble, part_line
from tui_disclose.tui.screens.pane import Pane
from tui_disclose.tui.screens.table_pane import TablePane
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.widgets.parts_bar import PartsBar
from tui_disclose.tui.wording import wrapped

if TYPE_CHECKING:
    from tui_disclose.tui.screens.conflict import Conflict

_MESSAGE_LINES = 2

_FOLLOW_EVERY = 1.0
"""Seconds between looks at what others saved."""


class ReportView(PlaceScreen):
    """One year's report; a bar of parts on top, the part shown below it. What its keys do is in `ReportScreen`."""

    PLACE = 6
    # The table takes the focus once it is there; nothing else may have the keys before.
    AUTO_FOCUS = ""

    def __init__(self, year: int, left: Position | None = None) -> None:
        super().__init__()
        self.year = year
        self.left = left
        """Where the last session was left; it opens there, with the keys on the bar."""
        self.open: OpenReport
        self.here = 0
        self.pane: Pane | None = None
        self.panes: dict[str, Pane] = {}
        self.said = ""
        self.said_at = ""

    def compose_body(self) -> Iterable[Widget]:
        """Return the parts bar, the part to begin with, and the lines about it."""
        yield PartsBar(id="parts")
        yield from self._first_pane()
        yield Lines(id="status")

    def _first_pane(self) -> Iterable[Pane]:
        """Return the pane of the first table, where typing begins, or of where the last session was left."""
        try:
            self.open = OpenReport(self.office, self.year, self.disclosure.today())
        except Problem as problem:
            self.said = str(problem)
            return
        self.disclosure.last_year = self.year
        left = self.open.part_index(self.left.part) if self.left else None
        self.here = self.open.first_table() if left is None else left
        part = self.open.parts[self.here]
        self.pane = self.panes[part.kind] = _new_pane(part)
        if self.left and left is not None:
            self.pane.move_to(self.left.address)
        yield self.pane

    def on_mount(self) -> None:
        """Give the keys to the part shown; where the last session is taken up again, to the bar."""
        if self.pane is None:
            self.disclosure.give_up(self.said)
            return
        if self.left:
            self.query_one(PartsBar).focus()
        else:
            self.pane.enter()
        self.show_about()
        self.call_after_refresh(self.reload)
        self.set_interval(_FOLLOW_EVERY, self._follow)

    # ---- what is shown ----

    def load(self) -> bool:
        """Read the report anew and check it; say so where it cannot be read."""
        try:
            self.open.read(self.disclosure.today())
        except Problem as problem:
            self.say(str(problem))
            return False
        return True

    def reload(self) -> None:
        """Show what is stored now, the cursor where it was."""
        if self.load() and self.pane is not None:
            self.pane.renew()
            self.show_about()

    def say(self, text: str) -> None:
        """Show one sentence in place of what is wrong with the cell, until the cursor leaves it."""
        self.said, self.said_at = text, self.pane.address if self.pane else ""
        self.query_one("#message", Lines).show(wrapped(one_line(text), self.size.width, _MESSAGE_LINES))

    @property
    def locked(self) -> str:
        """Why nothing can be typed into the report, "" where it can."""
        return "本次以只读方式打开，不能修改。" if self.office.read_only else self.open.locked

    def on_screen_resume(self) -> None:
        """Show what was done to the report on a screen above this one."""
        # Not when it is shown for the first time: the figures come first, the checks after them.
        if self.pane is not None and self.open.checked:
            self.reload()

    def show_about(self) -> None:
        """Show the parts, and the lines about the part and the cell under the cursor."""
        if self.pane is None:
            return
        parts, to_do = self.open.parts, len(self.open.to_do)
        labels = [part.label + (str(to_do) if part is FINDINGS and to_do else "") for part in parts]
        self.query_one(PartsBar).show(self.open.head, labels, self.here)
        address, width = self.pane.address, self.size.width
        about, wrong = part_line(self.open.sheet, parts[self.here]), self.pane.about()
        if address and self.context() != "bar":
            about = cell_line(self.open.sheet, address, width)
            wrong = cell_trouble(address, self.open.findings)
        if address != self.said_at:
            self.said = ""
        self.query_one("#status", Lines).show(one_line(about))
        self.query_one("#message", Lines).show(wrapped(one_line(self.said or wrong), width, _MESSAGE_LINES))
        self.show_hints()

    def on_resize(self, event: events.Resize) -> None:
        """Say as much of the cell as fits."""
        super().on_resize(event)
        self.show_about()

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus now."""
        self.show_about()

    def open_part(self, index: int, address: str = "", *, enter: bool = True) -> None:
        """Show a part, with the cursor in it unless only the bar moved."""
        self.save_pending()
        part = self.open.parts[index]
        self.here = index
        pane = self._pane_for(part)
        for other in self.panes.values():
            other.display = other is pane
            other.leave()
        self.pane = pane
        if address:
            pane.move_to(address)
        if enter:
            pane.enter()
        else:
            self.query_one(PartsBar).focus()
        self.show_about()

    def _pane_for(self, part: ReportPart) -> Pane:
        pane = self.panes.get(part.kind)
        if pane is None:
            pane = self.panes[part.kind] = _new_pane(part)
            self.mount(pane, before="#status")
        else:
            pane.open(part)
        return pane

    def position(self) -> Position | None:
        """Return the part and cell to open next time."""
        if self.pane is None:
            return None
        return Position(self.year, self.pane.part.key, self.pane.address)

    def context(self) -> str:
        """Return which part of the screen the keys go to."""
        return "bar" if self.query_one(PartsBar).has_focus or self.pane is None else self.pane.KIND

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Let a key act only where its command applies."""
        if self.pane is None or not self.is_mounted:
            return True
        known = [command for command in self.KEYS if command.action.partition("(")[0] == action]
        return not known or any(not c.when or self.context() in c.when for c in known)

    def save_pending(self) -> None:
        """Save the figure or text being typed."""
        if self.pane is not None:
            self.pane.save()

    def ask_whose(self, conflicts: "list[Conflict]", decided: Callable[[frozenset[str] | None], None]) -> None:
        """Show what somebody else changed meanwhile beside what was typed here, and let the person decide."""
        from tui_disclose.tui.screens.conflict import ConflictScreen

        others = "、".join(self.open.changed_by() or []) or "您在别的窗口"
        self.app.push_screen(ConflictScreen(others, conflicts), decided)

    def _follow(self) -> None:
        """Show what others saved meanwhile."""
        try:
            others = self.open.changed_by()
        except Problem as problem:
            self.say(str(problem))
            return
        if others is not None:
            self.reload()
        if others:
            self.say(f"{'、'.join(others)} 刚才作了修改，已显示最新内容。")


def _new_pane(part: ReportPart) -> Pane:
    """Return the pane of a part; lists and text areas are imported when they are first needed."""
    if part.kind == "table":
        return TablePane(part)
    if part.kind == "findings":
        from tui_disclose.tui.screens.findings_pane import FindingsPane

        return FindingsPane(part)
    from tui_disclose.tui.screens.text_pane import TextPane

    return TextPane(part)
