"""The hashes of what a finished report rests on: its form, the working calendar, the templates, the program."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from tui_disclose import __version__
from tui_disclose.office.calendar import calendar_in
from tui_disclose.office.house import Office
from tui_disclose.office.versions import form_hash
from tui_disclose.statutory.forms import Form

_PACKAGE = Path(__file__).parents[1]


def fingerprints(office: Office, form: Form) -> dict[str, str]:
    """Return what a report rests on by name: hashes (SHA-256, hex) of form, calendar and templates, and the version."""
    return {
        "form": form_hash(form),
        "calendar": _calendar_hash(office),
        "templates": _hash((*_under(_PACKAGE / "letters" / "templates"), *_under(office.folder / "templates"))),
        "program": __version__,
    }


def _calendar_hash(office: Office) -> str:
    """Return the hash of which days are working days, wherever that is known from."""
    calendar = calendar_in(office.folder)
    known = (sorted(calendar.work), sorted(calendar.rest), sorted(calendar.complete))
    return hashlib.sha256(msgspec.json.encode(known)).hexdigest()


def _under(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def _hash(paths: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for path in paths:
        if path.is_file():
            found.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()
