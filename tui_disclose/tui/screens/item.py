"""An item opened: its facts, what is next with its key, who signed its approval form, what interprets what."""

from collections.abc import Iterable
from typing import Any, ClassVar, get_args

from textual import events
from textual.binding import BindingType
from textual.widget import Widget

from tui_disclose.office.catalogue import CATALOGUE, change_item, columns_of, item_state_words, stages_of
from tui_disclose.office.catalogue_lists import approval_lines
from tui_disclose.office.catalogue_views import (
    Standing as Stands,
)
from tui_disclose.office.catalogue_views import (
    held_fields,
    interpreters,
    item_duties,
    next_acts,
    stage_to_sign,
    stages_signed,
    standing,
)
from tui_disclose.office.ledgers import Row, find_row
from tui_disclose.problems import Problem
from tui_disclose.records.fields import Field, Values
from tui_disclose.records.items import fields_asked
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.item_rows import ItemRow, Linked, Standing, rows
from tui_disclose.tui.screens import item_acts, item_steps
from tui_disclose.tui.screens.form import FormScreen
from tui_disclose.tui.screens.item_forms import ItemForm
from tui_disclose.tui.screens.ledger_acts import LedgerActs, record_keys
from tui_disclose.tui.screens.reader import ReaderScreen
from tui_disclose.tui.screens.record import RecordScreen
from tui_disclose.tui.widgets.choice_list import ChoiceList, ChoiceMade
from tui_disclose.tui.widgets.lines import Lines

_UNDER_WAY = ("pending", "approved")
_TITLED = tuple(stands for stands in get_args(Stands) if stands != "secret")
"""Wherever an item stands that has a title: of what is secret only the number is kept."""

ITEM_KEYS: tuple[Command, ...] = (
    *RecordScreen.KEYS,
    Command("s", "submit", "送审", "填写信息发布审批单，送审。", when=("draft",), cli="catalogue submit"),
    Command("a", "approve", "同意", "在审批单的下一个环节签字同意。", when=("pending",), cli="catalogue approve"),
    Command(
        "f",
        "publish",
        "发布",
        "记为已发布，发布日期为今天或者另填的一天。",
        when=("approved", "reprint"),
        cli="catalogue publish",
    ),
    Command("b", "send_back", "退回", "退回科室修改，写明意见。", when=_UNDER_WAY, cli="catalogue return"),
    Command(
        "w",
        "withdraw",
        "撤回",
        "撤回审批单；已发布的撤下更正，改好重新送审。",
        when=(*_UNDER_WAY, "published"),
        cli="catalogue withdraw",
    ),
    Command(
        "r", "review", "复查", "复查是否仍不予公开，记下日期。", when=("withheld", "secret"), cli="catalogue change"
    ),
    *record_keys("catalogue", "撤下", "take-down"),
    Command("p", "form", "审批单", "预览信息发布审批单，每个留存人一份；可导出。", when=_TITLED, cli="catalogue form"),
    Command("i", "interpret", "解读", "登记这件文件的解读。", when=_TITLED, cli="catalogue add"),
    Command(
        "m",
        "attach",
        "附件",
        "把服务器上的一个文件记为附件：文件名和校验值。",
        hint=False,
        when=_TITLED,
        cli="catalogue attach",
    ),
)


class ItemActs(LedgerActs):
    """What can be done with an item in its list and where it is open."""

    def form_fields(self, fields: Values) -> tuple[Field, ...]:
        """Return what the form of an item asks for: what its source needs, without what its approval form holds."""
        held = held_fields(Row("", fields))
        asked = fields_asked(CATALOGUE, fields.get("source", "original"), fields.get("openness", "proactive"))
        return tuple(field for field in asked if field.key not in held)

    def new_form(self, *settings: Any) -> FormScreen:
        """Return the form of an item."""
        return ItemForm(*settings)

    def save_changes(self, number: str, changed: Values, seen: Values) -> None:
        """Save what a form changed."""
        change_item(self.office, number, changed, seen)


