"""Turns a line of plain text into Markdown that shows exactly that line."""

import re

_PUNCTUATION = r"""[!-/:-@\[-`{-~]"""
_ALWAYS = (
    (re.compile(rf"\\(?={_PUNCTUATION})"), r"\\\\"),
    (re.compile(r"<(?=[A-Za-z/!?])"), r"\\<"),
    (re.compile(r"&(?=#?\w{1,31};)"), r"\\&"),
)
_PAIRED = "*_`~$"
_BLOCK = re.compile(r"^(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|~{3}|={1,}$|-{1,}$|(?=[|]))")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def as_markdown(line: str) -> str:
    """Return a line so that Markdown shows every character of it; only what would be read as markup is escaped."""
    text = line.strip()
    for pattern, escaped in _ALWAYS:
        text = pattern.sub(escaped, text)
    for sign in _PAIRED:
        if text.count(sign) > 1 or text.startswith(sign):
            text = text.replace(sign, "\\" + sign)
    if re.search(r"\]\s*[(\[:]", text) or re.match(r"!?\[[^\]]*\]", text):
        text = text.replace("[", "\\[")
    if _BLOCK.match(text):
        text = "\\" + text
    return _NUMBERED.sub(r"\1\\\2", text)
