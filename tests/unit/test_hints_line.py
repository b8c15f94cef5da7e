"""The hints line: as many keys as fit, in their order, and help always."""

import pytest

from tui_disclose.tui.base import EVERYWHERE
from tui_disclose.tui.commands import Command, hints

OPEN = Command("enter", "open", "打开", "打开。")
NEW = Command("n", "new", "登记", "登记。")
HIDDEN = Command("y", "copy", "复制", "复制。", hint=False)
WHOLE = "n 登记  Enter 打开  ? 帮助  Ctrl+P 命令  q 退出"


@pytest.mark.parametrize(
    ("width", "line"),
    [
        # 6, 10, 6, 11 and 6 cells, and 2 between each two of them.
        (47, WHOLE),
        (46, "n 登记  Enter 打开  ? 帮助  Ctrl+P 命令"),
        (39, "n 登记  Enter 打开  ? 帮助  Ctrl+P 命令"),
        (38, "n 登记  Enter 打开  ? 帮助"),
        (26, "n 登记  Enter 打开  ? 帮助"),
        (25, "n 登记  ? 帮助"),
        (13, "? 帮助"),
        (3, "? 帮助"),
    ],
)
def test_as_many_as_fit_and_help_always(width: int, line: str) -> None:
    assert hints((NEW, HIDDEN, OPEN, *EVERYWHERE), width) == line


def test_a_line_without_help_is_filled_to_its_end() -> None:
    assert hints((NEW, OPEN), 18) == "n 登记  Enter 打开"
    assert hints((NEW, OPEN), 17) == "n 登记"
    assert hints((), 80) == ""
