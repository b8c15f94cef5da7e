"""A request on one screen, line by line: its facts, what is next by law and by when, what happened."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import msgspec

from tui_disclose.office.requests import View
from tui_disclose.records.events import OVERRIDE, event_words
from tui_disclose.records.fields import shown_value
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.next_steps import Next
from tui_disclose.records.remedy import Remedy
from tui_disclose.records.request import TABLE, events_of
from tui_disclose.records.request_status import fee_of
from tui_disclose.statutory.dates import with_weekday
from tui_disclose.statutory.text import one_line
from tui_disclose.statutory.working_days import Calendar
from tui_disclose.tui.commands import ANSWER_KEYS
from tui_disclose.tui.request_words import flag_words, left_words, state_words
from tui_disclose.tui.wording import shortened

Kind = Literal["", "facts", "request", "case", "confirm", "next", "remedy", "event"]

_LINES = 2
"""Lines that a long text takes at most: all of it is shown on Enter."""

_APPLICANT = ("name", "agent", "contact", "phone", "email", "address")


class Row(msgspec.Struct, frozen=True):
    """One row of the screen and what it is about."""

    text: str
    kind: Kind = ""
    ref: str = ""
    """A record's number, a kind of event, or an event's number."""


class Linked(msgspec.Struct, frozen=True):
    """The records that have to do with a request."""

    cases: Sequence[Remedy] = ()
    children: Sequence[str] = ()
    """Requests that were split out of it."""


def rows(
    each: View,
    document: Mapping[str, Any],
    steps: Sequence[Next],
    linked: Linked,
    calendar: Calendar,
    today: date,
    width: int,
) -> list[Row]:
    """Return the rows of a request; `document` is what is shown of it, masked where it has to be."""
    found = [
        *_facts(each, document, width),
        *_links(each, linked),
        *_next(each, steps, calendar, today),
        *_events(each, document, width),
    ]
    return [msgspec.structs.replace(row, text=_indent(row.text) + one_line(row.text)) for row in found]


def _indent(text: str) -> str:
    return text[: len(text) - len(text.lstrip(" "))]


def _facts(each: View, document: Mapping[str, Any], width: int) -> Iterator[Row]:
    clock = each.clock
    yield Row(state_words(each), "facts")
    if "taken_out.on" in document:
        yield Row(f"注销登记：{document['taken_out.on']}，{document.get('taken_out.reason', '')}", "facts")
    yield Row(f"收到：{clock.receipt.sentence}", "facts")
    kind = _words("applicant.kind", document)
    person = "；".join(words for key in _APPLICANT if (words := _words(f"applicant.{key}", document)))
    yield Row(shortened(f"申请人：{kind}　{person}", width, _LINES), "facts")
    content = one_line(document.get("content") or "") or "（没有录入）"
    yield Row(shortened(f"内容：{content}", width, _LINES), "facts")
    if attached := document.get("attachments"):
        names = (line.partition(" *")[2].rsplit("/", 1)[-1] or line for line in attached)
        yield Row(f"附件：{'，'.join(names)}", "facts")
    if (fee := fee_of(each.request)) is not None:
        yield Row(f"信息处理费：{fee}元，按 f 看算法", "facts")
    days = {kept.event.on for kept in each.request.events}
    yield from (Row(flag_words(flag), "facts") for flag in clock.flags if flag.on not in days)


def _words(key: str, document: Mapping[str, Any]) -> str:
    return shown_value(ledger(TABLE).field(key), document.get(key))


def _links(each: View, linked: Linked) -> Iterator[Row]:
    if each.request.parent:
        yield Row(f"原申请：{each.request.parent}", "request", each.request.parent)
    yield from (Row(f"拆出的申请：{number}", "request", number) for number in linked.children)
    yield from (Row(f"复议诉讼：{case_words(case)}", "case", case.number) for case in linked.cases)


def case_words(case: Remedy) -> str:
    """Return a review or lawsuit in words."""
    own = ledger("remedies")
    result = f"，{case.decided_on}{shown_value(own.field('result'), case.result)}" if case.decided_on else "，尚未审结"
    return f"{case.number} {shown_value(own.field('path'), case.path)}，{case.filed_on}提起{result}"


def _next(each: View, steps: Sequence[Next], calendar: Calendar, today: date) -> Iterator[Row]:
    if not steps:
        return
    yield Row("")
    yield Row("下一步（按 n 再按序号登记，或在这一行按 Enter）")
    if each.clock.unconfirmed and each.clock.closed_on is None:
        words = "与申请人确认收到的日期，按 e 填“确认日期”"
        yield Row(f"  e    {words}（{each.clock.receipt.article}）", "confirm")
    for place, step in enumerate(steps):
        if step.awaited:
            yield Row(f"  n {ANSWER_KEYS[place]}  {step_words(step, calendar, today)}", "next", step.kind)
    if each.clock.closed_on and each.status != "taken_out":
        yield Row("  r    申请人申请复议、起诉的，登记案件", "remedy")
    others = [f"{ANSWER_KEYS[place]} {_short(step)}" for place, step in enumerate(steps) if not step.awaited]
    if others:
        yield Row(f"  n    还可以：{'，'.join(others)}", "next")


def _short(step: Next) -> str:
    return f"{step.words}（最晚{step.by}{step.mark}）" if step.by else step.words


def step_words(step: Next, calendar: Calendar, today: date) -> str:
    """Return what may come next with its last day."""
    if step.by is None:
        return step.words
    return f"{step.words}：最晚{with_weekday(step.by)}{step.mark}，{left_words(calendar.between(today, step.by))}"


def _events(each: View, document: Mapping[str, Any], width: int) -> Iterator[Row]:
    yield Row("")
    kept = sorted(events_of(document), key=lambda found: (found[1]["on"], found[0]))
    if not kept:
        yield Row("经过：还没有登记")
        return
    yield Row(f"经过（{len(kept)}项）")
    flags = {flag.on.isoformat(): [f for f in each.clock.flags if f.on == flag.on] for flag in each.clock.flags}
    for place, (n, raw) in enumerate(kept):
        override = f"（未齐备仍办结，理由：{raw[OVERRIDE]}）" if OVERRIDE in raw else ""
        yield Row(shortened(f"  {event_words(raw)}{override}", width, _LINES), "event", str(n))
        last_of_day = place + 1 == len(kept) or kept[place + 1][1]["on"] != raw["on"]
        for flag in flags.get(raw["on"], ()) if last_of_day else ():
            yield Row(f"    {flag_words(flag)}", "event", str(n))
