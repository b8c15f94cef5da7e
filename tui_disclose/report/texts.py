"""Checks of the report's parts and texts: SEC (all parts there, in order, not empty) and LEN."""

import re
from collections.abc import Iterator

from tui_disclose.report.findings import Finding
from tui_disclose.report.narrative.drafting import blanks
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import is_missing
from tui_disclose.statutory.forms import Part
from tui_disclose.statutory.text import label_key

_SAYS_NOTHING = re.compile(r"(?:暂|目前)?(?:无|没有)(?:问题|此类情况|相关情况)?")


def check_texts(sheet: Sheet, limit_length: bool = False) -> Iterator[Finding]:
    """Yield SEC for each part, and LEN where the office wants it (`limit_length`)."""
    for part in sheet.form.parts:
        if part.table:
            addresses = [cell.address for cell in sheet.form.table(part.table).cells]
            if all(is_missing(sheet.figure(address)) for address in addresses):
                yield _section(sheet, tuple(addresses), f"“{part.heading}”的表格没有填写。", "table")
        else:
            yield from _check_text(sheet, part, limit_length)
    yield from _misplaced(sheet)
    yield from _unfilled(sheet)


def _check_text(sheet: Sheet, part: Part, limit_length: bool) -> Iterator[Finding]:
    where = (f"section.{part.numeral}",)
    words = re.sub(r"[\W_]", "", sheet.report.sections.get(part.numeral, ""))
    if not words:
        yield _section(sheet, where, f"“{part.heading}”没有内容。", "empty")
    elif part.substantial and _SAYS_NOTHING.fullmatch(words):
        yield _section(sheet, where, f"“{part.heading}”不能只写“{words}”。", "nothing")
    length = len("".join(sheet.report.sections.get(part.numeral, "").split()))
    if limit_length and part.length_limit and length > part.length_limit:
        message = f"“{part.heading}”有{length}字，超过{part.length_limit}字。"
        basis = f"“{part.heading}”原则上不超过{part.length_limit}字（地方要求）"
        yield Finding("LEN", "warning", where, message, basis, length, part.length_limit)


def _misplaced(sheet: Sheet) -> Iterator[Finding]:
    """Yield SEC where the text of one part holds the heading of another: the parts are then out of order."""
    headings = {label_key(part.heading): part for part in sheet.form.parts}
    for key, text in sheet.report.sections.items():
        for line in text.splitlines():
            part = headings.get(label_key(line.lstrip("# ")))
            if part:
                message = f"“{key}”部分的文字里出现标题“{part.heading}”，各部分的次序或分段有误。"
                yield _section(sheet, (f"section.{key}",), message, f"heading {part.numeral}")


def _unfilled(sheet: Sheet) -> Iterator[Finding]:
    """Yield SEC where a text still has the blanks of the draft that it began from: nothing is published like that."""
    for key, text in sheet.report.sections.items():
        left = blanks(text)
        if left:
            message = f"“{key}”部分还有{len(left)}处待填：{'、'.join(dict.fromkeys(left))}，请填上或删去。"
            yield _section(sheet, (f"section.{key}",), message, f"blanks {len(left)}")


def _section(sheet: Sheet, where: tuple[str, ...], message: str, kind: str) -> Finding:
    basis = f"政府信息公开条例第五十条；{sheet.form.source}的{len(sheet.form.parts)}个部分"
    return Finding("SEC", "error", where, message, basis, kind=kind)
