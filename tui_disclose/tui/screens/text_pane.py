"""The text of a section: kept as a draft while it is typed, saved when it is left."""

import json
from typing import ClassVar

from textual.app import ComposeResult

from tui_disclose.office.drafts import drop_draft, find_draft, keep_draft
from tui_disclose.office.entering import set_text
from tui_disclose.problems import Changed, Problem
from tui_disclose.records.report import section_field
from tui_disclose.tui.report_parts import ReportPart
from tui_disclose.tui.screens.conflict import Conflict
from tui_disclose.tui.screens.pane import Pane
from tui_disclose.tui.widgets.section_text import DraftDue, SectionText, TextLeft


class TextPane(Pane):
    """The text of a section."""

    KIND: ClassVar[str] = "text"

    stored = ""
    """The text that what is typed began from."""
    deciding = False
    """Whether the person is being asked whose text is to stand."""

    def compose(self) -> ComposeResult:
        """Lay out the text area."""
        yield SectionText("", read_only=self.report.office.read_only, id="text")

    @property
    def area(self) -> SectionText:
        """The text area."""
        return self.query_one(SectionText)

    def begin(self) -> None:
        """Show the text, or the draft that was not saved last time."""
        self.stored = self.sheet.report.sections.get(self.part.key, "")
        self.area.load_text(self.stored)
        draft = self._draft()
        if draft and draft["text"] != self.stored:
            self.area.replace(draft["text"], self.area.document.start, self.area.document.end)
            self.stored = draft["began_from"]
            self.report.say("已恢复上次没有保存的文字；离开本部分时保存，不要的按 Ctrl+Z 退回。")

    def _draft_name(self, part: ReportPart) -> str:
        return f"report-{self.report.year}-{part.key}"

    def _draft(self) -> dict[str, str] | None:
        text = find_draft(self.report.office, self._draft_name(self.part))
        try:
            draft = json.loads(text) if text else None
        except ValueError:
            return None
        return draft if isinstance(draft, dict) and {"text", "began_from"} <= draft.keys() else None

    def on_text_left(self, event: TextLeft) -> None:  # noqa: ARG002
        """Save what was typed."""
        self.save()

    def on_draft_due(self, event: DraftDue) -> None:  # noqa: ARG002
        """Keep what was typed as a draft."""
        self._keep()

    def _keep(self) -> None:
        if self.area.text == self.stored:
            return
        try:
            draft = {"text": self.area.text, "began_from": self.stored}
            keep_draft(self.report.office, self._draft_name(self.part), json.dumps(draft, ensure_ascii=False))
        except OSError as error:
            self.report.say(f"草稿没有保存：{error.strerror}。")
        else:
            self.report.show_about()

    def renew(self) -> None:
        """Show what others saved, unless something is being typed here."""
        if not self.ready:
            return
        now = self.sheet.report.sections.get(self.part.key, "")
        if self.area.text == self.stored and now != self.stored:
            self.stored = now
            self.area.load_text(now)

    def save(self) -> None:
        """Save the text; where somebody else changed it, what was typed stays as a draft."""
        report = self.report
        if not self.ready or self.deciding:
            return
        if report.office.read_only or self.area.text == self.stored:
            drop_draft(report.office, self._draft_name(self.part))
            return
        self._save(self.part, self.area.text, self.stored)

    def _save(self, part: ReportPart, text: str, began_from: str) -> None:
        report = self.report
        field = section_field(part.key)
        try:
            set_text(report.office, report.year, part.key, text, report.disclosure.today(), {field: began_from or None})
        except Changed as problem:
            self._keep()
            theirs = str(problem.fields.get(field) or "")
            self._decide(part, text, theirs)
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
        drop_draft(self.report.office, self._draft_name(part))
        self.report.load()
        if part.key == self.part.key:
            self.stored = self.sheet.report.sections.get(part.key, "")
            if self.area.text != self.stored:
                self.area.load_text(self.stored)
        self.report.show_about()

    def about(self) -> str:
        """Return how long the text is and whether it is saved."""
        if not self.ready:
            return ""
        length = len("".join(self.area.text.split()))
        state = "已保存" if self.area.text == self.stored else "未保存，离开本部分时保存"
        return f"{length}字，{state}。空一行分段，Esc 回到部分栏。"
