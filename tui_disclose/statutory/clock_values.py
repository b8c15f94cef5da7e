"""What the clock of a request says: its dates, what was irregular, and how they were derived."""

from datetime import date

import msgspec

from tui_disclose.statutory.counting import Counting
from tui_disclose.statutory.receipt import Receipt


class Flag(msgspec.Struct, frozen=True):
    """Something that happened late or against the rules, recorded as it happened."""

    id: str
    on: date
    text: str
    """One Chinese sentence."""
    article: str


class Step(msgspec.Struct, frozen=True):
    """One step of the derivation, in words."""

    on: date
    text: str
    article: str = ""


class Consultation(msgspec.Struct, frozen=True):
    """A third party or another body asked for its opinion, and the days that its answer takes out of the period."""

    who: str
    """“third_party” or “organ”."""
    on: date
    due_on: date
    """The last of the 15 working days that whoever is asked has, from being served."""
    replied_on: date | None = None
    name: str = ""
    """Whose opinion, where that was written down."""

    @property
    def ends_on(self) -> date:
        """The last excluded day: that of the answer, or where none comes in time the last day for it."""
        return min(self.replied_on or self.due_on, self.due_on)

    @property
    def words(self) -> str:
        """What is asked for."""
        return "征求第三方意见" if self.who == "third_party" else "征求其他机关意见"


class ReReply(msgspec.Struct, frozen=True):
    """An order to reply anew (责令重新答复) with its own limit."""

    ordered_on: date
    due_on: date
    article: str
    replied_on: date | None = None
    unknown_from: date | None = None
    """The first day of a year whose days off are not known that the limit rests on."""


class Clock(msgspec.Struct, frozen=True):
    """Every date of a request that the law gives, with the derivation."""

    receipt: Receipt
    due_on: date | None
    """The last day for the reply; None while the applicant has to act (correction, fee). Closed: what it was then."""
    first_due: date | None
    """The last day without any extension."""
    unknown_from: date | None
    """The first day of a year whose days off are not known that the due date rests on."""
    waiting_for: tuple[str, ...]
    """Of correction, fee, third_party, organ, explanation: what has been asked for and not come."""
    correction_notice_due: date | None
    """The last day for asking for a correction; None before 2019-05-15, when there was no such limit."""
    correction_until: date | None
    """The limit given to the applicant while a correction is waited for."""
    fee_due: date | None
    """The last day for paying while a fee is waited for."""
    consultations: tuple[Consultation, ...]
    extended: int
    """Working days added by extensions that count."""
    flags: tuple[Flag, ...]
    uncertain: tuple[str, ...]
    """What no source settles and the dates rest on."""
    closed_on: date | None
    outcome: str
    """Of the first reply; “other” where the applicant withdrew; empty while open."""
    re_replies: tuple[ReReply, ...]
    counting: Counting | None
    """How the due date was counted; None while nothing is counted."""
    steps: tuple[Step, ...]

    @property
    def received_on(self) -> date:
        """The statutory day of receipt (收到申请之日)."""
        return self.receipt.received_on

    @property
    def unconfirmed(self) -> bool:
        """Whether the day of receipt still has to be confirmed with the applicant (待确认)."""
        return self.receipt.unconfirmed

    @property
    def provisional(self) -> bool:
        """Whether the due date may still move by itself: unconfirmed receipt, or days off not known (暂定)."""
        return self.unconfirmed or self.unknown_from is not None

    @property
    def rests_on_unknown(self) -> date | None:
        """The first day not known that what is owed now, or was owed when it was closed, rests on."""
        order = self._order_owed
        return order.unknown_from if order else self.unknown_from

    @property
    def owed_on(self) -> date | None:
        """The day by which the office itself owes a reply now; None where it owes none."""
        if self.closed_on is None:
            return self.due_on
        return self._order_owed.due_on if self._order_owed else None

    @property
    def _order_owed(self) -> ReReply | None:
        """The order to reply anew that is due first of those not complied with; None before the first reply."""
        waiting = [each for each in self.re_replies if each.replied_on is None] if self.closed_on else []
        return min(waiting, key=lambda each: each.due_on, default=None)
