"""A review or lawsuit (行政复议、行政诉讼) about a reply: one case, as it is kept and as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from tui_disclose.problems import Refused
from tui_disclose.records.json_records import Parsed, checked_fields, record_from_json
from tui_disclose.records.ledger_files import ledger

TABLE = "remedies"
_EXTRA = "extra."
_STRICT = frozenset({"path", "request", "after", "filed_on", "decided_on", "result"})
_ALWAYS = ("path", "request", "after", "filed_on", "decided_on", "result")

Document = Mapping[str, Any]


class Remedy(msgspec.Struct, frozen=True):
    """One case: a year counts it where it was decided in the year or is open on 31 December."""

    number: str
    path: str
    request: str
    after: str
    """The reconsideration that went before a lawsuit, or nothing."""
    filed_on: date
    decided_on: date | None
    result: str
    """“upheld”, “corrected” or “other”; empty while open."""

    @property
    def group(self) -> str:
        """The row of 四."""
        if self.path == "reconsideration":
            return "reconsideration"
        return "litigation_after" if self.after else "litigation_direct"

    @property
    def status(self) -> str:
        """What people call its state."""
        return "已审结" if self.decided_on else "尚未审结"


def from_document(number: str, document: Document) -> Remedy:
    """Return the case that a store document holds."""
    decided = document.get("decided_on")
    return Remedy(
        number=number,
        path=document["path"],
        request=document["request"],
        after=document.get("after") or "",
        filed_on=date.fromisoformat(document["filed_on"]),
        decided_on=date.fromisoformat(decided) if decided else None,
        result=document.get("result") or "",
    )


def refuse_impossible(number: str, document: Document) -> None:
    """Raise Refused where a case cannot be: decided before it was filed, a result without a day or the reverse."""
    decided, result = document.get("decided_on"), document.get("result")
    if bool(decided) != bool(result):
        raise Refused(f"{number}审结日期和结果应同时填写，没有审结的都不填。")
    if decided and decided < document["filed_on"]:
        raise Refused(f"{number}审结日期（{decided}）早于申请、起诉之日（{document['filed_on']}），请核对日期。")
    if document.get("after") and document["path"] == "reconsideration":
        raise Refused(f"{number}是复议案件，不能填先行复议（after）。")
    if document.get("after") == number:
        raise Refused(f"{number}的先行复议（after）不能是它自己。")


def from_json(data: object, where: str = "") -> tuple[str, dict[str, Any], list[str]]:
    """Return number, document and what has to be said (unknown keys) of a case as JSON.

    Raises Refused, beginning with `where`, for what cannot be taken.
    """
    return record_from_json(data, "案件", _from_json, where)


def _from_json(number: str, data: Mapping[str, Any]) -> Parsed:
    values = ((key, value) for key, value in data.items() if key != "number" and value is not None)
    document, unknown = checked_fields(ledger(TABLE), number, values, _STRICT, lambda key: f"{_EXTRA}{key}")
    refuse_impossible(number, document)
    return document, unknown


def to_json(number: str, document: Document) -> dict[str, Any]:
    """Return a case as the JSON of the contract."""
    found: dict[str, Any] = {"number": number}
    found |= {key: document.get(key) for key in _ALWAYS}
    for field in ledger(TABLE).fields:
        if field.key in document:
            found[field.key] = document[field.key]
    found |= {f.removeprefix(_EXTRA): value for f, value in document.items() if f.startswith(_EXTRA)}
    return found
