"""SEC-RULES (each 制度 the text names is in the register) and SEC-FEE (part 六 speaks of 信息处理费)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Sheet
from tui_disclose.report.text_sentences import finding, number_in, plain_text, sentences
from tui_disclose.statutory.text import one_line

_TITLED = re.compile(r"《([^《》]{2,40}制度)》")
_LISTED = re.compile(r"(?:建立|制定|出台|完善|健全|修订)(?:健全|完善|印发)?了([^。；\n]+)")
_ITEM = re.compile(r"^[^，,]{2,20}制度$")
_VAGUE = re.compile(r"(?:相应|各项|有关|相关|本|等|严格执行.*)制度$")
_AND_SO_ON = re.compile(r"等(?:\d{1,3}|[一二三四五六七八九十]{1,3})?[项个种].*$")
_COUNTED = re.compile(r"(\d{1,3}|[一二三四五六七八九十]{1,3})(?:项|个|种)(公开|决策|发布)?(?:工作)?制度")
_LEAST_LISTED = 3
_BASIS = "文中制度应与登记的制度一致"

FEES_SINCE = 2021
"""From this report year on part 六 reports 信息处理费 (国办公开办函〔2021〕30号)."""

FEE_SENTENCE = "本年度未收取政府信息公开信息处理费。"


def check_rules(sheet: Sheet, rules: Mapping[str, str]) -> Iterator[Finding]:
    """Yield SEC-RULES; `rules` are the rules in force by name, each with its kind in words. Nothing without a rule."""
    if not rules:
        return
    kinds = Counter(rules.values())
    names = [plain_text(name) for name in rules]
    told: set[str] = set()
    for sentence in sentences(sheet.report.sections):
        for name in _named(sentence.text):
            if name not in told and not any(name in kept or kept in name for kept in names):
                told.add(name)
                at = sentence.text.find(name)
                what = f"“{one_line(name)}”不在登记的制度中。"
                yield finding("SEC-RULES", sentence, (at, at + len(name)), what, _BASIS)
        for match in _COUNTED.finditer(sentence.text):
            said, word = number_in(match[1]), match[2]
            right = {kinds[f"{word}制度"]} if word else {*kinds.values(), len(rules)}
            if said is not None and said not in right:
                what = f"写的是{said}，登记的{word or ''}制度有{'或'.join(map(str, sorted(right)))}项。"
                yield finding("SEC-RULES", sentence, match.span(), what, _BASIS, (said, max(right)))


def _named(text: str) -> list[str]:
    """Return the names of rules in a sentence: those in 《》, and those in a list of several after 建立了 or 制定了."""
    found = _TITLED.findall(text)
    for match in _LISTED.finditer(re.sub(r"《[^》]*》", "", text)):
        listed = [item.strip() for item in re.split(r"[、，,和]", _AND_SO_ON.sub("", match[1]))]
        names = [item for item in listed if _ITEM.match(item) and not _VAGUE.search(item)]
        found += names if len(names) >= _LEAST_LISTED else []
    return list(dict.fromkeys(found))


def check_fee_sentence(sheet: Sheet) -> Iterator[Finding]:
    """Yield SEC-FEE where part 六 of a year from 2021 on does not mention 信息处理费."""
    text = sheet.report.sections.get("六", "")
    if text.strip() and lacks_fees(sheet):
        message = f"“六”没有写信息处理费的收取情况；没有收取的可写“{FEE_SENTENCE}”"
        basis = "国办函〔2020〕109号：收取情况在年度报告中公布"
        yield Finding("SEC-FEE", "warning", ("section.六",), message, basis)


def lacks_fees(sheet: Sheet) -> bool:
    """Tell whether part 六 of a year from 2021 on does not mention 信息处理费."""
    return sheet.report.year >= FEES_SINCE and "信息处理费" not in sheet.report.sections.get("六", "")
