"""The text of a section: kept as a draft while it is typed, saved when it is left."""

import json
from typing import ClassVar

from textual.app import ComposeResult

from tui_disclose.office.drafts import drop_draft, find_draft, keep_draft
from tui_disclose.office.entering import set_text
from tui_disclose.problems import Changed, Problem
from tui_disclose.records.report import section_field
from tui_disclose.tui.screens.pane import Pane
from tui_disclose.tui.widgets.section_text import DraftDue, SectionText, TextLeft


class TextPane(Pane):
    """The text of a section."""

    KIND: ClassVar[str] = "text"

    stored = ""
    """The text that what is typed began from."""

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

    def _draft_name(self) -> str:
        return f"report-{self.report.year}-{self.part.key}"

    def _draft(self) -> dict[str, str] | None:
        text = find_draft(self.report.office, self._draft_name())
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
            keep_draft(self.report.office, self._draft_name(), json.dumps(draft, ensure_ascii=False))
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
        if not self.ready:
            return
        if report.office.read_only or self.area.text == self.stored:
            drop_draft(report.office, self._draft_name())
            return
        seen = {section_field(self.part.key): self.stored or None}
        try:
            set_text(report.office, report.year, self.part.key, self.area.text, report.disclosure.today(), seen)
        except Changed as problem:
            self._keep()
            self.stored = str(problem.fields.get(section_field(self.part.key)) or "")
            report.say("别人也改了这部分文字，您的文字留作草稿；再按 Ctrl+S 以您的为准。")
        except Problem as problem:
            self._keep()
            report.say(f"{problem}您的文字留作草稿。")
        else:
            drop_draft(report.office, self._draft_name())
            report.load()
            self.stored = report.sheet.report.sections.get(self.part.key, "") if report.sheet else self.area.text
            if self.area.text != self.stored:
                self.area.load_text(self.stored)
            report.say(f"“{self.part.heading}”已保存。")
            report.show_about()

    def about(self) -> str:
        """Return how long the text is and whether it is saved."""
        if not self.ready:
            return ""
        length = len("".join(self.area.text.split()))
        state = "已保存" if self.area.text == self.stored else "未保存，离开本部分时保存"
        return f"{length}字，{state}。空一行分段，Esc 回到部分栏。"
