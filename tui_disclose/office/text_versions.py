"""Earlier versions of a long text, taken from the trail: nothing that was saved is ever gone."""

import difflib
from collections.abc import Iterator

import msgspec

from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import find_row
from tui_disclose.problems import Refused
from tui_disclose.records.fields import Ledger
from tui_disclose.statutory.text import one_line


class Version(msgspec.Struct, frozen=True):
    """A text as it stood from one act on."""

    place: int
    """1, 2, 3, … in the order they were saved."""
    at: str
    """When it was saved: local time with offset, ISO 8601."""
    who: str
    text: str


def versions(office: Office, ledger: Ledger, number: str, field: str = "text") -> list[Version]:
    """Return every version of a record's text, oldest first; Refused for no such record."""
    find_row(office, ledger, number)
    found: list[Version] = []
    for entry in office.store.since(0):
        for recorded in entry.changes:
            if (recorded.table, recorded.number) != (ledger.key, number):
                continue
            before, after = recorded.before.get(field), recorded.after.get(field)
            if before != after:
                found.append(Version(len(found) + 1, entry.at, entry.who, after or ""))
    return found


def version_at(kept: list[Version], place: int) -> Version:
    """Return a version by its place from 1; Refused where there is none."""
    if not 1 <= place <= len(kept):
        raise Refused(f"没有第{place}版；共{len(kept)}版。")
    return kept[place - 1]


def differences(earlier: Version, later: Version) -> Iterator[str]:
    """Yield the lines that differ between two versions, those gone with “－”, the new ones with “＋”."""
    for line in difflib.ndiff(earlier.text.splitlines(), later.text.splitlines()):
        if line.startswith(("- ", "+ ")):
            yield f"{'－' if line[0] == '-' else '＋'}{one_line(line[2:])}"
