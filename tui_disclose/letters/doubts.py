"""What whoever signs a letter should look at before it goes out, one Chinese sentence each."""

import re
from collections.abc import Iterator, Mapping

from tui_disclose.letters.templates import Template, words_in
from tui_disclose.letters.values import clock_of, fee_of_notice
from tui_disclose.records.request import Kept, Request
from tui_disclose.statutory.figures import number_of
from tui_disclose.statutory.grounds import REGULATION, ground
from tui_disclose.statutory.working_days import Calendar

TO_OTHERS = {"third_party_consulted": "第三方", "organ_consulted": "征求机关"}
"""Events whose letters go to somebody else than the applicant, and the word for whom."""

_COUNTED = ("答复期限", "首次期限", "原答复期限", "延期后期限", "缴费期限")
"""Dates that are counted in working days."""

_OWN_FLAGS = {
    "correction_requested": ("CORRECTION-TWICE", "CORRECTION-LATE"),
    "extended": ("EXTENSION-LATE", "EXTENSION-TOO-LONG", "EXTENSION-UNAPPROVED"),
    "fee_notified": ("FEE-EARLY", "FEE-TWICE", "FEE-LATE"),
    "reasonable_period": ("REASONABLE-PERIOD",),
}
"""What the clock says against the very event that a letter is about."""

_LEAST_TO_CORRECT = 5
"""Working days to correct in; the law asks for a reasonable limit and names none, so fewer are pointed out."""

_LAW = re.compile(r"《[^《》]*(?:法|条例|规定|办法)》")


def doubts(
    template: Template, kept: Kept | None, request: Request, calendar: Calendar, used: Mapping[str, str]
) -> tuple[str, ...]:
    """Return what to look at in a letter; `used` holds the words that stand in it with their values."""
    found = [*_unsure(request, calendar, used), *_told(template, request)]
    if kept is not None:
        found += [*_against(template, kept, request, calendar, used), *_of_outcome(template, kept, used)]
    return tuple(found)


def _unsure(request: Request, calendar: Calendar, used: Mapping[str, str]) -> Iterator[str]:
    """Yield which dates of a letter may still move by themselves."""
    if "收到日期" in used and request.clock(calendar).unconfirmed:
        yield "收到申请之日尚未与申请人确认，文书中的日期待确认。"
    for word in _COUNTED:
        year = used.get(word, "").partition("年")[0]
        if year and int(year) not in calendar.complete:
            yield f"“{word}”（{used[word]}）为暂定：{year}年的放假安排尚未录入。"


def _told(template: Template, request: Request) -> Iterator[str]:
    """Yield that a letter to somebody else would name the applicant, where the content of the request does."""
    to_others = template.event in TO_OTHERS and "申请人" not in words_in(template.addressee)
    tells = any("申请内容" in words_in(text) for text in template.texts())
    if to_others and tells and request.name and request.name in request.content:
        yield "申请内容中写有申请人的姓名或者名称，发给他人的文书请改写。"


def _against(
    template: Template, kept: Kept, request: Request, calendar: Calendar, used: Mapping[str, str]
) -> Iterator[str]:
    """Yield what speaks against a notice on the way: too late, once too often, limits and amounts that do not fit."""
    event = kept.event
    if not template.numbered or template.beside or event.kind not in _OWN_FLAGS:
        return
    now = clock_of(request, kept, calendar)
    yield from (flag.text for flag in now.flags if flag.on == event.on and flag.id in _OWN_FLAGS[event.kind])
    if event.kind == "correction_requested" and event.until:
        days = calendar.between(event.on, event.until)
        if days < _LEAST_TO_CORRECT:
            yield f"补正期限（{event.until}）距通知只有{days}个工作日，条例第三十条要求期限合理，请核对。"
        if now.due_on and event.until >= now.due_on:
            yield f"这次通知不改变答复期限（{now.due_on}），补正期限（{event.until}）在它以前才来得及，请核对。"
    if event.kind == "fee_notified" and event.amount is not None and not kept.raw.get("waived"):
        fee = fee_of_notice(kept).amount
        if (event.pages is not None or event.pieces) and number_of(event.amount) != fee:
            yield f"金额（{event.amount}元）与按标准算出的（{fee}元）不同，请核对。"
    waits = [each for each in now.consultations if each.replied_on is None and each.due_on > event.on]
    if waits and any(used.get(word) for word in _COUNTED):
        yield f"{waits[-1].words}还没有收到答复，文书中的日期按最迟{waits[-1].due_on}收到推算，提前收到的也提前。"


def _of_outcome(template: Template, kept: Kept, used: Mapping[str, str]) -> Iterator[str]:
    """Yield what no source settles about a reply of this outcome, and the law that it must name and does not."""
    if not template.remedy:
        return
    if "所涉通知" in used and "所涉期限" not in used:
        yield "通知的期限或者送达日期没有登记，文书没有写明逾期的日期，请核对。"
    own = ground(kept.event.outcome or "other")
    if own.uncertain:
        yield f"{own.uncertain}。"
    named = {law for word in ("法律依据", "答复要点") for law in _LAW.findall(used.get(word, ""))}
    if own.names_law and not named - {REGULATION, "《政府信息公开条例》"}:
        yield f"{own.names_law}，请写在法律依据或者答复要点中。"
