"""SIM: how much of a report's text says again what last year's said, figures, 《titles》 and headings aside."""

import re
from collections.abc import Iterator, Mapping

from tui_disclose.report.findings import Finding
from tui_disclose.report.sheet import Sheet
from tui_disclose.statutory.text import half_width

_HEADING = re.compile(r"^\s*(?:#{1,6}\s|[（(]?[一二三四五六七八九十]{1,3}[）)、.]|\d{1,2}[、.])[^。；]{0,40}$")
_SENTENCE = re.compile(r"[^。；;！!？?]+")
_LEAST = 8
"""Characters: shorter sentences are anybody's."""

_RUN = 8
"""So many characters in a row that stand in last year's text too are said again; a word changed here and there is not
enough to make a sentence new."""

_SHARE = 50
"""Percent of the text that, repeated from last year's, is said."""


def check_repeats(sheet: Sheet) -> Iterator[Finding]:
    """Yield SIM where half of the text or more is last year's; the paragraphs are named."""
    if sheet.previous is None:
        return
    before = {run for _, _, text in _sentences(sheet.previous.report.sections) for run in _runs(text)}
    if not before:
        return
    length = repeated = 0
    places: dict[tuple[str, int], list[int]] = {}
    for key, place, text in _sentences(sheet.report.sections):
        again = _again(text, before)
        length, repeated = length + len(text), repeated + again
        counts = places.setdefault((key, place), [0, 0])
        counts[0], counts[1] = counts[0] + len(text), counts[1] + again
    if not length or repeated * 100 < length * _SHARE:
        return
    share = repeated * 100 // length
    copied = [place for place, (whole, again) in places.items() if again * 2 >= whole]
    named = "、".join(f"“{key}”第{place}段" for key, place in copied[:8])
    more = f"等{len(copied)}段" if len(copied) > 8 else ""
    where = tuple(dict.fromkeys(f"section.{key}" for key, _ in copied))
    message = f"正文有{share}%与上年报告相同（数字、文件名、标题不计）：{named}{more}。"
    basis = "国办公开办函〔2021〕30号：内容雷同的追究责任"
    yield Finding("SIM", "warning", where, message, basis, share, _SHARE, paragraph=copied[0][1] if copied else 0)


def _runs(text: str) -> Iterator[str]:
    return (text[at : at + _RUN] for at in range(len(text) - _RUN + 1))


def _again(text: str, before: set[str]) -> int:
    """Return how many characters of a sentence stand in runs that last year's text has."""
    covered = bytearray(len(text))
    for at, run in enumerate(_runs(text)):
        if run in before:
            covered[at : at + _RUN] = b"\1" * _RUN
    return sum(covered)


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
