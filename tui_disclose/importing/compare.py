"""Sets what a file says beside what stands in the report, cell by cell, for a person to compare before it is kept."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from tui_disclose.importing.draft import Choice, Draft, Source
from tui_disclose.statutory.figures import Figure, figure_words
from tui_disclose.statutory.forms import Form

State = Literal["new", "same", "other"]


class Compared(msgspec.Struct, frozen=True):
    """One cell: where it stands in the file and what is printed there, the figure read, and what stands now."""

    address: str
    words: str
    """The cell's name."""
    short: str
    """The same in few words."""
    source: Source | None
    """None where the file tells no places (JSON)."""
    figure: Figure
    standing: Figure
    """None where nothing stands there yet."""

    @property
    def state(self) -> State:
        """Whether the cell would be new, stay as it is, or be replaced."""
        if self.standing is None:
            return "new"
        return "same" if self.standing == self.figure else "other"


def compare(form: Form, draft: Draft, standing: Mapping[str, Figure]) -> tuple[Compared, ...]:
    """Return every cell that a file gives, in printed order; `standing` are the report's figures by address."""
    return tuple(
        Compared(a, cell.words, cell.short, draft.sources.get(a), draft.cells[a], standing.get(a))
        for a, cell in form.cells.items()
        if a in draft.cells
    )


def choice_lines(choice: Choice) -> list[str]:
    """Return the ways to part a row whose figures run together, numbered as a person picks them."""
    head = f"{choice.source.where}“{choice.words}”“{choice.source.text}”各格连在一起，有{choice.ways}种分法"
    if choice.ways > len(choice.cuts):
        head += f"，只列出与合计、各列最相近的{len(choice.cuts)}种"
    if any(cut.along is False for cut in choice.cuts):
        head += "，没有一种与本行总计相符"
    lines = [f"{head}："]
    for number, cut in enumerate(choice.cuts, 1):
        figures = "、".join(figure_words(figure) for figure in cut.figures)
        along = "，与本行总计相符" if cut.along else ""
        down = {True: "，与各列勾稽相符", False: "，与各列勾稽不符", None: ""}[cut.down]
        picked = "（已选定）" if number == choice.picked else ""
        lines.append(f"  {number}）{figures}{along}{down}{picked}")
    return lines
