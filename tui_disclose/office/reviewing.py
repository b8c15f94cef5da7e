"""What a person looks through before an import: on screen and in a dry run the same rows in the same order."""

from collections.abc import Iterator

import msgspec

from tui_disclose.importing.compare import Compared, choice_lines
from tui_disclose.importing.draft import Choice
from tui_disclose.office.importing import Plan
from tui_disclose.statutory.figures import figure_words
from tui_disclose.statutory.text import one_line

HEADS = ("文件中的原文", "单元格", "数字", "现有")
"""The columns of a row that is a cell."""


_TO_PICK = "须由人选定，未读入。"
"""What is said of rows whose ways are listed themselves."""


class ReviewRow(msgspec.Struct, frozen=True):
    """One row: a sentence alone, or a cell in the columns of `HEADS`."""

    columns: tuple[str, ...]
    address: str = ""
    """Of a row that is a cell."""
    key: str = ""
    """The row of the report whose figures run together, where this is a way to part them."""
    way: int = 0
    """Which way, from 1."""
    whole: str = ""
    """Of a row that is a cell: the printed line it stands in; of a sentence, the sentence."""


def review(plan: Plan) -> tuple[ReviewRow, ...]:
    """Return what needs a person's eye first (unread, ways to pick from, what is replaced), then notes and the rest."""
    return (
        *(_said(f"未能读出 {line}") for line in plan.unread if not line.endswith(_TO_PICK)),
        *(row for choice in plan.choices for row in _ways(choice)),
        *map(_said, plan.other_texts),
        *(_cell(row) for row in plan.cells if row.state == "other"),
        *map(_said, plan.notes),
        *(_cell(row) for row in plan.cells if row.state != "other"),
    )


def questions(plan: Plan) -> tuple[str, ...]:
    """Return what a person is to answer for before a plan is stored: what it replaces and what it leaves out."""
    replaced = f"有{len(plan.differences)}处与现有内容不同，录入后以文件为准。" if plan.differences else ""
    still = sum(choice.picked is None for choice in plan.choices)
    open_rows = f"有{still}行数字连在一起、没有选定分法，这些行不录入。" if still else ""
    return tuple(filter(None, (replaced, open_rows)))


def _said(text: str) -> ReviewRow:
    return ReviewRow((one_line(text),), whole=one_line(text))


def _ways(choice: Choice) -> Iterator[ReviewRow]:
    head, *ways = choice_lines(choice)
    yield _said(head)
    for number, line in enumerate(ways, 1):
        yield ReviewRow((one_line(line),), key=choice.key, way=number, whole=one_line(line))


def _cell(row: Compared) -> ReviewRow:
    source = f"{row.source.where}“{row.source.text}”" if row.source else ""
    now = {"new": "", "same": "相同", "other": figure_words(row.standing)}[row.state]
    whole = f"{row.source.where}：{row.source.row}" if row.source else ""
    return ReviewRow((one_line(source), row.short, figure_words(row.figure), now), row.address, whole=one_line(whole))
