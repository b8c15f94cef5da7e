"""Items of the catalogue from a file; what was published before counts as 补录, since an import signs no form."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from tui_disclose.office.catalogue import CATALOGUE, columns_of, complete, item_number, refuse_change
from tui_disclose.office.house import Office
from tui_disclose.office.ledger_import import Intake, RecordsPlan, by_fields, plan_records
from tui_disclose.problems import Refused
from tui_disclose.records.columns import Columns
from tui_disclose.records.fields import Values, missing
from tui_disclose.records.items import NEEDS_FORM
from tui_disclose.store.interface import Fields

_SIGNS_NOTHING = (
    "原创和县区报送的信息要经信息发布审批单才能发布，导入不代替审批；"
    "启用前已发布的加 --backfill 理由 作补录，整本台账连同审批单搬家用 backup 和 restore。"
)


def _same(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what tells one item from another: name, day, number and column; of secrets day, section and how many."""
    if fields.get("openness") == "classified":
        return by_fields("openness", "made_on", "section", "count")(fields)
    return (*_alike(fields), *by_fields("document_number", "column")(fields))


def _alike(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what two items that may be one have in common: name and day; nothing for secrets, which have no name."""
    name, day = fields.get("name"), fields.get("made_on") or fields.get("published_on")
    return (str(name), str(day or "")) if name else ()


def plan_items(office: Office, name: str, data: bytes, today: date, backfill: str = "") -> RecordsPlan:
    """Return what an import of a file would do; Refused where the file cannot be read at all.

    With `backfill` (the reason) what the file says is published comes in as 补录, whatever its source was: an import
    signs no approval form, and the approvals that an export tells of are kept as words (原审批经过) alone.
    """
    days = ("made_on", "published_on")
    completed = partial(_completed, columns_of(office), backfill)
    intake = Intake(CATALOGUE, _same, days, item_number, completed, _problem, _alike)
    return plan_records(office, intake, name, data, today)


def _completed(columns: Columns, reason: str, values: Mapping[str, Any], today: date) -> Values:
    if reason and values.get("published_on") and values.get("source", NEEDS_FORM[0]) in NEEDS_FORM:
        values = {**values, "source": "backfill", "backfill_reason": reason}
    return columns.parted(complete(values, today))


def _problem(office: Office, fields: Fields) -> str:
    for sentence in missing(CATALOGUE, fields).values():
        return sentence
    if fields.get("source") in NEEDS_FORM and fields.get("published_on"):
        return _SIGNS_NOTHING
    try:
        refuse_change(office, {}, fields)
    except Refused as problem:
        return str(problem)
    if not (fields.get("made_on") or fields.get("published_on") or fields.get("openness") == "classified"):
        return "生成日期还没有填写；以前已发布的也可以只填发布日期。"
    return ""
