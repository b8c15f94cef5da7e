"""The words that templates put around a named figure, to find it again in a text: “政策解读27条”."""

import re
from collections.abc import Iterator

from tui_disclose.report.narrative.templates import Templates
from tui_disclose.report.text_sentences import plain_text

_PLACE = re.compile(r"(?P<before>[^，、；：。〔〕{}]*)\{\{(?P<name>[^{}]*)\}\}(?P<after>[^，、；：。〔〕{}]*)")
_DOING = re.compile(r"^(?:全年|本年度?|年|其中|已|共|向|发布|组织|召开|开展|回复)+")
_TABLES = ("catalogue", "works", "columns")
"""Figures of cells are compared by the checks of the tables, rules by those of rules."""

_LEAST = 4
"""Characters around a figure: fewer are anybody's."""


def phrases(templates: Templates) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield each counted figure of the templates with the pattern of its words, the figure its group."""
    told = set()
    for section in templates.sections.values():
        for paragraph in section.paragraphs:
            for sentence in paragraph.sentences:
                for match in _PLACE.finditer(sentence.text):
                    query = templates.queries.get(match["name"].strip())
                    if query is None or query.table not in _TABLES or query.what not in ("count", "sum", "last"):
                        continue
                    before, after = _DOING.sub("", plain_text(match["before"])), plain_text(match["after"])
                    before = before.removesuffix("发布")
                    words = f"{re.escape(before)}(?:共?发布|共计?|总计)?(\\d+){re.escape(after)}"
                    if len(before + after) >= _LEAST and words not in told:
                        told.add(words)
                        yield query.name, re.compile(words)
