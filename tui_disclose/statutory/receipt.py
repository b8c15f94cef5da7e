"""The day on which a request counts as received (收到申请之日), by the channel it came by (Art. 31)."""

from datetime import date

import msgspec

from tui_disclose.statutory.events import CHANNELS

CONFIRMED = ("ordinary_mail", "internet", "fax")
"""Channels whose day of receipt is the day of confirmation."""

FIRST_DAY = date(2008, 5, 1)
"""The first Regulation (国务院令第492号) came into force; nothing was asked for under it before."""

_ARTICLE = "《政府信息公开条例》第三十一条"


class Receipt(msgspec.Struct, frozen=True):
    """When a request arrived and from which day it counts as received."""

    channel: str
    arrived_on: date
    confirmed_on: date | None
    received_on: date
    unconfirmed: bool
    """Counted from arrival for the time being, because both sides have not confirmed it yet (待确认)."""
    sentence: str
    """The rule applied, in words."""
    article: str

    @property
    def confirmed_late(self) -> bool:
        """Whether ordinary mail was confirmed on a later day than that of its arrival."""
        return self.channel == "ordinary_mail" and self.received_on > self.arrived_on


def receipt(channel: str, arrived_on: date, confirmed_on: date | None = None) -> Receipt:
    """Return the receipt of a request.

    What is handed in or signed for counts from that day, even where the disclosure office got it later; ordinary mail,
    internet and fax count from the confirmation, and until then provisionally from arrival.
    """
    words = CHANNELS[channel]
    if channel not in CONFIRMED:
        paragraph = "第一项" if channel in ("in_person", "oral") else "第二项"
        verb = "提交" if channel in ("in_person", "oral") else "签收"
        sentence = f"{words}，{arrived_on}{verb}，以{verb}之日为收到申请之日"
        if confirmed_on and confirmed_on != arrived_on:
            sentence += f"（{confirmed_on}转到公开机构，仍从较早的{min(arrived_on, confirmed_on)}起算）"
        received = min(arrived_on, confirmed_on or arrived_on)
        return Receipt(channel, arrived_on, confirmed_on, received, False, sentence, _ARTICLE + paragraph)
    article = _ARTICLE + ("第二项" if channel == "ordinary_mail" else "第三项")
    if confirmed_on is None:
        sentence = f"{words}，{arrived_on}到达，尚未与申请人确认，先从到达之日起算（待确认）"
        return Receipt(channel, arrived_on, None, arrived_on, True, sentence, article)
    sentence = f"{words}，{arrived_on}到达，{confirmed_on}与申请人确认，以确认之日为收到申请之日"
    return Receipt(channel, arrived_on, confirmed_on, confirmed_on, False, sentence, article)
