"""Duties that the catalogue shows: publication in time, no empty column, an interpretation for each policy document."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from tui_disclose.duties.values import Duty
from tui_disclose.problems import Refused
from tui_disclose.records.approval import digest, events_of
from tui_disclose.records.columns import Column, Columns
from tui_disclose.records.items import APPROVAL, NEEDS_FORM, is_published, title_words
from tui_disclose.statutory.text import one_line
from tui_disclose.statutory.working_days import Calendar

PUBLISH_WITHIN = 20
"""Working days from when information is made to when it is published (条例第二十六条)."""

REVIEW_AFTER_DAYS = 365
"""After how long what is withheld is looked at again: Art. 18 says 定期 only, a year is this program's habit."""

_TABLE = "catalogue"

Items = Mapping[str, Mapping[str, Any]]
"""Items by number, those taken down left out."""


def catalogue_duties(items: Items, columns: Columns, texts: Iterable[str], today: date, days: Calendar) -> list[Duty]:
    """Return everything that the catalogue owes on a day; `texts` are the names of the kept texts that there are."""
    return [
        *publications(items, today, days),
        *empty_columns(items, columns, frozenset(texts), today),
        *interpretations(items, columns, today),
        *orphans(items),
        *reviews(items, today),
        *altered(items),
    ]


def publications(items: Items, today: date, days: Calendar) -> Iterator[Duty]:
    """Yield what is to be published within 20 working days of its making and is not (条例第二十六条)."""
    for number, item in items.items():
        if item.get("openness", "proactive") != "proactive" or is_published(item) or not item.get("made_on"):
            continue
        made = date.fromisoformat(item["made_on"])
        try:
            due = days.add(made, PUBLISH_WITHIN)
        except Refused:
            yield _uncountable("publish", number, f"{_name(item)}的生成日期（{made}）")
            continue
        late = due < today
        words = f"{_name(item)}应在{due}前公开（生成之日起{PUBLISH_WITHIN}个工作日）{'，已逾期' if late else ''}。"
        unknown = days.first_unknown(made, due) is not None
        yield Duty("publish", _TABLE, number, words, "late" if late else "due", due, unknown)


def empty_columns(items: Items, columns: Columns, texts: frozenset[str], today: date) -> Iterator[Duty]:
    """Yield the watched columns with nothing in them, or nothing new for long, and the texts that are missing."""
    newest: dict[str, str] = {}
    for item in items.values():
        if is_published(item) and item.get("column"):
            newest[item["column"]] = max(newest.get(item["column"], ""), item["published_on"])
    for column in columns.columns:
        last = max((newest.get(name, "") for name in columns.below(column.name)), default="")
        duty = column_duty(column, last, texts, today)
        if duty:
            yield duty


def column_duty(column: Column, last: str, texts: Container[str], today: date) -> Duty | None:
    """Return what one column owes: `last` is the day of the newest item in it and below, empty where there is none."""
    if column.text:
        missing = column.text not in texts
        words = f"栏目“{column.name}”还没有内容。"
        return Duty("empty_column", "texts", column.text, words, "due") if missing else None
    if column.watched and not last:
        return Duty(
            f"empty_column.{column.name}", _TABLE, "", f"栏目“{column.name}”还没有发布任何内容（栏目不留空）。", "due"
        )
    if column.stale_after_days and last:
        until = _after(last, column.stale_after_days)
        if until is None:
            return _uncountable(f"stale_column.{column.name}", "", f"栏目“{column.name}”最新一条的发布日期（{last}）")
        if until < today:
            words = f"栏目“{column.name}”自{last}以来没有更新。"
            return Duty(f"stale_column.{column.name}", _TABLE, "", words, "hint", until)
    return None


def wants_interpretation(item: Mapping[str, Any], columns: Columns) -> bool:
    """Tell whether a document is to be interpreted by this office: by its kind, unless there is a reason not to.

    What another body made is interpreted by that one (谁起草谁解读).
    """
    policy = item.get("document_type") in columns.interpreted and item.get("source") != "reprint"
    return policy and item.get("openness", "proactive") == "proactive" and not item.get("interpretation_waived")


