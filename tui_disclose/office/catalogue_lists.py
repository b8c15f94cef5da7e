"""Looking at the catalogue: items chosen by column, year and words; counts by column; the story of an approval."""

from collections import Counter
from collections.abc import Iterator

from tui_disclose.office.catalogue import CATALOGUE, columns_of, stages_of
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import Row
from tui_disclose.office.settings import person_name
from tui_disclose.records.approval import EVENT_WORDS, events_of
from tui_disclose.records.columns import Column
from tui_disclose.records.items import APPROVAL, is_published
from tui_disclose.store.interface import Fields

_SEARCHED = ("name", "document_number", "summary")


def chosen(
    office: Office, column: str = "", year: int | None = None, text: str = "", with_taken_out: bool = False
) -> list[Row]:
    """Return the items in a column or under it, published in a year, with some words in them; Refused: no column."""
    columns = columns_of(office)
    names = columns.below(columns.column(column).name) if column else None
    wanted = text.strip().casefold()

    def pick(number: str, fields: Fields) -> Row | None:
        fits = (
            (names is None or fields.get("column") in names)
            and (year is None or (is_published(fields) and str(fields["published_on"]).startswith(f"{year}-")))
            and (not wanted or wanted in _searched(number, fields))
        )
        row = Row(number, fields)
        return Row(number, dict(fields)) if len(fields) > 1 and fits and (with_taken_out or not row.taken_out) else None

    return [row for row in office.store.scan(CATALOGUE.key, pick) if row]


def _searched(number: str, fields: Fields) -> str:
    words = [str(fields.get(key) or "") for key in _SEARCHED]
    return "\n".join([number, *words, *(fields.get("keywords") or ())]).casefold()


def column_counts(office: Office) -> list[tuple[Column, int, int]]:
    """Return each column in the order of the tree with its depth and how many published items stand in it."""
    columns = columns_of(office)
    counts = Counter(
        office.store.scan(CATALOGUE.key, lambda _, fields: fields.get("column") if is_published(fields) else None)
    )

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
