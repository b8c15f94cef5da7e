"""Letters of a request: one is chosen, looked at and written out; also while its event is still being typed."""

from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui_disclose.choices import FORMATS, LETTER_FORMATS
from tui_disclose.letters.letters import Letter, Offer
from tui_disclose.office.house import Office
from tui_disclose.office.letters import export_letter, letter_offers, write_letter
from tui_disclose.problems import Problem
from tui_disclose.records.fields import Values
from tui_disclose.tui.app import DisclosureApp
from tui_disclose.tui.base import Fitting
from tui_disclose.tui.commands import Command, bindings, hints
from tui_disclose.tui.letter_text import letter_text
from tui_disclose.tui.screens.reader import ReaderScreen
from tui_disclose.tui.widgets.choice_list import ChoiceList, ChoiceMade
from tui_disclose.tui.widgets.lines import Lines

FETCH = "取回本机：用 SFTP 工具（WinSCP、Xftp 等）登录本服务器，进入上述目录下载。"


def show_letters(screen: Fitting[Any], app: DisclosureApp, number: str, draft: Values | None = None) -> None:
    """Show the letters that can be written for a request; of one only, that one. With `draft`, about what is typed."""
    try:
        found = letter_offers(app.office, number, draft)
        if not found:
            screen.say("这件事没有相应的文书。" if draft is not None else "这件申请还没有可以写的文书。")
        elif len(found) == 1:
            app.push_screen(letter_screen(app, number, found[0], draft))
        else:
            app.push_screen(LettersScreen(number, found, draft))
    except Problem as problem:
        screen.say(str(problem))


def letter_screen(app: DisclosureApp, number: str, offer: Offer, draft: Values | None) -> "LetterScreen":
    """Return the screen of one letter; a Problem says why it cannot be written."""
    event = offer.kept.n if offer.kept else None
    letter = write_letter(app.office, number, offer.template.key, app.today(), event, draft)
    return LetterScreen(app.office, number, letter, app.size.width)


def _happened(offer: Offer) -> tuple[str, int]:
    """Return when the event of a letter happened, nothing for one about the request as a whole."""
    return (offer.kept.event.on.isoformat(), offer.kept.n) if offer.kept else ("", 0)


class LettersScreen(Fitting[None]):
    """The letters that can be written for a request."""

    KEYS: ClassVar[tuple[Command, ...]] = (Command("escape,q", "dismiss", "返回", "返回原处。"),)
    KEYS_TITLE = "申请的文书"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, number: str, offers: list[Offer], draft: Values | None) -> None:
        super().__init__()
        self.number = number
        self.offers = offers
        self.draft = draft

    def compose(self) -> ComposeResult:
        """Lay out the letters, those of the last events first as they are most likely meant."""
        self.offers = sorted(self.offers, key=_happened, reverse=True)
        yield Lines(f"申请{self.number}可以写的文书", id="title")
        yield ChoiceList([offer.name for offer in self.offers], id="body")
        yield Lines(id="message")
        yield Lines(hints((*self.KEYS, *ChoiceList.KEYS), 78), id="hints")

    def on_choice_made(self, event: ChoiceMade) -> None:
        """Show the letter under the cursor."""
        try:
            screen = letter_screen(self.disclosure, self.number, self.offers[event.index], self.draft)
        except Problem as problem:
            self.say(str(problem))
        else:
            self.app.push_screen(screen)


class LetterScreen(ReaderScreen):
    """One letter as it would go out."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        *ReaderScreen.KEYS,
        Command("o", "export", "导出", "写成文件（Markdown 或 Word）。", cli="request letter"),
    )
    KEYS_TITLE = "一份文书"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, office: Office, number: str, letter: Letter, width: int) -> None:
        super().__init__(f"申请{number}：{letter.name}", letter_text(letter, width))
        self.office = office
        self.number = number
        self.letter = letter

    def action_export(self) -> None:
        """Ask for a format, write the file, and say where it is."""
        from tui_disclose.tui.screens.prompts import AskChoice

        def write(choice: int | None) -> None:
            if choice is None:
                return
            try:
                path = export_letter(self.office, self.number, self.letter, LETTER_FORMATS[choice])
            except Problem as problem:
                self.say(str(problem))
            else:
                show_exported(self, path, self.letter.missing)

        self.app.push_screen(AskChoice("导出为：", [FORMATS[each] for each in LETTER_FORMATS]), write)


def show_exported(screen: Fitting[Any], path: Path, said: tuple[str, ...] = ()) -> None:
    """Say where a file was written and how to fetch it."""
    screen.app.push_screen(ReaderScreen("导出完成", "\n\n".join(["已导出：", str(path), *said, FETCH])))
