"""Tells whether a file is what its name says, before a library opens it; what is made to do harm is refused."""

import io
import re
import zipfile
import zlib

from tui_disclose.problems import Refused

_UNPACKED = 200_000_000
"""Bytes that a Word or Excel file of a report never comes to when unpacked."""
_MEMBERS = 5_000
_RATIO = 200
"""A file that shrinks to less than one part in so many holds nothing but repetition."""
_OFFICE = {".docx": ("word/document.xml", "Word"), ".xlsx": ("xl/workbook.xml", "Excel")}
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def real_kind(suffix: str, content: bytes) -> tuple[str, str]:
    """Return the suffix that fits a file whose name says an old Word or Excel format, and what it is in words.

    Portals save web pages under such names; a file that is what its name says keeps its suffix.
    """
    if suffix not in (".doc", ".xls", ".wps", ".et"):
        return suffix, ""
    if content.startswith(b"PK"):
        inside = [own for own, (main, _) in _OFFICE.items() if main.encode() in content]
        return (inside[0], f"{inside[0]} 文件") if inside else (suffix, "")
    begin = content[:4096].replace(b"\x00", b"").lower()
    if b"mime-version:" in begin:
        return ".mht", "网页"
    return (".html", "网页") if b"<html" in begin or b"<table" in begin else (suffix, "")


def check_kind(name: str, suffix: str, content: bytes) -> None:
    """Raise Refused where a file's content is not what its suffix says."""
    if suffix in _OFFICE:
        _check_office(name, suffix, content)
    elif suffix == ".pdf":
        if b"%PDF-" not in content[:1024]:
            raise Refused(f"{name} 不是 PDF 文件，请用相应的扩展名。")
    elif content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        kind = {b"PK": "Word、Excel 或压缩文件", b"\xd0\xcf": "旧版 Word 或 Excel 文件", b"%P": "PDF 文件"}[content[:2]]
        raise Refused(f"{name} 不是文本文件，像是{kind}；请用相应的扩展名，旧版的另存为 .docx 或 .xlsx。")


def _check_office(name: str, suffix: str, content: bytes) -> None:
    main, words = _OFFICE[suffix]
    if not content.startswith(b"PK"):
        like = "，像是网页，请把扩展名改为 .html" if b"<html" in content[:4096].lower() else ""
        like = like or ("，像是旧版文件或加了密码，请另存" if content.startswith(b"\xd0\xcf\x11\xe0") else "")
        raise Refused(f"{name} 不是 {words} 文件（{suffix}）{like}。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            whole = sum(member.file_size for member in members)
            packed = sum(member.compress_size for member in members)
            if len(members) > _MEMBERS or whole > _UNPACKED or whole > _RATIO * max(packed, 100_000):
                raise Refused(f"{name} 展开后过大（{whole}字节），不像一份年度报告，没有打开。")
            if main not in archive.namelist():
                raise Refused(f"{name} 不是 {words} 文件（{suffix}）：缺少正文。")
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_xml(name, archive, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise Refused(f"{name} 已损坏或不完整，不能打开；请重新下载或另存。") from None


def _check_xml(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Raise Refused for a document type or entities: no office program writes them, they only do harm."""
    with archive.open(member) as opened:
        read = 0
        rest = b""
        while piece := opened.read(1 << 20):
            read += len(piece)
            if read > member.file_size or read > _UNPACKED:
                raise Refused(f"{name} 展开后过大，不像一份年度报告，没有打开。")
            if _DECLARED.search((rest + piece).replace(b"\x00", b"")):
                raise Refused(f"{name} 内含文档类型或实体声明，不是正常的文件，没有打开。")
            rest = piece[-100:]
