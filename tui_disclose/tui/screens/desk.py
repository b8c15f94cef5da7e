"""Place 1 待办: what is owed, by day, and the year's figures at a glance."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from tui_disclose.duties.values import URGENCY_WORDS, Duty
from tui_disclose.office.duties import Glance, glance, owed
from tui_disclose.problems import Problem
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.base import PLACES, PlaceScreen
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.places import record_place
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.widgets.page_list import PageList, RowOpened
from tui_disclose.tui.wording import fit, wrapped

_FOLLOW_EVERY = 1.0
_BARS = " ▁▂▃▄▅▆▇█"
"""Chart signs of growing height; the figures stand beside them."""

_BEGIN = (
    "",
    "可以从这里开始：",
    "  4 依申请    按 n 登记收到的申请，期限自动计算",
    "  3 主动公开  按 n 登记要公开的信息和审批单",
    "  2 制度      登记本单位的政府信息公开制度",
    "  6 年报      填写或导入年度报告",
    "  Ctrl+P      按名称、拼音首字母找命令和记录；? 看本处可用的键",
)


_NOTHING = "今天没有要办的事项。"
_LEDGERS = ("requests", "catalogue", "rules", "works")
_SENTENCE_LINES = 2
_MOST_LINES = 4


class DutyList(PageList):
    """The rows, which tell the screen when another one is under the cursor: its sentence may be longer than a row."""

    KEYS_TITLE = ""

    def action_move(self, step: int) -> None:
        """Move the cursor and show the whole sentence."""
        super().action_move(step)
        self.screen.show_sentence()  # type: ignore[attr-defined]


class DeskScreen(PlaceScreen):
    """What is owed today."""

    PLACE = 1
    KEYS: ClassVar[tuple[Command, ...]] = (Command("r", "refresh_day", "刷新", "按今天的日期重新计算。", cli="due"),)
    KEYS_TITLE = "待办"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, notice: str = "") -> None:
        super().__init__()
        self.notice = notice
        """What the person should know before working."""
        self.duties: list[Duty] = []
        self._seen: tuple[object, tuple[int, int]] | None = None

    def compose_body(self) -> Iterable[Widget]:
        """Return figures, chart and list."""
        return Lines(id="title"), Lines(id="heads"), DutyList(id="body")

    def on_mount(self) -> None:
        """Show what is owed, and what changes meanwhile."""
        self.query_one("#heads", Lines).styles.height = 2
        self.query_one("#message", Lines).styles.height = _SENTENCE_LINES
        listed = self._read()
        self.query_one(PageList).focus()
        if self.notice and listed:
            self.say(self.notice)
        elif listed:
            self.show_sentence()
        self.set_interval(_FOLLOW_EVERY, self._follow)

    def on_screen_resume(self) -> None:
        """Show what was saved while another screen was on top."""
        self._follow()

    def _follow(self) -> None:
        try:
            now = (self.disclosure.today(), self.office.store.mark)
        except Problem as problem:
            self.say(str(problem))
            return
        if self.is_current and self._seen not in (None, now):
            self._read()

    def _read(self) -> bool:
        """Work everything out and show it; False where that cannot be done, which is then said."""
        today = self.disclosure.today()
        rows = self.query_one(PageList)
        here = self.duties[rows.cursor] if rows.cursor < len(self.duties) else None
        try:
            self._seen = (today, self.office.store.mark)
            self.duties = owed(self.office, today)
            figures = glance(self.office, today, self.duties)
        except Problem as problem:
            self.query_one("#title", Lines).show(f"待办  {today}  现在无法列出")
            self.say(str(problem))
            return False
        at = self.duties.index(here) if here in self.duties else rows.cursor
        begun = any(self.office.store.count(table) for table in _LEDGERS)
        listed = [_row(duty) for duty in self.duties] or [_NOTHING]
        rows.show(listed if begun else [*listed, *_BEGIN], at)
        late = sum(duty.severity == "late" for duty in self.duties)
        counted = f"共{len(self.duties)}项，其中逾期{late}项" if self.duties else "没有待办"
        self.query_one("#title", Lines).show(f"待办  {today}  {counted}  {one_line(self.office.settings.unit)}")
        self.query_one("#heads", Lines).show("\n".join(glance_lines(figures)))
        return True

    def say(self, text: str) -> None:
        """Show what there is to say on as many lines as there are."""
        shown = wrapped(one_line(text), self.app.size.width, _MOST_LINES)
        message = self.query_one("#message", Lines)
        message.styles.height = max(shown.count("\n") + 1, _SENTENCE_LINES)
        message.show(shown)

    def show_sentence(self) -> None:
        """Show in full what is owed under the cursor."""
        at = self.query_one(PageList).cursor
        self.say(self.duties[at].sentence if at < len(self.duties) else "")

    def action_refresh_day(self) -> None:
        """Work everything out again."""
        if self._read():
            self.say("已按今天的日期重新计算。")

    def on_row_opened(self, event: RowOpened) -> None:
        """Open what a duty is about, or the place where it is seen to."""
        if event.index >= len(self.duties):
            return
        duty = self.duties[event.index]
        try:
            if duty.number:
                self.disclosure.open_record(duty.table, duty.number)
            else:
                kind = duty.kind.partition(".")[2]
                if kind:
                    # What is owed of a kind of work is seen to among its records, where n registers one.
                    self.disclosure.list_groups[duty.table] = kind
                self.disclosure.go(record_place(duty.table))
        except Problem as problem:
            self.say(str(problem))


def _row(duty: Duty) -> str:
    day = duty.due_on.isoformat() if duty.due_on else ""
    place = PLACES[record_place(duty.table) - 1]
    return f"{fit(URGENCY_WORDS[duty.severity], 5)}{fit(day, 11)}{fit(place, 9)}{one_line(duty.sentence)}"


def glance_lines(figures: Glance) -> list[str]:
    """Return the year's figures on one line and the months' chart on another."""
    highest = max(figures.months)
    signs = "".join(_BARS[-(-count * 8 // highest)] if highest else " " for count in figures.months)
    most = f"，最多{highest}件（{figures.months.index(highest) + 1}月）" if highest else ""
    return [
        f"{figures.year}年：收到申请{figures.received}件 办结{figures.concluded}件 "
        f"在办{figures.running}件（逾期{figures.late}件） 未结案件{figures.cases}件 公开信息{figures.published}条",
        f"各月收到申请 1月[{signs}]12月{most}",
    ]