def interpretations(items: Items, columns: Columns, today: date) -> Iterator[Duty]:
    """Yield the policy documents that are published without an interpretation of the same day (谁起草谁解读).

    Those published before the office began with this tool are only hinted at.
    """
    by_document: dict[str, list[str]] = defaultdict(list)
    for item in items.values():
        if item.get("interprets") and is_published(item):
            by_document[item["interprets"]].append(item["published_on"])
    for number, item in items.items():
        if not (wants_interpretation(item, columns) and is_published(item) and item.get("validity") == "in_force"):
            continue
        published = item["published_on"]
        section = item.get("section") or "起草科室"
        if number not in by_document:
            words = f"{_name(item)}已于{published}发布，还没有解读，由{section}解读（谁起草谁解读）。"
            due = date.fromisoformat(published)
            old = item.get("source") == "backfill"
            yield Duty("interpret", _TABLE, number, words, "hint" if old else "late" if due < today else "due", due)
        elif min(by_document[number]) > published:
            words = f"{_name(item)}于{published}发布，解读晚到{min(by_document[number])}（应同步发布）。"
            yield Duty("interpreted_late", _TABLE, number, words, "hint")


def orphans(items: Items) -> Iterator[Duty]:
    """Yield published interpretations whose document was taken down."""
    for number, item in items.items():
        named = item.get("interprets")
        if named and named not in items and is_published(item):
            words = f"{_name(item)}解读的文件{one_line(named)}已撤下，请核对是否一并撤下。"
            yield Duty("orphan", _TABLE, number, words, "hint")


def reviews(items: Items, today: date) -> Iterator[Duty]:
    """Yield what is withheld and has not been looked at again for a year, or never with no day known (条例第十八条)."""
    for number, item in items.items():
        none_left = item.get("openness") == "classified" and not item.get("count")
        if item.get("openness") not in ("withheld", "classified") or none_left:
            continue
        last = item.get("reviewed_on") or item.get("made_on")
        if not last:
            words = f"{_name(item)}没有日期，不知道何时复查过，请复查是否仍不予公开（条例第十八条）。"
            yield Duty("review", _TABLE, number, words, "due")
            continue
        due = _after(last, REVIEW_AFTER_DAYS)
        if due is None:
            yield _uncountable("review", number, f"{_name(item)}的日期（{last}）")
        elif due <= today:
            words = f"{_name(item)}自{last}以来没有复查是否仍不予公开（条例第十八条）。"
            # The law sets no day (定期): nothing is late, and no day that has passed stands beside it.
            yield Duty("review", _TABLE, number, words, "due")


def altered(items: Items) -> Iterator[Duty]:
    """Yield published items that are not what their form approved: a later undo can bring that about."""
    for number, item in items.items():
        if item.get("source", "original") in NEEDS_FORM and is_published(item):
            handed_in = [event for event in events_of(item.get(APPROVAL)) if event.kind == "submitted"]
            if handed_in[-1].content != digest(item):
                words = f"{_name(item)}发布后的内容与审批单不一致，请撤回更正或改回原样。"
                yield Duty("altered", _TABLE, number, words, "late")


def _after(day: str, days: int) -> date | None:
    """Return the day so many days after one (ISO 8601); None where the calendar has no such day."""
    try:
        return date.fromisoformat(day) + timedelta(days=days)
    except OverflowError:
        return None


def _uncountable(kind: str, number: str, what: str) -> Duty:
    """Return what is owed of a day from which no limit can be counted: that it is put right."""
    return Duty(kind, _TABLE, number, f"{what}无法用来计算期限，请改正。", "due")


def _name(item: Mapping[str, Any]) -> str:
    words = title_words(item)
    return words if item.get("openness") == "classified" else f"“{words[:30]}”"
