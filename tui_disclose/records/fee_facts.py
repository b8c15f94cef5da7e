"""What a request adds to the fees of a span of days (收费情况): notices, what they ask for, what was paid."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from tui_disclose.records.request import from_document
from tui_disclose.records.request_status import notice_amount
from tui_disclose.statutory.events import in_order
from tui_disclose.statutory.figures import Figure, number_of


class FeeFact(msgspec.Struct, frozen=True):
    """The fees of one request over a span of days, in yuan."""

    notices: int
    charged: Decimal
    """By the notices; those that were waived ask for nothing."""
    waived: int
    """How many of the notices say that nothing is charged (不予收取)."""
    payments: int
    received: Decimal


def fee_fact(number: str, document: Mapping[str, Any], first: str, last: str) -> FeeFact | None:
    """Return what a stored request adds between two days; None where it was taken out or nothing happened."""
    if document.get("arrived_on") is None or "taken_out.on" in document:
        return None
    if not any(type(raw) is dict and raw.get("kind") in ("fee_notified", "fee_paid") for raw in document.values()):
        return None
    request = from_document(number, document)
    notices: list[Decimal] = []
    payments: list[Decimal] = []
    waived, due = 0, Decimal()
    for event in in_order(request.effective):
        within = first <= event.on.isoformat() <= last
        if event.kind == "fee_notified":
            due = _yuan(notice_amount(request, event))
            notices += [due] * within
            waived += within and bool(event.extra.get("waived"))
        elif event.kind == "fee_paid":
            # A payment without an amount is what was asked for.
            payments += [due if event.amount is None else _yuan(event.amount)] * within
    if not notices and not payments:
        return None
    return FeeFact(len(notices), sum(notices, Decimal()), waived, len(payments), sum(payments, Decimal()))


def _yuan(amount: Figure) -> Decimal:
    return Decimal(number_of(amount) or 0)
