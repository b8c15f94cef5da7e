"""Taking a report file into the store: first what it would change, then the change."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from tui_disclose.importing.compare import Compared, compare
from tui_disclose.importing.draft import Choice
from tui_disclose.office.entering import save_fields
from tui_disclose.office.house import Office
from tui_disclose.office.os_errors import in_words
from tui_disclose.office.reports import check_year, find_report
from tui_disclose.problems import Differs, Refused
from tui_disclose.records.report import TABLE, cell_field, number_of_year, section_field
from tui_disclose.statutory.figures import shown
from tui_disclose.statutory.forms import Form
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Entry, Fields


class Plan(msgspec.Struct, frozen=True):
    """What importing a file would do."""

    year: int
    fields: Fields
    """The fields that would be new or other."""
    seen: Fields
    """What stands in those fields now."""
    differences: tuple[str, ...]
    """A sentence for each stored figure or text that would be replaced."""
    other_texts: tuple[str, ...]
    """Those of them that are about texts."""
    notes: tuple[str, ...]
    """What the reader assumed, and what a person should know."""
    unread: tuple[str, ...]
    """What could not be read, named by line."""
    cells: tuple[Compared, ...]
    """Every cell that the file gives, beside what stands in the report."""
    choices: tuple[Choice, ...]
    """Rows whose figures run together; no cell is read from those that nobody picked a way for."""
    texts: int
    """Sections that the file gives."""


def plan_import(
    office: Office, name: str, content: bytes, year: int | None, today: date, picks: Mapping[str, int] | None = None
) -> Plan:
    """Read a report file (`name` tells its kind) and return what importing it would do; nothing is stored.

    `picks` says which way (from 1) to part the figures of a row that run together, as a person chose it.

    Raises Refused for a file that cannot be taken, naming the line where there is one; YearUnknown where nothing says
    of which year it is.
    """
    from tui_disclose.importing import read_report

    draft = read_report(name, content, office.forms, year, picks)
    found_year = draft.year
    check_year(office, found_year, today)
    report = find_report(office, found_year)
    form = office.forms.for_year(found_year)
    if report and report.form != form.id:
        raise Refused(f"{found_year}年的报告已按格式{report.form}填写，文件按格式{form.id}读入，不能合在一起。")
    stored_cells = report.cells if report else {}
    stored_texts = report.sections if report else {}
    notes = list(draft.notes)
    unit = draft.unit or office.settings.unit
    if unit != office.settings.unit:
        notes.append(f"文件中的单位“{one_line(unit)}”与本单位“{office.settings.unit}”不同，按文件录入。")
    if report and draft.unit and draft.unit != report.unit:
        notes.append(f"文件中的单位“{one_line(draft.unit)}”与已有报告的单位“{one_line(report.unit)}”不同，按文件更改。")
    wanted: dict[str, Any] = {cell_field(a): figure for a, figure in draft.cells.items()}
    wanted |= {section_field(key): text for key, text in draft.sections.items()}
    if draft.unit or report is None:
        wanted["unit"] = unit
    if draft.unplaced:
        wanted["unplaced"] = list(draft.unplaced)
    stored: dict[str, Any] = {cell_field(a): figure for a, figure in stored_cells.items()}
    stored |= {section_field(key): text for key, text in stored_texts.items()}
    if report:
        stored |= {"unit": report.unit, "unplaced": list(report.unplaced) or None}
    fields = {field: value for field, value in wanted.items() if stored.get(field) != value}
    other_texts = _text_differences(draft.sections, stored_texts)
    # Of a report whose every entry was taken back its identity is left.
    kept = office.store.record(TABLE, number_of_year(found_year)) or {}
    return Plan(
        year=found_year,
        fields=fields,
        seen={field: kept.get(field) for field in fields},
        differences=(*_figure_differences(form, draft.cells, stored_cells), *other_texts),
        other_texts=tuple(other_texts),
        notes=tuple(notes),
        unread=draft.unread,
        cells=compare(form, draft, stored_cells),
        choices=draft.choices,
        texts=len(draft.sections),
    )


def single_ways(plan: Plan) -> dict[str, int]:
    """Return the picks for the rows of a file whose figures can be parted in one way only that agrees with all.

    For the person who has seen them and takes them together.
    """
    return {
        choice.key: 1
        for choice in plan.choices
        if choice.ways == 1 and choice.cuts[0].along is not False and choice.cuts[0].down is not False
    }


def report_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files that paths name: files as they are, of folders those of a kind that can be imported, by name.

    Raises Refused for a folder without any.
    """
    from tui_disclose.importing import SUFFIXES

    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())
        if not inside:
            raise Refused(f"目录 {path} 中没有可导入的报告文件。")
        found += inside
    return found


def report_content(typed: str) -> tuple[str, bytes]:
    """Return the name and content of the file that a person typed the path of; Refused where it cannot be read."""
    path = Path(typed).expanduser()
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        raise Refused(f"不能读取文件 {one_line(typed)}：{in_words(error)}。") from None


def apply_import(office: Office, plan: Plan, name: str, replace: bool) -> Entry | None:
    """Store what a plan says; None where nothing differs.

    Raises Differs where stored figures or texts would be replaced and `replace` is not given.
    """
    if plan.differences and not replace:
        raise Differs(
            f"{plan.year}年已有{len(plan.differences)}处与文件不同，未作改动；确认以文件为准时加 --replace。",
            plan.differences,
        )
    if not plan.fields:
        return None
    return save_fields(office, plan.year, plan.fields, f"导入{plan.year}年报告：文件 {one_line(name)}", plan.seen)


def _figure_differences(form: Form, new: dict[str, Any], old: dict[str, Any]) -> list[str]:
    return [
        f"{form.cells[address].words}（{address}）：原为“{shown(old[address]) or '空白'}”，"
        f"文件为“{shown(figure) or '空白'}”"
        for address, figure in new.items()
        if address in old and old[address] != figure
    ]


def _text_differences(new: dict[str, str], old: dict[str, str]) -> list[str]:
    return [
        f"“{key}”部分文字不同：原{len(old[key])}字，文件{len(text)}字"
        for key, text in new.items()
        if key in old and old[key] != text
    ]
