"""Looking at yearly reports: which there are, their sheets, and what the checks find."""

import re
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from tui_disclose.office.finished import is_finished
from tui_disclose.office.house import Office
from tui_disclose.office.settings import in_ledger
from tui_disclose.office.versions import as_report, form_of_version, standing_version
from tui_disclose.problems import Refused
from tui_disclose.records.report import TABLE, Report, from_document, is_started, number_of_year
from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Derived, Sheet, build_sheet
from tui_disclose.statutory.figures import is_missing
from tui_disclose.statutory.forms import Form, Forms
from tui_disclose.statutory.text import half_width, one_line

if TYPE_CHECKING:
    from tui_disclose.report.due import Due
    from tui_disclose.report.text_claims import Said


class Summary(msgspec.Struct, frozen=True):
    """One line of the list of years."""

    year: int
    form: str
    unit: str
    filled: int
    """Cells with a figure, of `cells`."""
    cells: int
    errors: int
    """Open ones, not acknowledged."""
    warnings: int
    stage: str = ""
    """Where it stands (办理环节), in words."""
    trouble: str = ""
    """Why the report cannot be read, in a sentence; its figures and findings are then not counted."""


def check_year(office: Office, year: int, today: date) -> None:
    """Raise Refused where no report can be made for a year: no form is that old, or it has not begun."""
    office.forms.for_year(year)
    if year > today.year:
        raise Refused(f"{year}年尚未开始，请核对年度。")


def year_typed(forms: Forms, text: str, today: date) -> int:
    """Return the report year that somebody typed; Refused says why it cannot be one."""
    digits = half_width(text).strip().removesuffix("年")
    if not re.fullmatch(r"\d{4}", digits, re.ASCII):
        raise Refused(f"“{one_line(text)[:20]}”不是年度，请填四位数字，如 {today.year - 1}。")
    year = int(digits)
    forms.for_year(year)
    if year > today.year:
        raise Refused(f"{year}年尚未开始，请核对年度。")
    return year


def years(office: Office) -> list[int]:
    """Return the years that have a report, newest first."""
    documents = office.store.records(TABLE)
    return sorted((int(number) for number, fields in documents.items() if is_started(fields)), reverse=True)


def summaries(office: Office) -> list[Summary]:
    """Return a line for each year that has a report, newest first; one that cannot be read says why."""
    reports = [report for year in years(office) if (report := find_report(office, year))]
    return [_summary(office, report) for report in reports]


def _summary(office: Office, report: Report) -> Summary:
    try:
        sheet = sheet_of(office, report.year)
    except Refused as problem:
        stage = office.stages.by_key(report.stage).name
        return Summary(report.year, report.form, report.unit, 0, 0, 0, 0, stage, trouble=str(problem))
    findings = findings_of(office, sheet)
    return Summary(
        year=report.year,
        form=sheet.form.id,
        unit=report.unit,
        filled=sum(not is_missing(faces.counts) for faces in sheet.faces.values()),
        cells=len(sheet.faces),
        errors=sum(finding.open_error for finding in findings),
        warnings=sum(f.severity == "warning" and f.acknowledged is None for f in findings),
        stage=office.stages.by_key(report.stage).name,
    )


def find_report(office: Office, year: int) -> Report | None:
    """Return a year's report as it is kept, or None."""
    document = office.store.record(TABLE, number_of_year(year))
    return from_document(document) if document and is_started(document) else None


def sheet_of(office: Office, year: int) -> Sheet:
    """Return a year's sheet with last year's beside it; Refused where the year has neither report nor records.

    That of a finished year holds what was signed, on the form it was signed on, whatever the records give now.
    """
    sheet = _find_sheet(office, year, _previous_sheet(office, year))
    if sheet is None or not _there(office, sheet):
        kept = "、".join(map(str, years(office))) or "无"
        raise Refused(f"没有{year}年的年度报告。已有年度：{kept}。")
    return sheet


def sheet_to_fill(office: Office, year: int, today: date) -> Sheet:
    """Return a year's sheet, an empty one where nothing is kept yet; Refused where no report can be made."""
    previous = _previous_sheet(office, year)
    sheet = _find_sheet(office, year, previous)
    if sheet is not None and _there(office, sheet):
        return sheet
    check_year(office, year, today)
    form = office.forms.for_year(year)
    empty = Report(office.settings.unit, year, form.id)
    return sheet or build_sheet(form, empty, None, previous, _form_or_none(office, year - 1))


