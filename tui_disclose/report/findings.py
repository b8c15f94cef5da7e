"""A finding of a check: a value that says what is wrong, with figures, and what it rests on."""

import hashlib
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from tui_disclose.statutory.figures import Number, as_json_number

Severity = Literal["error", "warning", "unassessable"]

SEVERITY_WORDS: dict[str, str] = {"error": "错误", "warning": "提示", "unassessable": "无法核对"}


NAMED = 5
"""So many records are named in a sentence; a finding holds all of them."""


def named(numbers: Sequence[str]) -> str:
    """Return record numbers for a sentence."""
    return "、".join(numbers[:NAMED]) + (f"等{len(numbers)}件" if len(numbers) > NAMED else "")


class Finding(msgspec.Struct, frozen=True):
    """One finding (错误、提示 or 无法核对)."""

    id: str
    severity: Severity
    where: tuple[str, ...]
    """The cell addresses, section keys (“section.五”) or records it concerns."""
    message: str
    """One Chinese sentence for people."""
    basis: str
    """The article or note it rests on."""
    left: Number | None = None
    right: Number | None = None
    records: tuple[str, ...] = ()
    acknowledged: str | None = None
    """The reason for which it is accepted."""
    kind: str = ""
    """Tells apart what one check may find in one place without figures: an acceptance is for one of them."""

    paragraph: int = 0
    """The paragraph of a text that it concerns, from 1, empty lines not counted; 0 for none."""

    @property
    def difference(self) -> Number | None:
        """Left minus right."""
        return None if self.left is None or self.right is None else self.left - self.right

    @property
    def key(self) -> str:
        """What an acknowledgement is kept under: the same check of the same cells with the same figures.

        Other figures are another finding, which nobody has accepted yet.
        """
        kind = (self.kind,) if self.kind else ()
        text = "\n".join((self.id, self.severity, *sorted(self.where), str(self.left), str(self.right), *kind))
        return f"{self.id}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"

    @property
    def open_error(self) -> bool:
        """Whether it stops the report from being finished."""
        return self.severity == "error" and self.acknowledged is None

    def as_json(self) -> dict[str, Any]:
        """Return the finding as the JSON of `report check --json`."""
        return {
            "id": self.id,
            "severity": self.severity,
            "where": list(self.where),
            "left": _json_number(self.left),
            "right": _json_number(self.right),
            "difference": _json_number(self.difference),
            "records": list(self.records),
            "message": self.message,
            "basis": self.basis,
            "acknowledged": self.acknowledged,
        }


def _json_number(number: Number | None) -> int | str | None:
    return None if number is None else as_json_number(number)
