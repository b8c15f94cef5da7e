"""What a request would be once something is saved that is still being typed: nothing is stored."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.house import Office
from tui_disclose.office.requests import View, event_field, find_request, view_of
from tui_disclose.records.events import checked_event
from tui_disclose.records.request import from_document, next_event, refuse_impossible, refuse_impossible_event


def registered_view(office: Office, values: Mapping[str, Any], today: date) -> View | None:
    """Return the request that these values make; None where channel or day of arrival are still missing.

    Raises Refused for days that cannot be.
    """
    if not values.get("channel") or not values.get("arrived_on"):
        return None
    refuse_impossible("", values)
    document = {"applicant.kind": "other", **{key: value for key, value in values.items() if value is not None}}
    return view_of(from_document("", document), calendar_of(office), today)


def view_after(office: Office, number: str, values: Mapping[str, Any], today: date, n: int = 0) -> View:
    """Return a request as it would be with a further event, or with its n-th event put right.

    Raises Refused for an event that cannot be.
    """
    document = find_request(office, number).document
    raw, _ = checked_event(values)
    refuse_impossible_event(number, document, raw)
    after = {**document, event_field(n or next_event(document)): raw}
    return view_of(from_document(number, after), calendar_of(office), today)
