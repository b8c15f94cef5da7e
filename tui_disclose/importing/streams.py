"""Finds tables in lines of text that lost their cells: one cell a line, bars between cells, or everything run together.

Rows are found by their labels. Where a cell began cannot always be told; a row is handed on with the figures that
stand behind its label, and whoever reads it takes it only if their number is right.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, groupby, pairwise

from tui_disclose.importing.cuts import may_run_together
from tui_disclose.importing.grid import Grid, GridRow, Paragraph, Piece, Spot, in_place
from tui_disclose.importing.labels import Labels, folded, key_of
from tui_disclose.importing.numbers import continues_figure, looks_like_figure, numbers_only
from tui_disclose.importing.parts import Heading
from tui_disclose.importing.runs import holds_figures
from tui_disclose.statutory.text import half_width

_SENTENCE = 45
"""A line longer than this, or with a full stop, is text and no cell, unless it consists of labels and figures."""
_WRAPPED = 25
"""A label stands on no more lines than this, one character on each."""
_LONGEST_LABEL = 80
_RULE = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*")
_ACROSS = 5
"""So many heads and figures are a table that is printed across, labels or not."""
_FEW = 3
"""Fewer figures than this make no table."""


def with_tables(labels: Labels, heading: Heading, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a page with the tables that stand in lines of text as lines of cells."""
    found: list[Piece] = []
    for is_text, group in groupby(pieces, key=lambda p: isinstance(p, Paragraph) and not p.markdown):
        if not is_text:
            found += group
            continue
        texts = [piece for piece in group if isinstance(piece, Paragraph)]
        for is_cell, stretch in groupby(texts, key=lambda line: _may_be_cell(labels, heading, line)):
            lines = list(stretch)
            found += _table(labels, lines) if is_cell else lines
    return found


def _may_be_cell(labels: Labels, heading: Heading, line: Paragraph) -> bool:
    text = line.text.strip()
    if heading.part(text) is not None:
        return False
    short = "。" not in text and len(text) <= _SENTENCE
    return short or "|" in text or numbers_only(text) or len(_run(labels, line)) > 1


def _table(labels: Labels, lines: Sequence[Paragraph]) -> list[Piece]:
    """Return a stretch of lines with the table in it; as they are where there is none."""
    spots = _spots(labels, lines)
    known = [at for at, spot in enumerate(spots) if labels.knows(spot.text)]
    figures = [at for at, spot in enumerate(spots) if holds_figures(spot.text)]
    labelled = [
        before for before, after in pairwise(spots) if holds_figures(after.text) and labels.exactly(before.text)
    ]
    heads = sum(_is_head(labels, spot) for spot in spots)
    has_heads = heads > 0
    count = sum(_cells_in(spots[at]) for at in figures)
    # Labels with figures behind them stand in sentences and lists too; heads, or rows of figures, make a table.
    across = heads >= _ACROSS and count >= _ACROSS
    few = not labelled or count < (_FEW if has_heads else _FEW * 2) or (len(labelled) == 1 and not has_heads)
    if few and not across:
        return list(lines)
    first, last = spots[known[0]], max(known[-1], figures[-1])
    while last + 1 < len(spots) and spots[last + 1].blank and spots[last + 1].line == spots[last].line:
        last += 1
    # A cell may go on over several lines: the lines up to the next cell belong to it.
    end = next((spot.line for spot in spots[last + 1 :] if not spot.blank), lines[-1].line + 1)
    table = Grid(tuple(_rows(labels, spots[known[0] : last + 1])), statutory=True)
    before = [line for line in lines if line.line < first.line]
    return [*before, table, *(line for line in lines if line.line >= end)]


def _is_head(labels: Labels, spot: Spot) -> bool:
    key = key_of(spot.text)
    return key in labels.heads and not labels.prints(key)


def _cells_in(spot: Spot) -> int:
    """Return how many figures a cell may hold; none where it counts things, as sentences do."""
    text = re.sub(r"\([^()]*\)", "", half_width(spot.text))
    if re.search("[件项个]", text):
        return 0
    return 1 if looks_like_figure(spot.text) and len(text.strip()) < _FEW else sum(map(str.isdigit, text))


