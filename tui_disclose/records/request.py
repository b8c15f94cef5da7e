"""A request (政府信息公开申请) as it is kept and as JSON: one flat document, each event a field of its own.

In the store the fields are those of `ledgers/requests.toml`, `events.<n>` for what happened (a dict each, so that two
people who add different events never meet), and `extra.<key>` and `applicant.extra.<key>` for keys of an import that
the program does not know. Dates that follow from them, status, fee and figures are never stored.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from tui_disclose.problems import Refused
from tui_disclose.records.events import STRUCK, as_event, checked_event
from tui_disclose.records.facts import EVENTS
from tui_disclose.records.json_records import Parsed, checked_fields, record_from_json
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.masking import APPLICANT_EXTRA, masked_document, matter
from tui_disclose.statutory.clock import clock
from tui_disclose.statutory.clock_values import Clock
from tui_disclose.statutory.events import EVENT_KINDS, Event
from tui_disclose.statutory.receipt import FIRST_DAY, receipt
from tui_disclose.statutory.working_days import Calendar

TABLE = "requests"
_EXTRA = "extra."
_STRICT = frozenset({"channel", "arrived_on", "confirmed_on", "applicant.kind", "applicant.name", "content", "parent"})
"""Fields whose values are checked wherever they come from; others that do not fit are kept as they came, and said."""

_ALWAYS = ("channel", "arrived_on", "confirmed_on", "applicant.kind", "applicant.name", "applicant.contact", "content")
"""Fields that stand in the JSON of every request, null where they have no value."""

Document = Mapping[str, Any]


class Kept(msgspec.Struct, frozen=True):
    """One event of a request with its place."""

    n: int
    event: Event
    raw: dict[str, Any]
    """As it is stored."""
    struck: str = ""
    """Why it was struck out; it then counts for nothing."""


class Request(msgspec.Struct, frozen=True):
    """A request with what happened to it."""

    number: str
    channel: str
    arrived_on: date
    confirmed_on: date | None
    kind: str
    """Class of the applicant: a column of 三."""
    content: str
    events: tuple[Kept, ...]
    """In the order in which they were entered, those struck out included."""
    document: Document
    """All that is stored of it."""

    @property
    def effective(self) -> tuple[Event, ...]:
        """The events that count."""
        return tuple(kept.event for kept in self.events if not kept.struck)

    @property
    def received_on(self) -> date:
        """The statutory day of receipt (Art. 31)."""
        return receipt(self.channel, self.arrived_on, self.confirmed_on).received_on

    @property
    def parent(self) -> str:
        """The request out of which this one was split, or nothing."""
        return self.document.get("parent") or ""

    @property
    def matter(self) -> str:
        """The content on one line as lists show it, nobody named that the record knows."""
        return matter(self.document)

    @property
    def name(self) -> str:
        """The applicant: personal."""
        return self.document.get("applicant.name") or ""

    def clock(self, calendar: Calendar, today: date | None = None) -> Clock:
        """Return the request's clock."""
        return clock(self.channel, self.arrived_on, self.confirmed_on, self.effective, calendar, today)

    def clock_on(self, calendar: Calendar, day: date) -> Clock:
        """Return the request's clock as it stood on a day: what happened later is left out."""
        until = (event for event in self.effective if event.on <= day)
        return clock(self.channel, self.arrived_on, self.confirmed_on, until, calendar, day)


def from_document(number: str, document: Document) -> Request:
    """Return the request that a store document holds."""
    confirmed = document.get("confirmed_on")
    return Request(
        number=number,
        channel=document["channel"],
        arrived_on=date.fromisoformat(document["arrived_on"]),
        confirmed_on=date.fromisoformat(confirmed) if confirmed else None,
        kind=document["applicant.kind"],
        content=document.get("content") or "",
        events=tuple(
            Kept(n, as_event({k: v for k, v in raw.items() if k != STRUCK}), raw, raw.get(STRUCK, ""))
            for n, raw in events_of(document)
        ),
        document=document,
    )


def events_of(document: Document) -> list[tuple[int, dict[str, Any]]]:
    """Return the events of a store document with their numbers, in the order in which they were entered."""
    found = ((int(field[len(EVENTS) :]), raw) for field, raw in document.items() if field.startswith(EVENTS))
    return sorted(found, key=lambda each: each[0])


def next_event(document: Document) -> int:
    """Return the number that the next event gets; one that was ever used is never given again."""
    return max((n for n, _ in events_of(document)), default=0) + 1


def refuse_impossible(number: str, document: Document) -> None:
    """Raise Refused, saying what, where a request's days cannot be: confirmed or answered before it came in."""
    arrived, confirmed = document["arrived_on"], document.get("confirmed_on")
    for label, day in (("到达日期", arrived), ("确认日期", confirmed)):
        if day and day < FIRST_DAY.isoformat():
            since = f"《政府信息公开条例》自{FIRST_DAY}起施行"
            raise Refused(f"{number}{label}（{day}）太早：{since}，请核对年份。")
    if confirmed and confirmed < arrived and document["channel"] in ("ordinary_mail", "internet", "fax"):
        raise Refused(f"{number}确认日期（{confirmed}）早于到达日期（{arrived}），请核对。")
    for _, raw in events_of(document):
        if STRUCK not in raw:
            refuse_impossible_event(number, document, raw)


