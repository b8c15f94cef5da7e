"""Saying why the year opens with other figures than last year's report closed with."""

from datetime import date

import msgspec

from tui_disclose.office.entering import save_fields
from tui_disclose.office.house import Office
from tui_disclose.office.reports import sheet_of
from tui_disclose.problems import Refused
from tui_disclose.records.adjustments import Adjustment
from tui_disclose.records.report import adjustment_field
from tui_disclose.report.adjusting import Opening, openings
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import as_json_number
from tui_disclose.statutory.text import label_key, one_line
from tui_disclose.store.interface import Entry


def adjust(office: Office, year: int, column: str, reason: str, today: date, on: date | None = None) -> Entry | None:
    """Give date and reason for what an opening differs by; an empty reason takes them back.

    `column` is a cell's address, a column's key or its label, of 二 a row's. Raises Refused where there is no such
    cell, no last year's report, nothing to explain, or the date lies ahead.
    """
    sheet = sheet_of(office, year)
    opening = _opening(sheet, column)
    address, name, what = opening.cell.address, opening.name, opening.what
    name = f"‘{name}’列{what}" if opening.copies else f"‘{name}’{what}"
    words = one_line(reason).strip()
    if not words:
        return save_fields(office, year, {adjustment_field(address): None}, f"取消{year}年报告{name}的调整说明")
    if sheet.previous is None:
        raise Refused(f"没有{year - 1}年的报告，不能核对{what}，也就不需要说明调整。")
    if not opening.difference:
        raise Refused(f"{name}与{year - 1}年报告的数没有差异，不需要说明调整。")
    if on is not None and on > today:
        raise Refused(f"调整日期{on}还没有到，请填写实际日期。")
    said = Adjustment(on or today, words, str(as_json_number(opening.difference)))
    fields = {adjustment_field(address): msgspec.to_builtins(said)}
    return save_fields(office, year, fields, f"说明{year}年报告{name}的调整（相差{said.difference}），理由：{words}")


def _opening(sheet: Sheet, column: str) -> Opening:
    found = list(openings(sheet))
    wanted = label_key(column)
    for each in found:
        at = each.cell.column if each.copies else each.cell.row
        if column in (each.cell.address, at.key) or wanted in map(label_key, (at.words, at.short, *at.aliases)):
            return each
    columns = "、".join(f"{each.name}（{each.cell.address}）" for each in found)
    kinds = dict.fromkeys(f"{each.what}的{'列' if each.copies else '行'}" for each in found)
    raise Refused(f"“{one_line(column)[:40]}”不是{'、'.join(kinds)}，可用：{columns or '无'}。")
