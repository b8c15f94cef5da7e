"""The two papers that go with a yearly report through the house: 年度报告审签单 and 数据核对表."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tui_disclose.exporting.document import Cell, Document, Note, Paragraph, TableBlock
from tui_disclose.exporting.report_document import document_title
from tui_disclose.office.entering import place
from tui_disclose.office.exporting import file_name, write_export
from tui_disclose.office.finishing import standing
from tui_disclose.office.house import Office
from tui_disclose.office.papers import render_paper
from tui_disclose.office.reports import due_of, findings_of, sheet_of
from tui_disclose.office.signing import provided
from tui_disclose.problems import Refused
from tui_disclose.records.stages import Stages, Step
from tui_disclose.report.findings import SEVERITY_WORDS
from tui_disclose.statutory.dates import date_words
from tui_disclose.statutory.text import one_line

PAPERS = {"审签单": "审签单", "核对表": "数据核对表"}
"""What each paper is called for short, and how its title ends."""


_ROW_MM = 10.0
"""Room to sign in."""


def paper(office: Office, year: int, kind: str, today: date) -> Document:
    """Return a paper of a year's report; Refused for an unknown kind or a year without a report."""
    if kind not in PAPERS:
        raise Refused(f"没有“{one_line(kind)[:20]}”，可用：{'、'.join(PAPERS)}。")
    sheet = sheet_of(office, year)
    title = f"{document_title(sheet.form, sheet.report.unit, year)}\n{PAPERS[kind]}"
    blocks = _approval(office, year, today) if kind == "审签单" else _checking(office, year, today)
    return Document(title, blocks, office.settings.unit)


def _approval(office: Office, year: int, today: date) -> tuple[Paragraph | TableBlock | Note, ...]:
    """Return each stage with who and when: the steps that were taken, and room for those still to come."""
    found = standing(office, year, today)
    rows = [(_stage_name(office.stages, step), date_words(step.on), step.by, _said(step)) for step in found.steps]
    keys = [each.key for each in office.stages.stages]
    reached = keys.index(found.stage.key) if found.stage.key in keys and not found.stage.back else 0
    rows += [(each.name, "", "", "") for each in office.stages.stages[reached + 1 :] if not each.back]
    heads = ("环节", "日期", "办理人", "说明")
    period = f"统计期限：{year}年1月1日至{year}年12月31日。"
    about = f"{period}现为“{found.words}”，应于{due_of(office, year).words}前报送、公开。"
    sealed = [f"第{step.sealing}次定稿内容哈希 {step.content}" for step in found.steps if step.sealing]
    return (Paragraph(about), _table(heads, rows, (42, 34, 28, 52), "办理经过"), *map(Note, sealed))


def _stage_name(stages: Stages, step: Step) -> str:
    name = stages.by_key(step.stage).name
    return f"{name}（第{step.sealing}次定稿）" if step.sealing else name


def _said(step: Step) -> str:
    return "；".join(filter(None, (step.reason, one_line(step.note), step.url)))


def _checking(office: Office, year: int, today: date) -> tuple[Paragraph | TableBlock, ...]:
    """Return each block with the section that provided it, who signed and who checked, and what is open."""
    rows = []
    for each in provided(office, year, today):
        signed = each.signed
        on = date_words(signed.on) if signed else ""
        rows.append((each.name, each.section, signed.by if signed else "", on, signed.checked_by if signed else ""))
    heads = ("内容", "提供科室", "报数人", "日期", "核对人")
    findings = [f for f in findings_of(office, sheet_of(office, year), today) if f.acknowledged is None]
    counts = "，".join(f"{words}{sum(f.severity == key for f in findings)}项" for key, words in SEVERITY_WORDS.items())
    about = Paragraph(f"三表校验：{counts}（已认可的不计）。")
    open_errors = tuple(Paragraph(f.message) for f in findings if f.severity == "error")
    return (about, *open_errors, _table(heads, rows, (52, 26, 22, 34, 22), "各部分数据的提供和核对"))


def _table(
    heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], widths: tuple[float, ...], caption: str
) -> TableBlock:
    head = tuple(Cell(text, head=True) for text in heads)
    lines = (
        tuple(Cell(text, align="left" if at in (0, 3) else "center") for at, text in enumerate(row)) for row in rows
    )
    return TableBlock((head, *lines), widths, 1, caption, row_mm=_ROW_MM)


def export_paper(
    office: Office, year: int, kind: str, today: date, file_format: str = "md", output: Path | None = None
) -> Path:
    """Write a paper and return the path; the trail says so.

    Raises Refused for an unknown format or where the file does not read back the same, Unavailable where it cannot be
    written.
    """
    document = paper(office, year, kind, today)
    name = f"{file_name(''.join(document.title.splitlines()))}.{file_format}"
    data = render_paper(document, file_format)
    return write_export(office, data, name, output, f"导出{year}年{PAPERS[kind]}", place(year))
