"""Letters of a request: which can be written, one of them filled in, and written out."""

from datetime import date
from pathlib import Path

from tui_disclose.choices import LETTER_FORMATS
from tui_disclose.letters.letters import Letter, Offer, choose, offers, write
from tui_disclose.letters.templates import load_templates
from tui_disclose.letters.values import Sender
from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.exporting import file_name, write_export
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import find_row, place_of
from tui_disclose.office.reading import note_export
from tui_disclose.office.settings import person_name
from tui_disclose.problems import Refused, Unavailable
from tui_disclose.records.events import checked_event
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.request import EVENTS, TABLE, Request, from_document
from tui_disclose.store.interface import Fields

DRAFT = 0
"""The number of an event that is not recorded yet."""


def templates_folder(office: Office) -> Path:
    """Return where an office's own templates are."""
    return office.folder / "templates"


def letter_offers(office: Office, number: str, draft: Fields | None = None) -> list[Offer]:
    """Return the letters that can be written for a request; Refused for no such request or a wrong template.

    With `draft`, an event that is not recorded yet, only those about it.
    """
    found = offers(_request(office, number, draft), load_templates(templates_folder(office)))
    return found if draft is None else [offer for offer in found if offer.kept and offer.kept.n == DRAFT]


def write_letter(
    office: Office, number: str, key: str, today: date, event: int | None = None, draft: Fields | None = None
) -> Letter:
    """Return a letter of a request, about its event number `event` or else the last one that fits.

    `draft` is an event that is not recorded yet: a reply is written before it is sent. Raises Refused for no such
    request or letter, Unavailable in a read-only session: letters hold personal data.
    """
    if office.read_only:
        raise Unavailable("本次以只读方式打开，文书含有个人信息，不能查看。")
    request = _request(office, number, draft)
    offer = choose(offers(request, load_templates(templates_folder(office))), key, event)
    return write(offer, request, calendar_of(office), sender_of(office), today)


def sender_of(office: Office) -> Sender:
    """Return who writes, from the settings."""
    own = office.settings.letters
    return Sender(
        unit=office.settings.unit,
        address=own.address,
        phone=own.phone,
        postcode=own.postcode,
        reconsideration=own.reconsideration,
        court=own.court,
        clerk=person_name(office.settings, office.who),
    )


def render_letter(letter: Letter, file_format: str) -> bytes:
    """Return a letter as a file of a format; Refused for a format that there is not, and where a file is not proven."""
    match file_format:
        case "md":
            from tui_disclose.exporting.document_markdown import render_markdown

            return render_markdown(letter.document).encode()
        case "docx":
            from tui_disclose.exporting.document_proof import document_differences
            from tui_disclose.exporting.docx import render_docx
            from tui_disclose.exporting.docx_reading import read_docx_page

            content = render_docx(letter.document)
            if wrong := document_differences(letter.document, read_docx_page(content)):
                raise Refused("文书读回后与原文不一致，未生成文件：" + "".join(wrong))
            return content
        case _:
            raise Refused(f"文书不能导出为“{file_format}”，可用：{'、'.join(LETTER_FORMATS)}。")


def export_letter(
    office: Office, number: str, letter: Letter, file_format: str = "md", output: Path | None = None
) -> Path:
    """Write a letter to `output`, or to the exports folder under the request's number, and return the path.

    Raises Unavailable where the trail or the file cannot be written; then no file is left behind.
    """
    content = render_letter(letter, file_format)
    # The number and not the name of the applicant: files are seen by whoever lists the folder.
    name = f"{file_name(f'{number}{letter.name}')}.{file_format}"
    what = f"导出{number}的{letter.name}"
    return write_export(office, content, name, output, what, place_of(ledger(TABLE), number))


def hand_out_letter(office: Office, number: str, letter: Letter, file_format: str) -> bytes:
    """Return a letter as a file for standard output; the trail says so. Raises Unavailable where it cannot."""
    content = render_letter(letter, file_format)
    note_export(office, f"导出{number}的{letter.name}到标准输出", place_of(ledger(TABLE), number))
    return content


def _request(office: Office, number: str, draft: Fields | None = None) -> Request:
    document = find_row(office, ledger(TABLE), number).fields
    if draft is not None:
        checked, _ = checked_event(draft)
        document = {**document, f"{EVENTS}{DRAFT}": checked}
    return from_document(number, document)
