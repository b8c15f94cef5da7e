"""Looking at the catalogue: items chosen by column, year and words; counts by column; the story of an approval."""

from collections import Counter
from collections.abc import Iterator

from tui_disclose.office import ledgers
from tui_disclose.office.catalogue import CATALOGUE, columns_of, stages_of
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import Row
from tui_disclose.office.settings import person_name
from tui_disclose.records.approval import EVENT_WORDS, events_of
from tui_disclose.records.columns import Column
from tui_disclose.records.items import APPROVAL, is_published

_SEARCHED = ("name", "document_number", "summary")


def chosen(
    office: Office, column: str = "", year: int | None = None, text: str = "", with_taken_out: bool = False
) -> list[Row]:
    """Return the items in a column or under it, published in a year, with some words in them; Refused: no column."""
    columns = columns_of(office)
    names = columns.below(columns.column(column).name) if column else None
    wanted = text.strip().casefold()
    return [
        row
        for row in ledgers.rows(office, CATALOGUE, with_taken_out)
        if (names is None or row.fields.get("column") in names)
        and (year is None or (is_published(row.fields) and str(row.fields["published_on"]).startswith(f"{year}-")))
        and (not wanted or wanted in _searched(row))
    ]


def _searched(row: Row) -> str:
    words = [str(row.fields.get(key) or "") for key in _SEARCHED]
    return "\n".join([row.number, *words, *(row.fields.get("keywords") or ())]).casefold()


def column_counts(office: Office) -> list[tuple[Column, int, int]]:
    """Return each column in the order of the tree with its depth and how many published items stand in it."""
    columns = columns_of(office)
    counts = Counter(row.fields.get("column") for row in ledgers.rows(office, CATALOGUE) if is_published(row.fields))

    def walk(parent: str) -> Iterator[Column]:
        for column in columns.columns:
            if column.parent == parent:
                yield column
                yield from walk(column.name)

    return [(column, columns.depth(column), counts[column.name]) for column in walk("")]


def approval_lines(office: Office, row: Row) -> list[str]:
    """Return a line for each step of an item's approval forms, oldest first."""
    stages = stages_of(office)
    lines = []
    for event in events_of(row.fields.get(APPROVAL)):
        where = f"（{stages.words(event.stage)}）" if event.stage else ""
        more = [event.form and f"审批单{event.form}", event.comment, event.reason and f"一人办理：{event.reason}"]
        rest = "；".join(part for part in more if part)
        who = person_name(office.settings, event.by)
        lines.append(f"{event.on}  {who}  {EVENT_WORDS[event.kind]}{where}{'：' if rest else ''}{rest}")
    return lines
