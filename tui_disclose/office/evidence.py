"""All there is about one request in one folder, for an answer to a review authority or a court (举证材料)."""

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from tui_disclose.exporting.document import Block, Cell, Document, Heading, Note, Paragraph, TableBlock
from tui_disclose.letters.letters import Offer
from tui_disclose.office import trail
from tui_disclose.office.calendar import calendar_of
from tui_disclose.office.exporting import file_name
from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import place_of
from tui_disclose.office.letters import letter_offers, write_letter
from tui_disclose.office.os_errors import in_words
from tui_disclose.office.papers import render_paper
from tui_disclose.office.reading import note_export
from tui_disclose.office.request_files import contents_document
from tui_disclose.office.request_papers import why_document
from tui_disclose.office.requests import REQUESTS, find_request
from tui_disclose.problems import Refused, Unavailable
from tui_disclose.records.events import STRUCK, event_kind, event_ledger
from tui_disclose.records.fields import shown_value
from tui_disclose.records.request import Request, to_json
from tui_disclose.statutory.text import harmless_json, one_line

_GENERATED = "文书由台账的记录生成，与实际发出的不一致的，以实际发出的为准。"


_REGISTER = "register"
"""The letter that is about the request as a whole and always there: the register form (登记表)."""


class _Paper(msgspec.Struct, frozen=True):
    """One file of the folder."""

    name: str
    what: str
    content: bytes


def export_evidence(office: Office, number: str, today: date, output: Path | None = None) -> tuple[Path, list[str]]:
    """Write everything about a request into a new folder; return its path and what has to be said of attachments.

    The folder is there whole or not at all. Raises Refused for no such request or a folder that exists already,
    Unavailable in a read-only session (there are names in it) and where the trail or the files cannot be written.
    """
    if office.read_only:
        raise Unavailable("本次以只读方式打开，材料含有个人信息，不能导出。")
    request = find_request(office, number)
    folder = output.absolute() if output else office.exports / file_name(f"{number}举证材料")
    if os.path.lexists(folder):
        raise Refused(f"{folder} 已经存在，没有导出；请换一个目录，或者先移走它。")
    papers = list(_papers(office, request, today))
    part = folder.with_name(f".{secrets.token_hex(8)}.part")
    try:
        if output is None and not folder.parent.is_dir():
            folder.parent.mkdir(exist_ok=True)
            folder.parent.chmod(0o2770)
        said = _write(part, office, request, papers)
        note_export(
            office, f"导出申请{number}的举证材料（含个人信息）到 {one_line(str(folder))}", place_of(REQUESTS, number)
        )
        os.rename(part, folder)
    except OSError as error:
        raise Unavailable(
            f"不能写入 {folder}：{in_words(error)}。请检查目录权限和磁盘空间，或用 --output 指定别处。"
        ) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder, said


def _write(part: Path, office: Office, request: Request, papers: list[_Paper]) -> list[str]:
    """Write all files into a folder, the attachments and the index last; return what is wrong with attachments."""
    import hashlib

    part.mkdir(mode=0o770)
    rows = []
    for paper in papers:
        (part / paper.name).write_bytes(paper.content)
        rows.append((paper.name, paper.what, hashlib.sha256(paper.content).hexdigest()))
    said = []
    for place, line in enumerate(request.document.get("attachments") or [], 1):
        registered, _, source = line.partition(" *")
        ending = Path(source).suffix
        name = f"附件{place}_{file_name(Path(source).stem)}{ending if ending[1:].isalnum() else ''}"
        try:
            shutil.copyfile(source, part / name)
        except OSError as error:
            said.append(f"附件 {source} 没有复制：{in_words(error)}。")
            continue
        with (part / name).open("rb") as copied:
            digest = hashlib.file_digest(copied, "sha256").hexdigest()
        same = digest == registered
        if not same:
            said.append(f"附件 {source} 登记后被改动过，复制的是现在的内容。")
        rows.append((name, "附件，与登记时一致" if same else "附件，登记后被改动过", digest))
    index = _index(office, request.number, rows, said)
    for file_format in ("md", "docx"):
        (part / f"00_目录.{file_format}").write_bytes(render_paper(index, file_format))
    for file in part.iterdir():
        # Colleagues of one group fetch it, whatever the umask of who made it.
        file.chmod(0o660)
    return said


