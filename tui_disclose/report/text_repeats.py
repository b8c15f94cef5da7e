"""SIM: how much of a report's text says again what last year's said, figures, 《titles》 and headings aside."""

import re
from collections.abc import Iterator, Mapping

from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.text import half_width

_HEADING = re.compile(r"^\s*(?:#{1,6}\s|[（(]?[一二三四五六七八九十]{1,3}[）)、.]|\d{1,2}[、.])[^。；]{0,40}$")
_SENTENCE = re.compile(r"[^。；！？]+")
_LEAST = 8
"""Characters: shorter sentences are anybody's."""

_SHARE = 50
"""Percent of the text that, repeated from last year's, is said."""


def check_repeats(sheet: Sheet) -> Iterator[Finding]:
    """Yield SIM where half of the text or more is last year's; the paragraphs are named."""
    if sheet.previous is None:
        return
    before = {sentence for _, _, sentence in _sentences(sheet.previous.report.sections)}
    now = list(_sentences(sheet.report.sections))
    length = sum(len(sentence) for _, _, sentence in now)
    again = [(key, place, sentence) for key, place, sentence in now if sentence in before]
    repeated = sum(len(sentence) for _, _, sentence in again)
    if not length or repeated * 100 < length * _SHARE:
        return
    share = repeated * 100 // length
    places = list(dict.fromkeys((key, place) for key, place, _ in again))
    named = "、".join(f"“{key}”第{place}段" for key, place in places[:8])
    more = f"等{len(places)}段" if len(places) > 8 else ""
    where = tuple(dict.fromkeys(f"section.{key}" for key, _ in places))
    message = f"正文有{share}%与上年报告相同（数字、文件名、标题不计）：{named}{more}。"
    yield Finding("SIM", "warning", where, message, "国办公开办函〔2021〕30号：内容雷同的追究责任", share, _SHARE)


def _sentences(sections: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
    """Yield section, paragraph from 1 and masked sentence."""
    for key, text in sections.items():
        if key == "落款":
            continue
        paragraphs = [line for line in text.splitlines() if line.strip()]
        for place, paragraph in enumerate(paragraphs, 1):
            if _HEADING.match(paragraph):
                continue
            for match in _SENTENCE.finditer(half_width(paragraph)):
                masked = re.sub(r"《[^》]*》", "《》", match[0])
                masked = re.sub(r"\d+(?:\.\d+)?", "#", "".join(masked.split()))
                if len(masked) >= _LEAST:
                    yield key, place, masked
