"""What is said of a review or lawsuit on screen: the office's own deadline, and what should have gone before."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tui_disclose.office.remedies import Owed
from tui_disclose.statutory.dates import with_weekday
from tui_disclose.statutory.working_days import Calendar
from tui_disclose.tui.request_words import left_words


def owed_words(owed: Owed | None, fields: Mapping[str, Any], calendar: Calendar, today: date) -> str:
    """Return by when the office has to answer the review authority or the court, or why nothing is owed."""
    if owed is not None:
        uncertain = "（暂定）" if owed.due.unknown_from else ""
        left = left_words(calendar.between(today, owed.due.on))
        return f"{owed.what}：最晚{with_weekday(owed.due.on)}{uncertain}，{left}（{owed.due.article}）"
    if fields.get("answered_on"):
        return f"已于{fields['answered_on']}提出书面答复或者答辩"
    if fields.get("decided_on"):
        return "已审结"
    return "填了收到副本的日期，这里显示书面答复、答辩的期限"
