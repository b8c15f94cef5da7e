"""TXT-YEAR: another year in title, 统计期限, signature or before a counting verb; days that no calendar has."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from tui_disclose.report.findings import Finding
from tui_disclose.report.text_sentences import UNITS, Sentence, finding, sentences

_COUNTING = r"(?:发布|收到|受理|办结|答复|回复|制作|制发|印发|举办|组织|开展|培训|更新|(?<!信息)(?<!政务)公开)"
_YEAR_COUNTS = re.compile(rf"(?<![\d-])([12]\d{{3}})年[^。；《》]{{0,22}}?{_COUNTING}[^；《》\d]{{0,24}}\d+[{UNITS}]")
_COMPARES = re.compile(r"同比|较|比|上一?年|去年|分别|自20\d\d年|20\d\d年以来|截[至止]到?20")
_OPENS = re.compile(r"^([12]\d{3})年(?:度|以来|来)?，")
_TITLE_OF = re.compile(r"(?<!\d)(20\d\d)年度?政府信息公开(?:工作)?(?:年度)?(?:工作)?报告(?!编制|格式|有关|的通知|工作)")
_NAMED = re.compile(r"《[^》]*》")
_PERIOD = re.compile(
    r"(20\d\d)年(\d{1,2})月(\d{1,2})日(?:零?0?时)?起?[，]?(?:[至到]|-+|~|—+|－+)(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日"
)
_SHORT_PERIOD = re.compile(
    r"(20\d\d)[./-](\d{1,2})[./-](\d{1,2})(?:[至到]|-+|~|—+)(20\d\d)[./-](\d{1,2})[./-](\d{1,2})"
)
_ABOUT_PERIOD = re.compile(r"统计|期限|时限|数据|起止")
_DAY = re.compile(r"(?:(?<!\d)(20\d\d)年)?(\d{1,6})月(\d{1,3})日")
_SHORT_DAY = re.compile(r"(?<![\d./-])(20\d\d)([./-])(\d{1,2})\2(\d{1,2})(?![\d./-])")
_NO_YEAR = re.compile(r"\d{5,}年")
_ANY_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|[./-]\d)")
_BASIS = "正文的年份应与报告年度一致"


def check_years(year: int, sections: Mapping[str, str]) -> Iterator[Finding]:
    """Yield TXT-YEAR for the texts of a year's report."""
    for sentence in sentences(sections):
        if sentence.key == "落款":
            yield from _signature(year, sentence)
        else:
            yield from _wrong_years(year, sentence)
        yield from _impossible(sentence)


def _wrong_years(year: int, sentence: Sentence) -> Iterator[Finding]:
    plain = sentence.text
    wrong: dict[int, tuple[int, int]] = {}
    masked = _NAMED.sub(lambda title: "《" + "　" * (len(title[0]) - 2) + "》", plain)
    for match in _YEAR_COUNTS.finditer(masked):
        after = int(match[1]) == year + 1 and masked[match.end(1) : match.end(1) + 3].endswith("月")
        if not after and not _COMPARES.search(_from_clause(masked, match.start(), match.end())):
            wrong[int(match[1])] = match.span(1)
    # The first words of 总体情况 say which year it is about.
    if sentence.key == "一" and sentence.paragraph <= 2 and not sentence.before and (first := _OPENS.match(plain)):
        wrong[int(first[1])] = first.span(1)
    # A report speaks of last year's among what was published; its own it announces in its first words.
    announces = sentence.key == "前言" or (sentence.key == "一" and sentence.paragraph == 1 and "现" in plain)
    if announces and (title := _TITLE_OF.search(plain)):
        wrong[int(title[1])] = title.span(1)
    periods = [match for pattern in (_PERIOD, _SHORT_PERIOD) for match in pattern.finditer(plain)]
    for match in periods if _ABOUT_PERIOD.search(plain) else ():
        for group in (1, 4):
            if match[group]:
                wrong.setdefault(int(match[group]), match.span(group))
        if [int(match[group]) for group in (2, 3, 5, 6)] != [1, 1, 12, 31] and "期限" in plain:
            what = f"统计期限应为{year}年1月1日至12月31日。"
            yield finding("TXT-YEAR", sentence, match.span(), what, "条例第五十条：年度报告报告上一年度的情况")
    for each in sorted(wrong.keys() - {year}):
        what = f"文中写的是{each}年，报告是{year}年的。"
        yield finding("TXT-YEAR", sentence, wrong[each], what, _BASIS, (each, year))


def _from_clause(text: str, start: int, end: int) -> str:
    """Return a match with what stands before it in its clause."""
    return text[max(text.rfind("，", 0, start), text.rfind("；", 0, start)) + 1 : end]


def _impossible(sentence: Sentence) -> Iterator[Finding]:
    for match in _DAY.finditer(sentence.text):
        if not _possible(int(match[1] or 2000), match[2], match[3]):
            yield _no_day(sentence, match)
    for match in _NO_YEAR.finditer(sentence.text):
        yield finding("TXT-YEAR", sentence, match.span(), f"没有{match[0]}。", "日期应是日历上有的")
    for match in _SHORT_DAY.finditer(sentence.text):
        if not _possible(int(match[1]), match[3], match[4]):
            yield _no_day(sentence, match)


def _no_day(sentence: Sentence, match: re.Match[str]) -> Finding:
    return finding("TXT-YEAR", sentence, match.span(), f"没有{match[0]}这一天。", "日期应是日历上有的")


def _possible(year: int, month: str, day: str) -> bool:
    try:
        return bool(date(year, int(month), int(day)))
    except ValueError:
        return False


def _signature(year: int, sentence: Sentence) -> Iterator[Finding]:
    """Yield for a signature of another year than the report's or the one after, or from before the year's end."""
    for match in _ANY_YEAR.finditer(sentence.text):
        signed = int(match[1])
        month = re.match(r"[年./-](\d{1,2})", sentence.text[match.end() :])
        early = signed == year and month is not None and int(month[1]) < 12
        if signed not in (year, year + 1) or early:
            when = f"{signed}年{month[1]}月" if early and month else f"{signed}年"
            what = f"落款写的是{when}，{year}年的报告应在次年公布。"
            basis = "落款日期应在报告年度之后"
            yield finding("TXT-YEAR", sentence, match.span(), what, basis, (signed, year + 1))
