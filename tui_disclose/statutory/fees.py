"""The information-processing fee (信息处理费): by piece or by page, both progressive, with the working shown.

Source: 国办函〔2020〕109号, in force since 2021-01-01; its article numbers are uncertain and not printed. A request is
charged by one of the two, never both.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path

import msgspec
import tomli

_FILE = Path(__file__).parent / "fees.toml"


class Tier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A run of pieces or pages that cost the same each."""

    price: int
    """Yuan each."""
    to: int | None = None
    """The last piece or page of the tier; None where it has no end."""


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tiers of one way to charge; with `rises` further tiers of `band` follow, each dearer by so much."""

    unit: str
    tiers: tuple[Tier, ...]
    band: int = 0
    rises: int = 0


class FeeRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of fees.toml."""

    since: date
    source: str
    pieces: Scale
    pages: Scale


class Fee(msgspec.Struct, frozen=True):
    """What is to be paid and how it was worked out."""

    amount: int
    """Yuan (元)."""
    working: tuple[str, ...]
    """Chinese lines, one for each tier that was used, and the sum."""
    source: str


@cache
def fee_rules() -> FeeRules:
    """Return the fee measure's tiers, read on first use."""
    return msgspec.convert(tomli.loads(_FILE.read_text(encoding="utf-8")), FeeRules)


def in_force(on: date) -> bool:
    """Tell whether a fee may be charged for a request received on a day."""
    return on >= fee_rules().since


def fee_by_piece(first: int, last: int) -> Fee:
    """Return the fee for the `first`-th to `last`-th request of one applicant in one calendar month.

    One request is `fee_by_piece(n, n)`; all of a month's are `fee_by_piece(1, n)`. Raises ValueError where the range
    is empty or begins below 1.
    """
    if not 1 <= first <= last:
        raise ValueError(f"no pieces from {first} to {last}")
    return _fee(fee_rules().pieces, first, last)


def fee_by_page(pages: int) -> Fee:
    """Return the fee for one request of so many pages (A4, one side); ValueError where there are fewer than 0."""
    if pages < 0:
        raise ValueError(f"{pages} pages")
    return _fee(fee_rules().pages, 1, pages)


def _fee(scale: Scale, first: int, last: int) -> Fee:
    total = 0
    working: list[str] = []
    begins = 1
    for tier in _tiers(scale):
        ends = last if tier.to is None else min(tier.to, last)
        used = ends - max(begins, first) + 1
        if used > 0:
            total += used * tier.price
            working.append(_line(scale.unit, max(begins, first), ends, used, tier.price))
        if ends >= last:
            break
        begins = ends + 1
    working.append(f"合计{total}元")
    return Fee(total, tuple(working), fee_rules().source)


def _tiers(scale: Scale) -> Iterator[Tier]:
    yield from scale.tiers
    last = scale.tiers[-1]
    if last.to is not None:
        for step in count(1):
            yield Tier(last.price + step * scale.rises, last.to + step * scale.band)


def _line(unit: str, first: int, last: int, used: int, price: int) -> str:
    which = f"第{first}{unit}" if first == last else f"第{first}至{last}{unit}"
    cost = f"{used}{unit}×{price}元＝{used * price}元" if price else f"{used}{unit}，免费"
    return f"{which}：{cost}"
