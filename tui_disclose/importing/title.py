"""Finds the title of a report at the top of a page: whose report it is and of which year."""

import re
from collections.abc import Sequence

import msgspec

_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "000123456789" + "0123456789")
_YEAR = re.compile(r"([0-9０-９]{4}|[〇○零一二三四五六七八九]{4})年度?(?!\d|[一二三四五六七八九十]+月)")
_AROUND = ' 　:：《》"“”'
_NAMED = re.compile(r"^(?:标题|名称|题目|题名|文件名称)[:：]\s*")
_PERIOD = re.compile(r"(20\d\d)年0?1月0?1日(?:零时)?起?(?:[至到—–~-]|—+)(?:\1年)?12月31日")
_PERIOD_WITHIN = 2_000
_NAMED_YEAR = re.compile(r"(20\d\d)年(?=.*(?:报告|年报))")
_LOOKED_AT = 40
_WINDOW = 3
_LONGEST = 120


class Title(msgspec.Struct, frozen=True):
    """A report's title: the unit and year it names, and the lines (from 0, end excluded) it takes."""

    unit: str | None
    year: int | None
    first: int
    last: int


def find_title(lines: Sequence[str], titles: Sequence[str], within: int = _LOOKED_AT) -> Title | None:
    """Return the title among the first lines of a page; `titles` are what the forms call a report."""
    return _find(lines[:within], titles, dated=True) or _find(lines[:within], titles, dated=False)


def year_said(name: str, lines: Sequence[str]) -> tuple[int, str] | None:
    """Return the report year that a page without one in its title says elsewhere, and where; None where it does not.

    The period of the figures says it (“自2024年1月1日起至2024年12月31日止”), else the name of the file.
    """
    for line in lines[:_PERIOD_WITHIN]:
        if found := _PERIOD.search("".join(line[:_PERIOD_WITHIN].split())):
            return int(found[1]), "统计期限"
    named = _NAMED_YEAR.search("".join(name.split()))
    return (int(named[1]), "文件名") if named else None


def _find(lines: Sequence[str], titles: Sequence[str], dated: bool) -> Title | None:
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for size in range(1, _WINDOW + 1):
        for place in range(len(filled) - size + 1):
            window = filled[place : place + size]
            found = _read([lines[at].strip() for at in window], titles)
            if found is None or (dated and found[1] is None):
                continue
            unit, year = found
            first = window[0]
            if not unit and place > 0 and _may_be_unit(lines[filled[place - 1]]):
                first = filled[place - 1]
                unit = lines[first].strip()
            return Title(unit or None, year, first, window[-1] + 1)
    return None


def _read(lines: Sequence[str], titles: Sequence[str]) -> tuple[str, int | None] | None:
    joined = _NAMED.sub("", "".join(lines).strip())
    if len(joined) > _LONGEST or not any(title[-1] in joined for title in titles):
        return None
    for title in titles:
        # The plain case first: exactly as this program prints it, the unit's name untouched.
        if match := re.fullmatch(r"(.*?)\s*(\d{4})年" + re.escape(title), joined):
            return match[1].removesuffix("关于"), int(match[2])
    compact = re.sub(r"\s+", "", joined)
    for title in (name for own in titles for name in (own, own.replace("工作", "", 1))):
        before, found, after = compact.partition(title)
        if not found or len(after) > 12 or re.search("[。；，！：]", before + after):
            continue
        years = list(_YEAR.finditer(before)) or list(_YEAR.finditer(after))
        year = int(years[-1][1].translate(_DIGITS)) if years else None
        if years and years[-1].string is before:
            before = before[: years[-1].start()] + before[years[-1].end() :]
        unit = re.sub(r"^关于|关于$|的$", "", before.strip(_AROUND)).strip(_AROUND)
        return unit, year
    return None


def _may_be_unit(line: str) -> bool:
    text = line.strip()
    return 1 < len(text) <= 40 and not re.search(r"[。；，！：:、\d]", text)
