"""Checks of the figures that a text states: TXT-SUM, TXT-PCT, TXT-CELL, TXT-YEAR."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.figures import number_of
from tui_disclose.statutory.text import half_width, one_line

_SENTENCE = re.compile(r"[^。；;！？\n]+")
_TITLE = re.compile(r"《[^》]*》")
_UNITS = "件次条份项篇个人期场"
_NUMBER = rf"(\d+)([{_UNITS}])"
_PARTS = re.compile(
    rf"([^，,、：:（(。；\d]{{0,20}}){_NUMBER}[^，,（(：:。；]{{0,6}}[，,：:（(]?\s*(?:其中|包括)[，,：:]?(.*)"
)
_PART = re.compile(rf"([^，,、：:；。\d]*){_NUMBER}")
_SHARE = re.compile(rf"(\d+)[{_UNITS}][，,]?\s*[（(]?(?:占[^\d%，,；。]{{0,10}})?(\d+(?:\.\d+)?)%")
_SAYS_ALL = re.compile(rf"(?:共|总计|合计|总数[为是]?|收到|受理|发布|办理|答复)[^，,；。\d]{{0,20}}(\d+)[{_UNITS}]")
_ABOUT_REQUESTS = re.compile(r"政府信息公开申请|依申请公开")
_RECEIVED = re.compile(rf"(?:收到|受理|接收|新收)[^，,；。\d]{{0,24}}(\d+)[{_UNITS}]")
_NONE_RECEIVED = re.compile(r"(?:未|没有|无)(?:收到|接到|受理|出现过?|发生)|无申请")
_CONCLUDED = re.compile(rf"(?<!未)办结[^，,；。\d]{{0,12}}(\d+)[{_UNITS}]")
_CARRIED = re.compile(rf"结转(?:至?下(?:一)?年度?)[^，,；。\d]{{0,12}}(\d+)[{_UNITS}]")
_ALL_CONCLUDED = re.compile(r"(?:全部|均已?|都已?)(?:按[时期])?办[结理]完?")
_COUNTING = r"(?:发布|收到|受理|办结|答复|回复|制作|制发|(?<!信息)(?<!政务)公开)"
_YEAR_COUNTS = re.compile(rf"(?<!\d)(20\d\d)年[^。；《》]{{0,14}}?{_COUNTING}[^。；《》\d]{{0,24}}\d+[{_UNITS}]")
_COMPARES = re.compile(r"同比|较|比|上一?年|去年|分别")
_PERIOD = re.compile(r"(20\d\d)年1月1日\s*(?:起)?\s*(?:至|到|-|~|—)+\s*(?:(20\d\d)年)?12月31日")
_DAY = re.compile(r"(?:(20\d\d)年)?(?<!\d)(\d{1,2})月(\d{1,2})日")
_ANY_YEAR = re.compile(r"(?<!\d)(20\d\d)年")


def check_text_figures(sheet: Sheet) -> Iterator[Finding]:
    """Yield what the figures in a report's texts get wrong, each with the sentence that states it."""
    for key, text in sheet.report.sections.items():
        where = (f"section.{key}",)
        for sentence in _sentences(text):
            yield from _sums(where, sentence)
            yield from _shares(where, sentence)
            if _ABOUT_REQUESTS.search(sentence):
                yield from _cells(sheet, where, sentence)
            yield from _years(sheet.report.year, where, sentence)
        if key == "落款":
            yield from _signature(sheet.report.year, where, half_width(text))


