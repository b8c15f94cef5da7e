"""Writing a report out: rendered, read back, compared, and only then left on disk."""

import os
import re
import stat
from pathlib import Path
from typing import Any

import msgspec

from tui_disclose.choices import FORMATS
from tui_disclose.office.entering import place
from tui_disclose.office.house import Office
from tui_disclose.office.os_errors import in_words
from tui_disclose.office.reading import note_export
from tui_disclose.problems import Problem, Refused, Unavailable
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.text import one_line


class Export(msgspec.Struct, frozen=True):
    """A rendered report that proved itself."""

    text: str
    name: str
    """A file name for it."""


def render_report(sheet: Sheet, file_format: str, style: str = "pipe") -> Export:
    """Return a year's report in a format; Refused where what was rendered does not read back the same (OUT)."""
    from tui_disclose.exporting.jsonfile import render_json
    from tui_disclose.exporting.markdown import render_markdown
    from tui_disclose.exporting.plain import render_plain
    from tui_disclose.exporting.readback import verify

    form, report = sheet.form, sheet.published()
    if file_format == "json":
        text = render_json(form, report)
    elif file_format == "md":
        text = render_markdown(form, report, style)
    elif file_format == "txt":
        text = render_plain(form, report)
    else:
        raise Refused(f"不能导出为“{file_format}”，可用：{'、'.join(FORMATS)}。")
    wrong = verify(form, report, text, file_format, style)
    if wrong:
        raise Refused("导出内容读回后与报告不一致，未生成文件：" + "".join(wrong[:5]))
    title = form.document_title(report.unit, report.year)
    return Export(text, f"{file_name(title)}.{file_format}")


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


def hand_out(office: Office, sheet: Sheet, file_format: str, style: str) -> str:
    """Return a year's report for standard output; the trail says so. Raises what `export_report` raises."""
    from tui_disclose.office.proofs import proof_note

    text = render_report(sheet, file_format, style).text
    year = sheet.report.year
    note_export(office, f"导出{year}年年度报告到标准输出{proof_note(office, sheet, text.encode())}", place(year))
    return text


def export_report(office: Office, sheet: Sheet, file_format: str, style: str, output: Path | None) -> Path:
    """Write a year's report to `output`, or to the exports folder, and return the path.

    The trail says so. Raises Refused where it does not prove itself, Unavailable where the trail or the file
    cannot be written; then no file is left behind.
    """
    from tui_disclose.office.proofs import proof_lines, proof_note

    export = render_report(sheet, file_format, style)
    year = sheet.report.year
    data = export.text.encode()
    what = f"导出{year}年年度报告{proof_note(office, sheet, data)}"
    return write_export(office, data, export.name, output, what, place(year), proof_lines(office, sheet))


def write_export(
    office: Office, data: bytes, name: str, output: Path | None, what: str, where: str, proof: str = ""
) -> Path:
    """Write an export to `output`, or under `name` to the exports folder, and return the path.

    The trail says `what` went there, in the place `where`; with `proof` the file's hash is left beside it. Raises
    Unavailable where the trail or the file cannot be written; then no file is left behind.
    """
    from tui_disclose.exporting.files import write_new
    from tui_disclose.office.proofs import proof_path, write_proof

    path = output.absolute() if output else office.exports / name
    try:
        _refuse_what_is_no_file(path)
        if output is None and not path.parent.is_dir():
            path.parent.mkdir(exist_ok=True)
            os.chmod(path.parent, 0o2770)  # noqa: S103 - the group's own folder
        write_new(path, data)
        written = [path, *write_proof(path, data, proof)]
        # Colleagues of one group fetch it, whatever the umask of who made it.
        for each in written if output is None else ():
            os.chmod(each, 0o660)
    except OSError as error:
        raise Unavailable(
            f"不能写入 {path}：{in_words(error)}。请检查目录权限和磁盘空间，或用 --output 指定别处。"
        ) from None
    try:
        note_export(office, f"{what}到 {one_line(str(path))}", where)
    except Problem:
        for each in (path, proof_path(path)):
            each.unlink(missing_ok=True)
        raise
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
    return re.sub(r"[^\w（）()·-]", "_", title)[-60:].lstrip(".-") or "年度报告"
