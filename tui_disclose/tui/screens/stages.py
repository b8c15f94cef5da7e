"""Where a year's report stands (办理环节): the steps that were taken, what is next, drafts, signatures, papers."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from tui_disclose.office.finishing import Said, Standing, advance, seal_as_published, standing
from tui_disclose.office.settings import person_name
from tui_disclose.problems import Differs, Problem
from tui_disclose.records.stages import NEED_WORDS, Stage
from tui_disclose.statutory.dates import NotADate, parse_date
from tui_disclose.tui.base import PlaceScreen
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.screens.prompts import AskChoice, AskLine
from tui_disclose.tui.stage_words import stage_lines
from tui_disclose.tui.widgets.lines import Lines
from tui_disclose.tui.widgets.page_list import PageList, RowOpened
from tui_disclose.tui.wording import wrapped

Answers = Callable[[list[str]], None]

_MESSAGE_LINES = 3


class StagesScreen(PlaceScreen):
    """The stages of one year's report."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("escape", "back", "返回", "回到报告。"),
        Command(
            "n",
            "next",
            "下一步",
            "记为到了下一个环节：核对、送审、定稿、报送、退回、公开、归档、更正。",
            cli="report stage",
        ),
        Command("e", "again", "改记", "更正最近一个环节的日期、姓名、网址。", cli="report stage"),
        Command("b", "sign", "报数", "科室报数签字：各块由谁提供、谁核对。", cli="report sign"),
        Command("d", "draft", "留稿", "把报告现在的内容留存为一稿。", cli="report draft"),
        Command("v", "compare", "比稿", "与留存的一稿或一次定稿比较。", cli="report diff"),
        Command(
            "i",
            "adjust",
            "结转",
            "说明上年结转为什么与上年报告不同，并拟一句话。",
            cli="report adjust",
        ),
        Command("t", "offer", "拟句", "可写入最后一部分的句子（上年结转、信息处理费），选了才写。", cli="report text"),
        Command("o", "paper", "导出", "导出审签单、数据核对表。", cli="report paper"),
        Command("w", "published", "存档", "把已公布的报告连同其中的错误存档。", hint=False, cli="report seal"),
    )
    KEYS_TITLE = "办理环节"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, year: int) -> None:
        super().__init__()
        self.year = year
        self.standing: Standing
        self.lines: list[str] = []

    def compose_body(self) -> Iterable[Widget]:
        """Return the title and the lines."""
        return Lines(id="title"), PageList(id="body")

    def on_mount(self) -> None:
        """Show where the report stands."""
        self.renew()

    def renew(self) -> None:
        """Show where the report stands now."""
        today = self.disclosure.today()
        try:
            self.standing = standing(self.office, self.year, today)
            self.lines = stage_lines(self.office, self.standing, today)
        except Problem as problem:
            self.say(str(problem))
            return
        self.query_one("#title", Lines).show(f"{self.year}年年度报告的办理：{self.standing.words}")
        rows = self.query_one(PageList)
        rows.show(self.lines, rows.cursor)
        rows.focus()

    def say(self, text: str) -> None:
        """Show what there is to say on as many lines as it takes."""
        shown = wrapped(text, self.app.size.width, _MESSAGE_LINES)
        message = self.query_one("#message", Lines)
        message.styles.height = shown.count("\n") + 1
        message.show(shown)

    def act(self, act: Callable[[], object], done: str = "") -> bool:
        """Do something, say what came of it, and show where the report stands then."""
        try:
            entry = act()
        except Problem as problem:
            self.renew()
            first = f"{problem.differences[0]}" if isinstance(problem, Differs) and problem.differences else ""
            self.say(f"{problem}{first}")
            return False
        self.renew()
        self.say(done or f"已记：{getattr(entry, 'why', '')}。")
        return True

    def ask(self, questions: list[tuple[str, str]], then: Answers, given: tuple[str, ...] = ()) -> None:
        """Ask several questions one after the other; Esc at any of them leaves everything as it is."""
        if not questions:
            then(list(given))
            return
        (question, suggestion), *others = questions

        def answered(answer: str | None) -> None:
            if answer is not None:
                self.ask(others, then, (*given, answer))

        self.app.push_screen(AskLine(question, suggestion, f"{self.year} {question}"), answered)

    def day(self, typed: str) -> date | None:
        """Return the day that was typed, or say that it is none."""
        try:
            return parse_date(typed, self.disclosure.today())
        except NotADate:
            self.say(f"“{typed[:20]}”不是日期，可写 0301、2025-03-01、今天。")
            return None

    def on_row_opened(self, event: RowOpened) -> None:
        """Show a line that does not fit in full."""
        from tui_disclose.tui.screens.reader import ReaderScreen

        self.app.push_screen(ReaderScreen(f"{self.year}年年度报告的办理", self.lines[event.index].strip()))

    def action_back(self) -> None:
        """Go back to the report."""
        self.dismiss()

    def action_next(self) -> None:
        """Ask which stage was reached, when and by whom."""
        following = self.standing.following
        names = [stage.name + "（定稿）" * stage.seals for stage in following]

        def chosen(at: int | None) -> None:
            if at is None:
                return
            stopping = self.standing.stopping
            if following[at].seals and stopping:
                self.say(f"还有{len(stopping)}项错误，不能定稿；请先处理（从列出的第一项起）：{stopping[0].message}")
            else:
                self._ask_step(following[at])

        self.app.push_screen(AskChoice(f"{self.year}年报告到了哪个环节？", names), chosen)

    def action_again(self) -> None:
        """Ask for the details of the last step anew."""
        if self.standing.steps:
            self._ask_step(self.standing.stage, again=True)
        else:
            self.say("还没有办过任何环节。")

    def _ask_step(self, stage: Stage, again: bool = False) -> None:
        last = self.standing.steps[-1] if again else None
        on = last.on.isoformat() if last else self.disclosure.today().isoformat()
        by = last.by if last else person_name(self.office.settings, self.office.who)
        needs = [(f"{NEED_WORDS[need]}：", getattr(last, need) if last else "") for need in stage.needs]

        def keep(answers: list[str]) -> None:
            day = self.day(answers[0])
            if day is not None:
                said = Said(day, answers[1], **dict(zip(stage.needs, answers[2:], strict=True)))
                self.act(lambda: advance(self.office, self.year, stage, said, self.disclosure.today()))

        self.ask([(f"“{stage.name}”的日期：", on), ("办理人、审签人：", by), *needs], keep)

    def action_published(self) -> None:
        """Ask when and where the report was published, and keep it with its errors."""

        def keep(answers: list[str]) -> None:
            day = self.day(answers[0])
            if day is not None:
                said = Said(day, url=answers[1])
                self.act(lambda: seal_as_published(self.office, self.year, said, self.disclosure.today()))

        self.ask([("按已公布的报告存档。公布日期：", ""), ("公布的网址：", "")], keep)

    def action_sign(self) -> None:
        """Record who provided and who checked a block."""
        from tui_disclose.tui.screens.stage_acts import sign_block

        sign_block(self)

    def action_draft(self) -> None:
        """Keep a draft."""
        from tui_disclose.tui.screens.stage_acts import keep

        keep(self)

    def action_compare(self) -> None:
        """Compare with a draft or a finished version."""
        from tui_disclose.tui.screens.stage_acts import compare

        compare(self)

    def action_adjust(self) -> None:
        """Explain an opening that differs from last year's closing."""
        from tui_disclose.tui.screens.stage_acts import adjust_opening

        adjust_opening(self)

    def action_offer(self) -> None:
        """Offer sentences for the last part."""
        from tui_disclose.tui.screens.stage_acts import offer_sentences

        offer_sentences(self)

    def action_paper(self) -> None:
        """Export a paper."""
        from tui_disclose.tui.screens.stage_acts import export

        export(self)
