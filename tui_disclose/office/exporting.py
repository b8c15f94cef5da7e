"""Writing a report out: rendered, read back, compared, and only then left on disk."""

import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from tui_disclose.choices import FORMATS
from tui_disclose.office.entering import place
from tui_disclose.office.export_names import file_mark, unchanged_path
from tui_disclose.office.finished import is_finished
from tui_disclose.office.house import Office
from tui_disclose.office.os_errors import in_words
from tui_disclose.office.reading import note_export
from tui_disclose.office.reports import find_report, sheet_of, years
from tui_disclose.office.versions import Version, standing_version
from tui_disclose.problems import Refused, Unavailable
from tui_disclose.records.report import Report
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.forms import Form
from tui_disclose.statutory.text import one_line

STANDARD_OUTPUT = Path("-")

_PAST_YEARS = 9
"""How many earlier years a chart of the years shows at most."""


class Export(msgspec.Struct, frozen=True):
    """A rendered report that proved itself."""

    content: bytes
    name: str
    """A file name for it."""


def render_report(
    sheet: Sheet, file_format: str, style: str = "pipe", past: Mapping[int, Report] | None = None
) -> Export:
    """Return a year's report in a format; Refused where what was rendered does not read back the same (OUT).

    `style` is that of Markdown's tables. A web page has charts where `past` is given: the reports of earlier years.
    """
    form, report = sheet.form, sheet.published()
    content, wrong = _rendered(form, report, file_format, style, past)
    if wrong:
        raise Refused("导出内容读回后与报告不一致，未生成文件：" + "".join(wrong[:5]))
    title = form.document_title(report.unit, report.year)
    return Export(content, f"{file_name(title)}.{file_format}")


def _rendered(
    form: Form, report: Report, file_format: str, style: str, past: Mapping[int, Report] | None
) -> tuple[bytes, list[str]]:
    """Return a report in a format, and what it says otherwise than the report when it is read back."""
    from tui_disclose.exporting import readback

    match file_format:
        case "docx":
            from tui_disclose.exporting.docx import render_docx
            from tui_disclose.exporting.docx_reading import read_docx_page
            from tui_disclose.exporting.report_document import report_document

            content = render_docx(report_document(form, report))
            return content, readback.verify_page(form, report, read_docx_page(content))
        case "html":
            from tui_disclose.exporting.charts import charts_of
            from tui_disclose.exporting.html import render_html
            from tui_disclose.exporting.html_reading import read_html_page
            from tui_disclose.exporting.report_document import report_document

            charts = {} if past is None else charts_of(form, report, past)
            text = render_html(report_document(form, report, charts))
            return text.encode(), readback.verify_page(form, report, read_html_page(text))
        case "xlsx":
            from tui_disclose.exporting.xlsx import render_xlsx
            from tui_disclose.exporting.xlsx_reading import read_books

            content = render_xlsx(form, report)
            return content, [said for book in read_books(content) for said in readback.verify_book(form, report, book)]
        case "csv":
            from tui_disclose.exporting.csvfile import render_csv

            text = render_csv(form, report)
            return text.encode(), readback.verify_csv(form, report, text)
        case "json":
            from tui_disclose.exporting.jsonfile import render_json

            text = render_json(form, report)
        case "md":
            from tui_disclose.exporting.markdown import render_markdown

            text = render_markdown(form, report, style)
        case "txt":
            from tui_disclose.exporting.plain import render_plain

            text = render_plain(form, report)
        case _:
            raise Refused(f"不能导出为“{file_format}”，可用：{'、'.join(FORMATS)}。")
    return text.encode(), readback.verify(form, report, text, file_format, style)


def past_reports(office: Office, year: int) -> dict[int, Report]:
    """Return the reports of the years before a year, as printed, by year; one that cannot be read is left out.

    Beside a finished year their totals stand as they did when it was finished.
    """
    report = find_report(office, year)
    if report and is_finished(report):
        return past_of(standing_version(office, report))
    found = {}
    for earlier in [y for y in years(office) if y < year][:_PAST_YEARS]:
        with suppress(Refused):
            found[earlier] = sheet_of(office, earlier).published()
    return found


def past_of(version: Version) -> dict[int, Report]:
    """Return the earlier years as they stood when a version was finished, with their totals alone."""
    return {
        int(year): Report(version.unit, int(year), version.form, cells=dict(cells))
        for year, cells in version.past.items()
    }


