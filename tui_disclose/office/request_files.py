"""The file of a request for the archive (卷内目录): its papers in the order of their days (Art. 45 归档)."""

from pathlib import Path

import msgspec

from tui_disclose.exporting.document import Cell, Document, TableBlock
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import place_of
from tui_disclose.office.papers import export_paper
from tui_disclose.office.requests import REQUESTS, find_request
from tui_disclose.records.masking import masked_attachment
from tui_disclose.statutory.events import in_order

_PAPERS = {
    "correction_requested": "补正告知书",
    "correction_received": "补正材料",
    "explanation_requested": "说明理由告知书",
    "explanation_received": "说明理由材料",
    "reasonable_period": "延迟答复合理期限告知书",
    "third_party_consulted": "征求意见书（第三方）",
    "third_party_replied": "第三方意见",
    "organ_consulted": "征求意见书（其他机关）",
    "organ_replied": "其他机关意见",
    "extended": "延期答复告知书",
    "fee_notified": "收费通知书",
    "fee_paid": "缴费凭证",
    "signed": "签发稿",
    "replied": "答复书",
    "served": "送达回证",
    "withdrawn": "撤回申请材料",
    "re_reply_ordered": "责令重新答复的决定书或判决书",
}
"""The paper that an event leaves in the file; others leave none."""

_OURS = {
    *("correction_requested", "explanation_requested", "reasonable_period", "third_party_consulted"),
    *("organ_consulted", "extended", "fee_notified", "signed", "replied", "served"),
}


class Paper(msgspec.Struct, frozen=True):
    """One line of the list of a file's papers."""

    place: int
    letter: str
    """文号."""
    by: str
    """责任者: the office, or empty where it is somebody else, who is not named."""
    title: str
    on: str


def file_contents(office: Office, number: str) -> list[Paper]:
    """Return the papers of a request's file: the request, what came and went, the attachments by name."""
    request = find_request(office, number)
    unit = office.settings.unit
    papers = [
        ("", "", "政府信息公开申请表", request.arrived_on.isoformat()),
        ("", unit, "申请登记表", request.received_on.isoformat()),
    ]
    for event in in_order(request.effective):
        if title := _PAPERS.get(event.kind):
            by = unit if event.kind in _OURS else ""
            papers.append((event.letter, by, title, event.on.isoformat()))
    kept = request.document.get("attachments") or []
    shown = map(masked_attachment, kept) if office.masks_personal else kept
    attached = [line.partition(" *")[2].rsplit("/", 1)[-1] for line in shown]
    papers += [("", "", f"附件：{name}", "") for name in attached]
    return [Paper(place, letter, by, title, on) for place, (letter, by, title, on) in enumerate(papers, 1)]


def contents_document(office: Office, number: str) -> Document:
    """Return the list of a file's papers as it is printed; nothing personal in it but the names of attachments."""
    head = tuple(Cell(words, head=True) for words in ("序号", "文号", "责任者", "题名", "日期"))
    rows = tuple(
        tuple(Cell(words, align="left") for words in (str(p.place), p.letter, p.by, p.title, p.on))
        for p in file_contents(office, number)
    )
    table = TableBlock((head, *rows), (12.0, 36.0, 34.0, 48.0, 26.0), 1, caption="卷内目录")
    return Document(f"申请{number}卷内目录", (table,), office.settings.unit)


def export_contents(office: Office, number: str, file_format: str, output: Path | None = None) -> Path:
    """Write the list of a file's papers and return the path; raises as `export_paper`."""
    return export_paper(office, contents_document(office, number), file_format, output, place_of(REQUESTS, number))
