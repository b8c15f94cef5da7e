"""One letter that asks for several matters: split into requests of their own, each with its one outcome."""

from collections.abc import Sequence

from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.ledgers import find_row, place_of
from tui_disclose.office.requests import REQUESTS, request_number
from tui_disclose.problems import Changed, Refused, Unavailable
from tui_disclose.records.events import STRUCK, event_kind
from tui_disclose.records.facts import EVENTS
from tui_disclose.records.fields import checked_value
from tui_disclose.records.request import TABLE, events_of, from_document
from tui_disclose.store.interface import Change, Fields

_TRIES = 100


def split(office: Office, number: str, contents: Sequence[str]) -> list[str]:
    """Split a request as one act: it keeps the first of `contents`, each further one becomes a request of its own.

    The new ones take over everything but the content, what happened so far included, and name it as their parent;
    their numbers are returned. Raises Refused for fewer than two contents, an empty one, or a request that is closed
    or taken out, Changed where its content was changed meanwhile.
    """
    refuse_read_only(office)
    field = REQUESTS.field("content")
    texts = [str(checked_value(field, text)) for text in contents]
    if len(texts) < 2 or not all(text.strip() for text in texts):
        raise Refused("拆分申请应写明两件以上的申请内容，每件都不能空白。")
    for _ in range(_TRIES):
        fields = _splittable(office, number)
        taken = office.store.scan(TABLE, lambda each, _: each)
        numbers: list[str] = []
        for _text in texts[1:]:
            numbers.append(request_number(office, taken + numbers, int(fields["arrived_on"][:4])))
        changes, expected = [Change(TABLE, number, {"content": texts[0]})], {(TABLE, number): dict(fields)}
        for child, text in zip(numbers, texts[1:], strict=True):
            kept = {**fields, "content": text, "parent": number}
            changes.append(Change(TABLE, child, kept))
            expected[TABLE, child] = dict.fromkeys(kept)
        why = f"拆分申请{number}为{len(texts)}件，新编号：{'、'.join(numbers)}"
        try:
            office.store.apply(changes, office.who, why, expected, place=place_of(REQUESTS, number))
        except Changed:
            if _splittable(office, number) != fields:
                raise
            continue
        return numbers
    raise Unavailable("编号一再被他人占用，没有保存，请再试一次。")


def _splittable(office: Office, number: str) -> Fields:
    row = find_row(office, REQUESTS, number)
    if row.taken_out:
        raise Refused(f"申请{number}已注销登记，不能拆分。")
    request = from_document(number, row.fields)
    if any(event_kind(event.kind).closes for event in request.effective):
        raise Refused(f"申请{number}已经办结，不能拆分。")
    struck = {f"{EVENTS}{n}" for n, raw in events_of(row.fields) if STRUCK in raw}
    return {key: value for key, value in row.fields.items() if key not in struck}


def children(office: Office, number: str) -> list[str]:
    """Return the numbers of the requests that were split out of one."""
    found = office.store.scan(TABLE, lambda each, fields: each if fields.get("parent") == number else "")
    return [each for each in found if each]
