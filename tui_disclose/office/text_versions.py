"""Earlier versions of a long text, taken from the trail: nothing that was saved is ever gone."""

import difflib
import re
from collections.abc import Iterator

import msgspec

from tui_disclose.office.house import Office
from tui_disclose.office.ledgers import find_row
from tui_disclose.problems import Refused
from tui_disclose.records.fields import Ledger
from tui_disclose.statutory.text import one_line

_SENTENCE = re.compile("[^。；！？]*[。；！？]?")


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
    """Yield the sentences that differ between two versions, those gone with “－”, the new ones with “＋”.

    A line before each group says where it begins in the later version (第3行), in the earlier one where nothing is new.
    """
    before, after = _sentences(earlier.text), _sentences(later.text)
    matcher = difflib.SequenceMatcher(None, [words for _, words in before], [words for _, words in after])
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        yield f"第{after[c][0]}行：" if c < d else f"第{before[a][0]}行（第{earlier.place}版）："
        yield from (f"－{one_line(words)}" for _, words in before[a:b])
        yield from (f"＋{one_line(words)}" for _, words in after[c:d])


def _sentences(text: str) -> list[tuple[int, str]]:
    """Return the sentences of a text, each with its line from 1: a rule pasted as one line can still be compared."""
    # Blank lines are many and alike: comparing them takes long and tells nothing.
    return [
        (place, piece)
        for place, line in enumerate(text.splitlines(), 1)
        for piece in _SENTENCE.findall(line)
        if piece.strip()
    ]
