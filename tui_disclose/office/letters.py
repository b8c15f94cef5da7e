"""Letters of a request: which can be written, one of them filled in, and written out."""

from datetime import date
from pathlib import Path

from tui_disclose.letters.letters import Letter, Offer, choose, offers, write
from tui_disclose.letters.templates import Template, load_templates, own_files, read_template, template_files
from tui_disclose.letters.values import Sender
from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.exporting import file_name, write_export
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import find_row, place_of
from tui_disclose.office.numbering import next_number
from tui_disclose.office.papers import render_paper
from tui_disclose.office.reading import note_export
from tui_disclose.problems import FormError, Refused, Unavailable
from tui_disclose.records.events import checked_event
from tui_disclose.records.facts import EVENTS
from tui_disclose.records.ledger_files import ledger
from tui_disclose.records.request import TABLE, Request, from_document
from tui_disclose.statutory.text import one_line
from tui_disclose.store.interface import Fields

DRAFT = 0
"""The number of an event that is not recorded yet."""


def next_letter_number(office: Office, year: int) -> str:
    """Return the number that the office's next letter of a year gets by its pattern; “” without its 机关代字."""
    pattern, code = office.settings.numbers.letter, office.settings.letters.code
    if "{代码}" in pattern and not code:
        return ""

    def given(number: str, fields: Fields) -> list[str]:  # noqa: ARG001
        return [str(event.get("letter", "")) for key, event in fields.items() if key.startswith(EVENTS) and event]

    taken = (letter for letters in office.store.scan(TABLE, given) for letter in letters)
    return next_number(pattern, taken, year, code)


def templates_folder(office: Office) -> Path:
    """Return where an office's own templates are."""
    return office.folder / "templates"


def template_list(office: Office) -> list[tuple[Template, bool]]:
    """Return every template, and whether it is the office's own; FormError names what is wrong in one."""
    found = template_files(templates_folder(office))
    own = templates_folder(office)
    return [(read_template(path.name, path.read_bytes()), path.parent == own) for path in found.values()]


def template_text(office: Office, key: str) -> str:
    """Return the TOML of the template in use, to be changed and put into the office's own; Refused for no such key."""
    found = template_files(templates_folder(office))
    if key not in found:
        raise Refused(f"没有“{one_line(key)}”这种文书模板；可用：{'、'.join(found)}。")
    return found[key].read_text(encoding="utf-8")


def template_problems(office: Office) -> tuple[int, list[str]]:
    """Return how many templates of its own an office has, and what is wrong in them, a sentence for each file."""
    files = own_files(templates_folder(office))
    wrong = []
    for path in files:
        try:
            read_template(path.name, path.read_bytes())
        except (FormError, OSError) as problem:
            wrong.append(str(problem) if isinstance(problem, FormError) else f"文书模板 {path.name} 不能读取。")
    return len(files), wrong


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
    """Return who writes, from the settings; a login name is nobody to an applicant."""
    own = office.settings.letters
    return Sender(
        unit=office.settings.unit,
        address=own.address,
        phone=own.phone,
        postcode=own.postcode,
        reconsideration=own.reconsideration,
        court=own.court,
        clerk=person.name if (person := office.settings.people.get(office.who)) else "",
    )


def export_letter(
    office: Office, number: str, letter: Letter, file_format: str = "md", output: Path | None = None
) -> Path:
    """Write a letter to `output`, or to the exports folder under the request's number, and return the path.

    Raises Unavailable where the trail or the file cannot be written; then no file is left behind.
    """
    content = render_paper(letter.document, file_format)
    # The number and not the name of the applicant: files are seen by whoever lists the folder.
    name = f"{file_name(f'{number}{letter.name}')}.{file_format}"
    what = f"导出{number}的{letter.name}"
    return write_export(office, content, name, output, what, place_of(ledger(TABLE), number))


def hand_out_letter(office: Office, number: str, letter: Letter, file_format: str) -> bytes:
    """Return a letter as a file for standard output; the trail says so. Raises Unavailable where it cannot."""
    content = render_paper(letter.document, file_format)
    note_export(office, f"导出{number}的{letter.name}到标准输出", place_of(ledger(TABLE), number))
    return content


def _request(office: Office, number: str, draft: Fields | None = None) -> Request:
    document = find_row(office, ledger(TABLE), number).fields
    if draft is not None:
        checked, _ = checked_event(draft)
        document = {**document, f"{EVENTS}{DRAFT}": checked}
    return from_document(number, document)
