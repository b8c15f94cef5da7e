"""Filling a template: sentences with their figures, blanks for what nobody knows."""

import re
from collections.abc import Callable

import msgspec

from tui_disclose.problems import Refused
from tui_disclose.report.narrative.queries import Answer
from tui_disclose.report.narrative.templates import Paragraph, Sentence, Templates
from tui_disclose.statutory.text import one_line

_PLACE = re.compile(r"\{\{([^{}]*)\}\}")
_OPTIONAL = re.compile(r"〔([^〔〕]*\{\{[^〔〕]*)〕")
_BLANK = re.compile(r"【待填[^】\n]*】")
_NO_PARTS = re.compile(r"[，：](?:其中|包括)(?=[，；。])")
_OWN = ("年", "单位")


class Draft(msgspec.Struct, frozen=True):
    """A text to begin from."""

    text: str
    figures: dict[str, Answer]
    """Every named figure that stands in the text, with the records behind it; those left blank too."""
    problems: tuple[str, ...] = ()
    """What is wrong with the template, a sentence each; the rest of it is filled."""

    @property
    def blanks(self) -> list[str]:
        """What is left blank in the text, in the marks that stand there."""
        return blanks(self.text)


def blanks(text: str) -> list[str]:
    """Return the blanks that a draft left in a text and nobody filled in: “【待填：申请.新收】”."""
    return _BLANK.findall(text)


def blank(name: str) -> str:
    """Return what stands in a draft for a figure that nobody knows."""
    return f"【待填：{one_line(name)}】"


def draft(templates: Templates, key: str, year: int, unit: str, ask: Callable[[str], Answer]) -> Draft:
    """Return the text of a part from its template; `ask` answers a named figure, Refused for a name that is none.

    An unknown figure leaves a blank. Refused for a part without a template.
    """
    filling = _Filling(year, unit, ask)
    paragraphs: list[str] = []
    for paragraph in templates.section(key).paragraphs:
        paragraphs += filling.paragraph(paragraph)
    problems = (*templates.problems, *filling.problems)
    return Draft("\n\n".join(paragraphs), filling.used, problems)


class _Filling:
    """One draft under way: each figure is asked for once."""

    def __init__(self, year: int, unit: str, ask: Callable[[str], Answer]) -> None:
        self.year = year
        self.used: dict[str, Answer] = {}
        self.problems: list[str] = []
        self._ask = ask
        self._known: dict[str, Answer] = {"年": Answer(year), "单位": Answer(unit)}

    def paragraph(self, paragraph: Paragraph) -> list[str]:
        """Return a paragraph's heading and text; under a heading there is always something, if only a blank."""
        text = "".join(self.filled(sentence) for sentence in paragraph.sentences if self.stands(sentence))
        # Where the last of a row of clauses is left out, the one before it ends the sentence.
        text = f"{text[:-1]}。" if text.endswith("；") else text
        if paragraph.heading:
            return [paragraph.heading, text or blank(re.sub(r"^（.*?）", "", paragraph.heading))]
        return [text] if text else []

    def stands(self, sentence: Sentence) -> bool:
        """Tell whether a sentence belongs into the text."""
        if not sentence.since <= self.year <= sentence.until:
            return False
        if sentence.needs:
            found = self.asked(sentence.needs)
            unknown = found.value is None and found.asked and sentence.open
            if not found.some and not unknown:
                return False
        return not (sentence.unless and self.asked(sentence.unless).value not in (0, "0"))

    def filled(self, sentence: Sentence) -> str:
        """Return a sentence with its figures."""
        text = _OPTIONAL.sub(self._optional, sentence.text)
        text = _PLACE.sub(self._place, text)
        return _NO_PARTS.sub("", re.sub(r"、(?=[，；。])", "", text))

    def asked(self, name: str) -> Answer:
        """Return a named figure, unknown where there is no such name: that is said once."""
        if name not in self._known:
            try:
                self._known[name] = self._ask(name)
            except Refused as problem:
                self._known[name] = Answer(None)
                self.problems.append(f"模板中：{problem}")
        return self._known[name]

    def _optional(self, match: re.Match[str]) -> str:
        answers = [self.asked(name.strip()) for name in _PLACE.findall(match[1])]
        return match[1] if all(each.some for each in answers) else ""

    def _place(self, match: re.Match[str]) -> str:
        name = match[1].strip()
        found = self.asked(name)
        if name not in _OWN:
            self.used[name] = found
        return blank(name) if found.value is None else one_line(str(found.value))
