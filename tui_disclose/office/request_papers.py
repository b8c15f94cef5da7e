"""“为什么是这一天” and the fee with its working, of one request: to be read on screen, printed or kept as a file."""

from datetime import date
from pathlib import Path

from tui_disclose.exporting.document import Document, Paragraph
from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.exporting import file_name, write_export
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import place_of
from tui_disclose.office.papers import render_paper
from tui_disclose.office.request_hints import hints
from tui_disclose.office.requests import REQUESTS, find_request, view
from tui_disclose.records.request_status import fee_of
from tui_disclose.statutory.explaining import day_lines, explain
from tui_disclose.statutory.fees import Fee, fee_by_page, fee_by_piece, fee_rules, in_force


def why_text(office: Office, number: str, today: date, by_day: bool = False) -> str:
    """Return the derivation of a request's due date, with every single day where asked for; nothing personal in it.

    Raises Refused for no such request.
    """
    each = view(office, number, today)
    calendar = calendar_of(office)
    lines = [f"申请{number}：为什么是这一天", "", *explain(each.clock, calendar)]
    if each.clock.flags:
        lines += ["", "不合规定或者迟了的："]
        lines += [f"{flag.text}{f'（{flag.article}）' if flag.article else ''}" for flag in each.clock.flags]
    if by_day and each.clock.counting:
        lines += ["", "逐日：", *day_lines(each.clock.counting, calendar)]
    return "\n".join(lines) + "\n"


def why_document(office: Office, number: str, today: date, by_day: bool = True) -> Document:
    """Return the same derivation as it is printed and put into the file."""
    title, *lines = why_text(office, number, today, by_day).splitlines()
    blocks = tuple(
        Paragraph(line.strip(), align="left", indent=False, depth=int(line.startswith(" "))) for line in lines if line
    )
    return Document(title, blocks, office.settings.unit)


def export_why(office: Office, number: str, today: date, output: Path | None = None, file_format: str = "txt") -> Path:
    """Write the derivation, every day included, to `output` or the exports folder and return the path.

    Raises Refused for an unknown format, Unavailable where the trail or the file cannot be written; then no file is
    left behind.
    """
    if file_format == "txt":
        content = why_text(office, number, today, by_day=True).encode()
    else:
        content = render_paper(why_document(office, number, today), file_format)
    name = f"{file_name(f'{number}答复期限计算')}.{file_format}"
    return write_export(office, content, name, output, f"导出{number}的答复期限计算", place_of(REQUESTS, number))


def fee_text(office: Office, number: str, pages: int | None = None) -> str:
    """Return what a request costs by piece, in its applicant's month, and by page, with the working.

    `pages` is what is asked about; without it those of the last fee notice. Refused for no such request.
    """
    request = find_request(office, number)
    noticed = [event.pages for event in request.effective if event.kind == "fee_notified" and event.pages is not None]
    pages = pages if pages is not None else noticed[-1] if noticed else None
    lines = [f"申请{number}：信息处理费", ""]
    if not in_force(request.received_on):
        return "\n".join([*lines, f"收费办法自{fee_rules().since}起施行，此前收到的申请不收费。"]) + "\n"
    piece = hints(office, request.document, number).piece_of_month
    lines += [f"按件：本件是同一申请人当月的第{piece}件。", *_working(fee_by_piece(piece, piece))]
    if piece > 1:
        lines += [f"当月第1至{piece}件一共：", *_working(fee_by_piece(1, piece))]
    if pages is not None:
        lines += ["", f"按量：{pages}页（A4幅面，单面）。", *_working(fee_by_page(pages))]
    lines += ["", "按件、按量只能选一种，不得同时按照两种标准重复计算。", f"依据：{fee_rules().source}"]
    if (charged := fee_of(request)) is not None:
        lines += ["", f"已登记的收费通知：{charged}元。"]
    return "\n".join(lines) + "\n"


def _working(fee: Fee) -> list[str]:
    return [f"  {line}" for line in fee.working]
