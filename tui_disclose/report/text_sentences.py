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
_ONE_TO_NINE = "一二三四五六七八九"
_WRITTEN = re.compile(
    rf"(?<![{_ONE_TO_NINE}十百千万亿两零第每逐某任各另这那该同唯之分上下首头周期月年几数多五统])"
    r"(?!一起|一部|一家|一则|一条龙|一条线|一条心|一次性|一件事|一个[^，；、]|.个[方层]面|.个确立|.个维护)"
    rf"(?:[{_ONE_TO_NINE}两]百(?:零[{_ONE_TO_NINE}]|[{_ONE_TO_NINE}]十[{_ONE_TO_NINE}]?)?"
    rf"|[{_ONE_TO_NINE}]?十[{_ONE_TO_NINE}]?|[{_ONE_TO_NINE}两])"
    rf"(?=[{UNITS}])"
)
"""Counts written in Chinese, ordinals (第三项) and set phrases (一次性、一件事、两个方面) left out."""
_KEPT_AS_WRITTEN = re.compile(r"《[^》]*》|“[^”]*”")
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

    places: tuple[int, ...] = ()
    """Where each character of `text`, and its end, stands in `written`; empty where they are the same."""
    written: str = ""
    """The sentence as it was before its Chinese counts became figures."""

    def quote(self, start: int, end: int) -> str:
        """Return the part of the sentence around a place, at most 40 characters."""
        text = self.written or self.text
        if self.places:
            start, end = self.places[start], self.places[end]
        first = max(0, min(start, end - _QUOTED + 12))
        last = min(len(text), first + _QUOTED)
        first = max(0, last - _QUOTED)
        return ("…" if first else "") + one_line(text[first:last]) + ("…" if last < len(text) else "")


def with_figures(sentence: Sentence) -> Sentence:
    """Return a sentence in which counts written in Chinese before a unit (二十八条) are figures (28条)."""
    text, places = _in_figures(sentence.text)
    before, _ = _in_figures(sentence.before)
    changed = {"text": text, "places": places, "written": sentence.text} if text != sentence.text else {}
    return msgspec.structs.replace(sentence, before=before, **changed)


def _in_figures(text: str) -> tuple[str, tuple[int, ...]]:
    """Return a text with its counts in figures, and where each of its characters stood, the end too."""
    kept = [match.span() for match in _KEPT_AS_WRITTEN.finditer(text)]
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for match in _WRITTEN.finditer(text):
        figure = number_in(match[0])
        if figure is None or any(first <= match.start() < last for first, last in kept):
            continue
        parts += [text[at : match.start()], str(figure)]
        places += [*range(at, match.start()), *[match.start()] * len(str(figure))]
        at = match.end()
    return "".join([*parts, text[at:]]), (*places, *range(at, len(text) + 1))


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
    """Return a count in figures or in Chinese up to 九百九十九, None for what is no count."""
    if text.isdigit():
        return int(text)
    hundreds, hundred, rest = text.rpartition("百")
    if hundred:
        return _COUNT.get(hundreds, 1) * 100 + ((number_in(rest.removeprefix("零")) or 0) if rest else 0)
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
