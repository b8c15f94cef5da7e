"""The few marks that our own exports carry so that reading them back is certain."""

SIGNATURE_MARK = "<!-- 落款 -->"
"""Stands before the signature in Markdown: nothing else tells where the last part's text ends."""

LEGEND = "（“-”表示空白或未填）"
"""Stands in every plain text export and says what a dash means."""

DASH = "-"
"""A blank or unknown cell in plain text."""

WRAPPED = " "
"""Ends a line of plain text that goes on in the next; kept texts have no space at a line's end."""

SIGNED = "〔落款〕"
"""Stands before the signature in plain text."""

TEXT_SHEET = "文字"
"""The sheet of a workbook that holds the texts word for word, a line a row."""

TEXT_SHEET_HEAD = ("部分", "文字")
"""The second line of that sheet; the first is the title."""

CSV_HEAD = ("地址", "表", "行", "列", "值")
"""The first line of a CSV export."""

UNFILLED = "未填写"
"""What stands beside a part without text on that sheet, to be written over."""
