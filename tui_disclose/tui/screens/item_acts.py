"""What is done beside an item's approval: its interpretation, its form on paper."""

from typing import TYPE_CHECKING, ClassVar

import msgspec
from textual.binding import BindingType

from tui_disclose.choices import FORMATS
from tui_disclose.office.approval_forms import export_form, form_document, form_of
from tui_disclose.office.catalogue import CATALOGUE, add_item
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import find_row
from tui_disclose.problems import Problem
from tui_disclose.records.fields import Values
from tui_disclose.records.items import fields_asked
from tui_disclose.tui.commands import Command, bindings
from tui_disclose.tui.letter_text import document_lines
from tui_disclose.tui.screens.item_forms import ItemForm
from tui_disclose.tui.screens.letters import show_exported
from tui_disclose.tui.screens.prompts import AskChoice
from tui_disclose.tui.screens.reader import ReaderScreen

if TYPE_CHECKING:
    from tui_disclose.tui.screens.item import ItemScreen

_FORM_FORMATS = ("md", "docx")
_WIDEST = 78


def add_interpretation(screen: "ItemScreen") -> None:
    """Open the form of a new item that interprets this one."""
    if not screen.may_change():
        return
    row = find_row(screen.office, CATALOGUE, screen.number)
    if row.taken_out or row.fields.get("openness", "proactive") != "proactive":
        screen.say("已撤下的、公开属性不是主动公开的条目不登记解读。")
        return
    begun = {"interprets": screen.number, "section": row.fields.get("section", ""), "column": "政策解读"}
    asked = fields_asked(CATALOGUE, "original", "proactive")
    fields = [
        msgspec.structs.replace(f, initial=begun[f.key]) if begun.get(f.key) else f
        for f in asked
        if f.key != "document_type"
    ]
    first = ("name", "interpretation", "interprets")
    fields.sort(key=lambda field: first.index(field.key) if field.key in first else len(first))
    made: list[str] = []

    def save(values: Values, seen: Values) -> str:  # noqa: ARG001
        given = {key: value for key, value in values.items() if value is not None}
        made.append(add_item(screen.office, {"source": "original", **given}, screen.disclosure.today()))
        return f"已登记解读{made[-1]}，接着送审。"

    def saved(said: str | None) -> None:
        screen.follow()
        if said:
            screen.say(said)
        if made:
            from tui_disclose.tui.screens.item import ItemScreen

            screen.app.push_screen(ItemScreen(made[-1]))

    form = ItemForm(
        f"登记{screen.number}的解读", fields, {}, save, f"catalogue-interprets-{screen.number}", screen.day_words
    )
    screen.app.push_screen(form, saved)


# ---- the form on paper ----


def show_form(screen: "ItemScreen") -> None:
    """Show the approval form as it is printed."""
    try:
        screen.app.push_screen(FormPreview(screen.office, screen.number, screen.app.size.width))
    except Problem as problem:
        screen.say(str(problem))


class FormPreview(ReaderScreen):
    """An approval form as it is printed, a copy for each holder."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        *ReaderScreen.KEYS,
        Command("o", "export", "导出", "写成文件（Markdown 或 Word），一式几份。", cli="catalogue form"),
    )
    KEYS_TITLE = "信息发布审批单"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, office: Office, number: str, width: int) -> None:
        """Show a form by its own number, or the newest one of an item by the item's, at the width of the screen."""
        lines = document_lines(form_document(office, number), min(width, _WIDEST))
        super().__init__(f"条目{form_of(office, number).item}的信息发布审批单", "\n".join(lines))
        self.office = office
        self.number = number

    def action_export(self) -> None:
        """Ask for a format, write the file, and say where it is."""

        def write(choice: int | None) -> None:
            if choice is None:
                return
            try:
                path = export_form(self.office, self.number, None, _FORM_FORMATS[choice])
            except Problem as problem:
                self.say(str(problem))
            else:
                show_exported(self, path)

        self.app.push_screen(AskChoice("导出为：", [FORMATS[each] for each in _FORM_FORMATS]), write)
