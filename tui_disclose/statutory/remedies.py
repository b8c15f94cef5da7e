"""Where an applicant can turn against a reply (救济途径): reconsideration first, either way, or nothing to tell.

Sources are named in `remedies.toml`; 补正, 延期 and 收费 notices carry no such paragraph (statutory practice, §0a).
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import tomli

from tui_disclose.problems import Refused

RouteKey = Literal["reconsideration_first", "either", "none"]


class Route(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a reply says of remedies."""

    key: RouteKey
    since: date
    """The first day of reply it is for."""
    outcomes: tuple[str, ...]
    article: str
    paragraph: str
    """With {文书}, {复议机关} and {人民法院} to be filled in; nothing where there is nothing to tell."""


class _Routes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    routes: tuple[Route, ...]


@cache
def _routes() -> tuple[Route, ...]:
    text = Path(__file__).with_name("remedies.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomli.loads(text), _Routes).routes


def route(outcome: str, on: date) -> Route:
    """Return what a reply of that day with that outcome (a row of 三) has to say; Refused for no such outcome."""
    found = [each for each in _routes() if outcome in each.outcomes and each.since <= on]
    if not found:
        raise Refused(f"没有“{outcome}”这种办理结果。")
    return max(found, key=lambda each: each.since)
