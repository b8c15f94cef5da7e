"""Text as published pages print it: normalised for comparing, made harmless for showing."""

import re
import unicodedata

# Unicode NFKC repairs the Kangxi radicals that PDF tools emit, but not these of the CJK Radicals Supplement.
_RADICALS = str.maketrans("⺠⻛⻥⻚⻓⻔⻋⻅⻉⻢⻦⻩⻬⻮⻰⻄⺟⺎⺁⺫", "民风鱼页长门车见贝马鸟黄齐齿龙西母兀厂目")
_KANGXI = re.compile("[\u2f00-\u2fd5]")
_MINUS = str.maketrans("−–—﹣‐‑", "------")
_QUOTES = str.maketrans("“”‘’„‟＂＇\"'", '""""""""""')
_NUMBERED = re.compile(r"^\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:\)|[.、．:])\)?")
# C0, C1, zero-width, line separators and bidirectional overrides: what could move the cursor or hide text; and what
# no XML may hold.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACE = re.compile(r"[^\S　]+")


def half_width(text: str) -> str:
    """Return `text` with full-width digits, letters and signs as their half-width twins (１２，－ → 12,-)."""
    return unicodedata.normalize("NFKC", text.translate(_RADICALS)).translate(_MINUS)


def without_radicals(text: str) -> str:
    """Return `text` with the radicals that PDF tools put for characters as those characters (⼯⻓ → 工长)."""
    return _KANGXI.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text.translate(_RADICALS))


def label_key(label: str) -> str:
    """Return the form of a printed label that two printings of it share: no spaces, one kind of bracket and quote."""
    folded = unicodedata.normalize("NFKC", label.translate(_RADICALS))
    folded = "".join(folded.split()).translate(_QUOTES)
    return re.sub(r"^(\d{1,2})[、．]", r"\1.", folded)


def without_number(key: str) -> str:
    """Return a label key without its leading number (1.属于国家秘密 → 属于国家秘密)."""
    return _NUMBERED.sub("", key, count=1)


def harmless(text: str) -> str:
    """Return `text` with every character that could act on a terminal shown as “�”; tab and newline stay."""
    return _CONTROL.sub("�", text)


def harmless_json(text: str) -> str:
    """Return JSON text that says the same with every character that could act on a terminal written as an escape."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


# Letters and signs to Unicode that leave their place empty: the Hangul fillers and the blank of Braille.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\ufffd")


def is_visible(text: str) -> bool:
    """Tell whether anything in a text can be seen: a letter, digit or sign that is not blank."""
    seen = harmless(text)
    return any(unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANK for sign in seen)


def one_line(text: str) -> str:
    """Return `text` on one line, harmless, its runs of white space as single spaces."""
    return harmless(" ".join(text.split()))


def spaced(text: str) -> str:
    """Return `text` on one line, its runs of white space as single spaces; full-width spaces inside it stay."""
    return _SPACE.sub(" ", text).strip()


def clean_text(text: str) -> str:
    """Return `text` as it is kept: Unix line ends, no control characters, no spaces at line ends or around it."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = (_CONTROL.sub("", line).rstrip() for line in unix.split("\n"))
    return "\n".join(lines).strip("\n")
