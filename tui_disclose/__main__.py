"""Entry point of `tui-disclose` and of `python -m tui_disclose`."""

import gc
import os
import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # What is loaded to begin with stays to the end: looking for garbage among it only takes time.
    gc.disable()
    arguments = sys.argv[1:]
    if sys.getfilesystemencoding() != "utf-8":
        # A locale of another encoding: begin again in UTF-8, or names of files in Chinese could not be written.
        os.execv(sys.executable, [sys.executable, "-X", "utf8", "-m", "tui_disclose", *arguments])  # noqa: S606
    if not arguments:
        # By far the most frequent command has nothing to parse: it need not wait for the parser to be loaded.
        from tui_disclose.cli.endings import ended, on_terminal

        if on_terminal():
            sys.exit(ended(_open_here))
    from tui_disclose.cli.main import run

    sys.exit(run(arguments))


def _open_here() -> int:
    from tui_disclose.office.house import data_folder
    from tui_disclose.tui import open_app

    return open_app(data_folder(None))


if __name__ == "__main__":
    main()
