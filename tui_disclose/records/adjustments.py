"""What is said about a report's figures: why an opening differs from last year's closing, who provided a block."""

from datetime import date

import msgspec

from tui_disclose.statutory.figures import Number, number_of


class Adjustment(msgspec.Struct, frozen=True):
    """Why an opening figure (二、上年结转) is not last year's closing one (四、结转下年度继续办理)."""

    on: date
    reason: str
    difference: str
    """Opening minus last year's closing when it was said; another difference is not explained by it."""

    @property
    def number(self) -> Number:
        """The difference as a number."""
        return number_of(self.difference) or 0


class Signature(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who provided the figures of a block (科室报数签字) and who checked them."""

    section: str
    """The section of the office (科室)."""
    by: str
    """Who signed for it."""
    on: date
    checked_by: str = ""
