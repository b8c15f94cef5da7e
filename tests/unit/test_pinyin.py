"""Finding Chinese by the initials of its pinyin; the table is what the library says, which is not needed to run."""

import os
from pathlib import Path

import pytest

from tui_disclose.statutory import pinyin
from tui_disclose.statutory.pinyin import initials, pattern

FILE = Path(pinyin.__file__).with_name("pinyin.txt")

BESIDE = {0x20BB7: "j"}
"""Characters of names beyond the tables of the library: 𠮷, which is read as 吉."""


def table() -> str:
    """Return the file's text as the library has it."""
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_normal

    known = dict(BESIDE)
    for code, readings in PINYIN_DICT.items():
        if 0x3400 <= code <= 0x9FFF:
            first = (to_normal(reading)[:1].replace("ê", "e") for reading in readings.split(","))
            known[code] = "".join(dict.fromkeys(letter for letter in first if letter))
    lines: dict[str, str] = {}
    for code, letters in sorted(known.items()):
        lines[letters] = lines.get(letters, "") + chr(code)
    return "".join(f"{letters} {characters}\n" for letters, characters in sorted(lines.items()))


def test_the_table_is_up_to_date() -> None:
    if os.environ.get("UPDATE_PINYIN"):
        FILE.write_text(table(), encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == table()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("政务公开", "zwgk"), ("依申请公开（2024）", "ysqgk（2024）"), ("PDF版", "pdfb"), ("䶮𠮷", "yj"), ("", "")],
)
def test_initials_are_those_of_the_first_reading(text: str, expected: str) -> None:
    assert initials(text) == expected


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("zwgk", "关于政务公开的通知"),
        ("ZWGK", "关于政务公开的通知"),
        ("zqs", "重庆市"),  # 重 is zhòng or chóng, 长 zhǎng or cháng, 行 xíng or háng
        ("cqs", "重庆市"),
        ("yh", "银行"),
        ("yx", "银行"),
        ("白y市", "白银市"),
        ("银市", "白银市"),
        ("2024", "〔2024〕5号"),
        ("pdf", "PDF文件"),
        ("yj", "䶮𠮷"),
        ("(", "（一）(二)"),
        ("", "任何"),
    ],
)
def test_what_is_typed_finds_the_text(typed: str, text: str) -> None:
    assert pattern(typed).search(text)


@pytest.mark.parametrize(("typed", "text"), [("gkzw", "政务公开"), ("zgk", "政务公开"), (".", "公开"), ("5", "五")])
def test_what_is_not_there_is_not_found(typed: str, text: str) -> None:
    assert not pattern(typed).search(text)
