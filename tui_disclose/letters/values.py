"""What is known of a request for its letters: a text for each word of the templates, absent where nothing is known."""

from datetime import date
from typing import Any

import msgspec

from tui_disclose.records.events import event_ledger
from tui_disclose.records.fields import shown_value
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.request import TABLE, Kept, Request
from tui_disclose.statutory.clock import clock
from tui_disclose.statutory.clock_values import Clock
from tui_disclose.statutory.dates import date_words
from tui_disclose.statutory.fees import Fee, fee_by_page, fee_by_piece
from tui_disclose.statutory.grounds import ground
from tui_disclose.statutory.remedies import route
from tui_disclose.statutory.text import one_line
from tui_disclose.statutory.working_days import Calendar

BLANK = "＿＿＿＿"
"""What is printed where a word has no value: to be filled in by hand."""


class Sender(msgspec.Struct, frozen=True):
    """Who writes: from the office's settings, never from a guess."""

    unit: str
    address: str = ""
    phone: str = ""
    postcode: str = ""
    reconsideration: str = ""
    """复议机关."""
    court: str = ""
    """人民法院."""
    clerk: str = ""


def values_of(request: Request, kept: Kept | None, calendar: Calendar, sender: Sender, document: str) -> dict[str, str]:
    """Return what is known, for a letter about one event or (None) the request as a whole.

    A letter about an event says what was known on its day. `document` is what the letter calls itself where it tells
    of remedies. Personal data stand in it as stored.
    """
    found = _sender(sender) | _request(request) | _dates(request, _clock(request, kept, calendar), kept)
    at_first = clock(request.channel, request.arrived_on, request.confirmed_on, (), calendar).due_on
    if kept is not None and kept.event.kind == "extended":
        found["原答复期限"] = _due_before(request, kept, calendar)
    found |= {"文书": document, "首次期限": date_words(at_first) if at_first else ""}
    if kept is not None:
        found |= _event(kept)
        found["认定"] = found.get("认定", "").replace("{称谓}", found["称谓"])
        found["救济"] = _remedy(kept, document, sender)
    return {word: text for word, text in found.items() if text}


def _clock(request: Request, kept: Kept | None, calendar: Calendar) -> Clock:
    events = list(request.effective)
    if kept is not None:
        events = [event for event in events if event.on <= kept.event.on]
        # One that is only being drafted is not among those of the request yet.
        events += [kept.event] if kept.event not in events else []
    return clock(request.channel, request.arrived_on, request.confirmed_on, events, calendar)


def _due_before(request: Request, kept: Kept, calendar: Calendar) -> str:
    """Return the day by which a reply was due before an extension, those before it included."""
    events = [event for event in request.effective if event.on <= kept.event.on and event is not kept.event]
    due = clock(request.channel, request.arrived_on, request.confirmed_on, events, calendar).due_on
    return date_words(due) if due else ""


def _sender(sender: Sender) -> dict[str, str]:
    return {
        "机关": sender.unit,
        "机关地址": sender.address,
        "机关电话": sender.phone,
        "机关邮编": sender.postcode,
        "复议机关": sender.reconsideration,
        "人民法院": sender.court,
        "经办人": sender.clerk,
    }


def _request(request: Request) -> dict[str, str]:
    def shown(key: str) -> str:
        field = ledger(TABLE).field(key)
        return shown_value(field, request.document.get(key))

    number = shown("applicant.id_number")
    reach = [shown(f"applicant.{key}") for key in ("contact", "phone", "email")]
    identity = f"{shown('applicant.id_kind')}（后四位{number}）" if number else shown("applicant.id_kind")
    assigned = _last(request, "assigned")
    due = assigned.event.until if assigned else None
    return {
        "申请编号": request.number,
        "渠道": shown("channel"),
        "申请人": request.name,
        "称谓": "您" if request.kind == "natural_person" else "贵单位",
        "申请人类别": shown("applicant.kind"),
        "证件": identity,
        "联系方式": "；".join(dict.fromkeys(each for each in reach if each)),
        "申请人地址": shown("applicant.address"),
        "申请内容": request.content.strip(),
        "形式": shown("wanted.form"),
        "途径": shown("wanted.route"),
        "承办科室": _of(assigned, "section") if assigned else "",
        "内部时限句": f"于{date_words(due)}前" if due else "",
    }