def _rows(labels: Labels, spots: Sequence[Spot]) -> Iterator[GridRow]:
    """Cut a stream of cells into lines: labels, then the figures behind them; heads on a line of their own."""
    words: list[Spot] = []
    groups = [(is_figure, list(group)) for is_figure, group in groupby(spots, key=_may_be_figure)]
    loose = any(
        _ends_in_heads(labels, before) and not _names_across(labels, before) and not all(spot.blank for spot in after)
        for (_, before), (is_figure, after) in pairwise(groups)
        if is_figure
    )
    for is_figure, group in groups:
        if not is_figure:
            words = group
            continue
        cells, *others = _lines(words[-1:], group)
        keeps = bool(cells and words) and _keeps_blanks(labels, words[-1], cells)
        while cells and cells[-1].blank and not keeps:
            # Merged cells leave blanks at the end of a row, and push the blanks of figures there too.
            cells.pop()
        headed = _ends_in_heads(labels, words)
        if cells and words and loose and not headed and words[-1].line != cells[0].line:
            # Figures stand before a first label: on such a page those behind a label may be the next row's.
            yield from (tuple(words), tuple(cells))
        elif cells:
            cut = len(words)
            if headed:
                # What is blank between heads and figures ends the line of heads.
                cells = cells if cells[0].place else list(dropwhile(lambda spot: spot.blank, cells))
            else:
                cut -= 1
                while cut > 0 and key_of(words[cut - 1].text) in labels.groups:
                    cut -= 1
            if words[:cut]:
                yield tuple(words[:cut])
            yield (*words[cut:], *cells)
        else:
            yield tuple(words)
        yield from (tuple(line) for line in others if not all(spot.blank for spot in line))
        words = []
    if words:
        yield tuple(words)


def _lines(before: Sequence[Spot], cells: Sequence[Spot]) -> list[list[Spot]]:
    """Cut cells where a line ends, if their places tell; the first line goes on with the cell before them."""
    found: list[list[Spot]] = [[]]
    place = before[0].place if before else 0
    for spot in cells:
        if spot.place and spot.place <= place:
            found.append([])
        found[-1].append(spot)
        place = spot.place
    return found


def _keeps_blanks(labels: Labels, label: Spot, cells: Sequence[Spot]) -> bool:
    """Tell whether the blanks of a line are its figures: where they have places, or where it has nothing else."""
    meant = labels.exactly(label.text)
    if not meant or key_of(label.text) in labels.heads:
        return False
    size = max(len(target.block.columns) for target in meant)
    nothing = len(cells) >= size and all(spot.blank and spot.line == label.line for spot in cells)
    return bool(cells[-1].place) or nothing


def _may_be_figure(spot: Spot) -> bool:
    return spot.blank or holds_figures(spot.text)


def _names_across(labels: Labels, words: Sequence[Spot]) -> bool:
    return any(
        target.block.across
        for spot in words
        for target in labels.exactly(spot.text)
        if labels.prints(key_of(spot.text))
    )


def _ends_in_heads(labels: Labels, words: Sequence[Spot]) -> bool:
    """Tell whether heads stand right before figures, no label: “其他” and “总计” are both, by what precedes them."""
    keys = [key_of(spot.text) for spot in words[-2:]]
    if not keys or keys[-1] not in labels.heads:
        return False
    return not labels.exactly(words[-1].text) or (len(keys) > 1 and keys[0] in labels.heads)


def _spots(labels: Labels, lines: Sequence[Paragraph]) -> list[Spot]:
    """Return the cells that stand in lines."""
    if any(_ends_with_bar(line.text) for line in lines):
        return _barred(labels, lines)
    spots: list[Spot] = []
    at = 0
    filled = [line for line in lines if line.text.strip()]
    rows = {row[0].line: row for row in _bar_rows([line for line in filled if "|" in line.text])}
    while at < len(filled):
        line = filled[at]
        if _RULE.fullmatch(line.text.strip()):
            at += 1
        elif "|" in line.text:
            spots += rows[line.line]
            at += 1
        elif size := _wrapped(labels, filled, at):
            spots.append(Spot("\n".join(part.text.strip() for part in filled[at : at + size]), line.line))
            at += size
        else:
            spots += _run(labels, line)
            at += 1
    return spots


