"""What a file of a document shows when it is read again: title, headings, words and tables in their order."""

import msgspec


class ReadCell(msgspec.Struct, frozen=True):
    """A cell of a table on the page: where it begins, how far it reaches, what it says."""

    line: int
    column: int
    rowspan: int
    colspan: int
    text: str


class ReadTable(msgspec.Struct, frozen=True):
    """A statutory table on the page, its cells in reading order."""

    cells: tuple[ReadCell, ...]


class ReadHeading(msgspec.Struct, frozen=True):
    """A heading of the first level."""

    text: str


class ReadWords(msgspec.Struct, frozen=True):
    """Words of a text, whatever they stand in; `signature` where they stand in the signature."""

    text: str
    signature: bool = False
    marker: str = ""
    """Of an item of a list: “•”, “1.”."""


class Page(msgspec.Struct, frozen=True):
    """What a file shows from top to bottom."""

    title: str
    pieces: tuple[ReadHeading | ReadWords | ReadTable, ...]


class Book(msgspec.Struct, frozen=True):
    """What a workbook shows."""

    titles: tuple[str, ...]
    """The first line of every sheet."""
    tables: tuple[tuple[str, ReadTable], ...]
    """Each table under its heading."""
    texts: dict[str, str]
    """The texts in Markdown by section key."""


class GridMaker:
    """Gives cells their places on the grid while a table is read cell by cell."""

    def __init__(self) -> None:
        self.cells: list[ReadCell] = []
        self._line = -1
        self._column = 0
        self._taken: dict[int, int] = {}

    def row(self) -> None:
        """Begin the next line."""
        self._line += 1
        self._column = 0

    def cell(self, text: str, rowspan: int, colspan: int) -> None:
        """Put a cell in the next free place of the line."""
        while self._taken.get(self._column, 0) > self._line:
            self._column += 1
        self.cells.append(ReadCell(self._line, self._column, rowspan, colspan, text))
        for column in range(self._column, self._column + colspan):
            self._taken[column] = self._line + rowspan
        self._column += colspan