def _index(office: Office, number: str, rows: list[tuple[str, str, str]], said: list[str]) -> Document:
    head = tuple(Cell(words, head=True) for words in ("序号", "文件", "内容", "SHA-256"))
    lines = (
        (Cell(str(place)), Cell(name, align="left"), Cell(what, align="left"), Cell(digest, align="left"))
        for place, (name, what, digest) in enumerate(rows, 1)
    )
    table = TableBlock((head, *lines), (12.0, 52.0, 42.0, 50.0), 1, caption="举证材料目录")
    notes = (Note(_GENERATED), *(Note(sentence) for sentence in said))
    return Document(f"申请{number}举证材料目录", (table, *notes), office.settings.unit)


def _papers(office: Office, request: Request, today: date) -> Iterator[_Paper]:
    """Yield the files in the order of the index: what happened, why the dates, each letter, the records behind."""
    number = request.number
    documents = [
        ("办理经过", "办理经过和依据", _timeline(office, request)),
        ("答复期限", "答复期限的计算", why_document(office, number, today)),
        ("卷内目录", "卷内目录", contents_document(office, number)),
    ]
    for offer in _sent(letter_offers(office, number)):
        letter = write_letter(office, number, offer.template.key, today, offer.kept.n if offer.kept else None)
        documents.append((offer.name, offer.template.name, letter.document))
    for place, (name, what, document) in enumerate(documents, 1):
        for file_format in ("md", "docx"):
            yield _Paper(f"{place:02}_{file_name(name)}.{file_format}", what, render_paper(document, file_format))
    record = harmless_json(json.dumps(to_json(number, request.document), ensure_ascii=False, indent=2))
    yield _Paper(f"{len(documents) + 1:02}_登记内容.json", "登记的全部内容", f"{record}\n".encode())
    acts = render_paper(_trail(office, number), "md")
    yield _Paper(f"{len(documents) + 2:02}_操作记录.md", "这件申请的操作记录", acts)


def _sent(offers: list[Offer]) -> Iterator[Offer]:
    """Yield the letters that the events tell of, and the register form.

    What is filled in by hand is evidence on paper only; of several replies that an outcome allows one was sent.
    """
    keys = {offer.template.key for offer in offers}
    for offer in offers:
        template, kept = offer.template, offer.kept
        outcome = kept.event.outcome if kept else None
        if template.blanks or (kept is None and template.key != _REGISTER):
            continue
        if outcome and outcome in keys and template.remedy and template.key != outcome:
            continue
        yield offer


def _timeline(office: Office, request: Request) -> Document:
    """Return what is registered of a request and all that happened, each with the article that it rests on."""
    facts = [
        (field.label, shown_value(field, request.document.get(field.key)))
        for field in REQUESTS.fields
        if field.key not in ("attachments",)
    ]
    blocks: list[Block] = [Heading(1, "登记内容")]
    blocks += [Paragraph(f"{label}：{words}", align="left") for label, words in facts if words]
    head = tuple(Cell(words, head=True) for words in ("日期", "事项", "内容", "依据"))
    rows = tuple(
        (Cell(raw["on"]), *(Cell(words, align="left") for words in _event(raw)))
        for raw in (kept.raw for kept in sorted(request.events, key=lambda each: (each.event.on, each.n)))
    )
    if rows:
        blocks += [Heading(1, "办理经过"), TableBlock((head, *rows), (26.0, 28.0, 56.0, 46.0), 1, caption="办理经过")]
    flags = request.clock(calendar_of(office)).flags
    if flags:
        blocks.append(Heading(1, "不合规定或者迟了的"))
        blocks += [Paragraph(f"{each.text}{f'（{each.article}）' if each.article else ''}") for each in flags]
    return Document(f"申请{request.number}办理经过", tuple(blocks), office.settings.unit)


def _event(raw: dict[str, object]) -> tuple[str, str, str]:
    declared = event_ledger(str(raw["kind"]))
    known = (field for field in declared.fields if field.key != "on" and field.key in raw)
    words = [f"{field.label}：{shown_value(field, raw[field.key])}" for field in known]
    if STRUCK in raw:
        words.append(f"已划去：{raw[STRUCK]}")
    # The article alone: its wording stands in the law.
    return declared.name, "\n".join(words), event_kind(declared.key).law.partition("：")[0].removesuffix("。")


def _trail(office: Office, number: str) -> Document:
    blocks: list[Block] = []
    # That names leave the office is noted once, with the export.
    for step in trail.history(office, place_of(REQUESTS, number), {place_of(REQUESTS, number)}):
        act = step.act
        blocks.append(Paragraph(f"第{act.sequence}条 {act.at} {act.who} {act.why} {act.mark}".strip(), align="left"))
        blocks += [Paragraph(each.sentence, align="left", indent=False, depth=1) for each in step.differences]
    return Document(f"申请{number}的操作记录", tuple(blocks), office.settings.unit)
