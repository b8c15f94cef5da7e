"""The text of a section: kept as a draft while it is typed, saved when it is left."""

from typing import ClassVar

from textual.app import ComposeResult

from tui_disclose.office.drafts import TextDraft, drop_text, find_text, keep_text
from tui_disclose.office.entering import set_text
from tui_disclose.office.os_errors import in_words
from tui_disclose.office.reports import find_report
from tui_disclose.problems import Changed, Problem
from tui_disclose.records.report import section_field
from tui_disclose.statutory.text import clean_text
from tui_disclose.tui.report_parts import ReportPart
from tui_disclose.tui.screens.conflict import Conflict
from tui_disclose.tui.screens.pane import Pane
from tui_disclose.tui.screens.prompts import AskChoice
from tui_disclose.tui.widgets.section_text import DraftDue, SectionText, TextLeft
from tui_disclose.tui.widgets.text_pages import TextPages


class TextPane(Pane):
    """The text of a section."""

    KIND: ClassVar[str] = "text"
    DEFAULT_CSS = """
    TextPane { layout: horizontal; }
    TextPane SectionText { width: 1fr; }
    TextPane #beside { width: 1fr; padding: 0 0 0 2; display: none; }
    """

    stored = ""
    """The text that what is typed began from."""
    deciding = False
    """Whether the person is being asked whose text is to stand."""
    drafted = False
    """Whether there is a draft that this window offered or wrote; another window's stays alone."""
    entered = False
    """Whether the keys have been in the text since it was opened."""

    def compose(self) -> ComposeResult:
        """Lay out the text area."""
        yield SectionText("", read_only=bool(self.report.locked), id="text")
        beside = TextPages(id="beside")
        # The keys stay in the text that is being written.
        beside.can_focus = False
        yield beside

    @property
    def area(self) -> SectionText:
        """The text area."""
        return self.query_one(SectionText)

    @property
    def typed(self) -> str:
        """The text as it would be kept."""
        return clean_text(self.area.text)

    def begin(self) -> None:
        """Show the text, or what was typed last time and not saved."""
        self.drafted = self.entered = False
        self.query_one("#beside").display = False
        self.stored = self.sheet.report.sections.get(self.part.key, "")
        self.area.load_text(self.stored)
        office = self.report.office
        self.area.read_only = bool(self.report.locked)
        draft = None if self.report.locked else find_text(office, self.report.year, self.part.key)
        if draft and clean_text(draft.text) != self.stored:
            self.area.replace(draft.text, self.area.document.start, self.area.document.end)
            self.stored = draft.began_from
            self.drafted = True
            self.report.say("已恢复上次没有保存的文字：按 Ctrl+S 保存，不要的按 Ctrl+Z 退回。")

    def on_text_left(self, event: TextLeft) -> None:  # noqa: ARG002
        """Save what was typed."""
        self.save()

    def on_draft_due(self, event: DraftDue) -> None:  # noqa: ARG002
        """Keep what was typed as a draft."""
        self._keep()

    def _keep(self) -> None:
        if self.report.office.read_only or self.typed == self.stored:
            return
        try:
            keep_text(self.report.office, self.report.year, self.part.key, TextDraft(self.area.text, self.stored))
        except OSError as error:
            self.report.say(f"草稿没有保存：{in_words(error)}。")
        else:
            self.drafted = True
            self.report.show_about()

    def enter(self) -> None:
        """Give the keys to the text area: from now on what it holds is this person's to save."""
        self.entered = True
        super().enter()

    def move_to(self, address: str) -> None:
        """Put the cursor at the beginning of a paragraph, counted from 1 without empty lines."""
        super().move_to(address)
        if self.ready:
            lines = [at for at, line in enumerate(self.area.text.split("\n")) if line.strip()]
            if 0 < int(address) <= len(lines):
                self.area.move_cursor((lines[int(address) - 1], 0))

    def renew(self) -> None:
        """Show what others saved, unless something is being typed here."""
        if not self.ready:
            return
        self.area.read_only = bool(self.report.locked)
        now = self.sheet.report.sections.get(self.part.key, "")
        if self.typed == self.stored and now != self.stored:
            self.stored = now
            self.area.load_text(now)

    def save(self) -> None:
        """Save the text; where somebody else changed it, what was typed stays as a draft.

        A draft that was only looked at from the parts bar stays one.
        """
        office = self.report.office
        if not self.ready or self.deciding or office.read_only or not self.entered:
            return
        if self.typed != self.stored:
            self._save(self.part, self.area.text, self.stored)
        elif self.drafted:
            drop_text(office, self.report.year, self.part.key)
            self.drafted = False

    def _save(self, part: ReportPart, text: str, began_from: str) -> None:
        report = self.report
        field = section_field(part.key)
        try:
            set_text(report.office, report.year, part.key, text, report.disclosure.today(), {field: began_from or None})
        except Changed as problem:
            self._keep()
            self._decide(part, text, str(problem.fields.get(field) or ""))
        except Problem as problem:
            self._keep()
            report.say(f"{problem}您的文字留作草稿。")
        else:
            self._saved(part)
            report.say(f"“{part.heading}”已保存。")

    def _decide(self, part: ReportPart, mine: str, theirs: str) -> None:
        def decided(chosen: frozenset[str] | None) -> None:
            self.deciding = False
            if chosen is None:
                self.report.say("您的文字留作草稿，回到这一部分时可以再保存。")
            elif chosen:
                self._save(part, mine, theirs)
            else:
                self._saved(part)

        self.deciding = True
        self.report.ask_whose([Conflict(part.key, part.heading, mine, theirs)], decided)

    def _saved(self, part: ReportPart) -> None:
        """Show the text as it is kept now; the draft has served."""
        drop_text(self.report.office, self.report.year, part.key)
        self.report.load()
        if part.key == self.part.key:
            self.drafted = False
            self.stored = self.sheet.report.sections.get(part.key, "")
            if self.typed != self.stored:
                self.area.load_text(self.stored)
        self.report.show_about()

    # ---- a text to begin from, and last year's ----

    def draft(self) -> None:
        """Offer a text from the part's template, with the figures in it."""
        from tui_disclose.tui.screens.drafting import offer_draft

        offer_draft(self.report, self.part.key, self.part.heading, self._adopt)

    def _adopt(self, text: str) -> None:
        """Put a drafted text in; where there is one already, ask what becomes of it."""
        if self.report.locked:
            self.report.say(self.report.locked)
            return
        if not self.typed:
            self._put(text, whole=True)
            return

        def answered(answer: int | None) -> None:
            if answer in (1, 2):
                self._put(text, whole=answer == 2)

        answers = ["不采用", "插在光标处", "替换现有文字（Ctrl+Z 可以退回）"]
        self.app.push_screen(AskChoice("这一部分已有文字：", answers), answered)

    def _put(self, text: str, whole: bool) -> None:
        area = self.area
        start, end = (area.document.start, area.document.end) if whole else (area.cursor_location, area.cursor_location)
        area.replace(text, start, end)
        self.enter()
        self.report.say("草稿已放入，请核对修改；按 Ctrl+S 保存。")

    def last_year(self) -> None:
        """Show last year's text beside, then its next pages, then no longer."""
        beside = self.query_one("#beside", TextPages)
        page, pages = beside.page
        if beside.display and page < pages:
            beside.action_page(1)
            return
        year = self.report.year - 1
        before = find_report(self.report.office, year)
        text = before.sections.get(self.part.key, "") if before else ""
        if not beside.display and not text:
            self.report.say(f"{year}年的年度报告{'这一部分没有文字' if before else '还没有录入'}。")
            return
        beside.display = not beside.display
        beside.show([("", f"【{year}年】"), ("", text)])
        beside.action_first()

    def about(self) -> str:
        """Return how long the text is and whether it is saved."""
        if not self.ready:
            return ""
        if self.report.locked:
            return self.report.locked
        length = len("".join(self.area.text.split()))
        state = "已保存" if self.typed == self.stored else "未保存，离开本部分时保存"
        return f"{length}字，{state}。空一行分段，Esc 回到部分栏。"
