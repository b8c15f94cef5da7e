"""Numbered drafts of a report (第1稿, 第2稿 …): kept for ever, compared with each other and with what stands now."""

from datetime import date
from difflib import SequenceMatcher
from typing import Any

from tui_disclose.office.entering import place
from tui_disclose.office.finishing import version_of
from tui_disclose.office.house import Office, refuse_read_only
from tui_disclose.office.reports import sheet_of
from tui_disclose.office.settings import person_name
from tui_disclose.office.versions import (
    DRAFTS,
    Version,
    as_report,
    content_hash,
    count,
    find_draft,
    find_version,
    form_of_version,
    kept_change,
    versions,
)
from tui_disclose.problems import Refused
from tui_disclose.records.report import Report
from tui_disclose.records.stages import Step, edition
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import is_missing
from tui_disclose.statutory.forms import Form
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Entry


def keep_draft(office: Office, year: int, note: str, today: date, by: str = "") -> Entry:
    """Keep what a year's report says now as the next draft; Refused where it says what the last draft does."""
    refuse_read_only(office)
    sheet = sheet_of(office, year)
    number = count(office, DRAFTS, year) + 1
    content = content_hash(sheet.form, sheet.published())
    if number > 1 and find_draft(office, year, number - 1).content == content:
        raise Refused(f"{year}年报告与第{number - 1}稿相同，没有另留一稿。")
    words = one_line(note).strip()
    name = one_line(by).strip() or person_name(office.settings, office.who)
    step = Step("draft", today, name, office.who, note=words, content=content)
    version = version_of(office, sheet, step, edition(sheet.report.steps))
    change = kept_change(DRAFTS, year, number, version)
    why = f"留存{year}年报告第{number}稿" + (f"，{words}" if words else "")
    entry = office.store.apply([change], office.who, why, {(DRAFTS, change.number): {"year": None}}, place=place(year))
    assert entry is not None
    return entry


def drafts(office: Office, year: int) -> list[Version]:
    """Return the drafts of a year, oldest first; Refused where the year has no report."""
    sheet_of(office, year)
    return versions(office, DRAFTS, year)


def draft_words(number: int, draft: Version) -> str:
    """Return a draft in one line: number, date, who, note."""
    return f"第{number}稿  {draft.on}  {draft.by}" + (f"  {draft.note}" if draft.note else "")


def drafts_apart(office: Office, year: int, first: int, second: int) -> list[dict[str, Any]]:
    """Return a row for each cell and text in which two drafts differ; Refused where one is not there."""
    one, other = find_draft(office, year, first), find_draft(office, year, second)
    names = (f"第{first}稿", f"第{second}稿")
    return contents_apart(form_of_version(other), as_report(one), as_report(other), names)


def draft_apart(office: Office, sheet: Sheet, number: int) -> list[dict[str, Any]]:
    """Return a row for each cell and text in which the report now differs from a draft."""
    draft = find_draft(office, sheet.report.year, number)
    return contents_apart(sheet.form, as_report(draft), sheet.published(), (f"第{number}稿", "现在"))


def version_apart(office: Office, sheet: Sheet, sealing: int) -> list[dict[str, Any]]:
    """Return a row for each cell and text in which the report now differs from a finished version."""
    version = find_version(office, sheet.report.year, sealing)
    return contents_apart(sheet.form, as_report(version), sheet.published(), (f"第{sealing}次定稿", "现在"))


def contents_apart(form: Form, one: Report, other: Report, names: tuple[str, str]) -> list[dict[str, Any]]:
    """Return a row for each cell and each text that differ: figures on both sides, or the paragraphs − and ＋."""
    rows: list[dict[str, Any]] = []
    for address in dict.fromkeys((*form.cells, *one.cells, *other.cells)):
        left, right = one.cells.get(address), other.cells.get(address)
        if left != right and not (is_missing(left) and is_missing(right)):
            words = form.cells[address].words if address in form.cells else address
            rows.append({"address": address, "words": words, "figures": {names[0]: left, names[1]: right}})
    for key in dict.fromkeys((*form.sections, *one.sections, *other.sections)):
        before, after = one.sections.get(key, ""), other.sections.get(key, "")
        if before != after:
            rows.append({"section": key, "words": f"“{key}”部分的文字", "lines": text_changes(before, after)})
    return rows


def text_changes(before: str, after: str) -> list[str]:
    """Return the paragraphs that went (“－”) and came (“＋”), in order."""
    old, new = ([line for line in text.splitlines() if line.strip()] for text in (before, after))
    found: list[str] = []
    for kind, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            found += [f"－{line}" for line in old[first:last]] + [f"＋{line}" for line in new[begin:end]]
    return found
