"""Every use of what Textual 8.2 does not document, in one place; look here first when Textual is updated."""

import codecs
import functools
from collections.abc import Callable, Iterator
from typing import Any

from rich.console import Console, RenderableType
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.drivers import linux_driver
from textual.screen import Screen
from textual.strip import Strip

from tui_disclose.tui.key_order import KeysInOrder
from tui_disclose.tui.sent import Piece, Sent
from tui_disclose.tui.terminal import AMBIGUOUS, UNREADABLE, plain


class QuietCrash(KeysInOrder):
    """An app that ends in one Chinese sentence instead of a traceback with the values of local variables."""

    crash: Exception | None = None
    """What ended the app, for the log."""

    def __init__(self) -> None:
        super().__init__()
        self._sent = Sent()

    def redraw(self) -> None:
        """Draw everything anew, whatever the terminal shows."""
        self._sent.forget()
        self.refresh(layout=True)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        spares = isinstance(renderable, LayoutUpdate | ChopsUpdate)
        super()._display(screen, _Sparing(self._sent, renderable) if spares else renderable)  # type: ignore[arg-type]

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        self.crash = self.crash or error
        super()._handle_exception(error)

    def probe_widths(self) -> None:
        """Ask the terminal how wide it draws a character of ambiguous width; it answers with a CursorPosition.

        The first frame, which is still to come, covers what is drawn for it.
        """
        if self._driver is not None:
            self._driver.write(f"\x1b7\x1b[H{AMBIGUOUS}\x1b[6n\x1b8")
            self._driver.flush()

    def draw_plainly(self) -> None:
        """Send characters of ambiguous width as narrow ones from now on, and draw everything anew."""
        if self._driver is not None:
            vars(self._driver)["write"] = _plain_writer(self._driver.write)
            self.redraw()


class _Sparing(CompositorUpdate):
    """An update of the screen that sends only what the terminal does not show yet."""

    def __init__(self, sent: Sent, update: LayoutUpdate | ChopsUpdate) -> None:
        self._sent = sent
        self._update = update

    def render_segments(self, console: Console) -> str:
        """Return what is written; only now is it sure to be."""
        changes = self._sent.changes(_pieces(self._update))
        return "".join(f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for x, y, strip in changes)


def _pieces(update: LayoutUpdate | ChopsUpdate) -> Iterator[Piece]:
    """Yield what an update draws and where, as its own `render_segments` does."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield update.region.x, y, Strip.join(list(strips))
        return
    for y, left, right in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= right and end > left:
                yield x, y, strip if end <= right else strip.crop(0, right - x)


def _plain_writer(write: Callable[[str], None]) -> Callable[[str], None]:
    return lambda data: write(plain(data))


def accept_any_bytes() -> None:
    """Take bytes that are not UTF-8 as “�” instead of ending the app (a terminal set to GBK, textual#6456)."""
    codecs.register_error(_ANY_BYTES, _whole_character)
    vars(linux_driver)["getincrementaldecoder"] = _lenient


_ANY_BYTES = "tui-disclose-any-bytes"


def _lenient(name: str) -> functools.partial[codecs.IncrementalDecoder]:
    return functools.partial(codecs.getincrementaldecoder(name), errors=_ANY_BYTES)


def _whole_character(error: UnicodeError) -> tuple[str, int]:
    """Return “�” for a byte that is not UTF-8, and for the letter behind it that is the second half of a GBK one."""
    assert isinstance(error, UnicodeDecodeError)
    behind = error.object[error.end : error.end + 1]
    return UNREADABLE, error.end + (b"@" <= behind <= b"~")
