"""The clock of a request (答复期限): what its events make of its dates, derived every time and never stored.

Sources: 《政府信息公开条例》 (Decree 711) Art. 30–36; the fee measure 国办函〔2020〕109号. What is late or unlawful is
flagged and moves no date.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from tui_disclose.statutory.clock_values import Clock, Consultation, Flag, ReReply, Step
from tui_disclose.statutory.counting import Counting, Span, count, merged
from tui_disclose.statutory.events import EVENT_KINDS, Event, in_order
from tui_disclose.statutory.receipt import Receipt, receipt
from tui_disclose.statutory.rules import in_force, period
from tui_disclose.statutory.text import one_line
from tui_disclose.statutory.working_days import Calendar

_ANSWERED_BY = {"third_party_replied": "third_party_consulted", "organ_replied": "organ_consulted"}
_REASONABLE = "《政府信息公开条例》第三十五条"
_CONSULTED = {"third_party_consulted": "third_party", "organ_consulted": "organ"}
_NAMED = {"third_party": "party", "organ": "organ"}
"""The key of an event that says whose opinion it is about."""


def clock(
    channel: str,
    arrived_on: date,
    confirmed_on: date | None,
    events: Iterable[Event],
    calendar: Calendar,
    today: date | None = None,
) -> Clock:
    """Return the clock of a request that came by a channel (Art. 31), from all that happened to it.

    The order of `events` does not matter. With `today` it also flags what has lapsed by then; no date depends on it.
    """
    running = _Running(receipt(channel, arrived_on, confirmed_on), calendar)
    for event in in_order(events):
        running.take(event)
        if today and event.on > today:
            running.flags.append(_ahead(event, today))
    return running.clock(today)


def _ahead(event: Event, today: date) -> Flag:
    """Return that an event has not happened yet: only what was imported, or a clock that was wrong, has such days."""
    text = f"{event.on} {EVENT_KINDS[event.kind]}的日期还没有到（今天是{today}），请核对。"
    return Flag("EVENT-AHEAD", event.on, text, "")


def _name(event: Event, who: str) -> str:
    """Return whose opinion an event is about, nothing where that was not written down."""
    name = event.extra.get(_NAMED[who])
    return one_line(name).strip() if isinstance(name, str) else ""


class _Running:
    """A clock while its events are taken, one after the other."""

    def __init__(self, received: Receipt, calendar: Calendar) -> None:
        self.calendar = calendar
        self.receipt = received
        self.start = received.received_on
        self.reply = period("reply", self.start)
        self.longest = period("extension", self.start).days
        self.steps = [Step(self.start, received.sentence, received.article)]
        self.flags: list[Flag] = []
        if received.confirmed_late:
            text = f"平常信函应在到达当日（{received.arrived_on}）与申请人确认，迟了；按到达之日掌握期限更稳妥"
            self.flags.append(Flag("CONFIRMED-LATE", self.start, f"{self.start} {text}。", received.article))
        self.uncertain: list[str] = [self.reply.uncertain] if self.reply.uncertain else []
        self.waiting: dict[str, Event] = {}
        self.used: set[str] = set()
        self.consultations: list[Consultation] = []
        self.extensions: list[tuple[Event, int]] = []
        self.granted = 0
        self.later: date | None = None
        self.closed: Event | None = None
        self.re_replies: list[ReReply] = []
        notice = in_force("correction", self.start)
        self.notice_due = calendar.add(self.start, notice.days) if notice else None
        self._counting: Counting | None = None

    # ---- the period ----

    @property
    def paused(self) -> bool:
        """Whether the applicant has to act first, so that no period runs."""
        return bool(self.waiting.keys() & {"correction", "fee"})

    def counting(self) -> Counting:
        """Return the counting of the period as it stands."""
        if self._counting is None:
            length = self.reply.days + sum(days for _, days in self.extensions)
            self._counting = count(self.calendar, self.start, length, self._spans())
        return self._counting

    def _spans(self) -> list[Span]:
        return merged(Span(each.on, each.ends_on, each.words) for each in self.consultations)

    def due(self) -> date | None:
        """Return the last day for the reply, None while the applicant has to act."""
        if self.paused:
            return None
        due = self.counting().due_on
        return max(due, self.later) if self.later else due

    def _in_time(self, event: Event) -> bool:
        due = self.due()
        return due is not None and event.on <= due

    def _restart(self, event: Event, text: str, article: str) -> None:
        self.start, self.later = event.on, None
        self.extensions.clear()
        self._counting = None
        self._step(event, text, article)

    # ---- the events ----

    def take(self, event: Event) -> None:
        """Take the next event in time."""
        if event.kind == "re_reply_ordered":
            self._order(event)
        elif self.closed is None:
            handle = getattr(self, f"_{event.kind}", None)
            if handle:
                handle(event)
        elif event.kind == "replied":
            self._reply_again(event)

    def _correction_requested(self, event: Event) -> None:
        rule = period("correction", event.on)
        if "correction" in self.used:
            self._flag("CORRECTION-TWICE", event, "补正应一次性告知，这是第二次通知补正，期限不变", rule.article)
            return
        self.used.add("correction")
        if self.notice_due and event.on > self.notice_due:
            late = f"补正通知应在{rule.days}个工作日内（最晚{self.notice_due}）发出，已逾期，从严按原来的期限"
            self._flag("CORRECTION-LATE", event, late, rule.article)
            return
        self.waiting["correction"] = event
        until = f"，要求最晚{event.until}补正" if event.until else ""
        self._step(event, f"通知补正{until}，等待期间不计期限", rule.article)

    def _correction_received(self, event: Event) -> None:
        rule = period("correction", event.on)
        asked = self.waiting.pop("correction", None)
        if asked is None:
            self._flag("CORRECTION-UNASKED", event, "没有有效的补正通知而收到补正，期限不变", rule.article)
            return
        if asked.until and event.on > asked.until:
            text = f"补正超过通知的期限（{asked.until}），按收到补正重新计算；有无正当理由由人认定"
            self._flag("CORRECTION-ANSWER-LATE", event, text, rule.article)
        self._restart(event, f"收到补正，从这一天起重新计算{self.reply.days}个工作日", rule.article)

    def _third_party_consulted(self, event: Event) -> None:
        rule = period("third_party" if event.kind == "third_party_consulted" else "organ", event.on)
        served = max(event.served_on or event.on, event.on)
        who = _CONSULTED[event.kind]
        name = _name(event, who)
        consultation = Consultation(who, event.on, self.calendar.add(served, rule.days), name=name)
        self.consultations.append(consultation)
        self._counting = None
        arrived = f"，{served}送达" if event.served_on else ""
        text = f"{consultation.words}{arrived}；此后至收到答复（最迟{consultation.due_on}）不计期限"
        self._step(event, text, rule.article)

    _organ_consulted = _third_party_consulted

    def _third_party_replied(self, event: Event) -> None:
        who = _CONSULTED[_ANSWERED_BY[event.kind]]
        rule = period(who, event.on)
        unanswered = [n for n, each in enumerate(self.consultations) if each.who == who and each.replied_on is None]
        name = _name(event, who)
        own = [n for n in unanswered if name and self.consultations[n].name == name]
        # An answer belongs to what still runs before it belongs to what has lapsed.
        position = min(own or unanswered, key=lambda n: (event.on > self.consultations[n].due_on, n), default=None)
        if position is None:
            text = f"{EVENT_KINDS[event.kind]}，但没有在等答复的征求意见，期限不变"
            self._flag("OPINION-UNASKED", event, text, rule.article)
            return
        asked = self.consultations[position]
        self.consultations[position] = msgspec.structs.replace(asked, replied_on=event.on)
        self._counting = None
        if event.on > asked.due_on:
            text = f"{asked.words}的答复超过{rule.days}个工作日（{asked.due_on}），此后的日子照常计算"
            self._flag("OPINION-LATE", event, text, rule.article)
        else:
            self._step(event, f"收到{asked.words[2:-2]}的答复意见，次日起接着计算", rule.article)

    _organ_replied = _third_party_replied

    def _extended(self, event: Event) -> None:
        rule = period("extension", self.receipt.received_on)
        if not self._in_time(event):
            due = self.due()
            why = f"应在{due}或以前作出" if due else "等待申请人补正或缴费时没有可延长的期限"
            self._flag("EXTENSION-LATE", event, f"延期{why}，期限不变", rule.article)
            return
        asked = self.longest if event.days is None else max(event.days, 0)
        days = min(asked, self.longest - self.granted)
        if asked > days:
            text = f"延期合计不得超过{self.longest}个工作日，这次只计{days}个工作日"
            self._flag("EXTENSION-TOO-LONG", event, text, rule.article)
        if not event.approved_by:
            self._flag("EXTENSION-UNAPPROVED", event, "延期没有写明由谁同意", rule.article)
        if days:
            self.extensions.append((event, days))
            self.granted += days
            self._counting = None
            by = f"（{event.approved_by}同意）" if event.approved_by else ""
            self._step(event, f"延期{days}个工作日{by}", rule.article)

    def _fee_notified(self, event: Event) -> None:
        rule = period("fee", event.on)
        article = rule.article
        if event.on < rule.since:
            self._flag("FEE-EARLY", event, "收费办法自2021年1月1日起施行，此前的收费通知不改变期限", article)
        elif "fee" in self.used:
            self._flag("FEE-TWICE", event, "已经通知过缴费，期限不变", article)
        elif event.extra.get("waived"):
            self._step(event, "决定不予收取信息处理费，期限不变", article)
        elif not self._in_time(event):
            self._flag("FEE-LATE", event, "收费通知应在答复期限内发出，期限不变", article)
        else:
            self.used.add("fee")
            self.waiting["fee"] = event
            due = self.calendar.add(event.served_on or event.on, rule.days)
            self._step(event, f"通知缴费，申请人最晚应在{due}缴纳，等待期间不计期限", article)

    def _fee_paid(self, event: Event) -> None:
        asked = self.waiting.pop("fee", None)
        rule = period("fee", event.on)
        article = rule.article
        if asked is None:
            self._flag("FEE-UNASKED", event, "没有有效的收费通知而缴费，期限不变", article)
            return
        due = self.calendar.add(asked.served_on or asked.on, rule.days)
        if event.on > due:
            self._flag("FEE-PAID-LATE", event, f"缴费超过期限（{due}），按缴费日重新计算；是否接受由人认定", article)
        self.uncertain.append(rule.uncertain)
        self._restart(event, f"缴费完成，从次日起重新计算{self.reply.days}个工作日", article)

    def _explanation_requested(self, event: Event) -> None:
        self.waiting.setdefault("explanation", event)
        self._step(event, "要求说明申请理由，说明所需时间照常计算", _REASONABLE)

    def _explanation_received(self, event: Event) -> None:
        self.waiting.pop("explanation", None)
        self._step(event, "收到说明", _REASONABLE)

    def _reasonable_period(self, event: Event) -> None:
        if event.until is None or not self._in_time(event):
            why = "没有写明日期" if event.until is None else "应在答复期限内确定"
            self._flag("REASONABLE-PERIOD", event, f"延迟答复的合理期限{why}，期限不变", _REASONABLE)
            return
        self.later = event.until
        self._step(event, f"确定延迟答复的合理期限为{event.until}", _REASONABLE)

    def _replied(self, event: Event) -> None:
        due = self.due()
        if due and event.on > due:
            late = self.calendar.between(due, event.on)
            self._flag("REPLY-LATE", event, f"答复应在{due}或以前作出，迟了{late}个工作日", self.reply.article)
        self.closed = event
        self._step(event, f"答复，期限到此为止（{'期限内' if due is None or event.on <= due else '逾期'}）", "")
        self._answer_order(event)

    def _withdrawn(self, event: Event) -> None:
        self.closed = event
        self._step(event, "申请人撤回申请，期限到此为止", "")

    def _order(self, event: Event) -> None:
        rule = period("re_reply", event.on)
        days = event.days or rule.days
        due = event.until or self.calendar.add(event.on, days)
        if event.until is None and event.days is None:
            self.uncertain.append(rule.uncertain)
        unknown = None if event.until else self.calendar.first_unknown(event.on, due)
        self.re_replies.append(ReReply(event.on, due, rule.article, unknown_from=unknown))
        given = f"，最晚{due}" if event.until else f"，按{days}个工作日，最晚{due}"
        self._step(event, f"责令重新答复{given}；不改变原来的期限和办理结果", rule.article)

    def _reply_again(self, event: Event) -> None:
        if not self._answer_order(event):
            self._flag("REPLY-TWICE", event, "已经答复过，以第一次答复为准", self.reply.article)

    def _answer_order(self, event: Event) -> bool:
        position = next((n for n, each in enumerate(self.re_replies) if each.replied_on is None), None)
        if position is None:
            return False
        order = self.re_replies[position]
        self.re_replies[position] = msgspec.structs.replace(order, replied_on=event.on)
        if event.on > order.due_on:
            self._flag("RE-REPLY-LATE", event, f"重新答复应在{order.due_on}或以前作出", order.article)
        if self.closed is not event:
            self._step(event, "按责令重新答复", order.article)
        return True

    # ---- what comes of it ----

    def clock(self, today: date | None) -> Clock:
        """Return the clock after all events."""
        due = self.due()
        counting = None if due is None else self.counting()
        if due and counting:
            self._say_due(due, counting)
        elif self.closed is None:
            what = "补正" if "correction" in self.waiting else "缴费"
            self.steps.append(Step(self.waiting_since(), f"等待申请人{what}，现在没有应当答复的日期", ""))
        waiting = self._waiting_for(today)
        correction, fee = (self.waiting.get(key) if self.closed is None else None for key in ("correction", "fee"))
        fee_due = self.calendar.add(fee.served_on or fee.on, period("fee", fee.on).days) if fee else None
        self._flag_lapses(today, correction, fee_due)
        return Clock(
            receipt=self.receipt,
            due_on=due,
            first_due=self._first_due(),
            unknown_from=self.calendar.first_unknown(self.start, due) if due else None,
            waiting_for=waiting,
            correction_notice_due=self.notice_due,
            correction_until=correction.until if correction else None,
            fee_due=fee_due,
            consultations=tuple(self.consultations),
            extended=sum(days for _, days in self.extensions),
            flags=tuple(self.flags),
            uncertain=tuple(dict.fromkeys(self.uncertain)),
            closed_on=self.closed.on if self.closed else None,
            outcome="" if self.closed is None else "other" if self.closed.kind == "withdrawn" else self.closed.outcome,
            re_replies=tuple(self.re_replies),
            counting=counting,
            steps=tuple(self.steps),
        )

    def waiting_since(self) -> date:
        """Return the day on which the applicant was asked to act."""
        return max(self.waiting[key].on for key in self.waiting.keys() & {"correction", "fee"})

    def _first_due(self) -> date | None:
        if self.paused:
            return None
        if not self.extensions:
            return self.counting().due_on
        return count(self.calendar, self.start, self.reply.days, self._spans()).due_on

    def _say_due(self, due: date, counting: Counting) -> None:
        more = "".join(f"＋延期{days}" for _, days in self.extensions)
        text = f"从{counting.start}的次日起数满{self.reply.days}{more}个工作日，到{counting.due_on}"
        if due != counting.due_on:
            text += f"；合理期限{due}更晚，以它为准"
        self.steps.append(Step(counting.start, text, self.reply.article))

    def _waiting_for(self, today: date | None) -> tuple[str, ...]:
        if self.closed:
            return ()
        asked = [
            each.who
            for each in self.consultations
            if each.replied_on is None and (today is None or today <= each.due_on)
        ]
        return tuple(dict.fromkeys((*self.waiting, *asked)))

    def _flag_lapses(self, today: date | None, correction: Event | None, fee_due: date | None) -> None:
        if today is None or self.closed:
            return
        if correction and correction.until and today > correction.until:
            text = f"补正逾期（期限{correction.until}），请确认是否有正当理由；由人决定是否按逾期不补正办结"
            self._flag("CORRECTION-LAPSED", correction, text, period("correction", today).article)
        if fee_due and today > fee_due:
            text = f"缴费期限（{fee_due}）已过，由人决定是否按逾期未缴费办结"
            self._flag("FEE-LAPSED", self.waiting["fee"], text, period("fee", today).article)

    def _flag(self, key: str, event: Event, text: str, article: str) -> None:
        self.flags.append(Flag(key, event.on, f"{event.on} {text}。", article))
        self._step(event, text, article)

    def _step(self, event: Event, text: str, article: str) -> None:
        self.steps.append(Step(event.on, text, article))
