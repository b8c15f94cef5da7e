"""The fees over a span of days for section 六 of the report (收取信息处理费情况), with the requests behind."""

from datetime import date
from decimal import Decimal

import msgspec

from tui_disclose.office.house import Office
from tui_disclose.problems import Refused
from tui_disclose.records.fee_facts import FeeFact, fee_fact
from tui_disclose.records.request import TABLE


class FeeTotals(msgspec.Struct, frozen=True):
    """Fees in yuan, as text with decimals only where there are any."""

    notices: int
    charged: str
    waived: int
    payments: int
    received: str
    records: tuple[str, ...]
    """The requests behind."""

    @property
    def sentence(self) -> str:
        """The totals in words, as section 六 may say them."""
        if not self.notices and not self.payments:
            return "未收取政府信息公开信息处理费。"
        waived = f"（其中决定不予收取{self.waived}件）" if self.waived else ""
        charged = f"发出收费通知{self.notices}件{waived}，应收信息处理费{self.charged}元"
        return f"{charged}；收到缴费{self.payments}件，实收{self.received}元。"


def fee_facts(office: Office, first: date, last: date) -> dict[str, FeeFact]:
    """Return the requests with fees over a span of days, by number."""
    span = first.isoformat(), last.isoformat()
    found = office.store.scan(TABLE, lambda number, fields: (number, fee_fact(number, fields, *span)))
    return {number: fact for number, fact in found if fact}


def fee_totals(office: Office, first: date, last: date) -> FeeTotals:
    """Return the fees over a span of days; Refused where it ends before it begins."""
    if last < first:
        raise Refused(f"起止日期颠倒：{first} 至 {last}。")
    facts = fee_facts(office, first, last)
    each = facts.values()
    return FeeTotals(
        notices=sum(fact.notices for fact in each),
        charged=yuan(sum((fact.charged for fact in each), Decimal())),
        waived=sum(fact.waived for fact in each),
        payments=sum(fact.payments for fact in each),
        received=yuan(sum((fact.received for fact in each), Decimal())),
        records=tuple(facts),
    )


def yuan(amount: Decimal) -> str:
    """Return an amount as text, without decimals where it has none."""
    return str(int(amount)) if amount == int(amount) else format(amount, "f")
