"""Screens kept as text; UPDATE_GOLDENS=1 writes them anew: read the difference before it is committed."""

import os
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.screens.report_host import GOLDENS, SIZES, Session, work

each_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
"""Runs a test once for each size of window that has goldens."""

# Keys, formats, programs, paths and a login name; everything else that people read is Chinese.
ALLOWED = re.compile(
    r"\b(Esc|Enter|Tab|Shift|Ctrl\+[A-Z]|PgDn|PgUp|Home|End|Ctrl\+Home|Ctrl\+End|Del|F\d+|x|[A-Za-z])\b"
    r"|\b(Markdown|HTML|Word|Excel|CSV|JSON|SFTP|WinSCP|Xftp)\b"
    r"|A4|zhangsan|tui-disclose report import|/srv/[\w/.（）]*|\d+x\d+"
)


def golden(name: str, size: tuple[int, int], text: str, typed: str = "") -> None:
    """Hold a screen against its golden: every line there, none too wide, no Latin word but those allowed and typed."""
    path = GOLDENS / f"app-{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("UPDATE_GOLDENS"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert len(lines) == size[1]
    assert max(map(cell_len, lines)) <= size[0]
    latin = re.findall(r"[A-Za-z]+", ALLOWED.sub("", text))
    assert set(latin) <= {typed}


def looks_like_golden(data: Path, name: str, size: tuple[int, int], *keys: str, typed: str = "") -> None:
    """Press keys in the app on a folder and hold what is shown then against its golden."""

    async def look(session: Session) -> None:
        await session.press(*keys)
        golden(name, size, session.text, typed)

    work(data, look, size)
