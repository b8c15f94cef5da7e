"""Turns the bytes of a file into text, whatever encoding the file says or has."""

import codecs
import re
from email import message_from_bytes, policy

from tui_disclose.problems import Refused

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030", "hz-gb-2312"}
_NAMES = {"utf-8": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32", "gb18030": "GB 18030"}


def decoded(name: str, content: bytes) -> tuple[str, list[str]]:
    """Return a file's text with Unix line ends, and what should be said of its encoding.

    A byte order mark decides, then what a web page names, then UTF-8, then GB 18030. Raises Refused for what is no
    text.
    """
    text, notes = _text(name, content)
    if "\x00" in text:
        raise Refused(f"{name} 不是文本文件：其中有空字符。")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _text(name: str, content: bytes) -> tuple[str, list[str]]:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return content.decode("utf-8-sig" if encoding == "utf-8" else encoding), []
            except UnicodeDecodeError:
                raise Refused(f"{name} 标明是 {_NAMES[encoding]} 编码，却不能按它读出，文件可能已损坏。") from None
    if b"\x00" in content[:4096] and (text := _unmarked(content)):
        return text, [f"{name} 没有标明编码，按 UTF-16 读入，请核对文字。"]
    named = _META.search(content[:4096])
    wanted = named[1].decode().lower() if named else ""
    order = ("gb18030", "utf-8") if wanted in _CHINESE else ("utf-8", "gb18030")
    for encoding in order:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        said = encoding == "gb18030" and wanted not in _CHINESE
        return text, [f"{name} 不是 UTF-8 编码，按 GB 18030 读入，请核对文字。"] if said else []
    if named:
        return content.decode(order[0], "replace"), [f"{name} 中有不能读的字，已用“�”代替，请核对文字。"]
    raise Refused(f"{name} 不是文本文件：既不是 UTF-8 也不是 GB 18030 编码。")


def _unmarked(content: bytes) -> str:
    """Return the text of a file in UTF-16 without a mark, Chinese with line ends; nothing where it is none."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\n" in text and re.search("[\u4e00-\u9fff]{4}", text) and "\x00" not in text:
            return text
    return ""


def web_part(name: str, content: bytes) -> bytes:
    """Return the page inside a web archive (.mht), in UTF-8; Refused where there is none."""
    message = message_from_bytes(content, policy=policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            charset = (part.get_content_charset() or "").lower()
            if isinstance(payload, bytes):
                if charset in _CHINESE and not _META.search(payload[:4096]):
                    return payload.decode("gb18030", "replace").encode("utf-8")
                return payload
    raise Refused(f"{name} 中没有网页，不能导入。")
