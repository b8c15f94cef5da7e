"""Documents of requests as files: rendered, a Word file read back and compared, and only then handed on."""

from pathlib import Path

from tui_disclose.choices import LETTER_FORMATS
from tui_disclose.exporting.document import Document
from tui_disclose.office.exporting import file_name, write_export
from tui_disclose.office.house import Office
from tui_disclose.problems import Refused


def render_paper(document: Document, file_format: str) -> bytes:
    """Return a document as a file; Refused for a format that there is not, and where a Word file is not proven."""
    match file_format:
        case "md":
            from tui_disclose.exporting.document_markdown import render_markdown

            return render_markdown(document).encode()
        case "docx":
            from tui_disclose.exporting.document_proof import document_differences
            from tui_disclose.exporting.docx import render_docx
            from tui_disclose.exporting.docx_reading import read_docx_page

            content = render_docx(document)
            if wrong := document_differences(document, read_docx_page(content)):
                raise Refused("文书读回后与原文不一致，未生成文件：" + "".join(wrong))
            return content
        case _:
            raise Refused(f"文书不能导出为“{file_format}”，可用：{'、'.join(LETTER_FORMATS)}。")


def export_paper(office: Office, document: Document, file_format: str, output: Path | None, place: str) -> Path:
    """Write a document to `output`, or under its title to the exports folder, and return the path.

    Raises Refused as `render_paper`, Unavailable where the trail or the file cannot be written; then no file is left.
    """
    content = render_paper(document, file_format)
    name = f"{file_name(document.title)}.{file_format}"
    return write_export(office, content, name, output, f"导出{document.title}", place)