def refuse_impossible_event(number: str, document: Document, raw: Mapping[str, Any]) -> None:
    """Raise Refused where an event lies before the request, its reply or withdrawal before the day of its receipt."""
    confirmed = document.get("confirmed_on")
    arrived = date.fromisoformat(document["arrived_on"])
    received = receipt(document["channel"], arrived, date.fromisoformat(confirmed) if confirmed else None).received_on
    closes = raw["kind"] in ("replied", "withdrawn")
    from_day, what = (received, "收到") if closes else (min(arrived, received), "到达")
    if date.fromisoformat(raw["on"]) < from_day:
        words = EVENT_KINDS[raw["kind"]]
        # A request is counted where it was received and where it was closed: closed first, it would count nowhere.
        more = "；确认收到以前撤回的，不填确认日期" if raw["kind"] == "withdrawn" and confirmed else ""
        raise Refused(f"{number}{words}日期（{raw['on']}）早于申请{what}之日（{from_day}），请核对日期{more}。")


# ---- JSON ----


def from_json(data: object, where: str = "") -> tuple[str, dict[str, Any], list[str]]:
    """Return number, document and what has to be said (unknown keys) of a request as JSON; null is no value.

    Raises Refused, beginning with `where`, for what cannot be taken.
    """
    return record_from_json(data, "申请", _from_json, where)


def _from_json(number: str, data: Mapping[str, Any]) -> Parsed:
    own = ledger(TABLE)
    leaves = _leaves(data, {field.key for field in own.fields})
    document, unknown = checked_fields(own, number, leaves, _STRICT, _extra_field)
    for n, raw in enumerate(_json_events(data, number), 1):
        document[f"{EVENTS}{n}"], others = checked_event(raw, f"{number}：")
        unknown += others
    refuse_impossible(number, document)
    return document, unknown


def _extra_field(key: str) -> str:
    group, _, rest = key.partition(".")
    return f"{APPLICANT_EXTRA}{rest}" if group == "applicant" and rest else f"{_EXTRA}{key}"


def _json_events(data: Mapping[str, Any], number: str) -> list[Any]:
    events, struck = data.get("events") or [], data.get("struck_events") or []
    if not isinstance(events, list) or not isinstance(struck, list):
        raise Refused(f"{number}的 events 应为列表。")
    for each in struck:
        if not isinstance(each, dict) or not isinstance(each.get(STRUCK), str):
            raise Refused(f"{number}的 struck_events 应写明划去的理由（{STRUCK}）。")
    for each in events:
        if isinstance(each, dict) and STRUCK in each:
            raise Refused(f"{number}：划去的事件应写在 struck_events 中。")
    return [*events, *struck]


def _leaves(data: Mapping[str, Any], known: set[str]) -> Iterator[tuple[str, Any]]:
    """Yield the values of a request's JSON by field: those of `applicant` and other groups with a dot."""
    groups = {key.partition(".")[0] for key in known if "." in key}
    for key, value in data.items():
        if value is None or key in ("number", "events", "struck_events", "derived"):
            continue
        if key in groups and isinstance(value, dict):
            yield from ((f"{key}.{inner}", each) for inner, each in value.items() if each is not None)
        else:
            yield key, value


def to_json(number: str, document: Document, personal: bool = True) -> dict[str, Any]:
    """Return a request as the JSON of the contract; without `personal` what identifies a citizen is masked."""
    found: dict[str, Any] = {"number": number}
    stored = dict(document) if personal else masked_document(document)
    for field in ledger(TABLE).fields:
        if field.key in stored or field.key in _ALWAYS:
            group, dot, key = field.key.partition(".")
            (found.setdefault(group, {}) if dot else found)[key if dot else group] = stored.get(field.key)
    found.setdefault("parent", None)
    for field_name, value in stored.items():
        if field_name.startswith(APPLICANT_EXTRA):
            found["applicant"][field_name.removeprefix(APPLICANT_EXTRA)] = value
        elif field_name.startswith(_EXTRA):
            found[field_name.removeprefix(_EXTRA)] = value
    events = [raw for _, raw in events_of(stored)]
    found["events"] = [raw for raw in events if STRUCK not in raw]
    if struck := [raw for raw in events if STRUCK in raw]:
        found["struck_events"] = struck
    return found


def same(one: Document, other: Document) -> bool:
    """Tell whether two documents say the same, whatever the order in which their events were entered."""
    return _comparable(one) == _comparable(other)


def _comparable(document: Document) -> tuple[dict[str, Any], list[bytes]]:
    rest = {field: value for field, value in document.items() if not field.startswith(EVENTS)}
    return rest, sorted(msgspec.json.encode(raw, order="deterministic") for _, raw in events_of(document))
