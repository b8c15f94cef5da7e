"""A line of the trail has room for what an act was about."""

from tui_disclose.office.trail import Act
from tui_disclose.statutory.text import one_line
from tui_disclose.tui.screens.trail import act_row
from tui_disclose.tui.wording import cut

CODE = "11370100004188012X"


def test_the_title_of_an_item_is_read_in_its_line() -> None:
    why = f"登记条目{CODE}/2026-000009“关于印发科技计划管理办法的通知”"
    act = Act(7, "2026-03-02T09:00:00+08:00", "zhang", why, "catalogue", (), 1, None, None)
    row = cut(one_line(act_row(act, CODE)), 78)
    assert "2026-000009“关于印发科技" in row
    assert CODE in act_row(act, "")
