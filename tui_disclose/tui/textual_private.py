"""Every use of what Textual 8.2 does not document, in one place; look here first when Textual is updated."""

import codecs
import functools

from textual.drivers import linux_driver

from tui_disclose.tui.key_order import KeysInOrder


class QuietCrash(KeysInOrder):
    """An app that ends in one Chinese sentence instead of a traceback with the values of local variables."""

    crash: Exception | None = None
    """What ended the app, for the log."""

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        self.crash = self.crash or error
        super()._handle_exception(error)


def accept_any_bytes() -> None:
    """Show bytes that are not UTF-8 as “�” instead of ending the app (a terminal set to GBK, textual#6456)."""
    vars(linux_driver)["getincrementaldecoder"] = _lenient


def _lenient(name: str) -> functools.partial[codecs.IncrementalDecoder]:
    return functools.partial(codecs.getincrementaldecoder(name), errors="replace")