def _there(office: Office, sheet: Sheet) -> bool:
    """Tell whether a year is shown: somebody has begun its report, or a record is dated in it."""
    return sheet.derived.active or find_report(office, sheet.report.year) is not None


def findings_of(office: Office, sheet: Sheet, today: date | None = None) -> list[Finding]:
    """Return every finding of a sheet under the office's settings; with `today` also what is late and not recorded."""
    from tui_disclose.office.rules import kinds_by_name
    from tui_disclose.report.check import accepted, check
    from tui_disclose.report.due import check_due

    in_records = _in_records(office, sheet)
    rules = kinds_by_name(office, date(sheet.report.year, 12, 31))
    found = check(sheet, office.settings.level, office.settings.checks.length, in_records, rules, _said(office, sheet))
    if not sheet.report.steps and (today is None or today.year != sheet.report.year + 1):
        # Nothing could be late; the calendar is not read for it.
        return found
    late = accepted(list(check_due(sheet.report, due_of(office, sheet.report.year), today)), sheet.report)
    return [*found, *late]


def _in_records(office: Office, sheet: Sheet) -> list[Finding]:
    """Return what the registers say against a year; where they give no figure, nothing is read for it."""
    if not sheet.derived.figures:
        return []
    from tui_disclose.office.request_findings import findings_in_records

    return findings_in_records(office, sheet)


def _said(office: Office, sheet: Sheet) -> "list[Said]":
    """Return what the texts say of the records; of years whose records are not complete, nothing is read for it."""
    if not sheet.report.sections or not in_ledger(office.settings, sheet.report.year):
        return []
    from tui_disclose.office.narrative import said_by_records

    return said_by_records(office, sheet, date(sheet.report.year, 12, 31))


def due_of(office: Office, year: int) -> "Due":
    """Return by when a year's report must be submitted and public: the office's own day, else that of the law."""
    from tui_disclose.office.calendar import calendar_in
    from tui_disclose.report.due import Due
    from tui_disclose.statutory.deadlines import report_due

    law = report_due(year, office.settings.level)
    on, basis = law.on, law.article
    if own := office.settings.report.due:
        try:
            on, basis = date(year + 1, int(own[:2]), int(own[3:])), f"本单位设置；{law.article}"
        except ValueError:
            raise Refused(f"设置文件中 [report] 的 due“{own}”在{year + 1}年没有这一天，请改为如 01-31。") from None
    return Due(on, calendar_in(office.folder).on_or_before(on), basis)


def form_of(office: Office, year: int) -> Form:
    """Return the form that a year's report is on; Refused where no form is that old."""
    report = find_report(office, year)
    return office.forms.by_id(report.form) if report else office.forms.for_year(year)


def _find_sheet(office: Office, year: int, previous: Sheet | None = None) -> Sheet | None:
    report = find_report(office, year)
    if report and is_finished(report):
        version = standing_version(office, report)
        report, form = as_report(version, report), form_of_version(version)
    else:
        found = office.forms.by_id(report.form) if report else _form_or_none(office, year)
        if found is None:
            return None
        form = found
    derived = _derived(office, form, year)
    if report is None and not derived.figures:
        return None
    report = report or Report(office.settings.unit, year, form.id)
    return build_sheet(form, report, derived, previous, _form_or_none(office, year - 1))


def _derived(office: Office, form: Form, year: int) -> Derived:
    if not in_ledger(office.settings, year):
        return Derived()
    # Loaded only for years that have records: whoever opens an older report need not wait for the registers' code.
    from tui_disclose.office.derivation import derived_figures

    return derived_figures(office, form, year)


def _previous_sheet(office: Office, year: int) -> Sheet | None:
    """Return last year's sheet; None too where it is on a form that is no more: its figures are then not known."""
    try:
        return _find_sheet(office, year - 1)
    except Refused:
        return None


def _form_or_none(office: Office, year: int) -> Form | None:
    try:
        return office.forms.for_year(year)
    except Refused:
        return None
