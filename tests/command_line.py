"""What tests of commands share: running one in a process of its own, files before and after, reports to import."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

RECEIVED = "requests.received.business"


class Result(NamedTuple):
    """How a command line ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON value
        return json.loads(self.out)


Cli = Callable[..., Result]


def program(*arguments: object, cwd: Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tui_disclose", *map(str, arguments)]
    options = {"capture_output": True, "stdin": subprocess.DEVNULL} | options
    return subprocess.run(command, cwd=cwd, timeout=60, check=False, **options)


def files(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder with its bytes; a lock's file holds nothing."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def cells(cli: Cli, year: int) -> dict[str, Any]:
    found: dict[str, Any] = cli("report", "show", year, "--json").json["cells"]
    return found
