"""Reads back a web page that this program wrote."""

from html.parser import HTMLParser

from tui_disclose.exporting.pages import GridMaker, Page, ReadHeading, ReadTable, ReadWords

_SILENT = frozenset({"head", "svg", "figure"})
_LINES = frozenset({"p", "pre", "h3", "h4", "h5", "small", "div", "th", "td", "br"})


def read_html_page(text: str) -> Page:
    """Return what a web page of this program shows."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return Page(reader.title, tuple(reader.pieces))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.pieces: list[ReadHeading | ReadWords | ReadTable] = []
        self._silent = 0
        self._inside: list[str] = []
        self._words = ""
        self._marker = ""
        self._lists: list[str] = []
        self._grid: GridMaker | None = None
        self._statutory = False
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _SILENT:
            self._silent += 1
        elif tag in ("h1", "h2", "td", "th", "caption") or (tag == "p" and "data-part" in given):
            self._flush()
            self._inside.append(tag)
            self._spans = (int(given.get("rowspan") or 1), int(given.get("colspan") or 1))
            self._statutory = self._statutory or tag == "caption"
        elif tag == "table":
            self._flush()
            self._grid, self._statutory = GridMaker(), False
        elif tag in ("ul", "ol"):
            self._flush()
            self._lists.append(tag)
        elif tag == "li":
            self._flush()
            self._marker = "•" if self._lists[-1] == "ul" else f"{given.get('value')}."
        elif tag == "tr" and self._grid is not None:
            self._grid.row()
        elif tag in _LINES:
            self._words += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent -= 1
        elif self._inside and tag == self._inside[-1]:
            self._close(tag)
            self._inside.pop()
            self._words = ""
        elif tag == "table" and self._grid is not None:
            self.pieces += (
                [ReadTable(tuple(self._grid.cells))]
                if self._statutory
                else [ReadWords(cell.text) for cell in self._grid.cells]
            )
            self._grid = None
        elif tag in ("ul", "ol"):
            self._flush()
            self._lists.pop()
        elif tag in _LINES:
            self._words += "\n"

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words += data

    def close(self) -> None:
        """End the page."""
        super().close()
        self._flush()

    def _close(self, tag: str) -> None:
        if tag == "h1":
            self.title += "".join(self._words.split("\n"))
        elif tag == "h2":
            self.pieces.append(ReadHeading(self._words))
        elif tag == "p":
            self.pieces.append(ReadWords(self._words, signature=True))
        elif tag in ("td", "th") and self._grid is not None:
            self._grid.cell(self._words, *self._spans)

    def _flush(self) -> None:
        if self._words.strip():
            self.pieces.append(ReadWords(self._words, marker=self._marker))
            self._marker = ""
        self._words = ""
