"""Identity numbers (证件号): only the last four digits are kept, whichever way a number comes in."""

import re
from datetime import date

_RESIDENT = re.compile(r"(?<![0-9A-Za-z])\d{6}((?:18|19|20)\d{6})\d{3}[0-9Xx](?![0-9A-Za-z])")
"""A resident's identity number: place, day of birth, order, check digit."""

KEPT = 4
"""Digits that stay."""


def last_signs(number: str, count: int = KEPT) -> str:
    """Return what is kept of an identity number: its last letters and digits, all of a shorter one."""
    return "".join(each for each in number if each.isalnum())[-count:]


def without_identity_numbers(text: str) -> str:
    """Return text with each resident's identity number in it cut to its last four digits."""
    return _RESIDENT.sub(_cut, text)


def _cut(match: re.Match[str]) -> str:
    born = match[1]
    try:
        date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return match[0]
    return f"＊{match[0][-KEPT:]}"


def scrubbed(value: object) -> object:
    """Return a JSON value with the identity numbers in all of its texts cut."""
    if isinstance(value, str):
        return without_identity_numbers(value)
    if isinstance(value, list):
        return [scrubbed(each) for each in value]
    if isinstance(value, dict):
        return {key: scrubbed(each) for key, each in value.items()}
    return value