def _sentences(text: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(half_width(text).replace(",", "，")):
        yield match[0].strip()


def _sums(where: tuple[str, ...], sentence: str) -> Iterator[Finding]:
    """Yield TXT-SUM where a total is not its own parts (解读27条，其中专家解读7条、领导解读3条 and so on).

    Parts that are of another kind than the total may be examples only: then just more than the total is wrong.
    """
    match = _PARTS.search(sentence)
    if match is None:
        return
    noun, total, unit, rest = match[1], int(match[2]), match[3], match[4]
    parts = [(part[1].strip(), int(part[2])) for part in _PART.finditer(rest) if part[3] == unit]
    if len(parts) < 2:
        return
    added = sum(number for _, number in parts)
    endings = {name[-2:] for name, _ in parts}
    whole = (len(endings) == 1 and noun.strip().endswith(tuple(endings))) or any("其他" in name for name, _ in parts)
    if added > total or (whole and added != total):
        sums = "＋".join(str(number) for _, number in parts)
        message = f"文中“{_quote(sentence)}”：合计{total}{unit}，各项相加{sums}＝{added}{unit}。"
        yield Finding(
            "TXT-SUM", "warning", where, message, "文中合计应等于各项之和", total, added, kind=_quote(sentence)
        )


def _shares(where: tuple[str, ...], sentence: str) -> Iterator[Finding]:
    """Yield TXT-PCT where percentages are not those of their counts, or a full set does not make 100."""
    shares = [(int(count), pct) for count, pct in _SHARE.findall(sentence)]
    if not shares:
        return
    said = _SAYS_ALL.search(sentence)
    parts = sum(count for count, _ in shares)
    total = int(said[1]) if said and int(said[1]) >= parts else parts
    if total == 0 or (len(shares) == 1 and not said):
        return
    basis = "百分比应与件数相符，全部各项相加为100%"
    for count, pct in shares:
        half = Decimal(5).scaleb(-len(pct.partition(".")[2]) - 1)
        right = Decimal(count * 100) / total
        if abs(right - Decimal(pct)) > half:
            message = f"文中“{_quote(sentence)}”：{count}占{total}的{right:.2f}%，文中写{pct}%。"
            yield Finding("TXT-PCT", "warning", where, message, basis, kind=f"{count} {pct}")


def _cells(sheet: Sheet, where: tuple[str, ...], sentence: str) -> Iterator[Finding]:
    """Yield TXT-CELL where a sentence about requests states another figure than its cell of 三."""
    numbers = {row: number_of(sheet.figure(f"requests.{row}.total")) for row in _ROWS if _has(sheet, row)}
    received, carried_in = numbers.get("received"), numbers.get("carried_in")
    if received is not None:
        if (match := _RECEIVED.search(sentence)) and int(match[1]) not in (received, received + (carried_in or 0)):
            yield _cell(where, sentence, int(match[1]), received, "received")
        if received and _NONE_RECEIVED.search(sentence):
            yield _cell(where, sentence, 0, received, "received")
    concluded, open_ = numbers.get("concluded"), numbers.get("carried_out")
    if concluded is not None and (match := _CONCLUDED.search(sentence)) and int(match[1]) != concluded:
        yield _cell(where, sentence, int(match[1]), concluded, "concluded")
    if open_ is not None:
        if (match := _CARRIED.search(sentence)) and int(match[1]) != open_:
            yield _cell(where, sentence, int(match[1]), open_, "carried_out")
        if open_ and _ALL_CONCLUDED.search(sentence):
            yield _cell(where, sentence, 0, open_, "carried_out")


_ROWS = {"received": "一", "carried_in": "二", "concluded": "三（七）", "carried_out": "四"}


def _has(sheet: Sheet, row: str) -> bool:
    return f"requests.{row}.total" in sheet.faces


def _cell(where: tuple[str, ...], sentence: str, said: int, figure: int | Decimal, row: str) -> Finding:
    message = f"文中“{_quote(sentence)}”与表三“{_ROWS[row]}”总计（{figure}）不符。"
    places = (*where, f"requests.{row}.total")
    return Finding(
        "TXT-CELL", "warning", places, message, "正文与表格的数字应一致", said, figure, kind=_quote(sentence)
    )


def _years(year: int, where: tuple[str, ...], sentence: str) -> Iterator[Finding]:
    """Yield TXT-YEAR for another year before a counting verb or in 统计期限, and for days that no calendar has."""
    plain = _TITLE.sub("《》", sentence)
    wrong = set()
    if not _COMPARES.search(plain):
        wrong = {int(match[1]) for match in _YEAR_COUNTS.finditer(plain)}
    for match in _PERIOD.finditer(plain):
        wrong |= {int(found) for found in match.groups() if found}
    for each in sorted(wrong - {year}):
        message = f"文中“{_quote(sentence)}”写的是{each}年，报告是{year}年的。"
        yield Finding(
            "TXT-YEAR", "warning", where, message, "正文的年份应与报告年度一致", each, year, kind=_quote(sentence)
        )
    for match in _DAY.finditer(plain):
        if not _possible(int(match[1] or 2000), int(match[2]), int(match[3])):
            message = f"文中“{_quote(sentence)}”：没有{match[0]}这一天。"
            yield Finding("TXT-YEAR", "warning", where, message, "日期应是日历上有的", kind=match[0])


def _possible(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def _signature(year: int, where: tuple[str, ...], text: str) -> Iterator[Finding]:
    """Yield TXT-YEAR for a signature of another year than the report's or the one it is published in."""
    for match in _ANY_YEAR.finditer(text):
        if int(match[1]) not in (year, year + 1):
            message = f"落款写的是{match[1]}年，{year}年的报告应在次年公布。"
            yield Finding("TXT-YEAR", "warning", where, message, "落款日期应在报告年度之后", int(match[1]), year + 1)


def _quote(sentence: str) -> str:
    kept = one_line(sentence)
    return kept if len(kept) <= 40 else f"{kept[:39]}…"
