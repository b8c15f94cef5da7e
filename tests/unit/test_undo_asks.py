"""What is taken back without a question: only what this window did today."""

from datetime import date

import pytest

from tui_disclose.office.undoing import is_recent
from tui_disclose.store.interface import Entry


@pytest.mark.parametrize(
    ("made_here", "today", "recent"),
    [({7}, date(2026, 3, 10), True), ({6, 8}, date(2026, 3, 10), False), ({7}, date(2026, 3, 11), False)],
    ids=["just now", "in another window", "a session open over night"],
)
def test_an_act_is_recent_where_this_window_did_it_today(made_here: set[int], today: date, recent: bool) -> None:
    act = Entry(7, "2026-03-10T23:59:58", "zhangsan", "登记制度", "rules/1", ())
    assert is_recent(act, made_here, today) is recent
