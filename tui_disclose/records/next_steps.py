"""What may come next in the course of a request (下一步), and by when the law wants it: derived from its clock."""

from collections.abc import Iterator
from datetime import date

import msgspec

from tui_disclose.records.events import event_kind, may_follow
from tui_disclose.records.request import Request
from tui_disclose.records.request_status import internal_limit
from tui_disclose.statutory.clock_values import Clock
from tui_disclose.statutory.events import EVENT_KINDS, in_order
from tui_disclose.statutory.fees import in_force
from tui_disclose.statutory.working_days import Calendar

_INSIDE = ("assigned", "drafted", "reviewed", "signed")
_AWAITED = (
    "correction_received",
    "fee_paid",
    "third_party_replied",
    "organ_replied",
    "explanation_received",
    *_INSIDE,
    "replied",
    "served",
    "archived",
)
"""What is waited for or owed, in the order in which it is named."""

_POSSIBLE = (
    "correction_requested",
    "extended",
    "third_party_consulted",
    "organ_consulted",
    "explanation_requested",
    "reasonable_period",
    "fee_notified",
    *_INSIDE,
    "withdrawn",
    "re_reply_ordered",
    "note",
)
"""What may be done besides."""

_SET = ("correction_received", "explanation_received", "drafted")
"""Kinds whose last day somebody wrote down: it is not counted in working days."""

_LONGEST = 20
"""Working days that extensions may come to (Art. 33)."""


class Next(msgspec.Struct, frozen=True):
    """An event that may lawfully come next."""

    kind: str
    words: str
    """What it is, and what is to be minded."""
    by: date | None = None
    """The last day for it; None where nothing gives one."""
    provisional: bool = False
    """Whether that day rests on a year whose days off are not known (暂定)."""
    awaited: bool = False
    """Whether it is owed or waited for, and not only possible."""
    article: str = ""
    """The text of the law that it rests on."""

    @property
    def mark(self) -> str:
        """What to say behind its last day."""
        return "（暂定）" if self.provisional else ""


def next_steps(request: Request, clock: Clock, today: date, calendar: Calendar) -> tuple[Next, ...]:
    """Return what may lawfully come next, what is owed or waited for first; nothing once it was taken out."""
    if "taken_out.on" in request.document:
        return ()
    lawful = [kind for kind in may_follow([kept.raw for kept in request.events]) if _still(kind, request, clock)]
    inside = next((kind for kind in _INSIDE if kind in lawful and not _happened(request, kind)), "")
    awaited = [kind for kind in _AWAITED if kind in lawful and (kind not in _INSIDE or kind == inside)]
    awaited = [kind for kind in awaited if kind not in ("served", "archived") or not _happened(request, kind)]
    if clock.due_on is None and clock.closed_on is None:
        # While the applicant has to act no reply is owed; one that closes the case is possible.
        awaited = [kind for kind in awaited if kind != "replied"]
    possible = [kind for kind in (*_POSSIBLE, *_AWAITED) if kind in lawful and kind not in awaited]
    found = []
    for kind in (*awaited, *dict.fromkeys(possible)):
        by = _by(kind, request, clock)
        unsure = _provisional(kind, by, clock, calendar)
        found.append(Next(kind, _words(kind, clock, today), by, unsure, kind in awaited, event_kind(kind).law))
    return tuple(found)


def _provisional(kind: str, by: date | None, clock: Clock, calendar: Calendar) -> bool:
    """Tell whether a last day rests on days that are not known; that of a new reply may have been set by the order."""
    if kind == "replied":
        return by is not None and clock.rests_on_unknown is not None
    return by is not None and kind not in _SET and not calendar.known(by)


def _happened(request: Request, kind: str) -> bool:
    return any(event.kind == kind for event in request.effective)


def _still(kind: str, request: Request, clock: Clock) -> bool:
    """Tell whether what may follow by its kind also may by the dates."""
    if kind == "extended":
        return clock.extended < _LONGEST and clock.due_on is not None
    if kind == "reasonable_period":
        return clock.due_on is not None
    if kind == "fee_paid":
        return any(event.kind == "fee_notified" and not event.extra.get("waived") for event in request.effective)
    if kind == "fee_notified":
        return in_force(request.received_on) and clock.due_on is not None
    return True


def _by(kind: str, request: Request, clock: Clock) -> date | None:
    match kind:
        case "correction_requested":
            return clock.correction_notice_due
        case "correction_received":
            return clock.correction_until
        case "fee_paid":
            return clock.fee_due
        case "third_party_replied" | "organ_replied":
            return min(_opinions_due(kind.removesuffix("_replied"), clock), default=None)
        case "explanation_received":
            asked = [event for event in in_order(request.effective) if event.kind == "explanation_requested"]
            return asked[-1].until if asked else None
        case "drafted":
            return internal_limit(request)
        case "replied":
            return clock.owed_on
        case "extended" | "reasonable_period" | "fee_notified":
            return clock.due_on
    return None


def _opinions_due(who: str, clock: Clock) -> Iterator[date]:
    return (each.due_on for each in clock.consultations if each.who == who and each.replied_on is None)


def _words(kind: str, clock: Clock, today: date) -> str:
    lapsed = {flag.id for flag in clock.flags}
    match kind:
        case "replied" if clock.closed_on is not None:
            return "重新答复"
        case "replied" if "CORRECTION-LAPSED" in lapsed:
            return "答复（补正已逾期，无正当理由的可按逾期不补正办结）"
        case "replied" if "FEE-LAPSED" in lapsed:
            return "答复（缴费已逾期，可按逾期未缴费办结）"
        case "correction_requested" if clock.correction_notice_due and today > clock.correction_notice_due:
            return "通知补正（已过通知的期限）"
        case "extended":
            return f"延期（最多再{_LONGEST - clock.extended}个工作日）"
    return EVENT_KINDS[kind]
