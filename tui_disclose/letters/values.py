"""What is known of a request for its letters: a text for each word of the templates, absent where nothing is known."""

import math
from datetime import date
from typing import Any

import msgspec

from tui_disclose.letters.points import numbered, points
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
from tui_disclose.statutory.rules import period
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
    now = clock_of(request, kept, calendar)
    found = _sender(sender) | _request(request) | _dates(request, now, kept, calendar)
    at_first = clock(request.channel, request.arrived_on, request.confirmed_on, (), calendar).due_on
    if kept is not None and kept.event.kind == "extended":
        found["原答复期限"] = _due_before(request, kept, calendar)
    found |= {"文书": document, "首次期限": date_words(at_first) if at_first else ""}
    if kept is not None:
        found |= _event(kept) | (_correction(request, kept, now) if kept.event.kind == "correction_requested" else {})
        found["认定"] = found.get("认定", "").replace("{称谓}", found["称谓"])
        found["救济"] = _remedy(kept, document, sender)
    return {word: text for word, text in found.items() if text}


def clock_of(request: Request, kept: Kept | None, calendar: Calendar) -> Clock:
    """Return the clock that a letter about an event (or the request as a whole) goes by: that of the event's day."""
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
        "内部时限句": f"于{date_words(due)}以前" if due else "",
    }


def _last(request: Request, *kinds: str, until: date = date.max) -> Kept | None:
    """Return the last event of these kinds up to a day."""
    found = [kept for kept in request.events if not kept.struck and kept.event.kind in kinds and kept.event.on <= until]
    return max(found, key=lambda kept: (kept.event.on, kept.n), default=None)


def _dates(request: Request, now: Clock, kept: Kept | None, calendar: Calendar) -> dict[str, str]:
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
        found |= _lapsed(notice, calendar)
    if kept is not None and kept.event.kind == "fee_notified" and not _of(kept, "waived"):
        by = f"，即在{found['缴费期限']}以前（含当日）" if "缴费期限" in found else ""
        found["缴费时间"] = f"自收到本通知次日起{period('fee', kept.event.on).days}个工作日内{by}"
    if party and (kept is None or kept.event.kind == "replied"):
        found["第三方"] = _of(party, "party")
    return found


_NOTICE_OF = {"not_corrected": ("correction_requested",), "fee_unpaid": ("fee_notified",)}
"""The notice on which an outcome rests that the applicant let lapse."""

_NOTICES = {"correction_requested": ("补正告知书", "补正材料"), "fee_notified": ("信息处理费收费通知书", "费用")}
"""What each is called, and what it asked for."""


def _lapsed(notice: Kept, calendar: Calendar) -> dict[str, str]:
    """Return which notice the applicant let lapse, its last day and what did not come."""
    event = notice.event
    name, wanted = _NOTICES[event.kind]
    number = f"（{event.letter}）" if event.letter else ""
    until = event.until
    if event.kind == "fee_notified":
        came = event.served_on or (event.on if event.method == "in_person" else None)
        until = calendar.add(came, period("fee", event.on).days) if came else None
    return {
        "所涉通知": f"《政府信息公开{name}》{number}，日期为{date_words(event.on)}",
        "所涉期限": date_words(until) if until else "",
        "所涉未做": wanted,
    }


def _correction(request: Request, kept: Kept, now: Clock) -> dict[str, str]:
    """Return what a notice to correct asks for, and whether it is the first: only that one moves the period."""
    found = points(_of(kept, "what"))
    asked = (each for each in request.events if not each.struck and each.event.kind == kept.event.kind)
    # One that is only being drafted has no number yet and is the last of its day.
    own = (kept.event.on, kept.n or math.inf)
    former = [each.event.on for each in asked if each.n != kept.n and (each.event.on, each.n) < own]
    moves = not former and "correction" in now.waiting_for
    return {
        "事项": numbered(found),
        "事项数": str(len(found)) if found else "",
        "前次补正日期": date_words(max(former)) if former else "",
        "补正起算": "本机关收到补正的申请之日" if moves else "",
    }


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
        "理由": _of(kept, "reason").rstrip("。"),
        "延长天数": str(event.days) if event.days else "",
        "第三方": _of(kept, "party"),
        "征求机关": _of(kept, "organ"),
        "金额": str(event.amount) if event.amount is not None else "",
        "计算过程": "；".join(fee_of_notice(kept).working) if event.kind == "fee_notified" else "",
        "收费文书": "不予收取告知书" if _of(kept, "waived") else "收费通知书",
        "不予收取理由": _of(kept, "waived").rstrip("。"),
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


def fee_of_notice(kept: Kept) -> Fee:
    """Return the fee that the measure gives for what a notice counts: pages, or the pieces of the month."""
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
