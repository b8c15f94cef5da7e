"""What terminals do differently: how wide they draw some characters, and what they send that is not UTF-8."""

import unicodedata

AMBIGUOUS = "“"
"""Drawn one or two cells wide, as the terminal is set; counted as one here."""

UNREADABLE = "�"
"""What stands for bytes that are not UTF-8."""

_NO_PLANES = range(0x40000, 0xE0000)
"""Code points that Unicode has never given to anything; GBK bytes sometimes read as such."""

NOT_UTF8 = "收到的字不是 UTF-8 编码，没有录入：请把终端软件的字符编码改为 UTF-8 后再输入。"

TOO_WIDE = "终端把引号画成两格：已改用简单符号，请取消“不确定宽度的字符按双倍宽度显示”。"

_TWINS = str.maketrans("“”‘’…—–‥·•×÷±°§→←↑↓⇒√∶≤≥≠∞", "\"\"''.--..*x/+oS><^v>v:<>#8")


class _Narrow(dict[int, str]):
    """What to send for each character: its narrow twin where its width is ambiguous, else itself."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = character
        if unicodedata.east_asian_width(character) == "A":
            folded = unicodedata.normalize("NFKC", character)
            self[code] = (_TWINS.get(code) and chr(_TWINS[code])) or (folded[0] if folded.isascii() else "*")
        return self[code]


_narrow = _Narrow()


def unreadable(character: str | None) -> bool:
    """Tell whether a key sent what is not text in UTF-8."""
    return character is not None and len(character) == 1 and (character == UNREADABLE or ord(character) in _NO_PLANES)


def plain(text: str) -> str:
    """Return `text` with each character of ambiguous width as one that every terminal draws one cell wide."""
    return text if text.isascii() else text.translate(_narrow)
