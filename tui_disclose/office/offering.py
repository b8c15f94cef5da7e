"""Sentences that the last part of a report (六) could hold: offered to a person, never put in by themselves."""

from datetime import date

from tui_disclose.office.fee_totals import fee_totals
from tui_disclose.office.house import Office
from tui_disclose.office.reports import sheet_of
from tui_disclose.problems import Refused
from tui_disclose.report.adjusting import offered_sentence
from tui_disclose.report.sheet import Sheet
from tui_disclose.report.text_rules import FEE_SENTENCE, lacks_fees


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
    found = fee_totals(office, date(year, 1, 1), date(year, 12, 31))
    if not found.notices and not found.payments:
        return FEE_SENTENCE
    notified = f"收费通知{found.notices}件，通知收取{found.charged}元"
    return f"本年度发出政府信息公开信息处理费{notified}，实际收取{found.received}元。"
