"""Texts that were typed and not saved yet, and where a person left off: private files outside the trail."""

import contextlib
import os
import re
from pathlib import Path
from typing import Any

import msgspec

from tui_disclose.office.house import Office


def _folder(office: Office) -> Path:
    return office.folder / "drafts" / re.sub(r"[^\w.@-]", "_", office.who).lstrip(".")


def _path(office: Office, name: str) -> Path:
    return _folder(office) / re.sub(r"[^\w.-]", "_", name)


def keep_draft(office: Office, name: str, text: str) -> None:
    """Keep a draft, readable by its author alone; OSError where it cannot be written."""
    folder = _folder(office)
    # Set apart from mkdir, as the umask takes away from its mode and the parent's setgid adds to it.
    for each, mode in ((folder.parent, 0o2770), (folder, 0o700)):
        if not each.is_dir():
            each.mkdir(exist_ok=True)
            os.chmod(each, mode)
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


def draft_years(office: Office) -> list[int]:
    """Return the years of whose texts there are drafts, newest first."""
    names = (path.name for path in _folder(office).glob("report-*"))
    found = {int(match.group(1)) for name in names if (match := re.fullmatch(r"report-(\d{4})-[^.]*", name))}
    return sorted(found, reverse=True)


def _text_name(year: int, section: str) -> str:
    return f"report-{year}-{section}"
