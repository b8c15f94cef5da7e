"""What the dates of a rule (制度) say: in force, expired, repealed; and what they cannot say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tui_disclose.problems import Refused

Rule = Mapping[str, Any]
"""A rule's fields, those of its repeal among them."""

REPEALED_ON = "taken_out.on"


def in_force(rule: Rule, on: date) -> bool:
    """Tell whether a rule was in force on a day, so far as its dates say."""
    return state_words(rule, on) == "有效"


def state_words(rule: Rule, on: date) -> str:
    """Return in words what a rule is on a day: 有效, 尚未制定, 已过有效期, 已废止."""
    day = on.isoformat()
    made, out, until = rule.get("made_on"), rule.get(REPEALED_ON), rule.get("valid_until")
    if out and out <= day:
        return "已废止"
    if until and until < day:
        return "已过有效期"
    return "尚未制定" if made and made > day else "有效"


def refuse_impossible(rule: Rule) -> None:
    """Raise Refused for a rule repealed, revised or expired before it was made, or revised after its repeal."""
    made, revised = rule.get("made_on"), rule.get("revised_on")
    until, out = rule.get("valid_until"), rule.get(REPEALED_ON)
    for earlier, day, later, after in (
        ("制定日期", made, "修订日期", revised),
        ("制定日期", made, "有效期至", until),
        ("制定日期", made, "废止日期", out),
        ("修订日期", revised, "废止日期", out),
    ):
        if day and after and after < day:
            raise Refused(f"{later}{after}早于{earlier}{day}，请核对。")
