"""A line of text being edited: what each key does to it, and which part of it a narrow window shows."""

from rich.cells import cell_len


class LineEdit:
    """A text and the cursor in it, which stands before the character at its index."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.at = len(text)
        self._first = 0
        """The first character that is shown."""

    def insert(self, text: str) -> None:
        """Put a text in at the cursor."""
        self.text = self.text[: self.at] + text + self.text[self.at :]
        self.at += len(text)

    def press(self, key: str) -> bool:
        """Take a key that edits or moves; tell whether it was one."""
        match key:
            case "backspace":
                self.text = self.text[: max(self.at - 1, 0)] + self.text[self.at :]
                self.at = max(self.at - 1, 0)
            case "delete" | "ctrl+d":
                self.text = self.text[: self.at] + self.text[self.at + 1 :]
            case "left":
                self.at = max(self.at - 1, 0)
            case "right":
                self.at = min(self.at + 1, len(self.text))
            case "home" | "ctrl+a":
                self.at = 0
            case "end" | "ctrl+e":
                self.at = len(self.text)
            case "ctrl+u":
                self.text = self.text[self.at :]
                self.at = 0
            case "ctrl+k":
                self.text = self.text[: self.at]
            case _:
                return False
        return True

    def view(self, width: int) -> tuple[str, int]:
        """Return what a window of `width` cells shows of the text, and the cell of it that the cursor is on.

        The cursor is always in view, with room for what an input method composes; the window moves only as far as
        it has to, by a third of its width, so that most keys change the line in one place.
        """
        room = max(width - 2, 1)
        self._first = min(self._first, len(self.text))
        if self.at < self._first or self.at == self._first > 0 or cell_len(self.text[self._first : self.at]) > room:
            self._first = self._start(room * 2 // 3)
        shown = ""
        cells = 0
        for character in self.text[self._first :]:
            cells += cell_len(character)
            if cells > width:
                break
            shown += character
        return shown, cell_len(self.text[self._first : self.at])

    def _start(self, cells: int) -> int:
        """Return the first of the characters before the cursor that fit into so many cells."""
        first = self.at
        while first > 0 and cells - cell_len(self.text[first - 1]) >= 0:
            first -= 1
            cells -= cell_len(self.text[first])
        return first
