"""Texts that were typed and not saved yet, and where a person left off: private files outside the trail."""

import contextlib
import fcntl
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from tui_disclose.office.house import Office

_WINDOWS = 10
"""Windows of one login that can have the same form open, each with a draft of its own."""


def _folder(office: Office) -> Path:
    return office.folder / "drafts" / re.sub(r"[^\w.@-]", "_", office.who).lstrip(".")


def _path(office: Office, name: str) -> Path:
    return _folder(office) / re.sub(r"[^\w.-]", "_", name)


def _make_folder(office: Office) -> None:
    folder = _folder(office)
    # Set apart from mkdir, as the umask takes away from its mode and the parent's setgid adds to it.
    for each, mode in ((folder.parent, 0o2770), (folder, 0o700)):
        if not each.is_dir():
            each.mkdir(exist_ok=True)
            os.chmod(each, mode)


def keep_draft(office: Office, name: str, text: str) -> None:
    """Keep a draft, readable by its author alone; OSError where it cannot be written."""
    _make_folder(office)
    path = _path(office, name)
    temporary = path.with_name(path.name + ".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def find_draft(office: Office, name: str) -> str | None:
    """Return a draft that was kept, or None."""
    try:
        return _path(office, name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def drop_draft(office: Office, name: str) -> None:
    """Throw a draft away once it is saved."""
    with contextlib.suppress(OSError):
        _path(office, name).unlink()


class TextDraft(msgspec.Struct, frozen=True):
    """A section's text that was typed and not saved."""

    text: str
    began_from: str
    """The stored text that the typing began from: others may have changed it since."""


def keep_text(office: Office, year: int, section: str, draft: TextDraft) -> None:
    """Keep the draft of a section's text; OSError where it cannot be written."""
    keep_draft(office, _text_name(year, section), msgspec.json.encode(draft).decode())


def find_text(office: Office, year: int, section: str) -> TextDraft | None:
    """Return the draft of a section's text, or None."""
    kept = find_draft(office, _text_name(year, section))
    try:
        return msgspec.json.decode(kept, type=TextDraft) if kept else None
    except msgspec.DecodeError:
        return None


def drop_text(office: Office, year: int, section: str) -> None:
    """Throw the draft of a section's text away."""
    drop_draft(office, _text_name(year, section))


class FormDraft(msgspec.Struct, frozen=True):
    """What was typed into a form and not saved."""

    texts: dict[str, str]
    """What was typed, by field."""
    began_from: dict[str, Any]
    """The stored values that the typing began from: others may have changed them since."""


def keep_form(office: Office, name: str, draft: FormDraft) -> None:
    """Keep the draft of a form; OSError where it cannot be written."""
    keep_draft(office, name, msgspec.json.encode(draft).decode())


def find_form(office: Office, name: str) -> FormDraft | None:
    """Return the draft of a form, or None."""
    kept = find_draft(office, name)
    try:
        return msgspec.json.decode(kept, type=FormDraft) if kept else None
    except msgspec.DecodeError:
        return None


@contextlib.contextmanager
def held_form(office: Office, name: str) -> Iterator[str]:
    """Hold a form's draft as long as the form is open; gives the name under which this window keeps it.

    A draft that another window of the same login holds is left alone and another name is taken. Of the free names
    one that has a draft comes first, so that every draft is restored some time. A hold ends with its process, however
    that ends; where none can be taken the name is the form's own.
    """
    # All forms' names begin alike, so that a number before them makes no other form's name.
    names = [name, *(f"{window}.{name}" for window in range(2, _WINDOWS + 1))]
    names.sort(key=lambda each: find_draft(office, each) is None)
    with contextlib.ExitStack() as hold:
        yield next((each for each in names if _hold(office, each, hold)), name)


def _hold(office: Office, name: str, hold: contextlib.ExitStack) -> bool:
    path = _path(office, name)
    lock = path.with_name(f".{path.name}.held")
    try:
        _make_folder(office)
        file = lock.open("a")
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return False
    if os.fstat(file.fileno()).st_nlink == 0:
        # The window that had it let go, and removed it, after it was opened here.
        file.close()
        return _hold(office, name, hold)
    hold.callback(file.close)
    hold.callback(lock.unlink, missing_ok=True)
    return True


def draft_years(office: Office) -> list[int]:
    """Return the years of whose texts there are drafts, newest first."""
    names = (path.name for path in _folder(office).glob("report-*"))
    found = {int(match.group(1)) for name in names if (match := re.fullmatch(r"report-(\d{4})-[^.]*", name))}
    return sorted(found, reverse=True)


def _text_name(year: int, section: str) -> str:
    return f"report-{year}-{section}"
