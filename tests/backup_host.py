"""What tests of backups and of restoring share: an office with one figure, and its files."""

import tarfile
from datetime import date
from pathlib import Path

from tui_disclose.office.entering import set_figure
from tui_disclose.office.house import Office, create_office, open_office

TODAY = date(2024, 3, 1)
RECEIVED = "requests.received.business"


def one_figure(folder: Path) -> Office:
    """Return an office with one figure in one report."""
    made = create_office(folder, "某局", TODAY)
    set_figure(made, 2019, RECEIVED, "5", TODAY)
    return made


def below(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder; the lock's holds who held it last, which matters to nobody."""
    found = [path for path in folder.rglob("*") if path.is_file() and path.name != "store.lock"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def unpacked(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        return {each.name: tar.extractfile(each).read() for each in tar}  # type: ignore[union-attr]


def figure(folder: Path) -> object:
    return (open_office(folder).store.record("reports", "2019") or {}).get(f"cells.{RECEIVED}")
