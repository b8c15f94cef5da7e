"""Chinese found by the initials of its pinyin (政务公开 by “zwgk”): every reading of a character counts.

`pinyin.txt` holds the characters of Unicode's main block and its extension A by their initials, made from the
dictionary of pypinyin (MIT) by `UPDATE_PINYIN=1 pytest tests/unit/test_pinyin.py`: importing that library takes
180 ms and 50 MB, reading the file 3 ms and 4 MB.
"""

import re
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("pinyin.txt")


@cache
def _lines() -> tuple[tuple[str, str], ...]:
    """Return, for each set of initials, the most frequent reading's first, the characters that have them."""
    pairs = (line.split(" ") for line in _FILE.read_text(encoding="utf-8").splitlines())
    return tuple((initials, characters) for initials, characters in pairs)


@cache
def _first() -> dict[int, str]:
    return {ord(character): initials[0] for initials, characters in _lines() for character in characters}


def initials(text: str) -> str:
    """Return the initials of a text in small letters, by each character's first reading; all else stays as it is."""
    return text.translate(_first()).lower()


@cache
def _class(letter: str) -> str:
    """Return a regular expression for the letter itself and every character with a reading that begins with it."""
    return (
        "["
        + letter
        + letter.upper()
        + _twin(letter)
        + _twin(letter.upper())
        + "".join(characters for initials, characters in _lines() if letter in initials)
        + "]"
    )


def _twin(character: str) -> str:
    """Return the full-width twin of a half-width character (ａ for a), nothing for any other."""
    return chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else ""


@cache
def _either(character: str) -> str:
    """Return a regular expression for a character that is no letter, half-width or full-width alike."""
    twin = _twin(character)
    return f"[{re.escape(character)}{twin}]" if twin else re.escape(character)


def pattern(typed: str) -> re.Pattern[str]:
    """Return what finds a text by what was typed: the text itself or, letter by letter, initials of its characters.

    Both may be mixed (“白y市”); upper and lower case, half-width typed and full-width stored are alike. Search the text
    as it is: nothing need be prepared.
    """
    parts = (_class(c) if c.isascii() and c.isalpha() else _either(c) for c in typed.lower())
    return re.compile("".join(parts))
