"""TXT-CELL: figures of a text that name a cell, or a figure of the records, equal it."""

import re
from collections.abc import Iterator, Sequence

from tui_disclose.report.findings import Finding, named
from tui_disclose.report.sheet import Sheet
from tui_disclose.report.text_claims import Claim, Said, about_requests, claims_of_cells, claims_of_records
from tui_disclose.report.text_sentences import Sentence, clause, finding
from tui_disclose.statutory.figures import number_of

_BASIS = "正文与表格的数字应一致"
_NONE_RECEIVED = re.compile(r"(?:未|没有|无)(?:收到|接到|受理|出现过?|发生)|无(?:人)?(?:提出)?申请|零申请")
_ALL_CONCLUDED = re.compile(
    r"(?:全部|均已?|都已?)(?:按[时期规]?定?(?:期限)?)?(?:予以)?(?:办[结理]完?|答复)|办结率(?:为|达到?)?100%"
)
_NO_REVIEW = re.compile(r"(?:未|没有|无)(?:发生|出现|收到|产生|被|因|引发)?[^，；。]{0,24}?行政(复议|诉讼)")
_REVIEWS = {"复议": ("reconsideration",), "诉讼": ("litigation_direct", "litigation_after")}


def check_cells(sheet: Sheet, said: Sequence[Said], sentence: Sentence) -> Iterator[Finding]:
    """Yield TXT-CELL for a sentence."""
    stated = set()
    for claim in (*claims_of_cells(sheet, sentence), *claims_of_records(said, sentence)):
        if claim.span not in stated and claim.figure not in claim.right:
            yield _wrong(sentence, claim)
        stated.add(claim.span)
    yield from _nothing(sheet, sentence)


def _wrong(sentence: Sentence, claim: Claim) -> Finding:
    behind = f"；涉及{named(claim.records)}" if claim.records else ""
    basis = _BASIS if claim.cells else "正文的数字应与台账一致"
    what = f"写{claim.figure}，{claim.words}为{claim.right[0]}，相差{abs(claim.figure - claim.right[0])}{behind}。"
    cells = claim.cells[:1]
    return finding("TXT-CELL", sentence, claim.span, what, basis, (claim.figure, claim.right[0]), cells, claim.records)


def _nothing(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """Yield where a text says that nothing came in, or that all is done, and the tables say otherwise."""
    for pattern, row, mark in ((_NONE_RECEIVED, "received", "一"), (_ALL_CONCLUDED, "carried_out", "四")):
        address = f"requests.{row}.total"
        figure = number_of(sheet.figure(address)) if address in sheet.faces else None
        for match in pattern.finditer(sentence.text) if figure else ():
            if about_requests(sentence, *match.span()) and "申请" in f"{sentence.text}{sentence.heading}":
                what = f"而表三‘{mark}’总计为{figure}。"
                yield finding("TXT-CELL", sentence, match.span(), what, _BASIS, (0, figure), (address,))
                break
    if "信息公开" not in sentence.text + sentence.heading + sentence.before:
        return
    for match in _NO_REVIEW.finditer(sentence.text):
        for words, rows in _REVIEWS.items():
            cells = [f"remedies.{row}.total" for row in rows if f"remedies.{row}.total" in sheet.faces]
            figure = sum(number_of(sheet.figure(address)) or 0 for address in cells)
            if words in clause(sentence.text, *match.span()) and figure:
                what = f"而表四‘行政{words}’总计为{figure}。"
                yield finding("TXT-CELL", sentence, match.span(), what, _BASIS, (0, figure), cells[:1])
