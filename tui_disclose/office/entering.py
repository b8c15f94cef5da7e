"""Typing into a yearly report: figures, texts, fills, accepted findings. Each call is one act in the trail."""

from collections.abc import Mapping
from datetime import date

from tui_disclose.office.finished import only_stage_changed, refuse_finished, stage_seen
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.reports import check_year, find_report, findings_of, form_of, sheet_of
from tui_disclose.problems import Changed, Refused
from tui_disclose.records.report import (
    TABLE,
    Report,
    acknowledgement_field,
    cell_field,
    checked_figure,
    checked_sections,
    number_of_year,
    reason_field,
    section_field,
)
from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import Figure, shown
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Change, Entry, Fields


def place(year: int) -> str:
    """Return the place under which acts on a year's report are kept, so that undo finds them."""
    return f"report/{year}"


def save_fields(office: Office, year: int, fields: Fields, why: str, seen: Fields | None = None) -> Entry | None:
    """Save fields of a year's report as one act; None where nothing differs.

    `seen` holds the values that the person saw before changing them: Changed is raised where one is another now.
    Raises Refused where the report is finished, Unavailable for a read-only session or a store that is busy or not
    writable.
    """
    refuse_read_only(office)
    number = number_of_year(year)
    report = find_report(office, year)
    refuse_finished(office.stages, report)
    wanted = fields
    if report is None:
        form = form_of(office, year)
        fields = {"unit": office.settings.unit, "year": year, "form": form.id, **fields}
    else:
        fields = {**_outdated_reasons(report, fields), **fields}
    expected = {(TABLE, number): {**stage_seen(report), **(seen or {})}}
    try:
        return office.store.apply([Change(TABLE, number, fields)], office.who, why, expected, place=place(year))
    except Changed as problem:
        if not only_stage_changed(problem):
            raise
    # A colleague took the report to another stage just now: whether it can still be changed is asked again.
    return save_fields(office, year, wanted, why, seen)


def _outdated_reasons(report: Report, fields: Fields) -> Fields:
    """Return the reasons that go: each was given for a figure that is another now."""
    return {
        reason_field(address): None
        for address in report.reasons
        if fields.get(cell_field(address), report.cells.get(address)) != report.cells.get(address)
    }


def set_figure(
    office: Office, year: int, address: str, text: str, today: date, reason: str = "", seen: Fields | None = None
) -> Entry | None:
    """Enter a typed figure in a cell; Refused where year, address or figure cannot be taken."""
    return set_figures(office, year, {address: text}, today, reason, seen)


def set_figures(
    office: Office,
    year: int,
    typed: Mapping[str, str | int],
    today: date,
    reason: str = "",
    seen: Fields | None = None,
) -> Entry | None:
    """Enter several typed figures as one act; Refused names the first that cannot be taken."""
    check_year(office, year, today)
    form = form_of(office, year)
    figures = {address: checked_figure(form, address, text) for address, text in typed.items()}
    fields: Fields = {cell_field(address): figure for address, figure in figures.items()}
    if reason:
        fields |= {reason_field(address): one_line(reason) for address in figures}
    names = "；".join(f"{form.cells[a].short}＝{shown(figure) or '空白'}" for a, figure in list(figures.items())[:3])
    more = f"等{len(figures)}格" if len(figures) > 3 else ""
    because = f"，理由：{one_line(reason)}" if reason else ""
    return save_fields(office, year, fields, f"填写{year}年报告：{names}{more}{because}", seen)


def clear_figure(office: Office, year: int, address: str, today: date, seen: Fields | None = None) -> Entry | None:
    """Drop the entered figure of a cell, so that the derived or computed one counts; Refused: no such cell or year."""
    check_year(office, year, today)
    form = form_of(office, year)
    if address not in form.cells:
        raise Refused(f"格式{form.id}没有单元格“{address}”。")
    if find_report(office, year) is None:
        return None
    fields: Fields = {cell_field(address): None, reason_field(address): None}
    return save_fields(office, year, fields, f"清除{year}年报告{form.cells[address].short}的填报数", seen)


def expect_figure(sheet: Sheet, address: str, expected: str) -> Fields:
    """Return what stands in a cell's field, for `seen`; Changed where the figure that counts is not `expected`."""
    if address not in sheet.faces:
        raise Refused(f"格式{sheet.form.id}没有单元格“{address}”。")
    counts = sheet.figure(address)
    if shown(counts) != shown(checked_figure(sheet.form, address, expected)):
        name, now = sheet.form.cells[address].words, shown(counts) or "空白"
        raise Changed(f"{name}（{address}）现为“{now}”，不是“{expected}”，未作改动。", {cell_field(address): counts})
    return {cell_field(address): sheet.faces[address].entered}


def fill(office: Office, sheet: Sheet, figures: Mapping[str, Figure], what: str) -> Entry | None:
    """Enter figures that a fill offers (zeros, 结转) as one act; `what` says which fill it was."""
    if not figures:
        return None
    fields: Fields = {cell_field(address): figure for address, figure in figures.items()}
    seen: Fields = {cell_field(address): sheet.faces[address].entered for address in figures}
    year = sheet.report.year
    return save_fields(office, year, fields, f"{year}年报告{what}（{len(figures)}格）", seen)


def set_text(office: Office, year: int, key: str, text: str, today: date, seen: Fields | None = None) -> Entry | None:
    """Keep the Markdown text of a section; an empty text takes it away. Refused: unknown section or year."""
    check_year(office, year, today)
    kept = checked_sections(form_of(office, year), {key: text})
    if not kept and find_report(office, year) is None:
        return None
    fields: Fields = {section_field(key): kept.get(key)}
    return save_fields(office, year, fields, f"修改{year}年报告“{key}”部分的文字", seen)


def acknowledge(office: Office, year: int, findings: list[Finding], reason: str) -> Entry | None:
    """Accept findings for a reason that survives later checks; an empty reason takes the acceptance back."""
    words = one_line(reason).strip()
    fields: Fields = {acknowledgement_field(finding.key): words or None for finding in findings}
    what = f"认可{year}年报告的{len(findings)}项核对结果"
    what = f"{what}，理由：{words}" if words else f"取消{what}"
    return save_fields(office, year, fields, what)


def choose_findings(
    office: Office, year: int, finding_id: str, where: tuple[str, ...], today: date | None = None
) -> list[Finding]:
    """Return the findings with that id that concern all of `where`; Refused where there is none."""
    found = findings_of(office, sheet_of(office, year), today)
    chosen = [f for f in found if f.id == finding_id and set(where) <= set(f.where)]
    if not chosen:
        raise Refused(f"{year}年没有这样的核对结果：{finding_id} {' '.join(where)}".rstrip() + "。")
    return chosen
