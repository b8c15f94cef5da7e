"""Sentences that the last part of a report (六) could hold: offered to a person, never put in by themselves."""

from decimal import Decimal
from typing import Any

from tui_disclose.office.house import Office
from tui_disclose.office.reports import sheet_of
from tui_disclose.problems import Refused
from tui_disclose.records.request import TABLE, from_document
from tui_disclose.report.adjusting import offered_sentence
from tui_disclose.report.sheet import Sheet
from tui_disclose.report.text_rules import FEE_SENTENCE, lacks_fees
from tui_disclose.statutory.events import in_order
from tui_disclose.statutory.figures import as_json_number, number_of


def offers(office: Office, year: int, section: str) -> tuple[str, ...]:
    """Return the sentences that a section could hold, on adjusted openings and on fees; Refused for no such section."""
    sheet = sheet_of(office, year)
    if section not in sheet.form.sections:
        raise Refused(f"报告没有“{section}”这一部分；可用：{'、'.join(sheet.form.sections)}。")
    if section != last_text(sheet):
        return ()
    written = sheet.report.sections.get(section, "")
    fees = _fee_sentence(office, year) if lacks_fees(sheet) else ""
    return tuple(each for each in (offered_sentence(sheet), fees) if each and each not in written)


def last_text(sheet: Sheet) -> str:
    """Return the key of the last part that is a text: 其他需要报告的事项."""
    return [part.numeral for part in sheet.form.parts if not part.table][-1]


def _fee_sentence(office: Office, year: int) -> str:
    """Return what the register says of a year's fees: notices and their amount by their day, money by that of payment.

    Source: 国办函〔2020〕109号 asks for the collection in the yearly report; notices, their amount and what came in are
    what reports give.
    """
    asked: list[Decimal] = []
    paid: list[Decimal] = []
    documents = office.store.scan(TABLE, lambda number, fields: (number, dict(fields)) if _has_fee(fields) else None)
    for number, document in filter(None, documents):
        due = Decimal(0)
        for event in in_order(from_document(number, document).effective):
            amount = Decimal(number_of(event.amount) or 0)
            if event.kind == "fee_notified":
                due = amount
                asked += [amount] * (event.on.year == year)
            elif event.kind == "fee_paid":
                # A payment without an amount is what was asked for.
                paid += [due if event.amount is None else amount] * (event.on.year == year)
    if not asked and not paid:
        return FEE_SENTENCE
    notified, received = (as_json_number(sum(amounts, Decimal(0))) for amounts in (asked, paid))
    return f"本年度发出政府信息公开信息处理费收费通知{len(asked)}件，通知收取{notified}元，实际收取{received}元。"


def _has_fee(fields: dict[str, Any]) -> bool:
    return not any(key.startswith("taken_out.") for key in fields) and any(
        isinstance(value, dict) and str(value.get("kind", "")).startswith("fee_") for value in fields.values()
    )
