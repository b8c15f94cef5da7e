"""Parts figures that run together (“0001001” → 0 0 0 1 0 0 1) in every way that there is; none of them is chosen here.

Seven figures without blanks between them can often be read in several ways. The totals of the row usually leave few,
the columns fewer; which one is true, a person says.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from tui_disclose.statutory.figures import Figure, Number, number_of, parse_figure
from tui_disclose.statutory.forms import CellKind, Relation, Table
from tui_disclose.statutory.text import half_width

_SHAPES: dict[CellKind, re.Pattern[str]] = {
    "count": re.compile(r"0|[1-9]\d*"),
    "change": re.compile(r"[+-]?(?:0|[1-9]\d*)"),
    "money": re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?"),
}
_TAIL = re.compile(r"(?:[万亿]?元|件|项|个)?(?:\([^()\s]*\))?")
_FIGURES = re.compile(r"[\d\s+\-./%()万亿元件项个]*\d[\d\s+\-./%()万亿元件项个]*")
_REMARK = re.compile(r"(\d[件项个]?)\([^()\d][^()]*\)")
_LONGEST = 60
"""More characters than this are no row of figures."""
_MOST_STEPS = 60_000
_MOST_SHOWN = 20

Relations = Sequence[tuple[int, tuple[int, ...]]]
"""Totals among the figures of a line: the place of a total and the places that it adds."""


_Place = tuple[int, int]


class _Endless(Exception):
    """There are too many ways to look at."""


class Parting(msgspec.Struct, frozen=True):
    """The ways to part a text; `agree` tells whether they satisfy the totals or are all that there are."""

    ways: tuple[tuple[Figure, ...], ...]
    count: int
    agree: bool


def may_run_together(text: str) -> bool:
    """Tell whether a text consists of figures and nothing else."""
    return len(text) <= _LONGEST and bool(_FIGURES.fullmatch(_REMARK.sub(r"\1", half_width(text))))


def part_figures(text: str, kinds: Sequence[CellKind], totals: Relations) -> Parting:
    """Return the ways to part a text into one figure for each kind; a white space is an edge, its lack is none.

    Ways that satisfy the totals are returned; where there is none, all of them; where they are too many, none.
    """
    printed = text.strip()
    if len(printed) > _LONGEST:
        return Parting((), 0, agree=False)
    fitting, count = _collected(printed, kinds, totals)
    if count:
        return Parting(fitting, count, agree=bool(totals))
    every, count = _collected(printed, kinds, ())
    return Parting(every, count, agree=False)


def _collected(
    printed: str, kinds: Sequence[CellKind], totals: Relations
) -> tuple[tuple[tuple[Figure, ...], ...], int]:
    # Sign by sign, so that a place in what is compared is the same place in what is printed.
    text = "".join(folded if len(folded := half_width(sign)) == 1 else sign for sign in printed)
    kept: list[tuple[Figure, ...]] = []
    count = 0
    try:
        for way in _ways(text, kinds, totals):
            count += 1
            if len(kept) < _MOST_SHOWN:
                kept.append(tuple(parse_figure(printed[begin:end]) for begin, end in way))
    except _Endless:
        return (), 0
    return tuple(kept), count


def _ways(text: str, kinds: Sequence[CellKind], totals: Relations) -> Iterator[tuple[_Place, ...]]:
    """Walk through every way, leaving one as soon as a total that is complete does not agree."""
    due: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
    for total, parts in totals:
        due.setdefault(max(total, *parts), []).append((total, parts))
    steps = 0
    stack: list[tuple[int, tuple[_Place, ...]]] = [(0, ())]
    while stack:
        steps += 1
        if steps > _MOST_STEPS:
            raise _Endless
        at, way = stack.pop()
        if any(not _adds_up(text, way, total, parts) for total, parts in due.get(len(way) - 1, ())):
            continue
        if len(way) == len(kinds):
            if at == len(text):
                yield way
            continue
        stack += [(_behind(text, end), (*way, (at, end))) for end in reversed(_ends(text, at, kinds[len(way)]))]


def _adds_up(text: str, way: Sequence[_Place], total: int, parts: Sequence[int]) -> bool:
    figures = [text[slice(*way[place])] for place in (total, *parts)]
    numbers = [Decimal(number_of(parse_figure(figure)) or 0) for figure in figures]
    return numbers[0] == sum(numbers[1:])


def _ends(text: str, at: int, kind: CellKind) -> list[int]:
    """Return where a figure that begins at a place may end, the shortest first."""
    if text.startswith("/", at):
        return [at + 1]
    match = _SHAPES[kind].match(text, at)
    if match is None:
        return []
    found = []
    for end in range(at + 1, match.end() + 1):
        if _SHAPES[kind].fullmatch(text, at, end):
            tail = _TAIL.match(text, end)
            stop = tail.end() if tail else end
            if stop == len(text) or text[stop].isspace() or text[stop] in "+-/" or text[stop].isdigit():
                found.append(stop)
    return found


def _behind(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def totals_along(table: Table, rows: Sequence[str], columns: Sequence[str]) -> Relations:
    """Return the totals among the figures of rows printed one after the other on a line."""
    found: list[tuple[int, tuple[int, ...]]] = []
    for relation in table.relations:
        if relation.kind != "sum" or relation.over != "rows" or not {relation.total, *relation.parts} <= set(columns):
            continue
        for number, row in enumerate(rows):
            if row in table.lines(relation):
                first = number * len(columns)
                places = [first + columns.index(key) for key in (relation.total, *relation.parts)]
                found.append((places[0], tuple(places[1:])))
    return found


def agrees_down(table: Table, row: str, figures: Mapping[str, Figure], cells: Mapping[str, Figure]) -> bool | None:
    """Tell whether a row's figures (by column) agree with the columns of the table; None where none can be added."""
    said: list[bool] = []
    for relation in table.relations:
        if relation.over != "columns" or relation.kind not in ("sum", "balance"):
            continue
        first, second = relation.sides
        if row not in {*first.keys, *second.keys}:
            continue
        for column in table.lines(relation):
            if column in figures:
                known = _known(table, column, {row: figures[column]}, cells)
                said += _sides_agree(relation, known)
    return all(said) if said else None


def _known(
    table: Table, column: str, own: Mapping[str, Figure], cells: Mapping[str, Figure]
) -> Callable[[str], Number | None]:
    def number(row: str) -> Number | None:
        figure = own[row] if row in own else cells.get(table.grid[row, column].address)
        return 0 if figure == "" else number_of(figure)

    return number


def _sides_agree(relation: Relation, number: Callable[[str], Number | None]) -> list[bool]:
    sums: list[Decimal] = []
    for side in relation.sides:
        plus, minus = [number(key) for key in side.this], [number(key) for key in side.minus]
        if side.last or None in plus or None in minus:
            return []
        sums.append(sum(Decimal(n or 0) for n in plus) - sum((Decimal(n or 0) for n in minus), Decimal(0)))
    return [sums[0] == sums[1]]
