"""Duties that the rules (制度) show: past or near the end of their 有效期, up for review, not carried out this year."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tui_disclose.duties.values import Duty
from tui_disclose.records.rules import in_force
from tui_disclose.statutory.text import one_line

_TABLE = "rules"
_AHEAD = timedelta(days=90)
"""How long before its end a rule is looked at: a habit, no law."""

Rules = Mapping[str, Mapping[str, Any]]
"""Rules by number, those repealed left out."""


def rule_duties(rules: Rules, carried_out: Mapping[str, Sequence[str]], today: date) -> list[Duty]:
    """Return what the rules owe on a day; `carried_out` holds the days on which each was, ISO 8601, oldest first."""
    return [*expiries(rules, today), *reviews(rules, today), *idle(rules, carried_out, today)]


def expiries(rules: Rules, today: date) -> Iterator[Duty]:
    """Yield the rules that are past their 有效期, and those that soon will be."""
    for number, rule in rules.items():
        if not rule.get("valid_until"):
            continue
        until = date.fromisoformat(rule["valid_until"])
        if until < today:
            words = f"制度{_name(rule)}的有效期到{until}，已过期，请修订、延长或者废止。"
            yield Duty("rule_expired", _TABLE, number, words, "late", until)
        elif until - today <= _AHEAD:
            words = f"制度{_name(rule)}的有效期到{until}，请评估后修订、延长或者废止。"
            yield Duty("rule_expires", _TABLE, number, words, "hint", until)


def reviews(rules: Rules, today: date) -> Iterator[Duty]:
    """Yield the rules whose planned review (下次评估) has come."""
    for number, rule in rules.items():
        if rule.get("review_on") and rule["review_on"] <= today.isoformat():
            day = date.fromisoformat(rule["review_on"])
            words = f"制度{_name(rule)}应在{day}前评估清理，评估后请填下一次的日期。"
            yield Duty("rule_review", _TABLE, number, words, "late" if day < today else "due", day)


def idle(rules: Rules, carried_out: Mapping[str, Sequence[str]], today: date) -> Iterator[Duty]:
    """Yield that rules in force have no record of being carried out this year (本年无实施记录), all in one."""
    year = f"{today.year}-"
    kept = {number: rule for number, rule in rules.items() if in_force(rule, today)}
    names = [rule["name"] for number, rule in kept.items() if not any(d.startswith(year) for d in carried_out[number])]
    if names:
        words = "、".join(one_line(name)[:30] for name in names[:3])
        yield Duty(
            "idle_rules", _TABLE, "", f"{len(names)}项制度本年无实施记录：{words}{'等' * (len(names) > 3)}。", "hint"
        )


def _name(rule: Mapping[str, Any]) -> str:
    return f"“{one_line(rule['name'])[:30]}”"
