"""The cells of a page before they mean anything."""

import msgspec


class Spot(msgspec.Struct, frozen=True):
    """One cell on a page: its text, the line of the file it stands in, and whether a merged cell reaches into it."""

    text: str
    line: int
    covered: bool = False
    place: int = 0
    """The grid column it begins in, where the page tells."""

    @property
    def blank(self) -> bool:
        """Tell whether nothing is printed in it."""
        return not self.text.strip()


GridRow = tuple[Spot, ...]
"""One printed line of a table; an empty one stands between two tables."""
