"""The kept texts (指南、编制说明、咨询电话、机构职能、工作机构): read, rewritten, their versions, written out."""

from typing import ClassVar

from textual.binding import BindingType

from tui_disclose.office.catalogue import TEXTS
from tui_disclose.office.catalogue_exports import export_text, set_text, text_names, text_of
from tui_disclose.office.house import Office
from tui_disclose.problems import Problem, Refused
from tui_disclose.records.fields import Values
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.screens.form import FormScreen
from tui_disclose.tui.screens.letters import show_exported
from tui_disclose.tui.screens.picking import PickingScreen, Rows
from tui_disclose.tui.screens.record import RecordScreen
from tui_disclose.tui.widgets.record_list import Column
from tui_disclose.tui.widgets.text_pages import Part, TextPages

_ASKED = ("text", "revised_on")


def texts_screen(office: Office) -> PickingScreen:
    """Return the list of the kept texts; each opens."""
    columns = (Column("文本", 12), Column("修订日期", 10), Column("字数", 6), Column("开头", 30, grows=True))

    def rows() -> Rows:
        return {name: (name, *_line(text_of(office, name))) for name in text_names(office)}

    screen: PickingScreen

    def opened(name: str) -> None:
        screen.app.push_screen(TextScreen(name))

    screen = PickingScreen("公开的文本（条例第十二条的指南和门户栏目的内容）", TEXTS.name, columns, rows, opened)
    return screen


def _line(kept: Values) -> tuple[str, str, str]:
    text = kept.get("text") or ""
    if not text:
        return "", "", "还没有内容，按 Enter 打开来写"
    return kept.get("revised_on") or "", str(len("".join(text.split()))), text.strip().split("\n")[0]


class TextScreen(RecordScreen):
    """A kept text."""

    PLACE = 3
    LEDGER = "texts"
    KEYS: ClassVar[tuple[Command, ...]] = (
        *RecordScreen.KEYS,
        Command("e", "edit", "修改", "写新的一版；以前各版都留着。", cli="catalogue text"),
        Command("v", "versions", "各版", "以前各版和它们的不同。", cli="catalogue text"),
        Command("o", "export", "导出", "写成 Markdown 文件。", cli="catalogue text"),
        Command("u", "undo", "撤销", "撤销您在本处的最近一次操作。", cli="undo"),
        Command("h", "history", "来历", "这条记录由谁、何时、改过什么。", hint=False, cli="history"),
    )
    KEYS_TITLE = "公开文本"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def follow(self, number: str = "") -> None:  # noqa: ARG002
        """Show the text as it is now."""
        try:
            self._mark = self.office.store.mark
            kept = text_of(self.office, self.number)
        except Problem as problem:
            self.query_one(TextPages).show([("", str(problem))])
            return
        parts: list[Part] = [("", f"还没有{self.number}。按 e 来写。")]
        if kept.get("text"):
            parts = [("修订日期", kept.get("revised_on") or ""), ("", ""), ("", kept["text"])]
        self.query_one(TextPages).show(parts)

    def action_edit(self) -> None:
        """Write a new version."""
        if not self.may_change():
            return
        kept = text_of(self.office, self.number)
        today = self.disclosure.today().isoformat()
        values = {"text": kept.get("text") or "", "revised_on": kept.get("revised_on") or ""} if kept else {}

        def save(changed: Values, seen: Values) -> str:
            # Where a colleague's version was let stand there is nothing of this one to keep.
            text = changed.get("text", text_of(self.office, self.number).get("text"))
            if not text:
                raise Refused("正文还没有填写。")
            # A new version is of today unless another day is typed.
            entry = set_text(self.office, self.number, text, changed.get("revised_on") or today, {**kept, **seen})
            return f"已更新{self.number}。" if entry else "正文没有变化，没有另存一版。"

        def saved(said: str | None) -> None:
            self.follow()
            if said:
                self.say(said)

        fields = [TEXTS.field(key) for key in _ASKED]
        form = FormScreen(f"修改{self.number}", fields, values, save, f"texts-{self.number}", self.day_words)
        self.app.push_screen(form, saved)

    def action_versions(self) -> None:
        """Show the versions."""
        from tui_disclose.tui.screens.versions import show_versions

        show_versions(self, TEXTS, self.number, self.number)

    def action_export(self) -> None:
        """Write the text as Markdown."""
        try:
            path = export_text(self.office, self.number, None)
        except Problem as problem:
            self.say(str(problem))
        else:
            show_exported(self, path)
