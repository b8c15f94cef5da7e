"""Two people changed the same fields: each field side by side, mine or theirs."""

from itertools import takewhile
from typing import ClassVar

import msgspec
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from tui_disclose.statutory.text import one_line
from tui_disclose.tui.commands import Command, bindings, hints
from tui_disclose.tui.widgets.choice_list import ChoiceList
from tui_disclose.tui.widgets.lines import Lines

_AROUND = 12
_LONGEST = 60


class Conflict(msgspec.Struct, frozen=True):
    """One field that somebody else changed meanwhile."""

    field: str
    name: str
    """The field in words."""
    mine: str
    theirs: str


class ConflictScreen(ModalScreen[frozenset[str] | None], inherit_bindings=False):
    """Asks for each field whose value is to stand; answers the fields to save as typed, or None for not now."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("space", "other", "换一个", "光标所在一项改用另一人的，Enter 相同。"),
        Command("m", "all(True)", "全用我的", "全部以我的为准。"),
        Command("t", "all(False)", "全用别人的", "全部以别人的为准。"),
        Command("ctrl+s", "decide", "确定", "按所选保存。"),
        Command("escape", "dismiss(None)", "以后再说", "现在不保存，我的内容留作草稿。"),
    )
    KEYS_TITLE = "与别人同时修改"
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, who: str, conflicts: list[Conflict]) -> None:
        super().__init__()
        self.who = who
        self.conflicts = conflicts
        self.mine = {conflict.field for conflict in conflicts}

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        yield Lines(f"{self.who}刚才改了您也改了的{len(self.conflicts)}处，请选择用谁的：")
        yield ChoiceList(id="body")
        yield Lines(hints(self.KEYS, 78), id="hints")

    def on_mount(self) -> None:
        """Show the fields."""
        self._show()

    def _show(self) -> None:
        chosen = self.query_one(ChoiceList)
        chosen.show([self._row(conflict) for conflict in self.conflicts])
        chosen.focus()

    def _row(self, conflict: Conflict) -> str:
        mine, theirs = excerpts(conflict.mine, conflict.theirs)
        whose = "用我的" if conflict.field in self.mine else "用别人的"
        return f"【{whose}】{conflict.name}\n    我的：{mine}\n    别人的：{theirs}"

    def action_other(self) -> None:
        """Take the other's value in the row under the cursor, or mine again."""
        at = self.query_one(ChoiceList).highlighted
        if at is not None:
            self.mine ^= {self.conflicts[at].field}
            self._show()

    def on_choice_made(self) -> None:
        """Take the other's value in the row under the cursor, or mine again."""
        self.action_other()

    def action_all(self, mine: bool) -> None:
        """Take all of mine, or all of theirs."""
        self.mine = {conflict.field for conflict in self.conflicts} if mine else set()
        self._show()

    def action_decide(self) -> None:
        """Answer with what is chosen."""
        self.dismiss(frozenset(self.mine))


def excerpts(mine: str, theirs: str) -> tuple[str, str]:
    """Return both texts on one line each, long ones cut to where they first differ."""
    left, right = one_line(mine), one_line(theirs)
    if max(len(left), len(right)) <= _LONGEST:
        return left or "空白", right or "空白"
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))
    start = max(0, same - _AROUND)
    before = "..." if start else ""
    return before + left[start : start + _LONGEST], before + right[start : start + _LONGEST]
