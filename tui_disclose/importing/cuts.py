"""Parts figures that run together (“0001001” → 0 0 0 1 0 0 1) in every way that there is; none of them is chosen here.

Seven figures without blanks between them can often be read in several ways. The totals of the row usually leave few,
the columns fewer; which one is true, a person says.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import msgspec

from tui_disclose.importing.marks import has_mark
from tui_disclose.statutory.figures import Figure, Number, number_of, parse_figure
from tui_disclose.statutory.forms import CellKind, Relation, Table
from tui_disclose.statutory.text import half_width

# Published figures have up to eight digits, and sums of money twelve; without an end to them the ways have none.
_SHAPES: dict[CellKind, re.Pattern[str]] = {
    "count": re.compile(r"0|[1-9]\d{0,8}"),
    "change": re.compile(r"[+-]?(?:0|[1-9]\d{0,8})"),
    "money": re.compile(r"-?(?:0|[1-9]\d{0,12})(?:\.\d{1,8})?"),
}
_TAIL = re.compile(r"(?:[万亿]?元|件|项|个)?(?:\([^()\s]*\))?")
_FIGURES = re.compile(r"[\d\s+\-./%()万亿元件项个]*\d[\d\s+\-./%()万亿元件项个]*")
_REMARK = re.compile(r"(\d[件项个]?)\([^()\d][^()]*\)")
_LONGEST = 60
"""More characters than this are no row of figures."""
_MOST_STEPS = 40_000
_MOST_LISTED = 2_000
"""More ways than this that agree with no total are counted, not listed: to look through them is no help."""

Relations = Sequence[tuple[int, tuple[int, ...]]]
"""Totals among the figures of a line: the place of a total and the places that it adds."""


_Place = tuple[int, int]


class Parting(msgspec.Struct, frozen=True):
    """The ways to part a text; `agree` tells whether they satisfy the totals or are all that there are."""

    ways: tuple[tuple[Figure, ...], ...] = ()
    """Those to be shown; none where there are too many."""
    count: int = 0
    agree: bool = False


def may_run_together(text: str) -> bool:
    """Tell whether a text consists of figures and nothing else."""
    return (
        len(text) <= _LONGEST and not has_mark(text) and bool(_FIGURES.fullmatch(_REMARK.sub(r"\1", half_width(text))))
    )


def part_figures(text: str, kinds: Sequence[CellKind], totals: Relations) -> Parting:
    """Return the ways to part a text into one figure for each kind; a white space is an edge, its lack is none.

    Ways that satisfy the totals are returned; where there is none, all of them, the nearest to the totals first;
    where they are too many to look through, their count.
    """
    printed = text.strip()
    if len(printed) > _LONGEST:
        return Parting()
    cutter = _Cutter(printed, kinds)
    fitting = cutter.ways(totals)
    if fitting is None:
        return Parting((), cutter.count())
    if fitting and totals:
        return Parting(tuple(map(cutter.figures, fitting)), len(fitting), agree=True)
    count = cutter.count()
    if count > _MOST_LISTED:
        return Parting((), count)
    every = fitting if not totals else sorted(cutter.ways(()) or (), key=lambda way: cutter.distance(way, totals))
    return Parting(tuple(map(cutter.figures, every)), count)


class _Cutter:
    """Parts a text; what may stand between two places, and what it comes to, is worked out once."""

    def __init__(self, printed: str, kinds: Sequence[CellKind]) -> None:
        self.printed = printed
        self.kinds = kinds
        # Sign by sign, so that a place in what is compared is the same place in what is printed.
        self.text = "".join(folded if len(folded := half_width(sign)) == 1 else sign for sign in printed)
        self._found: dict[tuple[int, CellKind], tuple[tuple[int, int], ...]] = {}
        self._numbers: dict[_Place, Number] = {}

    def figures(self, way: Sequence[_Place]) -> tuple[Figure, ...]:
        """Return the figures of a way."""
        return tuple(parse_figure(self.printed[begin:end]) for begin, end in way)

    def count(self) -> int:
        """Return how many ways there are, whatever they add up to."""
        behind = {len(self.text): 1}
        for kind in reversed(self.kinds):
            before: dict[int, int] = {}
            for at in range(len(self.text)):
                ways = sum(behind.get(following, 0) for _, following in self._next(at, kind))
                if ways:
                    before[at] = ways
            behind = before
        return behind.get(0, 0)

    def distance(self, way: Sequence[_Place], totals: Relations) -> Number:
        """Return by how much the totals of a way miss what they add up."""
        numbers = [self._number(place) for place in way]
        missed = [Decimal(numbers[total]) - sum(Decimal(numbers[at]) for at in parts) for total, parts in totals]
        return sum(map(abs, missed), Decimal(0))

    def ways(self, totals: Relations) -> list[tuple[_Place, ...]] | None:
        """Return the ways that satisfy the totals, the shortest figures first; None where they are too many."""
        due: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
        for total, parts in totals:
            due.setdefault(max(total, *parts), []).append((total, parts))
        open_sums = {
            at: [(total, parts) for total, parts in totals if max(parts) < total and min(parts) <= at < total]
            for at in range(len(self.kinds))
        }
        reach = self._reach()
        found: list[tuple[_Place, ...]] = []
        steps = 0
        stack: list[tuple[int, tuple[_Place, ...]]] = [(0, ())]
        while stack:
            steps += 1
            if steps > _MOST_STEPS or len(found) > _MOST_LISTED:
                return None
            at, way = stack.pop()
            if len(way) == len(self.kinds):
                found.append(way)
                continue
            checks = due.get(len(way), ())
            ahead = open_sums.get(len(way), ())
            for end, following in reversed(self._next(at, self.kinds[len(way)])):
                if following not in reach[len(way) + 1]:
                    continue
                longer = (*way, (at, end))
                if all(self._adds_up(longer, total, parts) for total, parts in checks) and all(
                    self._may_add_up(longer, following, total, parts) for total, parts in ahead
                ):
                    stack.append((following, longer))
        return found

    def _may_add_up(self, way: Sequence[_Place], at: int, total: int, parts: Sequence[int]) -> bool:
        """Tell whether room is left for a total behind its parts; where it is next, whether it stands there."""
        so_far = sum(self._number(way[part]) for part in parts if part < len(way))
        if len(way) == total:
            return self.text.startswith(str(so_far), at) or (not so_far and self.text.startswith("/", at))
        return len(str(so_far)) <= len(self.text) - at - (total - len(way))

    def _reach(self) -> list[set[int]]:
        """Return for each number of figures the places from which the rest can be parted to the end."""
        reach = [{len(self.text)}]
        for kind in reversed(self.kinds):
            places = range(len(self.text))
            reach.append({at for at in places if any(there in reach[-1] for _, there in self._next(at, kind))})
        return reach[::-1]

    def _adds_up(self, way: Sequence[_Place], total: int, parts: Sequence[int]) -> bool:
        return self._number(way[total]) == sum(self._number(way[at]) for at in parts)

    def _number(self, place: _Place) -> Number:
        if place not in self._numbers:
            self._numbers[place] = number_of(parse_figure(self.text[slice(*place)])) or 0
        return self._numbers[place]

    def _next(self, at: int, kind: CellKind) -> tuple[tuple[int, int], ...]:
        """Return where a figure that begins at a place may end and where the next one then begins."""
        if (at, kind) not in self._found:
            ends = _ends(self.text, at, kind)
            self._found[at, kind] = tuple((end, _behind(self.text, end)) for end in ends)
        return self._found[at, kind]


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
