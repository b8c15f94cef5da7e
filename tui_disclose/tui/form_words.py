"""What is said of the field under the cursor: its day in words, how it is picked, what there is to choose from."""

from collections.abc import Callable
from datetime import date

from tui_disclose.statutory.dates import WAYS, NotADate, parse_date
from tui_disclose.tui.form_model import LONG, Slot
from tui_disclose.tui.wording import width_of

DayWords = Callable[[date], str]
"""What is said of a day while it is typed."""


def weekday_words(day: date) -> str:
    """Return a day with its weekday."""
    return f"{day.isoformat()} 周{'一二三四五六日'[day.weekday()]}"


def field_words(slot: Slot, today: date, day_words: DayWords, picked: bool) -> list[str]:
    """Return the day that is typed, or how the field is filled in; nothing for one with options and a short text."""
    if slot.field.kind == "date":
        try:
            said = [day_words(parse_date(slot.text, today, slot.field.ahead))]
        except NotADate:
            said = []
        return [*said, f"可写 {WAYS}"]
    if picked:
        return ["按 F3 从列表中挑选。"]
    return ["按 Enter 打开，可以写多行；Tab 到下一项。"] if slot.field.kind in LONG else []


def option_lines(slot: Slot, width: int, height: int) -> list[str]:
    """Return the options of a field with their numbers, at most `height` lines, the one that is chosen among them."""
    lines = [""]
    chosen = 0
    for number, words in enumerate(slot.options, 1):
        option = f"【{number}{words}】" if words == slot.text else f" {number}{words} "
        if width_of(lines[-1] + option) > width:
            lines.append("")
        lines[-1] += option
        chosen = len(lines) - 1 if words == slot.text else chosen
    first = max(0, min(chosen, len(lines) - height))
    return lines[first : first + height]
