"""Requests and cases to open on screen, all of them invented."""

from pathlib import Path
from typing import Any

from tests.screens.report_host import office_of
from tui_disclose.office.remedies import register as register_case
from tui_disclose.office.request_events import add_event
from tui_disclose.office.requests import find_request, register

VALUES = {
    "channel": "internet",
    "arrived_on": "2026-01-26",
    "confirmed_on": "2026-01-28",
    "applicant.kind": "natural_person",
    "applicant.name": "张三",
    "applicant.contact": "13900000001",
    "content": "2025年度全市科技计划项目经费决算明细及验收结论",
}
COURSE: list[dict[str, Any]] = [
    {"kind": "correction_requested", "on": "2026-02-02", "until": "2026-02-13", "letter": "科函〔2026〕1号"},
    {"kind": "correction_received", "on": "2026-02-09"},
    {"kind": "third_party_consulted", "on": "2026-02-25", "served_on": "2026-02-26", "party": "甲公司"},
]
REPLY = {
    "kind": "replied",
    "on": "2026-02-20",
    "outcome": "third_party",
    "ground": "条",
    "letter": "科依〔2026〕2号",
    "method": "post",
}


def registered(data: Path, **values: Any) -> str:
    """Register a request; a double underline stands for the dot of a field's key."""
    given = {key.replace("__", "."): value for key, value in values.items()}
    return register(office_of(data, "lisi"), {k: v for k, v in (VALUES | given).items() if v is not None})


def happened(data: Path, number: str, *events: dict[str, Any]) -> None:
    """Record events, whatever is missing."""
    for event in events:
        add_event(office_of(data, "lisi"), number, event, "试验")


def three_requests(data: Path) -> None:
    """Register one request under way, one not confirmed, one answered late with a case about it."""
    happened(data, registered(data), *COURSE)
    registered(
        data,
        confirmed_on=None,
        arrived_on="2026-03-09",
        applicant__kind="legal_service",
        content="某项目补助公示文件",
    )
    answered = registered(data, channel="in_person", arrived_on="2026-01-05", confirmed_on=None, content="执法案卷")
    happened(data, answered, REPLY)
    values = {"path": "reconsideration", "request": answered, "filed_on": "2026-03-02"}
    register_case(office_of(data, "lisi"), "复议〔2026〕1号", values | {"copy_received_on": "2026-03-05"})


def events(data: Path, number: str) -> list[dict[str, Any]]:
    """Return the events of a request that count, as they are stored, in the order in which they were entered."""
    return [kept.raw for kept in find_request(office_of(data, "x", read_only=True), number).events if not kept.struck]
