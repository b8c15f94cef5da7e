"""Breaks the lines of a text that was saved without line ends: before its title, its headings and what follows them.

A page copied as bare text is often one line from its title to its last word.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from tui_disclose.importing.labels import Labels, folded, labels_of
from tui_disclose.statutory.forms import Forms, heading_keys
from tui_disclose.statutory.text import label_key

_LONG = 200
"""A line of fewer characters has line ends enough."""
_HEADINGS = 2
"""A line that holds fewer headings is a paragraph that names one."""
_NUMERAL = r"第?[一二三四五六七八九十]{1,3}(?:部分)?[、.:,]"
_LIST = "，,；;、。）)”》"
"""What follows a heading that is only named in a sentence."""
_FILLED = 3
"""Fewer labels with a figure behind them are no table."""
_FIGURES = re.compile(r"[-+/]?\d[\d.+\-/]*(?:万?元|件|个|项)?(?:\([^()]*\))?")
_PAGE_NUMBER = re.compile(r"\s*[-—–－]{1,2}\s*\d{1,3}\s*[-—–－]{1,2}\s*")


def unrolled(text: str, forms: Forms) -> tuple[str, dict[int, str], list[str]]:
    """Return a text with its long lines broken and page numbers blanked, what its lines were before, what is said."""
    pattern = _pattern(forms)
    titles = re.compile("|".join(re.escape(title) for title in _titles(forms)))
    lines: list[str] = []
    names: dict[int, str] = {}
    pages: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        pieces = _broken(line, pattern, titles, forms) if len(line) > _LONG else [(0, line)]
        if _PAGE_NUMBER.fullmatch(line):
            pages.append(number)
            pieces = [(0, "")]
        for place, piece in pieces:
            lines.append(piece)
            names[len(lines)] = f"第{number}行" + (f"第{place + 1}字起" if len(pieces) > 1 else "")
    said = [f"第{pages[0]}行等{len(pages)}行是页码，未读入。"] if pages else []
    return "\n".join(lines), names if len(lines) > text.count("\n") + 1 else {}, said


def _pattern(forms: Forms) -> re.Pattern[str]:
    names = {name for form in forms.forms for part in form.parts for name in heading_keys(part)}
    return re.compile(f"{_NUMERAL}(?:{'|'.join(re.escape(n) for n in sorted(names, key=len, reverse=True))})")


def _titles(forms: Forms) -> Sequence[str]:
    titles = {label_key(form.title) for form in forms.forms}
    return sorted({*titles, *(title.replace("工作", "", 1) for title in titles)}, key=len, reverse=True)


def _table(labels: Sequence[Labels], text: str) -> set[int]:
    """Return where the table in a piece of a line begins and ends, text standing before and behind it."""
    key, places = folded(text)
    found: list[re.Match[str]] = []
    for own in labels:
        # A figure right behind a label: the first and the last of a table.
        matches = list(own.pattern.finditer(key))
        found = max(found, matches, key=lambda each: len(_filled(key, each)))
    filled = _filled(key, found)
    if len(filled) < _FILLED:
        return set()
    first = filled[0]
    while first > 0 and found[first - 1].end() == found[first].start():
        first -= 1
    figures = _FIGURES.match(key, found[filled[-1]].end())
    return {places[found[first].start()], places[figures.end() - 1] + 1 if figures else len(text)}


def _filled(key: str, found: Sequence[re.Match[str]]) -> list[int]:
    return [at for at, match in enumerate(found) if _FIGURES.match(key, match.end())]


def _broken(line: str, pattern: re.Pattern[str], titles: re.Pattern[str], forms: Forms) -> list[tuple[int, str]]:
    """Return the pieces of a line with the places in it where they begin."""
    key, places = folded(line)
    found = [m for m in pattern.finditer(key) if key[m.end() : m.end() + 1] not in tuple(_LIST)]
    if len({label_key(m.group()) for m in found}) < _HEADINGS:
        return [(0, line)]
    cuts = {0, len(line)}
    for match in found:
        cuts |= {places[match.start()], places[match.end() - 1] + 1}
    if (title := titles.search(key, 0, found[0].start())) and title.start() < _LONG:
        cuts.add(places[title.end() - 1] + 1)
    labels = [labels_of(form) for form in forms.forms]
    for begin, end in pairwise(sorted(cuts)):
        cuts |= {begin + at for at in _table(labels, line[begin:end])}
    ordered = sorted(cuts)
    return [(begin, line[begin:end].strip()) for begin, end in pairwise(ordered)]
