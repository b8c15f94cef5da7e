"""Where a request stands (办理状态) and what it owes, derived from its events and its clock."""

from datetime import date

from tui_disclose.records.request import Request
from tui_disclose.statutory.clock_values import Clock
from tui_disclose.statutory.events import Event, in_order
from tui_disclose.statutory.fees import fee_by_page, fee_by_piece, in_force

STATUSES: dict[str, str] = {
    "taken_out": "已注销",
    "re_reply_ordered": "责令重新答复",
    "archived": "已归档",
    "served": "已送达",
    "replied": "已答复",
    "withdrawn": "已撤回",
    "correction": "待补正",
    "fee": "待缴费",
    "third_party": "征求第三方意见",
    "organ": "征求机关意见",
    "explanation": "待说明理由",
    "signed": "已签发待答复",
    "reviewed": "已审核待签发",
    "drafted": "已拟稿待审核",
    "assigned": "办理中",
    "unconfirmed": "待确认收到",
    "registered": "待办理",
}
"""Each status and what people call it."""

_WAITING = ("correction", "fee", "third_party", "organ", "explanation")
_INSIDE = ("signed", "reviewed", "drafted", "assigned")
"""Steps of handling (Art. 45), the last first."""


def status_of(request: Request, clock: Clock) -> str:
    """Return the status of a request, a key of STATUSES."""
    happened: set[str] = {event.kind for event in request.effective}
    if "taken_out.on" in request.document:
        return "taken_out"
    if clock.closed_on is not None:
        return _closed(clock, happened)
    for waited in _WAITING:
        if waited in clock.waiting_for:
            return waited
    for step in _INSIDE:
        if step in happened:
            return step
    return "unconfirmed" if clock.unconfirmed else "registered"


def _closed(clock: Clock, happened: set[str]) -> str:
    if any(order.replied_on is None for order in clock.re_replies):
        return "re_reply_ordered"
    for step in ("archived", "served", "replied"):
        if step in happened:
            return step
    return "withdrawn"


def fee_of(request: Request) -> int | str | None:
    """Return what the applicant owes in yuan by the last fee notice; None where none was sent or it was waived.

    It is computed from the month's pieces or the pages where the notice names them, else what the notice says.
    """
    notices = [event for event in in_order(request.effective) if event.kind == "fee_notified"]
    if not notices:
        return None
    return notice_amount(request, notices[-1])


def notice_amount(request: Request, notice: Event) -> int | str | None:
    """Return what a fee notice asks for in yuan; None where it says that nothing is charged."""
    if notice.extra.get("waived"):
        return None
    if in_force(request.received_on):
        if notice.pages is not None:
            return fee_by_page(notice.pages).amount
        if notice.pieces:
            return fee_by_piece(1, notice.pieces).amount
    return notice.amount


def section_of(request: Request) -> str:
    """Return the section that a request was given to last, or nothing."""
    given = _assigned(request)
    return str(given.extra.get("section", "")) if given else ""


def internal_limit(request: Request) -> date | None:
    """Return the day by which the section was asked to be done, or None."""
    given = _assigned(request)
    return given.until if given else None


def _assigned(request: Request) -> Event | None:
    given = [event for event in in_order(request.effective) if event.kind == "assigned"]
    return given[-1] if given else None
