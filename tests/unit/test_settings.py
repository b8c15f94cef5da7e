"""An office's settings: number patterns, and every problem of the file said at once."""

import pytest

from tui_disclose.office.settings import Numbers, Person, Settings, checked_pattern, numbered, person_name
from tui_disclose.problems import Refused


def test_numbers_are_made_from_their_patterns() -> None:
    numbers = Numbers()
    assert numbered(numbers.request, 2024, 5) == "〔2024〕5号"
    assert numbered(numbers.item, 2024, 5, "白科") == "白科/2024-000005"
    assert numbered(numbers.letter, 2024, 12, "白科") == "白科依申请公开〔2024〕12号"
    assert numbered("{n:03}", 2024, 1234) == "1234"


@pytest.mark.parametrize("pattern", ["{year}号", "{n}{unit}", "{n.__class__}", "{n", "{n:x}", "{{n}}"])
def test_a_pattern_that_does_not_count_or_names_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(Refused, match="应含"):
        checked_pattern(pattern)


def test_a_person_is_named_as_settings_say_else_by_login() -> None:
    settings = Settings("某局", people={"zhangsan": Person("张三", "办公室"), "lisi": Person()})
    assert [person_name(settings, login) for login in ("zhangsan", "lisi", "wangwu")] == ["张三", "lisi", "wangwu"]
