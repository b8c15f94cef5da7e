"""The demo office: records of every kind, all invented and marked （演示）, made by the functions that people use.

What is in it stands in the TOML files of `tui_disclose/demo/`; their days are worked out from today.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import tomli

from tui_disclose.office import catalogue, ledgers, remedies, requests
from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.catalogue_exports import set_text
from tui_disclose.office.demo_reports import add_reports
from tui_disclose.office.drafts import TextDraft, keep_text
from tui_disclose.office.house import Office, create_office
from tui_disclose.office.request_events import add_event
from tui_disclose.office.rules import add_preset
from tui_disclose.office.works import add_work
from tui_disclose.records.fields import Values
from tui_disclose.statutory.working_days import Calendar

UNIT = "演示市科技局（演示）"

MARK = "（演示）"
"""What every name and content of an invented record begins with."""

FOLDER = Path(__file__).parents[1] / "demo"

_MARKED = frozenset({"name", "content", "party", "applicant.name"})
_DAYS = frozenset({"on", "until"})
"""Fields that hold a day, beside those that end in _on."""

_ONE_PERSON = "（演示）只有一人操作"


class _Days(msgspec.Struct, frozen=True):
    """Works out the days of the data files."""

    calendar: Calendar
    today: date

    def day(self, given: int | str, first: date) -> date:
        """Return a day: so many working days from today, "+3" from a record's first day, "12-10" of last year."""
        if isinstance(given, int):
            return self._from(self.today, given)
        if given.startswith("+"):
            return self._from(first, int(given))
        return date.fromisoformat(f"{self.today.year - 1}-{given}")

    def _from(self, day: date, count: int) -> date:
        return self.calendar.add(day, count) if count else day

    def values(self, record: Mapping[str, Any], first: date) -> dict[str, Any]:
        """Return a record's values with its days as ISO 8601, names and contents marked."""
        return {key: self._value(key, value, first) for key, value in record.items()}

    def _value(self, key: str, value: Any, first: date) -> Any:  # noqa: ANN401 - any TOML value
        if key in _DAYS or key.endswith("_on"):
            return self.day(value, first).isoformat()
        return MARK + value if key in _MARKED else value


@cache
def _file(name: str) -> dict[str, Any]:
    return tomli.loads((FOLDER / name).read_text(encoding="utf-8"))


def create_demo(folder: Path, today: date) -> Office:
    """Create the demo office in a data folder and return it; Refused where there is an office already."""
    office = create_office(folder, UNIT, today)
    days = _Days(calendar_of(office), today)
    add_preset(office, today)
    _add_published(office, days)
    numbers = _add_requests(office, days)
    _add_remedies(office, days, numbers)
    for work in _file("works.toml")["works"]:
        add_work(office, days.values(work, today), today)
    reports = _file("reports.toml")
    add_reports(office, reports, (FOLDER / "baiyin-2019.txt").read_bytes(), today)
    draft = reports["draft"]
    keep_text(office, today.year, draft["section"], TextDraft(draft["text"], ""))
    return office


# ---- requests, reviews and lawsuits ----


def _add_requests(office: Office, days: _Days) -> dict[str, str]:
    """Register the requests in the order in which they arrived; return their numbers by id."""
    numbers: dict[str, str] = {}
    records = _file("requests.toml")["requests"]
    for record in sorted(records, key=lambda each: days.day(each["arrived_on"], days.today)):
        numbers[record["id"]] = _add_request(office, days, record)
    return numbers


def _add_request(office: Office, days: _Days, record: Mapping[str, Any]) -> str:
    arrived = days.day(record["arrived_on"], days.today)
    values = {key: record[key] for key in ("channel", "arrived_on", "confirmed_on", "content") if key in record}
    kind, name = record["applicant"]
    values |= {"applicant.kind": kind, "applicant.name": name}
    number = requests.register(office, days.values(values, arrived))
    for event in record.get("events", ()):
        # In January what belongs to the end of this month's work has not happened yet.
        if days.day(event["on"], arrived) <= days.today:
            add_event(office, number, days.values(event, arrived))
    if reason := record.get("taken_out"):
        ledgers.take_out(office, requests.REQUESTS, number, MARK + reason, days.today)
    return number


def _add_remedies(office: Office, days: _Days, numbers: Mapping[str, str]) -> None:
    for record in _file("requests.toml")["remedies"]:
        values = days.values(record, days.today)
        number = MARK + values.pop("number")
        decided, result = values.pop("decided_on", None), values.pop("result", None)
        re_reply = values.pop("re_reply_days", None)
        values |= {"request": numbers[record["request"]], "note": MARK}
        if "after" in values:
            values["after"] = MARK + values["after"]
        remedies.register(office, number, values)
        if decided:
            order = {"days": re_reply} if re_reply else None
            remedies.decide(office, number, date.fromisoformat(decided), result, order)


# ---- the catalogue ----


def _add_published(office: Office, days: _Days) -> None:
    data = _file("published.toml")
    numbers: dict[str, str] = {}
    for record in data["items"]:
        made = days.day(record["made_on"], days.today)
        values: Values = days.values(record, made)
        steps, reason = values.pop("steps", ()), values.pop("taken_out", None)
        name = values.pop("id", "")
        if "interprets" in values:
            values["interprets"] = numbers[values["interprets"]]
        number = catalogue.add_item(office, values, days.today)
        numbers[name] = number
        for step in steps:
            _step(office, number, step, days.day(step[1], made))
        if reason:
            ledgers.take_out(office, catalogue.CATALOGUE, number, MARK + reason, days.today)
    for name, text in data["texts"].items():
        set_text(office, name, text, days.today.isoformat())


def _step(office: Office, number: str, step: list[str], on: date) -> None:
    what, comment = step[0], MARK + "".join(step[2:])
    match what:
        case "submit":
            catalogue.submit(office, number, on)
        case "approve":
            catalogue.approve(office, number, on, reason=_ONE_PERSON)
        case "return":
            catalogue.send_back(office, number, on, comment)
        case "withdraw":
            catalogue.withdraw(office, number, on, comment)
        case _:
            catalogue.publish(office, number, on)
