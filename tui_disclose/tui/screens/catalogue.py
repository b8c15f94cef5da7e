"""Place 3 主动公开: the items of one column or of all, what is kept beside them, the archive of approval forms."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from msgspec.structs import replace
from textual.binding import BindingType

from tui_disclose.office.approval_forms import Kept, forms
from tui_disclose.office.catalogue import CATALOGUE, TEXTS, add_item, columns_of, item_state_words, stages_of
from tui_disclose.office.catalogue_exports import export_index, export_items
from tui_disclose.office.catalogue_lists import ColumnState, PartState, column_states, part_states
from tui_disclose.office.ledgers import Row
from tui_disclose.office.settings import person_name
from tui_disclose.problems import Problem
from tui_disclose.records.approval import Stages, read_stages
from tui_disclose.records.fields import Values
from tui_disclose.records.items import fields_asked, title_words
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.screens.grouped import GroupedScreen
from tui_disclose.tui.screens.item import ItemActs, ItemScreen
from tui_disclose.tui.screens.item_acts import FormPreview
from tui_disclose.tui.screens.item_forms import SOURCES, ItemForm
from tui_disclose.tui.screens.ledger import Export
from tui_disclose.tui.screens.ledger_acts import ledger_keys
from tui_disclose.tui.screens.picking import PickingScreen, Rows
from tui_disclose.tui.screens.prompts import AskChoice
from tui_disclose.tui.widgets.record_list import Column

_NEW, *_OTHERS = ledger_keys("catalogue", "撤下", "take-down", "导出政府信息公开目录（条例第十二条）或全部条目。")


class CatalogueScreen(ItemActs, GroupedScreen):
    """The list of items."""

    PLACE = 3
    LEDGER = "catalogue"
    RECORD = ItemScreen
    GROUP = "栏目"
    KEYS: ClassVar[tuple[Command, ...]] = (
        _NEW,
        Command("f", "group", "栏目", "选择列出哪个栏目；空的、久未更新的栏目有标明。", cli="catalogue columns"),
        *_OTHERS,
        Command("p", "forms", "审批单", "全部信息发布审批单，办到哪里，由谁留存。", hint=False, cli="catalogue forms"),
        Command("w", "texts", "文本", "指南、编制说明、咨询电话、机构职能等，各版都在。", cli="catalogue text"),
    )
    KEYS_TITLE = "主动公开"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self.labels = ["编号", "状态", *(field.label for field in self.ledger.fields)]
        self.stages: Stages = read_stages()
        self.fitting: Callable[[Mapping[str, Any]], bool] | None = None
        """Tells which items are listed; None: all."""

    def list_columns(self) -> Sequence[Column]:
        """Return the columns: what is most looked for first, for narrow windows."""
        return [
            Column("索引号", 11),
            Column("名称", 22, grows=True),
            Column("状态", 16),
            Column("栏目", 14),
            Column("发布日期", 10),
        ]

    def cells(self, number: str) -> Sequence[str]:
        """Return the texts of an item's columns; of what is secret only how many there are."""
        fields = self.records[number]
        name = title_words(fields)
        # The code of the office stands before every number: what tells them apart is behind it.
        short = number.rpartition("/")[2]
        return short, name, self._state(number), fields.get("column") or "", fields.get("published_on") or ""

    def _state(self, number: str) -> str:
        return item_state_words(Row(number, dict(self.records[number])), self.stages)

    def fields(self, number: str) -> Mapping[str, str]:
        """Return what the filter looks into."""
        return {**super().fields(number), "状态": self._state(number)}

    def on_mount(self) -> None:
        """Read what the stages are called, and list."""
        try:
            self.stages = stages_of(self.office)
        except Problem as problem:
            self.say(str(problem))
        super().on_mount()

    # ---- columns ----

    def listed(self, fields: Mapping[str, Any]) -> bool:
        """Tell whether an item stands in the chosen column or below it, or in the chosen part."""
        return self.fitting is None or self.fitting(fields)

    def group_chosen(self, group: str) -> bool:
        """List a column with those below it, or a part across columns; a column that shows a kept text opens that."""
        try:
            columns = columns_of(self.office)
            fitting = columns.chooser(group) if group else None
        except Problem as problem:
            self.say(str(problem))
            self.group, self.fitting = "", None
            return False
        text = next((column.text for column in columns.columns if column.name == group), "")
        if text:
            self._open_text(text)
            return False
        self.group, self.fitting = group, fitting
        return True

    def group_columns(self) -> list[Column]:
        """Return the columns of the tree."""
        return [Column("栏目", 34, grows=True), Column("已发布", 6), Column("未发布", 6), Column("提示", 24)]

    def groups(self) -> Rows:
        """Return the tree with what stands in each column and below it, the empty and the stale ones marked.

        Behind it are the kinds of document, the areas and the contents of Art. 20.
        """
        states = column_states(self.office, self.disclosure.today())
        columns = {state.column.name: _column_cells(state) for state in states}
        return columns | {state.part.name: _part_cells(state) for state in part_states(self.office)}

    # ---- acts ----

    def action_new(self) -> None:
        """Ask for the source, then for what items of that source have."""
        if not self.may_change():
            return
        words = {choice.key: choice.words for choice in CATALOGUE.field("source").choices}
        needs = {"original": "经信息发布审批单", "county": "经信息发布审批单", "reprint": "写明来源、链接"}
        needs["backfill"] = "启用本系统之前已发布的"
        answers = [f"{words[source]}（{needs[source]}）" for source in SOURCES]

        def chosen(answer: int | None) -> None:
            if answer is not None:
                self._open_new(SOURCES[answer] if answer < len(SOURCES) else "")

        self.app.push_screen(AskChoice("登记条目，信息来源：", [*answers, "涉密事项（只登记数量）"]), chosen)

    def _open_new(self, source: str) -> None:
        begun: Values = {"source": source} if source else {"source": "original", "openness": "classified"}
        fields = fields_asked(CATALOGUE, begun["source"], begun.get("openness", "proactive"))
        name = person_name(self.office.settings, self.office.who)
        fields = tuple(replace(field, initial=name) if field.key == "entered_by" else field for field in fields)

        def save(values: Values, seen: Values) -> str:  # noqa: ARG001
            given = {key: value for key, value in values.items() if value is not None}
            number = add_item(self.office, {**begun, **given}, self.disclosure.today())
            self.follow(number)
            return f"已登记条目{number}。"

        def saved(said: str | None) -> None:
            self.follow()
            if said:
                self.say(said)

        kind = next((c.words for c in CATALOGUE.field("source").choices if c.key == source), "涉密事项")
        draft = f"catalogue-new-{source or 'classified'}"
        self.app.push_screen(ItemForm(f"登记条目（{kind}）", fields, {}, save, draft, self.day_words), saved)

    def action_forms(self) -> None:
        """Show the archive of approval forms; each opens its item, one that is spent (已作废) as it was printed."""
        columns = (Column("审批单", 14), Column("送审", 10), Column("状态", 22), Column("名称", 20, grows=True))
        there: dict[str, Kept] = {}

        def rows() -> Rows:
            there.update((form.number, form) for form in forms(self.office))
            return {n: (n.rpartition("/")[2], form.on, form.state, form.name) for n, form in there.items()}

        def opened(number: str) -> None:
            form = there[number]
            width = self.app.size.width
            self.app.push_screen(FormPreview(self.office, number, width) if form.spent else ItemScreen(form.item))

        try:
            holders = {form.copies for form in forms(self.office)} or {self.stages.holders}
            kept = f"由{'、'.join(*holders)}各留存一份" if len(holders) == 1 else "留存人印在各份上"
            self.app.push_screen(PickingScreen(f"信息发布审批单（{kept}）", "审批单", columns, rows, opened))
        except Problem as problem:
            self.say(str(problem))

    def action_texts(self) -> None:
        """Show the texts that are kept up to date."""
        from tui_disclose.tui.screens.texts import texts_screen

        self.app.push_screen(texts_screen(self.office))

    def _open_text(self, name: str) -> None:
        from tui_disclose.tui.screens.texts import TextScreen

        self.app.push_screen(TextScreen(name))

    def exports(self) -> list[Export]:
        """Return what can be written: the index of what is published (条例第十二条), all items."""
        index = f"政府信息公开目录{f'（{self.group}）' if self.group else ''}，Markdown"
        return [
            (index, partial(export_index, self.office, self.group, None)),
            ("全部条目，每行一条", partial(export_items, self.office, None)),
        ]


def _column_cells(state: ColumnState) -> tuple[str, str, str, str]:
    name = "-" * state.depth + " " * bool(state.depth) + state.column.name
    if state.column.text:
        missing = "还没有内容" if state.duty else ""
        return name, "", "", missing or f"按 Enter 看{TEXTS.name}"
    words = {"empty_column": "空栏目（栏目不留空）", "stale_column": f"{state.newest}以来没有更新"}
    return (
        name,
        str(state.published),
        str(state.unpublished),
        words[state.duty.kind.partition(".")[0]] if state.duty else "",
    )


def _part_cells(state: PartState) -> tuple[str, str, str, str]:
    part = state.part
    return f"{part.kind}：{part.name}", str(state.published), str(state.unpublished), part.words
