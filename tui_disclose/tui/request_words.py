"""What is said of a request on screen: when it is due, what would follow, what an event was."""

from collections.abc import Iterable, Mapping
from typing import Any

from tui_disclose.office.requests import View
from tui_disclose.records.events import MOST_PIECES
from tui_disclose.records.request_status import STATUSES
from tui_disclose.statutory.clock_values import Clock, Flag
from tui_disclose.statutory.dates import with_weekday
from tui_disclose.statutory.fees import fee_by_page, fee_by_piece
from tui_disclose.statutory.grounds import ground

KINDS = {
    "natural_person": "自然人",
    "business": "企业",
    "research": "科研",
    "public_welfare": "公益",
    "legal_service": "法律",
    "other": "其他",
}
"""The classes of applicants, short enough for a column."""

_CONFIRMING = {
    "in_person": "当面提交的，提交之日为收到之日，这一项不填。",
    "oral": "口头提出的，提出之日为收到之日，这一项不填。",
    "registered_mail": "须签收的，签收之日为收到之日，这一项不填；转到公开机构的日期不改变收到之日。",
    "ordinary_mail": "平常信函应在到达的当日与申请人确认，确认之日为收到之日；还没有确认的空着，先从到达之日起算。",
    "internet": "互联网提交的，双方确认之日为收到之日；还没有确认的空着，先从到达之日起算并标明待确认。",
    "fax": "传真提交的，双方确认之日为收到之日；还没有确认的空着，先从到达之日起算并标明待确认。",
}


def confirming_words(channel: object) -> str:
    """Return what belongs into the day of confirmation, for a channel (Art. 31); nothing while there is none."""
    return _CONFIRMING.get(str(channel), "")


def left_words(days: int | None) -> str:
    """Return how many working days are left (“还剩3个工作日”), or by how many a day has passed."""
    if days is None:
        return ""
    if days == 0:
        return "今天到期"
    return f"还剩{days}个工作日" if days > 0 else f"逾期{-days}个工作日"


def marks(clock: Clock) -> str:
    """Return what is not certain about a request's dates."""
    return "".join(word for word, holds in (("待确认", clock.unconfirmed), ("暂定", clock.rests_on_unknown)) if holds)


def due_cell(each: View) -> str:
    """Return the due date as a column of the list shows it: “2024-04-28 还剩3 暂定”; it sorts as the days do."""
    clock = each.clock
    owed = clock.owed_on
    if owed is None:
        return "" if clock.closed_on or each.status == "taken_out" else f"等待申请人 {marks(clock)}".strip()
    left = left_words(each.days_left).removesuffix("个工作日").removesuffix("到期")
    return " ".join(word for word in (owed.isoformat(), left, marks(clock)) if word)


def due_words(each: View) -> str:
    """Return when something is owed, in a sentence without its full stop."""
    clock = each.clock
    if each.status == "taken_out":
        return "已注销登记，不再计入"
    uncertain = f"（{marks(clock)}）" if marks(clock) else ""
    if clock.owed_on is not None:
        what = "重新答复" if clock.closed_on else "答复"
        return f"应在{with_weekday(clock.owed_on)}或以前{what}{uncertain}，{left_words(each.days_left)}"
    if clock.closed_on is not None:
        late = "，逾期" if clock.due_on and clock.closed_on > clock.due_on else ""
        due = f"，期限{clock.due_on}{uncertain}{late}" if clock.due_on else ""
        return f"{clock.closed_on}办结{due}"
    return f"等待申请人，现在没有应当答复的日期{uncertain}"


def state_words(each: View) -> str:
    """Return status and due date in one line."""
    return f"{STATUSES[each.status]}：{due_words(each)}"


def flag_words(flag: Flag) -> str:
    """Return what was irregular, with the article."""
    article = f"（{flag.article}）" if flag.article else ""
    return f"！{flag.text.rstrip('。')}{article}。"


def after_words(each: View, before: Iterable[Flag]) -> list[str]:
    """Return what would follow from what is being typed: the state, and what it would have flagged."""
    known = {flag.text for flag in before}
    return [f"保存以后：{state_words(each)}。", *(flag_words(f) for f in each.clock.flags if f.text not in known)]


def registration_words(each: View) -> list[str]:
    """Return what would follow from a registration that is being typed."""
    clock = each.clock
    return [
        f"收到申请之日{clock.received_on}（{clock.receipt.article.removeprefix('《政府信息公开条例》')}）"
        f"，{due_words(each)}。",
        *(flag_words(flag) for flag in clock.flags),
    ]


def fee_words(values: Mapping[str, Any]) -> str:
    """Return the working of the fee that a notice being typed names pieces or pages for; nothing where neither."""
    pages, pieces = values.get("pages"), values.get("pieces")
    if pages is not None:
        return "按量：" + "；".join(fee_by_page(pages).working)
    if pieces and pieces <= MOST_PIECES:
        return f"按件，当月累计{pieces}件：" + "；".join(fee_by_piece(1, pieces).working)
    return ""


def ground_for(outcome: object) -> str:
    """Return the article that usually applies to an outcome, as it is offered to whoever closes a case."""
    return ground(str(outcome)).words if outcome else ""
