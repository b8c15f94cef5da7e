"""How wide the words of a table stand, and the columns that hold them."""

from collections.abc import Iterable, Sequence

from tui_disclose.exporting.document import PAGE_WIDTH_MM, Cell, words_of

_CHARACTER_MM = 3.75
"""A Chinese character of 10.5 pt, the size of tables; half of it is a digit."""
_MARGINS_MM = 1.4
SIZES = (10.5, 9.0, 7.5)
"""The sizes that figures are printed in, in points: 五号, and where they do not fit 小五 and 六号."""

_NARROWEST_MM, _WIDEST_MM = 14.0, 60.0


def shared_widths(rows: Sequence[Sequence[Cell]]) -> tuple[float, ...]:
    """Return the widths in mm of a plain table's columns, after their longest words; together the whole page's."""
    columns = [
        [line for cell in column for line in words_of(cell.text).split("\n")] for column in zip(*rows, strict=True)
    ]
    needed = [min(max(_NARROWEST_MM, *map(width_of, lines)), _WIDEST_MM) for lines in columns]
    return tuple(width * PAGE_WIDTH_MM / sum(needed) for width in needed)


def size_that_fits(texts: Iterable[str], room: float) -> float:
    """Return the largest size in points in which every text stands on one line in a width in mm, else the smallest."""
    longest = max(texts, key=width_of, default="")
    return next((points for points in SIZES if width_of(longest, points / SIZES[0]) <= room), SIZES[-1])


def width_of(text: str, scale: float = 1.0) -> float:
    """Return how wide a text stands in a table on one line, in mm, the cell's margins included."""
    cells = sum(1 if character.isascii() else 2 for character in text)
    return scale * cells * _CHARACTER_MM / 2 + _MARGINS_MM
