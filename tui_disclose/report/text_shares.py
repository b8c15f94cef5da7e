"""TXT-PCT: percentages of a text recompute, a full set makes 100, growth is that over last year's figures."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Sheet
from tui_disclose.report.text_claims import Claim, Said, claims_of_cells, claims_of_records
from tui_disclose.report.text_sentences import UNITS, Sentence, finding
from tui_disclose.statutory.figures import Number

_BASIS = "百分比应与件数相符，全部各项相加为100%"
_PCT = r"(\d+(?:\.\d+)?)%"
_SHARE = re.compile(rf"(\d+)[{UNITS}][，]?[（]?(?:占(?!用)[^\d%，；。]{{0,10}})?{_PCT}")
_SAYS_ALL = re.compile(rf"(?:共|总计|合计|总数[为是]?|收到|受理|发布|公开|办理|答复)[^，；。\d]{{0,20}}(\d+)[{UNITS}]")
_OF = re.compile(rf"占(?!用)[^，；。\d%]{{0,12}}?{_PCT}|[（](?:占比)?{_PCT}[）]")
_NEARLY = 15
_REST = re.compile(r"其他|其余|其它|分别占")
COMPARING = ("同比", "环比", "上年", "上一年", "去年", "增长", "增加", "下降", "减少")
"""Without any of these words a text compares nothing with the year before."""

_WAY = r"(?P<way>增长|增加|上升|提高|增幅为?|下降|减少|降低|降幅为?)(?:了)?"
_LESS = re.compile(r"下降|减少|降")
_GROWTH = re.compile(rf"{_WAY}(?P<by>\d+(?:\.\d+)?)%")
_CHANGE = re.compile(rf"{_WAY}(?P<by>\d+)[{UNITS}]")
_SINCE = re.compile(r"同比|环比|(?:比|较|与)(?:上一?年|去年|20\d\d年)")
_BASE = re.compile(rf"(?:上一?年度?|去年|20\d\d年度?)(?:同期)?[^，；。\d%增减升降]{{0,10}}(\d+)[{UNITS}]")
_FIGURE = re.compile(rf"(?<!\d)(?<!增长)(?<!增加)(?<!减少)(?<!下降)(?<!加了)(?<!少了)(\d+)[{UNITS}]")


def check_shares(sheet: Sheet, said: Sequence[Said], sentence: Sentence) -> Iterator[Finding]:
    """Yield TXT-PCT for a sentence."""
    if "%" in sentence.text:
        yield from _shares(sentence)
        yield from _sets(sentence)
    if _GROWTH.search(sentence.text) or _CHANGE.search(sentence.text):
        claims = [*claims_of_cells(sheet, sentence), *claims_of_records(said, sentence)]
        yield from _growth(sentence, claims)
        yield from _changes(sentence, claims)


def _half(pct: str) -> Decimal:
    """Return half a unit of a percentage's last digit."""
    return Decimal(5).scaleb(-len(pct.partition(".")[2]) - 1)


def _shares(sentence: Sentence) -> Iterator[Finding]:
    """Yield where percentages are not those of their counts."""
    found = list(_SHARE.finditer(sentence.text))
    if not found:
        return
    said = _SAYS_ALL.search(f"{sentence.text[: found[0].start()]}")
    parts = sum(int(match[1]) for match in found)
    total = int(said[1]) if said and int(said[1]) >= parts else parts
    a_set = len(found) > 1 and abs(sum((Decimal(match[2]) for match in found), Decimal()) - 100) <= _NEARLY
    if total == 0 or not (said or a_set):
        return
    for match in found:
        right = Decimal(int(match[1]) * 100) / total
        if abs(right - Decimal(match[2])) > _half(match[2]):
            what = f"{match[1]}占{total}的{right:.2f}%，文中写{match[2]}%。"
            yield finding("TXT-PCT", sentence, match.span(), what, _BASIS)


def _sets(sentence: Sentence) -> Iterator[Finding]:
    """Yield where the percentages of a full set, whose counts are not given, do not make 100."""
    groups = [list(_OF.finditer(part)) for part in sentence.text.split("；")]
    groups = groups if all(len(group) > 1 for group in groups if group) else [list(_OF.finditer(sentence.text))]
    counted = {match.end() for match in _SHARE.finditer(sentence.text)}
    for group in groups:
        pcts = [match[1] or match[2] for match in group]
        if len(pcts) < 2 or counted & {match.end() for match in group}:
            continue
        added = sum(map(Decimal, pcts), Decimal())
        allowed = sum(map(_half, pcts), Decimal())
        off = abs(added - 100)
        nearly = len(pcts) >= 3 and off <= 10
        if off > allowed and (_REST.search(sentence.text) or nearly or (added > 100 and len(pcts) >= 3)):
            what = f"各项百分比相加{'＋'.join(pcts)}＝{added}%，不是100%。"
            at = sentence.text.find(f"{pcts[0]}%")
            yield finding("TXT-PCT", sentence, (at, at + len(pcts[0]) + 1), what, _BASIS)


def _growth(sentence: Sentence, claims: list[Claim]) -> Iterator[Finding]:
    """Yield where growth is not that of the figure before it over last year's."""
    for match in _GROWTH.finditer(sentence.text):
        now, last = _compared(sentence, match.start(), claims)
        if now is None or last is None:
            continue
        basis = "增长率应与本年、上年的数字相符"
        if last == 0:
            yield finding("TXT-PCT", sentence, match.span(), "上年为0，不能计算增长率。", basis, (now, 0))
            continue
        right = Decimal((now - last) * 100) / Decimal(last)
        stated = Decimal(match["by"]) * (-1 if _LESS.match(match["way"]) else 1)
        if abs(right - stated) > _half(match["by"]):
            words = f"{'增长' if right >= 0 else '下降'}{abs(right):.2f}%"
            what = f"本年{now}、上年{last}，应为{words}，文中写{match['way']}{match['by']}%。"
            yield finding("TXT-PCT", sentence, match.span(), what, basis, (now, last))


def _changes(sentence: Sentence, claims: list[Claim]) -> Iterator[Finding]:
    """Yield TXT-CELL where “比上年增加5件” is not the difference from last year's figure."""
    for match in _CHANGE.finditer(sentence.text):
        now, last = _compared(sentence, match.start(), claims)
        if now is None or last is None:
            continue
        by = int(match["by"]) * (-1 if _LESS.match(match["way"]) else 1)
        if now - last != by:
            what = f"本年{now}、上年{last}，相差{now - last}，文中写{match['way']}{match['by']}。"
            yield finding("TXT-CELL", sentence, match.span(), what, "增减应与本年、上年的数字相符", (by, now - last))


def _compared(sentence: Sentence, at: int, claims: list[Claim]) -> tuple[int | None, Number | None]:
    """Return the figure that a comparison is about and last year's, from the text or the tables; None: not known."""
    before = sentence.text[:at]
    bases = {match.span(1): int(match[1]) for match in _BASE.finditer(before)}
    figures = [match for match in _FIGURE.finditer(before) if match.span(1) not in bases]
    if not figures:
        return None, None
    nearest = figures[-1]
    between = before[nearest.end() :]
    if "；" in between or not (_SINCE.search(between) or between == "，"):
        return None, None
    last: Number | None = next((figure for span, figure in bases.items() if span[0] > nearest.end()), None)
    for claim in claims:
        if claim.span == nearest.span(1) and last is None:
            last = claim.last
    return int(nearest[1]), last