class ItemScreen(ItemActs, RecordScreen):
    """An item."""

    PLACE = 3
    LEDGER = "catalogue"
    KEYS: ClassVar[tuple[Command, ...]] = ITEM_KEYS
    KEYS_TITLE = "打开的条目"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.lines: list[ItemRow] = []
        self._stands = ""

    def compose_body(self) -> Iterable[Widget]:
        """Return title and lines."""
        yield Lines(f"条目{self.number}", id="title")
        yield ChoiceList(id="body")

    def context(self) -> str:
        """Return where the item stands, which decides the keys that apply."""
        return self._stands

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Cut long texts for the new width."""
        self.show_hints()
        if self.lines:
            self.follow()

    def follow(self, number: str = "") -> None:  # noqa: ARG002
        """Show the item as it is now, the cursor where it was; on what is next at first and when that changes."""
        chosen = self.query_one(ChoiceList)
        office, today = self.office, self.disclosure.today()
        try:
            self._mark = office.store.mark
            row = find_row(office, self.ledger, self.number)
            stages = stages_of(office)
            document = office.store.record(CATALOGUE.key, row.fields.get("interprets") or "")
            linked = Linked(
                Row(row.fields["interprets"], document) if document else None,
                [(each, item_state_words(each, stages)) for each in interpreters(office, self.number)],
            )
            stands = Standing(
                item_state_words(row, stages),
                item_duties(office, row, today),
                next_acts(row, columns_of(office), bool(linked.interpreters)),
                stages_signed(office, row),
                stage_to_sign(row, stages),
                approval_lines(office, row),
            )
            context: str = standing(row)
        except Problem as problem:
            self.lines = [ItemRow(str(problem))]
            chosen.show([str(problem)])
            return
        anew, self._stands = context != self._stands, context
        self.lines = rows(row, stands, linked, max(self.app.size.width, 20))
        chosen.show([line.text for line in self.lines])
        here = [at for at, line in enumerate(self.lines) if line.kind == "act"]
        if anew and here:
            chosen.highlighted = here[0]
        self.show_hints()

    def on_choice_made(self, event: ChoiceMade) -> None:
        """Do what the line under the cursor offers, open the item that it names, or show all of a text."""
        line = self.lines[event.index]
        match line.kind:
            case "act":
                getattr(self, f"action_{line.ref}")()
            case "item":
                self.app.push_screen(ItemScreen(line.ref))
            case "facts":
                self._show_all()
            case "step":
                self.app.push_screen(ReaderScreen(f"条目{self.number}：审批的一步", line.text.strip()))

    def _show_all(self) -> None:
        fields = find_row(self.office, self.ledger, self.number).fields
        texts = [f"{label}：{text}" if label else text for label, text in self.parts(fields, plain=True)]
        self.app.push_screen(ReaderScreen(f"条目{self.number}登记的内容", "\n".join(texts)))

    def action_submit(self) -> None:
        """Hand the approval form in."""
        item_steps.hand_in(self)

    def action_approve(self) -> None:
        """Sign the next stage."""
        item_steps.sign(self)

    def action_send_back(self) -> None:
        """Return the form to its section."""
        item_steps.return_form(self)

    def action_withdraw(self) -> None:
        """Take the form back, or a published item down to correct it."""
        item_steps.take_back(self)

    def action_publish(self) -> None:
        """Note the item as published."""
        item_steps.note_published(self)

    def action_review(self) -> None:
        """Look again at what is withheld."""
        item_steps.look_again(self)

    def action_form(self) -> None:
        """Show the approval form as it is printed."""
        item_acts.show_form(self)

    def action_interpret(self) -> None:
        """Register an interpretation of this document."""
        item_acts.add_interpretation(self)

    def action_attach(self) -> None:
        """Note a file as an attachment."""
        item_steps.attach_file(self)
