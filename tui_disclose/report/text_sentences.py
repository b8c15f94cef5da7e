"""The texts of a report as the checks read them: paragraphs and sentences, each with where it stands."""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from tui_disclose.report.findings import Finding
from tui_disclose.statutory.figures import Number
from tui_disclose.statutory.text import half_width, one_line

UNITS = "件次条份项篇个人期场部类种家名起则"
_END = re.compile(r"[。!?]")
_HEADING = re.compile(r"^#{0,6}(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[、.])")
_YEAR_IN_CHINESE = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_COUNT = {each: place for place, each in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_QUOTED = 40
_INNER = str.maketrans("“”", "‘’")
"""Quotes within a quote."""


class Sentence(msgspec.Struct, frozen=True):
    """One sentence of a report's text, without white space, signs half-width but for “，；：（）”."""

    key: str
    """The section."""
    paragraph: int
    """From 1, empty lines not counted."""
    text: str
    before: str = ""
    """The sentences before it in its paragraph."""
    heading: str = ""
    """The heading that it stands under."""

    def quote(self, start: int, end: int) -> str:
        """Return the part of the sentence around a place, at most 40 characters."""
        first = max(0, min(start, end - _QUOTED + 12))
        last = min(len(self.text), first + _QUOTED)
        first = max(0, last - _QUOTED)
        return ("…" if first else "") + one_line(self.text[first:last]) + ("…" if last < len(self.text) else "")


def sentences(sections: Mapping[str, str]) -> Iterator[Sentence]:
    """Yield every sentence of a report's texts."""
    for key, text in sections.items():
        heading = ""
        for place, line in enumerate((line for line in text.splitlines() if line.strip()), 1):
            plain = plain_text(line)
            if _HEADING.match(plain):
                heading = plain[:30]
            before = ""
            for part in _END.split(plain):
                if part:
                    yield Sentence(key, place, part, before, heading)
                    before += part + "。"


def plain_text(text: str) -> str:
    """Return a text as the checks compare it: no white space, half-width figures, Chinese years as figures."""
    folded = "".join(half_width(text).split())
    folded = folded.translate({ord(","): "，", ord(";"): "；", ord(":"): "："})
    folded = folded.replace("(", "（").replace(")", "）") if not _HEADING.match(folded) else _brackets(folded)
    return _YEAR_IN_CHINESE.sub(lambda year: year[0].translate(_CHINESE_DIGITS), folded)


def _brackets(folded: str) -> str:
    """Return a text that begins with “(一)”, its other brackets full-width."""
    head = _HEADING.match(folded)
    at = head.end() if head else 0
    return folded[:at] + folded[at:].replace("(", "（").replace(")", "）")


def number_in(text: str) -> int | None:
    """Return a count in figures or in Chinese up to 九十九, None for what is no count."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _COUNT.get(text)
    return _COUNT.get(tens, 1) * 10 + _COUNT.get(ones, 0)


def clause(text: str, start: int, end: int, ends: str = "，；") -> str:
    """Return the clause of a sentence that a place stands in."""
    first = max(text.rfind(sign, 0, start) for sign in ends) + 1
    after = [at for sign in ends if (at := text.find(sign, end)) >= 0]
    return text[first : min(after, default=len(text))]


def finding(
    check: str,
    sentence: Sentence,
    span: tuple[int, int],
    what: str,
    basis: str,
    figures: tuple[Number | None, Number | None] = (None, None),
    cells: Sequence[str] = (),
    records: tuple[str, ...] = (),
) -> Finding:
    """Return a warning about a place in a sentence; `what` says what is wrong there, ending with “。”."""
    quote = sentence.quote(*span).translate(_INNER)
    message = f"“{sentence.key}”第{sentence.paragraph}段“{quote}”：{what}"
    where = (f"section.{sentence.key}", *cells)
    left, right = figures
    return Finding(
        check, "warning", where, message, basis, left, right, records, kind=quote, paragraph=sentence.paragraph
    )
