"""What a month or a quarter is reported with: 三, 四 and the fees over any span of days, on the form of its end."""

from datetime import date
from typing import Any

import msgspec

from tui_disclose.office.facts import case_facts, counted_again, request_facts
from tui_disclose.office.fee_totals import FeeTotals, fee_totals
from tui_disclose.office.house import Office
from tui_disclose.problems import Refused
from tui_disclose.records.report import Report
from tui_disclose.report.derive import REMEDIES, REQUESTS, remedies_between, requests_between
from tui_disclose.report.findings import named
from tui_disclose.report.sheet import Derived, Sheet, build_sheet


class SpanFigures(msgspec.Struct, frozen=True):
    """三 and 四 over a span of days, totals added up, with the fees."""

    since: date
    until: date
    sheet: Sheet
    """The figures on the form of the span's last day; nothing else of a report stands in it."""
    fees: FeeTotals


def figures_between(office: Office, first: date, last: date) -> SpanFigures:
    """Return what the records give over a span of days; years before the ledger began as far as they are in it.

    Refused where it ends before it begins or no form is that old.
    """
    if last < first:
        raise Refused(f"起止日期颠倒：{first} 至 {last}。")
    form = office.forms.for_year(last.year)
    span = first.isoformat(), last.isoformat()
    requests = requests_between(form, [*request_facts(office).values(), *counted_again(office)], *span)
    cases = remedies_between(form, case_facts(office).values(), *span)
    derived = Derived({**requests.figures, **cases.figures}, {**requests.records, **cases.records})
    sheet = build_sheet(form, Report(office.settings.unit, last.year, form.id), derived)
    return SpanFigures(first, last, sheet, fee_totals(office, first, last))


def caveats(office: Office, found: SpanFigures, today: date) -> list[str]:
    """Return what has to be said beside the figures: days before the ledger began, days yet to come."""
    since = office.settings.ledger_since
    said = []
    if since and found.since < since:
        said.append(f"台账从{since}起登记，此前的只计已录入的。")
    if found.until > today:
        said.append(f"{found.until}还没有到，以下为至今登记的。")
    return said


def figures_text(found: SpanFigures) -> str:
    """Return the figures as the report prints its tables, the fees, and the records behind every cell."""
    from tui_disclose.exporting.plain import render_tables

    sheet = found.sheet
    fees = f"信息处理费：{found.fees.sentence}"
    if found.fees.records:
        fees += f"（{named(found.fees.records)}）"
    behind = [
        f"{sheet.form.cells[address].words}：{named(sheet.derived.records[address])}"
        for address, figure in sheet.derived.figures.items()
        if figure
    ]
    tables = render_tables(sheet.form, sheet.published(), (REQUESTS, REMEDIES)).rstrip("\n")
    pieces = [f"{found.since}至{found.until}", tables, fees, *(["各格的记录\n" + "\n".join(behind)] if behind else [])]
    return "\n\n".join(pieces) + "\n"


def figures_json(found: SpanFigures) -> dict[str, Any]:
    """Return the figures as JSON: cells as in a report's JSON, totals among them, with the records behind each."""
    sheet = found.sheet
    counting = sheet.published().cells
    return {
        "unit": sheet.report.unit,
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "form": sheet.form.id,
        "cells": {address: counting[address] for address in sheet.form.cells if address in counting},
        "records": {address: list(sheet.derived.records[address]) for address in sheet.derived.records},
        "fees": msgspec.to_builtins(found.fees),
    }
