"""Entry point of `tui-disclose` and of `python -m tui_disclose`."""

import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    from tui_disclose.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
