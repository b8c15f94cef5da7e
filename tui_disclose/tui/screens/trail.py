"""Place 8 操作记录: who did what, newest first, each act with what it changed."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from tui_disclose.office.trail import Act, acts, changes_of, verify_trail
from tui_disclose.problems import Problem
from tui_disclose.tui.base import PlaceScreen
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.widgets.page_list import PageList, RowOpened
from tui_disclose.tui.wording import fit

_FOLLOW_EVERY = 1.0


class TrailScreen(PlaceScreen):
    """The trail, newest act first."""

    PLACE = 8
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("slash", "filter", "筛选", "只列含有某些文字的操作：人、记录、内容；留空列出全部。", cli="audit log"),
        Command("escape", "clear", "取消", "取消筛选，列出全部。", hint=False),
        Command("v", "verify", "查验", "查验操作记录有没有被改动、删减、调换、截断。", cli="audit verify"),
    )
    KEYS_TITLE = "操作记录"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Act] = []
        self.shown: list[Act] = []
        self.wanted = ""
        self._mark = (0, 0)

    def compose_body(self) -> Iterable[Widget]:
        """Return the title and the list."""
        return Lines(id="title"), PageList(id="body")

    def on_mount(self) -> None:
        """Show the trail and what is added to it."""
        self._read()
        self.set_interval(_FOLLOW_EVERY, self._follow)

    def _read(self) -> None:
        try:
            self._mark = self.office.store.mark
            self.all = acts(self.office)[::-1]
        except Problem as problem:
            self.say(str(problem))
        self._show()

    def _show(self) -> None:
        rows = self.query_one(PageList)
        here = self.shown[rows.cursor].sequence if self.shown else None
        code = self.office.settings.code
        self.shown = [act for act in self.all if self.wanted in act_row(act, "") or self.wanted in act_row(act, code)]
        at = next((n for n, act in enumerate(self.shown) if act.sequence == here), 0)
        rows.show([act_row(act, code) for act in self.shown], at)
        rows.focus()
        which = f"含“{self.wanted}”的{len(self.shown)}条，" if self.wanted else ""
        self.query_one("#title", Lines).show(f"操作记录：{which}共{len(self.all)}条，最近的在前")
        if self.wanted and not self.shown:
            self.say("没有符合的操作，按 Esc 列出全部；操作记录不写申请人姓名，请按编号找。")
        elif not self.all:
            self.say("还没有操作记录。每次保存都会在这里留下一条：谁、何时、改了什么。")

    def _follow(self) -> None:
        """Show what was added meanwhile, the cursor on the act it was on."""
        try:
            if self.is_current and self.office.store.mark != self._mark:
                self._read()
        except Problem as problem:
            self.say(str(problem))

    def on_row_opened(self, event: RowOpened) -> None:
        """Show what an act changed."""
        from tui_disclose.tui.screens.reader import ReaderScreen

        act = self.shown[event.index]
        head = [f"第{act.sequence}条  {act.at[:10]} {act.at[11:19]}  {act.who}", act.why, act.mark]
        try:
            differences = changes_of(self.office, act, self.disclosure.readings)
        except Problem as problem:
            self.say(str(problem))
            return
        changed = [difference.sentence for difference in differences]
        text = "\n".join(line for line in (*head, "", *changed) if line or changed)
        self.app.push_screen(ReaderScreen("操作记录", text))

    def action_filter(self) -> None:
        """Ask for words that the acts listed must have."""
        from tui_disclose.tui.screens.prompts import AskLine

        def narrow(words: str | None) -> None:
            if words is not None:
                self.wanted = words
                self._show()

        self.app.push_screen(AskLine("只列含有这些文字的操作（留空列出全部）：", self.wanted), narrow)

    def action_clear(self) -> None:
        """List all acts again."""
        if self.wanted:
            self.wanted = ""
            self.say("")
            self._show()

    def action_verify(self) -> None:
        """Check the chain of the trail."""
        try:
            verdict = verify_trail(self.office.folder)
            good = f"操作记录完好，共{verdict.sequence}条，末条哈希 {verdict.hash[:16]}。"
            self.say(verdict.bad.text if verdict.bad else good)
        except Problem as problem:
            self.say(str(problem))


def act_row(act: Act, code: str) -> str:
    """Return the line of an act; an office's own code, with which its numbers begin, leaves no room for the title."""
    day, time = act.at[:10], act.at[11:16]
    mark = f"（{act.mark}）" if act.mark else ""
    why = act.why.replace(f"{code}/", "") if code else act.why
    return f"{act.sequence:>6} {day} {time} {fit(act.who, 10)} {mark}{why}"
