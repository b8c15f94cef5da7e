"""One item of the catalogue as it stands: what may be done next, who signed its form, what it owes, its links."""

from datetime import date
from typing import Any, Literal

import msgspec

from tui_disclose.duties.catalogue import (
    PUBLISH_WITHIN,
    altered,
    interpretations,
    orphans,
    publications,
    reviews,
    wants_interpretation,
)
from tui_disclose.duties.values import Duty
from tui_disclose.office import ledgers
from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.catalogue import CATALOGUE, approval_state, change_item, columns_of, stages_of
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import Row
from tui_disclose.office.settings import person_name
from tui_disclose.problems import Refused
from tui_disclose.records.approval import CONTENT, Event, Stages, events_of, next_stage, stage_names, stages_passed
from tui_disclose.records.columns import Columns
from tui_disclose.records.items import APPROVAL, NEEDS_FORM, is_published
from tui_disclose.store.interface import Entry, Fields

Act = Literal["submit", "approve", "send_back", "withdraw", "publish", "review", "interpret"]

Standing = Literal["draft", "pending", "approved", "published", "reprint", "withheld", "secret", "other"]
"""Where an item stands, as far as it decides what may be done: `reprint` is one not published yet, `withheld` what
is not published for a reason, `secret` what only a number is kept of, `other` what nothing more is to be done with."""

_ACTS: dict[Standing, tuple[Act, ...]] = {
    "draft": ("submit",),
    "pending": ("approve", "send_back", "withdraw"),
    "approved": ("publish", "send_back", "withdraw"),
    "published": ("withdraw",),
    "reprint": ("publish",),
    "withheld": ("review",),
    "secret": ("review",),
    "other": (),
}


class Signed(msgspec.Struct, frozen=True):
    """One stage of an item's form."""

    words: str
    """What the stage is called."""
    who: str = ""
    """Who did it, by name; empty while nobody did."""
    on: str = ""
    note: str = ""
    """Comment, and why one person acted twice."""


def standing(row: Row) -> Standing:
    """Return where an item stands."""
    if row.taken_out:
        return "other"
    openness, source = row.fields.get("openness", "proactive"), row.fields.get("source", "original")
    if openness in ("withheld", "classified"):
        return "withheld" if openness == "withheld" else "secret"
    if openness != "proactive":
        return "other"
    if source not in NEEDS_FORM:
        return "other" if is_published(row.fields) or source != "reprint" else "reprint"
    state = approval_state(row).key
    return "draft" if state == "returned" else state


def next_acts(row: Row, columns: Columns, interpreted: bool) -> tuple[Act, ...]:
    """Return what may be done with an item now, what leads on first; a policy document is to be interpreted."""
    stands = standing(row)
    owed = not interpreted and not row.taken_out and wants_interpretation(row.fields, columns)
    return (*_ACTS[stands], "interpret") if owed else _ACTS[stands]


def is_held(row: Row) -> bool:
    """Tell whether the content of an item stays as it is because its form was handed in."""
    return row.fields.get("source", "original") in NEEDS_FORM and approval_state(row).key in (
        "pending",
        "approved",
        "published",
    )


def held_fields(row: Row) -> frozenset[str]:
    """Return the fields of an item that cannot be changed now."""
    return frozenset((*CONTENT, "published_on")) if is_held(row) else frozenset()


def acted_before(office: Office, row: Row) -> bool:
    """Tell whether the person at work has signed this form already, so that signing again needs a reason."""
    return office.who in approval_state(row).people


def stages_signed(office: Office, row: Row) -> list[Signed]:
    """Return the stages of an item's form with who did them; none for what needs no form."""
    source = row.fields.get("source", "original")
    if source not in NEEDS_FORM or row.fields.get("openness", "proactive") != "proactive":
        return []
    stages = stages_of(office)
    state = approval_state(row)
    passed = stages_passed(events_of(row.fields.get(APPROVAL))) if state.key not in ("draft", "returned") else []
    signed = {event.stage: event for event in passed if event.kind == "approved"}
    names = stage_names(passed[0] if passed else None, source, stages)
    published = next((event for event in passed if event.kind == "published"), None)
    return [
        _signed(office, names.draft, passed[0] if passed else None),
        *(_signed(office, words, signed.get(key)) for key, words in names.signing.items()),
        _signed(office, names.publish, published),
    ]


def _signed(office: Office, words: str, event: Event | None) -> Signed:
    if event is None:
        return Signed(words)
    note = "；".join(part for part in (event.comment, event.reason and f"一人办理的理由：{event.reason}") if part)
    return Signed(words, event.name or person_name(office.settings, event.by), event.on, note)


def stage_to_sign(row: Row, stages: Stages) -> str:
    """Return what the stage is called that has to sign next, empty where none has."""
    state = approval_state(row)
    return next_stage(state, stages) if state.open else ""


def interpreters(office: Office, number: str) -> list[Row]:
    """Return the items that interpret a document, in the order they were made."""

    def pick(found: str, fields: Fields) -> Row | None:
        there = fields.get("interprets") == number and ledgers.OUT_ON not in fields
        return Row(found, dict(fields)) if there else None

    return [row for row in office.store.scan(CATALOGUE.key, pick) if row]


def item_duties(office: Office, row: Row, today: date) -> list[Duty]:
    """Return what one item owes today: publication in time, its interpretation, the review of what is withheld."""
    if row.taken_out:
        return []
    alone = {row.number: row.fields}
    linked = alone | {other.number: other.fields for other in interpreters(office, row.number)}
    document = office.store.record(CATALOGUE.key, row.fields.get("interprets") or "") or {}
    known = alone | ({row.fields["interprets"]: document} if document and ledgers.OUT_ON not in document else {})
    found = [
        *publications(alone, today, calendar_of(office)),
        *interpretations(linked, columns_of(office), today),
        *orphans(known),
        *reviews(alone, today),
        *altered(alone),
    ]
    return [duty for duty in found if duty.number == row.number]


def publish_by(office: Office, made_on: date) -> date:
    """Return the day by which information made on a day is published (条例第二十六条, 20 working days)."""
    return calendar_of(office).add(made_on, PUBLISH_WITHIN)


def column_names(office: Office) -> dict[str, str]:
    """Return the columns that items may stand in, in the order of the tree, with what each stands under."""
    columns = columns_of(office)
    own = (column for column in columns.in_order() if not column.text)
    return {column.name: column.parent and f"在“{column.parent}”之下" for column in own}


def review(office: Office, number: str, today: date, seen: Fields | None = None) -> Entry | None:
    """Note that what is withheld was looked at again and stays so (条例第十八条); Refused for what is not withheld."""
    row = ledgers.find_row(office, CATALOGUE, number)
    if standing(row) not in ("withheld", "secret"):
        raise Refused("只有不予公开的和涉密的条目要复查。")
    return change_item(office, number, {"reviewed_on": today.isoformat()}, seen)


def open_up(office: Office, number: str, today: date) -> Entry | None:
    """Note that what was withheld may be published now (条例第十八条): it becomes a draft; Refused for what is not."""
    row = ledgers.find_row(office, CATALOGUE, number)
    if row.taken_out or row.fields.get("openness") != "withheld":
        raise Refused("只有不予公开的条目可以改为主动公开；涉密事项须先依法解密，另行登记。")
    values: dict[str, Any] = {"openness": "proactive", "openness_reason": None, "reviewed_on": today.isoformat()}
    return change_item(office, number, values, {key: row.fields.get(key) for key in values})