def _last(request: Request, *kinds: str, until: date = date.max) -> Kept | None:
    """Return the last event of these kinds up to a day."""
    found = [kept for kept in request.events if not kept.struck and kept.event.kind in kinds and kept.event.on <= until]
    return max(found, key=lambda kept: (kept.event.on, kept.n), default=None)


def _dates(request: Request, now: Clock, kept: Kept | None) -> dict[str, str]:
    until = kept.event.on if kept else date.max
    corrected = _last(request, "correction_received", until=until)
    explained = _last(request, "explanation_received", until=until)
    notice = _last(request, *_NOTICE_OF.get(now.outcome, ()), until=until)
    withdrawn = _last(request, "withdrawn", until=until)
    party = _last(request, "third_party_consulted", until=until)
    # Whoever pays has 20 working days from the day after the notice came, which is not known while it is being sent.
    came = kept is None or kept.event.served_on is not None or kept.event.method == "in_person"
    days: dict[str, date | None] = {
        "到达日期": request.arrived_on,
        "收到日期": now.received_on,
        "答复期限": now.due_on,
        "原答复期限": now.first_due,
        "延期后期限": now.due_on if now.extended else None,
        "补正日期": corrected.event.on if corrected else None,
        "说明日期": explained.event.on if explained else None,
        "缴费期限": now.fee_due if came else None,
        "答复日期": now.closed_on,
        "撤回日期": withdrawn.event.on if withdrawn else None,
    }
    found = {word: date_words(day) for word, day in days.items() if day}
    if now.outcome:
        outcome = event_ledger("replied").field("outcome")
        found["办理结果"] = shown_value(outcome, now.outcome)
    if notice:
        found["所涉通知"] = _notice(notice)
    if party and (kept is None or kept.event.kind == "replied"):
        found["第三方"] = _of(party, "party")
    return found


_NOTICE_OF = {"not_corrected": ("correction_requested",), "fee_unpaid": ("fee_notified",)}
"""The notice on which an outcome rests that the applicant let lapse."""

_NOTICES = {"correction_requested": "补正告知书", "fee_notified": "收费通知书"}


def _notice(kept: Kept) -> str:
    number = f"（{kept.event.letter}）" if kept.event.letter else ""
    return f"《政府信息公开{_NOTICES[kept.event.kind]}》{number}，日期为{date_words(kept.event.on)}"


def _of(kept: Kept, key: str) -> str:
    """Return one of an event's own texts, as stored."""
    value: Any = kept.raw.get(key)
    return value.strip() if isinstance(value, str) else ""


def _event(kept: Kept) -> dict[str, str]:
    event = kept.event
    fields = event_ledger(event.kind).fields
    method = next((shown_value(field, kept.raw.get("method")) for field in fields if field.key == "method"), "")
    # The day of a reply by post is that of posting, not that of its coming.
    there = event.kind == "replied" and event.method in ("in_person", "electronic", "fax")
    served = event.served_on or (event.on if there else None)
    known = {
        "通知日期": date_words(event.on),
        "文号": event.letter or "",
        "期限": date_words(event.until) if event.until else "",
        "事项": _of(kept, "what"),
        "理由": _of(kept, "reason").rstrip("。"),
        "延长天数": str(event.days) if event.days else "",
        "第三方": _of(kept, "party"),
        "征求机关": _of(kept, "organ"),
        "金额": str(event.amount) if event.amount is not None else "",
        "计算过程": "；".join(_fee(kept).working) if event.kind == "fee_notified" and _fee(kept) else "",
        "答复要点": _of(kept, "what"),
        "原答复文号": _of(kept, "earlier"),
        "告知第三方日期": _of(kept, "third_party_told_on"),
        "送达方式": method,
        "送达日期": date_words(served) if served else "",
    }
    if event.kind in ("replied", "withdrawn"):
        own = ground(event.outcome or "other")
        known |= {"认定": own.finding, "法律依据": one_line(event.ground or "") or own.words}
    return {word: text for word, text in known.items() if text}


def _fee(kept: Kept) -> Fee:
    event = kept.event
    if event.pages is not None:
        return fee_by_page(event.pages)
    return fee_by_piece(1, max(event.pieces or 1, 1))


def _remedy(kept: Kept, document: str, sender: Sender) -> str:
    if kept.event.kind != "replied":
        return ""
    told = route(kept.event.outcome or "other", kept.event.on).paragraph
    return (
        told.replace("{文书}", document)
        .replace("{复议机关}", sender.reconsideration or BLANK)
        .replace("{人民法院}", sender.court or BLANK)
    )
