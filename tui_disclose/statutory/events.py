"""What happens to a request (依申请公开), as plain dated facts: the input of its clock."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, get_args

import msgspec

Channel = Literal["in_person", "oral", "registered_mail", "ordinary_mail", "internet", "fax"]

EventKind = Literal[
    "correction_requested",
    "correction_received",
    "explanation_requested",
    "explanation_received",
    "third_party_consulted",
    "third_party_replied",
    "organ_consulted",
    "organ_replied",
    "fee_notified",
    "fee_paid",
    "extended",
    "reasonable_period",
    "assigned",
    "drafted",
    "reviewed",
    "signed",
    "re_reply_ordered",
    "replied",
    "served",
    "withdrawn",
    "archived",
    "note",
]
"""In the order in which events of one day are taken: what asks before what answers, both before an extension."""

CHANNELS: dict[str, str] = {
    "in_person": "当面",
    "oral": "口头",
    "registered_mail": "挂号信或快递",
    "ordinary_mail": "平常信函",
    "internet": "互联网",
    "fax": "传真",
}
"""How a request comes in (Art. 31)."""

EVENT_KINDS: dict[str, str] = {
    "correction_requested": "通知补正",
    "correction_received": "收到补正",
    "explanation_requested": "要求说明理由",
    "explanation_received": "收到说明",
    "reasonable_period": "确定合理期限",
    "third_party_consulted": "征求第三方意见",
    "third_party_replied": "第三方答复意见",
    "organ_consulted": "征求其他机关意见",
    "organ_replied": "其他机关答复意见",
    "extended": "延期",
    "fee_notified": "通知缴费",
    "fee_paid": "缴费",
    "assigned": "转交办理",
    "drafted": "拟稿",
    "reviewed": "审核",
    "signed": "签发",
    "replied": "答复",
    "served": "送达",
    "withdrawn": "申请人撤回",
    "archived": "归档",
    "re_reply_ordered": "责令重新答复",
    "note": "备注",
}
"""What people call each kind of event."""

_ORDER = {kind: position for position, kind in enumerate(get_args(EventKind))}


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that happened to a request on a day."""

    kind: EventKind
    on: date
    """The day it counts for; of `replied` the day of signing for, posting or sending, never the letter's date."""
    until: date | None = None
    """A limit set in it (correction, reasonable period, new reply ordered)."""
    served_on: date | None = None
    """The day it reached whom it was sent to (third party, other body, payer)."""
    days: int | None = None
    """Working days of an extension or of an order to reply anew."""
    approved_by: str = ""
    pieces: int | None = None
    pages: int | None = None
    amount: int | str | None = None
    """Yuan (元)."""
    outcome: str = ""
    """The row of 三 that a reply counts in."""
    ground: str = ""
    letter: str = ""
    method: str = ""
    note: str = ""
    extra: dict[str, Any] = {}
    """Keys that the program does not know, kept as they came."""


def in_order(events: Iterable[Event]) -> list[Event]:
    """Return events by day, those of one day in the order of their kinds: however they were entered, the same list."""
    return sorted(events, key=_place)


def _place(event: Event) -> tuple[date, int, date, date, int, str]:
    # Two of one kind on one day go by what bears on a date; what else they say is only told apart.
    last = date.max
    return (
        event.on,
        _ORDER[event.kind],
        event.served_on or last,
        event.until or last,
        event.days or 0,
        f"{event.outcome}{event.letter}{event.approved_by}{event.note}",
    )