def preview_text(sheet: Sheet) -> str:
    """Return a year's report as plain text to look at; nothing leaves the house, so nothing has to be proven."""
    from tui_disclose.exporting.plain import render_plain

    return render_plain(sheet.form, sheet.published())


def report_with_faces(sheet: Sheet) -> dict[str, Any]:
    """Return a report as JSON, with the faces of every cell beside the figures that count."""
    from tui_disclose.exporting.jsonfile import as_json

    faces = {
        address: {
            "derived": faces.derived,
            "entered": faces.entered,
            "computed": faces.computed,
            "last_year": faces.last_year,
        }
        for address, faces in sheet.faces.items()
    }
    return {**as_json(sheet.form, sheet.published()), "faces": faces}


def hand_out(office: Office, sheet: Sheet, file_format: str, style: str, charts: bool = True) -> bytes:
    """Return a year's report for standard output; the trail says so. Raises what `export_report` raises."""
    from tui_disclose.office.proofs import proof_note

    content = _render(office, sheet, file_format, style, charts).content
    year = sheet.report.year
    note_export(office, f"导出{year}年年度报告到标准输出{proof_note(office, sheet, content)}", place(year))
    return content


def _render(office: Office, sheet: Sheet, file_format: str, style: str, charts: bool) -> Export:
    past = past_reports(office, sheet.report.year) if charts and file_format == "html" else None
    return render_report(sheet, file_format, style, past)


def export_report(
    office: Office, sheet: Sheet, file_format: str, style: str, output: Path | None, charts: bool = True
) -> Path:
    """Write a year's report to `output`, or to the exports folder, and return the path.

    The trail says so; a web page has charts unless told otherwise. Raises Refused where it does not prove itself,
    Unavailable where the trail or the file cannot be written; then no file is left behind.
    """
    from tui_disclose.office.proofs import proof_lines, proof_note

    export = _render(office, sheet, file_format, style, charts)
    year = sheet.report.year
    what = f"导出{year}年年度报告{proof_note(office, sheet, export.content)}"
    return write_export(office, export.content, export.name, output, what, place(year), proof_lines(office, sheet))


def write_export(
    office: Office, data: bytes, name: str, output: Path | None, what: str, where: str, proof: str = ""
) -> Path:
    """Write an export to `output`, or under `name` to the exports folder, and return the path.

    In the exports folder a file that somebody changed since it was written stays: the export goes beside it, under
    another name. The trail says `what` went where, in the place `where`; with `proof` the file's hash is left beside
    it. “-” is standard output. Raises Unavailable where the trail or the file cannot be written; then what stood there
    stands.
    """
    from tui_disclose.exporting.files import write_standard, write_together
    from tui_disclose.office.proofs import hash_beside, proof_path

    if output == STANDARD_OUTPUT:
        note_export(office, f"{what}到标准输出", where)
        write_standard(data)
        return output
    path = output.absolute() if output else unchanged_path(office, office.exports / name, data)
    files = {path: data, **({proof_path(path): hash_beside(path, data, proof)} if proof else {})}
    noted = f"{what}到 {one_line(str(path))}{'' if proof else file_mark(data)}"
    try:
        _refuse_what_is_no_file(path)
        if output is None and not path.parent.is_dir():
            path.parent.mkdir(exist_ok=True)
            os.chmod(path.parent, 0o2770)  # noqa: S103 - the group's own folder
        write_together(files, lambda: note_export(office, noted, where))
        if not proof:
            proof_path(path).unlink(missing_ok=True)
        # Colleagues of one group fetch it, whatever the umask of who made it.
        for each in files if output is None else ():
            os.chmod(each, 0o660)
    except OSError as error:
        raise Unavailable(
            f"不能写入 {path}：{in_words(error)}。请检查目录权限和磁盘空间，或用 --output 指定别处。"
        ) from None
    return path


def _refuse_what_is_no_file(path: Path) -> None:
    """Raise Unavailable where a name stands for a folder, a device, a link or the like: it would be replaced."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        what = "是目录，请在后面写明文件名" if stat.S_ISDIR(mode) else "已有这个名称，而且不是普通文件，请换一个文件名"
        raise Unavailable(f"不能写入 {path}：{what}。")


def file_name(title: str) -> str:
    """Return a title as a file name that no shell or file system minds, at most 60 characters."""
    return re.sub(r"[^\w（）()〔〕·-]", "_", title)[-60:].lstrip(".-") or "年度报告"
