"""Items of the catalogue from a file; what was published before counts as 补录, since an import signs no form."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from tui_disclose.office.catalogue import CATALOGUE, complete, item_number, refuse_change
from tui_disclose.office.house import Office
from tui_disclose.office.ledger_import import Intake, RecordsPlan, plan_records
from tui_disclose.problems import Refused
from tui_disclose.records.fields import Values, missing
from tui_disclose.store.interface import Fields

_SAME = ("name", "document_number", "made_on", "column", "count")


def plan_items(office: Office, name: str, data: bytes, today: date, backfill: str = "") -> RecordsPlan:
    """Return what an import of a file would do; Refused where the file cannot be read at all.

    With `backfill` (the reason) what the file says is published comes in as 补录, whatever its source was: an import
    signs no approval form.
    """
    intake = Intake(CATALOGUE, _SAME, "made_on", item_number, partial(_completed, backfill), _problem)
    return plan_records(office, intake, name, data, today)


def _completed(reason: str, values: Mapping[str, Any], today: date) -> Values:
    if reason and values.get("published_on") and values.get("source") not in ("reprint", "backfill"):
        values = {**values, "source": "backfill", "backfill_reason": reason}
    return complete(values, today)


def _problem(office: Office, fields: Fields) -> str:
    for sentence in missing(CATALOGUE, fields).values():
        return sentence
    try:
        refuse_change(office, {}, fields)
    except Refused as problem:
        return str(problem)
    return ""
