"""Where a reply says one can turn: 行政复议法 Art. 23 (2024), 国办函〔2021〕132号 Art. 2, 法释〔2025〕8号."""

from datetime import date

import pytest

from tui_disclose.problems import Refused
from tui_disclose.statutory.form_files import load_forms
from tui_disclose.statutory.remedies import route

FIRST = {"partial", "state_secret", "prohibited_by_law", "security", "third_party", "internal_affairs"} | {
    "deliberative",
    "enforcement_file",
}
OUTCOMES = [
    row.key
    for block in load_forms().by_id("2021").table("requests").blocks
    for row in block.rows
    if row.key not in ("received", "carried_in", "concluded", "carried_out")
]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_refusals_go_to_reconsideration_first_since_2024(outcome: str) -> None:
    other = "none" if outcome == "other" else "either"
    assert route(outcome, date(2023, 12, 31)).key == other
    assert route(outcome, date(2024, 1, 1)).key == ("reconsideration_first" if outcome in FIRST else other)


def test_the_paragraphs_name_periods_as_the_law_does() -> None:
    first, either = route("partial", date(2024, 1, 1)).paragraph, route("granted", date(2024, 1, 1)).paragraph
    assert "60日" in first and "15日" in first and "6个月" not in first  # noqa: PT018
    assert "60日" in either and "6个月" in either and "先" not in either  # noqa: PT018


def test_an_unknown_outcome_is_refused() -> None:
    with pytest.raises(Refused):
        route("lost", date(2024, 1, 1))