def _wrapped(labels: Labels, lines: Sequence[Paragraph], at: int) -> int:
    """Return how many lines from here on make one label of the form; 0 where none does."""
    if looks_like_figure(lines[at].text):
        # The last figure of a row is not the number of the next label.
        return 0
    joined, known = "", 0
    for size, line in enumerate(lines[at : at + _WRAPPED], 1):
        joined += line.text.strip()
        if len(joined) > _LONGEST_LABEL:
            break
        if labels.knows(joined):
            known = size
    return known


def _ends_with_bar(text: str) -> bool:
    line = text.strip()
    return line == "|" or (line.endswith("|") and line.count("|") == 1)


def _bar_rows(lines: Sequence[Paragraph]) -> list[GridRow]:
    """Return the cells of lines with bars between them, and around them if every line has them there."""
    texts = [line.text.strip() for line in lines if not _RULE.fullmatch(line.text.strip())]
    before, behind = all(text.startswith("|") for text in texts), all(text.endswith("|") for text in texts)
    rows: list[GridRow] = []
    for line in lines:
        text = line.text.strip()
        text = text.removeprefix("|") if before else text
        text = text.removesuffix("|") if behind else text
        rows.append(tuple(Spot(cell.strip(), line.line) for cell in text.split("|")))
    return in_place(rows) if len({len(row) for row in rows}) == 1 else rows


def _barred(labels: Labels, lines: Sequence[Paragraph]) -> list[Spot]:
    """Return the cells of lines in which a bar ends each cell, wherever the lines end."""
    spots: list[Spot] = []
    open_: list[Paragraph] = []

    def close() -> None:
        filled = [part for part in open_ if part.text.strip()]
        line = filled[0].line if filled else (open_[0].line if open_ else lines[0].line)
        spots.append(Spot("\n".join(part.text.strip() for part in filled), line))
        open_.clear()

    for line in lines:
        first, *rest = line.text.split("|")
        if _ends_cell(labels, open_, first):
            close()
        open_.append(Paragraph(line.line, first))
        for piece in rest:
            close()
            open_.append(Paragraph(line.line, piece))
    if any(part.text.strip() for part in open_):
        close()
    return spots


def _ends_cell(labels: Labels, before: Sequence[Paragraph], text: str) -> bool:
    """Tell whether a line begins a cell where no bar ended the one before it, as a line without its last bar leaves it.

    Behind a figure only its unit or a remark goes on; behind a label no other label does.
    """
    whole, words = "".join(part.text.strip() for part in before), text.strip()
    if not whole or not words:
        return False
    if looks_like_figure(before[0].text):
        behind = "".join(part.text for part in before[1:]) + words
        return labels.knows(words) or not (looks_like_figure(words) or continues_figure(behind))
    return labels.knows(whole) and labels.knows(words) and not labels.knows(whole + words)


def _run(labels: Labels, line: Paragraph) -> list[Spot]:
    """Return the labels and figures that make up a line; the line itself where it is anything else."""
    text = line.text.strip()
    if not re.search(r"\d", half_width(text)) and len(text) < _FEW:
        return [Spot(text, line.line)]
    key, places = folded(text)
    spots: list[Spot] = []
    strange = end = labelled = 0
    for match in (*labels.pattern.finditer(key), None):
        begin = match.start() if match else len(key)
        between = text[places[end] : places[begin]].strip()
        if between:
            is_figures = may_run_together(between) or numbers_only(between)
            if re.search("[，。；：！？,;:]", between) and not is_figures:
                return [Spot(text, line.line)]
            strange += 0 if is_figures else len(between)
            labelled += bool(is_figures and spots and labels.exactly(spots[-1].text))
            spots.append(Spot(between, line.line))
        if match:
            spots.append(Spot(text[places[match.start()] : places[match.end()]].strip(), line.line))
            end = match.end()
    if len(spots) > 1 and (not strange or labelled > 1):
        return spots
    return [Spot(text, line.line)]
