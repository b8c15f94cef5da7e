"""Documents of requests as files: rendered, a Word file read back and compared, and only then handed on."""

from pathlib import Path

from tui_disclose.choices import PAPER_FORMATS
from tui_disclose.exporting.document import Document
from tui_disclose.exporting.document_proof import document_differences
from tui_disclose.exporting.pages import Page
from tui_disclose.office.exporting import file_name, write_export
from tui_disclose.office.house import Office
from tui_disclose.problems import Refused


def render_paper(document: Document, file_format: str) -> bytes:
    """Return a document as a file; Refused for a format that there is not, and where a file does not prove itself."""
    match file_format:
        case "md":
            from tui_disclose.exporting.document_markdown import render_markdown

            return render_markdown(document).encode()
        case "docx":
            from tui_disclose.exporting.docx import render_docx
            from tui_disclose.exporting.docx_reading import read_docx_page

            content = render_docx(document)
            return _proven(document, content, read_docx_page(content))
        case "html":
            from tui_disclose.exporting.html import render_html
            from tui_disclose.exporting.html_reading import read_html_page

            text = render_html(document)
            return _proven(document, text.encode(), read_html_page(text))
        case _:
            raise Refused(f"文书不能导出为“{file_format}”，可用：{'、'.join(PAPER_FORMATS)}。")


def _proven(document: Document, content: bytes, page: Page) -> bytes:
    """Return a file that shows what its document says, word by word; Refused where it does not."""
    if wrong := document_differences(document, page):
        raise Refused("文书读回后与原文不一致，未生成文件：" + "".join(wrong))
    return content


def render_text(text: str, file_format: str, author: str) -> bytes:
    """Return Markdown that begins with its title as a file of a format; Refused as `render_paper`."""
    if file_format == "md":
        return text.encode()
    from tui_disclose.exporting.markdown_blocks import document_of

    return render_paper(document_of(text, author), file_format)


def export_paper(office: Office, document: Document, file_format: str, output: Path | None, place: str) -> Path:
    """Write a document to `output`, or under its title to the exports folder, and return the path.

    Raises Refused as `render_paper`, Unavailable where the trail or the file cannot be written; then no file is left.
    """
    content = render_paper(document, file_format)
    name = f"{file_name(document.title)}.{file_format}"
    return write_export(office, content, name, output, f"导出{document.title}", place)
