"""What a request adds to the fees of a span of days (收费情况): notices, what they ask for, what was paid."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from tui_disclose.records.request import from_document
from tui_disclose.records.request_status import notice_amount


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
    within = [event for event in request.effective if first <= event.on.isoformat() <= last]
    notices = [event for event in within if event.kind == "fee_notified"]
    paid = [event for event in within if event.kind == "fee_paid"]
    if not notices and not paid:
        return None
    return FeeFact(
        notices=len(notices),
        charged=sum((_yuan(notice_amount(request, each)) for each in notices), Decimal()),
        waived=sum(bool(each.extra.get("waived")) for each in notices),
        payments=len(paid),
        received=sum((_yuan(each.amount) for each in paid), Decimal()),
    )


def _yuan(amount: object) -> Decimal:
    return Decimal(str(amount or 0))
