"""What a person may choose from, each with its words: declared once for commands, screens and settings."""

from typing import Literal

Level = Literal["department", "government", "other"]

LEVELS: dict[Level, str] = {"department": "部门", "government": "人民政府", "other": "其他"}
"""Kinds of office."""

ReReply = Literal["none", "as_new"]

RE_REPLIES: dict[ReReply, str] = {"none": "不计入表三", "as_new": "责令计为新收，重新答复计为办结"}
"""How a reply that a review authority or a court ordered anew (责令重新答复) counts in 三."""

FORMATS: dict[str, str] = {
    "md": "Markdown",
    "html": "网页（HTML）",
    "docx": "Word 文档",
    "xlsx": "Excel 工作簿",
    "txt": "纯文本",
    "csv": "CSV（每格一行）",
    "json": "JSON（数据交换）",
}
"""The formats that a report can be written in."""

STYLES: dict[str, str] = {"pipe": "管道表格，任何编辑器可读", "html": "内含合并单元格的 HTML 表格"}
"""How tables stand in Markdown."""

BINARY = ("docx", "xlsx")
"""The formats that are no text: nothing to show on a terminal."""

LETTER_FORMATS = ("md", "docx")
"""The formats that letters and printed forms can be written in."""

PAPER_FORMATS = ("md", "docx", "html")
"""The formats that lists, rules and other texts can be written in."""

TREND_FORMATS = (*PAPER_FORMATS, "xlsx")
"""The formats that the years side by side can be written in."""
