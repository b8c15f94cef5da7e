"""The versions of a long text: each to be read, and what differs between two of them."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui_disclose.office.text_versions import Version, differences, versions
from tui_disclose.problems import Problem
from tui_disclose.records.fields import Ledger
from tui_disclose.tui.base import Fitting, PlaceScreen
from tui_disclose.tui.commands import Command, bindings, hints
from tui_disclose.tui.screens.prompts import AskChoice
from tui_disclose.tui.screens.reader import ReaderScreen
from tui_disclose.tui.widgets.choice_list import ChoiceList, ChoiceMade
from tui_disclose.tui.widgets.lines import Lines

_OFFERED = 30
"""Versions that one is compared with at most on screen: the newest ones."""


def show_versions(screen: PlaceScreen, ledger: Ledger, number: str, name: str) -> None:
    """Show the versions of a record's text over a screen."""
    try:
        found = versions(screen.office, ledger, number)
    except Problem as problem:
        screen.say(str(problem))
        return
    if found:
        screen.app.push_screen(VersionsScreen(name, found))
    else:
        screen.say("还没有正文，没有各版。")


class VersionsScreen(Fitting[None]):
    """The versions of a text, the newest first."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("escape,q", "dismiss", "返回", "返回原处。"),
        Command("d", "compare", "比较", "光标所在的一版与另一版的不同。", cli="rule versions"),
    )
    KEYS_TITLE = "正文各版"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, name: str, found: list[Version]) -> None:
        super().__init__()
        self.name_text = name
        self.found = found[::-1]

    def compose(self) -> ComposeResult:
        """Lay out the versions."""
        yield Lines(f"{self.name_text}：正文共{len(self.found)}版", id="title")
        yield ChoiceList([_words(each) for each in self.found], id="body")
        yield Lines(id="message")
        yield Lines(hints((*self.KEYS, *ChoiceList.KEYS), 78), id="hints")

    def on_choice_made(self, event: ChoiceMade) -> None:
        """Show all of a version."""
        each = self.found[event.index]
        self.app.push_screen(ReaderScreen(f"{self.name_text}：{_words(each)}", each.text or "（没有正文）"))

    def action_compare(self) -> None:
        """Show what differs between the version under the cursor and another, asked for where there are several."""
        here = self.found[self.query_one(ChoiceList).highlighted or 0]
        others = [each for each in self.found if each is not here][:_OFFERED]
        if not others:
            self.say("只有一版，没有可以比较的。")
        elif len(others) == 1:
            self._show(here, others[0])
        else:

            def chosen(answer: int | None) -> None:
                if answer is not None:
                    self._show(here, others[answer])

            self.app.push_screen(
                AskChoice(f"第{here.place}版与哪一版比较：", [_words(each) for each in others]), chosen
            )

    def _show(self, one: Version, other: Version) -> None:
        earlier, later = sorted((one, other), key=lambda each: each.place)
        lines = list(differences(earlier, later))
        legend = f"“－”第{earlier.place}版有、第{later.place}版没有的句子；“＋”第{later.place}版新有的句子。"
        title = f"{self.name_text}：第{earlier.place}版与第{later.place}版的不同"
        self.app.push_screen(ReaderScreen(title, "\n".join([legend, "", *(lines or ["没有不同。"])])))


def _words(version: Version) -> str:
    length = len("".join(version.text.split()))
    return f"第{version.place}版  {version.at[:16].replace('T', ' ')}  {version.who}  {length}字"
