"""Writes the items of lists that this program printed as lines of Markdown, while a page is cut from top to bottom."""

from tui_disclose.importing.escape import as_markdown
from tui_disclose.importing.grid import Paragraph
from tui_disclose.statutory.text import clean_text


class Items:
    """Keeps how far the text of each open item is moved in, so that what belongs to it begins there."""

    def __init__(self) -> None:
        self._widths: list[int] = []

    def item(self, line: int, text: str, marker: str, depth: int, loose: bool) -> list[Paragraph]:
        """Return the lines of an item; `marker` is “-” or “1.”, `depth` 0 the outermost list.

        An empty line stands above the first item of a list, and above every item of a `loose` one.
        """
        above = [Paragraph(line, "", markdown=True)] if loose or not self._widths else []
        del self._widths[depth:]
        begin = " " * sum(self._widths)
        self._widths.append(len(marker) + 1)
        return [*above, Paragraph(line, f"{begin}{marker} {as_markdown(clean_text(text))}", markdown=True)]

    def more(self, line: int, text: str, depth: int, apart: bool) -> list[Paragraph]:
        """Return a further line of an item; with `apart` a further paragraph."""
        above = [Paragraph(line, "", markdown=True)] if apart else []
        del self._widths[depth + 1 :]
        return [*above, Paragraph(line, " " * sum(self._widths) + as_markdown(clean_text(text)), markdown=True)]

    def end(self) -> None:
        """End the list: what follows does not belong to it."""
        self._widths.clear()
