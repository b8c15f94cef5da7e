"""Filling a template: sentences with their figures, and which figures stand in the text."""

import re
from collections.abc import Callable

import msgspec

from tui_disclose.report.narrative.queries import Answer, Sentence, Templates

_PLACE = re.compile(r"\{\{([^{}]+)\}\}")


class Draft(msgspec.Struct, frozen=True):
    """A text to begin from."""

    text: str
    figures: dict[str, Answer]
    """Every named figure that stands in the text, with the records behind it."""


def draft(templates: Templates, key: str, year: int, unit: str, ask: Callable[[str], Answer]) -> Draft:
    """Return the text of a part from its template; `ask` answers a named figure. Refused for a part without one."""
    used: dict[str, Answer] = {}
    known: dict[str, Answer] = {"年": Answer(year), "单位": Answer(unit)}

    def asked(name: str) -> Answer:
        if name not in known:
            known[name] = ask(name)
        return known[name]

    def filled(sentence: Sentence) -> str:
        def place(match: re.Match[str]) -> str:
            found = asked(match[1].strip())
            if match[1] not in ("年", "单位"):
                used[match[1].strip()] = found
            return "" if found.value is None else str(found.value)

        return _PLACE.sub(place, sentence.text)

    paragraphs = []
    for paragraph in templates.section(key).paragraphs:
        stands = [sentence for sentence in paragraph.sentences if _stands(sentence, year, asked)]
        if stands:
            text = "".join(filled(sentence) for sentence in stands)
            # Where the last of a row of clauses is left out, the one before it ends the sentence.
            text = f"{text[:-1]}。" if text.endswith("；") else text
            paragraphs += [paragraph.heading, text] if paragraph.heading else [text]
    return Draft("\n\n".join(paragraphs), used)


def _stands(sentence: Sentence, year: int, asked: Callable[[str], Answer]) -> bool:
    if year < sentence.since:
        return False
    if sentence.needs and not asked(sentence.needs).value:
        return False
    return not (sentence.unless and asked(sentence.unless).value not in (0, "0"))
