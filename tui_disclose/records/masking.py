"""Requests as those see them who only look, and as they leave the house by default: nobody is named.

What a field says of a person is masked, attachments keep their hash and ending, and what is known of the applicant or a
third party is masked wherever it stands in other texts. A name that no field holds cannot be known and stays.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from tui_disclose.records.facts import EVENTS
from tui_disclose.records.fields import masked
from tui_disclose.records.ledger_files import ledger
from tui_disclose.statutory.text import one_line

APPLICANT_EXTRA = "applicant.extra."
"""What the names of the fields begin with that hold unknown keys of an imported applicant."""

_ATTACHMENTS = "attachments"
_IN_EVENTS = ("party", "signer")
_TELLING = ("name", "agent", "contact", "phone", "email", "address")
"""Fields of the applicant whose value tells who it is where it stands in a text; a postcode or employer does not."""
_SHORTEST = 2
"""A single character stands in too many words to be masked in them."""

Document = Mapping[str, Any]


def personal_words(document: Document) -> frozenset[str]:
    """Return what a request's fields and events (all or some of them) call the people it is about."""
    return frozenset(word for word in _words(document) if len(word) >= _SHORTEST)


def _words(document: Document) -> Iterator[str]:
    for key in _TELLING:
        yield str(document.get(f"applicant.{key}") or "").strip()
    for field, value in document.items():
        if field.startswith(EVENTS) and isinstance(value, Mapping):
            yield from (str(value.get(key) or "").strip() for key in _IN_EVENTS)


def hidden(text: str, words: Collection[str]) -> str:
    """Return a text in which words about people are masked, the longest first."""
    for word in sorted(words, key=lambda each: (-len(each), each)):
        text = text.replace(word, masked(word))
    return text


def matter(document: Document) -> str:
    """Return what a request asks for, on one line as lists show it: nobody is named in it that the record knows."""
    return hidden(one_line(document.get("content") or ""), personal_words(document))


def masked_document(document: Document, words: Collection[str] | None = None) -> dict[str, Any]:
    """Return a request's document, or some of its fields, masked; `words` are personal_words unless given."""
    known = personal_words(document) if words is None else words
    return {field: _masked_value(field, value, known) for field, value in document.items()}


def _masked_value(field: str, value: Any, words: Collection[str]) -> Any:  # noqa: ANN401 - any JSON value
    if value is None:
        return None
    if field in _personal() or field.startswith(APPLICANT_EXTRA):
        return masked(str(value))
    if field == _ATTACHMENTS:
        return [masked_attachment(line) for line in value]
    if field.startswith(EVENTS):
        return {key: masked(str(each)) if key in _IN_EVENTS else _in_text(each, words) for key, each in value.items()}
    return _in_text(value, words)


def _personal() -> frozenset[str]:
    return frozenset(field.key for field in ledger("requests").fields if field.personal)


def _in_text(value: Any, words: Collection[str]) -> Any:  # noqa: ANN401 - any JSON value
    return hidden(value, words) if isinstance(value, str) else value


def masked_attachment(line: str) -> str:
    """Return the line of an attachment with its hash and ending: files and folders are called after the applicant."""
    digest, star, path = line.partition(" *")
    return f"{digest}{star}＊＊{PurePath(path).suffix}" if star else masked(line)
