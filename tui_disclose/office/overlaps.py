"""Requests that a file brings and that are in the register already under another number (重复登记)."""

from collections.abc import Iterator, Mapping
from typing import Any

from tui_disclose.office.house import Office
from tui_disclose.records.request import TABLE
from tui_disclose.statutory.text import half_width, one_line

Key = tuple[str, str, str]
Known = dict[Key, list[tuple[str, str]]]
"""By class of the applicant, day of arrival and content: number and applicant of each request."""


def key_of(document: Mapping[str, Any]) -> Key | None:
    """Return what two registrations of one request have in common; None where the content is not known."""
    content = "".join(half_width(str(document.get("content") or "")).split())
    kind, arrived = document.get("applicant.kind"), document.get("arrived_on")
    return (kind, arrived, content) if content and kind and arrived else None


def registered(office: Office) -> Known:
    """Return the requests in the register that were not taken out."""
    found: Known = {}

    def pick(number: str, fields: Mapping[str, Any]) -> None:
        key = None if "taken_out.on" in fields else key_of(fields)
        if key:
            found.setdefault(key, []).append((number, fields.get("applicant.name") or ""))

    office.store.scan(TABLE, pick)
    return found


def twin(known: Known, number: str, document: Mapping[str, Any]) -> str:
    """Return the number under which a request is known already, nothing where it is not.

    Two applicants whose names are known and differ are two requests.
    """
    key, name = key_of(document), document.get("applicant.name") or ""
    for other, theirs in known.get(key, []) if key else []:
        if other != number and not (name and theirs and name != theirs):
            return other
    return ""


def overlaps(office: Office, documents: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield a sentence for each new request that is in the register, or earlier in the file, under another number."""
    known = registered(office)
    for number, document in documents.items():
        other = twin(known, number, document)
        if other:
            same = "申请人类别、到达日期、申请内容都相同"
            yield f"{one_line(number)}与{one_line(other)}{same}，请核对是否重复登记。"
        elif key := key_of(document):
            known.setdefault(key, []).append((number, document.get("applicant.name") or ""))
